//! `cargo xtask new`: the first files of a service, to be filled from its documentation.

use std::fs;

use clap::{Arg, ArgMatches, Command};

use crate::failed::{Doing as _, Failed};
use crate::project::{self, Project};
use crate::regenerate::ACCEPT;

const SERVICE: &str = include_str!("../templates/service.yaml");
const CHAPTER: &str = include_str!("../templates/chapter.yaml");
/// What the chapter is called until somebody knows better.
const CHAPTER_FILE: &str = "things.yaml";

/// The arguments.
pub fn command() -> Command {
    Command::new("new")
        .about("Writes the first spec files of a service")
        .long_about(
            "Writes the first spec files of a service: what its chapters share, and one chapter with \
             an operation that shows every part of a page.\n\n\
             They lint clean and become crates as they are. What to replace is said beside it.",
        )
        .arg(
            Arg::new("service")
                .value_name("SERVICE")
                .required(true)
                .help("The service's name in its address, such as `dns`; in kebab case"),
        )
        .arg(
            Arg::new("title")
                .long("title")
                .value_name("TITLE")
                .help("What the service is called [default: SERVICE in capitals]"),
        )
        .arg(
            Arg::new("version")
                .long("version")
                .value_name("VERSION")
                .default_value("v1")
                .help("The version of its API, as paths begin with it"),
        )
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let text = |name: &str| arguments.get_one::<String>(name).cloned();
    let name = text("service").ok_or(Failed::Told)?;
    project::valid(&name)?;
    let title = one_line(text("title").unwrap_or_else(|| name.replace('-', " ").to_uppercase()))?;
    let version = version(text("version").unwrap_or_default())?;
    let folder = project.root().join("specs").join(&name);
    let generated = project.generated();
    for taken in [folder.clone(), generated.join(&name), generated.join(format!("{name}-model"))] {
        if taken.exists() {
            let message = format!("{} is there already", project.shown(&taken));
            let help = "add a chapter by hand: a further file beside `service.yaml`";
            return Err(Failed::because(message).with_help(help));
        }
    }
    fs::create_dir_all(&folder).doing("create", &folder)?;
    for (file, template) in [("service.yaml", SERVICE), (CHAPTER_FILE, CHAPTER)] {
        let path = folder.join(file);
        fs::write(&path, filled(template, &name, &title, &version)).doing("write", &path)?;
        println!("wrote   specs/{name}/{file}");
    }
    println!(
        "Next:\n\
         \x20 1. fill them from the documentation, as specs/README.md shows; name {CHAPTER_FILE} after its chapter\n\
         \x20 2. cargo xtask lint {name}\n\
         \x20 3. cargo xtask regenerate {name}\n\
         \x20 4. accept the snapshots and read their diff: {ACCEPT}\n\
         \x20 5. cargo test --package huaweicloud-{name}\n\
         \x20 6. for `cargo xtask mock` to play it, name it in crates/demo/Cargo.toml and crates/demo/src/lib.rs"
    );
    Ok(())
}

/// The template with its `@WORDS@` replaced, each once: what stands in a title is no word of it.
fn filled(template: &str, name: &str, title: &str, version: &str) -> String {
    let title_of_reference = format!("{title} API Reference, its error codes");
    let parts = template.split('@').enumerate();
    let filled = parts.map(|(index, part)| match (index % 2, part) {
        (1, "NAME") => name.to_owned(),
        (1, "VERSION") => version.to_owned(),
        (1, "TITLE") => quoted(title),
        (1, "REFERENCE") => quoted(&title_of_reference),
        _ => part.to_owned(),
    });
    filled.collect()
}

/// A YAML scalar that is this text whatever stands in it.
fn quoted(text: &str) -> String {
    let plain = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, ' ' | '-' | ',' | '(' | ')'))
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

fn one_line(title: String) -> Result<String, Failed> {
    let title = title.trim();
    if title.is_empty() || title.len() > 100 || title.chars().any(char::is_control) {
        let failed = Failed::because("that is no title of a service");
        return Err(
            failed.with_help("write a few words on one line, as in `--title \"Domain Name Service\"`")
        );
    }
    Ok(title.to_owned())
}

fn version(version: String) -> Result<String, Failed> {
    let digits = version.strip_prefix('v').unwrap_or_default();
    let plain = digits.split('.').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
    if plain && version.len() <= 20 {
        return Ok(version);
    }
    Err(Failed::because("that is no version of an API").with_help("write it as paths do: `v1`, `v2.0`"))
}
