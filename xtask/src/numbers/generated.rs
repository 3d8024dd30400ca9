//! How long the generated crates of a large service take to build, beside what the quickest other
//! generator makes of the same spec.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::table::{Number, Table};
use super::{Setting, lines, peer};
use crate::failed::{Doing as _, Failed};
use crate::files::{remove, write};
use crate::process::spent::{Spent, median_of, spent};
use crate::process::{cargo, output, progress};

/// At most so much of the peer's CPU seconds.
const BAR: f64 = 0.5;

/// Builds the crates of 100 operations alone, in the dev profile, with everything below them built.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let peer = peer::program(setting)?;
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
        table.gap(format!("{what}: ours / {}", peer::NAME), &BAR.to_string(), how);
        return Ok(());
    };
    let theirs = folder.join("theirs");
    remove(&theirs)?;
    let spec = folder.join("synth.json");
    write(&spec, &lines::synthetic(setting, operations)?)?;
    output(&mut peer::generate(peer, &spec, &theirs))?;
    alone(&theirs.join("Cargo.toml"))?;
    let theirs = build(setting, &theirs, &["theirs"], runs, &format!("{what}, by {}", peer::NAME))?;
    let Some(theirs) = theirs.cpu else { return Ok(()) };
    table.fact(format!("{what}: {} {}, CPU", peer::NAME, peer::VERSION), seconds(theirs), "");
    let ratio = Number { value: ours / theirs, decimals: 2, unit: "" };
    table.bar(format!("{what}: ours / {}", peer::NAME), ratio, BAR, "");
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
