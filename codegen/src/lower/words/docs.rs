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

/// The first paragraph that is no heading, or all where there is none: what fits into a list.
pub fn first_paragraph(text: &str) -> &str {
    let is_heading = |it: &&str| it.is_empty() || (it.starts_with('#') && !it.contains('\n'));
    text.split("\n\n").map(str::trim).find(|it| !is_heading(it)).unwrap_or(text)
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
            spans_into(&mut out, line);
        } else {
            escape_into(&mut out, &line.replace('`', "'"));
        }
    }
    out
}

/// A line with code in backticks: each span gets a pair of its own, so that none reaches further than it
/// seems to.
fn spans_into(out: &mut String, line: &str) {
    let mut after_span = false;
    for (index, piece) in line.split('`').enumerate() {
        if piece.is_empty() {
            continue;
        }
        if index % 2 == 0 {
            escape_into(out, piece);
            after_span = false;
            continue;
        }
        if after_span {
            out.push(' ');
        }
        let _ = write!(out, "`{}`", visible(piece));
        after_span = true;
    }
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

/// A text as documentation shows it: in backticks, and what would not be seen there written out.
pub fn code(text: &str) -> String {
    if is_plain(text) {
        return format!("`{text}`");
    }
    let shown: String = text.escape_debug().map(|it| if it == '`' { '\'' } else { it }).collect();
    format!("`\"{shown}\"`")
}

/// An address as Markdown takes it for the target of a link; `None` where it leads nowhere on the web.
pub fn address(url: &str) -> Option<String> {
    let url = url.trim();
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        if character.is_ascii_graphic() && !"<>()[]{}\\\"`|^".contains(character) {
            out.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Some(out)
}

/// Whether a text in backticks shows as it is.
pub fn is_plain(text: &str) -> bool {
    let shown = |it: char| it == ' ' || it.is_ascii_graphic() && it != '`' || it.is_alphanumeric();
    !text.is_empty() && text.chars().all(shown) && text.trim() == text && !text.contains("  ")
}

/// Characters that change how text reads without showing themselves, by their number.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push(' '),
            '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => {
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
            let opens_block = opens_block(word);
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

/// Whether a line that begins with this is no longer the paragraph before it: Markdown takes it for a
/// heading, a quote, a list item, a table or HTML, even within code.
fn opens_block(word: &str) -> bool {
    let numbered =
        || word.ends_with(['.', ')']) && word[..word.len() - 1].bytes().all(|b| b.is_ascii_digit());
    let tag = || word.starts_with('<') && !word.starts_with("<http");
    word.starts_with(['#', '>', '-', '+', '=', '*', '|', '~', '_'])
        || word.starts_with("```")
        || numbered()
        || tag()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_the_first_paragraph() {
        assert_eq!(first_paragraph("## Conflict\n\nA 409 says so.\n\nMore.\n"), "A 409 says so.");
        assert_eq!(first_paragraph("# Conflict"), "# Conflict");
        assert_eq!(first_paragraph("Not\nfound"), "Not\nfound");
    }

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
            ("```<b>`", "\\`<b>`"),
            ("`a``<b>` ``", "`a` `<b>` "),
            ("a\0b\rc\u{2028}d", "abcU+2028d"),
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
    fn addresses_stay_inside_their_link() {
        assert_eq!(address(" https://a.example/b?c#d "), Some("https://a.example/b?c#d".to_owned()));
        assert_eq!(address("https://a.example/ (b)\n"), Some("https://a.example/%20%28b%29".to_owned()));
        assert_eq!(address("javascript:alert(1)"), None);
    }

    #[test]
    fn sentences_are_closed_once() {
        assert_eq!(sentence("A name"), "A name.");
        assert_eq!(sentence("A name. "), "A name.");
        assert_eq!(sentence(""), "");
    }
}
