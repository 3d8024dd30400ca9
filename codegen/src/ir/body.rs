//! Bodies that are sent.

use super::{Docs, ParameterStyle, Shape, Type};

/// A body that is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// What it carries.
    pub content: Content,
    /// Whether the spec requires it; if not, there is a setter.
    pub required: bool,
    /// Doc comment.
    pub docs: Docs,
    /// What the service takes.
    pub shape: Shape,
    /// A documented body, or one made up after the shape: JSON, also of a form; bytes and text as they
    /// are.
    pub sample: String,
}

/// What a body carries.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// JSON.
    Json {
        /// What it is sent as.
        media_type: String,
        /// Its type.
        ty: Type,
    },
    /// Pairs, `application/x-www-form-urlencoded`.
    Form {
        /// The type whose members are the pairs.
        ty: Type,
        /// Members that are not written in a pair a value.
        styles: Vec<(String, ParameterStyle)>,
    },
    /// Parts, `multipart/form-data`.
    Multipart(Form),
    /// Parts that the spec does not name.
    AnyParts,
    /// Text, passed as it is.
    Text {
        /// What it is sent as.
        media_type: String,
    },
    /// Bytes.
    Bytes {
        /// What they are sent as.
        media_type: String,
    },
}

impl Content {
    /// The types inside.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Content::Json { ty, .. } | Content::Form { ty, .. } => vec![ty],
            Content::Multipart(form) => form.parts.iter().filter_map(|part| part.content.ty()).collect(),
            Content::AnyParts | Content::Text { .. } | Content::Bytes { .. } => Vec::new(),
        }
    }
}

/// A form in parts: becomes a struct of the client crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Name in Rust.
    pub name: String,
    /// Its parts, in the order of the spec.
    pub parts: Vec<Part>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name in Rust.
    pub name: String,
    /// Name in the form.
    pub wire: String,
    /// Doc comment.
    pub docs: Docs,
    /// Whether the spec requires it.
    pub required: bool,
    /// What it carries.
    pub content: PartContent,
    /// What the service takes.
    pub shape: Shape,
    /// A value, as a parameter has it.
    pub sample: String,
}

/// What a part carries.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// A file.
    File {
        /// What it is sent as.
        media_type: String,
        /// Name in Rust of the argument for the file's name.
        file_name: String,
    },
    /// Text of a media type of its own, passed as it is.
    Text {
        /// What it is sent as.
        media_type: String,
    },
    /// A value: scalars as text, objects as JSON, lists in a part an element.
    Value(Type),
    /// JSON, whatever the type.
    Json {
        /// What it is sent as.
        media_type: String,
        /// Its type.
        ty: Type,
    },
}

impl PartContent {
    /// The type inside.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            PartContent::Value(ty) | PartContent::Json { ty, .. } => Some(ty),
            PartContent::File { .. } | PartContent::Text { .. } => None,
        }
    }
}
