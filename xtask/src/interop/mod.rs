//! `cargo xtask interop`: what people say of the project who did not write it.
//!
//! Their tools are fetched into `target/interop`, in the versions that `xtask/interop` pins, and run
//! against specs, bundles, generated clients and mock. Beside ours each is given something that it has to
//! refuse: a judge who says yes to everything has said nothing.

mod judges;
pub mod table;
mod tools;

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use clap::{Arg, ArgMatches, Command as Arguments, value_parser};

use crate::failed::{Doing as _, Failed};
use crate::process::progress;
use crate::project::Project;
use crate::{bundle, project, report};
use table::{Judge, Table};
use tools::{Node, Python};

type Judgement = fn(&Setting<'_>, &mut Table) -> Result<(), Failed>;

/// The judges by the names that one asks for them by, and whether they need Node.js.
const JUDGES: [(&str, bool, Judgement); 5] = [
    ("redocly", true, judges::redocly),
    ("validator", false, judges::validator),
    ("prism", true, judges::prism),
    ("sdk", false, judges::sdk),
    ("mock", false, judges::mock),
];

/// What the process ends with where a tool is missing: not that anything was judged bad.
const MISSING: i32 = 2;

/// The arguments.
pub fn command() -> Arguments {
    Arguments::new("interop")
        .about("Has other people's tools judge specs, clients and mock")
        .long_about(
            "Has other people's tools judge specs, clients and mock.\n\n\
             redocly    redocly's linter, on the bundles\n\
             validator  openapi-spec-validator, on every spec file and the bundles\n\
             prism      Prism, serving the bundles: the generated clients' calls, the documented examples\n\
             sdk        the official Python SDK: what it sends and signs, beside what we do\n\
             mock       the official Python SDK, calling our mock\n\n\
             Needs Python and Node.js, and the network the first time. Everything is written below\n\
             target/interop. Ends with 1 when a verdict is bad, with 2 when a tool is missing.",
        )
        .arg(
            Arg::new("judge")
                .value_name("JUDGE")
                .num_args(0..)
                .value_parser(JUDGES.map(|(name, ..)| name))
                .help("Who is to judge [default: all]"),
        )
        .arg(
            Arg::new("requests")
                .long("requests")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..))
                .default_value("10000")
                .help("How many generated requests are signed by the official SDK and by us"),
        )
}

/// What the judges have in common.
pub struct Setting<'a> {
    /// The checkout.
    pub project: &'a Project,
    /// The bundle of each service.
    pub bundles: BTreeMap<String, PathBuf>,
    /// Python with its packages.
    pub python: Python,
    /// How many generated requests to sign.
    pub requests: u32,
    node: Option<Node>,
    calls: OnceLock<PathBuf>,
}

impl Setting<'_> {
    /// A file of `xtask/interop`.
    pub fn pins(&self, name: &str) -> PathBuf {
        pins(self.project).join(name)
    }

    /// The file that keeps what a judge writes.
    pub fn log(&self, name: &str) -> PathBuf {
        place(self.project).join("log").join(format!("{name}.log"))
    }

    /// Node.js with its packages.
    ///
    /// # Errors
    ///
    /// When it was not fetched, because no judge was to need it.
    pub fn node(&self) -> Result<&Node, Failed> {
        self.node.as_ref().ok_or_else(|| Failed::because("Node.js was not fetched"))
    }

    /// A script of `xtask/interop`, with keys and project for the calls it makes.
    pub fn script(&self, name: &str) -> Command {
        let mut command = script(self.project, &self.python, &self.pins(name));
        for (name, value) in [
            ("AK", "INTEROPACCESSKEY0001"),
            ("SK", "not+a/real=secret"),
            ("PROJECT_ID", "0123456789abcdef0123456789abcdef"),
        ] {
            command.env(format!("HUAWEICLOUD_SDK_{name}"), value);
        }
        command
    }

    /// The program that makes calls through the generated clients, built.
    ///
    /// # Errors
    ///
    /// When it cannot be built.
    pub fn calls(&self) -> Result<PathBuf, Failed> {
        if let Some(calls) = self.calls.get() {
            return Ok(calls.clone());
        }
        let manifest = project::slashes(&self.pins("calls/Cargo.toml"));
        let calls = self.built(&["--manifest-path", &manifest], "calls")?;
        Ok(self.calls.get_or_init(|| calls).clone())
    }

    /// A program of ours, built by cargo with these arguments.
    ///
    /// # Errors
    ///
    /// When it cannot be built.
    pub fn built(&self, arguments: &[&str], program: &str) -> Result<PathBuf, Failed> {
        progress(&format!("building {program}"));
        let root = self.project.root();
        // Cargo put this program into TARGET/PROFILE, wherever that is.
        let own = std::env::current_exe().doing("find", Path::new("this program"))?;
        let target = own.ancestors().nth(2).unwrap_or(root).to_owned();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // Cargo sets variables for this program that it would not have set for that one.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(&*name);
            }
        }
        cargo.current_dir(root).arg("build").args(arguments).arg("--target-dir").arg(&target);
        if !std::io::stderr().is_terminal() {
            // In a log, a line a package hides what it is about.
            cargo.arg("--quiet");
        }
        let status = cargo.status().map_err(|error| Failed::because(format!("cannot run cargo: {error}")))?;
        if !status.success() {
            return Err(Failed::because(format!("{program} does not build")));
        }
        Ok(target.join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
    }
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<&String> = arguments.get_many("judge").into_iter().flatten().collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|it| *it == name);
    let with_node = JUDGES.iter().any(|(name, node, _)| *node && wanted(name));
    let (python, node) = tools(project, with_node).unwrap_or_else(|failed| {
        failed.print();
        std::process::exit(MISSING);
    });
    let requests = arguments.get_one("requests").copied().unwrap_or(1);
    let setting =
        Setting { project, bundles: bundles(project)?, python, requests, node, calls: OnceLock::new() };
    let mut table = Table::default();
    let judged = JUDGES
        .iter()
        .filter(|(name, ..)| wanted(name))
        .try_for_each(|(_, _, judge)| judge(&setting, &mut table));
    table.print_logs();
    // What was judged before something failed is shown all the same.
    table.print();
    judged?;
    match table.bad() {
        0 => Ok(()),
        bad => {
            let message = format!("{} bad", report::are(bad, "verdict"));
            let log = project.shown(&place(project).join("log"));
            Err(Failed::because(message).with_help(format!("what the judges wrote is above and in {log}")))
        }
    }
}

/// Everything that is fetched.
fn tools(project: &Project, with_node: bool) -> Result<(Python, Option<Node>), Failed> {
    let place = place(project);
    let python = Python::fetch(&pins(project), &place.join("python"))?;
    let node = with_node.then(|| Node::fetch(&pins(project), &place.join("node"))).transpose()?;
    Ok((python, node))
}

/// Python with the official SDK: fetched, or only if it is there from the last time.
///
/// # Errors
///
/// When it cannot be fetched.
pub fn python(project: &Project, fetch: bool) -> Result<Option<Python>, Failed> {
    let (pins, place) = (pins(project), place(project).join("python"));
    if fetch { Python::fetch(&pins, &place).map(Some) } else { Python::there(&pins, &place) }
}

/// The official Python SDK by its name and version.
///
/// # Errors
///
/// When its version is not pinned.
pub fn official_sdk(project: &Project) -> Result<Judge, Failed> {
    let version = tools::pinned(&pins(project).join("requirements.txt"), "huaweicloudsdkcore")?;
    Ok(Judge { name: "official Python SDK", version })
}

/// A Python script that may call the official SDK.
pub fn script(project: &Project, python: &Python, script: &Path) -> Command {
    let mut command = python.command();
    command.arg(script);
    // It writes an id of the machine to the home directory.
    command.env("HOME", place(project).join("home"));
    command
}

/// Bundles all services, as `cargo xtask bundle` does.
fn bundles(project: &Project) -> Result<BTreeMap<String, PathBuf>, Failed> {
    let folder = place(project).join("bundles");
    let mut arguments = vec!["bundle".into(), "--out".into(), folder.clone().into_os_string()];
    let services = project.services()?;
    arguments.extend(services.iter().map(Into::into));
    bundle::run(project, &bundle::command().get_matches_from(arguments))?;
    Ok(services.into_iter().map(|name| (name.clone(), folder.join(format!("{name}.json")))).collect())
}

/// Where everything is written.
fn place(project: &Project) -> PathBuf {
    project.root().join("target/interop")
}

/// What is committed about other people's tools.
fn pins(project: &Project) -> PathBuf {
    project.root().join(Path::new("xtask/interop"))
}
