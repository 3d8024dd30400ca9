//! The specs of an earlier commit, as git has them.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use huaweicloud_codegen::source::Source;

use crate::failed::Failed;
use crate::project::Project;

/// Where a branch usually began.
const TRUNKS: [&str; 2] = ["origin/main", "main"];

/// The commit that the specs are compared with.
pub struct Base<'a> {
    project: &'a Project,
    commit: String,
    /// How people should hear of it.
    pub shown: String,
}

impl<'a> Base<'a> {
    /// The commit of a revision; without one, that at which this branch left the main one, so that a pull
    /// request sees what it adds and not what it lacks.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or git does not answer.
    pub fn find(project: &'a Project, revision: Option<&String>) -> Result<Self, Failed> {
        let base = |commit: String, what: &str| {
            let short: String = commit.chars().take(10).collect();
            Self { project, commit, shown: format!("{short} ({what})") }
        };
        if let Some(revision) = revision {
            return match commit(project, revision)? {
                Some(commit) => Ok(base(commit, revision)),
                None => Err(Failed::because(format!("git knows no commit `{revision}`"))
                    .with_help("fetch it first, or name another: a branch, a tag, a hash")),
            };
        }
        for trunk in TRUNKS {
            if commit(project, trunk)?.is_none() {
                continue;
            }
            return match git(project, &["merge-base", trunk, "HEAD"])? {
                Some(found) => Ok(base(found.trim().to_owned(), &format!("where HEAD left {trunk}"))),
                None => {
                    Err(Failed::because(format!("git finds no commit that {trunk} and HEAD have in common"))
                        .with_help("fetch more of the history, or name a commit with `--base`"))
                }
            };
        }
        match commit(project, "HEAD")? {
            Some(head) => Ok(base(head, "HEAD")),
            None => Err(Failed::because("there is no commit to compare with")),
        }
    }

    /// The specs of all services, by name.
    ///
    /// # Errors
    ///
    /// When git does not show one, or one is no text.
    pub fn services(&self) -> Result<BTreeMap<String, Vec<Source>>, Failed> {
        let listed = ["ls-tree", "-r", "-z", "--name-only", &self.commit, "--", "specs/"];
        let listed = git(self.project, &listed)?.ok_or_else(|| self.unreadable("specs"))?;
        let mut services: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        for path in listed.split('\0') {
            let [_, service, file] = path.split('/').collect::<Vec<_>>()[..] else { continue };
            if file.ends_with(".yaml") {
                let shown = git(self.project, &["show", &format!("{}:./{path}", self.commit)])?;
                let text = shown.ok_or_else(|| self.unreadable(path))?;
                services.entry(service.to_owned()).or_default().push(Source::new(path, text));
            }
        }
        Ok(services)
    }

    fn unreadable(&self, path: &str) -> Failed {
        Failed::because(format!("git cannot show {path} of {}", self.shown))
    }
}

/// The hash of a revision's commit, if there is one.
fn commit(project: &Project, revision: &str) -> Result<Option<String>, Failed> {
    let commit = format!("{revision}^{{commit}}");
    let found = git(project, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    Ok(found.map(|hash| hash.trim().to_owned()))
}

/// What git writes; nothing if it says no.
fn git(project: &Project, arguments: &[&str]) -> Result<Option<String>, Failed> {
    let mut git = Command::new("git");
    git.arg("-C").arg(project.root()).args(arguments);
    let run = git.output().map_err(|error| Failed::because(format!("cannot run git: {error}")))?;
    match run {
        Output { status, stdout, .. } if status.success() => match String::from_utf8(stdout) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Failed::because(format!("what `git {}` writes is no text", arguments.join(" ")))),
        },
        // 128 is a failure of git itself: no repository, or one that it does not trust.
        Output { status, stderr, .. } if status.code() == Some(128) && arguments[0] == "rev-parse" => {
            Err(Failed::because(String::from_utf8_lossy(&stderr).trim().to_owned()))
        }
        _ => Ok(None),
    }
}
