//! How findings are told: to people, to programs, or to a pull request.

use std::fmt::Display;
use std::io::Write as _;

use clap::{Arg, ArgMatches, builder::PossibleValue};
use huaweicloud_codegen::Diagnostics;
use huaweicloud_codegen::diagnostic::Record;
use huaweicloud_codegen::source::Source;

use crate::report::Style;

/// What `--format` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As rustc shows its own, to standard error.
    Text,
    /// A JSON object a line, to standard output, which holds nothing else.
    Json,
    /// As text, and to standard output as commands that GitHub Actions makes annotations of.
    Github,
}

/// What the help of a command with `--format` ends with.
pub const ABOUT: &str = "\
With `--format json` standard output holds an object a line for each finding, and nothing else:
  level        \"error\" or \"warning\"
  name         of the rule, for `cargo xtask lint --explain`
  file         from the root of the checkout, with forward slashes
  line, column, end_line, end_column
               from 1; columns in characters; the end is behind the last one
  message      what is wrong, one sentence
  help         how to mend it, or null
  related      other places: a list of objects with file, line, column, end_line,
               end_column and message
What is for people goes to standard error then. The exit code is 1 if one of them is an error.";

impl Format {
    /// The argument.
    pub fn argument() -> Arg {
        let values = [
            PossibleValue::new("text").help("The line, a caret, a way out; for people"),
            PossibleValue::new("json").help("An object a line on standard output; see below"),
            PossibleValue::new("github").help("The text, and annotations for a pull request"),
        ];
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(values)
            .help("How findings are told [default: text, or github where GITHUB_ACTIONS=true]")
    }

    /// What was asked for, or what is usual here.
    pub fn of(arguments: &ArgMatches) -> Self {
        match arguments.get_one::<String>("format").map(String::as_str) {
            Some("json") => Self::Json,
            Some("github") => Self::Github,
            Some(_) => Self::Text,
            None => Self::usual(),
        }
    }

    /// Annotations where somebody would see them, else text.
    pub fn usual() -> Self {
        let actions = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        if actions { Self::Github } else { Self::Text }
    }

    /// Tells findings.
    pub fn findings(self, found: &Diagnostics, sources: &[Source]) {
        if self != Self::Json {
            to_stderr(&found.render(sources, Style::of_stderr().colour));
        }
        if self != Self::Text {
            self.records(&found.records(sources));
        }
    }

    /// Tells findings of which people have read already.
    pub fn records(self, records: &[Record]) {
        let line = match self {
            Self::Text => return,
            Self::Json => Record::json,
            Self::Github => Record::github,
        };
        let lines: String = records.iter().map(|record| line(record) + "\n").collect();
        to_stdout(&lines);
    }

    /// Tells people something that is no finding.
    pub fn say(self, line: impl Display) {
        match self {
            Self::Json => to_stderr(&format!("{line}\n")),
            Self::Text | Self::Github => to_stdout(&format!("{line}\n")),
        }
    }
}

/// Writes to standard output. A reader who has seen enough is no reason to fail.
pub fn to_stdout(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn to_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
