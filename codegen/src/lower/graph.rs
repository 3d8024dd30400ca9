//! What only all types together show: which of them requests carry, and which contain themselves.

use std::collections::{HashMap, HashSet};

use crate::ir::{Type, TypeDef};

/// Marks every model that can be reached from a body.
pub fn mark_sent<'t>(types: &mut [Vec<TypeDef>], bodies: impl Iterator<Item = &'t Type>) {
    let mut sent: HashSet<String> = HashSet::new();
    let mut open: Vec<String> = bodies.filter_map(Type::generated).map(str::to_owned).collect();
    {
        let fields: HashMap<&str, Vec<&str>> = types
            .iter()
            .flatten()
            .filter_map(|definition| match definition {
                TypeDef::Model(model) => {
                    let inside = model.fields.iter().filter_map(|field| field.ty.generated()).collect();
                    Some((model.name.as_str(), inside))
                }
                TypeDef::Enum(_) => None,
            })
            .collect();
        while let Some(name) = open.pop() {
            if sent.insert(name.clone()) {
                open.extend(
                    fields.get(name.as_str()).into_iter().flatten().map(|inside| (*inside).to_owned()),
                );
            }
        }
    }
    for definition in types.iter_mut().flatten() {
        if let TypeDef::Model(model) = definition {
            model.sent = sent.contains(&model.name);
        }
    }
}

/// Boxes each field through which a model would contain itself; lists and maps do so by nature.
pub fn box_recursion(types: &mut [Vec<TypeDef>]) {
    let direct: HashMap<String, Vec<String>> = types
        .iter()
        .flatten()
        .filter_map(|definition| match definition {
            TypeDef::Model(model) => {
                let inside = model.fields.iter().filter_map(|field| match &field.ty {
                    Type::Model(name) => Some(name.clone()),
                    _ => None,
                });
                Some((model.name.clone(), inside.collect()))
            }
            TypeDef::Enum(_) => None,
        })
        .collect();
    for definition in types.iter_mut().flatten() {
        let TypeDef::Model(model) = definition else { continue };
        for field in &mut model.fields {
            if let Type::Model(name) = &field.ty
                && reaches(&direct, name, &model.name)
            {
                field.ty = Type::Boxed(name.clone());
            }
        }
    }
}

fn reaches(direct: &HashMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(direct.get(name).into_iter().flatten().map(String::as_str));
        }
    }
    false
}
