//! `cargo xtask foreign`: what becomes of real OpenAPI files that nobody here wrote.
//!
//! Each is either generated, and compiles without a warning, or refused with a position. The files are
//! listed in `xtask/bench/foreign.tsv` and fetched below `target/foreign`; they are never committed.

mod check;
pub mod child;
mod list;
mod ours;
mod reasons;
mod table;
mod theirs;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::failed::Failed;
use crate::peers::{self, PEERS, Peer};
use crate::process::{machine, progress};
use crate::project::Project;
use crate::{release, report};
use check::Checker;
use list::Spec;
use ours::Ours;
use table::Row;

/// How long anybody may take to generate from one file before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(300);

/// The arguments.
pub fn command() -> Command {
    Command::new("foreign")
        .about("Tries the generator on real OpenAPI files of other people")
        .long_about(
            "Tries the generator on real OpenAPI files of other people: on those of \
             xtask/bench/foreign.tsv, or on those given.\n\n\
             Each has to be generated and pass `cargo check` without a warning, or to be refused with a \
             position. Ends with a table, and with what was refused by the name of the rule. Everything \
             is written below target/foreign; ends with 1 when a file panics, hangs, does not compile \
             or compiles with warnings.",
        )
        .arg(
            Arg::new("spec")
                .value_name("NAME|FILE|DIR")
                .num_args(0..)
                .help("Names of the list, files, or folders of files that stand alone [default: the list]"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Where the listed files are, as DIR/NAME/FILE, instead of fetching them"),
        )
        .arg(
            Arg::new("lib")
                .long("lib")
                .action(ArgAction::SetTrue)
                .help("Checks the libraries only, not their tests and examples with all features"),
        )
        .arg(
            Arg::new("docs")
                .long("docs")
                .action(ArgAction::SetTrue)
                .help("Has rustdoc look for warnings too"),
        )
        .arg(
            Arg::new("peers")
                .long("peers")
                .value_name("PEER")
                .num_args(0..)
                .value_parser(PEERS.each_ref().map(|peer| peer.name))
                .help("Other generators to try on the same files [default: all]"),
        )
        .arg(
            Arg::new("tools")
                .long("tools")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Where the other generators are installed [default: target/peers]"),
        )
        .arg(
            Arg::new("child")
                .long("child")
                .value_name("REPORT")
                .value_parser(value_parser!(PathBuf))
                .hide(true)
                .num_args(3)
                .help("Generates from one file in this process: name, folder, report"),
        )
}

/// What all steps have in common.
pub struct Setting<'a> {
    /// The checkout.
    pub project: &'a Project,
    /// What to check of what was generated.
    pub check: check::What,
    /// Where the other generators are.
    pub tools: PathBuf,
}

impl Setting<'_> {
    /// A folder of this command.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.project.root().join("target/foreign").join(name)
    }

    /// The file that keeps what somebody wrote about a spec.
    pub fn log(&self, who: &str, spec: &str, step: &str) -> PathBuf {
        self.folder("log").join(who).join(format!("{spec}-{step}.log"))
    }
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let given: Vec<String> = arguments.get_many("spec").into_iter().flatten().cloned().collect();
    if let Some(child) = arguments.get_many::<PathBuf>("child") {
        return child::run(project, &given, &child.cloned().collect::<Vec<_>>());
    }
    let check = if arguments.get_flag("lib") { check::What::Libraries } else { check::What::Everything };
    let tools = arguments.get_one("tools").cloned().unwrap_or_else(|| peers::tools(project));
    let setting = Setting { project, check, tools };
    let peers = match arguments.contains_id("peers") {
        true => {
            theirs::named(&setting, &arguments.get_many("peers").into_iter().flatten().collect::<Vec<_>>())?
        }
        false => Vec::new(),
    };
    let specs = list::specs(&setting, &given, arguments.get_one("from"))?;
    let checker = Checker::new(&setting, arguments.get_flag("docs"))?;
    let generator = release::program(project.root())?;
    let mut rows = Vec::new();
    for (number, spec) in specs.iter().enumerate() {
        progress(&format!("{} ({} of {})", spec.name, number + 1, specs.len()));
        rows.push(row(&setting, &generator, &checker, &peers, spec)?);
    }
    table::print(&rows, &peers, &machine::line());
    reasons::print(&rows);
    match rows.iter().filter(|row| row.ours.outcome.is_bad()).count() {
        0 => Ok(()),
        bad => Err(Failed::because(format!("{}, neither refused nor clean", report::count(bad, "file")))
            .with_help(format!("what was written is in {}", project.shown(&setting.folder("log"))))),
    }
}

fn row(
    setting: &Setting<'_>,
    generator: &std::path::Path,
    checker: &Checker<'_>,
    peers: &[&'static Peer],
    spec: &Spec,
) -> Result<Row, Failed> {
    let ours = Ours::of(setting, generator, checker, spec)?;
    let mut outcomes = Vec::new();
    for peer in peers {
        outcomes.push(theirs::outcome(setting, checker, peer, spec)?);
    }
    Ok(Row {
        name: spec.name.clone(),
        operations: spec.operations.or(ours.operations),
        ours,
        theirs: outcomes,
    })
}
