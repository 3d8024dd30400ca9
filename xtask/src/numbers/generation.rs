//! What generating costs: a service much larger than any there is, beside the quickest other generator,
//! and how the cost grows.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::table::{Number, Table};
use super::{Setting, lines, peer};
use crate::failed::Failed;
use crate::files::{remove, write};
use crate::foreign::child::Told;
use crate::process::spent::{Spent, middle, spent};
use crate::process::{output, progress};
use crate::release;

/// So many operations are more than any service has.
const LARGE: u32 = 5000;

/// At most so much of the peer's CPU seconds, and of its time.
const BAR: f64 = 0.5;
const MEMORY_BAR: f64 = 1024.0;
const LONGEST_BAR: f64 = 5000.0;

/// Ten times as many operations cost at most so many times as much.
const GROWTH_BAR: f64 = 11.0;

/// Generates, as a release build.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let program = release::program(setting.project.root())?;
    let folder = setting.folder("generation");
    remove(&folder)?;
    let ours = Ours { setting, program, folder: folder.clone() };
    let spec = spec(&folder, setting, LARGE)?;
    let what = format!("generating {LARGE} operations");
    let peer = peer::program(setting)?;
    let out = folder.join("theirs");
    let (mut own, mut other) = (Vec::new(), Vec::new());
    progress(&what);
    // By turns, so that what else the machine does touches both.
    for _ in 0..setting.runs(3) {
        own.push(ours.generate(&spec)?);
        if let Some(peer) = &peer {
            remove(&out)?;
            other.push(spent(&mut peer::generate(peer, &spec, &out))?);
        }
    }
    let theirs = (!other.is_empty()).then(|| middle(&other));
    compare(table, &what, middle(&own), theirs);
    let told = ours.told(&spec)?;
    if let Some(peak) = told.peak {
        let number = Number { value: peak as f64 / 1024.0, decimals: 0, unit: " MiB" };
        table.bar(format!("{what}: memory at most"), number, MEMORY_BAR, "");
    }
    if let Some(generated) = told.generated {
        let number = Number { value: generated.longest as f64, decimals: 0, unit: " lines" };
        table.bar(format!("{what}: the longest file"), number, LONGEST_BAR, "");
    }
    grow(&ours, table)
}

fn compare(table: &mut Table, what: &str, ours: Spent, theirs: Option<Spent>) {
    let seconds = |value| Number { value, decimals: 2, unit: " s" };
    if let Some(cpu) = ours.cpu {
        table.fact(format!("{what}: CPU"), seconds(cpu), format!("{:.2} s on the clock", ours.wall));
    }
    let versus = format!("ours / {}", peer::NAME);
    let Some(theirs) = theirs else {
        table.gap(format!("{what}: {versus}"), &BAR.to_string(), "not installed: add --install-peers");
        return;
    };
    let ratio = |value| Number { value, decimals: 2, unit: "" };
    if let (Some(ours), Some(theirs)) = (ours.cpu, theirs.cpu) {
        table.fact(format!("{what}: {} {}, CPU", peer::NAME, peer::VERSION), seconds(theirs), "");
        table.bar(format!("{what}: {versus}, CPU"), ratio(ours / theirs), BAR, "");
    }
    let remark = format!("{:.2} s and {:.2} s", ours.wall, theirs.wall);
    table.bar(format!("{what}: {versus}, on the clock"), ratio(ours.wall / theirs.wall), BAR, remark);
}

/// The cost of 1,000 operations beside that of 100.
fn grow(ours: &Ours<'_>, table: &mut Table) -> Result<(), Failed> {
    progress("generating 100 and 1000 operations");
    // CPU seconds come in hundredths, of which 100 operations take few: many runs together take enough.
    let cost = |operations, runs: u8| {
        let spec = spec(&ours.folder, ours.setting, operations)?;
        let mut sum = 0.0;
        for _ in 0..runs {
            sum += ours.generate(&spec)?.cpu.unwrap_or(f64::NAN);
        }
        Ok::<_, Failed>(sum / f64::from(runs))
    };
    let (small, large) = (cost(100, 50)?, cost(1000, 5)?);
    let ratio = Number { value: large / small, decimals: 1, unit: "" };
    let remark = format!("CPU, {:.1} ms and {:.1} ms", small * 1000.0, large * 1000.0);
    table.bar("generating 1000 operations / 100 operations", ratio, GROWTH_BAR, remark);
    Ok(())
}

fn spec(folder: &Path, setting: &Setting<'_>, operations: u32) -> Result<PathBuf, Failed> {
    let spec = folder.join(format!("synth{operations}.json"));
    write(&spec, &lines::synthetic(setting, operations)?)?;
    Ok(spec)
}

/// Our generator as people run it.
struct Ours<'a> {
    setting: &'a Setting<'a>,
    program: PathBuf,
    folder: PathBuf,
}

impl Ours<'_> {
    /// Generates into an empty folder, as the peer does.
    fn generate(&self, spec: &Path) -> Result<Spent, Failed> {
        let out = self.folder.join("ours");
        remove(&out)?;
        let mut command = self.command();
        spent(command.arg("generate").arg(spec).args(["--name", "synth", "--out"]).arg(&out))
    }

    /// What a run in a process of its own tells of itself.
    fn told(&self, spec: &Path) -> Result<Told, Failed> {
        let (out, report) = (self.folder.join("told"), self.folder.join("report"));
        let mut command = self.command();
        command.arg("foreign").arg(spec).args(["--child", "synth"]);
        output(command.arg(out).arg(&report))?;
        Told::read(&report).ok_or_else(|| Failed::because("the generator told nothing of its run"))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--root").arg(self.setting.project.root());
        command
    }
}
