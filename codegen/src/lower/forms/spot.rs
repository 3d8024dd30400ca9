//! Where a schema stands: itself, or a reference to it.

use openapiv3::{ReferenceOr, Schema};

use crate::load::Place;

/// A schema or a reference to one, whatever box it stands in.
#[derive(Clone, Copy)]
pub enum SchemaRef<'a> {
    /// `$ref`
    Reference(&'a str),
    /// The schema itself.
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

/// A schema and where it stands.
#[derive(Clone)]
pub struct Spot<'a> {
    pub schema: SchemaRef<'a>,
    pub place: Place,
}
