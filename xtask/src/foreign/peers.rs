//! Other people's generators of Rust, tried on the same files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::Checker;
use super::list::Spec;
use super::{PATIENCE, Setting};
use crate::failed::{Doing as _, Failed};
use crate::files::{remove, write};
use crate::process::bounded::{self, How};
use crate::process::progress;
use crate::report::count;

/// A generator.
#[derive(Debug)]
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// The version that is compared with.
    pub version: &'static str,
    program: &'static str,
    arguments: fn(&mut Command, &Path, &Path),
    install: &'static str,
}

/// Where one of them writes, which generates a module and says what it depends on.
const MODULE: &str = "src/api";

/// All of them.
pub const PEERS: [Peer; 4] = [
    Peer {
        name: "progenitor",
        version: "0.15",
        program: "cargo-progenitor",
        arguments: |command, spec, out| {
            command.args(["progenitor", "--name", "theirs", "--version", "0.1.0", "--input"]);
            command.arg(spec).arg("--output").arg(out);
        },
        install: "cargo install cargo-progenitor --version ^0.15 --root TOOLS",
    },
    Peer {
        name: "oas3-gen",
        version: "0.29",
        program: "oas3-gen",
        arguments: oas3_gen,
        install: "cargo install oas3-gen --version ^0.29 --root TOOLS",
    },
    Peer {
        name: "openapi-to-rust",
        version: "0.23",
        program: "openapi-to-rust",
        arguments: |command, spec, out| {
            command.args(["generate", "--quiet", "--output-dir"]).arg(out.join(MODULE)).arg(spec);
        },
        install: "cargo install openapi-to-rust --version ^0.23 --root TOOLS",
    },
    Peer {
        name: "openapi-generator",
        version: "7.26",
        program: "openapi-generator-cli",
        arguments: |command, spec, out| {
            command.args([
                "generate",
                // Others have files to generate from, not to correct.
                "--skip-validate-spec",
                "--generator-name",
                "rust",
                "--package-name",
                "theirs",
                "--input-spec",
            ]);
            command.arg(spec).arg("--output").arg(out);
        },
        install: "python3 -m venv TOOLS && TOOLS/bin/pip install openapi-generator-cli==7.26.0; needs Java",
    },
];

/// How oas3-gen is told to generate a client.
pub fn oas3_gen(command: &mut Command, spec: &Path, out: &Path) {
    command.args(["--color", "never", "generate", "client-mod", "--workspace", "--quiet", "--input"]);
    command.arg(spec).arg("--output").arg(out);
}

/// What a peer made of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theirs {
    /// It was generated and compiles.
    Compiles {
        /// With so many warnings.
        warnings: usize,
    },
    /// It was generated and does not compile.
    Fails {
        /// For so many reasons.
        errors: usize,
    },
    /// What was generated is no package that can be built.
    Lacks,
    /// It panicked.
    Panics,
    /// It ended otherwise without generating.
    Refuses,
    /// It did not end.
    Hangs,
}

impl Theirs {
    /// Whether it was generated and compiles.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Compiles { .. })
    }

    /// In a few words.
    pub fn shown(self) -> String {
        match self {
            Self::Compiles { warnings: 0 } => "compiles".to_owned(),
            Self::Compiles { warnings } => count(warnings, "warning"),
            Self::Fails { errors } => count(errors, "error"),
            Self::Lacks => "no package".to_owned(),
            Self::Panics => "panics".to_owned(),
            Self::Refuses => "refuses".to_owned(),
            Self::Hangs => "hangs".to_owned(),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Compiles { warnings } => format!("compiles {warnings}\n"),
            Self::Fails { errors } => format!("fails {errors}\n"),
            other => format!("{}\n", other.shown()),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        match text.trim_end().rsplit_once(' ') {
            Some(("compiles", warnings)) => Some(Self::Compiles { warnings: warnings.parse().ok()? }),
            Some(("fails", errors)) => Some(Self::Fails { errors: errors.parse().ok()? }),
            _ => {
                let plain = [Self::Lacks, Self::Panics, Self::Refuses, Self::Hangs];
                plain.into_iter().find(|theirs| theirs.text() == text)
            }
        }
    }
}

/// Those that were asked for, all if none was.
///
/// # Errors
///
/// When one is not installed.
pub fn named(setting: &Setting<'_>, names: &[&String]) -> Result<Vec<&'static Peer>, Failed> {
    static ALL: [Peer; 4] = PEERS;
    let wanted = |peer: &&Peer| names.is_empty() || names.iter().any(|name| *name == peer.name);
    let peers: Vec<&Peer> = ALL.iter().filter(wanted).collect();
    for peer in &peers {
        if !peer.program(setting).exists() {
            let tools = setting.project.shown(&setting.tools);
            let message = format!("{} {} is not in {tools}", peer.name, peer.version);
            return Err(Failed::because(message).with_help(peer.install.replace("TOOLS", &tools)));
        }
    }
    Ok(peers)
}

impl Peer {
    fn program(&self, setting: &Setting<'_>) -> PathBuf {
        setting.tools.join("bin").join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))
    }

    /// What it makes of a spec. For a spec of the list that is remembered: neither it nor the peer changes.
    ///
    /// # Errors
    ///
    /// When it cannot be started; not when it fails.
    pub fn outcome(
        &self,
        setting: &Setting<'_>,
        checker: &Checker<'_>,
        spec: &Spec,
    ) -> Result<Theirs, Failed> {
        let folder = setting.folder("theirs").join(format!("{}-{}", self.name, self.version));
        let note = folder.join(format!("{}.txt", spec.name));
        let known = spec.operations.and_then(|_| fs::read_to_string(&note).ok());
        if let Some(theirs) = known.and_then(|text| Theirs::parse(&text)) {
            return Ok(theirs);
        }
        progress(&format!("{} by {}", spec.name, self.name));
        let theirs = self.tried(setting, checker, spec, &folder.join("theirs"))?;
        write(&note, &theirs.text())?;
        Ok(theirs)
    }

    /// Generates, and checks what was generated. Some call the package after the folder.
    fn tried(
        &self,
        setting: &Setting<'_>,
        checker: &Checker<'_>,
        spec: &Spec,
        folder: &Path,
    ) -> Result<Theirs, Failed> {
        remove(folder)?;
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).doing("create", parent)?;
        }
        let mut command = Command::new(self.program(setting));
        (self.arguments)(&mut command, &spec.files[0], folder);
        let ended = bounded::run(&mut command, setting.log(self.name, &spec.name, "generate"), PATIENCE)?;
        match ended.how {
            How::Late => return Ok(Theirs::Hangs),
            _ if ended.text().contains("panicked at") => return Ok(Theirs::Panics),
            How::Badly => return Ok(Theirs::Refuses),
            How::Well => {}
        }
        packaged(folder)?;
        let (checked, _) = checker.check(self.name, &spec.name, folder, &["theirs".to_owned()])?;
        // Hundreds of MiB of all of them together.
        remove(folder)?;
        Ok(match checked.errors {
            0 if checked.warnings == 0 && !checked.is_clean() => Theirs::Lacks,
            0 => Theirs::Compiles { warnings: checked.warnings },
            errors => Theirs::Fails { errors },
        })
    }
}

/// Makes what was generated a workspace of its own, with a TLS that builds anywhere: which one it is does
/// not touch the generated code. A manifest that there is not is missed when it is compiled.
fn packaged(folder: &Path) -> Result<(), Failed> {
    let manifest = folder.join("Cargo.toml");
    let text = match fs::read_to_string(folder.join(MODULE).join("REQUIRED_DEPS.toml")) {
        Ok(dependencies) => {
            write(&folder.join("src/lib.rs"), "pub mod api;\n")?;
            let package = "[package]\nname = \"theirs\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
            format!("{package}{dependencies}")
        }
        Err(_) => fs::read_to_string(&manifest).unwrap_or_default(),
    };
    if text.is_empty() {
        return Ok(());
    }
    let any = "\"rustls-no-provider\"";
    let mut changed = String::new();
    for line in text.lines() {
        changed += &match line.starts_with("reqwest = ") {
            true => line.replace("\"native-tls\"", any).replace("\"rustls\"", any),
            false => line.replace("\"reqwest/native-tls\"", "\"reqwest/rustls-no-provider\""),
        };
        changed.push('\n');
    }
    if !text.contains("[workspace]") {
        changed += "\n[workspace]\n";
    }
    write(&manifest, &changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_seen() {
        for theirs in [
            Theirs::Compiles { warnings: 0 },
            Theirs::Compiles { warnings: 7 },
            Theirs::Fails { errors: 3 },
            Theirs::Lacks,
            Theirs::Panics,
            Theirs::Refuses,
            Theirs::Hangs,
        ] {
            assert_eq!(Theirs::parse(&theirs.text()), Some(theirs));
        }
        assert_eq!(Theirs::parse("compiles much\n"), None);
    }
}
