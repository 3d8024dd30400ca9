//! Bodies: what is sent.

use openapiv3::{MediaType, QueryStyle};

use super::media::{self, Chosen, Kind};
use super::multipart;
use crate::ir::{Body, Content, ParameterStyle, Shape, Type};
use crate::load::{Node, Place};
use crate::lower::forms::spot::SchemaRef;
use crate::lower::schemas::Schemas;
use crate::lower::schemas::shapes::shape;
use crate::lower::words::docs::{code, docs, sentence};
use crate::lower::words::names::Scope;

/// The body that an operation sends. `types` are the names that the client crate has.
pub fn request<'a>(
    schemas: &mut Schemas<'a>,
    types: &mut Scope,
    id: &str,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Option<Body> {
    let place = place.child("requestBody");
    let (place, _, body) = schemas.spec.follow(place, operation.request_body.as_ref()?)?;
    let chosen = media::choose(schemas, &body.content, &place.child("content"), media::SENT)?;
    media::note(schemas, &chosen, media::SENT);
    let (content, shape) = content(schemas, types, id, &chosen)?;
    let text = body.description.as_deref().unwrap_or("The body of the request.");
    let docs = match way(&content, &chosen) {
        Some(way) => docs([Some(format!("{} {way}", sentence(text)).as_str())], false),
        None => docs([Some(text)], false),
    };
    let sample = match &content {
        Content::Text { .. } | Content::Bytes { .. } => multipart::documented_text(schemas, &chosen),
        _ => None,
    };
    Some(Body { content, required: body.required, docs, shape, sample: sample.unwrap_or_default() })
}

/// How a body is sent that is neither JSON nor a form.
fn way(content: &Content, chosen: &Chosen<'_>) -> Option<String> {
    let (Content::Text { media_type } | Content::Bytes { media_type }) = content else { return None };
    let otherwise = if chosen.is_range() { ", unless `with_header` says another `content-type`" } else { "" };
    Some(format!("Sent as it is, as {}{otherwise}.", code(media_type)))
}

fn content<'a>(
    schemas: &mut Schemas<'a>,
    types: &mut Scope,
    id: &str,
    chosen: &Chosen<'a>,
) -> Option<(Content, Shape)> {
    let media_type = chosen.sent_as();
    Some(match chosen.kind {
        Kind::Json => {
            let (ty, shape) = described(schemas, id, chosen);
            (Content::Json { media_type, ty }, shape)
        }
        Kind::Form => {
            let (ty, shape) = described(schemas, id, chosen);
            if !matches!(ty, Type::Model(_) | Type::Map(_) | Type::Any) {
                let message = "a form is made of the members of an object".to_owned();
                let help = "give the schema `type: object` and `properties`".to_owned();
                let place = chosen.schema_place();
                schemas.put_up_with(schemas.spec.error("unsupported-body", &place, message, Some(help)));
                return Some((Content::Text { media_type }, Shape::Text(None, None)));
            }
            let styles = styles(schemas, chosen.media, &chosen.place);
            (Content::Form { ty, styles }, shape)
        }
        Kind::Multipart => match multipart::form(schemas, types, id, chosen) {
            Some(form) => (Content::Multipart(form), Shape::Any),
            None => (Content::AnyParts, Shape::Any),
        },
        Kind::Text | Kind::Xml => (Content::Text { media_type }, Shape::Text(None, None)),
        Kind::Bytes => (Content::Bytes { media_type }, Shape::Any),
    })
}

/// The type and the shape of a body that a schema describes.
fn described<'a>(schemas: &mut Schemas<'a>, id: &str, chosen: &Chosen<'a>) -> (Type, Shape) {
    match &chosen.media.schema {
        Some(schema) => {
            let schema = SchemaRef::from(schema);
            let ty = schemas.type_of(schema, &chosen.schema_place(), &format!("{id}Request"));
            let shape = shape(schemas, schema, chosen.place.file, &ty);
            (ty, shape)
        }
        None => (Type::Any, Shape::Any),
    }
}

/// The members of a form that are not written in a pair a value, as `encoding` says.
fn styles(schemas: &mut Schemas<'_>, media: &MediaType, place: &Place) -> Vec<(String, ParameterStyle)> {
    let mut styles = Vec::new();
    for (name, encoding) in &media.encoding {
        let place = place.child("encoding").child(name);
        if encoding.allow_reserved {
            schemas.advise_reserved(&place.child("allowReserved"));
        }
        // `openapiv3` does not tell an `explode` that is missing from one that is false.
        let explode = schemas.spec.node(&place.child("explode")).and_then(Node::as_boolean);
        let style = match (&encoding.style, &encoding.content_type) {
            (None, Some(kind)) if media::is_json(kind) => ParameterStyle::Json,
            (Some(style), _) => query_style(style, explode),
            (None, _) if explode == Some(false) => ParameterStyle::Form,
            (None, _) => continue,
        };
        if style != ParameterStyle::FormExploded {
            styles.push((name.clone(), style));
        }
    }
    styles
}

/// A style of queries and forms.
pub fn query_style(style: &QueryStyle, explode: Option<bool>) -> ParameterStyle {
    match (style, explode) {
        (QueryStyle::DeepObject, _) => ParameterStyle::DeepObject,
        (QueryStyle::Form, None | Some(true)) | (_, Some(true)) => ParameterStyle::FormExploded,
        (QueryStyle::Form, Some(false)) => ParameterStyle::Form,
        (QueryStyle::SpaceDelimited, _) => ParameterStyle::SpaceDelimited,
        (QueryStyle::PipeDelimited, _) => ParameterStyle::PipeDelimited,
    }
}
