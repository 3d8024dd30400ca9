//! Answers, errors included, and documented bodies.

use super::{Docs, Type};

/// What a success answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Success {
    /// JSON of this type, or nothing.
    Json(Type),
    /// Text as it is.
    Text,
    /// Bytes.
    Bytes,
    /// One of several, by the status.
    ByStatus(Alternatives),
}

impl Success {
    /// The types inside.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Success::Json(ty) => vec![ty],
            Success::Text | Success::Bytes => Vec::new(),
            Success::ByStatus(it) => it.variants.iter().flat_map(|variant| variant.answer.types()).collect(),
        }
    }

    /// What is answered with this status.
    pub fn of(&self, status: u16) -> &Success {
        match self {
            Success::ByStatus(it) => {
                let variant = it.variants.iter().find(|variant| variant.holds(status));
                variant.map_or(self, |variant| &variant.answer)
            }
            answer => answer,
        }
    }
}

/// Answers of several shapes: becomes an enum of the client crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternatives {
    /// Name in Rust.
    pub name: String,
    /// The answers, those of a single status before those of a range.
    pub variants: Vec<Alternative>,
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Name in Rust.
    pub name: String,
    /// The first and the last status.
    pub statuses: (u16, u16),
    /// Doc comment.
    pub docs: Docs,
    /// What it answers; not [`Success::ByStatus`].
    pub answer: Success,
}

impl Alternative {
    /// Whether it is answered with this status.
    pub fn holds(&self, status: u16) -> bool {
        (self.statuses.0..=self.statuses.1).contains(&status)
    }
}

/// A header that answers are documented to have.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderDocs {
    /// Its name as documentation shows it.
    pub name: String,
    /// What it says.
    pub docs: Docs,
}

/// A documented answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the status means, in one line.
    pub meaning: String,
    /// What the body is sent as; `None` for JSON.
    pub media_type: Option<String>,
    /// The documented example as JSON on one line, or as text; for a success without one, values made
    /// up after its schema. Empty where there is neither.
    pub body: String,
}

/// A documented error.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorDocs {
    /// The status, the range as in `4XX`, or `default`.
    pub status: String,
    /// What the status means.
    pub docs: Docs,
    /// The type of its body, where it is a generated one and says more than every error does.
    pub ty: Option<Type>,
}

/// A documented body.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Name for a test function, as in `list_vpn_users_200_documented`.
    pub name: String,
    /// What it is an example of.
    pub role: Role,
    /// Type that it decodes to.
    pub ty: Type,
    /// The JSON text as the spec has it.
    pub json: String,
}

/// What an example shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The body of a request.
    Request,
    /// An answer with this status.
    Answer(u16),
    /// An error with this status.
    Error(u16),
}
