//! The part that runs in a process of its own: generates from one spec and reports what it found and
//! what it cost. A panic or a spec that is never done with ends that process and no other.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use huaweicloud_codegen::{Diagnostics, Failure, Options, Output, Packaging, Severity, generate};

use super::reasons::Reason;
use crate::failed::Failed;
use crate::files::write;
use crate::lint;
use crate::project::{Project, slashes};

/// What the process has to tell. It is handed on as lines of fields with tabs between them.
#[derive(Debug, Default, PartialEq)]
pub struct Told {
    /// The most memory that it held, in KiB; none where the system does not tell as Linux does.
    pub peak: Option<u64>,
    /// What was generated, if something was.
    pub generated: Option<Generated>,
    /// Why nothing was, in the order of the file.
    pub refused: Vec<Reason>,
}

/// What was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Generated {
    /// Operations of the client.
    pub operations: usize,
    /// Lines of both crates' `src`.
    pub lines: usize,
    /// Lines of the longest file of all.
    pub longest: usize,
}

/// Generates into a folder, from the files, under a name; `places` are these two and the report's.
///
/// # Errors
///
/// When a file cannot be read or written; a mistake of the spec is told in the report.
pub fn run(project: &Project, files: &[String], places: &[PathBuf]) -> Result<(), Failed> {
    let [name, folder, report] = places else { return Err(Failed::Told) };
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let sources = lint::read(project, &files)?;
    let runtime = slashes(&project.root().join("crates"));
    let packaging = Packaging::Standalone { runtime };
    let mut told = Told::default();
    match generate(&name.to_string_lossy(), sources, Options { foreign: true }, &packaging) {
        Ok(output) => {
            for file in &output.files {
                write(&folder.join(&file.path), &file.text)?;
            }
            told.generated = Some(measured(&output));
        }
        Err(failure) => told.refused = reasons(&failure),
    }
    told.peak = peak();
    write(report, &told.text())
}

fn measured(output: &Output) -> Generated {
    let lines = |text: &str| text.lines().count();
    let sources = output.files.iter().filter(|file| file.path.contains("/src/"));
    Generated {
        operations: output.service.chapters.iter().map(|chapter| chapter.operations.len()).sum(),
        lines: sources.map(|file| lines(&file.text)).sum(),
        longest: output.files.iter().map(|file| lines(&file.text)).max().unwrap_or(0),
    }
}

/// The errors by name, each with its first place.
fn reasons(failure: &Failure) -> Vec<Reason> {
    let mut errors = Diagnostics::new();
    for error in failure.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
        errors.push(error.clone());
    }
    let mut reasons: Vec<Reason> = Vec::new();
    for record in errors.records(&failure.sources) {
        match reasons.iter_mut().find(|reason| reason.name == record.name) {
            Some(reason) => reason.count += 1,
            None => reasons.push(Reason {
                name: record.name.to_owned(),
                count: 1,
                place: format!("{}:{}:{}", record.spot.file, record.spot.line, record.spot.column),
                message: record.message.replace(['\t', '\n', '\r'], " "),
            }),
        }
    }
    reasons
}

/// <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

impl Told {
    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        if let Some(peak) = self.peak {
            let _ = writeln!(text, "peak\t{peak}");
        }
        if let Some(Generated { operations, lines, longest }) = self.generated {
            let _ = writeln!(text, "generated\t{operations}\t{lines}\t{longest}");
        }
        for Reason { name, count, place, message } in &self.refused {
            let _ = writeln!(text, "refused\t{name}\t{count}\t{place}\t{message}");
        }
        text
    }

    /// Reads a report; none when there is none, or it is not one.
    pub fn read(report: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(report).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut told = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["peak", peak] => told.peak = Some(peak.parse().ok()?),
                ["generated", operations, lines, longest] => {
                    let number = |text: &str| text.parse().ok();
                    let (operations, lines) = (number(operations)?, number(lines)?);
                    told.generated = Some(Generated { operations, lines, longest: number(longest)? });
                }
                ["refused", name, count, place, message] => told.refused.push(Reason {
                    name: name.to_owned(),
                    count: count.parse().ok()?,
                    place: place.to_owned(),
                    message: message.to_owned(),
                }),
                _ => return None,
            }
        }
        Some(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let reason = Reason {
            name: "wrong-type".to_owned(),
            count: 3,
            place: "a.yaml:1:2".to_owned(),
            message: "`x` has to be text".to_owned(),
        };
        let generated = Some(Generated { operations: 2, lines: 30, longest: 20 });
        for told in [
            Told { peak: Some(1024), generated, refused: Vec::new() },
            Told { peak: None, generated: None, refused: vec![reason] },
        ] {
            assert_eq!(Told::parse(&told.text()), Some(told));
        }
        assert_eq!(Told::parse("peak\tmuch\n"), None);
    }
}
