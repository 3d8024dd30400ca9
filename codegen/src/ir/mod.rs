//! What the generator knows of a service once everything is decided: every name chosen, every type
//! resolved, every doc comment ready to print. Plain data; `emit` only prints it.

mod answer;
mod body;
mod operation;
mod resource;
mod types;

pub use answer::*;
pub use body::*;
pub use operation::*;
pub use resource::*;
pub use types::*;

/// A service: becomes a model crate and a client crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Short name, as in `vpn`; crate names are made from it.
    pub name: String,
    /// Full name, as in `Virtual Private Network`.
    pub title: String,
    /// Version of the service's API, as in `v5`.
    pub version: String,
    /// What the service does.
    pub docs: Docs,
    /// Address of the service's documentation.
    pub docs_url: Option<String>,
    /// Where the service answers.
    pub endpoints: Vec<Endpoint>,
    /// One chapter a spec file, in the order of the service's tags.
    pub chapters: Vec<Chapter>,
    /// What the objects that requests carry must be.
    pub objects: Vec<ObjectShape>,
    /// What a mock with memory keeps.
    pub resources: Vec<Resource>,
}

/// An address and the regions that it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// The address, with `{region}` where the region goes.
    pub url: String,
    /// The regions; empty for a fixed address.
    pub regions: Vec<String>,
}

/// What one spec file defines: becomes a module in each of the two crates.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Path of the spec file.
    pub spec: String,
    /// Name of the module.
    pub module: String,
    /// Heading.
    pub title: String,
    /// What it is about.
    pub docs: Docs,
    /// Models and enums, in the order of the file.
    pub types: Vec<TypeDef>,
    /// Operations, in the order of the file.
    pub operations: Vec<Operation>,
}

/// Text for a doc comment: Markdown that rustdoc accepts without a warning.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Docs {
    /// The lines' text, separated by `\n`.
    pub text: String,
    /// Whether the spec calls it deprecated.
    pub deprecated: bool,
}

/// What a value of a request must be. The types in Rust leave that to the service; a mock is one.
/// Bounds are inclusive.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Text, of so many characters.
    Text(Option<u64>, Option<u64>),
    /// A whole number.
    Integer(Option<i64>, Option<i64>),
    /// Any number.
    Number(Option<f64>, Option<f64>),
    /// `true` or `false`.
    Boolean,
    /// One of these texts.
    Enum(Vec<String>),
    /// A time as text.
    Time,
    /// A list, of so many elements.
    List(Box<Shape>, Option<u64>, Option<u64>),
    /// An object with any names.
    Map(Box<Shape>),
    /// The object of this name, one of [`Service::objects`].
    Object(String),
    /// Anything.
    Any,
}

impl Shape {
    /// The object inside, if there is one.
    pub fn object(&self) -> Option<&str> {
        match self {
            Shape::Object(name) => Some(name),
            Shape::List(inner, ..) | Shape::Map(inner) => inner.object(),
            _ => None,
        }
    }
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectShape {
    /// The name of its model.
    pub name: String,
    /// Its members, in the order of the spec.
    pub members: Vec<Member>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Name in JSON.
    pub name: String,
    /// Whether it has to be there and not be null.
    pub required: bool,
    /// What it must be.
    pub shape: Shape,
}
