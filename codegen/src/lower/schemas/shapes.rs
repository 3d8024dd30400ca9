//! Shapes: what the service takes, as far as a request can be held against it.

use openapiv3::{AdditionalProperties, Schema, SchemaKind, Type as SchemaType};

use crate::ir::{Shape, Type};
use crate::load::Place;
use crate::lower::forms::keywords::Keywords;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::schemas::Schemas;

/// The shape of a schema that has been resolved to `ty`.
pub fn shape<'a>(schemas: &Schemas<'a>, schema: SchemaRef<'a>, file: usize, ty: &Type) -> Shape {
    let leaf = leaf(schemas, schema, file);
    let kind = leaf.map(|(_, schema)| &schema.schema_kind);
    match (ty, kind) {
        (Type::Enum(_), Some(SchemaKind::Type(SchemaType::String(text)))) => {
            Shape::Enum(text.enumeration.iter().flatten().cloned().collect())
        }
        (Type::Text | Type::Secret, Some(SchemaKind::Type(SchemaType::String(text)))) => {
            Shape::Text(text.min_length.map(|it| it as u64), text.max_length.map(|it| it as u64))
        }
        (Type::Text | Type::Secret | Type::Enum(_), _) => Shape::Text(None, None),
        (Type::Integer, Some(SchemaKind::Type(SchemaType::Integer(number)))) => Shape::Integer(
            number.minimum.map(|least| least.saturating_add(number.exclusive_minimum.into())),
            number.maximum.map(|most| most.saturating_sub(number.exclusive_maximum.into())),
        ),
        (Type::Integer | Type::Code(_), _) => Shape::Integer(None, None),
        (Type::Unsigned, _) => Shape::Integer(Some(0), None),
        (Type::Float, Some(SchemaKind::Type(SchemaType::Number(number)))) => {
            Shape::Number(number.minimum, number.maximum)
        }
        (Type::Float, _) => Shape::Number(None, None),
        (Type::Boolean, _) => Shape::Boolean,
        (Type::Timestamp, _) => Shape::Time,
        (Type::List(element), Some(SchemaKind::Type(SchemaType::Array(array)))) => {
            let file = leaf.map_or(file, |(file, _)| file);
            let element = match &array.items {
                Some(items) => shape(schemas, SchemaRef::from(items), file, element),
                None => Shape::Any,
            };
            let count = |count: Option<usize>| count.map(|it| it as u64);
            Shape::List(Box::new(element), count(array.min_items), count(array.max_items))
        }
        (Type::List(_), _) => shape_of(ty),
        (Type::Map(value), Some(SchemaKind::Type(SchemaType::Object(object)))) => {
            let file = leaf.map_or(file, |(file, _)| file);
            Shape::Map(Box::new(match &object.additional_properties {
                Some(AdditionalProperties::Schema(schema)) => {
                    shape(schemas, SchemaRef::from(&**schema), file, value)
                }
                _ => Shape::Any,
            }))
        }
        (Type::Map(_), _) => shape_of(ty),
        (Type::Model(name) | Type::Boxed(name), _) => Shape::Object(name.clone()),
        (Type::Alias(_, ty) | Type::Nullable(ty), _) => self::shape(schemas, schema, file, ty),
        (Type::Any | Type::Nothing | Type::Union(_), _) => Shape::Any,
    }
}

/// What a value of this type looks like, as far as the type alone says.
pub fn shape_of(ty: &Type) -> Shape {
    match ty {
        Type::Text | Type::Secret | Type::Enum(_) => Shape::Text(None, None),
        Type::Boolean => Shape::Boolean,
        Type::Integer | Type::Unsigned | Type::Code(_) => Shape::Integer(None, None),
        Type::Float => Shape::Number(None, None),
        Type::Timestamp => Shape::Time,
        Type::Alias(_, ty) | Type::Nullable(ty) => shape_of(ty),
        Type::Any | Type::Nothing | Type::Union(_) => Shape::Any,
        Type::Model(name) | Type::Boxed(name) => Shape::Object(name.clone()),
        Type::List(element) => Shape::List(Box::new(shape_of(element)), None, None),
        Type::Map(value) => Shape::Map(Box::new(shape_of(value))),
    }
}

/// References and groups of one behind each other beyond this lead nowhere, and have been reported.
const MOST_STEPS: usize = 100;

/// The schema that is meant in the end and its file, past references and groups of one.
fn leaf<'a>(
    schemas: &Schemas<'a>,
    mut schema: SchemaRef<'a>,
    mut file: usize,
) -> Option<(usize, &'a Schema)> {
    for _ in 0..MOST_STEPS {
        let (item, place) = schemas.forms.end(&Spot { schema, place: Place::root(file) })?;
        file = place.file;
        let keywords = Keywords::of(item);
        let mut parts = keywords.all_of.iter().chain(keywords.one_of).chain(keywords.any_of);
        schema = match (parts.next(), parts.next()) {
            (Some(only), None) if !keywords.has_properties() => SchemaRef::from(only),
            _ => return Some((file, item)),
        };
    }
    None
}
