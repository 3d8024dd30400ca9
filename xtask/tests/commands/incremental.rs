//! `cargo xtask regenerate` a second time: what changed is generated, and nothing else.

use std::fs;

use crate::support::{CLOCK, Checkout};

/// What a run says last about services and files.
fn summary(checkout: &Checkout, arguments: &[&str]) -> String {
    let ran = checkout.run(arguments).succeeded();
    let line = ran.stdout.lines().find(|line| line.contains(" written, ")).unwrap();
    line.split(" removed").next().unwrap().to_owned()
}

fn settled(test: &str) -> Checkout {
    let checkout = Checkout::new(test);
    checkout.run(&["regenerate"]).succeeded();
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 0 generated: 0 files written, 0");
    checkout
}

#[test]
fn only_what_changed_is_generated() {
    let checkout = settled("incremental-spec");
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("Tells the time.", "Says the time."));
    let ran = checkout.run(&["regenerate"]).succeeded();
    assert!(ran.stdout.contains("\n2 services, 1 generated: "), "{ran:#?}");
    assert!(!ran.stdout.contains("generated/watch"), "{ran:#?}");
    assert!(checkout.read("crates/generated/clock/docs/manual.md").contains("Says the time."));
    // And back: the notes are about the last run, not about any.
    checkout.write("specs/clock/service.yaml", CLOCK);
    checkout.run(&["regenerate", "clock"]).succeeded();
    assert!(checkout.read("crates/generated/clock/docs/manual.md").contains("Tells the time."));
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 0 generated: 0 files written, 0");
}

#[test]
fn further_and_fewer_files_are_changes() {
    let checkout = settled("incremental-files");
    let chapter = CLOCK.split("servers:").next().unwrap().to_owned() + "paths: {}\n";
    checkout.write("specs/clock/chapter.yaml", &chapter);
    let first = checkout.run(&["regenerate"]).succeeded();
    assert!(first.stdout.contains("2 services, 1 generated: "), "{first:#?}");
    fs::remove_file(checkout.root.join("specs/clock/chapter.yaml")).unwrap();
    let second = checkout.run(&["regenerate"]).succeeded();
    assert!(second.stdout.contains("2 services, 1 generated: "), "{second:#?}");
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 0 generated: 0 files written, 0");
}

#[test]
fn what_a_hand_did_to_generated_files_is_undone() {
    let checkout = settled("incremental-hand");
    let path = "crates/generated/clock/src/lib.rs";
    let text = checkout.read(path);
    checkout.write(path, &format!("{text}// mine\n"));
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 1 generated: 1 file written, 0");
    assert_eq!(checkout.read(path), text);

    fs::remove_file(checkout.root.join(path)).unwrap();
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 1 generated: 1 file written, 0");
    assert_eq!(checkout.read(path), text);

    // Where nothing is missing, nothing is generated, and what is too much goes all the same.
    checkout.write("crates/generated/clock/src/orphan.rs", "");
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 0 generated: 0 files written, 1");
    assert!(!checkout.root.join("crates/generated/clock/src/orphan.rs").exists());

    fs::remove_dir_all(checkout.root.join("crates/generated/watch")).unwrap();
    assert!(summary(&checkout, &["regenerate"]).starts_with("2 services, 1 generated: "));
    assert!(checkout.root.join("crates/generated/watch/src/lib.rs").exists());
}

#[test]
fn check_believes_no_notes() {
    let checkout = settled("incremental-check");
    // Notes that say of a wrong file that it is right: it has what another file should have.
    let note = checkout.read("target/regenerate/clock");
    let noted = |path: &str| {
        let line = note.lines().find(|line| line.ends_with(path)).unwrap();
        line.split_once(' ').unwrap().0.to_owned()
    };
    let forged = note.replace(&noted(" clock/src/lib.rs"), &noted(" clock/README.md"));
    let wrong = checkout.read("crates/generated/clock/README.md");
    checkout.write("target/regenerate/clock", &forged);
    checkout.write("crates/generated/clock/src/lib.rs", &wrong);
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services, 0 generated: 0 files written, 0");
    let ran = checkout.run(&["regenerate", "--check"]).failed();
    assert_eq!(ran.stdout, "differs crates/generated/clock/src/lib.rs:1\n");
}

#[test]
fn damaged_notes_cost_time_and_nothing_else() {
    let checkout = settled("incremental-damaged");
    let before = checkout.files("crates/generated");
    let note = checkout.read("target/regenerate/clock");
    let cut = &note[..note.len() / 2];
    let without_last = &note[..note.trim_end().rfind('\n').unwrap() + 1];
    for damaged in
        ["", "\n", "nonsense", cut, without_last, &note.replace(' ', "  "), &note.replace("clock/", "../")]
    {
        checkout.write("target/regenerate/clock", damaged);
        assert_eq!(
            summary(&checkout, &["regenerate"]),
            "2 services, 1 generated: 0 files written, 0",
            "{damaged}"
        );
    }
    fs::remove_dir_all(checkout.root.join("target")).unwrap();
    checkout.write("target", "a file where a folder would be");
    assert_eq!(summary(&checkout, &["regenerate"]), "2 services: 0 files written, 0");
    assert_eq!(checkout.files("crates/generated"), before);
}

#[test]
fn mistakes_and_warnings_are_told_every_time() {
    let checkout = settled("incremental-warnings");
    let warned = CLOCK
        .replace("now: {type: string,", "now: {type: string, format: uuid,")
        .replace("'12:00'", "29c8e8a5-1f0f-4b6a-8d43-2d1d5bd8a6a5");
    checkout.write("specs/clock/service.yaml", &warned);
    for _ in 0..2 {
        let ran = checkout.run(&["regenerate"]).succeeded();
        assert!(ran.stderr.contains("warning[uuid-format]"), "{ran:#?}");
        assert!(ran.stdout.contains("2 services, 1 generated: "), "{ran:#?}");
    }
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("openapi: 3.0.3", "openapi: 3.1.0"));
    for _ in 0..2 {
        checkout.run(&["regenerate"]).failed();
    }
}
