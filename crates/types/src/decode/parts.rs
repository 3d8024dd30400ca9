//! Lists, maps and objects, part by part.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::fill::Filler;
use super::refill;
use super::trail::{Step, Trail};
use crate::json::{Field, ListSlot, MapSlot, Slot};
use crate::model::Object;

pub(crate) fn fill_list<'de, A: SeqAccess<'de>>(
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

pub(crate) fn fill_map<'de, A: MapAccess<'de>>(
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

pub(crate) fn fill_object<'de, A: MapAccess<'de>>(
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
    // One field more than names: it takes what has none.
    let (fields, rest) = fields.split_at_mut(names.len().min(fields.len()));
    let mut others = Vec::new();
    while let Some(member) = map.next_key_seed(MemberName { names, expected, keep: !rest.is_empty() })? {
        let index = match member {
            Member::Known(index) => index,
            Member::Kept(name) => {
                others.push((name, map.next_value::<Value>()?));
                continue;
            }
            Member::Skipped => {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        let Some(field) = fields.get_mut(index) else { continue };
        if let Err(error) = map.next_value_seed(Filler { slot: field.slot(), trail }) {
            trail.0.push(Step::Member(Cow::Borrowed(names[index])));
            return Err(error);
        }
        expected = index + 1;
    }
    match rest.first_mut().map(|rest| rest.slot()) {
        Some(Slot::Map(slot)) => fill_rest(slot, others, trail).map_err(A::Error::custom),
        _ => Ok(()),
    }
}

/// Not generic: what was read is the same whatever it was read from.
fn fill_rest(slot: &mut dyn MapSlot, others: Vec<(String, Value)>, trail: &mut Trail) -> Result<(), String> {
    let mut outcome = Ok(());
    let mut others = others.into_iter();
    slot.fill(&mut |field: &mut dyn Field| {
        let (name, value) = others.next()?;
        match refill(field.slot(), &value, trail) {
            Ok(()) => Some(name),
            Err(error) => {
                trail.0.push(Step::Member(Cow::Owned(name)));
                outcome = Err(error);
                None
            }
        }
    });
    outcome
}

/// Finds a member by its name; services write members in the documented order, so the one after the
/// last is tried first, and where it was left out, those after it.
struct MemberName {
    names: &'static [&'static str],
    expected: usize,
    /// Whether a name that is not known is handed on.
    keep: bool,
}

impl MemberName {
    /// Not generic, and seldom called.
    fn search(&self, name: &str) -> Member {
        let (before, after) = self.names.split_at(self.expected);
        let place = |names: &[&str]| names.iter().position(|known| *known == name);
        match place(after).map(|index| before.len() + index).or_else(|| place(before)) {
            Some(index) => Member::Known(index),
            None if self.keep => Member::Kept(name.to_owned()),
            None => Member::Skipped,
        }
    }
}

enum Member {
    Known(usize),
    Kept(String),
    Skipped,
}

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Member, E> {
        match self.names.get(self.expected) {
            Some(expected) if *expected == name => Ok(Member::Known(self.expected)),
            _ => Ok(self.search(name)),
        }
    }
}
