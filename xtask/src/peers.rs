//! Other people's generators of Rust: how they are installed, run, and what is made a package of theirs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failed::{Doing as _, Failed};
use crate::files::write;
use crate::process::{cargo, output, progress};
use crate::project::Project;

/// A generator.
#[derive(Debug)]
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// The version that is compared with.
    pub version: &'static str,
    program: &'static str,
    arguments: fn(&mut Command, &Path, &Path),
    registry: Registry,
}

/// Where one comes from.
#[derive(Debug)]
enum Registry {
    /// This package of crates.io.
    Cargo(&'static str),
    /// This package of PyPI, which brings a program for Java.
    Pip(&'static str),
}

/// Where one of them writes, which generates a module and says what it depends on.
const MODULE: &str = "src/api";

/// All of them.
pub static PEERS: [Peer; 4] = [
    Peer {
        name: "progenitor",
        version: "0.15",
        program: "cargo-progenitor",
        arguments: |command, spec, out| {
            command.args(["progenitor", "--name", "theirs", "--version", "0.1.0", "--input"]);
            command.arg(spec).arg("--output").arg(out);
        },
        registry: Registry::Cargo("cargo-progenitor"),
    },
    Peer {
        name: "oas3-gen",
        version: "0.29",
        program: "oas3-gen",
        arguments: |command, spec, out| {
            command.args(["--color", "never", "generate", "client-mod", "--workspace", "--quiet", "--input"]);
            command.arg(spec).arg("--output").arg(out);
        },
        registry: Registry::Cargo("oas3-gen"),
    },
    Peer {
        name: "openapi-to-rust",
        version: "0.23",
        program: "openapi-to-rust",
        arguments: |command, spec, out| {
            command.args(["generate", "--quiet", "--output-dir"]).arg(out.join(MODULE)).arg(spec);
        },
        registry: Registry::Cargo("openapi-to-rust"),
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
        registry: Registry::Pip("openapi-generator-cli"),
    },
];

/// Where all of them are installed.
pub fn tools(project: &Project) -> PathBuf {
    project.root().join("target/peers")
}

impl Peer {
    fn program(&self, tools: &Path) -> PathBuf {
        tools.join("bin").join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))
    }

    /// Whether it is installed in that folder.
    pub fn is_in(&self, tools: &Path) -> bool {
        self.program(tools).exists()
    }

    /// Has it generate a client from a spec into a folder, which is not there yet.
    pub fn generate(&self, tools: &Path, spec: &Path, folder: &Path) -> Command {
        let mut command = Command::new(self.program(tools));
        (self.arguments)(&mut command, spec, folder);
        command
    }

    /// What a person types to install it into a folder.
    pub fn how_to_install(&self, tools: &str) -> String {
        let version = self.version;
        match self.registry {
            Registry::Cargo(package) => {
                format!("cargo install {package} --version ^{version} --root {tools}")
            }
            Registry::Pip(package) => format!(
                "python3 -m venv {tools} && {tools}/bin/pip install {package}=={version}.*; needs Java"
            ),
        }
    }

    /// Installs it into a folder.
    ///
    /// # Errors
    ///
    /// When it cannot be had, or does not build.
    pub fn install(&self, project: &Project, tools: &Path) -> Result<(), Failed> {
        progress(&format!("installing {} {}", self.name, self.version));
        match self.registry {
            Registry::Cargo(package) => {
                let mut install = cargo(project.root());
                install.env_remove("CARGO_TARGET_DIR");
                install.args(["install", package, "--version", &format!("^{}", self.version), "--root"]);
                output(install.arg(tools))?;
            }
            Registry::Pip(package) => {
                output(Command::new("python3").args(["-m", "venv"]).arg(tools))?;
                let mut pip = Command::new(tools.join("bin/pip"));
                output(pip.args(["install", "--quiet", &format!("{package}=={}.*", self.version)]))?;
            }
        }
        Ok(())
    }
}

/// Makes what one of them generated a workspace of its own, with a TLS that builds anywhere: which one it
/// is does not touch the generated code. A manifest that there is not is missed when it is compiled.
///
/// # Errors
///
/// When a file cannot be written.
pub fn package(folder: &Path) -> Result<(), Failed> {
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

/// What a manifest calls its package.
///
/// # Errors
///
/// When it cannot be read, or names none.
pub fn package_name(manifest: &Path) -> Result<String, Failed> {
    let text = fs::read_to_string(manifest).doing("read", manifest)?;
    let name = text.lines().find_map(|line| line.strip_prefix("name = ")?.split('"').nth(1));
    name.map(str::to_owned).ok_or_else(|| Failed::because(format!("{} names no package", manifest.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_to_install_says_where_from_and_which() {
        let [progenitor, .., java] = &PEERS;
        assert_eq!(
            progenitor.how_to_install("here"),
            "cargo install cargo-progenitor --version ^0.15 --root here"
        );
        assert!(java.how_to_install("here").contains("here/bin/pip install openapi-generator-cli==7.26.*"));
    }
}
