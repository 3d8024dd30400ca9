//! How long a long list takes over a slow link, beside the time that the link alone takes for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::row::{Row, SECONDS};
use super::spent::median;
use super::table::Table;
use super::{Setting, programs};
use crate::failed::Failed;
use crate::interop;
use crate::process::kept::{Server, run};
use crate::process::{progress, shown};

/// At most so many times what the link alone takes.
const BAR: f64 = 1.3;
const ITEMS: u32 = 100_000;
/// Items of a page.
const SIZE: u32 = 500;
/// From a request to its answer.
const MILLISECONDS: u32 = 20;
/// Pages that are fetched ahead.
const AHEAD: u32 = 8;

/// Goes through a list by offset and one by marker, through the clients and with the official SDK.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let python = interop::python(setting.project, setting.install_peers)?;
    progress("building a caller that goes through long lists");
    let target = programs::build(setting, "paging")?;
    let program = programs::program(&target, "paging");
    let link = Link::start(&program, target.join("log"))?;
    let client = |style: &str, ahead: u32| {
        let mut command = Command::new(&program);
        command.args([style, &SIZE.to_string(), &ahead.to_string()]);
        command
    };
    let runs = setting.runs(3);

    let sdk = match &python {
        Some(_) => {
            let official = interop::official_sdk(setting.project)?;
            format!("{} {}", official.name, official.version)
        }
        None => String::new(),
    };
    for (style, ahead) in [("offset", AHEAD), ("offset", 0), ("marker", AHEAD), ("marker", 0)] {
        // A page has the next one's marker: however many are to be fetched ahead, one call is in flight.
        let in_flight = if style == "offset" { ahead.max(1) } else { 1 };
        let what = format!("{ITEMS} items by {style}, prefetch {ahead}");
        let mut row = Row::new(what, SECONDS).ours(link.seconds_of(&mut client(style, ahead), runs)?);
        row = row.beside("the link alone", alone(in_flight));
        row = row.remark(format!("{} × {MILLISECONDS} ms ÷ {in_flight}", ITEMS / SIZE));
        if let (0, Some(python)) = (ahead, &python) {
            let script = programs::source(setting, "paging").join("sdk.py");
            let mut theirs = interop::script(setting.project, python, &script);
            let theirs = link.seconds_of(theirs.args([style, &SIZE.to_string()]), setting.runs(1))?;
            row = row.beside(&sdk, theirs);
        }
        table.push(if in_flight == AHEAD { row.at_most_times(BAR) } else { row });
    }
    if python.is_none() {
        let row = Row::new("the same with the official Python SDK", SECONDS);
        table.push(row.remark("not installed (--install-peers)"));
    }
    Ok(())
}

/// Seconds that the link takes for all pages with so many calls in flight.
fn alone(in_flight: u32) -> f64 {
    f64::from(ITEMS / SIZE * MILLISECONDS) / f64::from(in_flight) / 1e3
}

/// A server that answers as over a slow link, until this is dropped.
struct Link {
    _server: Server,
    /// How clients find it.
    environment: Vec<(String, String)>,
    /// Where the logs are.
    logs: PathBuf,
}

impl Link {
    fn start(program: &Path, logs: PathBuf) -> Result<Self, Failed> {
        let mut command = Command::new(program);
        command.args(["server", &ITEMS.to_string(), &MILLISECONDS.to_string()]);
        let (server, environment) = Server::start(&mut command, &logs.join("server.log"), |line| {
            let variables = line.split(' ').map(|variable| variable.split_once('='));
            variables.map(|it| it.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
        })?;
        Ok(Self { _server: server, environment, logs })
    }

    /// The seconds that a program takes, the median of some runs.
    fn seconds_of(&self, command: &mut Command, runs: u8) -> Result<f64, Failed> {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let seconds = (0..runs).map(|_| self.seconds(command)).collect::<Result<Vec<_>, _>>()?;
        Ok(median(seconds))
    }

    /// What a program tells of the time that it took, once it has had all items.
    fn seconds(&self, command: &mut Command) -> Result<f64, Failed> {
        let shown = shown(command);
        progress(&shown);
        let ended = run(command, self.logs.join("client.log"))?;
        let told = ended.stdout.trim().split_once(' ').filter(|_| ended.success);
        let seconds = told.filter(|(items, _)| *items == ITEMS.to_string());
        seconds.and_then(|(_, seconds)| seconds.parse().ok()).ok_or_else(|| {
            let message = format!("`{shown}` did not get all items");
            Failed::because(message).with_help(format!("what it wrote is in {}", ended.log.display()))
        })
    }
}
