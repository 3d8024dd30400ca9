//! Characters that JSON writes as two halves: `"\ud83d\ude00"` is 😀. YAML does not know halves, so they
//! go through its parser in disguise, each of the same length as it has, so that positions stay.

use std::borrow::Cow;

/// Halves are U+D800 to U+DFFF; in disguise, U+E800 to U+EFFF, which are for private use.
const DISGUISE: u32 = 0x1000;

/// A text with its halves in disguise. One that uses the disguise itself stays as it is.
pub(crate) fn disguised(text: &str) -> Cow<'_, str> {
    let escapes = || text.match_indices("\\u").filter_map(|(at, _)| escape(text.as_bytes(), at));
    if !escapes().any(is_half) {
        return Cow::Borrowed(text);
    }
    if escapes().chain(text.chars().map(u32::from)).any(is_disguise) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in text.match_indices("\\u") {
        if escape(text.as_bytes(), at).is_some_and(is_half) {
            // Its first digit is a `d`: `e` in its place is the disguise.
            out.push_str(&text[rest..at + 2]);
            out.push(if text[at + 2..].starts_with('d') { 'e' } else { 'E' });
            rest = at + 3;
        }
    }
    out.push_str(&text[rest..]);
    Cow::Owned(out)
}

/// The number that is written at a place, as `\ud83d`.
fn escape(text: &[u8], at: usize) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(at + 2..at + 6)?).ok()?;
    u32::from_str_radix(digits, 16).ok()
}

fn is_half(code: u32) -> bool {
    (0xD800..0xE000).contains(&code)
}

fn is_disguise(code: u32) -> bool {
    code.checked_sub(DISGUISE).is_some_and(is_half)
}

/// What a scalar of a disguised text says; none where a half lacks its other.
pub(crate) fn revealed(text: Cow<'_, str>, in_double_quotes: bool) -> Option<Cow<'_, str>> {
    if !in_double_quotes {
        // There it was no escape, but these very characters.
        return Some(undisguised(text));
    }
    let hidden = |character: char| is_disguise(u32::from(character));
    if !text.chars().any(hidden) {
        return Some(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if !hidden(character) {
            out.push(character);
            continue;
        }
        let first = (u32::from(character) - DISGUISE).checked_sub(0xD800).filter(|it| *it < 0x400)?;
        let second = characters.next().filter(|it| hidden(*it))?;
        let second = (u32::from(second) - DISGUISE).checked_sub(0xDC00)?;
        out.push(char::from_u32(0x10000 + (first << 10) + second)?);
    }
    Some(Cow::Owned(out))
}

/// The very characters of an escape that is none.
fn undisguised(text: Cow<'_, str>) -> Cow<'_, str> {
    let places: Vec<usize> = text.match_indices("\\u").map(|(at, _)| at).collect();
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = false;
    for at in places {
        if escape(text.as_bytes(), at).is_some_and(is_disguise) {
            // `e` to `d`, `E` to `D`.
            bytes[at + 2] -= 1;
            changed = true;
        }
    }
    match String::from_utf8(bytes) {
        Ok(undisguised) if changed => Cow::Owned(undisguised),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_come_together() {
        let text = r#""\ud83d\uDE00 \uD83D\uDE00" '\ud83d'"#;
        let parsed = disguised(text);
        assert_eq!(parsed, r#""\ue83d\uEE00 \uE83D\uEE00" '\ue83d'"#);
        assert_eq!(revealed("\u{e83d}\u{ee00}!".into(), true).unwrap(), "\u{1f600}!");
        assert_eq!(revealed("\\ue83d \\uE83D \\ue000".into(), false).unwrap(), "\\ud83d \\uD83D \\ue000");
        for lone in ["\u{e83d}", "\u{e83d}x", "\u{ee00}", "\u{ee00}\u{e83d}"] {
            assert_eq!(revealed(lone.into(), true), None);
        }
    }

    #[test]
    fn other_texts_stay() {
        for text in ["", "\\u00e9", "a\\\\", "\\ud8", "\\ud83d and \\ue800", "\\ud83d \u{e800}"] {
            assert!(matches!(disguised(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
