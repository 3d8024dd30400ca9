//! Quoted text that goes on in lines of too little indentation. YAML forbids it and many readers take it,
//! so that others write it.

use std::borrow::Cow;

use crate::diagnostic::Diagnostics;
use crate::load::yaml;
use crate::load::yaml::syntax::OPEN_QUOTE;
use crate::load::yaml::tree::Node;

/// So many texts are put right; each costs another reading of the file.
const MOST: usize = 100;

/// [`yaml::parse`] for the files of others: such a text is read as one line, with a warning.
pub(crate) fn parse(file: usize, text: &str, found: &mut Diagnostics) -> Option<Node> {
    let mut text = Cow::Borrowed(text);
    let mut joined = Diagnostics::new();
    let mut first = None;
    for _ in 0..MOST {
        let mut said = Diagnostics::new();
        let tree = yaml::parse(file, &text, &mut said);
        if tree.is_some() {
            found.extend(joined);
            found.extend(said);
            return tree;
        }
        let last = said.iter().next_back().filter(|it| it.name == OPEN_QUOTE).cloned();
        // What the text is like without the breaks is nothing that its writer knows.
        first.get_or_insert(said);
        match last.filter(|it| join_lines(text.to_mut(), it.span.start as usize)) {
            Some(last) => joined.push(last.as_warning()),
            None => break,
        }
    }
    found.extend(first.unwrap_or_default());
    None
}

/// Puts blanks in place of the line breaks in the quoted text that begins there, so that all places stay;
/// whether there was one.
fn join_lines(text: &mut String, start: usize) -> bool {
    let mut bytes = std::mem::take(text).into_bytes();
    let quote = bytes.get(start).copied().filter(|it| matches!(it, b'"' | b'\''));
    let mut changed = false;
    let mut at = start + 1;
    while let (Some(quote), Some(&byte)) = (quote, bytes.get(at)) {
        let escapes = match quote {
            b'"' => byte == b'\\',
            _ => byte == quote && bytes.get(at + 1) == Some(&quote),
        };
        if escapes {
            at += 1;
        } else if byte == quote {
            break;
        } else if matches!(byte, b'\n' | b'\r') {
            bytes[at] = b' ';
            changed = true;
        }
        at += 1;
    }
    // Only ASCII has been changed, to ASCII.
    *text = String::from_utf8(bytes).unwrap_or_default();
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<&'static str>) {
        let mut found = Diagnostics::new();
        let tree = parse(0, text, &mut found);
        (tree.map(|tree| tree.to_json()), found.iter().map(|it| it.name).collect())
    }

    #[test]
    fn lines_that_are_not_indented_belong_to_the_text() {
        let (tree, said) = read("a:\n  b: \"one\n\ntwo \\\" ž\nthree\"\n  c: 'it''s\nd'\n");
        let expected = r#"{"a": {"b": "one  two \" ž three", "c": "it's d"}}"#;
        let plain = |text: String| text.split_whitespace().collect::<String>();
        assert_eq!(tree.map(plain), Some(plain(expected.to_owned())));
        assert_eq!(said, [OPEN_QUOTE, OPEN_QUOTE]);
    }

    #[test]
    fn what_is_never_closed_is_an_error() {
        let (tree, said) = read("a:\n  b: \"one\ntwo\n");
        assert_eq!((tree, said), (None, vec![OPEN_QUOTE]));
    }
}
