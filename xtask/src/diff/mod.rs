//! `cargo xtask diff`: what an edit of the specs changes for those who call the crates.

mod base;
mod table;

use std::collections::BTreeSet;

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command};
use huaweicloud_codegen::compare::{Comparison, Package, Verdict, compare};
use huaweicloud_codegen::diagnostic::rules::{LINTS, Level};
use huaweicloud_codegen::ir::Service;
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Diagnostic, Options, Severity, check};

use crate::failed::Failed;
use crate::format::Format;
use crate::progress::Progress;
use crate::project::{self, Project};
use crate::report;
use base::Base;

/// How it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// In one of the forms that all commands have.
    Of(Format),
    /// As tables that a forge shows.
    Markdown,
}

/// The arguments.
pub fn command() -> Command {
    let formats = [
        PossibleValue::new("text").help("Tables; for people"),
        PossibleValue::new("json").help("An object a row on standard output; see below"),
        PossibleValue::new("github").help("The tables, and a notice a crate for a pull request"),
        PossibleValue::new("markdown").help("Tables for a comment, or for the summary of a workflow"),
    ];
    let verdicts = Verdict::ALL.map(Verdict::as_str);
    Command::new("diff")
        .about("Shows what an edit of the specs changes for callers, and the version that it asks for")
        .long_about(
            "Shows what an edit of the specs changes for callers, and the version that it asks for: a \
             table a crate, a row a change, each with major, minor or patch and the reason.\n\n\
             The specs as they lie here are compared with those of a commit, by the Rust that is \
             generated from either. major: some caller does not compile any more, or compiles and asks \
             for another thing. minor: callers have more, and compile as before. patch: callers cannot \
             tell by compiling. Below 1.0, cargo takes a change of the second number for major, and one \
             of the third for the rest.\n\n\
             `cargo xtask semver` holds the verdicts against cargo-semver-checks.",
        )
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("Folders of specs/ [default: all]"))
        .arg(
            Arg::new("base")
                .long("base")
                .value_name("REV")
                .help("What to compare with [default: where HEAD left origin/main, or main]"),
        )
        .arg(
            Arg::new("deny")
                .long("deny")
                .value_name("VERDICT")
                .value_parser(verdicts)
                .help("Ends with 1 if a change is this or worse [default: ends with 0 whatever changed]"),
        )
        .arg(
            Format::argument()
                .value_parser(formats)
                .help("How changes are told [default: text, or github where GITHUB_ACTIONS=true]"),
        )
        .after_help(
            "With `--format json` standard output holds an object a line for each change, and nothing \
             else: service, crate, item, change, verdict and why, all of them texts.",
        )
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<&String> = arguments.get_many("service").into_iter().flatten().collect();
    let layout = match arguments.get_one::<String>("format").map(String::as_str) {
        Some("markdown") => Layout::Markdown,
        _ => Layout::Of(Format::of(arguments)),
    };
    let base = Base::find(project, arguments.get_one("base"))?;
    let mut before = base.services()?;
    let known: BTreeSet<String> = before.keys().cloned().chain(project.services()?).collect();
    let known: Vec<String> = known.into_iter().collect();
    if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
        return Err(project::unknown(unknown, &known));
    }
    let here = project.services()?;
    let names: Vec<String> =
        known.into_iter().filter(|name| named.is_empty() || named.contains(&name)).collect();
    let progress = Progress::new("comparing", names.len());
    let mut comparisons = Vec::new();
    for name in names {
        progress.next(&name);
        let now = match here.contains(&name) {
            true => project.read(std::slice::from_ref(&name))?.pop().map(|it| it.sources),
            false => None,
        };
        comparisons.push(compared(&name, &base, before.remove(&name), now)?);
    }
    drop(progress);
    table::print(&comparisons, &base.shown, layout);
    let worst = comparisons.iter().filter_map(|it| it.verdict(Package::Client)).max();
    let deny = arguments.get_one::<String>("deny").and_then(|name| Verdict::named(name));
    match (worst, deny) {
        (Some(worst), Some(deny)) if worst >= deny => {
            Err(Failed::because(format!("the edit is {worst}, and {deny} is denied")))
        }
        _ => Ok(()),
    }
}

fn compared(
    name: &str,
    base: &Base<'_>,
    before: Option<Vec<Source>>,
    now: Option<Vec<Source>>,
) -> Result<Comparison, Failed> {
    if before == now {
        return Ok(Comparison { service: name.to_owned(), rows: Vec::new() });
    }
    let before = lowered(name, before, true).map_err(|tally| {
        let failed = Failed::because(format!("specs/{name} of {}: {tally}", base.shown));
        failed
            .with_help("what these specs would be as Rust cannot be told: name another commit with `--base`")
    })?;
    let now = lowered(name, now, false).map_err(|tally| {
        Failed::because(format!("specs/{name}: {tally}")).with_help(format!("cargo xtask lint {name}"))
    })?;
    Ok(compare(before.as_ref(), now.as_ref()))
}

/// A service as the generator understands it. An error is how many mistakes have been printed.
///
/// Of what was committed once, today's rules of the house are not asked: some came later.
fn lowered(name: &str, sources: Option<Vec<Source>>, committed: bool) -> Result<Option<Service>, String> {
    let Some(sources) = sources else { return Ok(None) };
    let mut checked = check(name, sources.clone(), Options::default());
    if let Err(failure) = &checked
        && committed
        && failure.diagnostics.iter().all(|it| it.severity == Severity::Warning || is_of_the_house(it))
    {
        checked = check(name, sources, Options { foreign: true });
    }
    match checked {
        Ok(checked) => Ok(Some(checked.service)),
        Err(failure) => {
            // Not as annotations: their lines may be those of another commit.
            report::diagnostics(&failure.diagnostics, &failure.sources);
            Err(report::tally(failure.diagnostics.count()))
        }
    }
}

/// Whether the generated Rust is the same with this and without.
fn is_of_the_house(it: &Diagnostic) -> bool {
    LINTS.iter().any(|rule| rule.name == it.name && matches!(rule.level, Level::House | Level::Convention))
}
