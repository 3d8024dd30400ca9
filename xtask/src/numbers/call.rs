//! What a signed call through a generated client costs, beside the same call by hand.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::Setting;
use super::table::{Number, Table};
use crate::failed::{Doing as _, Failed};
use crate::process::{cargo, output, progress};

/// At most so many of the instructions by hand.
const BAR: f64 = 1.10;
/// Calls that are made to warm up, and are made in every run.
const FEW: usize = 50;
/// Calls that the difference of two runs is about.
const MEASURED: usize = 500;

/// Counts the instructions of both with callgrind, against a server in a process of its own.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let what = "instructions of a signed call: client / by hand";
    if Command::new("valgrind").arg("--version").output().is_err() {
        table.gap(what, &format!("{BAR}"), "valgrind is not installed");
        return Ok(());
    }
    progress("building a caller through the client and by hand");
    let source = setting.project.root().join("xtask/bench/call");
    let target = setting.folder("call");
    output(cargo(&source).env("CARGO_TARGET_DIR", &target).args(["build", "--release"]))?;
    let program = target.join(format!("release/call{}", std::env::consts::EXE_SUFFIX));
    let server = Server::start(&program)?;
    progress("counting instructions of calls");
    let count = |how: &str| -> Result<f64, Failed> {
        let few = instructions(&program, how, &server.url, FEW, &target)?;
        let many = instructions(&program, how, &server.url, FEW + MEASURED, &target)?;
        Ok((many - few) / MEASURED as f64)
    };
    let (client, by_hand) = (count("client")?, count("by-hand")?);
    let thousands = |value: f64| Number { value: value / 1e3, decimals: 1, unit: "k" };
    table.fact("instructions of a signed call: client", thousands(client), "a page of 10 VPN users");
    table.fact(
        "instructions of a signed call: by hand",
        thousands(by_hand),
        "reqwest, serde's derive, the same signer",
    );
    table.bar(what, Number { value: client / by_hand, decimals: 3, unit: "" }, BAR, "");
    Ok(())
}

/// Instructions of a whole run, as callgrind counts them.
fn instructions(program: &Path, how: &str, url: &str, calls: usize, folder: &Path) -> Result<f64, Failed> {
    let counts = folder.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", counts.display()));
    output(valgrind.arg(program).args([how, url, &calls.to_string()]))?;
    let text = std::fs::read_to_string(&counts).doing("read", &counts)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    total.ok_or_else(|| Failed::because("callgrind wrote no totals"))
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
