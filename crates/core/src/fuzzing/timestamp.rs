//! Times in any form: the text is kept, and its meaning is what a second reader finds.

use std::time::{Duration, SystemTime};

use huaweicloud_types::{Timestamp, decode_slice};

/// Takes the input as the text of a [`Timestamp`].
pub fn timestamp(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let time = Timestamp::from(text);
    assert_eq!((time.as_str(), time.to_string().as_str()), (text, text));
    let json = serde_json::to_vec(&time).unwrap();
    assert_eq!(decode_slice::<Timestamp>(&json).unwrap(), Some(time.clone()));

    let meant = time.to_system_time().ok();
    assert_eq!(meant, read(text.trim()), "{text:?}");
    if let Some(meant) = meant {
        let written = Timestamp::try_from(meant).expect("a time that was read can be written");
        assert_eq!(written.to_system_time(), Ok(meant), "{text:?} {written}");
        assert!(written.as_str().ends_with('Z'));
        assert_eq!(Timestamp::from(format!("\t{text} ")).to_system_time(), Ok(meant));
    }
}

/// The documented forms, read digit by digit: seconds or milliseconds since 1970, or date, `T` or a
/// blank, time, fraction, zone. A 60th second is the one before it.
fn read(text: &str) -> Option<SystemTime> {
    const YEAR_10000: u64 = 253_402_300_800;
    let since_1970 = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse().ok()?;
        if text.len() > 11 { Duration::from_millis(number) } else { Duration::from_secs(number) }
    } else {
        calendar(text)?
    };
    (since_1970.as_secs() < YEAR_10000).then(|| SystemTime::UNIX_EPOCH + since_1970)
}

fn calendar(text: &str) -> Option<Duration> {
    let (year, rest) = number(text, 4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (hour, rest) = number(rest.strip_prefix(['T', 't', ' '])?, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (nanos, rest) = fraction(rest)?;
    let east = zone(rest.trim_start())?;

    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month_length = *months.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    let in_range = (1..=month_length).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if year < 1970 || !in_range {
        return None;
    }
    let years_days: i64 =
        (1970..year).map(|y| 365 + i64::from(y % 4 == 0 && (y % 100 != 0 || y % 400 == 0))).sum();
    let months_days: i64 = months[..usize::try_from(month).ok()? - 1].iter().sum();
    let days = years_days + months_days + day - 1;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second.min(59) - east;
    Some(Duration::new(u64::try_from(seconds).ok()?, nanos))
}

/// A number of so many digits, and what follows it.
fn number(text: &str, digits: usize) -> Option<(i64, &str)> {
    let (number, rest) = text.split_at_checked(digits)?;
    let all_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| number.parse().ok())?.map(|number| (number, rest))
}

/// Nanoseconds of `.302`; what is finer is cut off.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(digits) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    (!digits.is_empty()).then(|| nine.parse().ok())?.map(|nanos| (nanos, rest))
}

/// Seconds east of UTC in `Z`, `+08`, `+0800`, `+08:00` or nothing.
fn zone(text: &str) -> Option<i64> {
    let sign = match text.chars().next() {
        None => return Some(0),
        Some('Z' | 'z') => return (text.len() == 1).then_some(0),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let (hours, rest) = number(&text[1..], 2)?;
    let (minutes, rest) =
        if rest.is_empty() { (0, "") } else { number(rest.strip_prefix(':').unwrap_or(rest), 2)? };
    (rest.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}
