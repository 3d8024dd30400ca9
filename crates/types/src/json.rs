//! The two traits through which values are read and written without a line of generated code per
//! field: [`Json`] for a value, [`Field`] for its place in an object.
//!
//! Both only *describe* a value (a [`Slot`] to fill, a [`View`] to read). The one decoder and the one
//! encoder work on the descriptions, so neither is compiled anew for each model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::encode::{ListView, MapView, View};
use crate::model::Object;

/// A value that is read from JSON leniently and written to it.
///
/// Implemented for `String`, `i64`, `u64`, `f64`, `bool`, [`Timestamp`](crate::Timestamp),
/// [`Secret`](crate::Secret), [`Value`], lists, maps, `()` (a body that carries nothing), and by
/// [`model!`](crate::model!), [`open_enum!`](crate::open_enum!), [`integer_enum!`](crate::integer_enum!)
/// and [`union!`](crate::union!) for generated types.
pub trait Json: Sized {
    /// The place that a decoder fills; JSON `null` leaves it `None`.
    fn slot(option: &mut Option<Self>) -> Slot<'_>;

    /// The value as an encoder sees it.
    fn view(&self) -> View<'_>;
}

/// A member of an object: `Option<T>` may be absent, `Vec<T>` and `BTreeMap<String, T>` are empty
/// when absent or `null`, and are not written when empty.
pub trait Field {
    /// The place that a decoder fills.
    fn slot(&mut self) -> Slot<'_>;

    /// The member as an encoder sees it; [`View::Absent`] is left out of the object.
    fn view(&self) -> View<'_>;
}

/// A place to decode into, by the kind of JSON that belongs there.
#[non_exhaustive]
pub enum Slot<'a> {
    /// Text.
    Text(&'a mut Option<String>),
    /// Text with a meaning: enums, timestamps, secrets.
    Word(&'a mut dyn WordSlot),
    /// `true` or `false`.
    Boolean(&'a mut Option<bool>),
    /// A whole number.
    Integer(&'a mut Option<i64>),
    /// A whole number that is not below zero.
    Unsigned(&'a mut Option<u64>),
    /// A whole number with a meaning: an enum.
    Code(&'a mut dyn CodeSlot),
    /// Any number.
    Float(&'a mut Option<f64>),
    /// A model.
    Object(&'a mut dyn ObjectSlot),
    /// A list of values of one type.
    List(&'a mut dyn ListSlot),
    /// An object with free keys and values of one type.
    Map(&'a mut dyn MapSlot),
    /// JSON of any shape.
    Any(&'a mut Option<Value>),
    /// One of several types, told apart by what comes.
    Union(&'a mut dyn UnionSlot),
    /// Nothing is expected, anything is skipped.
    Nothing(&'a mut Option<()>),
}

/// Made from the text of a JSON string (or of a number that stands where text belongs).
pub trait FromText {
    /// Takes the text over, whatever it says.
    fn from_text(text: Cow<'_, str>) -> Self;
}

/// A place for text with a meaning.
pub trait WordSlot {
    /// Fills the place.
    fn set(&mut self, text: Cow<'_, str>);
}

impl<T: FromText> WordSlot for Option<T> {
    fn set(&mut self, text: Cow<'_, str>) {
        *self = Some(T::from_text(text));
    }
}

/// Made from a whole number.
pub trait FromCode {
    /// Takes the number, whatever it means.
    fn from_code(code: i64) -> Self;
}

/// A place for a whole number with a meaning.
pub trait CodeSlot {
    /// Fills the place.
    fn set(&mut self, code: i64);
}

impl<T: FromCode> CodeSlot for Option<T> {
    fn set(&mut self, code: i64) {
        *self = Some(T::from_code(code));
    }
}

/// A place for one of several types.
pub trait UnionSlot {
    /// Fills the place.
    fn set(&mut self, value: Value);

    /// How well one of the types would fit, as [`choose`](crate::union::choose) counts; `None` where none does.
    fn fit(&self, value: &Value) -> Option<usize>;
}

/// A place for a model.
pub trait ObjectSlot {
    /// Fills the place with an empty model, whose members come next.
    fn open(&mut self) -> &mut dyn Object;
}

impl<T: Object + Default> ObjectSlot for Option<T> {
    fn open(&mut self) -> &mut dyn Object {
        self.insert(T::default())
    }
}

/// A place for a list.
pub trait ListSlot {
    /// Takes elements until `next` has none left; elements that are `null` are dropped.
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> bool);
}

impl<T: Json> ListSlot for Vec<T> {
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> bool) {
        self.clear();
        loop {
            let mut element: Option<T> = None;
            if !next(&mut element) {
                return;
            }
            if let Some(element) = element {
                self.push(element);
            }
        }
    }
}

impl<T: Json> ListSlot for Option<Vec<T>> {
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> bool) {
        self.insert(Vec::new()).fill(next);
    }
}

/// A place for an object with free keys.
pub trait MapSlot {
    /// Takes entries until `next` has none left; values that are `null` are dropped.
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> Option<String>);
}

impl<T: Json> MapSlot for BTreeMap<String, T> {
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> Option<String>) {
        self.clear();
        loop {
            let mut value: Option<T> = None;
            match (next(&mut value), value) {
                (Some(key), Some(value)) => drop(self.insert(key, value)),
                (Some(_), None) => {}
                (None, _) => return,
            }
        }
    }
}

impl<T: Json> MapSlot for Option<BTreeMap<String, T>> {
    fn fill(&mut self, next: &mut dyn FnMut(&mut dyn Field) -> Option<String>) {
        self.insert(BTreeMap::new()).fill(next);
    }
}

impl<T: Json> Field for Option<T> {
    fn slot(&mut self) -> Slot<'_> {
        T::slot(self)
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }
}

impl<T: Json> Field for Vec<T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn view(&self) -> View<'_> {
        if self.is_empty() { View::Absent } else { View::List(self) }
    }
}

impl<T: Json> Field for BTreeMap<String, T> {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn view(&self) -> View<'_> {
        if self.is_empty() { View::Absent } else { View::Map(self) }
    }
}

/// A member that may be null, in a model that is sent: `None` is absent, `Some(None)` is `null`.
impl<T: Json> Json for Option<T> {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        // Asked for only where something comes.
        T::slot(option.insert(None))
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Any(&Value::Null), T::view)
    }
}

impl<T: Json> Json for Vec<T> {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::List(option)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Json> ListView for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(T::view)
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Map(option)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Json> MapView for BTreeMap<String, T> {
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>)) {
        for (key, value) in self {
            visit(key, value.view());
        }
    }
}

/// Every model, and a model in a box.
impl<T: Object + Default> Json for T {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Object(option)
    }

    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}
