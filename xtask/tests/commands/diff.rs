//! `cargo xtask diff`: the specs as they lie there against those of a commit.

use std::fs;
use std::process::Command;

use crate::support::{CLOCK, Checkout};

/// A checkout whose specs are committed on `main`.
fn committed(test: &str) -> Checkout {
    let checkout = Checkout::new(test);
    git(&checkout, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&checkout);
    checkout
}

#[track_caller]
fn git(checkout: &Checkout, arguments: &[&str]) {
    let mut git = Command::new("git");
    for setting in
        ["user.name=test", "user.email=test@example.com", "commit.gpgsign=false", "core.autocrlf=false"]
    {
        git.args(["-c", setting]);
    }
    let output = git.args(arguments).current_dir(&checkout.root).output().unwrap();
    assert!(output.status.success(), "{output:#?}");
}

#[track_caller]
fn commit(checkout: &Checkout) {
    git(checkout, &["add", "."]);
    git(checkout, &["commit", "--quiet", "--message", "a commit"]);
}

/// The clock with one field more.
fn with_zone() -> String {
    CLOCK.replace(
        "now: {type: string, description: The time.}\n",
        "now: {type: string, description: The time.}\n        zone: {type: string, description: Its zone.}\n",
    )
}

/// The clock without its field.
fn without_now() -> String {
    let text = CLOCK
        .replace("now: {type: string, description: The time.}", "then: {type: string, description: It.}");
    text.replace("now: '12:00'", "then: '12:00'")
}

#[test]
fn an_edit_is_told_with_verdicts_and_reasons() {
    let checkout = committed("diff-told");
    let ran = checkout.run(&["diff", "--deny", "patch"]).succeeded();
    assert!(ran.stdout.starts_with("Nothing changed in 2 services since "), "{}", ran.stdout);

    checkout.write("specs/clock/service.yaml", &with_zone());
    let ran = checkout.run(&["diff"]).succeeded();
    let (tables, summary) = ran.stdout.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(
        tables,
        "huaweicloud-clock-model: minor\n  \
           minor  ShowTimeResponse::zone  added: `Option<String>`  \
           the struct is `#[non_exhaustive]`: no caller lists its fields\n\n\
         huaweicloud-clock: minor, by its `model`\n"
    );
    assert!(summary.contains("1 change in 2 services since "), "{summary}");
    assert!(
        summary.ends_with(
            " (where HEAD left main): minor; all crates share a version, and 0.1.0 becomes 0.1.1."
        )
    );
    // The other service is as it was.
    assert!(checkout.run(&["diff", "watch"]).succeeded().stdout.starts_with("Nothing changed in 1 service "));
}

#[test]
fn programs_and_pull_requests_are_told_too() {
    let checkout = committed("diff-formats");
    checkout.write("specs/clock/service.yaml", &without_now());
    let ran = checkout.run(&["diff", "--format", "json"]).succeeded();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "{\"service\":\"clock\",\"crate\":\"huaweicloud-clock-model\",\"item\":\"ShowTimeResponse::now\",\
         \"change\":\"removed: `Option<String>`\",\"verdict\":\"major\",\
         \"why\":\"code that reads it no longer compiles\"}"
    );
    assert!(lines.iter().all(|line| line.starts_with("{\"service\":") && line.ends_with('}')), "{lines:#?}");
    assert!(
        ran.stderr.contains("major; all crates share a version, and 0.1.0 becomes 0.2.0."),
        "{}",
        ran.stderr
    );

    let ran = checkout.run(&["diff", "--format", "markdown"]).succeeded();
    let row = "| **major** | `ShowTimeResponse::now` | removed\\: `Option<String>` | \
               code that reads it no longer compiles |\n";
    assert!(ran.stdout.contains("### `huaweicloud-clock-model`: major\n\n| | item |"), "{}", ran.stdout);
    assert!(ran.stdout.contains(row), "{}", ran.stdout);

    let ran = checkout.run_with(&["diff"], &[("GITHUB_ACTIONS", "true")]).succeeded();
    let notice = "::notice title=huaweicloud-clock-model%3A major::major: ShowTimeResponse::now, removed: ";
    assert!(ran.stdout.contains(notice), "{}", ran.stdout);
}

#[test]
fn a_verdict_may_be_denied() {
    let checkout = committed("diff-deny");
    checkout.write("specs/clock/service.yaml", &with_zone());
    checkout.run(&["diff", "--deny", "major"]).succeeded();
    let ran = checkout.run(&["diff", "--deny", "minor"]).failed();
    assert!(ran.stderr.contains("the edit is minor, and minor is denied"), "{}", ran.stderr);
    assert!(ran.stdout.contains("ShowTimeResponse::zone"), "{}", ran.stdout);
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let checkout = committed("diff-branch");
    git(&checkout, &["checkout", "--quiet", "-b", "zone"]);
    checkout.write("specs/clock/service.yaml", &with_zone());
    commit(&checkout);
    // What others do on the main branch meanwhile is no change of this one.
    git(&checkout, &["checkout", "--quiet", "main"]);
    checkout.write("specs/watch/service.yaml", &without_now().replace("Clock", "Watch"));
    commit(&checkout);
    git(&checkout, &["tag", "later"]);
    git(&checkout, &["checkout", "--quiet", "zone"]);
    let ran = checkout.run(&["diff"]).succeeded();
    assert!(ran.stdout.contains("ShowTimeResponse::zone") && !ran.stdout.contains("watch"), "{}", ran.stdout);
    let ran = checkout.run(&["diff", "--base", "later", "watch"]).succeeded();
    assert!(ran.stdout.contains("huaweicloud-watch-model: major"), "{}", ran.stdout);
    // As on the build server, where there is no branch but the one.
    git(&checkout, &["checkout", "--quiet", "--detach"]);
    git(&checkout, &["branch", "--quiet", "-D", "main"]);
    let ran = checkout.run(&["diff"]).succeeded();
    assert!(ran.stdout.starts_with("Nothing changed in 2 services since "), "{}", ran.stdout);
    assert!(ran.stdout.contains("(HEAD)"), "{}", ran.stdout);
}

#[test]
fn services_come_and_go() {
    let checkout = committed("diff-services");
    fs::rename(checkout.root.join("specs/watch"), checkout.root.join("specs/sundial")).unwrap();
    let ran = checkout.run(&["diff"]).succeeded();
    assert!(
        ran.stdout.contains("  minor  huaweicloud-sundial  added: crate  nobody has to name it\n"),
        "{ran:#?}"
    );
    assert!(
        ran.stdout.contains("  major  huaweicloud-watch  removed: crate  callers depend on it\n"),
        "{ran:#?}"
    );
    checkout.run(&["diff", "watch"]).succeeded();
    let ran = checkout.run(&["diff", "wacht"]).failed();
    assert!(
        ran.stderr.contains("did you mean `watch`? The services are clock, sundial, watch"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let checkout = committed("diff-broken");
    let broken = CLOCK.replace("type: string", "typ: string");
    checkout.write("specs/clock/service.yaml", &broken);
    let ran = checkout.run(&["diff"]).failed();
    assert!(
        ran.stderr.contains("error: specs/clock: 1 error\nhelp: cargo xtask lint clock"),
        "{}",
        ran.stderr
    );
    commit(&checkout);
    git(&checkout, &["tag", "broken"]);
    checkout.write("specs/clock/service.yaml", CLOCK);
    let ran = checkout.run(&["diff", "--base", "broken"]).failed();
    assert!(ran.stderr.contains("error[unknown-key]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: specs/clock of "), "{}", ran.stderr);
    assert!(ran.stderr.contains(" (broken): 1 error\nhelp: what these specs would be"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    // A rule of the house that was broken then changes nothing that is generated.
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("      summary: Shows the time.\n", ""));
    commit(&checkout);
    checkout.write("specs/clock/service.yaml", &with_zone());
    let ran = checkout.run(&["diff"]).succeeded();
    assert!(ran.stdout.contains("ShowTimeResponse::zone"), "{}", ran.stdout);

    // A service that is as it was needs no sense.
    checkout.run(&["diff", "--base", "broken", "watch"]).succeeded();

    for revision in ["gone", "--help", "HEAD~99", ""] {
        let ran = checkout.run(&["diff", &format!("--base={revision}")]).failed();
        assert!(ran.stderr.contains(&format!("git knows no commit `{revision}`")), "{}", ran.stderr);
    }
    fs::remove_dir_all(checkout.root.join(".git")).unwrap();
    let above = checkout.root.parent().unwrap().to_string_lossy().into_owned();
    let ran = checkout.run_with(&["diff"], &[("GIT_CEILING_DIRECTORIES", &above)]).failed();
    assert!(ran.stderr.contains("not a git repository"), "{}", ran.stderr);
}
