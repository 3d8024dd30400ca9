//! What our generator makes of a spec.

use std::path::Path;
use std::process::Command;

use super::check::{Checked, Checker, OURS};
use super::child::Told;
use super::list::Spec;
use super::reasons::Reason;
use super::{PATIENCE, Setting};
use crate::failed::Failed;
use crate::files::remove;
use crate::process::bounded::{self, How};

/// What became of a spec, and what it cost.
#[derive(Debug)]
pub struct Ours {
    /// What became of it.
    pub outcome: Outcome,
    /// CPU seconds of generating.
    pub cpu: Option<f64>,
    /// KiB of memory at most.
    pub peak: Option<u64>,
    /// Operations of the generated client.
    pub operations: Option<usize>,
    /// Lines of both crates' `src`, and of the longest file.
    pub lines: Option<(usize, usize)>,
    /// CPU seconds of checking what was generated.
    pub check: Option<f64>,
}

/// What became of a spec.
#[derive(Debug)]
pub enum Outcome {
    /// It was generated, and so the compiler says.
    Generated(Checked),
    /// It was refused, for these reasons.
    Refused(Vec<Reason>),
    /// The generator panicked, or told nothing for another reason: this is the last that it wrote.
    Broke(String),
    /// It did not end.
    Hangs,
}

impl Outcome {
    /// Whether this must not be.
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Generated(checked) => !checked.is_clean(),
            Self::Refused(_) => false,
            Self::Broke(_) | Self::Hangs => true,
        }
    }

    /// In a few words.
    pub fn shown(&self) -> String {
        match self {
            Self::Generated(checked) => checked.shown(),
            Self::Refused(reasons) => {
                let errors: usize = reasons.iter().map(|reason| reason.count).sum();
                let first = reasons.first().map_or("nowhere", |reason| &reason.place);
                // The folder says nothing that the first column does not say.
                let first = first.rsplit('/').next().unwrap_or(first);
                format!("refused: {}, first {first}", crate::report::count(errors, "error"))
            }
            Self::Broke(last) => format!("BREAKS: {last}"),
            Self::Hangs => "HANGS".to_owned(),
        }
    }
}

impl Ours {
    /// Generates, and checks what was generated.
    ///
    /// # Errors
    ///
    /// When a program cannot be started; not when it fails.
    pub fn of(
        setting: &Setting<'_>,
        generator: &Path,
        checker: &Checker<'_>,
        spec: &Spec,
    ) -> Result<Self, Failed> {
        let folder = setting.folder(OURS).join(&spec.name);
        let report = setting.log(OURS, &spec.name, "report");
        remove(&folder)?;
        let _ = std::fs::remove_file(&report);
        let mut child = Command::new(generator);
        child.arg("--root").arg(setting.project.root()).arg("foreign").args(&spec.files);
        child.arg("--child").arg(&spec.name).arg(&folder).arg(&report);
        let ended = bounded::run(&mut child, setting.log(OURS, &spec.name, "generate"), PATIENCE)?;
        let told = Told::read(&report).filter(|_| ended.how == How::Well);
        let generated = told.as_ref().and_then(|told| told.generated);
        let mut ours = Self {
            outcome: Outcome::Hangs,
            cpu: ended.cpu,
            peak: told.as_ref().and_then(|told| told.peak),
            operations: generated.map(|it| it.operations),
            lines: generated.map(|it| (it.lines, it.longest)),
            check: None,
        };
        ours.outcome = match told {
            _ if ended.how == How::Late => Outcome::Hangs,
            Some(_) if generated.is_some() => {
                let packages = [format!("{}-client", spec.name), format!("{}-model", spec.name)];
                let (checked, cpu) = checker.check(OURS, &spec.name, &folder, &packages)?;
                ours.check = cpu;
                Outcome::Generated(checked)
            }
            Some(told) if !told.refused.is_empty() => Outcome::Refused(told.refused),
            _ => Outcome::Broke(last_words(&ended.text())),
        };
        Ok(ours)
    }
}

/// What a program wrote that tells most: the message of a panic, or else its last line.
pub fn last_words(text: &str) -> String {
    let mut lines = text.lines();
    let words = match lines.by_ref().find(|line| line.contains("panicked at")) {
        Some(_) => lines.next(),
        None => text.lines().rfind(|line| !line.trim().is_empty()),
    };
    let words: String = words.unwrap_or("it wrote nothing").trim().chars().take(100).collect();
    words.replace('\t', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_more_than_what_follows_it() {
        let panic = "thread 'main' panicked at src/a.rs:1:2:\nno such name\nnote: run with …\n";
        assert_eq!(last_words(panic), "no such name");
        assert_eq!(last_words("reading\nerror: nothing there\n\n"), "error: nothing there");
        assert_eq!(last_words(""), "it wrote nothing");
    }
}
