//! `cargo xtask lint`: everything that specs have wrong, and why it matters.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Options, check, load};

use crate::explain;
use crate::failed::Failed;
use crate::format::{self, Format};
use crate::progress::Progress;
use crate::project::{self, Project, Service};
use crate::report;

/// The arguments.
pub fn command() -> Command {
    Command::new("lint")
        .about("Shows everything that specs have wrong")
        .long_about(
            "Shows everything that specs have wrong.\n\n\
             Services are held to the rules of the house. Files are somebody else's OpenAPI, taken \
             together as one service, and to them the house rules are advice.",
        )
        .arg(
            Arg::new("spec")
                .value_name("SERVICE|FILE")
                .num_args(0..)
                .help("Folders of specs/, or OpenAPI files from anywhere [default: all services]"),
        )
        .arg(
            Arg::new("explain")
                .long("explain")
                .value_name("NAME")
                .num_args(0..=1)
                .default_missing_value("")
                .conflicts_with("spec")
                .help(
                    "Says why something is found, by the name in brackets behind `error` or `warning`; \
                     without a name, lists all",
                ),
        )
        .arg(Format::argument())
        .after_help(format::ABOUT)
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    if let Some(name) = arguments.get_one::<String>("explain") {
        return explain::run(name);
    }
    let format = Format::of(arguments);
    let specs: Vec<String> = arguments.get_many("spec").into_iter().flatten().cloned().collect();
    let (named, files) = sorted(project, specs)?;
    let mut specs = Vec::new();
    if !named.is_empty() || files.is_empty() {
        let services = project.read(&named)?;
        specs.extend(services.into_iter().map(|Service { name, sources }| {
            let shown = format!("specs/{name}");
            (shown, name, sources, Options::default())
        }));
    }
    if !files.is_empty() {
        let sources = read(project, &files)?;
        specs.push((sources[0].path.clone(), "foreign".to_owned(), sources, Options { foreign: true }));
    }
    let progress = Progress::new("checking", specs.len());
    let mut all = Vec::new();
    for (shown, name, sources, options) in specs {
        progress.next(&shown);
        let found = match check(&name, sources, options) {
            Ok(checked) => (checked.warnings, checked.sources),
            Err(failure) => (failure.diagnostics, failure.sources),
        };
        all.push((shown, found));
    }
    drop(progress);
    let mut total = (0, 0);
    for (shown, (found, sources)) in all {
        format.findings(&found, &sources);
        let (errors, warnings) = found.count();
        total = (total.0 + errors, total.1 + warnings);
        format.say(format_args!(
            "{shown}: {}, {}",
            report::count(sources.len(), "file"),
            report::tally(found.count())
        ));
    }
    if total.0 > 0 {
        return Err(Failed::because(report::tally(total)));
    }
    Ok(())
}

/// Reads files of somebody else's spec, and those beside them that they refer to.
///
/// # Errors
///
/// When one is missing or no text.
pub fn read(project: &Project, files: &[PathBuf]) -> Result<Vec<Source>, Failed> {
    let mut sources = Vec::new();
    let mut known = BTreeSet::new();
    let mut open: Vec<(PathBuf, bool)> = files.iter().rev().map(|file| (file.clone(), false)).collect();
    while let Some((file, aside)) = open.pop() {
        let shown = project.shown(&file);
        if !known.insert(shown.clone()) {
            continue;
        }
        let source = Source { aside, ..project::read(&file, shown)? };
        let folder = file.parent().unwrap_or(Path::new(""));
        // What is not there is told with the place of the reference.
        let beside = load::referred(&source).into_iter().map(|path| plain(&folder.join(path)));
        let beside: Vec<_> = beside.filter(|path| path.is_file()).map(|path| (path, true)).collect();
        // Behind all that were named.
        open.splice(0..0, beside);
        sources.push(source);
    }
    Ok(sources)
}

/// A path without `.`, and without a folder that `..` leaves again.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Which of the arguments are services and which are files. A file of `specs/` stands for its service:
/// alone it would lack what it refers to.
fn sorted(project: &Project, specs: Vec<String>) -> Result<(Vec<String>, Vec<PathBuf>), Failed> {
    let known = project.services()?;
    let (mut named, mut files) = (Vec::new(), Vec::new());
    for spec in specs {
        let path = Path::new(&spec);
        if known.contains(&spec) || !path.exists() {
            named.push(spec);
            continue;
        }
        let shown = project.shown(path);
        let service = shown.strip_prefix("specs/").and_then(|rest| rest.split('/').next());
        match service.filter(|name| known.iter().any(|it| it == name)) {
            Some(service) => named.push(service.to_owned()),
            None if path.is_dir() => {
                let listed = project::listed(path)?;
                let before = files.len();
                files.extend(listed.into_values().filter(|it| is_spec(it)));
                if files.len() == before {
                    return Err(Failed::because(format!("{shown} holds no .yaml, .yml or .json file")));
                }
            }
            None => files.push(path.to_owned()),
        }
    }
    Ok((named, files))
}

fn is_spec(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| matches!(it, "yaml" | "yml" | "json"))
}
