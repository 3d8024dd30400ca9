//! What reading answers costs, beside structs of the same shape with serde's derive: time,
//! instructions and memory.

use std::path::Path;
use std::process::Command;

use super::callgrind::{self, instructions};
use super::table::{Number, Table};
use super::{Setting, bench};
use crate::failed::Failed;
use crate::process::{output, progress};

/// At most so much of what the derive costs.
const BAR: f64 = 1.10;
/// A page of so many users must stay below the bar; the others are facts.
const USUAL: usize = 1000;
/// The pages that are decoded, in users.
const PAGES: [usize; 3] = [10, USUAL, 100_000];
/// How often a page is decoded to warm up, and is in every run.
const FEW: usize = 5;
/// How often it is decoded in the difference of two runs.
const MEASURED: usize = 20;

/// The page whose memory is measured, in users.
const LARGE: usize = 100_000;
/// Ten times as many pages may hold so much more: each page's marker is remembered, so that a list that
/// goes round in circles ends.
const GROWTH_BAR: f64 = 1.05;
/// The lists that are compared, in pages.
const LISTS: [usize; 2] = [20, 200];

/// Builds its own pages; nothing is sent.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    progress("building a caller that decodes into the model and into derived structs");
    let target = bench::build(setting, "decode")?;
    let speed = bench::program(&target, "speed");
    times(&speed, table)?;
    count(&speed, &target, table)?;
    let heap = bench::program(&target, "heap");
    page(&heap, table)?;
    items(&heap, table)
}

/// Ratios of time, for pages of all sizes.
fn times(program: &Path, table: &mut Table) -> Result<(), Failed> {
    progress("decoding pages");
    for users in PAGES {
        let [model, client, speed] = numbers(program, &["compare", &users.to_string()])?;
        let what = format!("decoding a page of {users}: model / derive, time");
        let remark = format!("median of the rounds; {speed:.0} MB/s by the derive");
        if users == USUAL {
            table.bar(what, ratio(model), BAR, remark);
        } else {
            table.fact(what, ratio(model), remark);
        }
        let what = format!("decoding a page of {users}: model as a client reads it / derive, time");
        table.fact(what, ratio(client), "UTF-8 is checked once for the whole body");
    }
    Ok(())
}

fn count(program: &Path, folder: &Path, table: &mut Table) -> Result<(), Failed> {
    let what = format!("decoding a page of {USUAL}: model / derive, instructions");
    if !callgrind::installed() {
        table.gap(what, &BAR.to_string(), callgrind::MISSING);
        return Ok(());
    }
    progress("counting instructions of decoding");
    let each = |way: &str| -> Result<f64, Failed> {
        let of = |times: usize| instructions(program, &[way, &USUAL.to_string(), &times.to_string()], folder);
        Ok((of(FEW + MEASURED)? - of(FEW)?) / (MEASURED * USUAL) as f64)
    };
    let (model, plain) = (each("model")?, each("plain")?);
    table.bar(what, ratio(model / plain), BAR, format!("{model:.0} and {plain:.0} a user"));
    Ok(())
}

/// What a call holds while a large page is decoded.
fn page(program: &Path, table: &mut Table) -> Result<(), Failed> {
    progress("measuring the memory of a large page");
    let [body, model, plain] = numbers(program, &["page", &LARGE.to_string()])?;
    let mib = |bytes: f64| Number { value: bytes / 1_048_576.0, decimals: 1, unit: " MiB" };
    let what = format!("memory of a page of {LARGE}");
    table.fact(format!("{what}: its body"), mib(body), "");
    table.fact(
        format!("{what}: body and model / body"),
        ratio((body + model) / body),
        "the highest, of a call",
    );
    let remark = format!("{:.1} and {:.1} MiB beside the body", mib(model).value, mib(plain).value);
    table.bar(format!("{what}: model / derive"), ratio(model / plain), BAR, remark);
    Ok(())
}

/// What is held while the items of a list are taken one by one.
fn items(program: &Path, table: &mut Table) -> Result<(), Failed> {
    progress("measuring the memory of lists");
    let [few, many] = LISTS;
    let [short] = numbers(program, &["items", &few.to_string()])?;
    let [long] = numbers(program, &["items", &many.to_string()])?;
    let what = format!("memory of items of {many} pages / of {few} pages of 500");
    let remark = format!("{:.0} and {:.0} KiB", long / 1024.0, short / 1024.0);
    table.bar(what, ratio(long / short), GROWTH_BAR, remark);
    Ok(())
}

fn ratio(value: f64) -> Number {
    Number { value, decimals: 3, unit: "" }
}

/// The numbers that a program prints on its line.
fn numbers<const N: usize>(program: &Path, arguments: &[&str]) -> Result<[f64; N], Failed> {
    let line = output(Command::new(program).args(arguments))?;
    let numbers: Result<Vec<f64>, _> = line.split_whitespace().map(str::parse).collect();
    let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
    numbers.ok_or_else(|| Failed::because(format!("{} printed {line:?}", program.display())))
}
