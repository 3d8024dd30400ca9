//! What becomes of the table: JSON for programs, a chart and Markdown for people.

mod chart;
mod json;
mod markdown;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::table::Table;
use crate::failed::{Doing as _, Failed};
use crate::files::write;
use crate::process::machine;

/// What is kept from run to run.
const JSON: &str = "report.json";

/// Between these lines of README.md stands the table.
const BEGIN: &str = "<!-- The table of `cargo xtask bench --readme`, up to the end mark. -->";
const END: &str = "<!-- The end of the table. -->";

/// What was measured on this machine, whenever that was.
#[derive(Debug, PartialEq)]
pub struct Report {
    machine: String,
    table: Table,
}

/// Today, as 2026-11-30.
pub fn today() -> String {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    now.split('T').next().unwrap_or_default().to_owned()
}

impl Report {
    /// What a folder has of earlier runs on this machine.
    pub fn read(folder: &Path) -> Self {
        let machine = machine::line();
        // One that cannot be read is written anew.
        let earlier = fs::read_to_string(folder.join(JSON)).ok().and_then(|text| json::report(&text));
        let table = earlier.filter(|earlier| earlier.machine == machine).map(|earlier| earlier.table);
        Self { machine, table: table.unwrap_or_default() }
    }

    /// With the parts that were measured now.
    #[must_use]
    pub fn with(self, measured: &Table, order: &[&str]) -> Self {
        Self { table: self.table.with(measured, order), ..self }
    }

    /// The line above the table: the machine, and when it was measured.
    pub fn head(&self) -> String {
        let dates = self.table.parts().iter().map(|part| part.date.as_str());
        let dates: BTreeSet<&str> = dates.collect();
        match (dates.first(), dates.last()) {
            (Some(first), Some(last)) if first != last => format!("{}, {first} to {last}", self.machine),
            (Some(date), _) => format!("{}, {date}", self.machine),
            _ => self.machine.clone(),
        }
    }

    /// Writes `report.json` and `report.svg` into a folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failed> {
        write(&folder.join(JSON), &json::text(self))?;
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
    pub fn report() -> Report {
        let mut table = Table::default();
        table.begin("generation", "2026-11-30");
        let row = Row::new("generating <100> operations", SECONDS).ours(0.5).at_most_times(0.5);
        table.push(row.beside("quick", 2.0).beside("slow | old", 4.0).remark("failing fails"));
        table.begin("lines", "2026-11-30");
        table.push(Row::new("lines", COUNT).ours(81.0).at_most(80.0));
        table.push(Row::new("lines of a small one", COUNT).ours(134.0));
        table.push(Row::new("instructions", COUNT).at_most_times(1.05).remark("valgrind is not installed"));
        Report { table, machine: "2 cores".to_owned() }
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
    fn parts_are_kept_until_they_are_measured_again() {
        let mut newer = Table::default();
        newer.begin("lines", "2026-12-01");
        let report = report().with(&newer, &["lines", "generation"]);
        let parts: Vec<_> =
            report.table.parts().iter().map(|part| (part.name.as_str(), part.rows.len())).collect();
        assert_eq!(parts, [("lines", 0), ("generation", 1)]);
        assert_eq!(report.head(), "2 cores, 2026-11-30 to 2026-12-01");
    }

    #[test]
    fn what_is_kept_is_what_was_measured() {
        assert_eq!(json::report(&json::text(&report())), Some(report()));
        assert_eq!((json::report("{}"), json::report("[")), (None, None));
    }
}
