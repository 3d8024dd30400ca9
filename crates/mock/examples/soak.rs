//! A client under load whose service fails now and then: 100,000 calls, 64 at a time, one in twenty of
//! which meets a fault. Every call ends in an answer or an error that says what it is; memory stays
//! where it was after the first tenth, and no file descriptor is left.
//!
//! `cargo run --release -p huaweicloud-mock --example soak [CALLS]`. Linux alone: it reads `/proc`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use huaweicloud_mock::{Fault, Mock, Place, Reply};
use huaweicloud_vpn::{Client, Config, Credentials};

const CALLS: usize = 100_000;
const AT_A_TIME: usize = 64;
/// How likely each of the ten faults is.
const CHANCE: f64 = 0.005;
/// How long an attempt may take; a fault waits longer.
const PATIENCE: Duration = Duration::from_millis(400);
/// Memory at the end over memory after the first tenth.
const MEMORY_BAR: f64 = 1.10;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some("server") {
        return serve();
    }
    let calls = argument.map_or(Ok(CALLS), |calls| calls.parse())?;
    // Memory and descriptors of the client alone are looked at, so the mock is another process.
    let mut server = Command::new(std::env::current_exe()?)
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let outcome = soak(&mut server, calls);
    drop(server.stdin.take());
    server.wait()?;
    Ok(if outcome? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Plays the service, with faults, until standard input ends.
fn serve() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut builder = Mock::builder().access_key("AK", "SK").records(10).seed(4);
        for fault in [
            Fault::answer(Reply::html(502, "Bad Gateway")),
            Fault::answer(Reply::error(503, "APIGW.0605", "backend unavailable")),
            Fault::answer(Reply::error(429, "APIGW.0308", "throttled")),
            Fault::answer(Reply::error(404, "VPN.0001", "not found")),
            Fault::reset(Place::Request),
            Fault::reset(Place::Body),
            Fault::hang_up(Place::Body),
            Fault::bytes("HTTP/1.1 2oo nonsense\r\n\r\n"),
            Fault::body("[half a JSON"),
            Fault::wait(Place::Answer, PATIENCE * 2),
        ] {
            builder = builder.fault(fault.chance(CHANCE));
        }
        let mock = builder.start([huaweicloud_vpn::mock::SERVICE]).await?;
        println!("{}", mock.url());
        std::io::stdin().read_to_end(&mut Vec::new())?;
        Ok(ExitCode::SUCCESS)
    })
}

fn soak(server: &mut Child, calls: usize) -> Result<bool, Box<dyn Error>> {
    let mut url = String::new();
    BufReader::new(server.stdout.take().ok_or("no output of the server")?).read_line(&mut url)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let descriptors = descriptors()?;
    let begin = Instant::now();
    let memory = runtime.block_on(call(url.trim(), calls))?;
    let seconds = begin.elapsed().as_secs_f64();
    drop(runtime);
    let left = self::descriptors()? as i64 - descriptors as i64;
    let growth = memory.end / memory.early;
    println!("{calls} calls, {AT_A_TIME} at a time, in {seconds:.1} s");
    for (outcome, count) in &memory.outcomes {
        println!("  {count:>8}  {outcome}");
    }
    println!(
        "memory: {:.1} MiB after a tenth, {:.1} MiB at the end: {growth:.3} (at most {MEMORY_BAR})",
        memory.early, memory.end
    );
    println!("file descriptors left: {left} (none)");
    let ended: usize = memory.outcomes.values().sum();
    println!("calls that ended: {ended} (all)");
    Ok(growth <= MEMORY_BAR && left <= 0 && ended == calls)
}

struct Seen {
    early: f64,
    end: f64,
    outcomes: BTreeMap<&'static str, usize>,
}

async fn call(url: &str, calls: usize) -> Result<Seen, Box<dyn Error>> {
    let config = Config::builder()
        .endpoint(url)
        .credentials(Credentials::access_key("AK", "SK"))
        .project_id("p1")
        .attempt_timeout(PATIENCE)
        .build()?;
    let vpn = Client::new(&config);
    let (begun, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let outcomes = Arc::new(Mutex::new(BTreeMap::<&'static str, usize>::new()));
    let early = Arc::new(Mutex::new(None));
    let mut workers = Vec::new();
    for _ in 0..AT_A_TIME {
        let (vpn, begun, ended) = (vpn.clone(), begun.clone(), ended.clone());
        let (outcomes, early) = (outcomes.clone(), early.clone());
        workers.push(tokio::spawn(async move {
            while begun.fetch_add(1, Ordering::Relaxed) < calls {
                let outcome = match vpn.list_vpn_users("s1").limit(10).send().await {
                    Ok(page) if page.users.len() == 10 => "answered",
                    Ok(_) => "answered with something else",
                    Err(error) => named(&error),
                };
                *outcomes.lock().expect("no worker panics").entry(outcome).or_default() += 1;
                if ended.fetch_add(1, Ordering::Relaxed) + 1 == calls.div_ceil(10) {
                    *early.lock().expect("no worker panics") = memory().ok();
                }
            }
        }));
    }
    for worker in workers {
        worker.await?;
    }
    let end = memory()?;
    let early = early.lock().expect("no worker panics").unwrap_or(end);
    let outcomes = outcomes.lock().expect("no worker panics").clone();
    Ok(Seen { early, end, outcomes })
}

fn named(error: &huaweicloud_vpn::Error) -> &'static str {
    match error {
        error if error.is_not_found() => "error: not found",
        error if error.is_throttled() => "error: throttled",
        error if error.is_server() => "error: server",
        error if error.is_timeout() => "error: timeout",
        error if error.is_connect() => "error: connect",
        error if error.is_interrupted() => "error: interrupted",
        error if error.is_decode() => "error: decode",
        _ => "error: UNTYPED",
    }
}

/// Resident memory in MiB.
fn memory() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
}

fn descriptors() -> std::io::Result<usize> {
    Ok(std::fs::read_dir("/proc/self/fd")?.count())
}
