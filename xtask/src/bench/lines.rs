//! How many lines an operation becomes.

use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{File, Options, Output, Packaging, generate};

use super::Setting;
use super::inputs::synthetic_text;
use super::row::{Row, Unit};
use super::table::Table;
use crate::failed::Failed;
use crate::project::Service;

/// Lines an operation.
const BAR: f64 = 80.0;

/// A service of so many operations is a whole one.
const WHOLE: usize = 30;

/// Generated lines an operation, in `src` of model and client, documentation and blank lines included.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let synthetic = generated(setting, 100)?;
    let row = |name: &str, output: &Output| {
        let (lines, operations) = (lines(&output.files), operations(output));
        let row = Row::new(format!("generated lines an operation, {name}"), Unit::new("", 1))
            .ours(lines as f64 / operations as f64)
            .remark(format!("{lines} lines, {operations} operations"));
        // Two operations share nothing: what a service needs at all is most of their lines.
        if operations < WHOLE { row } else { row.at_most(BAR) }
    };
    table.push(row("synthetic", &synthetic));
    services(setting)?.iter().for_each(|(service, output)| table.push(row(service, output)));
    Ok(())
}

/// What the synthetic spec of so many operations becomes, as packages of their own.
///
/// # Errors
///
/// When there is no python3, or the spec has a mistake.
pub fn generated(setting: &Setting<'_>, operations: usize) -> Result<Output, Failed> {
    let source = Source::new("synth.json", synthetic_text(setting, operations)?);
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
