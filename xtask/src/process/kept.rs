//! Other people's programs: run to their end, or served by until they are no longer needed.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::shown;
use crate::failed::{Doing as _, Failed};
use crate::files::create;

/// How long a server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(60);

/// What became of a program that has ended.
#[derive(Debug)]
pub struct Ended {
    /// Whether it ended with 0.
    pub success: bool,
    /// What it wrote to standard output.
    pub stdout: String,
    /// Where all that it wrote is kept.
    pub log: PathBuf,
}

/// Runs a program to its end and keeps what it writes in the file `log`.
///
/// # Errors
///
/// When it cannot be started, or the file cannot be written.
pub fn run(command: &mut Command, log: PathBuf) -> Result<Ended, Failed> {
    quiet(command);
    let output = command.output().map_err(|error| {
        Failed::because(format!("cannot run `{}`: {error}", command.get_program().to_string_lossy()))
    })?;
    let mut text = format!("$ {}\n", shown(command)).into_bytes();
    text.extend_from_slice(&output.stdout);
    text.extend_from_slice(&output.stderr);
    create(&log)?.write_all(&text).doing("write", &log)?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(Ended { success: output.status.success(), stdout, log })
}

/// A program that serves; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts a server and waits until it has written what `ready` looks for, line by line. All that it
    /// writes to standard output is kept in the file `log`, errors beside it.
    ///
    /// # Errors
    ///
    /// When it cannot be started, ends, or is silent for a minute.
    pub fn start<T: Send + 'static>(
        command: &mut Command,
        log: &Path,
        mut ready: impl FnMut(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Self, T), Failed> {
        quiet(command);
        let name = shown(command);
        let mut file = create(log)?;
        let errors = create(&log.with_extension("err.log"))?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).spawn();
        let mut child = child.map_err(|error| Failed::because(format!("cannot run `{name}`: {error}")))?;
        let stdout = child.stdout.take();
        let server = Self { child };
        let (told, heard) = mpsc::channel();
        // Reads to the end, long after anybody listens: a full pipe would stop the server.
        std::thread::spawn(move || {
            let lines = stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).lines());
            for line in lines.map_while(Result::ok) {
                // A log that cannot be written is no reason to stop what is judged.
                let _ = writeln!(file, "{line}");
                if let Some(found) = ready(&line) {
                    let _ = told.send(found);
                }
            }
        });
        match heard.recv_timeout(PATIENCE) {
            Ok(found) => Ok((server, found)),
            Err(_) => {
                let message = format!("`{name}` does not get ready to serve");
                Err(Failed::because(message).with_help(format!("what it wrote is in {}", log.display())))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// No colour, no proxy on the way to this machine, nothing reported to anybody.
fn quiet(command: &mut Command) {
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("NO_PROXY", "127.0.0.1,localhost"),
        ("no_proxy", "127.0.0.1,localhost"),
        ("REDOCLY_TELEMETRY", "off"),
        ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
        ("PYTHONUTF8", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
    ] {
        command.env(name, value);
    }
}
