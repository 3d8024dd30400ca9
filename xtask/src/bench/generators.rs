//! The generators that are compared: ours, and those of others that are installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Setting;
use super::inputs::Input;
use super::row::Row;
use super::spent::Spent;
use crate::failed::{Doing as _, Failed};
use crate::files::remove;
use crate::peers::{self, PEERS, Peer};
use crate::release;

/// A generator, as people run it.
pub enum Generator<'a> {
    /// Ours, as a release build.
    Ours {
        /// The program.
        program: PathBuf,
        /// The checkout.
        root: &'a Path,
    },
    /// Somebody else's.
    Theirs {
        /// Who it is.
        peer: &'static Peer,
        /// Where it is installed.
        tools: PathBuf,
    },
}

/// Ours first, then all others that are installed.
///
/// # Errors
///
/// When ours does not build.
pub fn all<'a>(setting: &Setting<'a>) -> Result<Vec<Generator<'a>>, Failed> {
    let root = setting.project.root();
    let ours = Generator::Ours { program: release::program(root)?, root };
    let tools = peers::tools(setting.project);
    let theirs = PEERS.iter().filter(|peer| peer.is_in(&tools));
    let theirs = theirs.map(|peer| Generator::Theirs { peer, tools: tools.clone() });
    Ok(std::iter::once(ours).chain(theirs).collect())
}

/// Where in a folder stands what was generated of the spec with this number. Some name the package after it.
pub fn part(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("part{number}"))
}

/// What to say of those that are not installed; nothing where all are.
pub fn missing(setting: &Setting<'_>) -> String {
    let tools = peers::tools(setting.project);
    let names: Vec<&str> = PEERS.iter().filter(|peer| !peer.is_in(&tools)).map(|peer| peer.name).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("not installed: {} (--install-peers)", names.join(", "))
}

impl Generator<'_> {
    /// Whether it is ours.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Ours { .. })
    }

    /// What it is called in folders and progress.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ours { .. } => "ours",
            Self::Theirs { peer, .. } => peer.name,
        }
    }

    /// Adds what it took to a row.
    pub fn told(&self, row: Row, value: f64) -> Row {
        match self {
            Self::Ours { .. } => row.ours(value),
            Self::Theirs { peer, .. } => row.beside(peer.name, value),
        }
    }

    /// Generates from all specs of an input into a folder that is emptied first, a folder below it for
    /// each, and says what that took.
    ///
    /// # Errors
    ///
    /// When it does not generate.
    pub fn generate(&self, setting: &Setting<'_>, input: &Input, folder: &Path) -> Result<Spent, Failed> {
        remove(folder)?;
        fs::create_dir_all(folder).doing("create", folder)?;
        let mut sum = Spent::default();
        for (number, file) in input.files.iter().enumerate() {
            sum = sum.then(setting.meter.spent(&self.command(file, &part(folder, number)))?);
        }
        Ok(sum)
    }

    fn command(&self, spec: &Path, folder: &Path) -> Command {
        match self {
            Self::Ours { program, root } => {
                let mut command = Command::new(program);
                command.arg("--root").arg(root).arg("generate").arg(spec);
                command.args(["--name", "synth", "--out"]).arg(folder);
                command
            }
            Self::Theirs { peer, tools } => peer.generate(tools, spec, folder),
        }
    }

    /// The packages that it generated into a folder, which becomes a workspace of its own.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn packages(&self, folder: &Path) -> Result<Vec<String>, Failed> {
        if matches!(self, Self::Theirs { .. }) {
            peers::package(folder)?;
            return Ok(vec![peers::package_name(&folder.join("Cargo.toml"))?]);
        }
        Ok(vec!["synth-client".to_owned(), "synth-model".to_owned()])
    }
}
