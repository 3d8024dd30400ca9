//! What other people's generators make of the same files.

use std::fs;
use std::path::Path;

use super::check::Checker;
use super::list::Spec;
use super::{PATIENCE, Setting};
use crate::failed::{Doing as _, Failed};
use crate::files::{remove, write};
use crate::peers::{self, PEERS, Peer};
use crate::process::bounded::{self, How};
use crate::process::progress;
use crate::report::count;

/// What a peer made of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theirs {
    /// It was generated and compiles.
    Compiles {
        /// With so many warnings.
        warnings: usize,
    },
    /// It was generated and does not compile.
    Fails {
        /// For so many reasons.
        errors: usize,
    },
    /// What was generated is no package that can be built.
    Lacks,
    /// It panicked.
    Panics,
    /// It ended otherwise without generating.
    Refuses,
    /// It did not end.
    Hangs,
}

impl Theirs {
    /// Whether it was generated and compiles.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Compiles { .. })
    }

    /// In a few words.
    pub fn shown(self) -> String {
        match self {
            Self::Compiles { warnings: 0 } => "compiles".to_owned(),
            Self::Compiles { warnings } => count(warnings, "warning"),
            Self::Fails { errors } => count(errors, "error"),
            Self::Lacks => "no package".to_owned(),
            Self::Panics => "panics".to_owned(),
            Self::Refuses => "refuses".to_owned(),
            Self::Hangs => "hangs".to_owned(),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Compiles { warnings } => format!("compiles {warnings}\n"),
            Self::Fails { errors } => format!("fails {errors}\n"),
            other => format!("{}\n", other.shown()),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text.trim_end().rsplit_once(' ') {
            Some(("compiles", warnings)) => Some(Self::Compiles { warnings: warnings.parse().ok()? }),
            Some(("fails", errors)) => Some(Self::Fails { errors: errors.parse().ok()? }),
            _ => {
                let plain = [Self::Lacks, Self::Panics, Self::Refuses, Self::Hangs];
                plain.into_iter().find(|theirs| theirs.text() == text)
            }
        }
    }
}

/// Those that were asked for, all if none was.
///
/// # Errors
///
/// When one is not installed.
pub fn named(setting: &Setting<'_>, names: &[&String]) -> Result<Vec<&'static Peer>, Failed> {
    let wanted = |peer: &&Peer| names.is_empty() || names.iter().any(|name| *name == peer.name);
    let peers: Vec<&Peer> = PEERS.iter().filter(wanted).collect();
    for peer in &peers {
        if !peer.is_in(&setting.tools) {
            let tools = setting.project.shown(&setting.tools);
            let message = format!("{} {} is not in {tools}", peer.name, peer.version);
            return Err(Failed::because(message).with_help(peer.how_to_install(&tools)));
        }
    }
    Ok(peers)
}

/// What a peer makes of a spec. For a spec of the list that is remembered: neither it nor the peer changes.
///
/// # Errors
///
/// When it cannot be started; not when it fails.
pub fn outcome(
    setting: &Setting<'_>,
    checker: &Checker<'_>,
    peer: &Peer,
    spec: &Spec,
) -> Result<Theirs, Failed> {
    let folder = setting.folder("theirs").join(format!("{}-{}", peer.name, peer.version));
    let note = folder.join(format!("{}.txt", spec.name));
    let known = spec.operations.and_then(|_| fs::read_to_string(&note).ok());
    if let Some(theirs) = known.and_then(|text| Theirs::parse(&text)) {
        return Ok(theirs);
    }
    progress(&format!("{} by {}", spec.name, peer.name));
    let theirs = tried(setting, checker, peer, spec, &folder.join("theirs"))?;
    write(&note, &theirs.text())?;
    Ok(theirs)
}

/// Generates, and checks what was generated. Some call the package after the folder.
fn tried(
    setting: &Setting<'_>,
    checker: &Checker<'_>,
    peer: &Peer,
    spec: &Spec,
    folder: &Path,
) -> Result<Theirs, Failed> {
    remove(folder)?;
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).doing("create", parent)?;
    }
    let mut command = peer.generate(&setting.tools, &spec.files[0], folder);
    let ended = bounded::run(&mut command, setting.log(peer.name, &spec.name, "generate"), PATIENCE)?;
    match ended.how {
        How::Late => return Ok(Theirs::Hangs),
        _ if ended.text().contains("panicked at") => return Ok(Theirs::Panics),
        How::Badly => return Ok(Theirs::Refuses),
        How::Well => {}
    }
    peers::package(folder)?;
    let (checked, _) = checker.check(peer.name, &spec.name, folder, &["theirs".to_owned()])?;
    // Hundreds of MiB of all of them together.
    remove(folder)?;
    Ok(match checked.errors {
        0 if checked.warnings == 0 && !checked.is_clean() => Theirs::Lacks,
        0 => Theirs::Compiles { warnings: checked.warnings },
        errors => Theirs::Fails { errors },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_seen() {
        for theirs in [
            Theirs::Compiles { warnings: 0 },
            Theirs::Compiles { warnings: 7 },
            Theirs::Fails { errors: 3 },
            Theirs::Lacks,
            Theirs::Panics,
            Theirs::Refuses,
            Theirs::Hangs,
        ] {
            assert_eq!(Theirs::parse(&theirs.text()), Some(theirs));
        }
        assert_eq!(Theirs::parse("compiles much\n"), None);
    }
}
