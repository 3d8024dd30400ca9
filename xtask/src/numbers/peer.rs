//! The generator to compare with: of all others the one that is quickest, and whose output builds fastest.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::Setting;
use crate::failed::Failed;
use crate::foreign::peers::oas3_gen;
use crate::process::{cargo, output, progress};

/// What it is called.
pub const NAME: &str = "oas3-gen";

/// The version that is compared with.
pub const VERSION: &str = "0.29.0";

/// Generates a client from a spec into a folder.
pub fn generate(program: &OsString, spec: &Path, folder: &Path) -> Command {
    let mut generate = Command::new(program);
    oas3_gen(&mut generate, spec, folder);
    generate
}

/// Its program, if it is installed in its right version.
///
/// # Errors
///
/// When installing fails.
pub fn program(setting: &Setting<'_>) -> Result<Option<OsString>, Failed> {
    let tools = setting.folder("tools");
    let own = tools.join("bin").join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
    if setting.install_peers && !own.exists() {
        progress(&format!("installing {NAME} {VERSION}"));
        let mut install = cargo(setting.project.root());
        install.env_remove("CARGO_TARGET_DIR");
        install.args(["install", NAME, "--version", VERSION, "--root"]);
        output(install.arg(&tools))?;
    }
    for program in [own.into_os_string(), NAME.into()] {
        let version = output(Command::new(&program).arg("--version"));
        if version.is_ok_and(|text| text.split_whitespace().any(|word| word == VERSION)) {
            return Ok(Some(program));
        }
    }
    Ok(None)
}
