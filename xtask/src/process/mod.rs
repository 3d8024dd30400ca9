//! Programs that are run: to their end, with what they wrote kept, or with a limit on their time.

pub mod bounded;
pub mod kept;
pub mod machine;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use crate::failed::Failed;

/// What a command wrote to standard output.
///
/// # Errors
///
/// When it cannot be started or does not succeed: then with what it wrote.
pub fn output(command: &mut Command) -> Result<String, Failed> {
    let shown = shown(command);
    match command.output() {
        Err(error) => Err(Failed::because(format!("cannot run `{shown}`: {error}"))),
        Ok(Output { status, stdout, .. }) if status.success() => {
            Ok(String::from_utf8_lossy(&stdout).into_owned())
        }
        Ok(Output { status, stderr, .. }) => {
            eprint!("{}", String::from_utf8_lossy(&stderr));
            Err(Failed::because(format!("`{shown}`: {status}")))
        }
    }
}

/// Cargo in a folder, building into `target` below it, without settings of the caller's that would
/// measure something else.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    // Cargo sets variables for this program that it would not have set for a caller's build.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let package = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_PROFILE_", "CARGO_BUILD_"];
        if package.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
    for name in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CARGO_INCREMENTAL",
    ] {
        command.env_remove(name);
    }
    command
}

/// Says what is being done; it takes a while.
pub fn progress(what: &str) {
    eprintln!("… {what}");
}

/// A command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
