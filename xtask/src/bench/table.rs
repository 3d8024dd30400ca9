//! The table that all measurements end in.

use super::row::{Bar, Row};
use crate::report::Style;

/// Rows of what was measured, by part.
#[derive(Debug, Default, PartialEq)]
pub struct Table {
    parts: Vec<Part>,
}

/// The rows of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The word that chooses it on the command line.
    pub name: String,
    /// The day on which it was measured, as 2026-11-30.
    pub date: String,
    /// Its rows, in the order in which they were measured.
    pub rows: Vec<Row>,
}

impl Table {
    /// Of parts that were measured before.
    pub fn of(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// Begins a part, which the rows that follow belong to.
    pub fn begin(&mut self, name: &str, date: &str) {
        self.parts.push(Part { name: name.to_owned(), date: date.to_owned(), rows: Vec::new() });
    }

    /// With parts of another table in place of its own, in this order.
    #[must_use]
    pub fn with(self, newer: &Self, order: &[&str]) -> Self {
        let known = |parts: &[Part], name: &str| parts.iter().find(|part| part.name == name).cloned();
        let last = |name: &&str| known(&newer.parts, name).or_else(|| known(&self.parts, name));
        Self { parts: order.iter().filter_map(last).collect() }
    }

    /// Adds a row to the last part.
    pub fn push(&mut self, row: Row) {
        if let Some(part) = self.parts.last_mut() {
            part.rows.push(row);
        }
    }

    /// The parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many numbers are above their bars.
    pub fn missed(&self) -> usize {
        let rows = self.parts.iter().flat_map(|part| &part.rows);
        rows.filter(|row| row.passed() == Some(false)).count()
    }

    /// As text for a terminal.
    pub fn text(&self, style: Style) -> String {
        let cells = |row: &Row| [row.what.clone(), ours(row), ratio(row), bar(row)];
        let mut widths = [0, "ours".len(), "ratio".len(), "bar".len()];
        for row in self.parts.iter().flat_map(|part| &part.rows) {
            for (width, cell) in widths.iter_mut().zip(cells(row)) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |[what, ours, ratio, bar]: [String; 4], rest: &str| {
            let [first, second, third, fourth] = widths;
            let line = format!("{what:first$}  {ours:>second$}  {ratio:>third$}  {bar:>fourth$}  {rest}");
            format!("{}\n", line.trim_end())
        };
        let mut text = String::new();
        for part in self.parts.iter().filter(|part| !part.rows.is_empty()) {
            let heads = [part.name.as_str(), "ours", "ratio", "bar"].map(str::to_owned);
            text += &style.bold(&line(heads, "      beside"));
            for row in &part.rows {
                let verdict = match row.passed() {
                    Some(true) => style.green("pass"),
                    Some(false) => style.red("FAIL"),
                    None => "    ".to_owned(),
                };
                text += &line(cells(row), &format!("{verdict}  {}", beside(row)));
            }
            text.push('\n');
        }
        text
    }
}

/// Our number.
pub fn ours(row: &Row) -> String {
    row.ours.map_or("–".to_owned(), |ours| row.unit.shown(ours))
}

/// Ours over the least of the others.
pub fn ratio(row: &Row) -> String {
    row.ratio().map_or(String::new(), |ratio| format!("{ratio:.*}", if ratio < 10.0 { 3 } else { 1 }))
}

/// What ours, or the ratio, must not be above.
pub fn bar(row: &Row) -> String {
    match row.bar {
        Some(Bar::Times(bar)) => format!("≤ {bar} ×"),
        Some(Bar::Value(bar)) if row.unit.name.is_empty() => format!("≤ {bar}"),
        Some(Bar::Value(bar)) => format!("≤ {bar} {}", row.unit.name),
        None => String::new(),
    }
}

/// The others' numbers, and the remark.
pub fn beside(row: &Row) -> String {
    let others = row.others.iter().map(|(name, value)| format!("{name} {}", row.unit.shown(*value)));
    let remark = (!row.remark.is_empty()).then(|| row.remark.clone());
    others.chain(remark).collect::<Vec<_>>().join(" · ")
}
