//! Paths and queries: what is sent decodes to what was given, and no value leaves its segment.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::texts;
use crate::endpoint::Base;
use crate::path::{Segment, fill};
use crate::signing::{canonical_path, canonical_query, encode_query};
use crate::style::{self, ParameterStyle};

/// The kinds of template that specs have, and for each what stands before, between and after its
/// values.
const TEMPLATES: [(&str, [&str; 3]); 6] = [
    ("/v1/{a}/things/{b}", ["/v1/", "/things/", ""]),
    ("/v1/{a}/{b}", ["/v1/", "/", ""]),
    ("/v2.0/{a}/x:run/{b}/", ["/v2.0/", "/x:run/", "/"]),
    ("/{a}/{b}.json", ["/", "/", ".json"]),
    ("/v1/{a}-{b}/x", ["/v1/", "-", "/x"]),
    ("/v1/{a}{b}", ["/v1/", "", ""]),
];

const BASES: [&str; 3] =
    ["https://vpn.example.com", "https://example.com:8443/base", "http://127.0.0.1:4010/a/b/"];

/// Each with what stands before a list's values, and between them.
const STYLES: [(ParameterStyle, &str, &str); 6] = [
    (ParameterStyle::Simple, "", ","),
    (ParameterStyle::SimpleExploded, "", ","),
    (ParameterStyle::Label, ".", ","),
    (ParameterStyle::LabelExploded, ".", "."),
    (ParameterStyle::Matrix, ";a%20b=", ","),
    (ParameterStyle::MatrixExploded, ";a%20b=", ";a%20b="),
];

/// Takes the first byte of the input as the choice of template and base, the next two texts as values
/// of the path, the others as names and values of a query.
pub fn path(input: &[u8]) {
    let Some((choice, rest)) = input.split_first() else { return };
    let Some([a, b, name, value, other_name, other_value]) = texts(rest) else { return };
    let choice = usize::from(*choice);
    let (template, fixed) = TEMPLATES[choice % TEMPLATES.len()];
    let base = Base::parse(BASES[choice / TEMPLATES.len() % BASES.len()], false).unwrap();
    let pairs = [(name, value), (other_name, other_value), (name, other_value)];
    let query = encode_query(pairs);
    query_arrives(&query, pairs);
    styled(choice % STYLES.len(), [a, b], &base);
    let plain = |value| Ok(Segment::Plain(Cow::Borrowed(value)));
    let filled = fill(template, |name| plain(if name == "a" { a } else { b }));
    assert_eq!(filled.is_err(), is_refused(fixed, a, b), "{template} with {a:?} and {b:?}");
    if let Ok(path) = filled {
        assert_eq!(path, [fixed[0], &encoded(a), fixed[1], &encoded(b), fixed[2]].concat());
        assert_eq!(slashes(&path), slashes(template), "{path}");
        arrives(&base, &path, &query, pairs);
    }
}

/// Whether a value is nothing, or all of a segment and only dots.
fn is_refused([_, between, after]: [&str; 3], a: &str, b: &str) -> bool {
    let alone =
        [between.starts_with('/'), between.ends_with('/') && (after.is_empty() || after.starts_with('/'))];
    [a, b].iter().zip(alone).any(|(value, alone)| value.is_empty() || (alone && matches!(*value, "." | "..")))
}

/// A filled path is sent as it is, or refused where it has a segment that URLs do not keep.
fn arrives(base: &Base, path: &str, query: &str, pairs: [(&str, &str); 3]) {
    let dots = path.split('/').any(|segment| matches!(segment, "." | ".."));
    let Ok(url) = base.join(path, query) else { return assert!(dots, "{path}?{query} is refused") };
    assert!(!dots, "{path} leads elsewhere: {url}");
    assert_eq!(url.as_str(), format!("{}{path}?{query}", base.url()));
    assert_eq!(url.path(), format!("{}{path}", base.path()));
    assert_eq!((url.query(), url.fragment()), (Some(query), None));
    assert!(url.query_pairs().eq(pairs.map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value)))));
    assert_eq!(segments(&canonical_path(url.path())), segments(url.path()));

    let (origin, path, query) = Base::split(url.as_str(), false).unwrap();
    assert_eq!(origin.join(&path, &query).unwrap(), url, "it is the same when it is taken apart");
}

/// A list and an object stay in their segment, whatever the style writes around their values.
fn styled(style: usize, [a, b]: [&str; 2], base: &Base) {
    let (style, before, between) = STYLES[style];
    let list = style::segment("a b", &json!([a, b]), style);
    assert_eq!(list, [before, &encoded(a), between, &encoded(b)].concat(), "{style:?}");
    for segment in [list, style::segment("a b", &json!({a: b, "c/": a}), style)] {
        let Ok(path) = fill("/v1/{a}/x", |_| Ok(Segment::Encoded(Cow::Borrowed(&segment)))) else {
            assert!(matches!(&*segment, "" | "." | ".."), "{segment} is refused");
            continue;
        };
        assert_eq!(path, format!("/v1/{segment}/x"));
        let url = base.join(&path, "").unwrap();
        assert_eq!((url.path(), url.query()), (format!("{}{path}", base.path()).as_str(), None));
    }
}

fn query_arrives(query: &str, pairs: [(&str, &str); 3]) {
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let split = |query: &str| -> Vec<(Vec<u8>, Vec<u8>)> {
        let pairs = query.split('&').map(|pair| pair.split_once('=').expect("a pair"));
        pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
    };
    let mut given = pairs.map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec()));
    assert_eq!(split(query), given);
    given.sort();
    assert_eq!(split(&canonical_query(query)), given, "{query}");
}

fn slashes(path: &str) -> usize {
    path.matches('/').count()
}

/// What the segments say, without the slash at the end.
fn segments(path: &str) -> Vec<Vec<u8>> {
    path.strip_suffix('/')
        .unwrap_or(path)
        .split('/')
        .map(|segment| percent_decode_str(segment).collect())
        .collect()
}

/// RFC 3986, section 2, by hand.
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
