//! Schemas: which types there are and what they are called.

use std::collections::{HashMap, HashSet};

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::graph;
use super::names::{Scope, upper_camel};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::ir::{Member, Model, ObjectShape, Operation, Type, TypeDef};
use crate::load::{Place, Span, Spec};

/// Names that generated modules use for something else.
const RESERVED_TYPES: &[&str] = &[
    "BTreeMap",
    "Box",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "Result",
    "Secret",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

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

/// The types of a service in the making.
pub struct Schemas<'a> {
    pub spec: &'a Spec,
    pub found: &'a mut Diagnostics,
    /// Rust names of the components that become types, by file and component name.
    named: HashMap<(usize, &'a str), Named>,
    pub(super) scope: Scope,
    /// Types by file, in the order in which they are met.
    pub(super) types: Vec<Vec<TypeDef>>,
    /// Where each model stands among them.
    pub(super) models: HashMap<String, (usize, usize)>,
    /// What the objects must be, by the names of their models.
    pub(super) shapes: HashMap<String, Vec<Member>>,
    /// Where lints found examples that contradict their schemas: nothing is tested by such a one.
    misfits: Vec<(usize, Span)>,
    /// References being followed, so that an alias of itself ends.
    following: Vec<(usize, &'a str)>,
}

#[derive(Clone)]
enum Named {
    Model(String),
    Enum(String),
}

impl<'a> Schemas<'a> {
    /// Chooses the names of all components.
    pub fn new(spec: &'a Spec, found: &'a mut Diagnostics) -> Self {
        let mut scope = Scope::with_reserved(RESERVED_TYPES);
        let mut named = HashMap::new();
        for (index, file) in spec.files.iter().enumerate() {
            for (name, schema) in file.openapi.components.iter().flat_map(|components| &components.schemas) {
                let ReferenceOr::Item(schema) = schema else { continue };
                let kind = match shape(schema) {
                    Shape::Object => Named::Model(scope.claim(upper_camel(name))),
                    Shape::Enum => Named::Enum(scope.claim(upper_camel(name))),
                    Shape::Transparent => continue,
                };
                named.insert((index, name.as_str()), kind);
            }
        }
        let types = spec.files.iter().map(|_| Vec::new()).collect();
        let misfits = found.iter().filter(|it| it.name.starts_with("example-")).map(|it| (it.file, it.span));
        let misfits = misfits.collect();
        Self {
            spec,
            found,
            named,
            scope,
            types,
            models: HashMap::new(),
            shapes: HashMap::new(),
            misfits,
            following: Vec::new(),
        }
    }

    /// The JSON text of an example, unless it contradicts its schema.
    pub fn example(&self, place: &Place) -> Option<String> {
        let node = self.spec.node(place)?;
        let inside = |span: &Span| node.span.start <= span.start && span.end <= node.span.end;
        let misfit = self.misfits.iter().any(|(file, span)| *file == place.file && inside(span));
        (!misfit).then(|| node.to_json())
    }

    /// Lowers every component that becomes a type.
    pub fn lower_components(&mut self) {
        for (index, file) in self.spec.files.iter().enumerate() {
            for (name, schema) in file.openapi.components.iter().flat_map(|components| &components.schemas) {
                let (Some(named), ReferenceOr::Item(schema)) =
                    (self.named.get(&(index, name.as_str())), schema)
                else {
                    continue;
                };
                let place = Place::root(index).children(["components", "schemas", name]);
                match named.clone() {
                    Named::Model(name) => self.model(name, schema, &place),
                    Named::Enum(name) => self.open_enum(name, schema, index),
                }
            }
        }
    }

    /// The type of a schema. One that has to be generated on the way is called `name`.
    pub fn type_of(&mut self, schema: SchemaRef<'a>, place: &Place, name: &str) -> Type {
        let item = match schema {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(reference) => return self.referenced(reference, place, name),
        };
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::String(text)) if has_values(text) => {
                let name = self.scope.claim(upper_camel(name));
                self.open_enum(name.clone(), item, place.file);
                Type::Enum(name)
            }
            SchemaKind::Type(SchemaType::String(text)) => text_type(text),
            SchemaKind::Type(SchemaType::Integer(_)) => Type::Integer,
            SchemaKind::Type(SchemaType::Number(_)) => Type::Float,
            SchemaKind::Type(SchemaType::Boolean(_)) => Type::Boolean,
            SchemaKind::Type(SchemaType::Array(array)) => self.list(array, place, name),
            SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => {
                self.map(object, place, name)
            }
            SchemaKind::AllOf { all_of } if all_of.len() == 1 => {
                self.type_of(SchemaRef::from(&all_of[0]), &place.child("allOf").index(0), name)
            }
            SchemaKind::OneOf { one_of: only } if only.len() == 1 => {
                self.type_of(SchemaRef::from(&only[0]), &place.child("oneOf").index(0), name)
            }
            SchemaKind::AnyOf { any_of: only } if only.len() == 1 => {
                self.type_of(SchemaRef::from(&only[0]), &place.child("anyOf").index(0), name)
            }
            SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::AllOf { .. } => {
                self.inline_model(item, place, name)
            }
            SchemaKind::Any(any) if !any.properties.is_empty() || !any.all_of.is_empty() => {
                self.inline_model(item, place, name)
            }
            SchemaKind::Any(any) => self.any(any, place),
            SchemaKind::OneOf { .. } => self.kept_as_value(place, "oneOf"),
            SchemaKind::AnyOf { .. } => self.kept_as_value(place, "anyOf"),
            SchemaKind::Not { .. } => self.kept_as_value(place, "not"),
        }
    }

    fn referenced(&mut self, reference: &'a str, place: &Place, name: &str) -> Type {
        let Some(target) = self.spec.schema(place.file, reference) else { return Type::Any };
        let key = (target.place.file, target.name);
        match self.named.get(&key) {
            Some(Named::Model(name)) => return Type::Model(name.clone()),
            Some(Named::Enum(name)) => return Type::Enum(name.clone()),
            None => {}
        }
        if self.following.contains(&key) {
            let message =
                format!("the schema `{}` contains itself without an object in between", target.name);
            let help = "put the recursion into a property of an object".to_owned();
            self.report("recursive-alias", &target.place, message, Some(help));
            return Type::Any;
        }
        self.following.push(key);
        let ty = self.type_of(SchemaRef::from(target.item), &target.place, name);
        self.following.pop();
        ty
    }

    fn list(&mut self, array: &'a ArrayType, place: &Place, name: &str) -> Type {
        let element = match &array.items {
            Some(items) => self.type_of(SchemaRef::from(items), &place.child("items"), name),
            None => Type::Any,
        };
        Type::List(Box::new(element))
    }

    fn map(&mut self, object: &'a ObjectType, place: &Place, name: &str) -> Type {
        match &object.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => {
                let value =
                    self.type_of(SchemaRef::from(&**schema), &place.child("additionalProperties"), name);
                Type::Map(Box::new(value))
            }
            Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Any)),
            _ => Type::Any,
        }
    }

    /// A schema that mixes keywords of several types, or has none.
    fn any(&mut self, any: &AnySchema, place: &Place) -> Type {
        if !any.one_of.is_empty() || !any.any_of.is_empty() || any.not.is_some() {
            return self.kept_as_value(place, "oneOf, anyOf or not beside other keywords");
        }
        match any.typ.as_deref() {
            Some("string") => Type::Text,
            Some("integer") => Type::Integer,
            Some("number") => Type::Float,
            Some("boolean") => Type::Boolean,
            _ => Type::Any,
        }
    }

    /// Nothing is lost, but the caller gets JSON instead of a type: worth a warning.
    fn kept_as_value(&mut self, place: &Place, construct: &str) -> Type {
        let message = format!("{construct} becomes `Value`: JSON of any shape");
        let help = "where one object with optional properties says the same, write that".to_owned();
        let diagnostic = self.spec.error("untyped-schema", &place.clone(), message, Some(help)).as_warning();
        self.found.push(diagnostic);
        Type::Any
    }

    fn inline_model(&mut self, schema: &'a Schema, place: &Place, name: &str) -> Type {
        let name = self.scope.claim(upper_camel(name));
        self.model(name.clone(), schema, place);
        Type::Model(name)
    }

    /// The schema that is meant in the end.
    pub fn item(&self, schema: SchemaRef<'a>, file: usize) -> Option<&'a Schema> {
        match schema {
            SchemaRef::Item(item) => Some(item),
            SchemaRef::Reference(reference) => {
                let target = self.spec.schema(file, reference)?;
                Some(self.spec.follow(target.place, target.item)?.2)
            }
        }
    }

    /// Reports what cannot be expressed. What lints already call an error at that very place is not
    /// told again.
    pub fn report(&mut self, name: &'static str, place: &Place, message: String, help: Option<String>) {
        let error = self.spec.error(name, place, message, help);
        let told = |it: &Diagnostic| {
            it.severity == Severity::Error && (it.file, it.span) == (error.file, error.span)
        };
        if !self.found.iter().any(told) {
            self.found.push(error);
        }
    }

    /// What the objects must be, by the names of their models.
    pub fn shapes(&self) -> &HashMap<String, Vec<Member>> {
        &self.shapes
    }

    /// The objects that requests carry, in the order in which they are met.
    pub fn sent_objects(&self, operations: &[Vec<Operation>]) -> Vec<ObjectShape> {
        let bodies = operations.iter().flatten().filter_map(|operation| operation.body.as_ref());
        let mut names: Vec<&str> = bodies.filter_map(|body| body.shape.object()).collect();
        let mut objects: Vec<ObjectShape> = Vec::new();
        let mut met = HashSet::new();
        names.reverse();
        while let Some(name) = names.pop() {
            let Some(members) = self.shapes.get(name) else { continue };
            if met.insert(name) {
                names.extend(members.iter().rev().filter_map(|member| member.shape.object()));
                objects.push(ObjectShape { name: name.to_owned(), members: members.clone() });
            }
        }
        objects
    }

    /// The generated type of that name.
    pub fn model_named(&self, name: &str) -> Option<&Model> {
        let (file, position) = self.models.get(name)?;
        match self.types.get(*file)?.get(*position)? {
            TypeDef::Model(model) => Some(model),
            TypeDef::Enum(_) => None,
        }
    }

    /// All types by file, with what only the whole shows: which are sent, and which contain themselves.
    pub fn finish(mut self, operations: &[Vec<Operation>]) -> Vec<Vec<TypeDef>> {
        let bodies = operations.iter().flatten().filter_map(|operation| operation.body.as_ref());
        graph::mark_sent(&mut self.types, bodies.map(|body| &body.ty));
        graph::box_recursion(&mut self.types);
        for definition in self.types.iter_mut().flatten() {
            if let TypeDef::Enum(open_enum) = definition
                && open_enum.docs.text.is_empty()
            {
                open_enum.docs.text = format!("The values of `{}`.", open_enum.name);
            }
        }
        self.types
    }
}

enum Shape {
    Object,
    Enum,
    Transparent,
}

fn shape(schema: &Schema) -> Shape {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => Shape::Object,
        // An answer or a body without members may get some later.
        SchemaKind::Type(SchemaType::Object(object))
            if object.additional_properties == Some(AdditionalProperties::Any(false)) =>
        {
            Shape::Object
        }
        SchemaKind::Type(SchemaType::String(text)) if has_values(text) => Shape::Enum,
        SchemaKind::AllOf { all_of } if all_of.len() > 1 => Shape::Object,
        SchemaKind::Any(any) if !any.properties.is_empty() || !any.all_of.is_empty() => Shape::Object,
        _ => Shape::Transparent,
    }
}

fn has_values(text: &StringType) -> bool {
    text.enumeration.iter().flatten().next().is_some()
}

fn text_type(text: &StringType) -> Type {
    match &text.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::Timestamp,
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Type::Secret,
        VariantOrUnknownOrEmpty::Unknown(format) if format == "timestamp" => Type::Timestamp,
        _ => Type::Text,
    }
}
