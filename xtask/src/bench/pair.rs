//! How long the two crates of a real service take to build again.

use std::fs::File;
use std::time::SystemTime;

use super::row::{Row, SECONDS};
use super::spent::Spent;
use super::table::Table;
use super::{Setting, lines};
use crate::failed::{Doing as _, Failed};
use crate::process::{cargo, output, progress};

/// CPU seconds.
const BAR: f64 = 1.0;

/// The largest service of the specs, in the dev profile, with everything below its crates built.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let (service, operations) = largest(setting)?;
    let packages = [format!("huaweicloud-{service}-model"), format!("huaweicloud-{service}")];
    let target = setting.folder("target").join("pair");
    let cargo = |command: &str| {
        let mut cargo = cargo(setting.project.root());
        cargo.env("CARGO_TARGET_DIR", &target).arg(command).arg("--offline");
        for package in &packages {
            cargo.args(["--package", package]);
        }
        cargo
    };
    progress(&format!("the crates of {service}: dependencies"));
    output(&mut cargo("build"))?;
    let runs = setting.runs(5);
    progress(&format!("the crates of {service}: {runs} × after an edit, {runs} × from nothing"));
    let edited = setting.meter.median_of(runs, |meter| {
        for crate_folder in [format!("{service}-model"), service.clone()] {
            let root = setting.project.root().join("crates/generated").join(crate_folder).join("src/lib.rs");
            let file = File::options().append(true).open(&root).doing("open", &root)?;
            file.set_modified(SystemTime::now()).doing("touch", &root)?;
        }
        meter.spent(&cargo("build"))
    })?;
    let anew = setting.meter.median_of(runs, |meter| {
        output(&mut cargo("clean"))?;
        meter.spent(&cargo("build"))
    })?;
    row(table, &format!("{service}: both crates again, after an edit, CPU"), &edited, operations);
    row(table, &format!("{service}: both crates again, from nothing, CPU"), &anew, operations);
    Ok(())
}

fn row(table: &mut Table, what: &str, spent: &Spent, operations: usize) {
    let row = Row::new(what, SECONDS).ours(spent.cpu).at_most(BAR);
    table.push(row.remark(format!("{operations} operations")));
}

/// The service with the most operations, and how many they are.
fn largest(setting: &Setting<'_>) -> Result<(String, usize), Failed> {
    let counted = lines::services(setting)?.into_iter().map(|(name, it)| (name, lines::operations(&it)));
    counted.max_by_key(|(_, operations)| *operations).ok_or_else(|| Failed::because("there is no service"))
}
