//! Programs of `xtask/bench`: crates of their own, as a caller has them.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Setting;
use crate::failed::Failed;
use crate::process::{cargo, output};

/// The folder of a crate.
pub fn source(setting: &Setting<'_>, name: &str) -> PathBuf {
    setting.project.root().join("xtask/bench").join(name)
}

/// Builds the programs of a crate in release, and says into which folder of the measurements.
///
/// # Errors
///
/// When they do not build.
pub fn build(setting: &Setting<'_>, name: &str) -> Result<PathBuf, Failed> {
    let target = setting.folder(name);
    output(cargo(&source(setting, name)).env("CARGO_TARGET_DIR", &target).args(["build", "--release"]))?;
    Ok(target)
}

/// One of the programs that were built into a folder.
pub fn program(target: &Path, name: &str) -> PathBuf {
    target.join(format!("release/{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The numbers that a program prints on its line.
///
/// # Errors
///
/// When it does not succeed, or prints something else.
pub fn numbers<const N: usize>(program: &Path, arguments: &[&str]) -> Result<[f64; N], Failed> {
    let line = output(Command::new(program).args(arguments))?;
    let numbers: Result<Vec<f64>, _> = line.split_whitespace().map(str::parse).collect();
    let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
    numbers.ok_or_else(|| Failed::because(format!("{} printed {line:?}", program.display())))
}
