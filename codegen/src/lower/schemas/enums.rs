//! Enums: of texts and of whole numbers.

use std::collections::HashSet;

use openapiv3::SchemaData;

use crate::ir::{Enum, Type, TypeDef, Variant};
use crate::load::{Node, Place};
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{code, docs, is_plain, sentence};
use crate::lower::words::names::{Scope, upper_camel};

impl Schemas<'_> {
    /// Adds the enum of the values that are listed at some places.
    pub fn open_enum(
        &mut self,
        name: String,
        (integers, listed): (bool, &[Place]),
        data: Option<&SchemaData>,
        file: usize,
    ) {
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for place in listed {
            let described = self.spec.node(place).and_then(|node| node.get("x-enum-descriptions"));
            for value in self.forms.listed(place).iter().filter(|value| !value.is_null()) {
                let Some(scalar) = value.as_scalar() else { continue };
                let wire = match value.as_integer().filter(|_| integers) {
                    Some(number) => number.to_string(),
                    None => scalar.text.to_string(),
                };
                if seen.insert(wire.clone()) {
                    let description = described.and_then(|map| map.get(&wire)).and_then(Node::as_text);
                    values.push((wire, description));
                }
            }
        }
        // One value that documentation would misread, and none is put there as it is.
        let documented = !integers && values.iter().any(|(wire, _)| !is_plain(wire));
        let variants = values.into_iter().map(|(wire, description)| {
            let shown = documented.then(|| code(&wire));
            Variant {
                name: scope.claim(upper_camel(&wire)),
                docs: docs([description, shown.as_deref()], false),
                wire,
            }
        });
        let variants = variants.collect();
        let text = data.and_then(|data| data.description.as_deref().or(data.title.as_deref())).map(sentence);
        let docs = docs([text.as_deref()], data.is_some_and(|data| data.deprecated));
        self.types[file].push(TypeDef::Enum(Enum { name, docs, integers, documented, variants }));
    }

    /// Documents an enum that says nothing itself: it stands where it is used, and that place does.
    pub fn describe_enum(&mut self, ty: &Type, text: &str) {
        let (Type::Enum(wanted) | Type::Code(wanted)) = ty else { return };
        // It is the type that came last, or one with docs of its own.
        if let Some(TypeDef::Enum(last)) =
            self.types.iter_mut().filter_map(|types| types.last_mut()).find(|last| last.name() == wanted)
            && last.docs.text.is_empty()
        {
            last.docs = docs([Some(sentence(text).as_str())], false);
        }
    }
}
