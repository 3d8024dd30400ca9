//! `cargo xtask regenerate`: specs to crates.

use clap::{Arg, ArgAction, ArgMatches, Command};
use huaweicloud_codegen::{Options, Packaging, generate};

use crate::failed::Failed;
use crate::project::Project;
use crate::report::{self, Style, count};
use crate::sync::{Change, Changes};

/// Files below `crates/generated` that people wrote: they tell rustfmt, git and the forge that the rest
/// is generated.
const KEPT: [&str; 2] = [".gitattributes", "rustfmt.toml"];

/// How a snapshot is accepted without a tool of its own.
const ACCEPT: &str = "INSTA_UPDATE=always cargo test -p huaweicloud-codegen";

/// The arguments.
pub fn command() -> Command {
    Command::new("regenerate")
        .about("Writes the crates of the services from their specs")
        .long_about(
            "Writes the crates of the services from their specs.\n\n\
             All mistakes of all specs are shown at once, and then nothing is written.\n\
             Otherwise files that differ are written, and files that no spec stands for are removed.",
        )
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("Folders of specs/ [default: all]"))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing; fails if a file would be written or removed"),
        )
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<String> = arguments.get_many("service").into_iter().flatten().cloned().collect();
    if arguments.get_flag("check") {
        return check(&changes(project, &named)?, &named);
    }
    write(project, &named)
}

/// Writes and removes what differs, and says so.
///
/// # Errors
///
/// When a spec has a mistake, and then nothing is written; or when the disk does not oblige.
pub fn write(project: &Project, named: &[String]) -> Result<(), Failed> {
    let changes = changes(project, named)?;
    changes.apply(&project.generated())?;
    for (path, change) in &changes.files {
        let done = if matches!(change, Change::Remove) { "removed" } else { "wrote  " };
        println!("{done} crates/generated/{path}");
    }
    let (written, removed) = changes.count();
    let services = if named.is_empty() { project.services()?.len() } else { distinct(named) };
    println!(
        "{}: {} written, {removed} removed, {} unchanged",
        count(services, "service"),
        count(written, "file"),
        changes.unchanged
    );
    if !changes.files.is_empty() {
        println!("Next, accept the snapshots and read their diff: {ACCEPT}");
    }
    Ok(())
}

/// What the folder of the generated crates lacks, once every spec is free of errors.
///
/// # Errors
///
/// When a spec has a mistake: then all mistakes have been printed.
pub fn changes(project: &Project, named: &[String]) -> Result<Changes, Failed> {
    let mut files = Vec::new();
    let mut total = (0, 0);
    for service in project.read(named)? {
        let (found, sources) =
            match generate(&service.name, service.sources, Options::default(), &Packaging::Workspace) {
                Ok(output) => {
                    files.extend(output.files);
                    (output.warnings, output.sources)
                }
                Err(failure) => (failure.diagnostics, failure.sources),
            };
        report::diagnostics(&found, &sources);
        let (errors, warnings) = found.count();
        total = (total.0 + errors, total.1 + warnings);
    }
    if total.0 > 0 {
        return Err(Failed::because(format!("{}; no file was touched", report::tally(total))));
    }
    let owned: Vec<String> = named.iter().flat_map(|name| [name.clone(), format!("{name}-model")]).collect();
    let owned = if named.is_empty() { None } else { Some(owned.as_slice()) };
    let mut changes = Changes::find(&project.generated(), files, owned)?;
    changes.files.retain(|path, _| !KEPT.contains(&path.as_str()));
    Ok(changes)
}

fn check(changes: &Changes, named: &[String]) -> Result<(), Failed> {
    let style = Style::of_stdout();
    for (path, change) in &changes.files {
        let path = format!("crates/generated/{path}");
        match change {
            Change::Create(_) => println!("{} {path}", style.red("missing")),
            Change::Update(_, line) => println!("{} {path}:{line}", style.red("differs")),
            Change::Remove => println!("{} {path}", style.red("orphan ")),
        }
    }
    if changes.files.is_empty() {
        println!("{} as the specs have it", report::are(changes.unchanged, "file"));
        return Ok(());
    }
    let services: String = named.iter().map(|name| format!(" {name}")).collect();
    let message = format!("{} not as the specs have it", report::are(changes.files.len(), "file"));
    Err(Failed::because(message).with_help(format!("run `cargo xtask regenerate{services}`")))
}

fn distinct(names: &[String]) -> usize {
    names.iter().collect::<std::collections::BTreeSet<_>>().len()
}
