//! A checked tree to `openapiv3`'s types, component by component and operation by operation.
//!
//! Piece by piece for three reasons: `openapiv3` buffers whatever stands below one of its flattened
//! maps, which for a whole document is several copies of it; when it refuses something that the
//! grammar let pass, the piece says where; and it tries a failed piece again at every level of
//! nesting, which in a whole document would take for ever.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::references::links::Landing;
use crate::load::references::refs::{Kind, Nested};
use crate::load::references::targets::Target;
use crate::load::yaml::scalar;
use crate::load::yaml::tree::{Key, Mapping, Node, Value};
use crate::source::Span;

/// Builds what a reference leads to that leads to no component. What `openapiv3` refuses is added to
/// `found` and left out.
pub(crate) fn nested(
    out: &mut Nested,
    (target, kind): (&Target, Kind),
    landing: Landing<'_>,
    found: &mut Diagnostics,
) {
    let mut convert = Convert { file: landing.file, found };
    let key = Key { text: Box::default(), span: landing.shown };
    let (pointer, node) = (target.pointer(), landing.node);
    let Nested { components, path_items } = out;
    macro_rules! insert {
        ($map:expr) => {
            if let Some(piece) = convert.piece(&key, node) {
                $map.insert(pointer, piece);
            }
        };
    }
    match kind {
        Kind::Schema => insert!(components.schemas),
        Kind::Response => insert!(components.responses),
        Kind::Parameter => insert!(components.parameters),
        Kind::Example => insert!(components.examples),
        Kind::RequestBody => insert!(components.request_bodies),
        Kind::Header => insert!(components.headers),
        Kind::SecurityScheme => insert!(components.security_schemes),
        Kind::Link => insert!(components.links),
        Kind::Callback => insert!(components.callbacks),
        Kind::PathItem => _ = path_items.insert(pointer, convert.path_item_or_reference(node)),
    }
}

/// Builds the document. What `openapiv3` refuses is added to `found` and left out.
pub(crate) fn openapi(file: usize, root: &Node, found: &mut Diagnostics) -> OpenAPI {
    let mut convert = Convert { file, found };
    let mut document = OpenAPI::default();
    for (key, node) in root.entries() {
        match &*key.text {
            "openapi" => document.openapi = convert.piece(key, node).unwrap_or_default(),
            "info" => document.info = convert.piece(key, node).unwrap_or_default(),
            "servers" => document.servers = convert.piece(key, node).unwrap_or_default(),
            "security" => document.security = convert.piece(key, node),
            "tags" => document.tags = convert.piece(key, node).unwrap_or_default(),
            "externalDocs" => document.external_docs = convert.piece(key, node),
            "paths" => document.paths = convert.paths(node),
            "components" => document.components = Some(convert.components(node)),
            name if name.starts_with("x-") => {
                document.extensions.insert(name.to_owned(), node.to_value());
            }
            _ => {}
        }
    }
    document
}

struct Convert<'f> {
    file: usize,
    found: &'f mut Diagnostics,
}

impl Convert<'_> {
    fn piece<T: DeserializeOwned>(&mut self, key: &Key, node: &Node) -> Option<T> {
        T::deserialize(Tree(node)).map_err(|error| self.refuse(key.span, &error)).ok()
    }

    fn refuse(&mut self, span: Span, error: &Refused) {
        let message = format!("this cannot be read: {}", error.0);
        self.found.push(Diagnostic::error("unreadable", self.file, span, message));
    }

    fn paths(&mut self, node: &Node) -> Paths {
        let mut paths = Paths::default();
        for (key, node) in node.entries() {
            if key.text.starts_with("x-") {
                paths.extensions.insert(key.text.to_string(), node.to_value());
            } else {
                paths.paths.insert(key.text.to_string(), self.path_item_or_reference(node));
            }
        }
        paths
    }

    fn path_item_or_reference(&mut self, node: &Node) -> ReferenceOr<PathItem> {
        match node.get("$ref").and_then(Node::as_text) {
            Some(reference) => ReferenceOr::Reference { reference: reference.to_owned() },
            None => ReferenceOr::Item(self.path_item(node)),
        }
    }

    fn path_item(&mut self, node: &Node) -> PathItem {
        let mut item = PathItem::default();
        for (key, node) in node.entries() {
            let method = match &*key.text {
                "get" => &mut item.get,
                "put" => &mut item.put,
                "post" => &mut item.post,
                "delete" => &mut item.delete,
                "options" => &mut item.options,
                "head" => &mut item.head,
                "patch" => &mut item.patch,
                "trace" => &mut item.trace,
                "summary" => {
                    item.summary = self.piece(key, node);
                    continue;
                }
                "description" => {
                    item.description = self.piece(key, node);
                    continue;
                }
                "servers" => {
                    item.servers = self.piece(key, node).unwrap_or_default();
                    continue;
                }
                "parameters" => {
                    item.parameters = self.piece(key, node).unwrap_or_default();
                    continue;
                }
                name => {
                    if name.starts_with("x-") {
                        item.extensions.insert(name.to_owned(), node.to_value());
                    }
                    continue;
                }
            };
            // A client has no use for callbacks, and `openapiv3` reads no references to them.
            let operation = Operation::deserialize(Without(node, "callbacks"));
            *method = operation.map_err(|error| self.refuse(key.span, &error)).ok();
        }
        item
    }

    fn components(&mut self, node: &Node) -> Components {
        let mut components = Components::default();
        for (key, node) in node.entries() {
            let kind = Kind::ALL.into_iter().find(|kind| kind.section() == &*key.text);
            match kind {
                Some(Kind::Schema) => components.schemas = self.section(node),
                Some(Kind::Response) => components.responses = self.section(node),
                Some(Kind::Parameter) => components.parameters = self.section(node),
                Some(Kind::Example) => components.examples = self.section(node),
                Some(Kind::RequestBody) => components.request_bodies = self.section(node),
                Some(Kind::Header) => components.headers = self.section(node),
                Some(Kind::SecurityScheme) => components.security_schemes = self.section(node),
                Some(Kind::Link) => components.links = self.section(node),
                Some(Kind::Callback) => components.callbacks = self.section(node),
                Some(Kind::PathItem) => {}
                None if key.text.starts_with("x-") => {
                    let name = key.text.to_string();
                    components.extensions.insert(name, node.to_value());
                }
                None => {}
            }
        }
        components
    }

    fn section<T: DeserializeOwned>(&mut self, node: &Node) -> IndexMap<String, T> {
        node.entries()
            .filter_map(|(key, node)| Some((key.text.to_string(), self.piece(key, node)?)))
            .collect()
    }
}

/// A [`Node`] as serde reads it. It describes itself, as `openapiv3` needs.
struct Tree<'t>(&'t Node);

/// Why serde refused.
#[derive(Debug)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'de> de::Deserializer<'de> for Tree<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        use crate::load::yaml::tree::Kind as Scalar;

        match &self.0.value {
            Value::Sequence(nodes) => {
                let items = nodes.iter().map(Tree);
                visitor.visit_seq(de::value::SeqDeserializer::new(items))
            }
            Value::Mapping(mapping) => visitor.visit_map(Entries::new(mapping)),
            Value::Scalar(it) => match it.kind {
                Scalar::Null => visitor.visit_unit(),
                Scalar::Text => visitor.visit_borrowed_str(&it.text),
                Scalar::Boolean => visitor.visit_bool(it.text.starts_with(['t', 'T'])),
                Scalar::Integer | Scalar::Float => {
                    let number =
                        scalar::number(it).ok_or_else(|| Refused(format!("{} is out of range", it.text)))?;
                    if let Some(number) = number.as_u64() {
                        visitor.visit_u64(number)
                    } else if let Some(number) = number.as_i64() {
                        visitor.visit_i64(number)
                    } else {
                        visitor.visit_f64(number.as_f64().unwrap_or_default())
                    }
                }
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        match &self.0.value {
            Value::Mapping(mapping) => {
                let access = de::value::MapAccessDeserializer::new(Entries::new(mapping));
                de::Deserializer::deserialize_enum(access, name, variants, visitor)
            }
            Value::Scalar(it) => {
                visitor.visit_enum(IntoDeserializer::<Refused>::into_deserializer(&*it.text))
            }
            Value::Sequence(_) => Err(Refused(format!("a list is no {name}"))),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Refused> for Tree<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A [`Node`] without one of its keys.
struct Without<'t>(&'t Node, &'static str);

impl<'de> de::Deserializer<'de> for Without<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match &self.0.value {
            Value::Mapping(mapping) => {
                visitor.visit_map(Entries { without: Some(self.1), ..Entries::new(mapping) })
            }
            _ => Tree(self.0).deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit option
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The entries of a mapping as serde reads them.
struct Entries<'t> {
    entries: std::slice::Iter<'t, (Key, Node)>,
    value: Option<&'t Node>,
    without: Option<&'static str>,
}

impl<'t> Entries<'t> {
    fn new(mapping: &'t Mapping) -> Self {
        let entries = mapping.iter();
        Self { entries, value: None, without: None }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        // Forward even when the key is refused: `openapiv3` asks again until the keys end.
        let without = self.without;
        let Some((key, value)) = self.entries.find(|(key, _)| without != Some(&*key.text)) else {
            return Ok(None);
        };
        self.value = Some(value);
        let key: StrDeserializer<'_, Refused> = (*key.text).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        match self.value.take() {
            Some(node) => seed.deserialize(Tree(node)),
            None => Err(Refused("a value without a key".to_owned())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
