//! Parts: a chapter whose modules would be too long for a reader or an editor becomes several, each
//! with a module of its own. Callers see none of it: the crates re-export everything from their roots.

use crate::ir::{Alias, Chapter, Docs, Enum, Field, Model, Operation, TypeDef, Union};
use crate::lower::words::names::{self, Scope};
use crate::parting::cut;

/// A chapter as its parts. Types and operations stand in different crates, and are parted separately.
pub fn split(chapter: Chapter, modules: &mut Scope) -> Vec<Chapter> {
    let type_parts = cut(chapter.types.iter().map(|it| (it.name(), type_lines(it))));
    let operation_parts = cut(chapter.operations.iter().map(|it| (it.id.as_str(), operation_lines(it))));
    if type_parts.len() <= 1 && operation_parts.len() <= 1 {
        return vec![chapter];
    }
    let Chapter { spec, module, title, docs, types, operations } = chapter;
    let mut parts = Vec::with_capacity(type_parts.len() + operation_parts.len());
    let mut part = |types: Vec<TypeDef>, operations: Vec<Operation>, first: Option<&str>| {
        let module = match first {
            Some(first) => modules.claim(names::module(&format!("{module}_{first}"))),
            None => module.clone(),
        };
        let (spec, title, docs) = (spec.clone(), title.clone(), docs.clone());
        parts.push(Chapter { spec, module, title, docs, types, operations });
    };
    let (mut types, mut operations) = (types.into_iter(), operations.into_iter());
    let first_types = types.by_ref().take(type_parts.first().copied().unwrap_or_default()).collect();
    let first_operations = operations.by_ref().take(operation_parts.first().copied().unwrap_or_default());
    part(first_types, first_operations.collect(), None);
    for length in type_parts.into_iter().skip(1) {
        let types: Vec<TypeDef> = types.by_ref().take(length).collect();
        let first = types.first().map(|it| it.name().to_owned());
        part(types, Vec::new(), first.as_deref());
    }
    for length in operation_parts.into_iter().skip(1) {
        let operations: Vec<Operation> = operations.by_ref().take(length).collect();
        let first = operations.first().map(|it| it.id.clone());
        part(Vec::new(), operations, first.as_deref());
    }
    parts
}

fn docs_lines(docs: &Docs) -> usize {
    docs.text.lines().count() + usize::from(docs.deprecated) * 2
}

/// Lines of a list that is filled up to the width.
fn filled<'n>(names: impl Iterator<Item = &'n str>) -> usize {
    2 + names.map(|name| name.len() + 2).sum::<usize>() / 80
}

fn type_lines(definition: &TypeDef) -> usize {
    match definition {
        TypeDef::Model(Model { docs, fields, others, .. }) => {
            let field = |it: &Field| docs_lines(&it.docs) + 1;
            let members = || fields.iter().map(|it| it.wire.as_str());
            let names = fields.iter().map(|it| it.name.as_str());
            // A name, its type and maybe its name in JSON: in the list of members and that of setters.
            let lists = filled(names.chain(members())) + filled(members().chain(members()).chain(members()));
            docs_lines(docs) + 6 + fields.iter().chain(others).map(field).sum::<usize>() + lists
        }
        TypeDef::Enum(Enum { docs, variants, .. }) => {
            docs_lines(docs) + 4 + variants.iter().map(|it| docs_lines(&it.docs) + 1).sum::<usize>()
        }
        TypeDef::Union(Union { docs, variants, .. }) => {
            docs_lines(docs) + 4 + variants.iter().map(|it| docs_lines(&it.docs) + 1).sum::<usize>()
        }
        TypeDef::Alias(Alias { docs, .. }) => docs_lines(docs) + 2,
    }
}

fn operation_lines(operation: &Operation) -> usize {
    let parameters = operation.arguments.iter().chain(&operation.options);
    // A setter is a function of a few lines; an argument is documented and passed on.
    let parameters: usize = parameters.map(|it| docs_lines(&it.docs) + 5).sum();
    let errors: usize = operation.errors.iter().map(|it| docs_lines(&it.docs)).sum();
    let documented =
        errors + operation.headers.len() + operation.answers.len() + operation.error_answers.len();
    docs_lines(&operation.docs) + 30 + parameters + documented
}
