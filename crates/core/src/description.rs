//! What a service crate says of its operations to a program that plays the service.
//!
//! Generated crates hold one [`Description`] behind their feature `mock`; the crate `huaweicloud-mock`
//! answers by it. Plain data: what a call may carry and what is answered, as the specs have it.
//!
//! ```
//! use huaweicloud_core::description::{Answer, Location, OperationDescription, Parameter, Shape};
//! use huaweicloud_core::Operation;
//!
//! static SHOW_CLOCK: Operation =
//!     Operation::new("ShowClock", "GET", "/v1/clocks/{clock_id}");
//!
//! static DESCRIBED: OperationDescription = OperationDescription {
//!     operation: &SHOW_CLOCK,
//!     parameters: &[
//!         Parameter::required(Location::Path, "clock_id", Shape::Text(Some(1), Some(64))),
//!         Parameter::optional(Location::Query, "zone", Shape::Enum(&["utc", "local"])),
//!     ],
//!     body: None,
//!     answers: &[Answer::new(200, "The time.", r#"{"time":"12:00"}"#)],
//!     errors: &[],
//! };
//! assert!(DESCRIBED.answer(200).is_some() && DESCRIBED.answer(404).is_none());
//! ```

mod resource;

use crate::operation::Operation;
use crate::service::Service;
pub use resource::{Detail, Given, Move, Reference, Resource, Use, Verb};

/// A service: what it is and what it answers to.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The service.
    pub service: &'static Service,
    /// Its operations.
    pub operations: &'static [OperationDescription],
    /// What it keeps, for a mock that remembers.
    pub resources: &'static [Resource],
}

/// An operation: what its calls may carry and what is answered.
#[derive(Debug, Clone, Copy)]
pub struct OperationDescription {
    /// Method, path and paging.
    pub operation: &'static Operation,
    /// The parameters. `{project_id}` and `{domain_id}`, which every client fills itself, are not
    /// among them, nor are the headers of authentication.
    pub parameters: &'static [Parameter],
    /// The body that a call carries, where it may have one.
    pub body: Option<Body>,
    /// The documented successes, in the order of the spec.
    pub answers: &'static [Answer],
    /// The other documented answers, in the order of the spec.
    pub errors: &'static [Answer],
}

impl OperationDescription {
    /// The documented answer of this status.
    pub fn answer(&self, status: u16) -> Option<&'static Answer> {
        self.answers.iter().chain(self.errors).find(|answer| answer.status == status)
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name in the request.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// Whether a call must have it.
    pub required: bool,
    /// What its text must be.
    pub shape: Shape,
}

impl Parameter {
    /// A parameter that every call has.
    pub const fn required(location: Location, name: &'static str, shape: Shape) -> Self {
        Self { name, location, required: true, shape }
    }

    /// A parameter that a call may leave out.
    pub const fn optional(location: Location, name: &'static str, shape: Shape) -> Self {
        Self { name, location, required: false, shape }
    }
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path, percent-encoded.
    Path,
    /// In the query; a list repeats the name.
    Query,
    /// In the query; a list is one value with commas in between.
    QueryJoined,
    /// In the query, in pairs whose names begin with this one and a bracket: `name[member]`.
    QueryDeep,
    /// In the query, in pairs that are named by the members of an object and not by this name.
    QueryFree,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// A body that is sent: JSON, unless its shape is one of those of other bodies.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    /// Whether a call must have it.
    pub required: bool,
    /// What it must be.
    pub shape: &'static Shape,
}

/// What a value must be: the part of a schema that requests are held against.
///
/// Bounds are given as the least and then the greatest, and are inclusive.
#[derive(Debug, Clone, Copy)]
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
    Enum(&'static [&'static str]),
    /// A time as text, in any way that [`Timestamp`](crate::types::Timestamp) can read.
    Time,
    /// A list of this, of so many elements.
    List(&'static Shape, Option<u64>, Option<u64>),
    /// An object with any names, whose values must be this.
    Map(&'static Shape),
    /// An object with known members; others are let pass.
    Object(&'static [Member]),
    /// Of bodies: a form, `application/x-www-form-urlencoded`, whose pairs are the members of this.
    Form(&'static Shape),
    /// Of bodies: a form in parts, `multipart/form-data`; parts that are not named are let pass.
    Parts(&'static [Member]),
    /// Of bodies: bytes or text of this media type.
    Bytes(&'static str),
    /// Anything.
    Any,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Whether the object must have it, and not `null`.
    pub required: bool,
    /// What it must be.
    pub shape: &'static Shape,
}

impl Member {
    /// A member that every such object has.
    pub const fn required(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, required: true, shape }
    }

    /// A member that may be missing.
    pub const fn optional(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, required: false, shape }
    }
}

/// A documented answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the status means here, as the spec says it.
    pub meaning: &'static str,
    /// The body: the documented example; for a success without one, values made up after its schema.
    /// Empty where there is neither.
    pub body: &'static str,
    /// What the body is.
    pub media_type: &'static str,
}

impl Answer {
    /// An answer of JSON.
    pub const fn new(status: u16, meaning: &'static str, body: &'static str) -> Self {
        Self { status, meaning, body, media_type: "application/json" }
    }

    /// The same, of another media type.
    pub const fn of_type(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }
}
