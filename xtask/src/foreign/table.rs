//! The table of files.

use super::ours::{Ours, Outcome};
use super::theirs::Theirs;
use crate::peers::Peer;
use crate::report::{Style, count};

/// What became of a file.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// How many operations it has.
    pub operations: Option<usize>,
    /// What our generator made of it.
    pub ours: Ours,
    /// What the others made of it, in their order.
    pub theirs: Vec<Theirs>,
}

/// Prints it, below a line about the machine.
pub fn print(rows: &[Row], peers: &[&'static Peer], machine: &str) {
    let style = Style::of_stdout();
    println!("{machine}\n");
    let mut lines = vec![head(peers)];
    lines.extend(rows.iter().map(cells));
    let widths: Vec<usize> = (0..lines[0].len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0))
        .collect();
    for (number, line) in lines.iter().enumerate() {
        let mut text = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let padding = " ".repeat(width - cell.chars().count());
            // Numbers end where numbers above them end.
            let right = (1..=6).contains(&column);
            text += &if right { format!("{padding}{cell}  ") } else { format!("{cell}{padding}  ") };
        }
        let text = text.trim_end();
        match number.checked_sub(1).map(|row| rows[row].ours.outcome.is_bad()) {
            None => println!("{}", style.bold(text)),
            Some(true) => println!("{}", style.red(text)),
            Some(false) => println!("{text}"),
        }
    }
    println!("\n{}", sum(rows));
    for (column, peer) in peers.iter().enumerate() {
        let good = rows.iter().filter(|row| row.theirs[column].is_good()).count();
        println!(
            "{} {}: {good} of {} generated and compiled",
            peer.name,
            peer.version,
            count(rows.len(), "file")
        );
    }
}

fn head(peers: &[&'static Peer]) -> Vec<String> {
    let own = ["file", "operations", "CPU s", "peak MiB", "lines", "longest", "check CPU s", "result"];
    own.into_iter().chain(peers.iter().map(|peer| peer.name)).map(str::to_owned).collect()
}

fn cells(row: &Row) -> Vec<String> {
    let ours = &row.ours;
    let seconds = |cpu: Option<f64>| cpu.map_or(String::new(), |cpu| format!("{cpu:.2}"));
    let number = |number: Option<usize>| number.map_or(String::new(), |number| number.to_string());
    let mut cells = vec![
        row.name.clone(),
        number(row.operations),
        seconds(ours.cpu),
        ours.peak.map_or(String::new(), |peak| format!("{}", peak.div_ceil(1024))),
        number(ours.lines.map(|(lines, _)| lines)),
        number(ours.lines.map(|(_, longest)| longest)),
        seconds(ours.check),
        ours.outcome.shown(),
    ];
    cells.extend(row.theirs.iter().map(|theirs| theirs.shown()));
    cells
}

/// The last line: how many files ended how.
fn sum(rows: &[Row]) -> String {
    let (mut clean, mut refused, mut bad) = (0, 0, 0);
    for row in rows {
        match &row.ours.outcome {
            outcome if outcome.is_bad() => bad += 1,
            Outcome::Refused(_) => refused += 1,
            _ => clean += 1,
        }
    }
    let files = count(rows.len(), "file");
    format!("{files}: {clean} generated without a warning, {refused} refused with a position, {bad} neither")
}
