//! Making a folder hold what was generated: writes what differs, removes what nothing produced.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use huaweicloud_codegen::File;

use crate::failed::{Doing as _, Failed};

/// What a folder lacks to hold what was generated.
#[derive(Debug, Default)]
pub struct Changes {
    /// What to do to each file, by its path below the folder.
    pub files: BTreeMap<String, Change>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

/// What to do to a file.
#[derive(Debug)]
pub enum Change {
    /// It is not there yet.
    Create(String),
    /// It says something else, first in this line.
    Update(String, usize),
    /// Nothing produced it.
    Remove,
}

impl Changes {
    /// Compares `files` with what is in the `owned` folders below `base`, or in all of `base`. The files
    /// at the `kept` paths are known to be as they should be.
    ///
    /// # Errors
    ///
    /// When something cannot be listed or read.
    pub fn find(
        base: &Path,
        files: Vec<File>,
        kept: &[String],
        owned: Option<&[String]>,
    ) -> Result<Self, Failed> {
        let mut changes = Self::default();
        let mut there = Vec::new();
        match owned {
            None => walk(base, "", &mut there)?,
            Some(folders) => {
                for folder in folders {
                    walk(base, folder, &mut there)?;
                }
            }
        }
        for path in there {
            changes.files.insert(path, Change::Remove);
        }
        for path in kept {
            changes.files.remove(path);
            changes.unchanged += 1;
        }
        for File { path, text } in files {
            let place = base.join(&path);
            let change = match fs::read(&place) {
                Ok(old) if old == text.as_bytes() => None,
                Ok(old) => {
                    let line = first_difference(&old, text.as_bytes());
                    Some(Change::Update(text, line))
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(Change::Create(text)),
                Err(error) => return Err(Failed::file("read", place.display(), &error)),
            };
            match change {
                Some(change) => {
                    changes.files.insert(path, change);
                }
                None => {
                    changes.files.remove(&path);
                    changes.unchanged += 1;
                }
            }
        }
        Ok(changes)
    }

    /// Does it, and removes folders that are empty then.
    ///
    /// # Errors
    ///
    /// At the first file that cannot be written or removed.
    pub fn apply(&self, base: &Path) -> Result<(), Failed> {
        for (path, change) in &self.files {
            let place = base.join(path);
            match change {
                Change::Create(text) | Change::Update(text, _) => {
                    if let Some(folder) = place.parent() {
                        fs::create_dir_all(folder).doing("create", folder)?;
                    }
                    fs::write(&place, text).doing("write", &place)?;
                }
                Change::Remove => {
                    fs::remove_file(&place).doing("remove", &place)?;
                    // A folder of a package without a manifest would stop cargo from loading the
                    // workspace, and with it this program.
                    let above = place.ancestors().skip(1).take_while(|it| *it != base);
                    for folder in above {
                        if fs::remove_dir(folder).is_err() {
                            break;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// How many files are to write and how many to remove.
    pub fn count(&self) -> (usize, usize) {
        let removed = self.files.values().filter(|it| matches!(it, Change::Remove)).count();
        (self.files.len() - removed, removed)
    }
}

/// The files below a folder, by their paths below `base`.
fn walk(base: &Path, folder: &str, found: &mut Vec<String>) -> Result<(), Failed> {
    let place = base.join(folder);
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failed::file("list", place.display(), &error)),
    };
    for entry in entries {
        let entry = entry.doing("list", &place)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        // A link is a file here: what it leads to is not ours to remove.
        if entry.file_type().doing("read", &entry.path())?.is_dir() {
            walk(base, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// The line, from 1, in which two texts differ first.
fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other);
    1 + same.filter(|(byte, _)| **byte == b'\n').count()
}
