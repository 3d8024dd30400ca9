//! The one encoder: [`View`] shows a value without its type, and serializes.

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::json::Field;
use crate::model::Object;

/// A value as JSON would show it, borrowed and without its type.
///
/// ```
/// use huaweicloud_types::{Json, model};
///
/// #[derive(Default)]
/// struct PageInfo { next_marker: Option<String> }
/// model!(PageInfo { next_marker });
///
/// let page = PageInfo { next_marker: Some("2024".into()) };
/// assert_eq!(page.view().pointer("/next_marker").and_then(|v| v.as_text()), Some("2024"));
/// assert_eq!(serde_json::to_string(&page.view())?, r#"{"next_marker":"2024"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// Not there; left out of an object, `null` elsewhere.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is not below zero.
    Unsigned(u64),
    /// Any number.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// A model.
    Object(&'a dyn Object),
    /// A model with a member before its own, which is written where the model has none of that name.
    Tagged(&'a dyn Object, &'static str, &'static str),
    /// A list.
    List(&'a dyn ListView),
    /// An object with free keys.
    Map(&'a dyn MapView),
    /// JSON of any shape.
    Any(&'a Value),
}

/// A list of values, without their type.
pub trait ListView {
    /// How many elements there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`, counted from 0.
    fn element(&self, index: usize) -> Option<View<'_>>;
}

/// An object with free keys, without the type of its values.
pub trait MapView {
    /// Shows each entry, in the order of the keys.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>));
}

impl<'a> View<'a> {
    /// What a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) leads to, or `None`
    /// where it leads nowhere. `""` is the value itself.
    pub fn pointer(self, pointer: &str) -> Option<View<'a>> {
        let Some(path) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        path.split('/').try_fold(self, |view, segment| {
            if segment.contains('~') {
                view.child(&segment.replace("~1", "/").replace("~0", "~"))
            } else {
                view.child(segment)
            }
        })
    }

    fn child(self, name: &str) -> Option<View<'a>> {
        match self {
            View::Object(object) => member(object, name),
            View::Tagged(object, tag, value) => {
                member(object, name).or_else(|| (name == tag).then_some(View::Text(value)))
            }
            View::List(list) => list.element(name.parse().ok()?),
            View::Map(map) => {
                let mut found = None;
                map.each(&mut |key, view| {
                    if key == name {
                        found = Some(view);
                    }
                });
                found
            }
            View::Any(Value::Object(members)) => members.get(name).map(View::Any),
            View::Any(Value::Array(elements)) => elements.get(name.parse::<usize>().ok()?).map(View::Any),
            _ => None,
        }
    }

    /// The text, where the value is text.
    pub fn as_text(&self) -> Option<&'a str> {
        match self {
            View::Text(text) => Some(text),
            View::Any(value) => value.as_str(),
            _ => None,
        }
    }

    /// The whole number, where the value is one or is text that holds one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            View::Integer(number) => Some(*number),
            View::Unsigned(number) => i64::try_from(*number).ok(),
            View::Text(text) => text.trim().parse().ok(),
            View::Any(value) => value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()),
            _ => None,
        }
    }

    /// How many elements the list has; `None` where the value is no list.
    pub fn list_len(&self) -> Option<usize> {
        match self {
            View::List(list) => Some(list.len()),
            View::Any(Value::Array(elements)) => Some(elements.len()),
            _ => None,
        }
    }
}

impl std::fmt::Debug for View<'_> {
    /// Shows the kind alone: a view may look at secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            View::Absent => "Absent",
            View::Boolean(_) => "Boolean",
            View::Integer(_) => "Integer",
            View::Unsigned(_) => "Unsigned",
            View::Float(_) => "Float",
            View::Text(_) => "Text",
            View::Object(_) | View::Tagged(..) => "Object",
            View::List(_) => "List",
            View::Map(_) => "Map",
            View::Any(_) => "Any",
        })
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            View::Absent => serializer.serialize_unit(),
            View::Boolean(value) => serializer.serialize_bool(*value),
            View::Integer(value) => serializer.serialize_i64(*value),
            View::Unsigned(value) => serializer.serialize_u64(*value),
            View::Float(value) => serializer.serialize_f64(*value),
            View::Text(value) => serializer.serialize_str(value),
            View::Any(value) => value.serialize(serializer),
            View::Object(object) => serialize_object(*object, None, serializer),
            View::Tagged(object, tag, value) => serialize_object(*object, Some((tag, value)), serializer),
            View::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                for element in (0..list.len()).filter_map(|index| list.element(index)) {
                    seq.serialize_element(&element)?;
                }
                seq.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(None)?;
                let mut outcome = Ok(());
                entries.each(&mut |key, view| {
                    if outcome.is_ok() {
                        outcome = map.serialize_entry(key, &view);
                    }
                });
                outcome?;
                map.end()
            }
        }
    }
}

fn serialize_object<S: Serializer>(
    object: &dyn Object,
    tag: Option<(&str, &str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let names = object.names();
    let mut map = serializer.serialize_map(None)?;
    let mut outcome = Ok(());
    if let Some((name, value)) = tag.filter(|(name, _)| member(object, name).is_none()) {
        outcome = map.serialize_entry(name, value);
    }
    object.read(&mut |fields| {
        let mut write = |name: &str, view: View<'_>| {
            if outcome.is_ok() && !matches!(view, View::Absent) {
                outcome = map.serialize_entry(name, &view);
            }
        };
        for (name, field) in names.iter().zip(fields) {
            write(name, field.view());
        }
        if let Some(View::Map(others)) = rest(names, fields) {
            // What has a field of its own is written once.
            others.each(&mut |name, view| {
                if !names.contains(&name) {
                    write(name, view);
                }
            });
        }
    });
    outcome?;
    map.end()
}

/// The members without a field of their own, where a model keeps them.
fn rest<'a>(names: &[&str], fields: &[&'a dyn Field]) -> Option<View<'a>> {
    fields.get(names.len()).map(|rest| rest.view())
}

/// A member of a model, if it is there.
fn member<'a>(object: &'a dyn Object, name: &str) -> Option<View<'a>> {
    let names = object.names();
    let index = names.iter().position(|known| *known == name);
    let mut found = None;
    object.read(&mut |fields| {
        found = match index {
            Some(index) => fields.get(index).map(|field| field.view()),
            None => rest(names, fields).and_then(|rest| rest.child(name)),
        }
    });
    found.filter(|view| !matches!(view, View::Absent))
}
