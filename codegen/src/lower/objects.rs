//! Objects: from a schema's properties, and those of all parts of its `allOf`, to a model.

use openapiv3::{AdditionalProperties, Schema, SchemaKind, Type as SchemaType};

use super::docs::{docs, sentence};
use super::limits::with_limits;
use super::names::{Scope, snake};
use super::schemas::{SchemaRef, Schemas};
use super::shapes;
use crate::ir::{Docs, Field, Member, Model, TypeDef};
use crate::load::Place;

/// A property of an object, wherever `allOf` took it from.
struct Property<'a> {
    wire: &'a str,
    schema: SchemaRef<'a>,
    place: Place,
    required: bool,
}

impl<'a> Schemas<'a> {
    /// Adds the model of an object, and the types that its properties need.
    pub(super) fn model(&mut self, name: String, schema: &'a Schema, place: &Place) {
        let mut properties = Vec::new();
        self.properties(schema, place, &mut properties);
        // The parent comes first in the file, its inline types after it.
        let file = place.file;
        let position = self.types[file].len();
        self.models.insert(name.clone(), (file, position));
        self.types[file].push(TypeDef::Model(Model {
            name: name.clone(),
            docs: Docs::default(),
            fields: Vec::new(),
            sent: false,
        }));
        let mut scope = Scope::default();
        let mut fields = Vec::with_capacity(properties.len());
        let mut members = Vec::with_capacity(properties.len());
        for property in properties {
            let ty = self.type_of(property.schema, &property.place, &format!("{name}_{}", property.wire));
            let item = self.item(property.schema, property.place.file);
            members.push(Member {
                name: property.wire.to_owned(),
                required: property.required && !item.is_some_and(|item| item.schema_data.nullable),
                shape: shapes::shape(self, property.schema, property.place.file, &ty),
            });
            fields.push(Field {
                name: scope.claim(snake(property.wire)),
                wire: property.wire.to_owned(),
                ty,
                required: property.required,
                docs: self.field_docs(property.schema, &property.place, property.wire),
            });
        }
        self.shapes.insert(name.clone(), members);
        let data = &schema.schema_data;
        let fallback = format!("The object `{name}`.");
        let text = data.description.as_deref().or(data.title.as_deref()).unwrap_or(&fallback);
        self.types[file][position] = TypeDef::Model(Model {
            name,
            docs: docs([Some(sentence(text).as_str())], data.deprecated),
            fields,
            sent: false,
        });
    }

    /// The properties of an object and of all parts of its `allOf`; a later one replaces an earlier.
    fn properties(&mut self, schema: &'a Schema, place: &Place, out: &mut Vec<Property<'a>>) {
        let (own, required, parts, additional): (_, &'a [String], &'a [_], _) = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                (Some(&object.properties), &object.required, &[], &object.additional_properties)
            }
            SchemaKind::AllOf { all_of } => (None, &[], all_of, &None),
            SchemaKind::Any(any) => {
                (Some(&any.properties), &any.required, &any.all_of, &any.additional_properties)
            }
            _ => {
                let message = "a part of allOf that is no object".to_owned();
                let help = "allOf joins objects; write other types without it".to_owned();
                self.report("unsupported-all-of", place, message, Some(help));
                return;
            }
        };
        if let (Some(AdditionalProperties::Schema(_)), Some(own)) = (additional, own)
            && !own.is_empty()
        {
            let place = place.child("additionalProperties");
            let message = "additionalProperties beside properties: unknown members are not kept".to_owned();
            self.found.push(self.spec.error("dropped-members", &place, message, None).as_warning());
        }
        for (index, part) in parts.iter().enumerate() {
            let place = place.child("allOf").index(index);
            if let Some((place, _, schema)) = self.spec.follow(place, part) {
                self.properties(schema, &place, out);
            }
        }
        for (wire, property) in own.into_iter().flatten() {
            out.retain(|earlier| earlier.wire != wire);
            let place = place.child("properties").child(wire);
            let required = required.contains(wire);
            out.push(Property { wire, schema: SchemaRef::from(property), place, required });
        }
        // `required` may name what another part of `allOf` defines.
        for property in out.iter_mut().filter(|property| required.iter().any(|name| name == property.wire)) {
            property.required = true;
        }
    }

    /// The docs of a property: its own description, or that of the schema it refers to.
    fn field_docs(&self, schema: SchemaRef<'a>, place: &Place, wire: &str) -> Docs {
        let fallback = format!("The member `{wire}`.");
        let Some(schema) = self.item(schema, place.file) else {
            return docs([Some(fallback.as_str())], false);
        };
        let data = &schema.schema_data;
        let text = data.description.as_deref().or(data.title.as_deref()).map_or(fallback, sentence);
        docs([Some(with_limits(text, schema).as_str())], data.deprecated)
    }
}
