//! Path templates: every value is one segment, encoded once.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use crate::error::Error;
use crate::signing::RESERVED;

/// A value of a path.
#[derive(Clone, Debug)]
pub(crate) enum Segment<'a> {
    Plain(Cow<'a, str>),
    /// Encoded already, because its style has characters of its own.
    Encoded(Cow<'a, str>),
}

impl Segment<'_> {
    /// The same, borrowed.
    pub(crate) fn borrowed(&self) -> Segment<'_> {
        match self {
            Segment::Plain(text) => Segment::Plain(Cow::Borrowed(text)),
            Segment::Encoded(text) => Segment::Encoded(Cow::Borrowed(text)),
        }
    }

    fn text(&self) -> &str {
        match self {
            Segment::Plain(text) | Segment::Encoded(text) => text,
        }
    }
}

/// Fills the `{names}` of `template` with what `value_of` has for them.
///
/// A value never leaves its segment: all but the unreserved characters of RFC 3986 are encoded, `/`
/// and `%` among them. The three values that encoding cannot keep in place (nothing, `.` and `..`)
/// are refused, because they would call another resource than the one meant.
pub(crate) fn fill<'a>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Result<Segment<'a>, Error>,
) -> Result<String, Error> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, name, after)) = next_placeholder(rest) {
        path.push_str(before);
        let value = value_of(name)?;
        // A placeholder may share its segment with fixed text ("{id}.json"); then no value of it
        // makes the segment disappear, except by being empty.
        let alone = path.ends_with('/') && (after.is_empty() || after.starts_with('/'));
        let text = value.text();
        if text.is_empty() || (alone && matches!(text, "." | "..")) {
            let shown = if text.is_empty() { "empty" } else { text };
            return Err(Error::invalid_request(format!(
                "path parameter {name} is {shown}: it must be the id of a resource, or the request would go to another path"
            )));
        }
        match &value {
            Segment::Plain(text) => path.extend(utf8_percent_encode(text, RESERVED)),
            Segment::Encoded(text) => path.push_str(text),
        }
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> Result<String, Error> {
        fill(template, |_| Ok(Segment::Plain(Cow::Borrowed(value))))
    }

    #[test]
    fn values_stay_in_their_segment() {
        for (value, encoded) in [
            ("abc-DEF_1.2~", "abc-DEF_1.2~"),
            ("../x", "..%2Fx"),
            ("%2F", "%252F"),
            ("%2e%2e", "%252e%252e"),
            ("a b", "a%20b"),
            ("名", "%E5%90%8D"),
            ("a?b#c", "a%3Fb%23c"),
            ("\\..\\", "%5C..%5C"),
            ("...", "..."),
            ("a\tb\n", "a%09b%0A"),
        ] {
            assert_eq!(filled("/v1/{id}/x", value).unwrap(), format!("/v1/{encoded}/x"));
        }
    }

    #[test]
    fn values_that_change_the_path_are_refused_by_name() {
        for value in ["", ".", ".."] {
            let error = filled("/v1/{server_id}", value).unwrap_err();
            assert!(error.is_invalid_request() && error.to_string().contains("server_id"), "{error}");
        }
        assert_eq!(filled("/v1/{id}.json", "..").unwrap(), "/v1/...json");
        assert!(filled("/v1/{id}.json", "").is_err());
    }
}
