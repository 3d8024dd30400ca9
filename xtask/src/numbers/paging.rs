//! How long a long list takes over a slow link, beside the time that the link alone takes for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::table::{Number, Table};
use super::{Setting, bench};
use crate::failed::Failed;
use crate::interop;
use crate::process::kept::{Server, run};
use crate::process::spent::median;
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
    let target = bench::build(setting, "paging")?;
    let program = bench::program(&target, "paging");
    let link = Link::start(&program, target.join("log"))?;
    let client = |style: &str, ahead: u32| {
        let mut command = Command::new(&program);
        command.args([style, &SIZE.to_string(), &ahead.to_string()]);
        command
    };
    let runs = setting.runs(3);

    let what = |who: &str| format!("{ITEMS} items {who}: / the link alone");
    let (number, remark) = link.number(&mut client("offset", AHEAD), AHEAD, runs)?;
    table.bar(what(&format!("by offset, prefetch {AHEAD}")), number, BAR, remark);
    let (number, remark) = link.number(&mut client("offset", 0), 1, runs)?;
    table.fact(what("by offset"), number, remark);
    // A page has the next one's marker: however many are to be fetched ahead, one call is in flight.
    let (number, remark) = link.number(&mut client("marker", AHEAD), 1, runs)?;
    table.fact(what(&format!("by marker, prefetch {AHEAD}")), number, remark);
    let (number, remark) = link.number(&mut client("marker", 0), 1, runs)?;
    table.fact(what("by marker"), number, remark);

    let Some(python) = python else {
        table.unknown(what("with the official Python SDK"), "not installed: add --install-peers");
        return Ok(());
    };
    let official = interop::official_sdk(setting.project)?;
    let official = format!("{} {}", official.name, official.version);
    for style in ["offset", "marker"] {
        let mut sdk =
            interop::script(setting.project, &python, &bench::source(setting, "paging").join("sdk.py"));
        let (number, remark) = link.number(sdk.args([style, &SIZE.to_string()]), 1, setting.runs(1))?;
        table.fact(what(&format!("by {style}, {official}")), number, remark);
    }
    Ok(())
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

    /// How many times as long a program takes as the link does with so many calls in flight, the median of
    /// some runs; and a remark that has the seconds.
    fn number(&self, command: &mut Command, in_flight: u32, runs: u8) -> Result<(Number, String), Failed> {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let seconds = (0..runs).map(|_| self.seconds(command)).collect::<Result<Vec<_>, _>>()?;
        let seconds = median(seconds);
        let link = f64::from(ITEMS / SIZE * MILLISECONDS) / f64::from(in_flight) / 1e3;
        Ok((
            Number { value: seconds / link, decimals: 2, unit: "" },
            format!("{seconds:.2} s; {} × {MILLISECONDS} ms ÷ {in_flight} = {link} s", ITEMS / SIZE),
        ))
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
