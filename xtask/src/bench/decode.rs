//! What reading answers costs, beside structs of the same shape with serde's derive: time,
//! instructions and memory.

use std::path::Path;

use super::Setting;
use super::callgrind::{self, instructions};
use super::programs::{self, numbers};
use super::row::{COUNT, MIB, Row, Unit};
use super::table::Table;
use crate::failed::Failed;
use crate::process::progress;

/// At most so much of what the derive costs.
const BAR: f64 = 1.10;
/// A page of so many records is held against the bar; the others are facts.
const USUAL: usize = 1000;
/// The pages that are decoded, in records.
const PAGES: [usize; 3] = [10, USUAL, 100_000];
/// What they are of: records of texts alone, whose time is held against the bar, and of all there is.
const SHAPES: [&str; 2] = [TEXTS, "endpoints"];
const TEXTS: &str = "users";
/// How often a page is decoded to warm up, and is in every run.
const FEW: usize = 5;
/// How often it is decoded in the difference of two runs.
const MEASURED: usize = 20;

/// Time to read a page.
const MILLISECONDS: Unit = Unit::new("ms", 3);
/// How many times as much.
const TIMES: Unit = Unit::new("", 3);

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
    let target = programs::build(setting, "decode")?;
    let speed = programs::program(&target, "speed");
    times(&speed, table)?;
    count(&speed, &target, table)?;
    let heap = programs::program(&target, "heap");
    page(&heap, table)?;
    items(&heap, table)
}

/// Time, for pages of all shapes and sizes: by serde, and as a client reads them.
fn times(program: &Path, table: &mut Table) -> Result<(), Failed> {
    progress("decoding pages");
    for (shape, records) in SHAPES.iter().flat_map(|shape| PAGES.map(|records| (shape, records))) {
        let [bytes, model, plain, client] = numbers(program, &["compare", shape, &records.to_string()])?;
        let speed = |milliseconds: f64| format!("{:.0} MB/s", bytes / milliseconds / 1e3);
        let row = |how: &str, ours: f64, remark: &str| {
            let row = Row::new(format!("decoding a page of {records} {shape}{how}"), MILLISECONDS);
            let remark = format!("{} to the derive's {}{remark}", speed(ours), speed(plain));
            row.ours(ours).beside("derive", plain).remark(remark)
        };
        let by_serde = row("", model, "");
        let barred = records == USUAL && *shape == TEXTS;
        table.push(if barred { by_serde.at_most_times(BAR) } else { by_serde });
        table.push(row(", as a client does", client, ": UTF-8 is checked once for the whole body"));
    }
    Ok(())
}

fn count(program: &Path, folder: &Path, table: &mut Table) -> Result<(), Failed> {
    for shape in SHAPES {
        let what = format!("decoding a page of {USUAL} {shape}: instructions a record");
        let row = Row::new(what, COUNT).at_most_times(BAR);
        if !callgrind::installed() {
            table.push(row.remark(callgrind::MISSING));
            continue;
        }
        progress("counting instructions of decoding");
        let each = |way: &str| -> Result<f64, Failed> {
            let of = |times: usize| {
                instructions(program, &[way, shape, &USUAL.to_string(), &times.to_string()], folder)
            };
            Ok((of(FEW + MEASURED)? - of(FEW)?) / (MEASURED * USUAL) as f64)
        };
        table.push(row.ours(each("model")?).beside("derive", each("plain")?));
    }
    Ok(())
}

/// What a call holds while a large page is decoded.
fn page(program: &Path, table: &mut Table) -> Result<(), Failed> {
    progress("measuring the memory of a large page");
    let [body, model, plain] = numbers(program, &["page", &LARGE.to_string()])?;
    let mib = |bytes: f64| bytes / 1_048_576.0;
    let what = format!("memory of a page of {LARGE}, beside its body");
    let row = Row::new(what, MIB).ours(mib(model)).beside("derive", mib(plain)).at_most_times(BAR);
    table.push(row.remark(format!("the body has {:.0} MiB", mib(body))));
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
    table.push(Row::new(what, TIMES).ours(long / short).at_most(GROWTH_BAR).remark(remark));
    Ok(())
}
