//! Enums of texts.

use openapiv3::{Schema, SchemaKind, Type as SchemaType};

use super::docs::{docs, sentence};
use super::names::{Scope, upper_camel};
use super::schemas::Schemas;
use crate::ir::{Enum, Type, TypeDef, Variant};

impl Schemas<'_> {
    /// Adds the enum of a schema that lists texts.
    pub(super) fn open_enum(&mut self, name: String, schema: &Schema, file: usize) {
        let SchemaKind::Type(SchemaType::String(text)) = &schema.schema_kind else { return };
        let data = &schema.schema_data;
        let described = data.extensions.get("x-enum-descriptions");
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let mut values: Vec<&str> = text.enumeration.iter().flatten().map(String::as_str).collect();
        let mut seen = std::collections::HashSet::new();
        values.retain(|value| seen.insert(*value));
        let variants = values.into_iter().map(|wire| Variant {
            name: scope.claim(upper_camel(wire)),
            wire: wire.to_owned(),
            docs: docs([described.and_then(|map| map.get(wire)?.as_str())], false),
        });
        let variants = variants.collect();
        let text = data.description.as_deref().or(data.title.as_deref()).map(sentence);
        let docs = docs([text.as_deref()], data.deprecated);
        self.types[file].push(TypeDef::Enum(Enum { name, docs, variants }));
    }

    /// Documents an enum that says nothing itself: it stands where it is used, and that place does.
    pub fn describe_enum(&mut self, ty: &Type, text: &str) {
        let Type::Enum(wanted) = ty else { return };
        // It is the type that came last, or one with docs of its own.
        if let Some(TypeDef::Enum(last)) =
            self.types.iter_mut().filter_map(|types| types.last_mut()).find(|last| last.name() == wanted)
            && last.docs.text.is_empty()
        {
            last.docs = docs([Some(sentence(text).as_str())], false);
        }
    }
}
