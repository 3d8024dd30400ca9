//! What generating costs, beside others, and how the cost grows with the spec.

use std::fs;
use std::path::Path;

use super::Setting;
use super::generators::{self, Generator};
use super::inputs::{self, Input};
use super::row::{MIB, Row, SECONDS, Unit};
use super::spent::middle;
use super::table::Table;
use super::turns::Turns;
use crate::failed::{Doing as _, Failed};
use crate::process::progress;

/// So many operations are more than any service has.
const LARGE: usize = 5000;

/// At most so much of the CPU seconds of the quickest other, and of its time.
const BAR: f64 = 0.5;
const MEMORY_BAR: f64 = 1024.0;
const LONGEST_BAR: f64 = 5000.0;

/// Ten times as many operations cost at most so much more for each.
const GROWTH_BAR: f64 = 1.1;

/// Generates with all of them, ours as a release build.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let generators = generators::all(setting)?;
    let folder = setting.folder("generation");
    let synthetic = [100, 1000, LARGE].map(|operations| inputs::synthetic(setting, operations));
    for input in std::iter::once(inputs::services(setting)).chain(synthetic) {
        compare(setting, table, &generators, &input?, &folder)?;
    }
    let longest = longest(&folder.join("ours"))? as f64;
    let lines = Unit::new("lines", 0);
    let what = format!("generating {LARGE} operations: the longest file");
    table.push(Row::new(what, lines).ours(longest).at_most(LONGEST_BAR));
    grow(setting, table, &generators[0], &folder)
}

fn compare(
    setting: &Setting<'_>,
    table: &mut Table,
    generators: &[Generator<'_>],
    input: &Input,
    folder: &Path,
) -> Result<(), Failed> {
    progress(&format!("generating {}", input.name));
    let mut turns = Turns::of(setting, generators);
    turns.run(setting.runs(3), |it| it.generate(setting, input, &folder.join(it.name())))?;
    let row = |what, unit, number| turns.row(format!("generating {}: {what}", input.name), unit, number);
    let cpu = row("CPU", SECONDS, |spent| spent.cpu);
    let clock = row("on the clock", SECONDS, |spent| spent.wall);
    let memory = row("memory", MIB, |spent| spent.peak);
    if input.operations == LARGE {
        table.push(cpu.at_most_times(BAR));
        table.push(clock.at_most_times(BAR));
        table.push(memory.at_most(MEMORY_BAR));
    } else {
        [cpu, clock, memory].into_iter().for_each(|row| table.push(row));
    }
    Ok(())
}

/// What an operation costs among 1,000, beside what one costs among 100.
fn grow(setting: &Setting<'_>, table: &mut Table, ours: &Generator<'_>, folder: &Path) -> Result<(), Failed> {
    progress("generating 100 and 1000 operations, many times");
    // A tenth of a second says little; many together say enough.
    let cost = |operations, runs: u8| {
        let input = inputs::synthetic(setting, operations)?;
        let runs = (0..runs).map(|_| ours.generate(setting, &input, &folder.join("ours")));
        let runs = runs.collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Failed>(middle(&runs).cpu * 1000.0 / operations as f64)
    };
    let (small, large) = (cost(100, 25)?, cost(1000, 5)?);
    table.push(growth("generating", small, large).at_most(GROWTH_BAR));
    Ok(())
}

/// What an operation costs among many over what it costs among few, in milliseconds.
pub fn growth(doing: &str, few: f64, many: f64) -> Row {
    Row::new(format!("{doing}: an operation among 1000 / among 100, CPU"), Unit::new("", 2))
        .ours(many / few)
        .remark(format!("{many:.2} ms and {few:.2} ms"))
}

/// Lines of the longest file below a folder.
fn longest(folder: &Path) -> Result<usize, Failed> {
    let mut most = 0;
    for entry in fs::read_dir(folder).doing("list", folder)? {
        let path = entry.doing("list", folder)?.path();
        most = most.max(match path.is_dir() {
            true => longest(&path)?,
            false => fs::read_to_string(&path).doing("read", &path)?.lines().count(),
        });
    }
    Ok(most)
}
