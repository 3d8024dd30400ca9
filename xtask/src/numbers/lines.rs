//! How many lines an operation becomes.

use std::process::Command;

use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{File, Options, Output, Packaging, generate};

use super::Setting;
use super::table::{Number, Table};
use crate::failed::Failed;
use crate::process::output;
use crate::project::Service;

/// Lines an operation.
const BAR: f64 = 80.0;

/// A service of so many operations is a whole one.
const WHOLE: usize = 30;

/// Generated lines an operation, in `src` of model and client, documentation and blank lines included.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let synthetic = generated(setting, 100)?;
    let number =
        |lines, operations| Number { value: lines as f64 / operations as f64, decimals: 1, unit: "" };
    let (lines, operations) = (lines(&synthetic.files), operations(&synthetic));
    let remark = format!("{lines} lines");
    table.bar("generated lines an operation, 100 synthetic ones", number(lines, operations), BAR, remark);

    for (service, output) in services(setting)? {
        let (lines, operations) = (self::lines(&output.files), self::operations(&output));
        let what = format!("generated lines an operation, {service}");
        let remark = format!("{lines} lines, {operations} operations");
        // Two operations share nothing: what a service needs at all is most of their lines.
        match operations {
            0..WHOLE => table.fact(what, number(lines, operations), remark),
            _ => table.bar(what, number(lines, operations), BAR, remark),
        }
    }
    Ok(())
}

/// The synthetic spec of so many operations, as JSON.
///
/// # Errors
///
/// When there is no python3.
pub fn synthetic(setting: &Setting<'_>, operations: u32) -> Result<String, Failed> {
    let script = setting.project.root().join("xtask/bench/synth.py");
    let mut python = Command::new("python3");
    output(python.arg(script).arg(operations.to_string()).arg("--json"))
        .map_err(|failed| failed.with_help("the synthetic spec is made by python3, without packages"))
}

/// What the synthetic spec of so many operations becomes, as packages of their own.
///
/// # Errors
///
/// When there is no python3, or the spec has a mistake.
pub fn generated(setting: &Setting<'_>, operations: u32) -> Result<Output, Failed> {
    let source = Source::new("synth.json", synthetic(setting, operations)?);
    let runtime = crate::project::slashes(&setting.project.root().join("crates"));
    generate("synth", vec![source], Options { foreign: true }, &Packaging::Standalone { runtime })
        .map_err(|failure| Failed::because(failure.to_string()))
}

fn lines(files: &[File]) -> usize {
    let sources = files.iter().filter(|file| file.path.contains("/src/"));
    sources.map(|file| file.text.lines().count()).sum()
}

/// What each service of the project becomes, by name.
///
/// # Errors
///
/// When a spec cannot be read or has a mistake.
pub fn services(setting: &Setting<'_>) -> Result<Vec<(String, Output)>, Failed> {
    let generated = |service: Service| {
        let output = generate(&service.name, service.sources, Options::default(), &Packaging::Workspace)
            .map_err(|failure| Failed::because(failure.to_string()))?;
        Ok((service.name, output))
    };
    setting.project.read(&[])?.into_iter().map(generated).collect()
}

/// How many operations came of a spec.
pub fn operations(output: &Output) -> usize {
    output.service.chapters.iter().map(|chapter| chapter.operations.len()).sum()
}
