//! `cargo xtask semver`: whether the verdicts of `cargo xtask diff` are right, by other people's
//! judgement.
//!
//! Each edit of `xtask/semver/edits` is made in the base spec. What is generated before and after is
//! shown to cargo-semver-checks, which compares what rustdoc says of the crates; and a caller who uses
//! all of the one is compiled against the other, which shows what that tool does not look at: types.

mod crates;
pub mod edits;
mod judge;
mod table;

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use huaweicloud_codegen::compare::{Package, compare};

use crate::failed::Failed;
use crate::progress::Progress;
use crate::project::Project;
use crate::report;
use crates::{Crates, Generated};
use edits::{Edit, Edits};
use judge::Judge;
use table::{Judged, Table};

/// The arguments.
pub fn command() -> Command {
    Command::new("semver")
        .about("Holds the verdicts of `diff` against cargo-semver-checks and a caller")
        .long_about(
            "Holds the verdicts of `diff` against cargo-semver-checks and a caller.\n\n\
             Every edit of xtask/semver/edits is made in xtask/semver/base.yaml, and both are generated. \
             cargo-semver-checks compares the crates; xtask/semver/caller.rs, which uses all of the base, \
             is compiled against the edited. Ends with 1 where one of them asks for more than `diff`, or \
             where `diff` asks for a major or a minor version and neither sees why; an edit that no \
             compiler can see says so itself, with the reason.\n\n\
             Everything is written below target/semver.",
        )
        .arg(Arg::new("edit").value_name("EDIT").num_args(0..).help("Edits by name [default: all]"))
        .after_help("The tool is not a part of the project: cargo install cargo-semver-checks --locked")
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<&String> = arguments.get_many("edit").into_iter().flatten().collect();
    let Edits { base, mut edits } = edits::read()?;
    if let Some(unknown) = named.iter().find(|name| edits.iter().all(|edit| edit.name != ***name)) {
        let failed = Failed::because(format!("no edit is called `{unknown}`"));
        let near = report::nearest(unknown, edits.iter().map(|edit| edit.name.as_str()));
        return Err(failed.with_help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "xtask/semver/edits has a file for each".to_owned(),
        }));
    }
    edits.retain(|edit| named.is_empty() || named.contains(&&edit.name));
    let crates = Crates::new(project, project.root().join("target/semver"))?;
    let judge = Judge::find(crates.log("version"))?;
    let progress = Progress::new("judging", edits.len() + 1);
    progress.next("the base");
    let before = crates.generate("base", &base)?;
    if let Some(log) = crates.caller_fails(&before)? {
        let failed = Failed::because("xtask/semver/caller.rs does not compile with the crates of the base");
        return Err(failed.with_help(format!("what the compiler says is in {}", project.shown(&log))));
    }
    let mut table = Table::default();
    for edit in edits {
        progress.next(&edit.name);
        table.add(judged(&crates, &judge, &before, edit)?);
    }
    drop(progress);
    table.print(&judge);
    match table.bad() {
        0 => Ok(()),
        bad => Err(Failed::because(format!("{} not held", report::are(bad, "verdict")))),
    }
}

fn judged(crates: &Crates<'_>, judge: &Judge, before: &Generated, edit: Edit) -> Result<Judged, Failed> {
    let after = crates.generate(&edit.name, &edit.spec)?;
    let ours = compare(Some(&before.service), Some(&after.service)).verdict(Package::Client);
    let mut tool = judge::Opinion::default();
    for (base, now) in before.rustdoc.iter().zip(&after.rustdoc) {
        let name = now.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        tool.add(judge.compare(base, now, crates.log(&format!("{}-{name}", edit.name)))?);
    }
    let caller = crates.caller_fails(&after)?.is_none();
    Ok(Judged { ours, tool, caller, edit })
}

/// A path of a log, for the message that names it.
type Log = PathBuf;
