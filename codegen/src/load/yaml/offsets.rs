//! Places of the parser as byte offsets.

use saphyr_parser::Marker;

use crate::source::Span;

/// The parser counts characters, spans are bytes. A byte order mark at the beginning belongs to
/// neither.
pub(crate) struct Offsets<'a> {
    pub(crate) text: &'a str,
    mark: usize,
    /// Byte offset of every 64th character; empty when every character is one byte.
    every: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'a> Offsets<'a> {
    pub(crate) fn new(whole: &'a str) -> Self {
        let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
        let mark = whole.len() - text.len();
        let every = if text.is_ascii() {
            Vec::new()
        } else {
            let starts = text.char_indices().map(|(at, _)| at as u32);
            starts.step_by(STRIDE).collect()
        };
        Self { text, mark, every }
    }

    /// The byte offset of a place.
    pub(crate) fn byte(&self, marker: Marker) -> u32 {
        let index = marker.index();
        let byte = if self.every.is_empty() {
            index.min(self.text.len())
        } else {
            match self.every.get(index / STRIDE) {
                None => self.text.len(),
                Some(start) => {
                    let rest = &self.text[*start as usize..];
                    let ahead = rest.char_indices().nth(index % STRIDE);
                    *start as usize + ahead.map_or(rest.len(), |(at, _)| at)
                }
            }
        };
        (byte + self.mark) as u32
    }

    /// The bytes of a range.
    pub(crate) fn span(&self, span: saphyr_parser::Span) -> Span {
        let (start, end) = (self.byte(span.start), self.byte(span.end));
        Span { start, end: end.max(start) }
    }
}
