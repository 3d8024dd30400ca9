//! The words in which [`objects`](crate::load::grammar::objects) says what OpenAPI's objects look like.

pub mod check;
#[cfg(test)]
mod constructs;
#[cfg(test)]
mod editors;
mod extensions;
pub mod kinds;
pub mod mend;
pub mod names;
pub mod objects;
pub mod resources;
mod rules;
mod version;

use crate::load::references::refs::Kind;

/// What a value has to be.
pub(crate) enum Type {
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number, at least this.
    Integer(i64),
    /// Any number.
    Number,
    /// Anything, not looked into: examples, defaults.
    Any,
    /// Text that is one of these words.
    Word(&'static [&'static str]),
    /// `0` or `1`.
    Bit,
    /// A JSON pointer.
    Pointer,
    /// An object.
    Object(&'static Object),
    /// An object or a reference to a component of that kind.
    OrReference(&'static Object, Kind),
    /// An object or a boolean: `additionalProperties`.
    OrBoolean(&'static Type),
    /// A list.
    List(&'static Type),
    /// A mapping with free keys.
    Map(&'static Type),
    /// A mapping whose keys follow a rule.
    Keyed(Keys, &'static Type),
}

/// What the keys of a mapping have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Begin with `/`; the extensions beside them are left alone.
    Paths,
    /// `200`, `4XX` or `default`; the extensions beside them are left alone.
    Statuses,
    /// Component names.
    Names,
}

/// One kind of object.
pub(crate) struct Object {
    /// The name in the specification, for messages.
    pub(crate) name: &'static str,
    /// The keys it may have.
    pub(crate) fields: &'static [Field],
    /// Whether keys that begin with `x-` are allowed.
    pub(crate) extensions: bool,
    /// What the table cannot say.
    pub(crate) rule: Rule,
}

/// Conditions between the keys of one object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    None,
    /// Exactly one of `schema` and `content`.
    SchemaOrContent,
    /// The same, and a style that the location has.
    Parameter,
    /// The keys that the scheme's `type` asks for.
    SecurityScheme,
    /// `limit` and `cursor` and `items` unless the style is `none`.
    Pagination,
    /// `success` or `gone`.
    Waiter,
    /// Exactly one of the verbs.
    Use,
    /// `items` beside `type: array`.
    Schema,
    /// `operationId` or `operationRef`.
    Link,
    /// What it maps to may be a reference.
    Discriminator,
}

/// One key of an object.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Type,
    pub(crate) required: bool,
}

/// A key that has to be there.
pub(crate) const fn must(name: &'static str, kind: Type) -> Field {
    let required = true;
    Field { name, kind, required }
}

/// A key that may be left out.
pub(crate) const fn may(name: &'static str, kind: Type) -> Field {
    let required = false;
    Field { name, kind, required }
}

/// The extensions that this project gives a meaning to, and where each stands.
pub(crate) const OUR_EXTENSIONS: &[(&str, &str)] = &[
    ("x-pagination", "on an operation"),
    ("x-waiter", "on an operation"),
    ("x-enum-descriptions", "on a schema, beside `enum`"),
    ("x-resources", "beside `paths`"),
];
