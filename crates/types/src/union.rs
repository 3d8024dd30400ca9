//! Values that are one of several types, defined by [`union!`](crate::union!).

use serde_json::Value;

use crate::decode::takes;
use crate::encode::View;
use crate::json::{Field, Json, Slot, UnionSlot};

/// What tells a variant from the others.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The value of the union's tag that names it.
    pub tag: Option<&'static str>,
    /// The members that an object of it must have, each with the texts that it may hold; none is any.
    pub needs: &'static [(&'static str, &'static [&'static str])],
}

/// Has a place for the content of one variant filled, and makes the variant of it; `None` where `fill`
/// says no, or fills in nothing.
pub type Reader<T> = fn(fill: &mut dyn FnMut(Slot<'_>) -> bool) -> Option<T>;

/// An enum of types.
pub trait Union: Sized + 'static {
    /// The member that names the type, where one does.
    const TAG: Option<&'static str>;
    /// The variants, but for the one of what fits none.
    const VARIANTS: &'static [Variant];
    /// How each of them is read.
    const READERS: &'static [Reader<Self>];

    /// Keeps what fits no variant.
    fn other(value: Value) -> Self;
}

/// A [`Reader`].
pub fn read<C: Json, T>(fill: &mut dyn FnMut(Slot<'_>) -> bool, make: fn(C) -> T) -> Option<T> {
    let mut content = None;
    if fill(C::slot(&mut content)) { content.map(make) } else { None }
}

/// A variant's content as it is written: with its tag.
pub fn tagged<'a>(content: View<'a>, tag: Option<&'static str>, value: Option<&'static str>) -> View<'a> {
    match (content, tag, value) {
        (View::Object(object), Some(tag), Some(value)) => View::Tagged(object, tag, value),
        (content, ..) => content,
    }
}

impl<T: Union> UnionSlot for Option<T> {
    fn set(&mut self, value: Value) {
        let reader = best::<T>(&value).and_then(|(chosen, _)| T::READERS.get(chosen));
        let read = reader.and_then(|reader| reader(&mut |slot| takes(slot, &value)));
        *self = Some(read.unwrap_or_else(|| T::other(value)));
    }

    fn fit(&self, value: &Value) -> Option<usize> {
        best::<T>(value).map(|(_, fit)| fit)
    }
}

fn best<T: Union>(value: &Value) -> Option<(usize, usize)> {
    choose(T::TAG, T::VARIANTS, value, &mut |variant, look| {
        if let Some(reader) = T::READERS.get(variant) {
            reader(&mut |slot| {
                look(slot);
                false
            });
        }
    })
}

/// Shows the place for the content of a variant.
type Show<'a> = dyn FnMut(usize, &mut dyn FnMut(Slot<'_>)) + 'a;

/// The variant that a value is, and how well it fits.
///
/// With a tag it is the one that the tag names, and none where there is no tag or an unknown one.
///
/// Without, it is one of the right kind of JSON. Of several that take an object, those whose needs are
/// not met are out, and those that know none of its members; of the others, it is the one that knows the
/// most, and the first of equals. What no variant takes stays as it came, and so does an object with a member that only a
/// variant knows which was not chosen: it would be lost.
pub(crate) fn choose(
    tag: Option<&str>,
    variants: &[Variant],
    value: &Value,
    show: &mut Show<'_>,
) -> Option<(usize, usize)> {
    if let Some(tag) = tag {
        let named = scalar(value.get(tag)?)?;
        let is_it = |variant: &Variant| variant.tag == Some(named.as_str());
        return Some((variants.iter().position(is_it)?, 0));
    }
    let mut best: Option<(usize, usize)> = None;
    for (index, variant) in variants.iter().enumerate() {
        let mut fit = None;
        show(index, &mut |slot| fit = self::fit(slot, value));
        let met = |(name, texts): &(&str, &[&str])| match value.get(*name) {
            None | Some(Value::Null) => false,
            Some(value) => texts.is_empty() || scalar(value).is_some_and(|it| texts.contains(&it.as_str())),
        };
        match (fit, best) {
            (Some(fit), Some((_, before))) if fit <= before => {}
            (Some(fit), _) if variant.needs.iter().all(met) => best = Some((index, fit)),
            _ => {}
        }
    }
    let (chosen, _) = best?;
    let Value::Object(members) = value else { return best };
    let mut lost: Vec<&str> = Vec::new();
    show(chosen, &mut |slot| lost = without_place(slot, members));
    let kept_elsewhere = (0..variants.len()).any(|other| {
        let mut knows = false;
        if !lost.is_empty() && other != chosen {
            show(other, &mut |slot| {
                knows = places(slot).is_some_and(|it| lost.iter().any(|name| it.has(name)))
            });
        }
        knows
    });
    if kept_elsewhere { None } else { best }
}

/// The members that an object of this place would lose.
fn without_place<'v>(slot: Slot<'_>, members: &'v serde_json::Map<String, Value>) -> Vec<&'v str> {
    let Some(places) = places(slot) else { return Vec::new() };
    let present = members.iter().filter(|(_, value)| !value.is_null());
    present.map(|(name, _)| name.as_str()).filter(|name| !places.has(name)).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        _ => None,
    }
}

/// How many members of the value and of all in it a place knows; `None` where it knows none, or takes
/// another kind of JSON.
fn fit(slot: Slot<'_>, value: &Value) -> Option<usize> {
    match (slot, value) {
        (_, Value::Null) => Some(0),
        (Slot::Any(_) | Slot::Nothing(_), _) => Some(0),
        (Slot::Text(_) | Slot::Word(_), Value::String(_)) | (Slot::Boolean(_), Value::Bool(_)) => Some(1),
        (Slot::Integer(_) | Slot::Code(_), Value::Number(number)) => number.as_i64().map(|_| 2),
        (Slot::Unsigned(_), Value::Number(number)) => number.as_u64().map(|_| 2),
        (Slot::Float(_), Value::Number(_)) => Some(1),
        (Slot::Union(slot), value) => slot.fit(value),
        (slot @ Slot::Object(_), Value::Object(members)) => {
            let places = places(slot)?;
            let mut present = members.iter().filter(|(_, value)| !value.is_null()).peekable();
            let empty = present.peek().is_none();
            let known = present.filter(|(name, _)| places.has(name)).count();
            (empty || known > 0).then_some(known)
        }
        (Slot::List(slot), Value::Array(elements)) => {
            let mut elements = elements.iter();
            let mut sum = Some(0);
            slot.fill(&mut |element: &mut dyn Field| {
                let Some(value) = elements.next().filter(|_| sum.is_some()) else { return false };
                sum = sum.zip(fit(element.slot(), value)).map(|(sum, one)| sum + one);
                true
            });
            sum
        }
        (Slot::Map(slot), Value::Object(members)) => {
            let mut entries = members.iter();
            let mut sum = Some(0);
            slot.fill(&mut |field: &mut dyn Field| {
                let (name, value) = entries.next().filter(|_| sum.is_some())?;
                let one = fit(field.slot(), value).map(|_| usize::from(!value.is_null()));
                sum = sum.zip(one).map(|(sum, one)| sum + one);
                Some(name.clone())
            });
            sum
        }
        _ => None,
    }
}

/// For which members a place for an object has one.
struct Places {
    names: &'static [&'static str],
    /// Whether there is one for any other member too.
    all: bool,
}

impl Places {
    fn has(&self, name: &str) -> bool {
        self.all || self.names.contains(&name)
    }
}

fn places(slot: Slot<'_>) -> Option<Places> {
    match slot {
        Slot::Map(_) => Some(Places { names: &[], all: true }),
        Slot::Object(slot) => {
            let object = slot.open();
            let names = object.names();
            let mut all = false;
            object.write(&mut |fields| all = fields.len() > names.len());
            Some(Places { names, all })
        }
        _ => None,
    }
}

/// Defines an enum of types, of which a value is one.
///
/// `by "…"` names the member that says which: then each variant stands with its value of it. It is
/// written where the content does not have it. Without, the content tells: by its kind of JSON, by the
/// members that an object needs (`where ["a", "b" = "x" | "y"]`: `a`, and `b` that is one of these
/// texts), by how many of its members a variant knows; the first of equals.
///
/// To the variants comes `Other(Value)`, which keeps what fits none. The enum has `Debug`, `Clone`,
/// `Default`, `PartialEq`, [`Json`](crate::Json), serde's `Serialize` and `Deserialize`; and `From` what a variant
/// holds, unless `, shared` says that another holds the same.
///
/// ```
/// use huaweicloud_types::{Value, model, union};
///
/// /// A circle.
/// #[derive(Debug, Clone, Default, PartialEq)]
/// pub struct Circle {
///     /// Its radius.
///     pub radius: Option<i64>,
/// }
/// model!(Circle { radius });
///
/// union! {
///     /// A shape.
///     pub enum Shape by "kind" {
///         /// A circle.
///         Circle(Circle) = "circle",
///     }
/// }
///
/// let shape: Shape = serde_json::from_str(r#"{"kind": "circle", "radius": 3}"#)?;
/// assert_eq!(shape, Circle { radius: Some(3) }.into());
/// assert_eq!(serde_json::to_string(&shape)?, r#"{"kind":"circle","radius":3}"#);
/// let newer: Shape = serde_json::from_str(r#"{"kind": "star", "points": 5}"#)?;
/// assert!(matches!(newer, Shape::Other(Value::Object(_))));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident $(by $tag:literal)? { $(
            $(#[$variant_attribute:meta])*
            $variant:ident($type:ty $(, $shared:ident)?)
            $(= $value:literal)?
            $(where [$($need:literal $(= $($text:literal)|+)?),* $(,)?])?
        ),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* $variant($type),)*
            /// What is none of these, as it came.
            Other($crate::Value),
        }
        impl $crate::macros::Union for $name {
            const TAG: Option<&'static str> = $crate::union!(@optional $($tag)?);
            const VARIANTS: &'static [$crate::macros::Variant] = &[$($crate::macros::Variant {
                tag: $crate::union!(@optional $($value)?),
                needs: &[$($(($need, &[$($($text),+)?])),*)?],
            }),*];
            const READERS: &'static [$crate::macros::Reader<Self>] =
                &[$(|fill| $crate::macros::read::<$type, Self>(fill, Self::$variant)),*];
            #[inline]
            fn other(value: $crate::Value) -> Self {
                Self::Other(value)
            }
        }
        /// JSON `null`: for an answer that has nothing to say.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Other($crate::Value::Null)
            }
        }
        impl $crate::Json for $name {
            #[inline]
            fn slot(option: &mut Option<Self>) -> $crate::Slot<'_> {
                $crate::Slot::Union(option)
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                match self {
                    $(Self::$variant(content) => $crate::macros::tagged(
                        $crate::Json::view(content),
                        <Self as $crate::macros::Union>::TAG,
                        $crate::union!(@optional $($value)?),
                    ),)*
                    Self::Other(value) => $crate::View::Any(value),
                }
            }
        }
        $($crate::union!(@from $name $variant($type) $($shared)?);)*
        $crate::model!(@serde $name);
    };
    (@optional) => { None };
    (@optional $value:literal) => { Some($value) };
    (@from $name:ident $variant:ident($type:ty)) => {
        impl From<$type> for $name {
            #[inline]
            fn from(content: $type) -> Self {
                Self::$variant(content)
            }
        }
    };
    (@from $name:ident $variant:ident($type:ty) $shared:ident) => {};
}
