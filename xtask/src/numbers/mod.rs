//! `cargo xtask numbers`: what the project promises to cost, measured.
//!
//! Every comparison is made in one run on one machine, with the same versions of shared dependencies,
//! after everything has been downloaded.

mod bench;
mod call;
mod caller;
mod callgrind;
mod decode;
mod generated;
mod generation;
mod lines;
mod own;
mod paging;
mod pair;
mod peer;
mod table;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::failed::Failed;
use crate::process::spent::machine;
use crate::project::Project;
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
    Command::new("numbers")
        .about("Measures what generated code and this program cost, against their bars")
        .long_about(
            "Measures what generated code and this program cost, against their bars; some minutes.\n\n\
             lines       generated lines an operation\n\
             generation  generating 5,000 synthetic operations\n\
             generated   building the generated crates of 100 synthetic operations alone\n\
             pair        building the two crates of the largest service again\n\
             caller      a caller's first build, against the same without an SDK\n\
             call        instructions of a signed call, against the same by hand; needs valgrind\n\
             decode      time, instructions and memory of reading pages, against serde's derive\n\
             paging      100,000 items in pages of 500 over a link of 20 ms, fetched ahead and not, against\n\
             \u{20}           the link alone; beside the official Python SDK\n\
             regenerate  `cargo xtask regenerate` itself\n\n\
             Needs python3 for the synthetic spec. Everything is written below target/numbers.",
        )
        .arg(
            Arg::new("part")
                .value_name("PART")
                .num_args(0..)
                .value_parser(PARTS.map(|(name, _)| name))
                .help("What to measure [default: all]"),
        )
        .arg(
            Arg::new("large")
                .long("large")
                .action(ArgAction::SetTrue)
                .help("Builds 1,000 operations too; some minutes and GiB more"),
        )
        .arg(
            Arg::new("runs")
                .long("runs")
                .value_name("N")
                .value_parser(value_parser!(u8).range(1..))
                .help("Builds everything so often and takes the median [default: 3, cold builds 1]"),
        )
        .arg(
            Arg::new("install-peers")
                .long("install-peers")
                .action(ArgAction::SetTrue)
                .help("Installs what is compared with below target/numbers/tools and target/interop"),
        )
}

/// What the measurements have in common.
pub struct Setting<'a> {
    /// The checkout.
    pub project: &'a Project,
    /// How often to build, if somebody asked.
    pub runs: Option<u8>,
    /// Whether to build 1,000 operations too.
    pub large: bool,
    /// Whether to install what is compared with.
    pub install_peers: bool,
}

impl Setting<'_> {
    /// A folder of the measurements, in `target` of the checkout.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.project.root().join("target/numbers").join(name)
    }

    /// How often to do something that is done `usual` times.
    pub fn runs(&self, usual: u8) -> u8 {
        self.runs.unwrap_or(usual)
    }
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let setting = Setting {
        project,
        runs: arguments.get_one::<u8>("runs").copied(),
        large: arguments.get_flag("large"),
        install_peers: arguments.get_flag("install-peers"),
    };
    let parts: Vec<&String> = arguments.get_many("part").into_iter().flatten().collect();
    let wanted = |name: &str| parts.is_empty() || parts.iter().any(|part| *part == name);
    if wanted("regenerate") {
        // Known at once, not after minutes.
        own::nothing_to_do(&setting)?;
    }
    let mut table = Table::new();
    let measured = PARTS
        .iter()
        .filter(|(name, _)| wanted(name))
        .try_for_each(|(_, measure)| measure(&setting, &mut table));
    // What was measured before something failed is shown all the same.
    table.print(&machine());
    measured?;
    match table.missed() {
        0 => Ok(()),
        1 => Err(Failed::because("1 number misses its bar")),
        missed => Err(Failed::because(format!("{missed} numbers miss their bars"))),
    }
}
