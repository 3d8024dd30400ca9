//! What is wrong with a spec, where, and what to do about it.

mod excerpt;
mod fold;
mod positions;
mod record;
mod render;
pub mod rules;
mod words;

use crate::source::Source;
use crate::source::Span;

pub use record::{Record, Spot};
pub(crate) use record::{data, field, property};
pub(crate) use words::{is_unseen, quoted, sentence};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Worth a look; generation goes on.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of the rule, in kebab case.
    pub name: &'static str,
    /// Which of the sources it is in.
    pub file: usize,
    /// Where in that source.
    pub span: Span,
    /// A sentence that says what is wrong.
    pub message: String,
    /// A sentence that says how to mend it.
    pub help: Option<String>,
    /// Another place that belongs to it, such as the first of two equal names.
    pub related: Option<Related>,
}

/// Another place that a [`Diagnostic`] shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Which of the sources it is in.
    pub file: usize,
    /// Where in that source.
    pub span: Span,
    /// What is there.
    pub label: String,
}

impl Diagnostic {
    /// An error without help.
    pub fn error(name: &'static str, file: usize, span: Span, message: impl Into<String>) -> Diagnostic {
        Self {
            severity: Severity::Error,
            name,
            file,
            span,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same with a way out.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a second place.
    #[must_use]
    pub fn with_related(mut self, file: usize, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Related { file, span, label: label.into() });
        self
    }
}

/// Whether rendered diagnostics carry terminal colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain text, for files, snapshots and pipes.
    #[default]
    Plain,
    /// ANSI escapes.
    Ansi,
}

/// Findings, all of a run together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Gives the finding that was added last a way out.
    pub(crate) fn help_last(&mut self, help: &str) {
        if let Some(last) = self.list.last_mut() {
            last.help = Some(help.to_owned());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many errors and how many warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let errors = self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        (errors, self.list.len() - errors)
    }

    /// Puts them in the order of the files and of the places in them; equal ones stay once.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            let key = |it: &Diagnostic| (it.file, it.span.start, it.severity, it.name);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup();
    }

    /// The findings, in the order they have.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// All of them as rustc shows its own: the line, a caret under the right word, help. Of many that say
    /// the same of other words a few are shown and the others counted; [`Diagnostics::records`] has all.
    ///
    /// `sources` are those that the findings were made in, in the same order: those of a
    /// [`Failure`](crate::load::Failure), or the files of a [`Spec`](crate::load::Spec).
    pub fn render<S: AsRef<Source>>(&self, sources: &[S], colour: Colour) -> String {
        render::render(&self.list, sources, colour)
    }

    /// All of them for tools, in the order they have; `sources` as for [`Diagnostics::render`].
    pub fn records<S: AsRef<Source>>(&self, sources: &[S]) -> Vec<Record> {
        let mut places = record::Places::new(sources);
        self.list.iter().map(|it| places.record(it)).collect()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
