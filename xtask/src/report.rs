//! What people read: diagnostics, and a little colour where a terminal shows it.

use std::io::IsTerminal;

use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Colour, Diagnostics};

/// How text for people is decorated.
#[derive(Clone, Copy)]
pub struct Style {
    /// Whether it may carry ANSI escapes.
    pub colour: Colour,
}

impl Style {
    /// For standard error.
    pub fn of_stderr() -> Self {
        Self::new(std::io::stderr().is_terminal())
    }

    /// For standard output.
    pub fn of_stdout() -> Self {
        Self::new(std::io::stdout().is_terminal())
    }

    fn new(terminal: bool) -> Self {
        // https://no-color.org: set to anything but nothing.
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = if terminal && !refused { Colour::Ansi } else { Colour::Plain };
        Self { colour }
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self.colour {
            Colour::Ansi => format!("\x1b[{code}m{text}\x1b[0m"),
            Colour::Plain => text.to_owned(),
        }
    }

    /// For what is wrong.
    pub fn red(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// For what is right.
    pub fn green(self, text: &str) -> String {
        self.paint("1;32", text)
    }

    /// For help.
    pub fn cyan(self, text: &str) -> String {
        self.paint("1;36", text)
    }

    /// For headings.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }
}

/// Prints findings to standard error.
pub fn diagnostics(found: &Diagnostics, sources: &[Source]) {
    eprint!("{}", found.render(sources, Style::of_stderr().colour));
}

/// `1 file`, `3 files`.
pub fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// `3 errors, 1 warning`, without those that there are none of.
pub fn tally((errors, warnings): (usize, usize)) -> String {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}

/// The name of `known` that was most likely meant: one that begins so, or that is a slip or two away.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|it| match it.starts_with(name) {
            true => (0, it),
            false => (strsim::damerau_levenshtein(name, it), it),
        })
        .filter(|(distance, it)| *distance <= it.len().max(name.len()) / 3 + 1)
        .min()
        .map(|(_, it)| it)
}

/// `1 file is`, `3 files are`.
pub fn are(number: usize, noun: &str) -> String {
    format!("{} {}", count(number, noun), if number == 1 { "is" } else { "are" })
}
