//! What building generated code costs, with everything below it built: beside what others make of the
//! same specs, and how the cost grows.

use std::fs;
use std::path::Path;

use super::Setting;
use super::generation::growth;
use super::generators::{self, Generator};
use super::inputs::{self, Input};
use super::row::{MIB, Row, SECONDS};
use super::spent::Spent;
use super::table::Table;
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
    let row = |what: &str, unit| Row::new(format!("building {}: {what}", input.name), unit);
    let (mut cpu, mut memory) = (row("CPU", SECONDS), row("memory", MIB));
    let mut remark = match generators {
        [_] => "others with --large".to_owned(),
        _ => generators::missing(setting),
    };
    let mut each = f64::NAN;
    for generator in generators {
        let folder = setting.folder("generated").join(generator.name());
        let built = generator.generate(setting, input, &folder).and_then(|_| {
            let mut sum = Spent::default();
            for number in 0..input.files.len() {
                let folder = generators::part(&folder, number);
                sum = sum.then(build(setting, generator, &folder, runs, &input.name)?);
            }
            Ok(sum)
        });
        match built {
            Ok(spent) => {
                (cpu, memory) = (generator.told(cpu, spent.cpu), generator.told(memory, spent.peak));
                if generator.is_ours() {
                    each = spent.cpu * 1000.0 / input.operations as f64;
                }
            }
            Err(failed) if generator.is_ours() => return Err(failed),
            Err(_) => remark = generator.fails(&remark),
        }
    }
    let cpu = cpu.remark(format!("{each:.1} ms an operation {remark}").trim_end());
    table.push(if input.operations == 100 { cpu.at_most_times(BAR) } else { cpu });
    table.push(memory.remark(remark));
    Ok(each)
}

/// Builds everything, and then measures building what was generated again.
fn build(
    setting: &Setting<'_>,
    generator: &Generator<'_>,
    folder: &Path,
    runs: u8,
    what: &str,
) -> Result<Spent, Failed> {
    let packages = generator.packages(folder)?;
    let name = generator.name();
    // One for all sizes, so that the dependencies are built once.
    let target = setting.folder("target").join(name);
    let cargo = |command: &str| {
        let mut cargo = cargo(folder);
        cargo.env("CARGO_TARGET_DIR", &target).arg(command);
        cargo
    };
    progress(&format!("building {what}, {name}: dependencies"));
    // The versions that the project has, where both need the same package.
    let lock = setting.project.root().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).doing("copy", &lock)?;
    output(&mut cargo("fetch"))?;
    output(cargo("build").arg("--offline"))?;
    progress(&format!("building {what}, {name}: {runs} × what was generated"));
    setting.meter.median_of(runs, |meter| {
        let mut clean = cargo("clean");
        clean.arg("--offline");
        for package in &packages {
            clean.args(["--package", package]);
        }
        output(&mut clean)?;
        meter.spent(cargo("build").arg("--offline"))
    })
}
