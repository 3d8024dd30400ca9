//! cargo-semver-checks, and what it says.

use std::fs;
use std::path::Path;
use std::process::Command;

use huaweicloud_codegen::compare::Verdict;

use super::Log;
use crate::failed::{Doing as _, Failed};
use crate::process::kept;

/// The tool.
pub struct Judge {
    /// Its name and version.
    pub version: String,
}

/// What the tool says of two crates.
#[derive(Debug, Default, PartialEq)]
pub struct Opinion {
    /// The version that it asks for; nothing where it sees no reason for one.
    pub verdict: Option<Verdict>,
    /// The rules that it goes by.
    pub rules: Vec<String>,
}

impl Opinion {
    /// Adds what it says of two other crates.
    pub fn add(&mut self, other: Self) {
        self.verdict = self.verdict.max(other.verdict);
        self.rules.extend(other.rules);
    }
}

impl Judge {
    /// The tool, if it is installed.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn find(log: Log) -> Result<Self, Failed> {
        let ended = kept::run(tool().arg("--version"), log);
        match ended {
            Ok(ended) if ended.success => Ok(Self { version: ended.stdout.trim().to_owned() }),
            _ => Err(Failed::because("cargo-semver-checks is not installed")
                .with_help("cargo install cargo-semver-checks --locked")),
        }
    }

    /// Has it compare what rustdoc says of two crates.
    ///
    /// It looks for what breaks callers and not for what is new; but what is new would break them if it
    /// went again, so it is asked both ways.
    ///
    /// # Errors
    ///
    /// When it comes to no verdict.
    pub fn compare(&self, base: &Path, now: &Path, log: Log) -> Result<Opinion, Failed> {
        let mut opinion = self.asked(base, now, log.clone())?;
        if opinion.verdict != Some(Verdict::Major) {
            let back = self.asked(now, base, log.with_extension("back.log"))?;
            if back.verdict == Some(Verdict::Major) {
                let rules = back.rules.into_iter().map(|rule| format!("{rule} if undone")).collect();
                opinion.add(Opinion { verdict: Some(Verdict::Minor), rules });
            }
        }
        Ok(opinion)
    }

    fn asked(&self, base: &Path, now: &Path, log: Log) -> Result<Opinion, Failed> {
        let mut command = tool();
        // As if no version was to change, so that it finds whatever asks for one.
        command.args(["check-release", "--release-type", "patch", "--color", "never"]);
        command.arg("--baseline-rustdoc").arg(base).arg("--current-rustdoc").arg(now);
        let ended = kept::run(&mut command, log)?;
        let text = fs::read_to_string(&ended.log).doing("read", &ended.log)?;
        opinion(&text).ok_or_else(|| {
            let failed = Failed::because("cargo-semver-checks comes to no verdict");
            failed.with_help(format!("what it says is in {}", ended.log.display()))
        })
    }
}

fn tool() -> Command {
    let mut command = Command::new("cargo-semver-checks");
    // As cargo calls it.
    command.arg("semver-checks");
    command
}

/// What it says, by its own words.
fn opinion(text: &str) -> Option<Opinion> {
    let summary = text.lines().find_map(|line| line.trim_start().strip_prefix("Summary "))?;
    let verdict = match summary {
        it if it.starts_with("semver requires new major version") => Some(Verdict::Major),
        it if it.starts_with("semver requires new minor version") => Some(Verdict::Minor),
        it if it.starts_with("no semver update required") => None,
        _ => return None,
    };
    let rule = |line: &str| {
        let (name, _) = line.strip_prefix("--- failure ")?.split_once(':')?;
        Some(name.to_owned())
    };
    Some(Opinion { verdict, rules: text.lines().filter_map(rule).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tool_says_is_understood() {
        let text = "\n--- failure struct_pub_field_missing: pub struct's pub field removed or renamed ---\n\
                    Failed in:\n  field weight\n    Checking <unknown> v0.1.0 -> v0.1.0 (assume patch change)\n\
                    \x20    Summary semver requires new major version: 1 major and 0 minor checks failed\n";
        let rules = vec!["struct_pub_field_missing".to_owned()];
        assert_eq!(opinion(text), Some(Opinion { verdict: Some(Verdict::Major), rules }));
        assert_eq!(opinion("     Summary no semver update required\n"), Some(Opinion::default()));
        assert_eq!(opinion("error: unsupported rustdoc format v99\n"), None);
    }
}
