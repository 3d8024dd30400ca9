//! Lists, maps and objects, part by part.

use std::borrow::Cow;

use serde_core::de::{Error, IgnoredAny, MapAccess, SeqAccess};
use serde_json::Value;

use super::fill::Filler;
use super::trail::Step;
use super::{Run, refill};
use crate::json::{Field, ListSlot, MapSlot, Slot};
use crate::model::Object;

pub(crate) fn fill_list<'de, A: SeqAccess<'de>>(
    slot: &mut dyn ListSlot,
    mut seq: A,
    run: &mut Run,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    let mut index = 0;
    slot.fill(&mut |element: &mut dyn Field| match seq
        .next_element_seed(&mut Filler { slot: element.slot(), run })
    {
        Ok(Some(())) => {
            index += 1;
            true
        }
        Ok(None) => false,
        Err(error) => {
            run.trail.0.push(Step::Element(index));
            outcome = Err(error);
            false
        }
    });
    outcome
}

pub(crate) fn fill_map<'de, A: MapAccess<'de>>(
    slot: &mut dyn MapSlot,
    mut map: A,
    run: &mut Run,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    slot.fill(&mut |value: &mut dyn Field| {
        let mut entry = || {
            let Some(key) = map.next_key::<String>()? else { return Ok(None) };
            match map.next_value_seed(&mut Filler { slot: value.slot(), run }) {
                Ok(()) => Ok(Some(key)),
                Err(error) => {
                    run.trail.0.push(Step::Member(Cow::Owned(key)));
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
    run: &mut Run,
) -> Result<(), A::Error> {
    let names = object.names();
    let mut outcome = Ok(());
    object.write(&mut |fields| outcome = fill_members(names, fields, &mut map, run));
    outcome
}

fn fill_members<'de, A: MapAccess<'de>>(
    names: &'static [&'static str],
    fields: &mut [&mut dyn Field],
    map: &mut A,
    run: &mut Run,
) -> Result<(), A::Error> {
    // One field more than names: it takes what has none.
    let (fields, rest) = fields.split_at_mut(names.len().min(fields.len()));
    let mut finder = run.orders.finder(names, !rest.is_empty());
    let mut others = Vec::new();
    while let Some(index) = map.next_key_seed(&mut finder)? {
        let Some(field) = fields.get_mut(index) else {
            match finder.unknown() {
                Some(name) => others.push((name, map.next_value::<Value>()?)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
            continue;
        };
        if let Err(error) = map.next_value_seed(&mut Filler { slot: field.slot(), run }) {
            run.trail.0.push(Step::Member(Cow::Borrowed(names[index])));
            return Err(error);
        }
    }
    run.orders.keep(finder);
    match rest.first_mut().map(|rest| rest.slot()) {
        Some(Slot::Map(slot)) => fill_rest(slot, others, run).map_err(A::Error::custom),
        _ => Ok(()),
    }
}

/// Not generic: what was read is the same whatever it was read from.
fn fill_rest(slot: &mut dyn MapSlot, others: Vec<(String, Value)>, run: &mut Run) -> Result<(), String> {
    let mut outcome = Ok(());
    let mut others = others.into_iter();
    slot.fill(&mut |field: &mut dyn Field| {
        let (name, value) = others.next()?;
        match refill(field.slot(), &value, run) {
            Ok(()) => Some(name),
            Err(error) => {
                run.trail.0.push(Step::Member(Cow::Owned(name)));
                outcome = Err(error);
                None
            }
        }
    });
    outcome
}
