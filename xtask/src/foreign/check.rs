//! Whether what was generated compiles, and what the compiler has to say about it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Options, Packaging, generate};

use super::Setting;
use super::ours::last_words;
use crate::failed::{Doing as _, Failed};
use crate::files::write;
use crate::process::bounded::{self, How};
use crate::process::{cargo, output, progress};
use crate::project::slashes;
use crate::report::count;

/// Who our generator is.
pub const OURS: &str = "ours";

/// How long the compiler may take.
const PATIENCE: Duration = Duration::from_secs(3600);

/// What to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The libraries, as a caller builds them.
    Libraries,
    /// Tests and examples too, with all features that need nothing of the system.
    Everything,
}

/// What the compiler said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Warnings about generated files.
    pub warnings: usize,
    /// Errors about generated files.
    pub errors: usize,
    /// The first of them: file and message.
    pub first: Option<String>,
}

impl Checked {
    /// Whether it said nothing.
    pub fn is_clean(&self) -> bool {
        self.first.is_none()
    }

    /// In a few words.
    pub fn shown(&self) -> String {
        let first = self.first.as_deref().unwrap_or_default();
        match (self.errors, self.warnings) {
            _ if self.is_clean() => "generated, no warning".to_owned(),
            (0, 0) => format!("DOES NOT COMPILE: {first}"),
            (0, warnings) => format!("generated, {}: {first}", count(warnings, "WARNING")),
            (errors, _) => format!("DOES NOT COMPILE: {}: {first}", count(errors, "error")),
        }
    }
}

/// A spec that nothing can be wrong with.
const SMALL: &str = "
openapi: 3.0.3
info: {title: Small, version: v1}
servers: [{url: 'https://small.example.com'}]
paths: {/v1: {get: {operationId: Show, responses: {'204': {description: Nothing.}}}}}
";

/// Checks crates one after the other, so that what they depend on is built once.
pub struct Checker<'a> {
    setting: &'a Setting<'a>,
    docs: bool,
}

impl<'a> Checker<'a> {
    /// A checker; what generated crates depend on has been downloaded and built then, and is at the
    /// expense of no spec.
    ///
    /// # Errors
    ///
    /// When it cannot be had, or does not compile.
    pub fn new(setting: &'a Setting<'a>, docs: bool) -> Result<Self, Failed> {
        progress("building what generated crates depend on");
        output(cargo(setting.project.root()).arg("fetch"))?;
        let checker = Self { setting, docs };
        let folder = setting.folder("ours/small");
        let source = Source::new("small.yaml", SMALL);
        let runtime = slashes(&setting.project.root().join("crates"));
        let output =
            generate("small", vec![source], Options { foreign: true }, &Packaging::Standalone { runtime });
        for file in output.map_err(|failure| Failed::because(failure.to_string()))?.files {
            write(&folder.join(&file.path), &file.text)?;
        }
        let (checked, _) = checker.check(OURS, "small", &folder, &[])?;
        if checked.is_clean() {
            return Ok(checker);
        }
        let message =
            format!("the crates of a small spec do not compile without a warning: {}", checked.shown());
        let log = setting.log(OURS, "small", "check");
        Err(Failed::because(message).with_help(format!("all of it is in {}", setting.project.shown(&log))))
    }

    /// Checks what `who` generated in a folder from a spec, and says what that cost in CPU seconds.
    ///
    /// # Errors
    ///
    /// When cargo cannot be started, or a file cannot be copied.
    pub fn check(
        &self,
        who: &str,
        spec: &str,
        folder: &Path,
        packages: &[String],
    ) -> Result<(Checked, Option<f64>), Failed> {
        // The versions that the project has, where somebody needs the same package; and that it had for
        // the last spec.
        let last = self.target(who).join("Cargo.lock");
        let lock = if last.exists() { last.clone() } else { self.setting.project.root().join("Cargo.lock") };
        std::fs::copy(&lock, folder.join("Cargo.lock")).doing("copy", &lock)?;
        if who != OURS && output(self.cargo(who, folder).arg("fetch")).is_ok() {
            std::fs::create_dir_all(self.target(who)).doing("create", &last)?;
            std::fs::copy(folder.join("Cargo.lock"), &last).doing("write", &last)?;
        }
        let mut check = self.cargo(who, folder);
        check.args(["check", "--offline", "--workspace", "--message-format", "short"]);
        if who == OURS && self.setting.check == What::Everything {
            // TLS of the system needs its headers, which have nothing to do with what was generated.
            check.args(["--all-targets", "--features", "mock,blocking,gzip"]);
        }
        let ended = bounded::run(&mut check, self.setting.log(who, spec, "check"), PATIENCE)?;
        let mut checked = said(&ended.text());
        if ended.how != How::Well && checked.errors == 0 {
            checked.first = Some(last_words(&ended.text()));
        }
        if self.docs && who == OURS && checked.errors == 0 {
            let mut doc = self.cargo(who, folder);
            doc.args(["doc", "--offline", "--workspace", "--no-deps", "--message-format", "short"]);
            let ended = bounded::run(&mut doc, self.setting.log(who, spec, "doc"), PATIENCE)?;
            let docs = said(&ended.text());
            checked.warnings += docs.warnings + docs.errors;
            checked.first = checked.first.or(docs.first);
        }
        self.clean(who, folder, packages);
        Ok((checked, ended.cpu))
    }

    /// The next crates need the room.
    fn clean(&self, who: &str, folder: &Path, packages: &[String]) {
        let mut clean = self.cargo(who, folder);
        clean.args(["clean", "--offline"]);
        if packages.is_empty() {
            return;
        }
        for package in packages {
            clean.args(["--package", package]);
        }
        // Nothing but room is lost if that fails.
        let _ = clean.output();
    }

    fn cargo(&self, who: &str, folder: &Path) -> Command {
        let mut cargo = cargo(folder);
        cargo.env("CARGO_TARGET_DIR", self.target(who));
        // One at a time: large crates need GiB each. Neither is needed to check.
        cargo.env("CARGO_BUILD_JOBS", "1").env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo.env("CARGO_TERM_COLOR", "never");
        cargo
    }

    fn target(&self, who: &str) -> PathBuf {
        self.setting.folder("build").join(who)
    }
}

/// What the compiler said of files in the workspace: what is not has an absolute path.
fn said(text: &str) -> Checked {
    let mut checked = Checked::default();
    for line in text.lines() {
        let Some((place, message)) = line.split_once(": ") else { continue };
        if place.starts_with('/') || place.contains(":\\") || !place.contains(".rs:") {
            continue;
        }
        if message.starts_with("warning") {
            checked.warnings += 1;
        } else if message.starts_with("error") {
            checked.errors += 1;
        } else {
            continue;
        }
        let worse = checked.errors == 1 && message.starts_with("error");
        if checked.first.is_none() || worse {
            checked.first = Some(line.chars().take(120).collect());
        }
    }
    checked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_generated_counts() {
        let text = "    Checking a v0.1.0 (/out/a)\n\
                    /runtime/src/b.rs:1:2: warning: unused\n\
                    a/src/a.rs:3:4: warning: deprecated\n\
                    warning: `a` (lib) generated 1 warning\n";
        let checked = said(text);
        assert_eq!((checked.warnings, checked.errors), (1, 0));
        assert_eq!(checked.first.as_deref(), Some("a/src/a.rs:3:4: warning: deprecated"));
        assert!(!checked.is_clean());
        assert!(said("    Finished\n").is_clean());
    }

    #[test]
    fn an_error_is_shown_before_warnings() {
        let text = "a/src/a.rs:3:4: warning: deprecated\na/src/a.rs:5:6: error[E0061]: arguments\n";
        assert!(said(text).shown().starts_with("DOES NOT COMPILE: 1 error: a/src/a.rs:5:6"));
    }
}
