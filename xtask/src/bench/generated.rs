//! What building generated code costs, with everything below it built: beside what others make of the
//! same specs, and how the cost grows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Setting;
use super::generation::growth;
use super::generators::{self, Generator};
use super::inputs::{self, Input};
use super::row::{MIB, SECONDS};
use super::spent::Spent;
use super::table::Table;
use super::turns::Turns;
use crate::failed::{Doing as _, Failed};
use crate::process::{cargo, output, progress};

/// At most so much of the CPU seconds of the quickest other.
const BAR: f64 = 0.5;

/// An operation among 1,000 costs at most so many times what it costs among 100.
const GROWTH_BAR: f64 = 1.1;

/// In the dev profile, serde's two directions on every type.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let generators = generators::all(setting)?;
    compare(setting, table, &generators, &inputs::services(setting)?, setting.runs(3))?;
    let few = compare(setting, table, &generators, &inputs::synthetic(setting, 100)?, setting.runs(3))?;
    let all = if setting.large { generators.len() } else { 1 };
    let many = inputs::synthetic(setting, 1000)?;
    let many = compare(setting, table, &generators[..all], &many, setting.runs(1))?;
    table.push(growth("building", few, many).at_most(GROWTH_BAR));
    Ok(())
}

/// Says what an operation of ours costs, in milliseconds.
fn compare(
    setting: &Setting<'_>,
    table: &mut Table,
    generators: &[Generator<'_>],
    input: &Input,
    runs: u8,
) -> Result<f64, Failed> {
    let mut turns = Turns::of(setting, generators);
    if generators.len() == 1 {
        turns = turns.remark("others with --large");
    }
    let folder = |generator: &Generator<'_>| setting.folder("generated").join(generator.name());
    let parts = |generator: &Generator<'_>| {
        let folder = folder(generator);
        (0..input.files.len()).map(move |number| generators::part(&folder, number))
    };
    turns.prepare(|generator| {
        progress(&format!("building {}, {}: dependencies", input.name, generator.name()));
        generator.generate(setting, input, &folder(generator))?;
        parts(generator).try_for_each(|part| Built::of(setting, generator, &part)?.dependencies(setting))
    })?;
    progress(&format!("building {}: {runs} × what was generated", input.name));
    turns.run(runs, |generator| {
        let mut parts = parts(generator);
        parts.try_fold(Spent::default(), |sum, part| {
            Ok(sum.then(Built::of(setting, generator, &part)?.again(setting)?))
        })
    })?;
    let row = |what, unit, number| turns.row(format!("building {}: {what}", input.name), unit, number);
    let each = turns.ours() * 1000.0 / input.operations as f64;
    let cpu = row("CPU", SECONDS, |spent| spent.cpu).remark(format!("{each:.1} ms an operation"));
    table.push(if input.operations == 100 { cpu.at_most_times(BAR) } else { cpu });
    table.push(row("memory", MIB, |spent| spent.peak));
    Ok(each)
}

/// A folder with what was generated of one spec.
struct Built<'a> {
    folder: &'a Path,
    packages: Vec<String>,
    target: PathBuf,
}

impl<'a> Built<'a> {
    fn of(setting: &Setting<'_>, generator: &Generator<'_>, folder: &'a Path) -> Result<Self, Failed> {
        // One target for all sizes, so that the dependencies are built once.
        let target = setting.folder("target").join(generator.name());
        Ok(Self { folder, packages: generator.packages(folder)?, target })
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo(self.folder);
        cargo.env("CARGO_TARGET_DIR", &self.target).arg(command);
        cargo
    }

    /// Builds everything, in the versions that the project has where both need the same package.
    fn dependencies(&self, setting: &Setting<'_>) -> Result<(), Failed> {
        let lock = setting.project.root().join("Cargo.lock");
        fs::copy(&lock, self.folder.join("Cargo.lock")).doing("copy", &lock)?;
        output(&mut self.cargo("fetch"))?;
        output(self.cargo("build").arg("--offline")).map(drop)
    }

    /// Builds what was generated, and nothing else.
    fn again(&self, setting: &Setting<'_>) -> Result<Spent, Failed> {
        let mut clean = self.cargo("clean");
        clean.arg("--offline");
        for package in &self.packages {
            clean.args(["--package", package]);
        }
        output(&mut clean)?;
        setting.meter.spent(self.cargo("build").arg("--offline"))
    }
}
