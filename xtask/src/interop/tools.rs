//! Other people's tools, fetched once into `target/interop`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failed::{Doing as _, Failed};
use crate::process::kept::run;
use crate::process::progress;

/// What the pinned tools need.
const PYTHON: &str = "Python 3.11 or newer, with its modules venv and pip";
const NODE: &str = "Node.js 20.19 or 22.12 or newer, with npm";

/// What may go wrong with those that are there, and what to do.
const NO_VENV: [&str; 2] = [
    "Python cannot make a virtual environment",
    "install its modules venv and pip (of Debian and Ubuntu: the package python3-venv)",
];
const NO_PYPI: [&str; 2] = [
    "the packages of xtask/interop/requirements.txt cannot be had from PyPI",
    "connect to the network, or use a Python that they are built for",
];
const NO_NPM: [&str; 2] = [
    "the packages of xtask/interop/package-lock.json cannot be had from npm",
    "connect to the network, install npm if it is missing",
];

/// Python with the packages of `requirements.txt`.
#[derive(Debug)]
pub struct Python {
    program: PathBuf,
}

/// Node.js with the packages of `package-lock.json`.
#[derive(Debug)]
pub struct Node {
    modules: PathBuf,
}

impl Python {
    /// Makes a virtual environment below `place`, or takes the one that is there from the last time.
    ///
    /// # Errors
    ///
    /// When this machine has no Python, or its packages cannot be had.
    pub fn fetch(pins: &Path, place: &Path) -> Result<Self, Failed> {
        let venv = Venv::below(pins, place)?.ok_or_else(|| missing("Python", PYTHON))?;
        if let Some(python) = venv.python() {
            return Ok(python);
        }
        progress("fetching from PyPI what requirements.txt pins");
        let mut make = Command::new(venv.base);
        make.args(["-m", "venv", "--clear"]).arg(&venv.folder);
        fetched(&mut make, place.join("venv.log"), NO_VENV)?;
        let python = Self { program: venv.program() };
        let mut pip = python.command();
        // No code of a package runs while it is installed.
        pip.args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--requirement"]);
        fetched(pip.arg(&venv.requirements), place.join("pip.log"), NO_PYPI)?;
        venv.stamp.set()?;
        Ok(python)
    }

    /// The virtual environment that is there from the last time, if it is still what the pins say.
    ///
    /// # Errors
    ///
    /// When the pins cannot be read.
    pub fn there(pins: &Path, place: &Path) -> Result<Option<Self>, Failed> {
        Ok(Venv::below(pins, place)?.and_then(|venv| venv.python()))
    }

    /// The program.
    pub fn command(&self) -> Command {
        Command::new(&self.program)
    }
}

impl Node {
    /// Installs the packages below `place`, or takes what is there from the last time.
    ///
    /// # Errors
    ///
    /// When this machine has no Node.js, or the packages cannot be had.
    pub fn fetch(pins: &Path, place: &Path) -> Result<Self, Failed> {
        let check = "const [a, b] = process.versions.node.split('.').map(Number); \
                     process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)";
        let found = run(Command::new("node").args(["-e", check]), place.join("found.log"));
        if !found.is_ok_and(|ended| ended.success) {
            return Err(missing("Node.js", NODE));
        }
        let node = Self { modules: place.join("node_modules") };
        let lock = pins.join("package-lock.json");
        let stamp = Stamp::new(place, fs::read_to_string(&lock).doing("read", &lock)?);
        if stamp.is_there() {
            return Ok(node);
        }
        progress("fetching from npm what package-lock.json pins");
        for name in ["package.json", "package-lock.json"] {
            let from = pins.join(name);
            fs::copy(&from, place.join(name)).doing("copy", &from)?;
        }
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        // No code of a package runs while it is installed.
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"]).current_dir(place);
        fetched(&mut npm, place.join("npm.log"), NO_NPM)?;
        stamp.set()?;
        Ok(node)
    }

    /// A program of a package.
    pub fn command(&self, script: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.modules.join(script));
        command
    }
}

/// A virtual environment, made or to be made.
struct Venv {
    /// The Python of this machine.
    base: &'static str,
    folder: PathBuf,
    requirements: PathBuf,
    stamp: Stamp,
}

impl Venv {
    /// None where this machine has no Python that will do.
    fn below(pins: &Path, place: &Path) -> Result<Option<Self>, Failed> {
        let check = "import sys; print(sys.version); sys.exit(sys.version_info < (3, 11))";
        let found = ["python3", "python"].into_iter().find_map(|name| {
            let ended = run(Command::new(name).args(["-c", check]), place.join("found.log")).ok()?;
            ended.success.then_some((name, ended.stdout))
        });
        let Some((base, version)) = found else { return Ok(None) };
        let requirements = pins.join("requirements.txt");
        let wanted = version + &fs::read_to_string(&requirements).doing("read", &requirements)?;
        let stamp = Stamp::new(place, wanted);
        Ok(Some(Self { base, folder: place.join("venv"), requirements, stamp }))
    }

    fn program(&self) -> PathBuf {
        self.folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
    }

    /// Its Python, once all that was wanted is installed.
    fn python(&self) -> Option<Python> {
        let program = self.program();
        (self.stamp.is_there() && program.exists()).then_some(Python { program })
    }
}

/// The version that a file of pins has for a package: `name==1.2.3` or `"name": "1.2.3"`.
///
/// # Errors
///
/// When the file cannot be read or does not have the package.
pub fn pinned(file: &Path, package: &str) -> Result<String, Failed> {
    let text = fs::read_to_string(file).doing("read", file)?;
    let version = version_in(&text, package).map(str::to_owned);
    version.ok_or_else(|| Failed::because(format!("{} does not pin {package}", file.display())))
}

fn version_in<'a>(pins: &'a str, package: &str) -> Option<&'a str> {
    pins.lines().find_map(|line| {
        let line = line.trim().trim_end_matches(',').trim_start_matches('"');
        let rest = line.strip_prefix(package)?;
        let rest = rest.strip_prefix("==").or_else(|| rest.strip_prefix("\": "))?;
        Some(rest.trim_matches('"'))
    })
}

/// A file that says what was installed beside it.
struct Stamp {
    path: PathBuf,
    wanted: String,
}

impl Stamp {
    fn new(place: &Path, wanted: String) -> Self {
        Self { path: place.join("installed.txt"), wanted }
    }

    fn is_there(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|installed| installed == self.wanted)
    }

    fn set(&self) -> Result<(), Failed> {
        fs::write(&self.path, &self.wanted).doing("write", &self.path)
    }
}

/// Runs what fetches something; `failure` says what it means that it fails, and what to do then.
fn fetched(command: &mut Command, log: PathBuf, failure: [&str; 2]) -> Result<(), Failed> {
    let told = match run(command, log) {
        Ok(ended) if ended.success => return Ok(()),
        Ok(ended) => fs::read_to_string(&ended.log).unwrap_or_default(),
        // Not even started: what to do is the same.
        Err(_) => String::new(),
    };
    eprint!("{told}");
    let [message, help] = failure;
    Err(Failed::because(message).with_help(format!("{help}, and run `cargo xtask interop` again")))
}

fn missing(what: &str, needs: &str) -> Failed {
    let message = format!("{what} is missing, or too old for the tools that are to judge");
    Failed::because(message).with_help(format!(
        "install {needs}, and run `cargo xtask interop` again; nothing else of the project needs it"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_by_whole_name() {
        let pip = "# openapi\nopenapi-spec-validator==0.9.0\nopenapi==1.0\n";
        assert_eq!(version_in(pip, "openapi"), Some("1.0"));
        assert_eq!(version_in(pip, "openapi-spec-validator"), Some("0.9.0"));
        let npm = "{\n  \"dependencies\": {\n    \"@redocly/cli\": \"2.77.0\",\n    \"last\": \"1.0.0\"\n";
        assert_eq!(version_in(npm, "@redocly/cli"), Some("2.77.0"));
        assert_eq!(version_in(npm, "last"), Some("1.0.0"));
        assert_eq!(version_in(npm, "@redocly"), None);
    }
}
