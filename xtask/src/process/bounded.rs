//! Programs that may fail, panic or never end: run with their output in a file and a limit on their time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failed::{Doing as _, Failed};
use crate::files::create;

/// Ticks a second in `/proc`: USER_HZ, which is 100 on every Linux of today.
/// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
const TICKS: f64 = 100.0;

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What became of a program.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub how: How,
    /// CPU seconds of it and all that it started.
    pub cpu: Option<f64>,
    /// All that it wrote.
    pub log: PathBuf,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// With 0.
    Well,
    /// With another code, or by a signal.
    Badly,
    /// Not within its time; then it was stopped.
    Late,
}

impl Ended {
    /// What it wrote.
    pub fn text(&self) -> String {
        fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }
}

/// Runs a program to its end, or until it has taken too long.
///
/// # Errors
///
/// When it cannot be started, or the file cannot be written.
pub fn run(command: &mut Command, log: PathBuf, patience: Duration) -> Result<Ended, Failed> {
    let file = create(&log)?;
    let errors = file.try_clone().doing("write", &log)?;
    command.stdin(Stdio::null()).stdout(file).stderr(errors).env("NO_COLOR", "1");
    alone(command);
    let before = children();
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command.spawn().map_err(|error| Failed::file("run", &program, &error))?;
    let end = Instant::now() + patience;
    let how = loop {
        match child.try_wait().doing("wait for", Path::new(&program))? {
            Some(status) if status.success() => break How::Well,
            Some(_) => break How::Badly,
            None if Instant::now() > end => {
                stop(&mut child);
                break How::Late;
            }
            None => std::thread::sleep(LOOK),
        }
    };
    let cpu = before.zip(children()).map(|(before, after)| after - before);
    Ok(Ended { how, cpu, log })
}

/// CPU seconds of the processes that this one has started and waited for, theirs included.
fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold blanks; `state` is the first field behind it, the third of all.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(16 - 3);
    let (cutime, cstime): (f64, f64) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
    Some((cutime + cstime) / TICKS)
}

/// In a group of its own, so that what it starts can be stopped with it.
#[cfg(unix)]
fn alone(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn alone(_: &mut Command) {}

fn stop(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn of(script: &str, name: &str) -> Ended {
        let log = std::env::temp_dir().join(format!("foreign-{}-{name}.log", std::process::id()));
        run(Command::new("sh").args(["-c", script]), log, Duration::from_millis(500)).unwrap()
    }

    #[test]
    fn what_ends_says_how() {
        let ended = of("echo a; echo b >&2", "well");
        assert_eq!((ended.how, ended.text().as_str()), (How::Well, "a\nb\n"));
        assert_eq!(of("exit 3", "badly").how, How::Badly);
        fs::remove_file(ended.log).unwrap();
    }

    #[test]
    fn what_never_ends_is_stopped_with_all_that_it_started() {
        let ended = of("sleep 60 & sleep 60", "late");
        assert_eq!(ended.how, How::Late);
        fs::remove_file(ended.log).unwrap();
    }
}
