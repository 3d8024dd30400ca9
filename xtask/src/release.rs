//! This program as a release build, where what it costs is measured: that is what a person would see.

use std::path::{Path, PathBuf};

use crate::failed::Failed;
use crate::process::{cargo, output, progress};

/// Builds it, unless it is one.
///
/// # Errors
///
/// When it does not build.
pub fn program(root: &Path) -> Result<PathBuf, Failed> {
    // Cargo put this program into TARGET/PROFILE, wherever that is.
    let own = std::env::current_exe().map_err(|error| Failed::file("find", "this program", &error))?;
    if own.parent().is_some_and(|folder| folder.ends_with("release")) {
        return Ok(own);
    }
    progress("building the generator");
    let target = own.ancestors().nth(2).unwrap_or(root).to_owned();
    let mut cargo = cargo(root);
    cargo.args(["build", "--release", "--package", "xtask", "--target-dir"]).arg(&target);
    output(&mut cargo)?;
    Ok(target.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX)))
}
