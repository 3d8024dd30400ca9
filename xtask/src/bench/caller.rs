//! What a caller's first build costs, beside the same without an SDK.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Setting;
use super::row::{COUNT, Row, SECONDS};
use super::spent::median;
use super::table::Table;
use crate::failed::{Doing as _, Failed};
use crate::files::{remove, write};
use crate::process::{cargo, output, progress};

/// At most so much of the CPU seconds without an SDK.
const CPU_BAR: f64 = 1.15;

/// At most so many packages.
const PACKAGES_BAR: f64 = 115.0;

/// What somebody takes who has no SDK: HTTP, TLS with the same provider, JSON with derive.
const FLOOR: &str = r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider", "http2", "json"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;

/// Builds an empty program that depends on one service, and one that depends on the floor, from cold.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let service = crate::project::slashes(&setting.project.generated().join("vpn"));
    let ours = program(setting, "ours", &format!("huaweicloud-vpn = {{ path = {service:?} }}\n"))?;
    let floor = program(setting, "floor", FLOOR)?;
    let (mut ours_cpu, mut floor_cpu) = (Vec::new(), Vec::new());
    let runs = setting.runs(1);
    // In turns, so that a machine that gets slower does so to both.
    for run in 1..=runs {
        progress(&format!("a caller's cold build, {run} of {runs}: with huaweicloud-vpn"));
        ours_cpu.push(cold(setting, &ours)?);
        progress(&format!("a caller's cold build, {run} of {runs}: without an SDK"));
        floor_cpu.push(cold(setting, &floor)?);
    }
    let row = Row::new("a caller's cold build, CPU", SECONDS);
    let row = row.ours(median(ours_cpu)).beside("reqwest, rustls, serde", median(floor_cpu));
    table.push(row.at_most_times(CPU_BAR));
    let row = Row::new("packages of a caller", COUNT).ours(packages(&ours)? as f64);
    table.push(row.beside("reqwest, rustls, serde", packages(&floor)? as f64).at_most(PACKAGES_BAR));
    Ok(())
}

/// An empty program with these dependencies, all of them downloaded.
fn program(setting: &Setting<'_>, name: &str, dependencies: &str) -> Result<PathBuf, Failed> {
    let folder = setting.folder("caller").join(name);
    let manifest = format!(
        "[package]\nname = \"caller\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    write(&folder.join("src/main.rs"), "fn main() {}\n")?;
    // The versions that the project has, for both.
    let lock = setting.project.root().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).doing("copy", &lock)?;
    output(cargo(&folder).arg("fetch"))?;
    Ok(folder)
}

fn cold(setting: &Setting<'_>, folder: &Path) -> Result<f64, Failed> {
    remove(&folder.join("target"))?;
    Ok(setting.meter.spent(cargo(folder).args(["build", "--offline"]))?.cpu)
}

/// How many packages are compiled into the program on this system, itself not counted.
fn packages(folder: &Path) -> Result<usize, Failed> {
    let tree = output(cargo(folder).args(["tree", "--offline", "--edges", "normal", "--prefix", "none"]))?;
    // A package that was shown before is shown again with a star.
    let lines = tree.lines().skip(1).map(|line| line.trim_end_matches(" (*)"));
    Ok(lines.filter(|line| !line.is_empty()).collect::<BTreeSet<_>>().len())
}
