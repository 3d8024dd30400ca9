//! `cargo xtask demo` and `cargo xtask mock`: programs of their own, because xtask depends on no
//! generated crate. Cargo's own progress shows while they are built.

use std::ffi::OsString;
use std::process::Command as Process;

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::failed::Failed;
use crate::project::Project;
use crate::regenerate;

const PACKAGE: &str = "huaweicloud-demo";

/// The arguments of `demo`.
pub fn demo() -> Command {
    passed_on(
        Command::new("demo").about("Regenerates, then makes the documented calls and shows what comes back"),
    )
}

/// The arguments of `mock`.
pub fn mock() -> Command {
    passed_on(Command::new("mock").about("Plays services of the cloud on this machine, until Ctrl-C"))
}

/// The program knows its own arguments, `--help` included.
fn passed_on(command: Command) -> Command {
    command.disable_help_flag(true).arg(
        Arg::new("argument")
            .value_name("ARGUMENT")
            .num_args(0..)
            .trailing_var_arg(true)
            .allow_hyphen_values(true)
            .value_parser(value_parser!(OsString))
            .help("Arguments of the program; --help lists them"),
    )
}

/// Runs `demo`.
pub fn run_demo(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    regenerate::write(project, &[])?;
    run(project, "demo", arguments)
}

/// Runs `mock`.
pub fn run_mock(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    run(project, "mock", arguments)
}

fn run(project: &Project, program: &str, arguments: &ArgMatches) -> Result<(), Failed> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Process::new(cargo);
    build.current_dir(project.root()).args(["build", "--package", PACKAGE, "--bin", program]);
    let built = build.status().map_err(|error| Failed::file("start", "cargo", &error))?;
    if !built.success() {
        return Err(Failed::because(format!(
            "the program `{program}` does not build, for the reasons above"
        )));
    }
    // Cargo put it beside this program, whatever the target folder is.
    let own = std::env::current_exe().map_err(|error| Failed::file("find", "this program", &error))?;
    let path = own.with_file_name(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let given = arguments.get_many::<OsString>("argument").into_iter().flatten();
    let status = Process::new(&path).args(given).status();
    let status = status.map_err(|error| Failed::file("start", path.display(), &error))?;
    if status.success() { Ok(()) } else { Err(Failed::Told) }
}
