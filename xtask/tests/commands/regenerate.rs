//! `cargo xtask regenerate`, all services at once.

use std::fs;

use crate::support::{CLOCK, Checkout};

#[test]
fn regenerate_writes_once() {
    let checkout = Checkout::new("regenerate-writes-once");
    let first = checkout.run(&["regenerate"]).succeeded();
    assert!(first.stdout.contains("wrote   crates/generated/clock/docs/manual.md\n"), "{first:#?}");
    assert!(first.stdout.contains("\n2 services: "), "{first:#?}");
    assert!(first.stdout.contains("INSTA_UPDATE=always cargo test -p huaweicloud-codegen"), "{first:#?}");
    let written = checkout.files("crates/generated");
    assert!(written.contains_key("crates/generated/watch-model/src/service.rs"));
    assert!(written.contains_key("crates/generated/rustfmt.toml"));
    assert!(written.contains_key("crates/generated/.gitattributes"));

    let count = written.len() - 2;
    let second = checkout.run(&["regenerate"]).succeeded();
    let expected = format!("2 services, 0 generated: 0 files written, 0 removed, {count} unchanged\n");
    assert_eq!(second.stdout, expected);
    assert_eq!(second.stderr, "");
    assert_eq!(checkout.files("crates/generated"), written);
    checkout.run(&["regenerate", "--check"]).succeeded();
}

#[test]
fn regenerate_touches_nothing_while_a_spec_is_wrong() {
    let checkout = Checkout::new("regenerate-touches-nothing");
    checkout.run(&["regenerate"]).succeeded();
    let before = checkout.files("crates/generated");
    // One service changes for good, the other has two mistakes.
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("Tells the time.", "Says the time."));
    let wrong = CLOCK
        .replace("operationId: ShowTime", "operationid: ShowTime")
        .replace("type: string", "type: strin");
    checkout.write("specs/watch/service.yaml", &wrong);

    let ran = checkout.run(&["regenerate"]).failed();
    assert!(ran.stderr.contains("specs/watch/service.yaml:8:7"), "{}", ran.stderr);
    assert!(ran.stderr.contains("specs/watch/service.yaml:26:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("operationid: ShowTime"), "the line is shown: {}", ran.stderr);
    assert!(ran.stderr.contains("no file was touched"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\x1b'), "no colour in a pipe: {}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert_eq!(checkout.files("crates/generated"), before);
}

#[test]
fn regenerate_removes_what_no_spec_stands_for() {
    let checkout = Checkout::new("regenerate-removes");
    checkout.run(&["regenerate"]).succeeded();
    checkout.write("crates/generated/clock/src/old_chapter.rs", "");
    checkout.write("crates/generated/watch/src/old_chapter.rs", "");

    // One service only: the other keeps its orphan.
    let one = checkout.run(&["regenerate", "clock"]).succeeded();
    assert!(one.stdout.contains("removed crates/generated/clock/src/old_chapter.rs\n"), "{one:#?}");
    assert!(one.stdout.contains("1 service, 0 generated: 0 files written, 1 removed, "), "{one:#?}");
    assert!(checkout.root.join("crates/generated/watch/src/old_chapter.rs").exists());

    // The whole service is gone, with its folders: an empty one would break the workspace.
    fs::remove_dir_all(checkout.root.join("specs/watch")).unwrap();
    checkout.run(&["regenerate"]).succeeded();
    assert!(!checkout.root.join("crates/generated/watch").exists());
    assert!(!checkout.root.join("crates/generated/watch-model").exists());
    assert!(checkout.root.join("crates/generated/clock/docs/manual.md").exists());
    assert!(checkout.root.join("crates/generated/rustfmt.toml").exists());
}

#[test]
fn check_finds_drift_and_mends_nothing() {
    let checkout = Checkout::new("check-finds-drift");
    checkout.run(&["regenerate"]).succeeded();
    let path = "crates/generated/clock/docs/manual.md";
    let text = checkout.read(path);
    checkout.write(path, &text.replacen("Tells the time.", "Told the time.", 1));
    fs::remove_file(checkout.root.join("crates/generated/clock/README.md")).unwrap();
    checkout.write("crates/generated/clock/src/orphan.rs", "");
    let before = checkout.files("crates/generated");

    let ran = checkout.run(&["regenerate", "--check", "clock"]).failed();
    let line = 1 + text.lines().position(|line| line.contains("Tells the time.")).unwrap();
    let expected = format!(
        "missing crates/generated/clock/README.md\ndiffers {path}:{line}\n\
         orphan  crates/generated/clock/src/orphan.rs\n"
    );
    assert_eq!(ran.stdout, expected);
    assert!(ran.stderr.contains("run `cargo xtask regenerate clock`"), "{}", ran.stderr);
    assert_eq!(checkout.files("crates/generated"), before);
    checkout.run(&["regenerate", "--check", "watch"]).succeeded();
}
