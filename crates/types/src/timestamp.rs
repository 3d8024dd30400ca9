//! The cloud's times: kept as text, understood on demand.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use crate::encode::View;
use crate::json::{FromText, Json, Slot};

/// A time as the service wrote it.
///
/// The services write times with and without fractions, with a blank for the `T`, without a zone
/// (then they mean UTC), with an offset, or as seconds or milliseconds since 1970. The text is kept
/// as it came and converted when asked for.
///
/// ```
/// use huaweicloud_types::Timestamp;
///
/// let looser = Timestamp::from("2024-06-17 06:53:46");
/// let strict = Timestamp::from("2024-06-17T06:53:46Z");
/// assert_eq!(looser.to_system_time()?, strict.to_system_time()?);
/// assert_eq!(looser.as_str(), "2024-06-17 06:53:46");
/// # Ok::<(), huaweicloud_types::TimestampError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as the service wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment meant.
    ///
    /// # Errors
    /// When the text is no time in any form listed above, or one before 1970.
    pub fn to_system_time(&self) -> Result<SystemTime, TimestampError> {
        parse(self.0.trim()).filter(in_range).ok_or_else(|| TimestampError(self.0.clone()))
    }
}

/// What [`Timestamp::try_from`] can write.
fn in_range(time: &SystemTime) -> bool {
    const YEAR_10000: u64 = 253_402_300_800;
    time.duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|since_1970| since_1970.as_secs() < YEAR_10000)
}

fn parse(text: &str) -> Option<SystemTime> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return epoch(text);
    }
    let (local, offset_seconds) = split_offset(text)?;
    // humantime overlooks some of what may follow the seconds.
    let fraction = local.get("2024-06-17T06:53:46".len()..)?;
    if !fraction.is_empty() && !fraction.strip_prefix('.').is_some_and(is_number) {
        return None;
    }
    let utc = humantime::parse_rfc3339_weak(&local.replace('t', "T")).ok()?;
    let distance = Duration::from_secs(offset_seconds.unsigned_abs());
    if offset_seconds >= 0 { utc.checked_sub(distance) } else { utc.checked_add(distance) }
}

/// Seconds have ten digits until the year 2286, milliseconds thirteen since 2001.
fn epoch(digits: &str) -> Option<SystemTime> {
    let number = digits.parse().ok()?;
    let since_1970 =
        if digits.len() > 11 { Duration::from_millis(number) } else { Duration::from_secs(number) };
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

/// Splits `…+08:00`, `…+0800`, `…+08`, `…Z` or nothing off; the offset is in seconds east of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    const DATE: usize = "2024-06-17".len();
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return Some((local.trim_end(), 0));
    }
    let Some(at) = text.get(DATE..)?.find(['+', '-']).map(|at| at + DATE) else {
        return Some((text, 0));
    };
    let (local, offset) = text.split_at(at);
    let digits = &offset[1..];
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 2 => (digits, "00"),
        None => digits.split_at_checked(2)?,
    };
    let (hours, minutes) = (two_digits(hours, 23)?, two_digits(minutes, 59)?);
    let seconds = hours * 3600 + minutes * 60;
    Some((local.trim_end(), if offset.starts_with('-') { -seconds } else { seconds }))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    text.parse().ok().filter(|number| text.len() == 2 && is_number(text) && *number <= most)
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    /// RFC 3339 in UTC, with a fraction where the time has one.
    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        use std::fmt::Write;
        // humantime panics before 1970 and refuses to print the year 10000.
        let printable = time.duration_since(SystemTime::UNIX_EPOCH).is_ok();
        let mut text = String::new();
        if printable && write!(text, "{}", humantime::format_rfc3339(time)).is_ok() {
            Ok(Self(text))
        } else {
            Err(TimestampError(format!("{time:?}")))
        }
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromText for Timestamp {
    #[inline]
    fn from_text(text: Cow<'_, str>) -> Self {
        Self(text.into_owned())
    }
}

impl Json for Timestamp {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Word(option)
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.0)
    }
}

crate::model!(@serde Timestamp);

/// A text that is no time, or a time outside the years 1970 to 9999.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampError(String);

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a time between 1970 and 9999 in any form that the cloud uses", self.0)
    }
}

impl std::error::Error for TimestampError {}
