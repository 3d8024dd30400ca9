//! The crates of the base spec and of the edited ones, what rustdoc says of them, and their caller.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use huaweicloud_codegen::ir::Service;
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Options, Output, Packaging, generate};

use super::{Log, edits};
use crate::failed::{Doing as _, Failed};
use crate::files::write;
use crate::process::kept;
use crate::process::{cargo, output};
use crate::project::{Project, slashes};

/// The service's name: the crates are called after it.
const NAME: &str = "store";

/// Where crates are generated, and built in one folder: what they depend on is built once.
pub struct Crates<'a> {
    project: &'a Project,
    folder: PathBuf,
}

/// The crates of a spec.
pub struct Generated {
    pub service: Service,
    /// What rustdoc says of the model and of the client.
    pub rustdoc: [PathBuf; 2],
    folder: PathBuf,
}

impl<'a> Crates<'a> {
    /// With what the crates depend on at hand.
    ///
    /// # Errors
    ///
    /// When that cannot be had.
    pub fn new(project: &'a Project, folder: PathBuf) -> Result<Self, Failed> {
        output(cargo(project.root()).arg("fetch"))?;
        Ok(Self { project, folder })
    }

    /// The file that keeps what a program wrote.
    pub fn log(&self, name: &str) -> Log {
        self.folder.join("logs").join(format!("{name}.log"))
    }

    /// Generates the crates of a spec, and has rustdoc describe them.
    ///
    /// # Errors
    ///
    /// When the spec has a mistake, the crates do not compile, or the disk does not oblige.
    pub fn generate(&self, name: &str, spec: &Source) -> Result<Generated, Failed> {
        let runtime = slashes(&self.project.root().join("crates"));
        let packaging = Packaging::Standalone { runtime };
        let Output { service, files, .. } =
            generate(NAME, vec![spec.clone()], Options { foreign: true }, &packaging)
                .map_err(|failure| Failed::because(format!("{name}: {failure}")))?;
        let folder = self.folder.join("crates").join(name);
        for file in files.iter().filter(|file| file.path != "Cargo.toml") {
            write(&folder.join(&file.path), &file.text)?;
        }
        let caller = fs::read_to_string(edits::folder().join("caller.rs")).doing("read", &edits::folder())?;
        write(&folder.join("caller/src/lib.rs"), &caller)?;
        write(&folder.join("caller/Cargo.toml"), CALLER)?;
        write(&folder.join("Cargo.toml"), WORKSPACE)?;
        // The versions that the project has.
        let lock = self.project.root().join("Cargo.lock");
        fs::copy(&lock, folder.join("Cargo.lock")).doing("copy", &lock)?;
        let described = |package: &str| self.described(&folder, name, package);
        let rustdoc = [described("store-model")?, described("store-client")?];
        Ok(Generated { service, rustdoc, folder })
    }

    /// Has rustdoc describe a crate for programs.
    fn described(&self, folder: &Path, name: &str, package: &str) -> Result<PathBuf, Failed> {
        let mut rustdoc = self.cargo(folder);
        rustdoc.args(["rustdoc", "--offline", "--lib", "--package", package]);
        rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json"]);
        let ended = kept::run(&mut rustdoc, self.log(&format!("{name}-{package}-rustdoc")))?;
        if !ended.success {
            let log = self.project.shown(&ended.log);
            let failed = Failed::because(format!("rustdoc does not describe the {package} of {name}"));
            return Err(failed.with_help(format!("what it says is in {log}")));
        }
        // The next crate of this name is described in the same place.
        let made = self.target().join("doc").join(format!("{}.json", package.replace('-', "_")));
        let kept = folder.join(format!("{package}.json"));
        fs::copy(&made, &kept).doing("copy", &made)?;
        Ok(kept)
    }

    /// What the compiler says of the caller, if the caller does not compile with these crates.
    ///
    /// # Errors
    ///
    /// When cargo cannot be started.
    pub fn caller_fails(&self, generated: &Generated) -> Result<Option<Log>, Failed> {
        let name = generated.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut check = self.cargo(&generated.folder);
        check.args(["check", "--offline", "--package", "caller"]);
        let ended = kept::run(&mut check, self.log(&format!("{name}-caller")))?;
        Ok((!ended.success).then_some(ended.log))
    }

    fn cargo(&self, folder: &Path) -> Command {
        let mut cargo = cargo(folder);
        // What rustdoc writes for programs is not stable yet; the tool knows which versions it reads. For
        // all that is built, since cargo builds the same again where this differs.
        cargo.env("CARGO_TARGET_DIR", self.target()).env("RUSTC_BOOTSTRAP", "1");
        cargo
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

const CALLER: &str = "\
[package]
name = \"caller\"
edition = \"2024\"

[dependencies]
store-client = { path = \"../store\" }
";

const WORKSPACE: &str = "\
[workspace]
resolver = \"3\"
members = [\"caller\", \"store\", \"store-model\"]

[profile.dev]
debug = false
incremental = false
";
