//! What the generator makes of every fixture, and of hostile texts and names, is Rust that compiles
//! without a warning, with documentation that builds without a warning and of which nothing is run; and
//! every documented example is read and written back.
//!
//! All fixtures are packages of one workspace, so that this costs one build.
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::hostile;
use huaweicloud_codegen::{Options, Packaging, generate};

/// The folder of the workspace, made anew where something changed.
fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let runtime = repository.join("crates").to_string_lossy().replace('\\', "/");
    let mut kept = vec![folder.join("Cargo.toml"), folder.join("Cargo.lock")];
    let mut members = Vec::new();
    let hostile = [("hostile-names", vec![hostile::names()]), ("hostile-texts", hostile::texts())];
    let hostile = hostile.map(|(name, sources)| (name.to_owned(), sources));
    for (name, sources) in common::fixtures().into_iter().chain(hostile) {
        let packaging = Packaging::Standalone { runtime: runtime.clone() };
        let output = generate(&name, sources, Options { foreign: true }, &packaging)
            .unwrap_or_else(|failure| panic!("{failure}"));
        for file in output.files {
            if file.path == "Cargo.toml" {
                continue;
            }
            if let Some(member) = file.path.strip_suffix("/Cargo.toml") {
                members.push(format!("{member:?}"));
            }
            let path = folder.join(&file.path);
            write(&path, &file.text);
            kept.push(path);
        }
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n",
        members.join(", ")
    );
    write(&folder.join("Cargo.toml"), &manifest);
    // The same versions as everywhere, so that nothing is fetched.
    write(&folder.join("Cargo.lock"), &fs::read_to_string(repository.join("Cargo.lock")).unwrap());
    remove_others(&folder, &kept);
    folder
}

/// A file that says the same already keeps its time, so that it is not compiled again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn remove_others(folder: &Path, kept: &[PathBuf]) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            remove_others(&path, kept);
        } else if !kept.contains(&path) {
            fs::remove_file(path).unwrap();
        }
    }
}

/// What cargo says, which has to be nothing bad.
fn cargo(workspace: &Path, arguments: &[&str]) -> String {
    // The same as the tests' own, where most of what the packages need is built already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--color", "never"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cargo {arguments:?}\n{out}{err}");
    assert!(!err.contains("warning"), "cargo {arguments:?}\n{out}{err}");
    out.into_owned()
}

#[test]
fn every_fixture_compiles_and_is_documented() {
    let workspace = workspace();
    // Without those that bring packages and libraries that this machine may lack.
    let features = ["--features", "mock,blocking"];
    cargo(&workspace, &[&["test", "--workspace", "--all-targets"], &features[..]].concat());
    cargo(&workspace, &[&["doc", "--workspace", "--no-deps"], &features[..]].concat());
    // The pages of each client show calls, which are compiled and not run; the models have none.
    let said = cargo(&workspace, &[&["test", "--workspace", "--doc"], &features[..]].concat());
    for tests in said.split("\nrunning ").skip(1) {
        let compiled = tests.lines().filter(|line| line.starts_with("test ")).all(|line| {
            let shown = line.contains("/docs/manual.md - ") || line.contains("::Client::");
            line.starts_with("test result") || shown && line.ends_with("- compile ... ok")
        });
        assert!(compiled, "{said}");
    }
}
