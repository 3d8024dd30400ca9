//! What a command costs: CPU seconds of it and all that it starts, time on the clock, and memory.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failed::{Doing as _, Failed};
use crate::process::output;

/// What a command cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// CPU seconds, user and system, of all its processes and threads.
    pub cpu: f64,
    /// Seconds from start to end.
    pub wall: f64,
    /// The most memory that one of its processes held, in MiB.
    pub peak: f64,
}

impl Spent {
    /// Two that ran one after the other.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        Self { cpu: self.cpu + other.cpu, wall: self.wall + other.wall, peak: self.peak.max(other.peak) }
    }
}

/// Measures commands.
#[derive(Debug)]
pub struct Meter {
    script: PathBuf,
    report: PathBuf,
}

impl Meter {
    /// One that keeps its report in a folder.
    pub fn new(root: &Path, folder: &Path) -> Self {
        Self { script: root.join("xtask/bench/spent.py"), report: folder.join("spent.txt") }
    }

    /// Runs a command to its end.
    ///
    /// # Errors
    ///
    /// When it cannot be started or does not succeed: then with what it wrote. Where there is no python3
    /// that can tell, too.
    pub fn spent(&self, command: &Command) -> Result<Spent, Failed> {
        if let Some(folder) = self.report.parent() {
            std::fs::create_dir_all(folder).doing("create", folder)?;
        }
        // The operating system tells a process what those cost that it started. In this one they would add
        // up, memory of the largest included, and to ask takes unsafe code.
        let mut python = Command::new("python3");
        python.arg(&self.script).arg(&self.report).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => python.env(name, value),
                None => python.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            python.current_dir(folder);
        }
        output(&mut python).map_err(|failed| {
            failed.with_help("what commands cost is measured by python3 with its module `resource`")
        })?;
        let text = std::fs::read_to_string(&self.report).doing("read", &self.report)?;
        parsed(&text).ok_or_else(|| Failed::because(format!("{} says nothing", self.report.display())))
    }

    /// The median of several runs.
    ///
    /// # Errors
    ///
    /// When one of them fails.
    pub fn median_of(
        &self,
        runs: u8,
        mut run: impl FnMut(&Self) -> Result<Spent, Failed>,
    ) -> Result<Spent, Failed> {
        let runs = (0..runs).map(|_| run(self)).collect::<Result<Vec<_>, _>>()?;
        Ok(middle(&runs))
    }
}

fn parsed(report: &str) -> Option<Spent> {
    let mut numbers = report.split_whitespace().map(|number| number.parse::<f64>().ok());
    let [cpu, wall, peak] = [numbers.next()??, numbers.next()??, numbers.next()??];
    Some(Spent { cpu, wall, peak: peak / 1_048_576.0 })
}

/// The medians of what several runs cost.
pub fn middle(runs: &[Spent]) -> Spent {
    let of = |number: fn(&Spent) -> f64| median(runs.iter().map(number));
    Spent { cpu: of(|run| run.cpu), wall: of(|run| run.wall), peak: of(|run| run.peak) }
}

/// The median.
pub fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    match numbers.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => numbers[odd / 2],
        even => f64::midpoint(numbers[even / 2 - 1], numbers[even / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0]), 2.5);
        assert!(median([]).is_nan());
    }

    #[test]
    fn a_report_is_three_numbers() {
        assert_eq!(parsed("1.5 0.75 2097152\n"), Some(Spent { cpu: 1.5, wall: 0.75, peak: 2.0 }));
        assert_eq!((parsed("1.5 0.75"), parsed("1.5 soon 7")), (None, None));
    }

    #[test]
    fn of_two_in_a_row_the_larger_memory_counts() {
        let [small, large] = [1.0, 3.0].map(|it| Spent { cpu: it, wall: it, peak: it });
        assert_eq!(large.then(small), Spent { cpu: 4.0, wall: 4.0, peak: 3.0 });
    }
}
