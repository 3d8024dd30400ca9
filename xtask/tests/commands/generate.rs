//! `cargo xtask generate`.

use crate::support::{CLOCK, Checkout};

#[test]
fn generate_writes_crates_of_its_own() {
    let checkout = Checkout::new("generate");
    checkout.write("someones/Wall Clock.yaml", CLOCK);
    let arguments = ["generate", "someones/Wall Clock.yaml", "--out", "out"];
    let ran = checkout.run(&arguments).succeeded();
    assert!(ran.stdout.contains("wall-clock-client and wall-clock-model: "), "{ran:#?}");
    assert!(ran.stdout.contains("cargo build --manifest-path out/Cargo.toml"), "{ran:#?}");
    let manifest = checkout.read("out/wall-clock/Cargo.toml");
    let runtime = checkout.root.canonicalize().unwrap().join("crates").to_string_lossy().replace('\\', "/");
    assert!(manifest.contains(&format!("path = \"{runtime}/core\"")), "{manifest}");

    // Its own folder it writes again, and leaves what cargo made beside the packages.
    checkout.write("out/Cargo.lock", "");
    checkout.write("out/wall-clock/src/orphan.rs", "");
    let ran = checkout.run(&arguments).succeeded();
    assert!(ran.stdout.contains("removed out/wall-clock/src/orphan.rs\n"), "{ran:#?}");
    assert!(ran.stdout.contains(": 0 files written, 1 removed, "), "{ran:#?}");
    assert!(checkout.root.join("out/Cargo.lock").exists());
}

#[test]
fn generate_refuses_folders_of_others() {
    let checkout = Checkout::new("generate-refuses");
    checkout.write("clock.yaml", CLOCK);
    checkout.write("out/notes.txt", "mine\n");
    let ran = checkout.run(&["generate", "clock.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("out is not empty"), "{}", ran.stderr);
    assert_eq!(checkout.files("out").len(), 1);

    // Neither the project's own crates nor those of another spec.
    checkout.run(&["regenerate"]).succeeded();
    checkout.run(&["generate", "clock.yaml", "--out", "crates/generated"]).failed();
    checkout.run(&["generate", "clock.yaml", "--out", "fresh"]).succeeded();
    let before = checkout.files("fresh");
    checkout.run(&["generate", "clock.yaml", "--out", "fresh", "--name", "watch"]).failed();
    checkout.run(&["generate", "clock.yaml", "--out", "fresh", "--name", "4you"]).failed();
    assert_eq!(checkout.files("fresh"), before);
}

#[test]
fn generate_writes_nothing_from_a_wrong_spec() {
    let checkout = Checkout::new("generate-wrong");
    checkout.write("clock.yaml", &CLOCK.replace("3.0.3", "3.1.0"));
    let ran = checkout.run(&["generate", "clock.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("clock.yaml:1:10"), "{}", ran.stderr);
    assert!(!checkout.root.join("out").exists());
    let ran = checkout.run(&["generate", "absent.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("cannot read absent.yaml"), "{}", ran.stderr);
}
