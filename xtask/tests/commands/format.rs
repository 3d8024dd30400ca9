//! `--format`: what programs and pull requests are told.

use std::fs;

use crate::support::{CLOCK, Checkout};

/// Two mistakes in one service, one in the other.
fn wrong(test: &str) -> Checkout {
    let checkout = Checkout::new(test);
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("type: string", "typ: string"));
    let twice = CLOCK.replace("summary: Shows", "sumary: Shows");
    checkout.write("specs/watch/service.yaml", &twice);
    checkout
}

const JSON: &str = "\
{\"level\":\"error\",\"name\":\"unknown-key\",\"file\":\"specs/clock/service.yaml\",\"line\":26,\"column\":15,\
\"end_line\":26,\"end_column\":18,\"message\":\"`typ` is no key of the Schema object\",\
\"help\":\"did you mean `type`?\",\"related\":[]}
{\"level\":\"error\",\"name\":\"missing-summary\",\"file\":\"specs/watch/service.yaml\",\"line\":7,\"column\":5,\
\"end_line\":7,\"end_column\":8,\"message\":\"`ShowTime` has no summary\",\
\"help\":\"add `summary` with one line in the imperative\",\"related\":[]}
{\"level\":\"error\",\"name\":\"unknown-key\",\"file\":\"specs/watch/service.yaml\",\"line\":10,\"column\":7,\
\"end_line\":10,\"end_column\":13,\"message\":\"`sumary` is no key of the Operation object\",\
\"help\":\"did you mean `summary`?\",\"related\":[]}
";

const GITHUB: &str = "\
::error file=specs/clock/service.yaml,line=26,col=15,endLine=26,endColumn=18,title=unknown-key\
::`typ` is no key of the Schema object%0Ahelp: did you mean `type`?
";

#[test]
fn json_is_all_that_standard_output_holds() {
    let checkout = wrong("format-json");
    for command in ["lint", "regenerate"] {
        let ran = checkout.run(&[command, "--format", "json"]).failed();
        assert_eq!(ran.stdout, JSON, "{command}");
        assert!(ran.stderr.contains("error: 3 errors"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("-->"), "{}", ran.stderr);
    }
    checkout.write("specs/clock/service.yaml", CLOCK);
    checkout.write("specs/watch/service.yaml", CLOCK);
    for arguments in [["lint", "--format", "json"], ["regenerate", "--format", "json"]] {
        let ran = checkout.run(&arguments).succeeded();
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.contains("specs/watch: 1 file, nothing found") || ran.stderr.contains("2 services")
        );
    }
}

#[test]
fn generate_tells_programs_too() {
    let checkout = Checkout::new("format-generate");
    let misspelt = CLOCK.replace("summary: Shows", "sumary: Shows").replace("        '200':", "        2xx:");
    checkout.write("foreign.yaml", &misspelt);
    let arguments = ["generate", "foreign.yaml", "--out", "out", "--format", "json"];
    let ran = checkout.run(&arguments).succeeded();
    assert_eq!(ran.stdout.lines().count(), 2, "{ran:#?}");
    assert!(ran.stdout.lines().all(|line| line.starts_with("{\"level\":\"warning\",")), "{ran:#?}");
    assert!(ran.stderr.contains("foreign-client and foreign-model: "), "{ran:#?}");

    // Many warnings are counted for people, not for programs.
    let paths: String = (0..20).map(|index| format!("  /{index}: {{get: {{a: b, responses:}}}}\n")).collect();
    checkout.write("many.yaml", &format!("openapi: 3.0.3\ninfo: {{title: M, version: v1}}\npaths:\n{paths}"));
    let ran = checkout.run(&["generate", "many.yaml", "--out", "many", "--format", "json"]).succeeded();
    assert!(ran.stdout.lines().count() >= 60, "{ran:#?}");
    let ran = checkout.run(&["generate", "many.yaml", "--out", "many", "--format", "github"]).succeeded();
    assert!(ran.stdout.lines().filter(|line| line.starts_with("::warning file=many.yaml,")).count() >= 60);
    assert!(ran.stderr.contains("20 unknown-key"), "{}", ran.stderr);
}

#[test]
fn annotations_come_beside_the_text() {
    let checkout = wrong("format-github");
    let asked = checkout.run(&["lint", "clock", "--format", "github"]).failed();
    assert_eq!(asked.stdout, format!("{GITHUB}specs/clock: 1 file, 1 error\n"));
    assert!(asked.stderr.contains("--> specs/clock/service.yaml:26:15\n"), "{}", asked.stderr);
    // In GitHub's own runs they come unasked, and can be refused.
    let actions = [("GITHUB_ACTIONS", "true")];
    assert_eq!(checkout.run_with(&["lint", "clock"], &actions).failed().stdout, asked.stdout);
    let text = checkout.run_with(&["lint", "clock", "--format", "text"], &actions).failed();
    assert_eq!(text.stdout, "specs/clock: 1 file, 1 error\n");
}

#[test]
fn drift_is_told_by_file_and_line() {
    let checkout = Checkout::new("format-drift");
    checkout.run(&["regenerate"]).succeeded();
    let path = "crates/generated/clock/docs/manual.md";
    let text = checkout.read(path);
    checkout.write(path, &text.replacen("Tells the time.", "Told the time.", 1));
    fs::remove_file(checkout.root.join("crates/generated/clock/README.md")).unwrap();
    checkout.write("crates/generated/clock/src/orphan.rs", "");
    let line = 1 + text.lines().position(|line| line.contains("Tells the time.")).unwrap();
    let ran = checkout.run(&["regenerate", "--check", "--format", "json"]).failed();
    let one = |name: &str, path: &str, line: usize, message: &str| {
        format!(
            "{{\"level\":\"error\",\"name\":\"{name}\",\"file\":\"{path}\",\"line\":{line},\"column\":1,\
             \"end_line\":{line},\"end_column\":1,\"message\":\"{message}\",\
             \"help\":\"run `cargo xtask regenerate`\",\"related\":[]}}\n"
        )
    };
    let expected = [
        one(
            "missing-file",
            "crates/generated/clock/README.md",
            1,
            "the specs give this file, but it is not there",
        ),
        one("stale-file", path, line, "from this line on the specs give something else"),
        one("orphan-file", "crates/generated/clock/src/orphan.rs", 1, "no spec gives this file"),
    ];
    assert_eq!(ran.stdout, expected.concat());
    for name in ["missing-file", "stale-file", "orphan-file"] {
        checkout.run(&["lint", "--explain", name]).succeeded();
    }
}

#[test]
fn the_format_is_described_where_it_is_asked_for() {
    let checkout = Checkout::new("format-help");
    for command in ["lint", "regenerate", "generate"] {
        let ran = checkout.run(&[command, "--help"]).succeeded();
        for word in ["end_column", "related", "GITHUB_ACTIONS=true"] {
            assert!(ran.stdout.contains(word), "{command}: {ran:#?}");
        }
        let ran = checkout.run(&[command, "--format", "xml"]);
        assert_eq!(ran.code, 2, "{ran:#?}");
    }
}
