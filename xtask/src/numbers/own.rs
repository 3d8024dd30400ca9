//! What the first command of a spec writer costs.

use super::Setting;
use super::table::{Number, Table};
use crate::failed::Failed;
use crate::files::remove;
use crate::process::spent::{median_of, spent};
use crate::process::{cargo, output, progress};
use crate::{regenerate, report};

/// From a clean target folder, CPU seconds.
const CLEAN_BAR: f64 = 45.0;

/// Already built and nothing to do, seconds on the clock.
const IDLE_BAR: f64 = 0.3;

/// It is nothing to do that is measured, and measuring changes no file of the checkout.
pub fn nothing_to_do(setting: &Setting<'_>) -> Result<(), Failed> {
    let changes = regenerate::changes(setting.project, &[])?;
    if changes.files.is_empty() {
        return Ok(());
    }
    let message = format!("{} not as the specs have it", report::are(changes.files.len(), "file"));
    Err(Failed::because(message).with_help("run `cargo xtask regenerate` first"))
}

/// `cargo xtask regenerate`, in the profile that the alias uses.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let root = setting.project.root();
    let target = setting.folder("clean");
    let command = || {
        let mut command = cargo(root);
        command.env("CARGO_TARGET_DIR", &target).env("CARGO_NET_OFFLINE", "true");
        command.args(["xtask", "regenerate"]);
        command
    };
    let runs = setting.runs(1);
    progress("cargo xtask regenerate, from a clean target");
    output(cargo(root).arg("fetch"))?;
    let clean = median_of(runs, || {
        remove(&target)?;
        spent(&mut command())
    })?;
    progress("cargo xtask regenerate, with nothing to do");
    let idle = median_of(setting.runs(5), || spent(&mut command()))?;
    match clean.cpu {
        Some(cpu) => {
            let number = Number { value: cpu, decimals: 1, unit: " s" };
            let remark = format!("{:.1} s on the clock", clean.wall);
            table.bar("regenerate from a clean target, CPU", number, CLEAN_BAR, remark);
        }
        None => table.gap("regenerate from a clean target, CPU", "45 s", "no CPU seconds on this system"),
    }
    let number = Number { value: idle.wall, decimals: 2, unit: " s" };
    table.bar("regenerate with nothing to do, on the clock", number, IDLE_BAR, "median");
    Ok(())
}
