//! The one decoder. It walks [`Slot`]s, so it is compiled once for a format and not once for a model.

mod fill;
mod order;
mod parts;
mod trail;

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error};
use serde_json::Value;

use crate::json::{Json, Slot};
use fill::Filler;
use order::Orders;
use trail::Trail;

/// Reads a value leniently; `None` is JSON `null`.
///
/// # Errors
/// When something cannot be kept; the error names the field's path.
pub fn decode<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, DecodeError> {
    let mut value = None;
    let mut run = Run::default();
    match (&mut Filler { slot: T::slot(&mut value), run: &mut run }).deserialize(deserializer) {
        Ok(()) => Ok(value),
        Err(error) => Err(DecodeError { path: run.trail.to_string(), message: error.to_string() }),
    }
}

/// Reads a value leniently from a JSON text; `None` is `null`.
///
/// ```
/// let error = huaweicloud_types::decode_slice::<Vec<i64>>(br#"[1, "2", "three"]"#).unwrap_err();
/// assert_eq!(error.path(), "[2]");
/// ```
///
/// # Errors
/// When the text is not JSON or not UTF-8, goes on after the value, or holds something that cannot be
/// kept.
pub fn decode_slice<T: Json>(json: &[u8]) -> Result<Option<T>, DecodeError> {
    let whole = |message: String| DecodeError { path: String::new(), message };
    // One check of the whole is quicker than serde_json's own, string by string.
    let text = std::str::from_utf8(json).map_err(|error| whole(error.to_string()))?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = decode(&mut deserializer)?;
    deserializer.end().map_err(|error| whole(error.to_string()))?;
    Ok(value)
}

/// What is kept while one text is read.
#[derive(Default)]
pub(crate) struct Run {
    trail: Trail,
    orders: Orders,
}

/// What `Deserialize` of models and enums calls; the path goes into the message.
#[doc(hidden)]
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = None;
    let mut run = Run::default();
    match (&mut Filler { slot: T::slot(&mut value), run: &mut run }).deserialize(deserializer) {
        Ok(()) => value.ok_or_else(|| D::Error::custom("expected a value, found null")),
        Err(error) if run.trail.0.is_empty() => Err(error),
        Err(error) => Err(D::Error::custom(format_args!("{}: {error}", run.trail))),
    }
}

/// Fills a slot with JSON that was read before, and not for each kind of source anew.
pub(crate) fn refill(slot: Slot<'_>, value: &Value, run: &mut Run) -> Result<(), String> {
    (&mut Filler { slot, run }).deserialize(value).map_err(|error| error.to_string())
}

/// Whether a slot takes JSON that was read before.
pub(crate) fn takes(slot: Slot<'_>, value: &Value) -> bool {
    refill(slot, value, &mut Run::default()).is_ok()
}

/// Why an answer could not be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// The field's path, as in `users[0].name`; empty for the value as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there and what stood there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for DecodeError {}
