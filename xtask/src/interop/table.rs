//! The table that the judgements end in.

use std::path::PathBuf;

use crate::process::kept::Ended;
use crate::report::Style;

/// Who judged what, and how.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
    /// What those wrote who are not content.
    logs: Vec<PathBuf>,
}

#[derive(Debug)]
struct Row {
    judge: Judge,
    subject: String,
    good: bool,
    remark: String,
}

/// A tool of other people's.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: String,
}

impl Table {
    /// A verdict of a judge, who wrote `log`.
    pub fn verdict(&mut self, judge: &Judge, good: bool, subject: &str, remark: &str, log: &Ended) {
        let (judge, subject, remark) = (judge.clone(), subject.to_owned(), remark.to_owned());
        self.rows.push(Row { judge, subject, good, remark });
        if !good && !self.logs.contains(&log.log) {
            self.logs.push(log.log.clone());
        }
    }

    /// The verdicts that a script of `xtask/interop` printed, a line each: `pass` or `FAIL`, the subject
    /// and a remark, with tabs between them. A script that does not come to its end is a bad verdict.
    pub fn verdicts(&mut self, judge: &Judge, ended: &Ended) {
        let mut any = false;
        for line in ended.stdout.lines() {
            if let [verdict @ ("pass" | "FAIL"), subject, remark] = line.split('\t').collect::<Vec<_>>()[..] {
                self.verdict(judge, verdict == "pass", subject, remark, ended);
                any = true;
            }
        }
        if !ended.success || !any {
            self.verdict(judge, false, "everything that was to be judged", "the judge broke down", ended);
        }
    }

    /// How many verdicts are bad.
    pub fn bad(&self) -> usize {
        self.rows.iter().filter(|row| !row.good).count()
    }

    /// Prints what the judges wrote who are not content, to standard error.
    pub fn print_logs(&self) {
        for log in &self.logs {
            let text = std::fs::read(log).unwrap_or_default();
            eprintln!("---- {}\n{}", log.display(), String::from_utf8_lossy(&text).trim_end());
        }
    }

    /// Prints it.
    pub fn print(&self) {
        let style = Style::of_stdout();
        let width = |head: &str, column: fn(&Row) -> &str| {
            let longest = self.rows.iter().map(|row| column(row).chars().count()).max();
            longest.unwrap_or(0).max(head.len())
        };
        let judge = width("judge", |row| row.judge.name);
        let version = width("version", |row| &row.judge.version);
        let subject = width("subject", |row| &row.subject);
        let head = format!("{:judge$}  {:version$}  {:subject$}  verdict", "judge", "version", "subject");
        println!("{}", style.bold(&head));
        let mut before = None;
        for row in &self.rows {
            // Named once, above all that it judges.
            let name =
                if before == Some(&row.judge) { ("", "") } else { (row.judge.name, &*row.judge.version) };
            before = Some(&row.judge);
            let verdict = if row.good { style.green("pass") } else { style.red("FAIL") };
            let line = format!(
                "{:judge$}  {:version$}  {:subject$}  {verdict}  {}",
                name.0, name.1, row.subject, row.remark
            );
            println!("{}", line.trim_end());
        }
    }
}
