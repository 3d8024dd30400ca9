//! One slot and what comes for it.

use std::borrow::Cow;
use std::fmt;

use serde_core::Deserialize;
use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use super::Run;
use super::parts::{fill_list, fill_map, fill_object};
use crate::json::{Field, Slot};

/// The key under which serde_json hands out numbers when some crate of the program has switched its
/// `arbitrary_precision` on. It is not public there, and stable since it exists.
const PRECISE_NUMBER: &str = "$serde_json::private::Number";

/// Fills one slot with what comes.
pub(crate) struct Filler<'s, 't> {
    pub(crate) slot: Slot<'s>,
    pub(crate) run: &'t mut Run,
}

impl Filler<'_, '_> {
    #[cold]
    fn mismatch<E: Error>(&self, found: fmt::Arguments<'_>) -> E {
        let expected = match self.slot {
            Slot::Text(_) | Slot::Word(_) => "text",
            Slot::Boolean(_) => "true or false",
            Slot::Integer(_) | Slot::Code(_) => "a whole number of 64 bits",
            Slot::Unsigned(_) => "a whole number of 64 bits, not below 0",
            Slot::Float(_) => "a number",
            Slot::Object(_) | Slot::Map(_) => "an object",
            Slot::List(_) => "a list",
            Slot::Any(_) | Slot::Nothing(_) | Slot::Union(_) => "anything",
        };
        E::custom(format_args!("expected {expected}, found {found}"))
    }

    fn fill_from_text<E: Error>(&mut self, text: Cow<'_, str>) -> Result<(), E> {
        match &mut self.slot {
            Slot::Text(slot) => **slot = Some(text.into_owned()),
            Slot::Word(slot) => slot.set(text),
            _ => return self.fill_from_quoted(text),
        }
        Ok(())
    }

    /// Text where a number or a boolean belongs: kept when it says one, absent when it says nothing.
    #[cold]
    fn fill_from_quoted<E: Error>(&mut self, text: Cow<'_, str>) -> Result<(), E> {
        let trimmed = text.trim();
        let kept = match &mut self.slot {
            _ if trimmed.is_empty() => !matches!(self.slot, Slot::Object(_) | Slot::Map(_)),
            Slot::List(_) => return self.fill_list_of_one(text.into_deserializer()),
            Slot::Boolean(slot) => {
                **slot = boolean(trimmed);
                slot.is_some()
            }
            Slot::Integer(slot) => {
                **slot = integer(trimmed);
                slot.is_some()
            }
            Slot::Unsigned(slot) => {
                **slot = trimmed.parse().ok().or_else(|| integer(trimmed)?.try_into().ok());
                slot.is_some()
            }
            Slot::Code(slot) => integer(trimmed).map(|number| slot.set(number)).is_some(),
            Slot::Float(slot) => {
                **slot = trimmed.parse().ok().filter(|number: &f64| number.is_finite());
                slot.is_some()
            }
            _ => false,
        };
        if kept { Ok(()) } else { Err(self.mismatch(format_args!("the text {text:?}"))) }
    }

    /// One value where a list is documented is a list of it.
    #[cold]
    fn fill_list_of_one<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        let Slot::List(slot) = &mut self.slot else { return Ok(()) };
        let (mut value, mut outcome) = (Some(value), Ok(()));
        slot.fill(&mut |element: &mut dyn Field| {
            let Some(value) = value.take() else { return false };
            outcome = match element.slot() {
                Slot::Any(slot) => Value::deserialize(value).map(|value| *slot = Some(value)),
                Slot::Union(slot) => Value::deserialize(value).map(|value| slot.set(value)),
                slot => value.deserialize_any(&mut Filler { slot, run: self.run }),
            };
            outcome.is_ok()
        });
        outcome
    }
}

/// Not generic, so that room for text is made in one place.
fn set_text(slot: &mut Option<String>, text: &str) {
    *slot = Some(text.to_owned());
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

fn integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| whole(text.parse().ok()?))
}

/// `3.0` is a whole number; beyond 2^53 a float no longer says which one.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

impl<'de> DeserializeSeed<'de> for &mut Filler<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match &mut self.slot {
            Slot::Any(slot) => **slot = Option::deserialize(deserializer)?,
            Slot::Union(slot) => {
                if let Some(value) = Option::<Value>::deserialize(deserializer)? {
                    slot.set(value);
                }
            }
            Slot::Nothing(slot) => **slot = Some(IgnoredAny::deserialize(deserializer).map(drop)?),
            _ => deserializer.deserialize_any(self)?,
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for &mut Filler<'_, '_> {
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
        match &mut self.slot {
            Slot::Boolean(slot) => **slot = Some(value),
            Slot::Text(_) | Slot::Word(_) => {
                return self.fill_from_text(Cow::Borrowed(if value { "true" } else { "false" }));
            }
            Slot::List(_) => return self.fill_list_of_one(value.into_deserializer()),
            _ => return Err(self.mismatch(format_args!("{value}"))),
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        match &mut self.slot {
            Slot::Integer(slot) => **slot = Some(value),
            Slot::Unsigned(slot) if value >= 0 => **slot = value.try_into().ok(),
            Slot::Code(slot) => slot.set(value),
            Slot::Float(slot) => **slot = Some(value as f64),
            Slot::Text(_) | Slot::Word(_) => return self.fill_from_text(Cow::Owned(value.to_string())),
            Slot::List(_) => return self.fill_list_of_one(value.into_deserializer()),
            _ => return Err(self.mismatch(format_args!("the number {value}"))),
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.fill_from_text(Cow::Owned(value.to_string())),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match (&mut self.slot, whole(value)) {
            (Slot::Float(slot), _) => **slot = Some(value),
            (Slot::Text(_) | Slot::Word(_), _) => return self.fill_from_text(Cow::Owned(value.to_string())),
            (Slot::Integer(_) | Slot::Unsigned(_) | Slot::Code(_), Some(value)) => {
                return self.visit_i64(value);
            }
            (Slot::List(_), _) => return self.fill_list_of_one(value.into_deserializer()),
            _ => return Err(self.mismatch(format_args!("the number {value}"))),
        }
        Ok(())
    }

    #[inline(always)]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.visit_str(value)
    }

    #[inline(always)]
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match &mut self.slot {
            // Most of what comes is text where text belongs.
            Slot::Text(slot) => {
                set_text(slot, value);
                Ok(())
            }
            _ => self.fill_from_text(Cow::Borrowed(value)),
        }
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.fill_from_text(Cow::Owned(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        match &mut self.slot {
            Slot::List(slot) => fill_list(*slot, seq, self.run),
            _ => Err(self.mismatch(format_args!("a list"))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match &mut self.slot {
            Slot::Object(slot) => fill_object(slot.open(), map, self.run),
            Slot::Map(slot) => fill_map(*slot, map, self.run),
            Slot::List(_) => self.fill_list_of_one(MapAccessDeserializer::new(map)),
            _ => match map.next_key::<Cow<'_, str>>()?.as_deref() {
                Some(PRECISE_NUMBER) => self.fill_from_text(Cow::Owned(map.next_value()?)),
                _ => Err(self.mismatch(format_args!("an object"))),
            },
        }
    }
}
