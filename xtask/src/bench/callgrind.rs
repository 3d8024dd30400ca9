//! Instructions of a program, as callgrind counts them.

use std::path::Path;
use std::process::Command;

use crate::failed::{Doing as _, Failed};
use crate::process::output;

/// Whether valgrind, which callgrind is part of, can be started.
pub fn installed() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// What is not measured without it, and why.
pub const MISSING: &str = "valgrind is not installed";

/// Instructions of a whole run. What it counts by function is written into the folder.
///
/// # Errors
///
/// When the program does not succeed, or nothing was counted.
pub fn instructions(program: &Path, arguments: &[&str], folder: &Path) -> Result<f64, Failed> {
    let counts = folder.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", counts.display()));
    output(valgrind.arg(program).args(arguments))?;
    let text = std::fs::read_to_string(&counts).doing("read", &counts)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    total.ok_or_else(|| Failed::because("callgrind wrote no totals"))
}
