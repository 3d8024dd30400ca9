//! Objects: from the members of a schema to a model.

use openapiv3::{Schema, SchemaData};

use super::shapes;
use crate::ir::{Docs, Field, Member, Model, Type, TypeDef};
use crate::load::Place;
use crate::lower::forms::Form;
use crate::lower::forms::members::{Others, Property};
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{code, docs, sentence};
use crate::lower::words::limits::with_limits;
use crate::lower::words::names::{Scope, field};

impl<'a> Schemas<'a> {
    /// Adds the model of an object, and the types that its members need.
    pub fn model(&mut self, name: String, sources: &[Spot<'a>], data: Option<&'a SchemaData>, place: &Place) {
        let members = self.forms.members(sources);
        if let Some(place) = &members.too_deep {
            self.too_deep(place);
        }
        // The parent comes first in the file, its inline types after it.
        let position = self.reserve(&name, place.file);
        let mut scope = Scope::default();
        let mut fields = Vec::with_capacity(members.properties.len());
        let mut shape = Vec::with_capacity(members.properties.len());
        for (wire, property) in &members.properties {
            // What several parts define is the object's own.
            let owner = property.owner.as_ref().filter(|_| property.spots.len() == 1);
            let owner = owner.and_then(|owner| self.named(owner));
            let inner = format!("{}_{wire}", owner.unwrap_or(&name));
            let (ty, spot) = self.property(property, place, wire, &inner);
            let items = property.spots.iter().filter_map(|spot| self.forms.item(spot));
            let data: Vec<&SchemaData> = items.map(|item| &item.schema_data).collect();
            let read_only = data.iter().any(|data| data.read_only);
            let nullable = data.iter().any(|data| data.nullable);
            // JSON of any shape is null by itself, and what nobody sends needs no way to say so.
            if nullable && !read_only && ty != Type::Any {
                self.nullable.insert((name.clone(), (*wire).to_owned()));
            }
            shape.push(Member {
                name: (*wire).to_owned(),
                required: property.required && !nullable && !read_only,
                shape: match property.spots.len() {
                    1 => shapes::shape(self, spot.schema, spot.place.file, &ty),
                    _ => shapes::shape_of(&ty),
                },
            });
            fields.push(Field {
                name: scope.claim(field(wire)),
                wire: (*wire).to_owned(),
                ty,
                required: property.required,
                read_only,
                docs: self.field_docs(property, wire),
            });
        }
        let others = members.others.as_ref().map(|others| self.others(others, &name, &mut scope));
        self.shapes.insert(name.clone(), shape);
        let fallback = format!("The object `{name}`.");
        let text = data.and_then(|data| data.description.as_deref().or(data.title.as_deref()));
        let text = sentence(text.filter(|text| !text.trim().is_empty()).unwrap_or(&fallback));
        let docs = docs([Some(text.as_str())], data.is_some_and(|data| data.deprecated));
        self.types[place.file][position] = TypeDef::Model(Model { name, docs, fields, others, sent: false });
    }

    /// Keeps a place among the types for one whose parts come first.
    pub fn reserve(&mut self, name: &str, file: usize) -> usize {
        let position = self.types[file].len();
        self.models.insert(name.to_owned(), (file, position));
        self.types[file].push(TypeDef::Model(Model {
            name: name.to_owned(),
            docs: Docs::default(),
            fields: Vec::new(),
            others: None,
            sent: false,
        }));
        position
    }

    /// The type of a property, and the schema that says the most of it.
    pub fn property(
        &mut self,
        property: &Property<'a>,
        object: &Place,
        wire: &str,
        name: &str,
    ) -> (Type, Spot<'a>) {
        let last = property.spots[property.spots.len() - 1].clone();
        if property.spots.len() == 1 {
            return (self.type_of(last.schema, &last.place, name), last);
        }
        let form = self.forms.several(&property.spots, property.alternatives);
        if let Form::Conflict(parts) = &form {
            self.conflict(&last.place, &format!("the property `{wire}`"), parts);
            return (Type::Any, last);
        }
        // What is made of several belongs to the object, and to none of the places they stand in.
        let place = object.child("properties").child(&format!("{wire}+"));
        let data = self.forms.item(&last).map(|item| &item.schema_data);
        (self.formed(form, data, &place, name), last)
    }

    fn others(&mut self, others: &Others<'a>, name: &str, scope: &mut Scope) -> Field {
        let (value, described) = match others {
            Others::Any => (Type::Any, None),
            Others::Of(spot) => {
                let value = self.type_of(spot.schema, &spot.place, &format!("{name}_value"));
                let item = self.forms.item(spot);
                (value, item.and_then(|item| item.schema_data.description.as_deref()))
            }
        };
        let described = described.map(sentence);
        Field {
            name: scope.claim("additional_properties".to_owned()),
            wire: String::new(),
            ty: Type::Map(Box::new(value)),
            required: false,
            read_only: false,
            docs: docs([Some("Members without a field of their own."), described.as_deref()], false),
        }
    }

    /// The docs of a property: its own description, or that of the schema it refers to; of several, the
    /// last that says something.
    pub fn field_docs(&self, property: &Property<'a>, wire: &str) -> Docs {
        let ends: Vec<&'a Schema> = property.spots.iter().filter_map(|spot| self.forms.item(spot)).collect();
        let said = |item: &Schema| {
            let data = &item.schema_data;
            let text = data.description.as_deref().or(data.title.as_deref())?;
            (!text.trim().is_empty()).then(|| sentence(text))
        };
        let text = ends.iter().rev().find_map(|item| said(item));
        let mut text = text.unwrap_or_else(|| format!("The member {}.", code(wire)));
        if let Some(item) = ends.last() {
            text = with_limits(text, item);
        }
        let any = |flag: fn(&SchemaData) -> bool| ends.iter().any(|item| flag(&item.schema_data));
        if any(|data| data.read_only) {
            text.push_str(" Only answered.");
        }
        if any(|data| data.write_only) {
            text.push_str(" Only sent.");
        }
        docs([Some(text.as_str())], any(|data| data.deprecated))
    }

    /// The data of a schema.
    pub fn data(schema: SchemaRef<'a>) -> Option<&'a SchemaData> {
        match schema {
            SchemaRef::Item(item) => Some(&item.schema_data),
            SchemaRef::Reference(_) => None,
        }
    }
}
