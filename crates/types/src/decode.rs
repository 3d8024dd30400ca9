//! The one decoder. It walks [`Slot`]s, so it is compiled once for a format and not once for a model.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json::{Field, Json, ListSlot, MapSlot, Slot};
use crate::model::Object;

/// The key under which serde_json hands out numbers when some crate of the program has switched its
/// `arbitrary_precision` on. It is not public there, and stable since it exists.
const PRECISE_NUMBER: &str = "$serde_json::private::Number";

/// Reads a value leniently; `None` is JSON `null`.
///
/// # Errors
/// When something cannot be kept; the error names the field's path.
pub fn decode<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, DecodeError> {
    let mut value = None;
    let mut trail = Trail::default();
    match (Filler { slot: T::slot(&mut value), trail: &mut trail }).deserialize(deserializer) {
        Ok(()) => Ok(value),
        Err(error) => Err(DecodeError { path: trail.to_string(), message: error.to_string() }),
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

/// What `Deserialize` of models and enums calls; the path goes into the message.
#[doc(hidden)]
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = None;
    let mut trail = Trail::default();
    match (Filler { slot: T::slot(&mut value), trail: &mut trail }).deserialize(deserializer) {
        Ok(()) => value.ok_or_else(|| D::Error::custom("expected a value, found null")),
        Err(error) if trail.0.is_empty() => Err(error),
        Err(error) => Err(D::Error::custom(format_args!("{trail}: {error}"))),
    }
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

/// The way to a failure, innermost step first: it is written only while an error travels up.
#[derive(Default)]
struct Trail(Vec<Step>);

enum Step {
    Member(Cow<'static, str>),
    Element(usize),
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Member(name) if depth == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Fills one slot with what comes.
struct Filler<'s, 't> {
    slot: Slot<'s>,
    trail: &'t mut Trail,
}

impl Filler<'_, '_> {
    fn mismatch<E: Error>(&self, found: fmt::Arguments<'_>) -> E {
        let expected = match self.slot {
            Slot::Text(_) => "text",
            Slot::Boolean(_) => "true or false",
            Slot::Integer(_) => "a whole number of 64 bits",
            Slot::Float(_) => "a number",
            Slot::Object(_) | Slot::Map(_) => "an object",
            Slot::List(_) => "a list",
            Slot::Any(_) | Slot::Nothing(_) => "anything",
        };
        E::custom(format_args!("expected {expected}, found {found}"))
    }

    /// Text where a number or a boolean belongs: kept when it says one, absent when it says nothing.
    fn fill_from_text<E: Error>(self, text: Cow<'_, str>) -> Result<(), E> {
        let trimmed = text.trim();
        let kept = match self.slot {
            Slot::Text(slot) => {
                slot.set(text);
                return Ok(());
            }
            _ if trimmed.is_empty() => {
                matches!(self.slot, Slot::Boolean(_) | Slot::Integer(_) | Slot::Float(_))
            }
            Slot::Boolean(&mut ref mut slot) => {
                *slot = boolean(trimmed);
                slot.is_some()
            }
            Slot::Integer(&mut ref mut slot) => {
                *slot = trimmed.parse().ok().or_else(|| whole(trimmed.parse().ok()?));
                slot.is_some()
            }
            Slot::Float(&mut ref mut slot) => {
                *slot = trimmed.parse().ok().filter(|number: &f64| number.is_finite());
                slot.is_some()
            }
            _ => false,
        };
        if kept { Ok(()) } else { Err(self.mismatch(format_args!("the text {text:?}"))) }
    }
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// `3.0` is a whole number; beyond 2^53 a float no longer says which one.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

impl<'de> DeserializeSeed<'de> for Filler<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Any(slot) => *slot = Option::deserialize(deserializer)?,
            Slot::Nothing(slot) => *slot = Some(IgnoredAny::deserialize(deserializer).map(drop)?),
            _ => deserializer.deserialize_any(self)?,
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Filler<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.slot {
            Slot::Boolean(slot) => *slot = Some(value),
            Slot::Text(slot) => slot.set(Cow::Borrowed(if value { "true" } else { "false" })),
            _ => return Err(self.mismatch(format_args!("{value}"))),
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        match self.slot {
            Slot::Integer(slot) => *slot = Some(value),
            Slot::Float(slot) => *slot = Some(value as f64),
            Slot::Text(slot) => slot.set(Cow::Owned(value.to_string())),
            _ => return Err(self.mismatch(format_args!("the number {value}"))),
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match (i64::try_from(value), self.slot) {
            (Ok(value), slot) => Filler { slot, trail: self.trail }.visit_i64(value),
            (Err(_), slot) => {
                Filler { slot, trail: self.trail }.fill_from_text(Cow::Owned(value.to_string()))
            }
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match self.slot {
            Slot::Float(slot) => *slot = Some(value),
            Slot::Text(slot) => slot.set(Cow::Owned(value.to_string())),
            Slot::Integer(&mut ref mut slot) if whole(value).is_some() => *slot = whole(value),
            _ => return Err(self.mismatch(format_args!("the number {value}"))),
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.fill_from_text(Cow::Borrowed(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.fill_from_text(Cow::Owned(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::List(slot) => fill_list(slot, seq, self.trail),
            _ => Err(self.mismatch(format_args!("a list"))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::Object(slot) => fill_object(slot.open(), map, self.trail),
            Slot::Map(slot) => fill_map(slot, map, self.trail),
            Slot::List(_) => Err(self.mismatch(format_args!("an object"))),
            _ => match map.next_key::<Cow<'_, str>>()?.as_deref() {
                Some(PRECISE_NUMBER) => self.fill_from_text(Cow::Owned(map.next_value()?)),
                _ => Err(self.mismatch(format_args!("an object"))),
            },
        }
    }
}

fn fill_list<'de, A: SeqAccess<'de>>(
    slot: &mut dyn ListSlot,
    mut seq: A,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    let mut index = 0;
    slot.fill(&mut |element: &mut dyn Field| match seq
        .next_element_seed(Filler { slot: element.slot(), trail })
    {
        Ok(Some(())) => {
            index += 1;
            true
        }
        Ok(None) => false,
        Err(error) => {
            trail.0.push(Step::Element(index));
            outcome = Err(error);
            false
        }
    });
    outcome
}

fn fill_map<'de, A: MapAccess<'de>>(
    slot: &mut dyn MapSlot,
    mut map: A,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    slot.fill(&mut |value: &mut dyn Field| {
        let mut entry = || {
            let Some(key) = map.next_key::<String>()? else { return Ok(None) };
            match map.next_value_seed(Filler { slot: value.slot(), trail }) {
                Ok(()) => Ok(Some(key)),
                Err(error) => {
                    trail.0.push(Step::Member(Cow::Owned(key)));
                    Err(error)
                }
            }
        };
        entry().unwrap_or_else(|error| {
            outcome = Err(error);
            None
        })
    });
    outcome
}

fn fill_object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    mut map: A,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    let names = object.names();
    let mut outcome = Ok(());
    object.write(&mut |fields| outcome = fill_members(names, fields, &mut map, trail));
    outcome
}

fn fill_members<'de, A: MapAccess<'de>>(
    names: &'static [&'static str],
    fields: &mut [&mut dyn Field],
    map: &mut A,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    let mut expected = 0;
    while let Some(member) = map.next_key_seed(MemberName { names, expected })? {
        let Some((index, field)) = member.and_then(|index| Some((index, fields.get_mut(index)?))) else {
            map.next_value::<IgnoredAny>()?;
            continue;
        };
        if let Err(error) = map.next_value_seed(Filler { slot: field.slot(), trail }) {
            trail.0.push(Step::Member(Cow::Borrowed(names[index])));
            return Err(error);
        }
        expected = index + 1;
    }
    Ok(())
}

/// Finds a member by its name; services write members in the documented order, so the one after the
/// last is tried first.
struct MemberName {
    names: &'static [&'static str],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        if self.names.get(self.expected) == Some(&name) {
            return Ok(Some(self.expected));
        }
        Ok(self.names.iter().position(|known| *known == name))
    }
}
