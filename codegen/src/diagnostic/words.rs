//! Text from specs inside messages: shortened, and with nothing in it that would change what a
//! terminal shows around it.

use std::borrow::Cow;

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
        push(&mut out, character);
    }
    out.push('`');
    out
}

/// A sentence as people and tools may see it: on one line, of bearable length.
pub(crate) fn sentence(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 1000;
    if text.len() <= LONGEST && !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(2 * LONGEST));
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        push(&mut out, character);
    }
    Cow::Owned(out)
}

/// Appends a character, written out as `\u{…}` where it would not be seen as itself.
pub(super) fn push(out: &mut String, character: char) {
    if is_unseen(character) {
        out.extend(character.escape_unicode());
    } else {
        out.push(character);
    }
}

/// Control characters, those without a width, and those that change the direction of what follows.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_stays() {
        assert_eq!(quoted("a\u{202E}b\u{200B}\n"), "`a\\u{202e}b\\u{200b}\\u{a}`");
        assert_eq!(quoted(&"ž".repeat(100)), format!("`{}…`", "ž".repeat(60)));
        assert_eq!(sentence("two\r\nlines"), "two\\u{d}\\u{a}lines");
        assert_eq!(sentence("한국어 العربية 👍"), "한국어 العربية 👍");
        assert_eq!(sentence(&"x".repeat(1 << 20)).chars().count(), 1001);
    }
}
