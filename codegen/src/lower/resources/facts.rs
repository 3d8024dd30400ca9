//! What the operations of a service and their bodies are made of.

use std::collections::HashMap;

use crate::diagnostic::quoted;
use crate::ir::{Content, Enum, Field, Model, Operation, Success, Type, TypeDef};
use crate::json::segments;
use crate::lint::members::{self, Followed};
use crate::lint::walk::{At, json};
use crate::load::grammar::names;
use crate::load::{Node, Spec};
use crate::source::Span;

/// Everything by its name.
pub struct Facts<'a> {
    models: HashMap<&'a str, &'a Model>,
    enums: HashMap<&'a str, &'a Enum>,
    operations: Vec<&'a Operation>,
    spec: &'a Spec,
}

/// Why a pointer leads nowhere, and a way out.
pub type Astray = (String, Option<String>);

impl<'a> Facts<'a> {
    pub fn new(spec: &'a Spec, types: &'a [Vec<TypeDef>], operations: &'a [Vec<Operation>]) -> Self {
        let (mut models, mut enums) = (HashMap::new(), HashMap::new());
        for definition in types.iter().flatten() {
            match definition {
                TypeDef::Model(model) => _ = models.insert(&*model.name, model),
                TypeDef::Enum(it) => _ = enums.insert(&*it.name, it),
                TypeDef::Alias(_) | TypeDef::Union(_) => {}
            }
        }
        Self { models, enums, operations: operations.iter().flatten().collect(), spec }
    }

    pub fn operation(&self, id: &str) -> Option<&'a Operation> {
        self.operations.iter().find(|operation| operation.id == id).copied()
    }

    pub fn ids(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.operations.iter().map(|operation| &*operation.id)
    }

    /// The members of an object.
    pub fn fields(&self, ty: &Type) -> Option<&'a [Field]> {
        match ty {
            Type::Model(name) | Type::Boxed(name) => self.models.get(&**name).map(|model| &*model.fields),
            _ => None,
        }
    }

    /// The values of an enum of texts.
    pub fn values(&self, ty: &Type) -> Option<Vec<&'a str>> {
        let Type::Enum(name) = ty else { return None };
        let values = self.enums.get(&**name)?.variants.iter();
        Some(values.map(|variant| &*variant.wire).collect())
    }

    /// The documented defaults of the members in a body.
    pub fn defaults(&self, operation: &str, pointer: &str) -> Vec<(&'a str, &'a Node)> {
        let Some(schema) = self.schema_of_body(operation, pointer) else { return Vec::new() };
        let (properties, _) = members::properties(self.spec, schema);
        let default = |at: At<'a>| {
            let own = at.get("default");
            own.or_else(|| at.resolved(self.spec)?.get("default")).map(|at| at.node)
        };
        properties.into_iter().filter_map(|(name, at)| Some((name, default(at)?))).collect()
    }

    fn schema_of_body(&self, operation: &str, pointer: &str) -> Option<At<'a>> {
        let files = self.spec.files.iter().enumerate();
        let roots = files.map(|(file, it)| At { file, key: Span::default(), node: &it.tree });
        let paths = roots.filter_map(|root| root.get("paths")).flat_map(At::entries);
        let items = paths.filter_map(|(_, item)| item.resolved(self.spec));
        let mut operations = items.flat_map(At::entries).map(|(_, at)| at);
        let at = operations.find(|at| at.text("operationId") == Some(operation))?;
        let whole = json(at.get("requestBody")?.resolved(self.spec)?)?.get("schema")?.resolved(self.spec)?;
        let Followed::To(schema) = members::follow(self.spec, whole, pointer) else { return None };
        match schema.get("items") {
            Some(items) => items.resolved(self.spec),
            None => Some(schema),
        }
    }

    /// What a JSON pointer leads to.
    pub fn follow(&self, ty: &'a Type, pointer: &str) -> Result<&'a Type, Astray> {
        let mut ty = ty;
        for segment in segments(pointer) {
            let fields = self.fields(ty).unwrap_or_default();
            let Some(field) = fields.iter().find(|field| field.wire == *segment) else {
                let message = format!("there is no {} for {}", quoted(&segment), quoted(pointer));
                return Err((message, names::suggest(&segment, fields.iter().map(|field| &*field.wire))));
            };
            ty = &field.ty;
        }
        Ok(ty)
    }
}

/// The type of an operation's answer, where that is JSON.
pub fn answer(operation: &Operation) -> Option<&Type> {
    match &operation.answer {
        Success::Json(ty) if *ty.target() != Type::Nothing => Some(ty.target()),
        _ => None,
    }
}

/// The type of an operation's body, where that is JSON.
pub fn body(operation: &Operation) -> Option<&Type> {
    match &operation.body.as_ref()?.content {
        Content::Json { ty, .. } => Some(ty.target()),
        _ => None,
    }
}
