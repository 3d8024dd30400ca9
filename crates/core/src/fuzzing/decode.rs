//! Answers of any JSON: what was read is written and read again without a difference, and what the
//! services send wrong is read as if it were right.

use std::collections::BTreeMap;

use huaweicloud_types::{
    Json, Secret, Timestamp, Value, decode_slice, integer_enum, model, open_enum, union,
};

open_enum! {
    /// State of a thing.
    pub enum State {
        /// It works.
        Active = "ACTIVE",
        /// It fails.
        Error = "ERROR",
    }
}

integer_enum! {
    /// How urgent a thing is.
    pub enum Level {
        /// Very.
        N1 = 1,
        /// Not at all.
        Minus2 = -2,
    }
}

/// A model with a member of each kind.
#[derive(Debug, Clone, Default, PartialEq)]
struct Thing {
    text: Option<String>,
    flag: Option<bool>,
    size: Option<i64>,
    count: Option<u64>,
    level: Option<Level>,
    load: Option<f64>,
    state: Option<State>,
    at: Option<Timestamp>,
    key: Option<Secret>,
    any: Option<Value>,
    inner: Option<Box<Thing>>,
    tags: Vec<String>,
    states: Vec<State>,
    things: Vec<Thing>,
    grid: Vec<Vec<i64>>,
    flags: Option<Vec<bool>>,
    sizes: BTreeMap<String, i64>,
    by_name: BTreeMap<String, Thing>,
    lists: Option<BTreeMap<String, Vec<f64>>>,
}
model!(Thing {
    text, flag, size = "maxSize", count, level, load, state, at, key, any, inner, tags, states, things, grid, flags, sizes, by_name, lists
});

/// A model that keeps what it has no name for.
#[derive(Debug, Clone, Default, PartialEq)]
struct Free {
    name: Option<String>,
    level: Option<Level>,
    others: BTreeMap<String, Value>,
}
model!(Free { name, level, ..others });

union! {
    /// A shape.
    pub enum Shape by "kind" {
        /// With a name.
        Free(Box<Free>, shared) = "free",
        /// The same by another name.
        Alike(Box<Free>, shared) = "alike",
        /// Anything else.
        Thing(Box<Thing>) = "thing",
    }
}

union! {
    /// Anything of a kind.
    pub enum Mixed {
        /// Text.
        Text(String),
        /// A whole number.
        Integer(i64),
        /// A number.
        Number(f64),
        /// A switch.
        Flag(bool),
        /// Things by their members.
        Thing(Box<Thing>) where ["text"],
        /// A shape.
        Shape(Shape) where ["kind" = "free" | "thing"],
        /// Several.
        List(Vec<Mixed>),
    }
}

/// Takes the input as the JSON of an answer: of a [`Thing`], and of unions.
pub fn decode(input: &[u8]) {
    thing(input);
    written_the_same::<Shape>(input);
    written_the_same::<Mixed>(input);
    written_the_same::<Free>(input);
}

/// What was read is written, read and written to the same text. (Read to the same value it is not, where
/// two types of a union write the same.)
fn written_the_same<T: Json>(input: &[u8]) {
    let Ok(Some(read)) = decode_slice::<T>(input) else { return };
    let written = serde_json::to_string(&read.view()).unwrap();
    let again = decode_slice::<T>(written.as_bytes()).unwrap_or_else(|error| panic!("{error}: {written}"));
    let again = again.unwrap_or_else(|| panic!("nothing is left: {written}"));
    assert_eq!(serde_json::to_string(&again.view()).unwrap(), written);
}

fn thing(input: &[u8]) {
    let thing = match decode_slice::<Thing>(input) {
        Ok(Some(thing)) => thing,
        Ok(None) => return,
        Err(error) => return assert!(error.to_string().starts_with(error.path())),
    };
    let written = serde_json::to_vec(&thing).unwrap();
    same(&thing, &written);
    assert_eq!(serde_json::from_slice::<Thing>(&written).unwrap(), thing, "serde reads the same");
    let value = serde_json::to_value(&thing).unwrap();
    assert_eq!(serde_json::from_value::<Thing>(value.clone()).unwrap(), thing, "values are read the same");
    pointers_lead(&thing, &value, &mut String::new());
    for wrong in [quoted, unquoted, with_more] {
        let mut value = value.clone();
        bend(&mut value, wrong);
        same(&thing, &serde_json::to_vec(&value).unwrap());
    }
}

fn same(thing: &Thing, json: &[u8]) {
    let read = decode_slice::<Thing>(json).unwrap_or_else(|error| panic!("{error}: {}", shown(json)));
    assert_eq!(read.as_ref(), Some(thing), "{}", shown(json));
}

fn shown(json: &[u8]) -> &str {
    std::str::from_utf8(json).unwrap_or_default()
}

/// Changes everything below `value` but what stands in a member that takes JSON of any shape, whose
/// meaning it would be.
fn bend(value: &mut Value, change: fn(&mut Value)) {
    match value {
        Value::Object(members) => {
            members
                .iter_mut()
                .filter(|(name, _)| *name != "any")
                .for_each(|(_, member)| bend(member, change));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| bend(element, change)),
        _ => {}
    }
    change(value);
}

/// Numbers and booleans as text.
fn quoted(value: &mut Value) {
    if value.is_number() || value.is_boolean() {
        *value = Value::String(format!(" {value} "));
    }
}

/// Text that is a number or a boolean, without its quotes.
fn unquoted(value: &mut Value) {
    let bare = match value.as_str() {
        Some("true") => Value::Bool(true),
        Some("false") => Value::Bool(false),
        Some(text) => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => number.into(),
            _ => return,
        },
        None => return,
    };
    *value = bare;
}

/// Members that came later than this version, and elements that say nothing.
fn with_more(value: &mut Value) {
    match value {
        Value::Object(members) if !members.contains_key("new in 2031") => {
            members.insert("new in 2031".to_owned(), Value::Null);
        }
        Value::Array(elements) => elements.insert(elements.len() / 2, Value::Null),
        _ => {}
    }
}

/// A pointer to each place leads to what is written there.
fn pointers_lead(thing: &Thing, value: &Value, pointer: &mut String) {
    let view = thing.view().pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer:?}"));
    assert_eq!(view.as_text(), value.as_str(), "{pointer:?}");
    assert_eq!(view.list_len(), value.as_array().map(Vec::len), "{pointer:?}");
    let length = pointer.len();
    let mut below = |name: &str, child: &Value| {
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        pointers_lead(thing, child, pointer);
        pointer.truncate(length);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, child)| below(name, child)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, child)| below(&index.to_string(), child));
        }
        _ => {}
    }
}
