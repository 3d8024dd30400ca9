//! The `Retry-After` header: never more than a year, and the same in each of its forms.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, header};

use crate::retry::retry_after as read;

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Takes the first byte of the input as the time in years since 1970, the next texts as the headers
/// `Retry-After` and `Date`.
pub fn retry_after(input: &[u8]) {
    let Some((years, rest)) = input.split_first() else { return };
    let now = SystemTime::UNIX_EPOCH + YEAR * u32::from(*years);
    let mut values = rest.split(|byte| *byte == 0xff);
    let (asked, date) = (values.next().unwrap_or_default(), values.next());
    any_value(asked, date, now);
    let seconds = rest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte));
    every_form(seconds >> (seconds % 64), now);
}

fn headers(asked: &[u8], date: Option<&[u8]>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_bytes(asked).ok()?);
    if let Some(date) = date {
        headers.insert(header::DATE, HeaderValue::from_bytes(date).ok()?);
    }
    Some(headers)
}

fn any_value(asked: &[u8], date: Option<&[u8]>, now: SystemTime) {
    let Some(headers) = headers(asked, date) else { return };
    let found = read(&headers, now);
    let text = asked.trim_ascii();
    let shown = text.escape_ascii();
    let whole_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    if let Some(wait) = found {
        assert!(wait <= YEAR, "{shown}");
        assert!(whole_number || text.contains(&b':'), "{shown} is neither a number nor a date");
    }
    if whole_number {
        let seconds = std::str::from_utf8(text).unwrap().parse().unwrap_or(u64::MAX);
        assert_eq!(found, Some(Duration::from_secs(seconds).min(YEAR)), "{shown}");
    }
    let later = read(&headers, now + Duration::from_secs(60));
    assert_eq!(later.is_some(), found.is_some(), "the clock has no say in it: {shown}");
    assert!(later <= found, "{shown}");
}

/// Seconds, and the dates that are so many seconds after the answer's or after now.
fn every_form(seconds: u64, now: SystemTime) {
    let expected = Some(Duration::from_secs(seconds).min(YEAR));
    let found = |asked: &str, date: Option<&str>| {
        headers(asked.as_bytes(), date.map(str::as_bytes)).and_then(|headers| read(&headers, now))
    };
    let number = seconds.to_string();
    assert_eq!(found(&number, None), expected);
    assert_eq!(found(&number, Some("yesterday")), expected);
    // HTTP dates end with the year 9999.
    let Some(wait) = expected.filter(|wait| *wait < YEAR) else { return };
    let until = httpdate::fmt_http_date(now + wait);
    assert_eq!(found(&until, None), expected, "{until}");
    let answered = now + YEAR * 7;
    let (date, until) = (httpdate::fmt_http_date(answered), httpdate::fmt_http_date(answered + wait));
    assert_eq!(found(&until, Some(&date)), expected, "{until} after {date}");
    assert_eq!(found(&date, Some(&until)), Some(Duration::ZERO), "{date} before {until}");
}
