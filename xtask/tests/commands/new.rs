//! `cargo xtask new`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Checkout;

#[test]
fn a_new_service_lints_clean_and_becomes_crates() {
    let checkout = Checkout::new("new");
    let ran = checkout.run(&["new", "dns"]).succeeded();
    assert!(
        ran.stdout.starts_with("wrote   specs/dns/service.yaml\nwrote   specs/dns/things.yaml\n"),
        "{ran:#?}"
    );
    for next in
        ["cargo xtask lint dns", "cargo xtask regenerate dns", "INSTA_UPDATE=always", "specs/README.md"]
    {
        assert!(ran.stdout.contains(next), "{next}: {ran:#?}");
    }
    assert!(checkout.read("specs/dns/service.yaml").contains("\n  title: DNS\n"));
    let lint = checkout.run(&["lint", "dns"]).succeeded();
    assert_eq!((lint.stdout.as_str(), lint.stderr.as_str()), ("specs/dns: 2 files, nothing found\n", ""));
    checkout.run(&["regenerate"]).succeeded();
    let client = checkout.read("crates/generated/dns/src/things.rs");
    assert!(client.contains("pub fn list_things(&self) -> ListThings"), "{client}");
    checkout.run(&["regenerate", "--check"]).succeeded();
}

#[test]
fn titles_and_versions_are_told_whatever_stands_in_them() {
    for (index, title) in ["It's: #1 {of} [all] \"names\"", "true", "- a", "@TITLE@", "Ünïcödé & more", "0"]
        .into_iter()
        .enumerate()
    {
        let checkout = Checkout::new(&format!("new-title-{index}"));
        checkout.run(&["new", "dns", &format!("--title={title}"), "--version", "v2.1"]).succeeded();
        let lint = checkout.run(&["lint", "dns"]).succeeded();
        assert_eq!(
            (lint.stdout.as_str(), lint.stderr.as_str()),
            ("specs/dns: 2 files, nothing found\n", ""),
            "{title}"
        );
        assert!(checkout.read("specs/dns/things.yaml").contains("\n  /v2.1/{project_id}/things:\n"));
    }
}

#[test]
fn what_is_there_is_left_alone() {
    let checkout = Checkout::new("new-refuses");
    let before = checkout.files("specs");
    let refused = |arguments: &[&str], why: &str| {
        let mut all = vec!["new"];
        all.extend(arguments);
        let ran = checkout.run(&all).failed();
        assert!(ran.stderr.contains(why), "{arguments:?}: {}", ran.stderr);
        assert_eq!(checkout.files("specs"), before, "{arguments:?}");
    };
    refused(&["clock"], "specs/clock is there already");
    checkout.write("crates/generated/dns-model/Cargo.toml", "");
    refused(&["dns"], "crates/generated/dns-model is there already");
    for name in ["DNS", "my_dns", "4dns", "dns-", "a--b", "dns-model", "dns/users", "../dns", "", "ž"] {
        refused(&[name], "cannot name a service's packages");
    }
    refused(&["core"], "huaweicloud-core is a part of the runtime");
    refused(&["iam", "--title", " "], "no title of a service");
    refused(&["iam", "--title", "two\nlines"], "no title of a service");
    refused(&["iam", "--version", "latest"], "no version of an API");
    assert_eq!(checkout.run(&["new"]).code, 2);
}

/// The crates of a new service compile and pass the tests that are generated with them, on top of this
/// checkout's runtime.
#[test]
fn the_crates_of_a_new_service_pass_their_tests() {
    let checkout = Checkout::new("new-compiles");
    fs::remove_dir_all(checkout.root.join("specs/clock")).unwrap();
    fs::remove_dir_all(checkout.root.join("specs/watch")).unwrap();
    checkout.run(&["new", "things-and-more", "--title", "Things & more"]).succeeded();
    checkout.run(&["regenerate"]).succeeded();

    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let manifest = fs::read_to_string(own.join("Cargo.toml")).unwrap();
    let members = manifest.lines().find(|line| line.starts_with("members = ")).unwrap();
    let crates = own.join("crates").to_string_lossy().replace('\\', "/");
    let manifest = manifest
        .replace(members, "members = [\"crates/generated/*\"]")
        .replace("path = \"crates/", &format!("path = \"{crates}/"));
    checkout.write("Cargo.toml", &manifest);
    fs::copy(own.join("Cargo.lock"), checkout.root.join("Cargo.lock")).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["test", "--quiet", "--offline", "--lib", "--tests", "--target-dir"])
        // Beside what this test was built with: most is there already.
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."))
        .current_dir(&checkout.root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("warning"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
