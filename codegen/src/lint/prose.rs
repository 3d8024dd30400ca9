//! What descriptions say in sentences that mean one thing only. Whatever is not certain is not read.

use crate::lint::walk::At;
use crate::load::Spec;
use crate::source::Span;

/// The default that a description names: "Default: 10", "defaults to `asc`", "The default value is 1.".
/// None if it names several, or one with a unit.
pub(crate) fn default_in(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let mut found: Option<&str> = None;
    for (at, word) in lower.match_indices("default") {
        let mut rest = &text[at + word.len()..];
        for link in [&["s to", "s"][..], &[" value"], &[" is", " of", ":", "="], &[":"]] {
            if let Some(after) = link.iter().find_map(|link| strip(rest, link)) {
                rest = after;
            }
        }
        let value = value(rest.trim_start_matches([' ', '\u{A0}']));
        match (value, found) {
            (Some(value), Some(before)) if value != before => return None,
            (Some(value), _) => found = Some(value),
            (None, _) => {}
        }
    }
    found
}

fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// A value in quotes or backticks, or a number or truth value that ends a sentence or a line.
fn value(text: &str) -> Option<&str> {
    if let Some(quote) = text.chars().next().filter(|it| matches!(it, '`' | '"' | '\'')) {
        let inner = text[1..].split(quote).next()?;
        return (!inner.is_empty() && inner.len() + 1 < text.len()).then_some(inner);
    }
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && !"-.".contains(it)).unwrap_or(text.len());
    let word = text[..end].trim_end_matches('.');
    let plain = word.parse::<f64>().is_ok_and(f64::is_finite)
        || word.eq_ignore_ascii_case("true")
        || word.eq_ignore_ascii_case("false");
    let ends = text[word.len()..].starts_with(['.', ',', ';', ')', '\n', '\r']) || text.len() == word.len();
    (plain && ends).then_some(word)
}

/// A dependency that a description states.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dependency<'t> {
    /// The name in backticks.
    pub(crate) on: &'t str,
    /// Whether it is there in every case: "only together with `limit`", not "only if `style` is `page`".
    pub(crate) always: bool,
}

/// Words that come before the name of what something depends on; whether the dependency holds always.
const TRIGGERS: &[(&str, bool)] = &[
    ("together with", true),
    ("only with", true),
    ("in combination with", true),
    ("depends on", true),
    ("requires the parameter", true),
    ("requires the query parameter", true),
    ("only when", false),
    ("only if", false),
    ("only valid when", false),
    ("only valid if", false),
    ("only valid with", true),
    ("mandatory when", false),
    ("mandatory if", false),
    ("required when", false),
    ("required if", false),
    ("ignored unless", false),
    ("ignored without", true),
];

/// Words that may stand between.
const FILLERS: &[&str] =
    &["the", "a", "parameter", "query", "header", "field", "both", "also", "value", "of"];

/// The dependencies that a description states by names in backticks.
pub(crate) fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Dependency<'_>> = Vec::new();
    for (trigger, always) in TRIGGERS {
        for (at, _) in lower.match_indices(trigger) {
            let begins = !lower[..at].ends_with(|it: char| it.is_ascii_alphanumeric());
            let negated = sentence_before(&lower[..at]).contains("not");
            let Some(rest) = skip_fillers(&text[at + trigger.len()..]).filter(|_| begins) else { continue };
            let Some((name, after)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) else {
                continue;
            };
            // With a value behind it, it holds in some cases only.
            let plain = after.trim_start();
            let valued =
                plain.starts_with(['=', '`']) || plain.starts_with("is ") || plain.starts_with("set ");
            let always = *always && !negated && !valued;
            if is_name(name) && found.iter().all(|it| it.on != name) {
                found.push(Dependency { on: name, always });
            }
        }
    }
    found
}

fn sentence_before(text: &str) -> &str {
    let start = text.rfind(['.', ';', '\n']).map_or(0, |at| at + 1);
    &text[start..]
}

fn skip_fillers(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    for _ in 0..4 {
        if rest.starts_with('`') {
            return Some(rest);
        }
        let (word, after) = rest.split_once(char::is_whitespace)?;
        if !FILLERS.contains(&word) {
            return None;
        }
        rest = after.trim_start();
    }
    None
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// Where a word stands in the text of a value, as the file has it.
pub(crate) fn place(spec: &Spec, at: At<'_>, word: &str) -> Option<Span> {
    let Span { start, end } = at.node.span;
    let text = spec.files.get(at.file)?.source.text.get(start as usize..end as usize)?;
    let start = start + text.find(word)? as u32;
    Some(Span { start, end: start + word.len() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_in_sentences() {
        for (text, expected) in [
            ("How many. Default: 10", Some("10")),
            ("How many (default `10`).", Some("10")),
            ("Defaults to 0.5.", Some("0.5")),
            ("The default value is \"asc\", which is slow.", Some("asc")),
            ("The default is false.", Some("false")),
            ("Default value: -1\nor so", Some("-1")),
            ("The default is the first page.", None),
            ("Defaults to 1 hour.", None),
            ("Default: 10 for some. Default: 20 for others.", None),
            ("Default: 10 for some, default: 20.", Some("20")),
            ("default: 10. Yes, default: 20.", None),
            ("default", None),
            ("default `", None),
            ("dEfault ž", None),
        ] {
            assert_eq!(default_in(text), expected, "{text}");
        }
    }

    #[test]
    fn dependencies_in_sentences() {
        let found = |text| dependencies(text).into_iter().map(|it| (it.on, it.always)).collect::<Vec<_>>();
        assert_eq!(found("The service wants it together with `limit`."), [("limit", true)]);
        assert_eq!(found("Valid only when the query parameter `sort_key` is set."), [("sort_key", false)]);
        assert_eq!(found("Cannot be used together with `marker`."), [("marker", false)]);
        assert_eq!(found("Required if the protocol is `http`."), []);
        assert_eq!(found("Only with `a b`, only with `"), []);
        assert_eq!(found("Requires `admin` rights."), []);
    }
}
