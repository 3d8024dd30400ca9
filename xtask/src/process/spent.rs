//! What a command costs: CPU seconds of it and all that it starts, and time on the clock.

use std::fs;
use std::process::Command;
use std::time::Instant;

use super::output;
use crate::failed::Failed;

/// Ticks a second in `/proc`: USER_HZ, which is 100 on every Linux of today.
/// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
const TICKS: f64 = 100.0;

/// What a command cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spent {
    /// CPU seconds, user and system, of all its processes and threads; none where the system does not
    /// tell as Linux does.
    pub cpu: Option<f64>,
    /// Seconds from start to end.
    pub wall: f64,
}

/// Runs a command to its end.
///
/// # Errors
///
/// When it cannot be started or does not succeed: then with what it wrote.
pub fn spent(command: &mut Command) -> Result<Spent, Failed> {
    let (before, start) = (children(), Instant::now());
    output(command)?;
    let wall = start.elapsed().as_secs_f64();
    let cpu = before.zip(children()).map(|(before, after)| after - before);
    Ok(Spent { cpu, wall })
}

/// CPU seconds of the processes that this one has started and waited for, theirs included.
pub fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold blanks; `state` is the first field behind it, the third of all.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(16 - 3);
    let (cutime, cstime): (f64, f64) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
    Some((cutime + cstime) / TICKS)
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

/// The median of several runs, CPU and time each.
///
/// # Errors
///
/// When one of them fails.
pub fn median_of(runs: u8, mut run: impl FnMut() -> Result<Spent, Failed>) -> Result<Spent, Failed> {
    let runs = (0..runs).map(|_| run()).collect::<Result<Vec<_>, _>>()?;
    Ok(middle(&runs))
}

/// The medians of what several runs cost.
pub fn middle(runs: &[Spent]) -> Spent {
    let cpu: Option<Vec<f64>> = runs.iter().map(|run| run.cpu).collect();
    Spent { cpu: cpu.map(median), wall: median(runs.iter().map(|run| run.wall)) }
}

/// The machine, for the head of the table.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = output(Command::new("rustc").arg("--version")).unwrap_or_default();
    let cpu = if children().is_some() {
        "CPU seconds are those of all processes together"
    } else {
        "CPU seconds are not measured: this system has no /proc/self/stat"
    };
    format!("{}, {}; {cpu}", crate::report::count(cores, "core"), rustc.trim())
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
}
