//! Files and folders that commands make for themselves.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::failed::{Doing as _, Failed};

/// Removes a folder if it is there.
///
/// # Errors
///
/// When it is there and cannot be removed.
pub fn remove(folder: &Path) -> Result<(), Failed> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).doing("remove", folder),
        _ => Ok(()),
    }
}

/// Creates a file, its folder too.
///
/// # Errors
///
/// When it cannot be created.
pub fn create(path: &Path) -> Result<File, Failed> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).doing("create", folder)?;
    }
    File::create(path).doing("write", path)
}

/// Writes a file, its folder too.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failed> {
    create(path)?.write_all(text.as_bytes()).doing("write", path)
}
