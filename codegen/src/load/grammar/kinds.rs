//! What the grammar says of a place: which kind of thing may be referred to there.

use crate::json::segments;
use crate::load::grammar::objects;
use crate::load::grammar::{Keys, Object, Type};
use crate::load::references::refs::Kind;
use crate::load::yaml::tree::Node;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// A thing of this kind.
    Kind(Kind),
    /// Something that no reference can stand for, such as a list of parameters.
    Part,
    /// The grammar does not look there: extensions, examples, files that are no documents.
    Unknown,
}

/// What has to stand where a reference of this kind leads.
pub(crate) fn of_kind(kind: Kind) -> &'static Type {
    match kind {
        Kind::Schema => &objects::SCHEMA_OR_REF,
        Kind::Response => &objects::RESPONSE_OR_REF,
        Kind::Parameter => &objects::PARAMETER_OR_REF,
        Kind::Example => &objects::EXAMPLE_OR_REF,
        Kind::RequestBody => &objects::REQUEST_BODY_OR_REF,
        Kind::Header => &objects::HEADER_OR_REF,
        Kind::SecurityScheme => &objects::SCHEME_OR_REF,
        Kind::Link => &objects::LINK_OR_REF,
        Kind::Callback => &objects::CALLBACK_OR_REF,
        Kind::PathItem => &objects::PATH_ITEM_OR_REF,
    }
}

/// What stands at a pointer into a document.
pub(crate) fn at(root: &Node, pointer: &str) -> At {
    let mut kind: &'static Type = &objects::DOCUMENT;
    let mut node = root;
    for segment in segments(pointer) {
        let Some(next) = below(kind, &segment) else { return At::Unknown };
        let child = match node.as_sequence() {
            Some(items) => segment.parse::<usize>().ok().and_then(|index| items.get(index)),
            None => node.get(&segment),
        };
        let Some(child) = child else { return At::Unknown };
        (kind, node) = (next, child);
    }
    what(kind)
}

fn what(kind: &Type) -> At {
    match kind {
        Type::OrReference(_, kind) => At::Kind(*kind),
        Type::OrBoolean(inner) => what(inner),
        Type::Any => At::Unknown,
        _ => At::Part,
    }
}

/// What the value of a key has to be.
fn below(kind: &'static Type, key: &str) -> Option<&'static Type> {
    match kind {
        Type::Object(object) | Type::OrReference(object, _) => member(object, key),
        Type::OrBoolean(inner) => below(inner, key),
        Type::Keyed(keys, _) if key.starts_with("x-") && *keys != Keys::Names => None,
        Type::List(inner) | Type::Map(inner) | Type::Keyed(_, inner) => Some(inner),
        _ => None,
    }
}

fn member(object: &'static Object, key: &str) -> Option<&'static Type> {
    let field = object.fields.iter().find(|field| field.name == key);
    match field {
        Some(field) => Some(&field.kind),
        None if objects::is_callback(object) && !key.starts_with("x-") => Some(&objects::CALLBACK_ITEM),
        None => None,
    }
}
