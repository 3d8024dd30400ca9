//! Byte offsets as lines and columns.

use crate::source::FloorBoundary as _;

/// From this many bytes on, the characters before a place are counted in steps that are kept.
const STEP: usize = 4096;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    /// The text without its byte order mark, which no editor counts.
    text: &'a str,
    /// How many bytes the mark has.
    mark: usize,
    starts: Vec<usize>,
    /// How many characters stand before every [`STEP`]th byte, or before the character that this byte
    /// is in the middle of. A document on one line has findings far to the right, and many.
    counted: Vec<usize>,
}

/// A line and a column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Positions<'a> {
    pub(super) fn new(whole: &'a str) -> Self {
        let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut counted = vec![0];
        let (mut characters, mut from) = (0, 0);
        for step in (STEP..=text.len()).step_by(STEP) {
            let to = text.floor_char_boundary_at(step);
            characters += text[from..to].chars().count();
            counted.push(characters);
            from = to;
        }
        Self { text, mark: whole.len() - text.len(), starts, counted }
    }

    /// An offset into the whole text as one into the text without the mark, taken back to the nearest
    /// place that exists.
    fn inside(&self, offset: usize) -> usize {
        self.text.floor_char_boundary_at(offset.saturating_sub(self.mark))
    }

    /// The line and column of a byte offset.
    pub(super) fn of(&self, offset: usize) -> Position {
        let offset = self.inside(offset);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.before(offset) - self.before(self.starts[line]);
        Position { line: line + 1, column: column + 1 }
    }

    /// How many characters stand before an offset.
    fn before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        let from = self.text.floor_char_boundary_at(step * STEP);
        self.counted.get(step).map_or(0, |counted| counted + self.text[from..offset].chars().count())
    }

    /// The text of a line (from 1) without its break, and a byte offset as one into it.
    pub(super) fn line(&self, number: usize, offset: usize) -> (&'a str, usize) {
        let index = number.clamp(1, self.starts.len()) - 1;
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        let text = text.strip_suffix('\r').unwrap_or(text);
        (text, text.floor_char_boundary_at(self.inside(offset).saturating_sub(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(positions: &Positions<'_>, offset: usize) -> (usize, usize) {
        let Position { line, column } = positions.of(offset);
        (line, column)
    }

    #[test]
    fn positions_count_characters() {
        let positions = Positions::new("ab\r\nžluťoučký: x\n");
        assert_eq!(at(&positions, 0), (1, 1));
        assert_eq!(at(&positions, 4), (2, 1));
        assert_eq!(at(&positions, 5), (2, 1), "inside a character");
        assert_eq!(at(&positions, "ab\r\nžluťoučký".len()), (2, 10));
        assert_eq!(at(&positions, 1000), (3, 1));
        assert_eq!(positions.line(1, 3), ("ab", 2));
        assert_eq!(positions.line(3, 1000), ("", 0));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let positions = Positions::new("\u{FEFF}ab\ncd");
        assert_eq!(at(&positions, 0), (1, 1));
        assert_eq!(at(&positions, 4), (1, 2));
        assert_eq!(at(&positions, 6), (2, 1));
        assert_eq!(positions.line(1, 4), ("ab", 1));
    }

    #[test]
    fn long_lines_are_counted_in_steps() {
        let text = format!("x\n{}", "ž€a".repeat(5000));
        let positions = Positions::new(&text);
        for (offset, _) in text.char_indices().skip(2).step_by(7) {
            let column = text[2..offset].chars().count() + 1;
            assert_eq!(at(&positions, offset), (2, column));
        }
    }
}
