//! What a signed call through a generated client costs, beside the same call by hand.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::callgrind::{self, instructions};
use super::row::{Row, Unit};
use super::table::Table;
use super::{Setting, programs};
use crate::failed::{Doing as _, Failed};
use crate::process::progress;

/// At most so many of the instructions by hand.
const BAR: f64 = 1.05;
/// Calls that are made to warm up, and are made in every run.
const FEW: usize = 50;
/// Calls that the difference of two runs is about.
const MEASURED: usize = 500;

/// Counts the instructions of both with callgrind, against a server in a process of its own.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let row = Row::new("instructions of a signed call", Unit { name: "k", decimals: 1 }).at_most_times(BAR);
    if !callgrind::installed() {
        table.push(row.remark(callgrind::MISSING));
        return Ok(());
    }
    progress("building a caller through the client and by hand");
    let target = programs::build(setting, "call")?;
    let program = programs::program(&target, "call");
    let server = Server::start(&program)?;
    progress("counting instructions of calls");
    let count = |how: &str| -> Result<f64, Failed> {
        let of = |calls: usize| instructions(&program, &[how, &server.url, &calls.to_string()], &target);
        Ok((of(FEW + MEASURED)? - of(FEW)?) / MEASURED as f64)
    };
    let row = row.ours(count("client")? / 1e3).beside("by hand", count("by-hand")? / 1e3);
    table.push(row.remark("a page of 10 VPN users; by hand: reqwest, serde's derive, the same signer"));
    Ok(())
}

/// The server, until this is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(program: &Path) -> Result<Self, Failed> {
        let mut command = Command::new(program);
        let mut process = command
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .doing("start", program)?;
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
