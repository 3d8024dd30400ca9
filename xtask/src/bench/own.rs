//! What the first command of a spec writer costs.

use super::Setting;
use super::row::{Row, SECONDS};
use super::table::Table;
use crate::failed::Failed;
use crate::files::remove;
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
    let clean = setting.meter.median_of(runs, |meter| {
        remove(&target)?;
        meter.spent(&command())
    })?;
    progress("cargo xtask regenerate, with nothing to do");
    let idle = setting.meter.median_of(setting.runs(5), |meter| meter.spent(&command()))?;
    let row = Row::new("regenerate from a clean target, CPU", SECONDS).ours(clean.cpu).at_most(CLEAN_BAR);
    table.push(row.remark(format!("{:.1} s on the clock", clean.wall)));
    let row = Row::new("regenerate with nothing to do, on the clock", SECONDS);
    table.push(row.ours(idle.wall).at_most(IDLE_BAR));
    Ok(())
}
