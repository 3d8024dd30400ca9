//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// The longest time that is told. Nobody waits a year, and adding one to a clock is safe.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long the answer with these headers asks to wait, in either form of
/// [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#field.retry-after): a number of seconds, or a date
/// in any of the three formats that HTTP has had.
///
/// A date counts from the answer's own `Date` where it has one, so that it does not matter whether this
/// machine's clock, `now`, is right. One that has passed is no time at all. What is neither a number
/// nor a date is `None`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits alone fail to parse only where they are too many.
        return Some(value.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let answered = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let from = answered.and_then(|date| httpdate::parse_http_date(date.trim()).ok()).unwrap_or(now);
    Some(until.duration_since(from).unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT.
    const NOW: Duration = Duration::from_secs(784_111_777);

    fn read(value: impl AsRef<[u8]>, date: Option<&'static str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_bytes(value.as_ref()).ok()?);
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_static(date));
        }
        retry_after(&headers, SystemTime::UNIX_EPOCH + NOW)
    }

    fn seconds(seconds: u64) -> Option<Duration> {
        Some(Duration::from_secs(seconds))
    }

    #[test]
    fn seconds_are_read() {
        for (value, expected) in
            [("0", 0), ("1", 1), ("120", 120), (" 7 ", 7), ("007", 7), ("31536000", 31_536_000)]
        {
            assert_eq!(read(value, None), seconds(expected), "{value}");
        }
    }

    #[test]
    fn dates_are_read_in_every_format_of_http() {
        for value in
            ["Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"]
        {
            assert_eq!(read(value, None), seconds(60), "{value}");
        }
    }

    #[test]
    fn dates_count_from_the_date_of_the_answer() {
        let (date, after) = ("Sat, 01 Jan 2000 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:30 GMT");
        assert_eq!(read(after, Some(date)), seconds(30));
        assert_eq!(read("30", Some(date)), seconds(30));
        assert_eq!(read(after, Some("yesterday")), Some(LONGEST));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT", Some("yesterday")), seconds(60));
    }

    #[test]
    fn what_has_passed_is_no_time_and_what_is_absurd_is_a_year() {
        assert_eq!(read("Sun, 06 Nov 1994 08:49:36 GMT", None), seconds(0));
        assert_eq!(read("Thu, 01 Jan 1970 00:00:00 GMT", None), seconds(0));
        for value in [
            "31536001",
            "18446744073709551615",
            "18446744073709551616",
            &"9".repeat(1000),
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ] {
            assert_eq!(read(value, None), Some(LONGEST), "{value}");
        }
    }

    #[test]
    fn anything_else_says_nothing() {
        for value in [
            "",
            " ",
            "-1",
            "+1",
            "1.5",
            "1s",
            "soon",
            "٣",
            "0x10",
            "1, 2",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:00:00 GMT",
            "1994-11-06T08:49:37Z",
        ] {
            assert_eq!(read(value, None), None, "{value}");
        }
        assert_eq!(read(b"\xff\xfe", None), None);
        assert_eq!(retry_after(&HeaderMap::new(), SystemTime::now()), None);
    }

    #[test]
    fn no_bytes_upset_the_reader() {
        let dates =
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"];
        for date in dates {
            for place in 0..date.len() {
                for byte in 0..=u8::MAX {
                    let mut value = date.as_bytes().to_vec();
                    value[place] = byte;
                    assert!(read(&value, None) <= Some(LONGEST));
                    assert!(read(&value[..place], None) <= Some(LONGEST));
                }
            }
        }
    }
}
