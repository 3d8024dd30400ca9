//! `cargo xtask coverage`: what specs have of a whole service, and where they say otherwise.

mod comments;
mod compare;
mod definition;
mod difference;
mod facts;
mod found;
mod model;
mod ours;
mod sdk;
mod table;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use huaweicloud_codegen::load;
use huaweicloud_codegen::source::Source;

use crate::failed::Failed;
use crate::format::{self, Format};
use crate::project::{self, Project};
use crate::report;
use comments::Comments;
use compare::{Covered, compare};
use facts::Table;
use found::Found;
use model::Operation;

/// The arguments.
pub fn command() -> Command {
    Command::new("coverage")
        .about("Holds the specs against tables of whole services, made by others")
        .long_about(
            "Holds the specs against tables of whole services, made by others: how many operations and \
             fields the specs have, and every difference in name, type, required or enum.\n\n\
             A difference stands only with a comment in the spec. It stands above the field, or above \
             anything that the field is in, from its operation on and across references, or at the head of \
             the chapter or of service.yaml. It names the field in backticks, the table that has it \
             otherwise (definition, SDK), and what is different (see specs/README.md):\n  \
               a field that the table lacks    lack, lacks, without, alone, only, neither or nor\n  \
               a field that we lack            \"left out\"\n  \
               a type                          both: string, integer, number, boolean, list, object, anything\n  \
               required or not                 what the table has: required or mandatory; optional\n  \
               an enum on both sides           each value that one of them lacks\n  \
               an enum on one side             value or values\n  \
               deprecated                      deprecated, discontinued or discarded\n  \
               an operation's name, its path   the other name; path or method",
        )
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("Folders of specs/ [default: all]"))
        .arg(
            Arg::new("against")
                .long("against")
                .value_name("FACTS")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("The folder of the tables: SERVICE.json of the SDK, definitions/SERVICE.json"),
        )
        .arg(
            Arg::new("explained")
                .long("explained")
                .visible_alias("verbose")
                .action(ArgAction::SetTrue)
                .help("Lists the differences that a comment explains, with the comment"),
        )
        .arg(Format::argument())
        .after_help(format::ABOUT)
}

/// What came of a service.
pub struct Coverage {
    /// The name of its folder.
    pub service: String,
    /// Its chapters, those with operations.
    pub chapters: Vec<Chapter>,
    /// How many operations each table has, and how many of them the spec.
    pub operations: [Covered; 2],
    /// What is different.
    pub found: Vec<Found>,
}

/// What came of a chapter: of each table by itself.
pub struct Chapter {
    /// The name of its file, without extension.
    pub name: String,
    /// Operations of the chapter that the table has.
    pub operations: [Covered; 2],
    /// Fields of requests.
    pub sent: [Covered; 2],
    /// Fields of answers.
    pub answered: [Covered; 2],
    /// Differences with a comment.
    pub explained: usize,
    /// Differences without one.
    pub unexplained: usize,
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let format = Format::of(arguments);
    let named: Vec<String> = arguments.get_many("service").into_iter().flatten().cloned().collect();
    let Some(folder) = arguments.get_one::<PathBuf>("against") else { return Ok(()) };
    if !folder.is_dir() {
        let message = format!("there is no folder {}", project.shown(folder));
        return Err(Failed::because(message).with_help("name the folder that holds SERVICE.json"));
    }
    let (mut open, mut all) = (0, Vec::new());
    for project::Service { name, sources } in project.read(&named)? {
        let tables = facts::read(project, folder, &name)?;
        let spec = load::load(sources).map_err(|failure| {
            format.findings(&failure.diagnostics, &failure.sources);
            let message = format!("specs/{name}: {}", report::tally(failure.diagnostics.count()));
            Failed::because(message).with_help(format!("cargo xtask lint {name}"))
        })?;
        let coverage = covered(name, &spec, &tables);
        let sources: Vec<Source> = spec.files.iter().map(|it| it.source.clone()).collect();
        format.findings(&found::diagnostics(&coverage.found, &spec), &sources);
        if arguments.get_flag("explained") {
            table::explained(&coverage, &spec, format);
        }
        open += coverage.found.iter().filter(|it| it.comment.is_none()).count();
        all.push(coverage);
    }
    table::print(&all, format);
    match open {
        0 => Ok(()),
        _ => Err(Failed::because(format!(
            "{} without a comment that says why",
            report::count(open, "difference")
        ))),
    }
}

fn covered(service: String, spec: &load::Spec, tables: &[Table; 2]) -> Coverage {
    let ours = ours::operations(spec);
    let mut comments = Comments::of(spec);
    let mut found = Vec::new();
    let mut chapters = Vec::new();
    for (file, it) in spec.files.iter().enumerate() {
        let name = it.source.stem().to_owned();
        let mut chapter = Chapter {
            name,
            operations: Default::default(),
            sent: Default::default(),
            answered: Default::default(),
            explained: 0,
            unexplained: 0,
        };
        let is_here = |it: &&Operation| it.place.as_ref().is_some_and(|place| place.file == file);
        for operation in ours.iter().filter(is_here) {
            for (index, table) in tables.iter().enumerate() {
                let theirs = table.find(operation);
                let compared = compare(table.source, operation, theirs);
                chapter.operations[index] += Covered { here: theirs.iter().count(), all: 1 };
                chapter.sent[index] += compared.sent;
                chapter.answered[index] += compared.answered;
                for difference in compared.differences {
                    let comment = comments.explaining(&difference);
                    match &comment {
                        Some(_) => chapter.explained += 1,
                        None => chapter.unexplained += 1,
                    }
                    found::add(&mut found, difference, comment);
                }
            }
        }
        if chapter.operations[0].all > 0 {
            chapters.push(chapter);
        }
    }
    let operations = [0, 1].map(|index| {
        let table: &Table = &tables[index];
        let here = ours.iter().filter(|it| table.find(it).is_some()).count();
        Covered { here, all: table.operations.len() }
    });
    Coverage { service, chapters, operations, found }
}
