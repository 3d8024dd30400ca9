//! What a program that makes one call costs to build and to carry, beside the same without an SDK.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use super::row::{COUNT, MIB, Row, SECONDS, Unit};
use super::spent::{Spent, middle};
use super::table::Table;
use super::{Setting, programs};
use crate::failed::{Doing as _, Failed};
use crate::files::remove;
use crate::process::kept::Server;
use crate::process::{cargo, output, progress};

/// At most so much of the CPU seconds without an SDK.
const CPU_BAR: f64 = 1.15;
/// At most so much of the size by hand.
const SIZE_BAR: f64 = 1.15;
/// At most so many packages.
const PACKAGES_BAR: f64 = 115.0;

/// Sizes of programs, of which a tenth of a MiB counts.
const SIZE: Unit = Unit::new("MiB", 2);

/// The profiles of binaries that are measured, and whether the bar is about them.
const PROFILES: [(&str, &str, bool); 2] = [
    ("release", "a stripped binary that makes one call", true),
    ("small", "the same with opt-level z, LTO and panic = abort", false),
];

/// Users that the call is answered with.
const RECORDS: u32 = 10;

/// What the floor is made of.
const FLOOR: &str = "reqwest, rustls, serde_json alone";
const BY_HAND: &str = "by hand";

/// One program of `xtask/bench/caller`, and what its builds cost.
struct Caller<'a> {
    setting: &'a Setting<'a>,
    name: &'static str,
    first: Vec<Spent>,
    next: Vec<Spent>,
}

/// Builds the three programs from cold and again, measures those that make the call, and lets them make it.
pub fn measure(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let caller = |name| Caller { setting, name, first: Vec::new(), next: Vec::new() };
    let mut callers = ["client", "by-hand", "floor"].map(caller);
    output(&mut callers[0].cargo("fetch"))?;
    let runs = setting.runs(1);
    // In turns, so that a machine that gets slower does so to all.
    for run in 1..=runs {
        for caller in &mut callers {
            progress(&format!("a caller's cold build, {run} of {runs}: {}", caller.name));
            caller.build_first()?;
        }
    }
    for _ in 0..setting.runs(5) {
        callers[..2].iter_mut().try_for_each(Caller::build_next)?;
    }
    let [client, by_hand, floor] = &callers;
    let row = |what: &str, unit: Unit, of: fn(&Caller<'_>) -> f64| {
        Row::new(what, unit).ours(of(client)).beside(BY_HAND, of(by_hand))
    };
    let first =
        |what: &str, unit: Unit, of: fn(&Caller<'_>) -> f64| row(what, unit, of).beside(FLOOR, of(floor));
    let cpu = first("a caller's cold build, CPU", SECONDS, |it| middle(&it.first).cpu);
    table.push(cpu.at_most_times(CPU_BAR));
    table.push(first("a caller's cold build, peak memory", MIB, |it| middle(&it.first).peak));
    table.push(row("a caller's own program again, CPU", SECONDS, |it| middle(&it.next).cpu));
    table.push(row("a caller's own program again, clock", SECONDS, |it| middle(&it.next).wall));

    let (_mock, url) = mock(setting)?;
    for (profile, what, barred) in PROFILES {
        progress(&format!("binaries of callers: {what}"));
        let row = Row::new(what, SIZE)
            .ours(client.size(profile, &url)?)
            .beside(BY_HAND, by_hand.size(profile, &url)?);
        table.push(if barred { row.at_most_times(SIZE_BAR) } else { row });
    }
    let row = Row::new("packages of a caller", COUNT).ours(client.packages()?).at_most(PACKAGES_BAR);
    table.push(row.beside(BY_HAND, by_hand.packages()?).beside(FLOOR, floor.packages()?));
    Ok(())
}

impl Caller<'_> {
    fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo(&programs::source(self.setting, "caller"));
        cargo.env("CARGO_TARGET_DIR", self.target()).arg(command);
        cargo
    }

    fn build(&self) -> Command {
        let mut cargo = self.cargo("build");
        cargo.args(["--offline", "--package", self.name]);
        cargo
    }

    fn target(&self) -> PathBuf {
        self.setting.folder("caller").join(self.name)
    }

    fn build_first(&mut self) -> Result<(), Failed> {
        remove(&self.target())?;
        self.first.push(self.setting.meter.spent(&self.build())?);
        Ok(())
    }

    /// Builds it after an edit of its own text.
    fn build_next(&mut self) -> Result<(), Failed> {
        let main = programs::source(self.setting, "caller").join(self.name).join("src/main.rs");
        let file = File::options().append(true).open(&main).doing("open", &main)?;
        file.set_modified(SystemTime::now()).doing("touch", &main)?;
        self.next.push(self.setting.meter.spent(&self.build())?);
        Ok(())
    }

    /// Bytes of the program in MiB, once it has shown that it works.
    fn size(&self, profile: &str, url: &str) -> Result<f64, Failed> {
        output(self.build().args(["--profile", profile]))?;
        let program =
            self.target().join(profile).join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        // By hand nothing keeps a proxy off the way to this machine.
        let told = output(Command::new(&program).arg(url).env("NO_PROXY", "127.0.0.1"))?;
        if told.trim() != format!("{RECORDS} users") {
            return Err(Failed::because(format!("{} did not make its call: it says {told:?}", self.name)));
        }
        let bytes = fs::metadata(&program).doing("read", &program)?.len();
        Ok(bytes as f64 / f64::from(1 << 20))
    }

    /// How many packages are compiled into the program on this system, itself not counted.
    fn packages(&self) -> Result<f64, Failed> {
        let mut tree = self.cargo("tree");
        tree.args(["--offline", "--edges", "normal", "--prefix", "none", "--package", self.name]);
        let tree = output(&mut tree)?;
        // A package that was shown before is shown again with a star.
        let lines = tree.lines().skip(1).map(|line| line.trim_end_matches(" (*)"));
        Ok(lines.filter(|line| !line.is_empty()).collect::<BTreeSet<_>>().len() as f64)
    }
}

/// The mock, until it is dropped, and where it answers.
fn mock(setting: &Setting<'_>) -> Result<(Server, String), Failed> {
    progress("building the mock that callers call");
    let root = setting.project.root();
    output(cargo(root).args(["build", "--package", "huaweicloud-demo", "--bin", "mock"]))?;
    let mut mock =
        Command::new(root.join("target/debug").join(format!("mock{}", std::env::consts::EXE_SUFFIX)));
    mock.args(["vpn", "--port", "0", "--records", &RECORDS.to_string()]);
    Server::start(&mut mock, &setting.folder("caller").join("mock.log"), |line| {
        line.split_once(" at ").map(|(_, url)| url.to_owned())
    })
}
