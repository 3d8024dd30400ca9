//! Signing: the canonical form is one, whatever the order, case and encoding of what was sent.

use std::time::{Duration, SystemTime};

use super::texts;
use crate::signing::{
    Authorization, Message, authorization, canonical_path, canonical_query, canonical_request, format_date,
    parse_date, signature, string_to_sign,
};

/// Takes the texts of the input as path, query, header values, body, `Authorization` and date.
pub fn signing(input: &[u8]) {
    let Some([path, query, first, second, body, header, date]) = texts(input) else { return };
    canonical_forms(path, query);
    if let Some(parts) = Authorization::parse(header) {
        assert_eq!(Authorization::parse(&parts.to_string()), Some(parts));
    }
    dates(date, input);
    let fits = |value: &&str| value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if let Some(values) = [first, second].iter().all(fits).then_some([first, second]) {
        signed(path, query, values, body.as_bytes());
    }
}

fn canonical_forms(path: &str, query: &str) {
    let canonical = canonical_path(path);
    assert!(canonical.ends_with('/') && canonical.bytes().all(plain), "{canonical}");
    assert_eq!(canonical_path(&canonical), canonical, "{path:?}");
    let respelt: Vec<String> = canonical.split('/').map(lower_hex).collect();
    assert_eq!(canonical_path(&respelt.join("/")), canonical, "{path:?}");

    let canonical = canonical_query(query);
    assert!(canonical.bytes().all(|byte| plain(byte) || matches!(byte, b'&' | b'=')), "{canonical}");
    assert_eq!(canonical_query(&canonical), canonical, "{query:?}");
    assert_eq!(canonical_query(&lower_hex(&canonical)), canonical, "{query:?}");
    let reversed: Vec<&str> = query.rsplit('&').collect();
    assert_eq!(canonical_query(&reversed.join("&")), canonical, "{query:?}");
}

/// What may stand in a canonical path.
fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)
}

/// The same text with every `%XX` in lower case.
fn lower_hex(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (hex, rest) = part.split_at(2);
        text + "%" + &hex.to_ascii_lowercase() + rest
    })
}

fn dates(date: &str, input: &[u8]) {
    if let Some(time) = parse_date(date) {
        assert_eq!(format_date(time), date);
    }
    let seconds = input.iter().take(8).fold(0, |number: u64, byte| (number << 8) | u64::from(*byte));
    let time =
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(SystemTime::UNIX_EPOCH);
    let written = format_date(time);
    let read = parse_date(&written).expect("a date that was written can be read");
    assert!(read <= time && (read == time || written == "99991231T235959Z"), "{written}");
}

fn signed(path: &str, query: &str, values: [&str; 2], body: &[u8]) {
    const DATE: &str = "20191115T033655Z";
    let headers = [("X-Project-Id", values[0]), ("X-Sdk-Date", DATE), ("x-a", values[1]), ("X-A", values[0])];
    let mut reversed = headers.map(|(name, value)| (name.to_ascii_uppercase(), format!(" {value}\t")));
    reversed.reverse();
    let reversed: Vec<(&str, &str)> =
        reversed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();

    let message = Message { method: "PUT", path, query, headers: &headers, body };
    let canonical = canonical_request(&message);
    assert_eq!(canonical.split('\n').count(), 3 + headers.len() + 3, "{canonical}");
    let respelt = Message {
        path: &canonical_path(path),
        query: &canonical_query(query),
        headers: &reversed,
        ..message
    };
    assert_eq!(canonical_request(&respelt), canonical);

    let header = authorization("my-access-key", "my-secret-key", DATE, &message);
    let parts = Authorization::parse(&header).expect("a header that was written can be read");
    assert_eq!(parts.to_string(), header);
    assert_eq!(
        (parts.access_key.as_str(), parts.signed_headers.as_str()),
        ("my-access-key", "x-a;x-a;x-project-id;x-sdk-date")
    );
    assert_eq!(parts.signature, signature("my-secret-key", &string_to_sign(DATE, &canonical)));
    assert!(!header.contains("my-secret-key"));
}
