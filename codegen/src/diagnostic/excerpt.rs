//! The part of a line that a finding shows.

use std::ops::Range;

use super::words;

/// The widest excerpt, in columns of a terminal.
const WIDEST: usize = 130;
/// How much of a line that does not fit is shown before the mark.
const BEFORE: usize = 40;
/// What stands for what was cut off.
const CUT: &str = "…";

/// A line for people: its mark within what is shown, characters that cannot be seen written out, and
/// the ends of long lines cut off.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    /// The bytes of `text` to underline.
    pub(super) mark: Range<usize>,
}

impl Excerpt {
    /// `mark` is a range of bytes of the line; an empty one underlines the character behind it.
    pub(super) fn new(line: &str, mark: Range<usize>) -> Self {
        let behind = line[mark.start..].chars().next().map_or(0, char::len_utf8);
        let mark = mark.start..mark.end.max(mark.start + behind).min(line.len());
        let (before, after) = (&line[..mark.start], &line[mark.start..]);
        // However long the line is, no more than two widths of it are looked at.
        let room = WIDEST.saturating_sub(fitting(after.chars(), WIDEST).1).max(BEFORE);
        let (taken, width) = fitting(before.chars().rev(), room);
        let start = mark.start - taken;
        let (taken, _) = fitting(after.chars(), WIDEST.saturating_sub(width));
        let end = mark.start + taken;

        let mut text = String::with_capacity(end - start + 8);
        if start > 0 {
            text.push_str(CUT);
        }
        push(&mut text, &line[start..mark.start]);
        let from = text.len();
        push(&mut text, &line[mark.start..mark.end.min(end)]);
        let to = text.len();
        if mark.end < end {
            push(&mut text, &line[mark.end..end]);
        }
        if end < line.len() {
            text.push_str(CUT);
        }
        Self { text, mark: from..to }
    }

    /// The column, from 1 and in characters, of the mark in what is shown.
    pub(super) fn column(&self) -> usize {
        self.text[..self.mark.start].chars().count() + 1
    }
}

fn push(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '\t' => out.push_str("    "),
            _ => words::push(out, character),
        }
    }
}

/// How many bytes of characters fit into a width, and how wide these are.
fn fitting(characters: impl Iterator<Item = char>, most: usize) -> (usize, usize) {
    let (mut bytes, mut wide) = (0, 0);
    for character in characters {
        let more = wide + width(character);
        if more > most {
            break;
        }
        (bytes, wide) = (bytes + character.len_utf8(), more);
    }
    (bytes, wide)
}

/// The columns that a character takes at most.
fn width(character: char) -> usize {
    match character {
        '\t' => 4,
        ' '..='~' => 1,
        _ if words::is_unseen(character) => character.escape_unicode().count(),
        // Wide or not: too short an excerpt is better than one that wraps.
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(line: &str, word: &str) -> (String, String) {
        let start = line.find(word).unwrap();
        let it = Excerpt::new(line, start..start + word.len());
        let marked = it.text[it.mark.clone()].to_owned();
        (it.text, marked)
    }

    #[test]
    fn short_lines_stay() {
        assert_eq!(excerpt("  minimun: 1", "minimun"), ("  minimun: 1".into(), "minimun".into()));
        assert_eq!(Excerpt::new("", 0..0), Excerpt { text: String::new(), mark: 0..0 });
        assert_eq!(Excerpt::new("ab", 2..2).mark, 2..2);
        assert_eq!(Excerpt::new("až", 1..1).mark, 1..3);
    }

    #[test]
    fn unseen_characters_are_written_out() {
        let line = "\ta\u{200B}: \u{202E}evil\u{202C} # \r end";
        let (text, marked) = excerpt(line, "evil");
        assert_eq!(text, "    a\\u{200b}: \\u{202e}evil\\u{202c} # \\u{d} end");
        assert_eq!(marked, "evil");
        assert_eq!(Excerpt::new("a\tb", 1..2).mark, 1..5);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}minimun{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
        let (text, marked) = excerpt(&line, "minimun");
        assert_eq!(text, format!("…{}minimun{}…", "x".repeat(40), "y".repeat(83)));
        assert_eq!(marked, "minimun");
        // At the ends there is more room on the other side.
        let (text, _) = excerpt(&format!("minimun{}", "y".repeat(1000)), "minimun");
        assert_eq!(text, format!("minimun{}…", "y".repeat(123)));
        let (text, _) = excerpt(&format!("{}minimun", "x".repeat(1000)), "minimun");
        assert_eq!(text, format!("…{}minimun", "x".repeat(123)));
        // A mark that is longer than all there is to show.
        let (text, marked) = excerpt(&format!("a {}", "宽".repeat(1000)), &"宽".repeat(1000));
        assert_eq!(text, format!("a {}…", "宽".repeat(64)));
        assert_eq!(marked, "宽".repeat(64));
    }
}
