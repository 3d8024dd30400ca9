//! How long the generated crates of a large service take to build, beside what the quickest other
//! generator makes of the same spec.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::spent::{Spent, cargo, median_of, output, progress, remove, spent, write};
use super::table::{Number, Table};
use super::{Setting, lines};
use crate::failed::{Doing as _, Failed};

/// The generator to compare with, of all the one whose output builds fastest.
const PEER: &str = "oas3-gen";
const PEER_VERSION: &str = "0.29.0";

/// At most so much of the peer's CPU seconds.
const BAR: f64 = 0.5;

/// Builds the crates of 100 operations alone, in the dev profile, with everything below them built.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let peer = peer(setting)?;
    compare(setting, table, peer.as_ref(), 100, setting.runs(3))?;
    if setting.large {
        compare(setting, table, peer.as_ref(), 1000, setting.runs(1))?;
    }
    Ok(())
}

fn compare(
    setting: &Setting<'_>,
    table: &mut Table,
    peer: Option<&OsString>,
    operations: u32,
    runs: u8,
) -> Result<(), Failed> {
    let folder = setting.folder(&format!("synth{operations}"));
    remove(&folder.join("ours"))?;
    for file in lines::generated(setting, operations)?.files {
        write(&folder.join("ours").join(file.path), &file.text)?;
    }
    let what = format!("building {operations} operations");
    let ours = build(setting, &folder.join("ours"), &["synth-client", "synth-model"], runs, &what)?;
    let seconds = |value| Number { value, decimals: 2, unit: " s" };
    let Some(ours) = ours.cpu else {
        table.gap(what, "0.5 of the peer", "no CPU seconds on this system");
        return Ok(());
    };
    let each = format!("{:.1} ms an operation", ours * 1000.0 / f64::from(operations));
    table.fact(format!("{what}: model and client, CPU"), seconds(ours), each);

    let Some(peer) = peer else {
        let how = "not installed: add --install-peers";
        table.gap(format!("{what}: ours / {PEER}"), &BAR.to_string(), how);
        return Ok(());
    };
    let theirs = folder.join("theirs");
    remove(&theirs)?;
    let spec = folder.join("synth.json");
    write(&spec, &lines::synthetic(setting, operations)?)?;
    let mut generate = Command::new(peer);
    generate.args(["--color", "never", "generate", "client-mod", "--workspace", "--quiet", "--input"]);
    output(generate.arg(&spec).arg("--output").arg(&theirs))?;
    alone(&theirs.join("Cargo.toml"))?;
    let theirs = build(setting, &theirs, &["theirs"], runs, &format!("{what}, by {PEER}"))?;
    let Some(theirs) = theirs.cpu else { return Ok(()) };
    table.fact(format!("{what}: {PEER} {PEER_VERSION}, CPU"), seconds(theirs), "");
    let ratio = Number { value: ours / theirs, decimals: 2, unit: "" };
    table.bar(format!("{what}: ours / {PEER}"), ratio, BAR, "");
    Ok(())
}

/// Builds everything, and then measures building some packages again.
fn build(
    setting: &Setting<'_>,
    folder: &Path,
    packages: &[&str],
    runs: u8,
    what: &str,
) -> Result<Spent, Failed> {
    // One for all sizes, so that the dependencies are built once.
    let target = setting.folder("target").join(packages[0]);
    let cargo = |command: &str| {
        let mut cargo = cargo(folder);
        cargo.env("CARGO_TARGET_DIR", &target).arg(command);
        cargo
    };
    progress(&format!("{what}: dependencies"));
    // The versions that the project has, where both need the same package.
    let lock = setting.project.root().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).doing("copy", &lock)?;
    output(&mut cargo("fetch"))?;
    output(cargo("build").arg("--offline"))?;
    progress(&format!("{what}: {runs} × {}", packages.join(" and ")));
    median_of(runs, || {
        let mut clean = cargo("clean");
        clean.arg("--offline");
        for package in packages {
            clean.args(["--package", package]);
        }
        output(&mut clean)?;
        spent(cargo("build").arg("--offline"))
    })
}

/// Makes the peer's manifest a workspace of its own, with a TLS that builds anywhere: which one it is
/// does not touch the generated code.
fn alone(manifest: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(manifest).doing("read", manifest)?;
    let text = text.replace("\"native-tls\"", "\"rustls-no-provider\"");
    write(manifest, &format!("{text}\n[workspace]\n"))
}

/// The peer's program, if it is installed in its right version.
fn peer(setting: &Setting<'_>) -> Result<Option<OsString>, Failed> {
    let tools = setting.folder("tools");
    let own = tools.join("bin").join(format!("{PEER}{}", std::env::consts::EXE_SUFFIX));
    if setting.install_peers && !own.exists() {
        progress(&format!("installing {PEER} {PEER_VERSION}"));
        let mut install = cargo(setting.project.root());
        install.env_remove("CARGO_TARGET_DIR");
        install.args(["install", PEER, "--version", PEER_VERSION, "--root"]);
        output(install.arg(&tools))?;
    }
    for program in [own.into_os_string(), PEER.into()] {
        let version = output(Command::new(&program).arg("--version"));
        if version.is_ok_and(|text| text.split_whitespace().any(|word| word == PEER_VERSION)) {
            return Ok(Some(program));
        }
    }
    Ok(None)
}
