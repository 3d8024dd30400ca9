//! `cargo xtask bench`: what the project promises to cost, measured beside the best others.
//!
//! Every comparison is made in one run on one machine, by turns, with the same versions of shared
//! dependencies, after everything has been downloaded. One file a part; all of them add rows to one
//! table, which `report/` writes.

mod call;
mod caller;
mod callgrind;
mod decode;
mod generated;
mod generation;
mod generators;
mod inputs;
mod lines;
mod own;
mod paging;
mod pair;
mod programs;
mod report;
mod row;
mod spent;
mod table;
mod turns;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::failed::Failed;
use crate::peers::{self, PEERS};
use crate::process::machine;
use crate::project::Project;
use crate::report::Style;
use report::Report;
use spent::Meter;
use table::Table;

type Measure = fn(&Setting<'_>, &mut Table) -> Result<(), Failed>;

const PARTS: [(&str, Measure); 9] = [
    ("lines", lines::measure),
    ("generation", generation::measure),
    ("generated", generated::measure),
    ("pair", pair::measure),
    ("caller", caller::measure),
    ("call", call::measure),
    ("decode", decode::measure),
    ("paging", paging::measure),
    ("regenerate", own::measure),
];

/// The arguments.
pub fn command() -> Command {
    Command::new("bench")
        .about("Measures what generated code and this program cost, beside others and against their bars")
        .long_about(
            "Measures what generated code and this program cost, beside others and against their bars; \
             half an hour for all.\n\n\
             lines       generated lines an operation\n\
             generation  generating specs/ and 100, 1,000 and 5,000 synthetic operations\n\
             generated   building what was generated of specs/, 100 and 1,000 synthetic operations alone\n\
             pair        building the two crates of the largest service again\n\
             caller      a caller's first build, next build and binary, against the same without an SDK\n\
             call        a signed call, against the same by hand: instructions (valgrind), allocations, time\n\
             decode      time, instructions and memory of reading pages, against serde's derive\n\
             paging      100,000 items in pages of 500 over a link of 20 ms, fetched ahead and not, against\n\
             \u{20}           the link alone; beside the official Python SDK\n\
             regenerate  `cargo xtask regenerate` itself\n\n\
             Others are compared with where they are installed. Needs python3. Everything is written below \
             target/bench: the table as report.json, which keeps each part as it was measured last, and as \
             report.svg.",
        )
        .arg(
            Arg::new("part")
                .value_name("PART")
                .num_args(0..)
                .value_parser(PARTS.map(|(name, _)| name))
                .help("What to measure [default: all]"),
        )
        .arg(
            Arg::new("runs")
                .long("runs")
                .value_name("N")
                .value_parser(value_parser!(u8).range(1..))
                .help("Does everything so often and takes the median [default: 3, what takes long 1]"),
        )
        .arg(
            Arg::new("large")
                .long("large")
                .action(ArgAction::SetTrue)
                .help("Builds what others generate of 1,000 operations too; ten minutes and 6 GiB more"),
        )
        .arg(
            Arg::new("install-peers")
                .long("install-peers")
                .action(ArgAction::SetTrue)
                .help("Installs what is compared with below target/peers and target/interop"),
        )
        .arg(
            Arg::new("readme")
                .long("readme")
                .action(ArgAction::SetTrue)
                .help("Puts the table of all that was measured on this machine into README.md"),
        )
}

/// What the measurements have in common.
pub struct Setting<'a> {
    /// The checkout.
    pub project: &'a Project,
    /// How often to do things, if somebody asked.
    pub runs: Option<u8>,
    /// Whether to build 1,000 operations of others too.
    pub large: bool,
    /// Whether to install what is compared with.
    pub install_peers: bool,
    /// What commands are measured with.
    pub meter: Meter,
}

impl Setting<'_> {
    /// A folder of the measurements, in `target` of the checkout.
    pub fn folder(&self, name: &str) -> PathBuf {
        folder(self.project).join(name)
    }

    /// How often to do something that is done `usual` times.
    pub fn runs(&self, usual: u8) -> u8 {
        self.runs.unwrap_or(usual)
    }
}

fn folder(project: &Project) -> PathBuf {
    project.root().join("target/bench")
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let setting = Setting {
        project,
        runs: arguments.get_one::<u8>("runs").copied(),
        large: arguments.get_flag("large"),
        install_peers: arguments.get_flag("install-peers"),
        meter: Meter::new(project.root(), &folder(project)),
    };
    let parts: Vec<&String> = arguments.get_many("part").into_iter().flatten().collect();
    let wanted = |name: &str| parts.is_empty() || parts.iter().any(|part| *part == name);
    if wanted("regenerate") {
        // Known at once, not after minutes.
        own::nothing_to_do(&setting)?;
    }
    if setting.install_peers {
        let tools = peers::tools(project);
        PEERS.iter().filter(|peer| !peer.is_in(&tools)).try_for_each(|peer| peer.install(project, &tools))?;
    }
    let (mut table, date) = (Table::default(), report::today());
    let measured = PARTS.iter().filter(|(name, _)| wanted(name)).try_for_each(|(name, measure)| {
        table.begin(name, &date);
        measure(&setting, &mut table)
    });
    // What was measured before something failed is shown all the same.
    println!("{}, {date}\n\n{}", machine::line(), table.text(Style::of_stdout()));
    let report = Report::read(&folder(project)).with(&table, &PARTS.map(|(name, _)| name));
    report.write(&folder(project))?;
    if arguments.get_flag("readme") {
        report.put_into(&project.root().join("README.md"))?;
    }
    measured?;
    match table.missed() {
        0 => Ok(()),
        1 => Err(Failed::because("1 number misses its bar")),
        missed => Err(Failed::because(format!("{missed} numbers miss their bars"))),
    }
}
