//! The project's commands, run as `cargo xtask COMMAND` from any folder of the checkout.
//!
//! The disk and the process are here; what becomes of a spec is decided in `huaweicloud-codegen`.
//! One file a command, each with its arguments and its `run`.

mod bench;
mod bundle;
mod coverage;
mod diff;
mod explain;
mod failed;
mod files;
mod fingerprint;
mod foreign;
mod format;
mod generate;
mod interop;
mod lint;
mod new;
mod peers;
mod process;
mod programs;
mod progress;
mod project;
mod regenerate;
mod release;
mod report;
mod semver;
mod sync;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};

use failed::Failed;
use project::Project;

type Arguments = fn() -> Command;
type Run = fn(&Project, &ArgMatches) -> Result<(), Failed>;

const COMMANDS: &[(Arguments, Run)] = &[
    (regenerate::command, regenerate::run),
    (lint::command, lint::run),
    (diff::command, diff::run),
    (coverage::command, coverage::run),
    (new::command, new::run),
    (generate::command, generate::run),
    (foreign::command, foreign::run),
    (bundle::command, bundle::run),
    (bench::command, bench::run),
    (interop::command, interop::run),
    (semver::command, semver::run),
    (programs::demo, programs::run_demo),
    (programs::mock, programs::run_mock),
];

fn main() -> ExitCode {
    let matches = Command::new("xtask")
        .bin_name("cargo xtask")
        .about("The commands of the project")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("root")
                .long("root")
                .value_parser(value_parser!(PathBuf))
                .hide(true)
                .help("Another checkout to work on, for the tests"),
        )
        .subcommands(COMMANDS.iter().map(|(command, _)| command()))
        .get_matches();
    let project = Project::at(matches.get_one::<PathBuf>("root"));
    let Some((name, arguments)) = matches.subcommand() else {
        return ExitCode::FAILURE;
    };
    let command = COMMANDS.iter().find(|(command, _)| command().get_name() == name);
    match command.map(|(_, run)| run(&project, arguments)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(failed)) => {
            failed.print();
            ExitCode::FAILURE
        }
        None => ExitCode::FAILURE,
    }
}
