//! What is wrong with a spec, where, and what to do about it.

use annotate_snippets::{Level, Renderer, Snippet};

use crate::load::tree::Span;
use crate::source::{FloorBoundary as _, Lines, Source};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    fn level(self) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
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

    /// All of them as rustc shows its own: the line, a caret under the right word, help.
    ///
    /// `sources` are those that the findings were made in, in the same order: those of a
    /// [`Failure`](crate::load::Failure), or the files of a [`Spec`](crate::load::Spec).
    pub fn render<S: AsRef<Source>>(&self, sources: &[S], colour: Colour) -> String {
        let renderer = match colour {
            Colour::Plain => Renderer::plain(),
            Colour::Ansi => Renderer::styled(),
        };
        // A file is cut into lines once, when the first finding in it comes.
        let mut lines: Vec<Option<Lines<'_>>> = sources.iter().map(|_| None).collect();
        let mut out = String::new();
        for diagnostic in &self.list {
            let place = Shown::new(sources, &mut lines, diagnostic.file, diagnostic.span);
            let related = diagnostic
                .related
                .as_ref()
                .map(|it| (Shown::new(sources, &mut lines, it.file, it.span), &it.label));
            let mut message = diagnostic.severity.level().title(&diagnostic.message).id(diagnostic.name);
            let mut head = String::new();
            match &place {
                Shown::Line(line) => {
                    let mark = diagnostic.severity.level().span(line.mark.clone());
                    message = message.snippet(line.snippet().annotation(mark));
                }
                Shown::Position(position) => head.clone_from(position),
            }
            if let Some((Shown::Line(line), label)) = &related {
                let mark = Level::Note.span(line.mark.clone()).label(label);
                message = message.snippet(line.snippet().annotation(mark));
            }
            if let Some(help) = &diagnostic.help {
                message = message.footer(Level::Help.title(help));
            }
            out.push_str(&renderer.render(message).to_string());
            if !head.is_empty() {
                out.push_str("\n --> ");
                out.push_str(&head);
            }
            out.push_str("\n\n");
        }
        out
    }

    /// One line a finding: `path:line:column: error[name]: message`.
    pub fn summary<S: AsRef<Source>>(&self, sources: &[S]) -> String {
        let mut lines: Vec<Option<Lines<'_>>> = sources.iter().map(|_| None).collect();
        let mut out = String::new();
        for it in &self.list {
            let position = match sources.get(it.file).map(AsRef::as_ref) {
                None => "?".to_owned(),
                Some(source) => {
                    let lines = lines[it.file].get_or_insert_with(|| Lines::new(&source.text));
                    let (line, column) = lines.position(it.span.start as usize);
                    format!("{}:{line}:{column}", source.path)
                }
            };
            out.push_str(&format!("{position}: {}[{}]: {}\n", it.severity.as_str(), it.name, it.message));
        }
        out
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// Longer lines (a JSON document on one line) are named by their position only.
const LONGEST_LINE: usize = 1000;

/// What of a source a finding shows.
enum Shown<'a> {
    Line(Line<'a>),
    Position(String),
}

struct Line<'a> {
    path: &'a str,
    number: usize,
    text: &'a str,
    mark: std::ops::Range<usize>,
}

impl<'a> Shown<'a> {
    fn new<S: AsRef<Source>>(
        sources: &'a [S],
        lines: &mut [Option<Lines<'a>>],
        file: usize,
        span: Span,
    ) -> Self {
        let Some(source) = sources.get(file).map(AsRef::as_ref) else {
            return Self::Position("?".to_owned());
        };
        let lines = lines[file].get_or_insert_with(|| Lines::new(&source.text));
        let (number, column) = lines.position(span.start as usize);
        let (start, text) = lines.line(number);
        if text.len() > LONGEST_LINE {
            return Self::Position(format!("{}:{number}:{column}", source.path));
        }
        let from = text.floor_char_boundary_at((span.start as usize).saturating_sub(start));
        let to = text.floor_char_boundary_at((span.end as usize).saturating_sub(start));
        // A span over several lines shows its first; an empty one still shows a caret.
        let to = match text[from..].chars().next() {
            Some(first) => to.max(from + first.len_utf8()),
            None => from,
        };
        Self::Line(Line { path: &source.path, number, text, mark: from..to })
    }
}

impl<'a> Line<'a> {
    fn snippet(&self) -> Snippet<'a> {
        Snippet::source(self.text).line_start(self.number).origin(self.path)
    }
}

/// A word of the spec for use in a message: in backticks, shortened, and with characters that would
/// change what a terminal shows written out.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::from("`");
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        if character.is_control() || is_invisible(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out.push('`');
    out
}

/// Zero-width and direction-changing characters.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}
