//! Media types: which of those that a body or an answer may have is taken, and as what.

use openapiv3::{
    Content, MediaType, Schema, SchemaKind, StringFormat, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use crate::load::Place;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::schemas::Schemas;

/// What a body is, as far as a client can treat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Json,
    Form,
    Multipart,
    Bytes,
    Text,
    /// Text too: there is no type that is written as XML.
    Xml,
}

/// What is looked for first in a request body, and what then.
pub const SENT: &[Kind] = &[Kind::Json, Kind::Form, Kind::Multipart, Kind::Bytes, Kind::Text, Kind::Xml];

/// The same in an answer.
pub const ANSWERED: &[Kind] = &[Kind::Json, Kind::Text, Kind::Bytes, Kind::Xml, Kind::Form, Kind::Multipart];

/// A media type that was chosen among those of a body.
pub struct Chosen<'a> {
    pub kind: Kind,
    /// Its name as the spec has it.
    pub name: &'a str,
    pub media: &'a MediaType,
    /// Where it stands.
    pub place: Place,
    /// Names of what was left, where it could carry something else.
    others: Vec<&'a str>,
}

impl Chosen<'_> {
    /// What it is sent as. A range of types is none that can be sent.
    pub fn sent_as(&self) -> String {
        match self.kind {
            _ if !self.is_range() => self.name.trim().to_owned(),
            Kind::Json => "application/json".to_owned(),
            Kind::Text | Kind::Xml => "text/plain".to_owned(),
            _ => "application/octet-stream".to_owned(),
        }
    }

    /// Whether it stands for several media types.
    pub fn is_range(&self) -> bool {
        self.name.trim().is_empty() || self.name.contains('*')
    }

    /// Where its schema stands.
    pub fn schema_place(&self) -> Place {
        self.place.child("schema")
    }
}

/// Chooses among the media types of `content`, which stands at `place`.
pub fn choose<'a>(
    schemas: &Schemas<'a>,
    content: &'a Content,
    place: &Place,
    order: &[Kind],
) -> Option<Chosen<'a>> {
    let kinds: Vec<Kind> =
        content.iter().map(|(name, media)| kind(name, schema_of(schemas, media, place.file))).collect();
    let wanted = order.iter().find(|wanted| kinds.contains(wanted))?;
    let of_kind = || content.iter().zip(&kinds).filter(|(_, kind)| *kind == wanted).map(|(entry, _)| entry);
    let (name, media) =
        of_kind().find(|(name, _)| essence(name) == "application/json").or(of_kind().next())?;
    let differs = |other: &MediaType, kind: Kind| kind != *wanted || other.schema != media.schema;
    let others = content.iter().zip(&kinds);
    let others = others.filter(|((_, other), kind)| differs(other, **kind));
    Some(Chosen {
        kind: *wanted,
        name,
        media,
        place: place.child(name),
        others: others.map(|((name, _), _)| name.as_str()).collect(),
    })
}

/// Says what a client leaves out, or passes as it is, because of the choice.
pub fn note<'a>(schemas: &mut Schemas<'a>, chosen: &Chosen<'a>, order: &[Kind]) {
    if let Some(first) = chosen.others.first() {
        let (way, verb) = if order == SENT { ("sent", "takes") } else { ("asked for", "answers") };
        let others = chosen.others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = format!("the operation {verb} {others} too; `{}` is {way}", chosen.name);
        let help = "what is wanted otherwise can be an operation of its own, on the same path behind a `#`";
        let content = chosen.place.parent().unwrap_or_else(|| chosen.place.clone());
        schemas.advise("other-media-types", &content.child(first), message, help);
    }
    let described = schema_of(schemas, chosen.media, chosen.place.file).is_some_and(has_members);
    if described && chosen.kind == Kind::Xml {
        let message =
            format!("`{}` is text for the client: no type is read from XML or written as it", chosen.name);
        let help = "callers write and read the text themselves; use JSON where the service has it";
        schemas.advise("xml-as-text", &chosen.place, message, help);
    } else if described && matches!(chosen.kind, Kind::Bytes | Kind::Text) {
        let message = format!("nothing says how `{}` carries an object: it is passed as it is", chosen.name);
        let help = "name a media type of JSON, or one that ends in `+json`, if that is what it is";
        schemas.advise("opaque-body", &chosen.place, message, help);
    }
}

/// The schema of a media type, references followed.
fn schema_of<'a>(schemas: &Schemas<'a>, media: &'a MediaType, file: usize) -> Option<&'a Schema> {
    schemas.item(SchemaRef::from(media.schema.as_ref()?), file)
}

/// A media type without its parameters.
pub fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase()
}

/// Whether a media type is JSON.
pub fn is_json(name: &str) -> bool {
    let name = essence(name);
    name.ends_with("/json") || name.ends_with("+json")
}

/// Text that is called an application.
const TEXTS: &[&str] = &[
    "graphql",
    "javascript",
    "json-seq",
    "jsonl",
    "jwt",
    "ndjson",
    "sql",
    "toml",
    "x-javascript",
    "x-ndjson",
    "x-pem-file",
    "x-sh",
    "x-yaml",
    "yaml",
];

fn kind(name: &str, schema: Option<&Schema>) -> Kind {
    let binary = schema.is_some_and(is_binary);
    let name = essence(name);
    let called = |names: &[&str]| name.strip_prefix("application/").is_some_and(|it| names.contains(&it));
    match name.as_str() {
        "application/x-www-form-urlencoded" => Kind::Form,
        "multipart/form-data" => Kind::Multipart,
        _ if binary => Kind::Bytes,
        _ if is_json(&name) => Kind::Json,
        _ if name.ends_with("/xml") || name.ends_with("+xml") => Kind::Xml,
        _ if name.starts_with("text/") || name.ends_with("+yaml") || called(TEXTS) => Kind::Text,
        // The service has not made up its mind; the schema says what it may be.
        "*/*" | "*" | "application/*" | "" => match schema.map(|schema| &schema.schema_kind) {
            None => Kind::Bytes,
            Some(SchemaKind::Type(SchemaType::String(_))) => Kind::Text,
            Some(_) => Kind::Json,
        },
        _ => Kind::Bytes,
    }
}

/// Whether a schema is that of a file.
pub fn is_binary(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(text)) => {
            text.format == VariantOrUnknownOrEmpty::Item(StringFormat::Binary)
        }
        SchemaKind::Any(any) => {
            any.format.as_deref() == Some("binary") && any.typ.as_deref().is_none_or(|ty| ty == "string")
        }
        _ => false,
    }
}

/// Whether a schema describes something that bytes and text do not show.
fn has_members(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => !object.properties.is_empty(),
        SchemaKind::Type(SchemaType::Array(_)) | SchemaKind::AllOf { .. } => true,
        SchemaKind::Any(any) => !any.properties.is_empty() || !any.all_of.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_what_they_are_called() {
        for (name, expected) in [
            ("application/json; charset=utf-8", Kind::Json),
            ("application/problem+JSON", Kind::Json),
            ("application/*+json", Kind::Json),
            ("text/json", Kind::Json),
            ("application/x-www-form-urlencoded", Kind::Form),
            ("multipart/form-data", Kind::Multipart),
            ("multipart/mixed", Kind::Bytes),
            ("application/xml", Kind::Xml),
            ("application/atom+xml", Kind::Xml),
            ("text/csv", Kind::Text),
            ("application/x-ndjson", Kind::Text),
            ("image/png", Kind::Bytes),
            ("*/*", Kind::Bytes),
            ("no media type", Kind::Bytes),
        ] {
            assert_eq!(kind(name, None), expected, "{name}");
        }
    }
}
