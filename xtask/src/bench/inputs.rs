//! What is generated from: the project's own specs, and synthetic ones of any size.

use std::path::PathBuf;
use std::process::Command;

use huaweicloud_codegen::{bundle, load};

use super::{Setting, lines};
use crate::failed::Failed;
use crate::files::write;
use crate::process::output;

/// Specs that are generated from together.
#[derive(Debug)]
pub struct Input {
    /// What they are called in the table.
    pub name: String,
    /// How many operations they have.
    pub operations: usize,
    /// The files, each a whole OpenAPI document.
    pub files: Vec<PathBuf>,
}

/// The services of `specs/`, the documented pages that the project starts from among them.
///
/// # Errors
///
/// When a spec cannot be read or has a mistake.
pub fn services(setting: &Setting<'_>) -> Result<Input, Failed> {
    let mut files = Vec::new();
    for service in setting.project.read(&[])? {
        let spec = load::load(service.sources).map_err(|failure| Failed::because(failure.to_string()))?;
        let file = setting.folder("inputs").join(format!("{}.json", service.name));
        write(&file, &bundle::bundle(&spec))?;
        files.push(file);
    }
    let operations = lines::services(setting)?.iter().map(|(_, it)| lines::operations(it)).sum();
    Ok(Input { name: format!("specs/ ({operations} operations)"), operations, files })
}

/// So many synthetic operations.
///
/// # Errors
///
/// When there is no python3.
pub fn synthetic(setting: &Setting<'_>, operations: usize) -> Result<Input, Failed> {
    let file = setting.folder("inputs").join(format!("synth{operations}.json"));
    write(&file, &synthetic_text(setting, operations)?)?;
    Ok(Input { name: format!("{operations} operations"), operations, files: vec![file] })
}

/// The same as JSON.
///
/// # Errors
///
/// When there is no python3.
pub fn synthetic_text(setting: &Setting<'_>, operations: usize) -> Result<String, Failed> {
    let script = setting.project.root().join("xtask/bench/synth.py");
    let mut python = Command::new("python3");
    output(python.arg(script).arg(operations.to_string()).arg("--json"))
        .map_err(|failed| failed.with_help("the synthetic spec is made by python3, without packages"))
}
