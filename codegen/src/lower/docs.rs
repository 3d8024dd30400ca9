//! Doc comments: from a spec's free text to Markdown that rustdoc takes without a warning.

use std::fmt::Write;

use crate::ir::Docs;

const WIDTH: usize = 100;

/// A doc comment of the given texts, as paragraphs.
pub fn docs<'a>(paragraphs: impl IntoIterator<Item = Option<&'a str>>, deprecated: bool) -> Docs {
    let texts = paragraphs.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty());
    let text = texts.map(|text| wrap(&markdown(text))).collect::<Vec<_>>().join("\n\n");
    Docs { text, deprecated }
}

/// Closes a sentence, so that another can follow.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let closed = text.is_empty() || text.ends_with(['.', '!', '?', ':']);
    format!("{text}{}", if closed { "" } else { "." })
}

/// The text as inline Markdown: what rustdoc would take for a link or for HTML is escaped, bare
/// addresses become links, characters that do not show are spelled out.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        // Four blanks would start a code block, and its content would be compiled.
        let line = line.trim();
        if is_fence(line) {
            out.push('\\');
        }
        if line.matches('`').count() % 2 == 0 {
            for (index, piece) in line.split('`').enumerate() {
                match index % 2 {
                    0 => escape_into(&mut out, piece),
                    _ => {
                        let _ = write!(out, "`{}`", visible(piece));
                    }
                }
            }
        } else {
            escape_into(&mut out, &line.replace('`', "'"));
        }
    }
    out
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, address) = rest.split_at(at);
        let end = address
            .find(|c: char| c.is_whitespace() || "<>()[]{}\"'`,;*".contains(c))
            .unwrap_or(address.len());
        let address = address[..end].trim_end_matches(['.', ':', '?', '!']);
        escape_plain_into(out, before);
        if address.contains("://") {
            let _ = write!(out, "<{}>", visible(address));
        } else {
            out.push_str(address);
        }
        rest = &rest[at + address.len()..];
    }
    escape_plain_into(out, rest);
}

/// What would open a link, a tag, an entity or emphasis is escaped; underscores, pipes and number
/// signs read better as they are and mean nothing to rustdoc inside a line.
fn escape_plain_into(out: &mut String, text: &str) {
    for character in visible(text).chars() {
        if matches!(character, '[' | ']' | '<' | '>' | '\\' | '*' | '&') {
            out.push('\\');
        }
        out.push(character);
    }
}

/// Text as one line without any markup, for a message.
pub fn plain_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Characters that change how text reads without showing themselves, by their number.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push(' '),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
                let _ = write!(out, "U+{:04X}", u32::from(character));
            }
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

/// Breaks lines at blanks so that none is longer than the width where that can be had.
fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            // A line must not begin with what Markdown takes for a heading, a quote or a list item.
            let opens_block = word.starts_with(['#', '>', '-', '+', '='])
                || word.ends_with(['.', ')']) && word[..word.len() - 1].bytes().all(|b| b.is_ascii_digit());
            if column > 0 && column + 1 + length > WIDTH && !opens_block {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_becomes_harmless_markdown() {
        for (text, expected) in [
            ("a `b` c", "a `b` c"),
            ("a ` c", "a ' c"),
            ("[x](y) <b> a*b & c", "\\[x\\](y) \\<b\\> a\\*b \\& c"),
            (
                "see https://a.example/b. Or http://c.example",
                "see <https://a.example/b>. Or <http://c.example>",
            ),
            ("snake_case stays", "snake_case stays"),
            ("    let x = 1;", "let x = 1;"),
            ("```rust", "\\'''rust"),
            ("right\u{202e}to left", "rightU+202Eto left"),
        ] {
            assert_eq!(markdown(text), expected);
        }
    }

    #[test]
    fn paragraphs_are_wrapped_and_empty_ones_left_out() {
        let long = "word ".repeat(40);
        let made = docs([Some("First."), None, Some("  "), Some(&long)], false);
        assert!(made.text.starts_with("First.\n\nword"));
        assert!(made.text.lines().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn sentences_are_closed_once() {
        assert_eq!(sentence("A name"), "A name.");
        assert_eq!(sentence("A name. "), "A name.");
        assert_eq!(sentence(""), "");
    }
}
