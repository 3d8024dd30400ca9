//! Findings as rustc shows its own: the line, a caret under the right word, help.

use annotate_snippets::{Level, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::fold::folded;
use super::positions::Position;
use super::record::Places;
use super::{Colour, Diagnostic, Severity, words};
use crate::source::Source;
use crate::source::Span;

/// The findings, a blank line behind each.
pub(super) fn render<S: AsRef<Source>>(found: &[Diagnostic], sources: &[S], colour: Colour) -> String {
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    // Excerpts have been cut already, at places that it does not know.
    let renderer = renderer.term_width(10_000);
    let mut places = Places::new(sources);
    let mut out = String::new();
    for (it, more) in folded(found) {
        out.push_str(&one(&renderer, &mut places, it, more));
        out.push_str("\n\n");
    }
    out
}

fn one<S: AsRef<Source>>(
    renderer: &Renderer,
    places: &mut Places<'_, S>,
    it: &Diagnostic,
    more: usize,
) -> String {
    let level = match it.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    let (title, help) = (words::sentence(&it.message), it.help.as_deref().map(words::sentence));
    let place = Shown::new(places, it.file, it.span);
    let related = it.related.as_ref().and_then(|related| {
        Some((Shown::new(places, related.file, related.span)?, words::sentence(&related.label)))
    });
    let mut message = level.title(&title).id(it.name);
    if let Some(place) = &place {
        message = message.snippet(place.snippet().annotation(level.span(place.excerpt.mark.clone())));
    }
    if let Some((place, label)) = &related {
        let mark = Level::Note.span(place.excerpt.mark.clone()).label(label);
        message = message.snippet(place.snippet().annotation(mark));
    }
    if let Some(help) = &help {
        message = message.footer(Level::Help.title(help));
    }
    let more = (more > 0).then(|| format!("and {more} more like this, which `--format json` lists"));
    if let Some(more) = &more {
        message = message.footer(Level::Note.title(more));
    }
    let mut text = renderer.render(message).to_string();
    for place in place.iter().chain(related.iter().map(|(place, _)| place)) {
        place.correct(&mut text);
    }
    text
}

/// What of a source a finding shows.
struct Shown {
    path: String,
    position: Position,
    excerpt: Excerpt,
}

impl Shown {
    fn new<S: AsRef<Source>>(places: &mut Places<'_, S>, file: usize, span: Span) -> Option<Self> {
        let (source, positions) = places.of(file)?;
        let (start, end) = (span.start as usize, span.end as usize);
        let position = positions.of(start);
        // A span over several lines shows its first.
        let (line, from) = positions.line(position.line, start);
        let (_, to) = positions.line(position.line, end);
        let excerpt = Excerpt::new(line, from..to.max(from));
        Some(Self { path: words::sentence(&source.path).into_owned(), position, excerpt })
    }

    fn snippet(&self) -> Snippet<'_> {
        Snippet::source(&self.excerpt.text).line_start(self.position.line).origin(&self.path)
    }

    /// The renderer counts columns in the excerpt; in the file there may be others.
    fn correct(&self, text: &mut String) {
        let Position { line, column } = self.position;
        let shown = self.excerpt.column();
        if shown != column {
            let wrong = format!("{}:{line}:{shown}", self.path);
            *text = text.replacen(&wrong, &format!("{}:{line}:{column}", self.path), 1);
        }
    }
}
