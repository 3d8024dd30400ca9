//! What a signed call through a generated client costs, beside the same call by hand: instructions,
//! allocations and time.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::Setting;
use super::callgrind::{self, instructions};
use super::programs::{self, numbers};
use super::row::{COUNT, Row, Unit};
use super::spent::middle;
use super::table::Table;
use crate::failed::{Doing as _, Failed};
use crate::process::progress;

/// At most so many of the instructions by hand.
const BAR: f64 = 1.05;
/// Calls that are made to warm up, and are made in every run.
const FEW: usize = 50;
/// Calls that the difference of two runs is about.
const MEASURED: usize = 500;
/// Calls each way whose time is taken one by one.
const ROUNDS: usize = 5_000;
/// Calls at a time, through one client.
const IN_FLIGHT: [usize; 3] = [1, 64, 512];
/// Calls of a run that makes so many at a time.
const CALLS: usize = 20_000;

const THOUSANDS: Unit = Unit::new("k", 1);
const KIB: Unit = Unit::new("KiB", 1);
const MICROSECONDS: Unit = Unit::new("µs", 1);

/// Makes the call in all ways, against servers in processes of their own.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    progress("building a caller through the client and by hand");
    let target = programs::build(setting, "call")?;
    let call = programs::program(&target, "call");
    let mock = Server::start(&call, "mock")?;
    counted(&target, &mock.url, table)?;
    allocated(&target, &mock.url, table)?;
    drop(mock);
    // One that takes longer than whoever calls it would be all that is measured.
    let canned = Server::start(&call, "canned")?;
    latency(&target, &canned.url, table)?;
    IN_FLIGHT.into_iter().try_for_each(|many| in_flight(setting, &target, &canned.url, many, table))
}

/// Instructions, of the call and of its signature.
fn counted(target: &Path, url: &str, table: &mut Table) -> Result<(), Failed> {
    let call = Row::new("instructions of a signed call", THOUSANDS).at_most_times(BAR);
    let signing = Row::new("instructions of signing alone", THOUSANDS);
    if !callgrind::installed() {
        table.push(call.remark(callgrind::MISSING));
        table.push(signing.remark(callgrind::MISSING));
        return Ok(());
    }
    progress("counting instructions of calls and of signing");
    let each = |program: &str, arguments: &[&str]| -> Result<f64, Failed> {
        let of = |times: usize| {
            let times = times.to_string();
            instructions(&programs::program(target, program), &[arguments, &[&times]].concat(), target)
        };
        Ok((of(FEW + MEASURED)? - of(FEW)?) / MEASURED as f64 / 1e3)
    };
    let call = call.ours(each("call", &["client", url])?).beside("by hand", each("call", &["by-hand", url])?);
    table.push(call.remark("a page of 10 VPN users; by hand: reqwest, serde's derive, the same signer"));
    let signing = signing.ours(each("sign", &["signer"])?).beside("by hand", each("sign", &["by-hand"])?);
    table
        .push(signing.remark("the signing guide's request; by hand: ring, and nothing is sorted or encoded"));
    Ok(())
}

fn allocated(target: &Path, url: &str, table: &mut Table) -> Result<(), Failed> {
    progress("counting allocations of calls");
    let heap = programs::program(target, "heap");
    let [ours, by_hand] = ["client", "by-hand"].map(|way| numbers(&heap, &[way, url]));
    let ([times, bytes], [times_by_hand, bytes_by_hand]) = (ours?, by_hand?);
    table.push(Row::new("allocations of a call", COUNT).ours(times).beside("by hand", times_by_hand));
    let row = Row::new("memory allocated by a call, freed or not", KIB).ours(bytes / 1024.0);
    table.push(row.beside("by hand", bytes_by_hand / 1024.0));
    Ok(())
}

fn latency(target: &Path, url: &str, table: &mut Table) -> Result<(), Failed> {
    progress("taking the time of calls");
    let pace = programs::program(target, "pace");
    let [ours, by_hand] = numbers(&pace, &["latency", url, &ROUNDS.to_string()])?;
    let row = Row::new("one call after the other: median time", MICROSECONDS).ours(ours);
    table.push(row.beside("by hand", by_hand).remark("by turns; over loopback, answers ready made"));
    Ok(())
}

/// What calls cost of which so many are under way.
fn in_flight(
    setting: &Setting<'_>,
    target: &Path,
    url: &str,
    many: usize,
    table: &mut Table,
) -> Result<(), Failed> {
    progress(&format!("making {CALLS} calls, {many} at a time"));
    let spent = |way: &str| {
        let mut command = Command::new(programs::program(target, "pace"));
        command.args([way, url, &many.to_string(), &CALLS.to_string()]);
        setting.meter.spent(&command)
    };
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for _ in 0..setting.runs(3) {
        ours.push(spent("client")?);
        by_hand.push(spent("by-hand")?);
    }
    let (ours, by_hand) = (middle(&ours), middle(&by_hand));
    let calls = CALLS as f64;
    let row = Row::new(format!("{many} in flight: CPU of a call"), MICROSECONDS).ours(ours.cpu / calls * 1e6);
    table
        .push(row.beside("by hand", by_hand.cpu / calls * 1e6).remark("of the calling process, all threads"));
    let row = Row::new(format!("{many} in flight: time for each call"), MICROSECONDS);
    let row = row.ours(ours.wall / calls * 1e6).beside("by hand", by_hand.wall / calls * 1e6);
    table.push(row.remark(format!("{:.0} calls a second", calls / ours.wall)));
    Ok(())
}

/// A server, until this is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(program: &Path, kind: &str) -> Result<Self, Failed> {
        let mut command = Command::new(program);
        let mut process =
            command.arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().doing("start", program)?;
        let mut url = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut url).doing("read from", program)?;
        }
        Ok(Self { process, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
