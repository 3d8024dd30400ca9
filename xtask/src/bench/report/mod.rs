//! What becomes of the table: JSON for programs, a chart and Markdown for people.

mod chart;
mod json;
mod markdown;

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::table::Table;
use crate::failed::{Doing as _, Failed};
use crate::files::write;
use crate::process::machine;

/// Between these lines of README.md stands the table.
const BEGIN: &str = "<!-- The table of `cargo xtask bench --readme`, up to the end mark. -->";
const END: &str = "<!-- The end of the table. -->";

/// A table, with where and when it was measured.
pub struct Report<'a> {
    table: &'a Table,
    machine: String,
    date: String,
}

impl<'a> Report<'a> {
    /// Of what was measured on this machine today.
    pub fn of(table: &'a Table) -> Self {
        let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        let date = now.split('T').next().unwrap_or_default().to_owned();
        Self { table, machine: machine::line(), date }
    }

    /// The line above the table.
    pub fn head(&self) -> String {
        format!("{}, {}", self.machine, self.date)
    }

    /// Writes `report.json` and `report.svg` into a folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failed> {
        write(&folder.join("report.json"), &json::text(self))?;
        write(&folder.join("report.svg"), &chart::svg(self))
    }

    /// Puts the table into a file, in place of the one there.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written, or has no place for it.
    pub fn put_into(&self, file: &Path) -> Result<(), Failed> {
        let text = fs::read_to_string(file).doing("read", file)?;
        let text = replaced(&text, &markdown::text(self)).ok_or_else(|| {
            let message = format!("{} has no place for the table", file.display());
            Failed::because(message)
                .with_help(format!("put these lines where it shall stand:\n{BEGIN}\n{END}"))
        })?;
        write(file, &text)
    }
}

/// The text with something else between the marks.
fn replaced(text: &str, between: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{between}\n{END}{after}"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bench::row::{COUNT, Row, SECONDS};

    /// One row of each kind.
    pub fn table() -> Table {
        let mut table = Table::default();
        table.begin("generation");
        let row = Row::new("generating <100> operations", SECONDS).ours(0.5).at_most_times(0.5);
        table.push(row.beside("quick", 2.0).beside("slow | old", 4.0).remark("failing fails"));
        table.begin("lines");
        table.push(Row::new("lines", COUNT).ours(81.0).at_most(80.0));
        table.push(Row::new("lines of a small one", COUNT).ours(134.0));
        table.push(Row::new("instructions", COUNT).at_most_times(1.05).remark("valgrind is not installed"));
        table
    }

    pub fn report(table: &Table) -> Report<'_> {
        Report { table, machine: "2 cores".to_owned(), date: "2026-11-30".to_owned() }
    }

    #[test]
    fn what_stands_around_the_table_stays() {
        let text = format!("# Title\n\n{BEGIN}\nold\n{END}\n\nThe end.\n");
        let new = replaced(&text, "new\n").unwrap();
        assert_eq!(new, format!("# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nThe end.\n"));
        assert_eq!(replaced(&new, "new\n").unwrap(), new);
        assert_eq!(replaced("# Title\n", "new\n"), None);
    }

    #[test]
    fn the_readme_has_a_place_for_it() {
        let readme = include_str!("../../../../README.md");
        assert!(replaced(readme, "").is_some());
    }

    #[test]
    fn the_head_says_where_and_when() {
        assert_eq!(report(&table()).head(), "2 cores, 2026-11-30");
    }
}
