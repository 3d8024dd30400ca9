//! `cargo xtask lint`: everything that specs have wrong, and why it matters.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use huaweicloud_codegen::lint::{LINTS, Level, Lint, explain};
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Options, check};

use crate::failed::Failed;
use crate::project::{self, Project, Service};
use crate::report::{self, Style};

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
                .conflicts_with("spec")
                .help("Says why a lint is there, by the name in brackets behind `error` or `warning`"),
        )
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    if let Some(name) = arguments.get_one::<String>("explain") {
        return explained(name);
    }
    let specs: Vec<String> = arguments.get_many("spec").into_iter().flatten().cloned().collect();
    let (named, files) = sorted(project, specs)?;
    let mut total = (0, 0);
    let mut lint = |shown: String, name: &str, sources: Vec<Source>, options| {
        let files = sources.len();
        let (found, sources) = match check(name, sources, options) {
            Ok(checked) => (checked.warnings, checked.sources),
            Err(failure) => (failure.diagnostics, failure.sources),
        };
        report::diagnostics(&found, &sources);
        let (errors, warnings) = found.count();
        total = (total.0 + errors, total.1 + warnings);
        println!("{shown}: {}, {}", report::count(files, "file"), report::tally(found.count()));
    };
    if !named.is_empty() || files.is_empty() {
        for Service { name, sources } in project.read(&named)? {
            lint(format!("specs/{name}"), &name, sources, Options::default());
        }
    }
    if !files.is_empty() {
        let sources = read(project, &files)?;
        let shown = sources[0].path.clone();
        lint(shown, "foreign", sources, Options { foreign: true });
    }
    if total.0 > 0 {
        return Err(Failed::because(report::tally(total)));
    }
    Ok(())
}

/// Reads files of somebody else's spec.
///
/// # Errors
///
/// When one is missing or no text.
pub fn read(project: &Project, files: &[PathBuf]) -> Result<Vec<Source>, Failed> {
    files.iter().map(|file| project::read(file, project.shown(file))).collect()
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

fn explained(name: &str) -> Result<(), Failed> {
    if let Some(lint) = explain(name) {
        let style = Style::of_stdout();
        println!("{}: {}\n{}", style.bold(lint.name), level(lint), wrapped(lint.explanation));
        return Ok(());
    }
    let failed = Failed::because(format!("no lint is called `{name}`"));
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    Err(match report::nearest(name, names.iter().copied()) {
        Some(near) => failed.with_help(format!("did you mean `{near}`?")),
        None => failed.with_help(format!("the lints are\n  {}", names.join("\n  "))),
    })
}

fn level(lint: &Lint) -> &'static str {
    match lint.level {
        Level::Error => "an error always",
        Level::Convention => "an error in specs/, a warning in the specs of others",
        Level::Advice => "a warning always",
    }
}

/// Lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > 100 {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += width;
    }
    out
}
