//! Forms in parts, `multipart/form-data`: what each part carries.

use openapiv3::{Encoding, Schema, SchemaKind, Type as SchemaType};

use super::media::{Chosen, essence, is_binary, is_json};
use super::samples;
use crate::ir::{Form, Part, PartContent, Shape};
use crate::load::{Node, Place};
use crate::lower::forms::Form as SchemaForm;
use crate::lower::forms::members::Members;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::schemas::Schemas;
use crate::lower::schemas::shapes::shape;
use crate::lower::words::names::{Scope, snake, upper_camel};

/// Methods that every form has, and traits that give it some.
const FORM_METHODS: &[&str] = &["clone", "fmt", "into", "new"];

/// A part that holds bytes of which nothing more is known.
const BYTES: &str = "application/octet-stream";

/// The form of a body; `None` where the spec names no parts.
pub fn form<'a>(schemas: &mut Schemas<'a>, types: &mut Scope, id: &str, chosen: &Chosen<'a>) -> Option<Form> {
    let (members, object) = members(schemas, chosen)?;
    let name = types.claim(upper_camel(&format!("{id}Form")));
    let mut scope = Scope::with_reserved(FORM_METHODS);
    let mut parts = Vec::with_capacity(members.properties.len());
    for (wire, property) in &members.properties {
        let ends: Vec<&'a Schema> =
            property.spots.iter().filter_map(|spot| schemas.forms.end(spot)).map(|(item, _)| item).collect();
        if ends.iter().any(|item| item.schema_data.read_only) {
            continue;
        }
        let item = ends.last().copied();
        let encoding = chosen.media.encoding.get(*wire);
        if encoding.is_some_and(|encoding| !encoding.headers.is_empty()) {
            let place = chosen.place.children(["encoding", wire, "headers"]);
            let message = format!("the headers of the part `{wire}` are not sent");
            let help = "a part has a name and a media type alone";
            schemas.advise("dropped-part-headers", &place, message, help);
        }
        let identifier = scope.claim(snake(wire));
        let (content, shape) = match as_bytes(schemas, item, &object, encoding) {
            Some(media_type) if item.is_some_and(is_text) && is_textual(&media_type) => {
                (PartContent::Text { media_type }, Shape::Any)
            }
            Some(media_type) => {
                let plain = identifier.trim_start_matches("r#");
                let file_name = scope.claim(format!("{plain}_name"));
                (PartContent::File { media_type, file_name }, Shape::Any)
            }
            None => {
                let (ty, spot) = schemas.property(property, &object, wire, &format!("{name}_{wire}"));
                let shape = shape(schemas, spot.schema, spot.place.file, &ty);
                let content = match encoding.and_then(|encoding| encoding.content_type.as_deref()) {
                    Some(json) if is_json(json) => PartContent::Json { media_type: json.to_owned(), ty },
                    _ => PartContent::Value(ty),
                };
                (content, shape)
            }
        };
        let documented = item.and_then(|item| item.schema_data.example.as_ref());
        parts.push(Part {
            name: identifier,
            wire: (*wire).to_owned(),
            docs: schemas.field_docs(property, wire),
            required: property.required,
            sample: samples::parameter(wire, &shape, documented),
            content,
            shape,
        });
    }
    Some(Form { name, parts })
}

/// The members of the object that a form is made of, and where it stands.
fn members<'a>(schemas: &Schemas<'a>, chosen: &Chosen<'a>) -> Option<(Members<'a>, Place)> {
    let schema = SchemaRef::from(chosen.media.schema.as_ref()?);
    let look = schemas.forms.look(&Spot { schema, place: chosen.schema_place() });
    let SchemaRef::Item(object) = look.spot.schema else { return None };
    let SchemaForm::Object(sources) = schemas.forms.form(object, &look.spot.place) else { return None };
    let members = schemas.forms.members(&sources);
    (!members.properties.is_empty()).then_some((members, look.spot.place))
}

/// What a part is sent as that is no value but bytes or text as they are; a list of such a thing too,
/// which is sent in a part an element.
fn as_bytes<'a>(
    schemas: &Schemas<'a>,
    schema: Option<&'a Schema>,
    place: &Place,
    encoding: Option<&Encoding>,
) -> Option<String> {
    let schema = schema?;
    let element = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) => {
            array.items.as_ref().and_then(|items| schemas.item(SchemaRef::from(items), place.file))
        }
        _ => Some(schema),
    };
    let binary = element.is_some_and(is_binary);
    let named = encoding.and_then(|encoding| encoding.content_type.as_deref()).map(str::trim);
    // A list of types, or a range of them, names none that could be sent.
    let single = named.filter(|named| !named.contains([',', '*']) && !named.is_empty());
    match (binary, named) {
        (true, _) => Some(single.unwrap_or(BYTES).to_owned()),
        (false, Some(named)) if is_text(schema) && !is_json(named) && essence(named) != "text/plain" => {
            Some(single.unwrap_or(BYTES).to_owned())
        }
        (false, _) => None,
    }
}

fn is_text(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(SchemaType::String(_))) && !is_binary(schema)
}

fn is_textual(media_type: &str) -> bool {
    let name = essence(media_type);
    name.starts_with("text/") || name.ends_with("xml") || name.ends_with("yaml")
}

/// The documented example of a body that is text or bytes.
pub fn documented_text(schemas: &Schemas<'_>, chosen: &Chosen<'_>) -> Option<String> {
    let text = |place: &Place| schemas.spec.node(place).and_then(Node::as_text).map(str::to_owned);
    let first = || {
        let (name, example) = chosen.media.examples.first()?;
        let place = chosen.place.children(["examples", name]);
        let (place, _, _) = schemas.spec.follow(place, example)?;
        text(&place.child("value"))
    };
    text(&chosen.place.child("example")).or_else(first)
}
