//! `cargo xtask regenerate`: specs to crates.

use clap::{Arg, ArgAction, ArgMatches, Command};
use huaweicloud_codegen::diagnostic::{Record, Spot};
use huaweicloud_codegen::{Options, Packaging, Severity, generate};

use crate::failed::Failed;
use crate::fingerprint::{Note, Notes};
use crate::format::{self, Format};
use crate::progress::Progress;
use crate::project::Project;
use crate::report::{self, Style, count};
use crate::sync::{Change, Changes};

/// Files below `crates/generated` that people wrote: they tell rustfmt, git and the forge that the rest
/// is generated.
const KEPT: [&str; 2] = [".gitattributes", "rustfmt.toml"];

/// How a snapshot is accepted without a tool of its own.
pub const ACCEPT: &str = "INSTA_UPDATE=always cargo test -p huaweicloud-codegen";

/// The arguments.
pub fn command() -> Command {
    Command::new("regenerate")
        .about("Writes the crates of the services from their specs")
        .long_about(
            "Writes the crates of the services from their specs.\n\n\
             All mistakes of all specs are shown at once, and then nothing is written.\n\
             Otherwise files that differ are written, and files that no spec stands for are removed.\n\
             Services whose specs and files are as this program left them are not generated again; with \
             --check all are.",
        )
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("Folders of specs/ [default: all]"))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing; fails if a file would be written or removed"),
        )
        .arg(Format::argument())
        .after_help(format::ABOUT)
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<String> = arguments.get_many("service").into_iter().flatten().cloned().collect();
    let format = Format::of(arguments);
    if arguments.get_flag("check") {
        return check(&compare(project, &named, None, format)?.changes, &named, format);
    }
    update(project, &named, format)
}

/// Writes and removes what differs, and says so.
///
/// # Errors
///
/// When a spec has a mistake, and then nothing is written; or when the disk does not oblige.
pub fn write(project: &Project, named: &[String]) -> Result<(), Failed> {
    update(project, named, Format::usual())
}

/// What the folder of the generated crates lacks, once every spec is free of errors.
///
/// # Errors
///
/// When a spec has a mistake: then all mistakes have been printed.
pub fn changes(project: &Project, named: &[String]) -> Result<Changes, Failed> {
    Ok(compare(project, named, None, Format::usual())?.changes)
}

fn update(project: &Project, named: &[String], format: Format) -> Result<(), Failed> {
    let notes = Notes::of(project);
    let Compared { changes, fresh, services, skipped } = compare(project, named, Some(&notes), format)?;
    changes.apply(&project.generated())?;
    fresh.iter().for_each(|note| notes.keep(note));
    for (path, change) in &changes.files {
        let done = if matches!(change, Change::Remove) { "removed" } else { "wrote  " };
        format.say(format_args!("{done} crates/generated/{path}"));
    }
    let (written, removed) = changes.count();
    let generated = if skipped > 0 { format!(", {} generated", services - skipped) } else { String::new() };
    format.say(format_args!(
        "{}{generated}: {} written, {removed} removed, {} unchanged",
        count(services, "service"),
        count(written, "file"),
        changes.unchanged
    ));
    if !changes.files.is_empty() {
        format.say(format_args!("Next, accept the snapshots and read their diff: {ACCEPT}"));
    }
    Ok(())
}

/// The specs beside what is generated.
struct Compared {
    changes: Changes,
    /// What to note about the services that were generated, once their files are written.
    fresh: Vec<Note>,
    services: usize,
    /// How many of the services were left alone.
    skipped: usize,
}

/// Generates the services, but not those of which the notes say that nothing changed.
fn compare(
    project: &Project,
    named: &[String],
    notes: Option<&Notes>,
    format: Format,
) -> Result<Compared, Failed> {
    let base = project.generated();
    let services = project.read(named)?;
    let (number, mut skipped) = (services.len(), 0);
    let (mut files, mut kept, mut fresh, mut found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let progress = Progress::new("generating", number);
    for service in services {
        progress.next(&service.name);
        let input = notes.and_then(|notes| notes.input(&service));
        let unchanged =
            notes.zip(input).and_then(|(notes, input)| notes.unchanged(&service.name, input, &base));
        if let Some(paths) = unchanged {
            kept.extend(paths);
            skipped += 1;
            continue;
        }
        match generate(&service.name, service.sources, Options::default(), &Packaging::Workspace) {
            Ok(output) => {
                // Warnings are shown every time.
                if let Some(input) = input.filter(|_| output.warnings.is_empty()) {
                    fresh.push(Note::new(service.name, input, &output.files));
                }
                files.extend(output.files);
                found.push((output.warnings, output.sources));
            }
            Err(failure) => found.push((failure.diagnostics, failure.sources)),
        }
    }
    drop(progress);
    let mut total = (0, 0);
    for (found, sources) in found {
        format.findings(&found, &sources);
        let (errors, warnings) = found.count();
        total = (total.0 + errors, total.1 + warnings);
    }
    if total.0 > 0 {
        return Err(Failed::because(format!("{}; no file was touched", report::tally(total))));
    }
    let owned: Vec<String> = named.iter().flat_map(|name| [name.clone(), format!("{name}-model")]).collect();
    let owned = if named.is_empty() { None } else { Some(owned.as_slice()) };
    let mut changes = Changes::find(&base, files, &kept, owned)?;
    changes.files.retain(|path, _| !KEPT.contains(&path.as_str()));
    Ok(Compared { changes, fresh, services: number, skipped })
}

fn check(changes: &Changes, named: &[String], format: Format) -> Result<(), Failed> {
    let style = Style::of_stdout();
    let services: String = named.iter().map(|name| format!(" {name}")).collect();
    let help = format!("run `cargo xtask regenerate{services}`");
    let mut records = Vec::new();
    for (path, change) in &changes.files {
        let path = format!("crates/generated/{path}");
        let (name, line, message) = match change {
            Change::Create(_) => {
                format.say(format_args!("{} {path}", style.red("missing")));
                ("missing-file", 1, "the specs give this file, but it is not there")
            }
            Change::Update(_, line) => {
                format.say(format_args!("{} {path}:{line}", style.red("differs")));
                ("stale-file", *line, "from this line on the specs give something else")
            }
            Change::Remove => {
                format.say(format_args!("{} {path}", style.red("orphan ")));
                ("orphan-file", 1, "no spec gives this file")
            }
        };
        records.push(Record {
            severity: Severity::Error,
            name,
            spot: Spot { file: path, line, column: 1, end_line: line, end_column: 1 },
            message: message.to_owned(),
            help: Some(help.clone()),
            related: Vec::new(),
        });
    }
    format.records(&records);
    if changes.files.is_empty() {
        format.say(format_args!("{} as the specs have it", report::are(changes.unchanged, "file")));
        return Ok(());
    }
    let message = format!("{} not as the specs have it", report::are(changes.files.len(), "file"));
    Err(Failed::because(message).with_help(help))
}
