//! What only all types together show: which of them requests carry, and which contain themselves.

use std::collections::{HashMap, HashSet};

use crate::ir::{Model, Type, TypeDef};

/// Marks every model that can be reached from a body.
pub fn mark_sent<'t>(types: &mut [Vec<TypeDef>], bodies: impl Iterator<Item = &'t Type>) {
    let mut sent: HashSet<String> = HashSet::new();
    let mut open: Vec<String> = bodies.filter_map(Type::generated).map(str::to_owned).collect();
    {
        let inside: HashMap<&str, Vec<&str>> = types
            .iter()
            .flatten()
            .map(|definition| (definition.name(), parts(definition).filter_map(Type::generated).collect()))
            .collect();
        while let Some(name) = open.pop() {
            if sent.insert(name.clone()) {
                open.extend(inside.get(name.as_str()).into_iter().flatten().map(|name| (*name).to_owned()));
            }
        }
    }
    for definition in types.iter_mut().flatten() {
        if let TypeDef::Model(model) = definition {
            model.sent = sent.contains(&model.name);
        }
    }
}

/// Marks what may be null in the models that are sent. To who reads an answer null says no more than
/// absence.
pub fn mark_nullable(types: &mut [Vec<TypeDef>], nullable: &HashSet<(String, String)>) {
    for definition in types.iter_mut().flatten() {
        let TypeDef::Model(model) = definition else { continue };
        for field in model.fields.iter_mut().filter(|_| model.sent) {
            if nullable.contains(&(model.name.clone(), field.wire.clone())) {
                field.ty = Type::Nullable(Box::new(std::mem::replace(&mut field.ty, Type::Nothing)));
            }
        }
    }
}

/// The types that a definition mentions.
fn parts(definition: &TypeDef) -> Box<dyn Iterator<Item = &Type> + '_> {
    match definition {
        TypeDef::Model(Model { fields, others, .. }) => {
            Box::new(fields.iter().chain(others).map(|field| &field.ty))
        }
        TypeDef::Union(union) => Box::new(union.variants.iter().map(|variant| &variant.ty)),
        TypeDef::Enum(_) | TypeDef::Alias(_) => Box::new(std::iter::empty()),
    }
}

/// Boxes each model where a type would contain itself through it; lists and maps do so by nature. A
/// circle without a model in it does not load.
pub fn box_recursion(types: &mut [Vec<TypeDef>]) {
    let circle = circles(types);
    for definition in types.iter_mut().flatten() {
        let own = circle.get(definition.name()).copied();
        let boxed = |ty: &mut Type| {
            if let Type::Model(name) = ty
                && own.is_some()
                && circle.get(name).copied() == own
            {
                *ty = Type::Boxed(std::mem::take(name));
            }
        };
        match definition {
            TypeDef::Model(model) => model.fields.iter_mut().for_each(|field| boxed(&mut field.ty)),
            TypeDef::Union(union) => union.variants.iter_mut().for_each(|variant| boxed(&mut variant.ty)),
            TypeDef::Enum(_) | TypeDef::Alias(_) => {}
        }
    }
}

/// The types that contain themselves, each with the number of its circle: those of one number contain
/// one another (Tarjan's strongly connected components, with a stack of its own).
fn circles(types: &[Vec<TypeDef>]) -> HashMap<String, usize> {
    let names: Vec<&str> = types.iter().flatten().map(TypeDef::name).collect();
    let index: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let direct = |ty: &Type| match ty {
        Type::Model(name) | Type::Union(name) => index.get(name.as_str()).copied(),
        _ => None,
    };
    let edges: Vec<Vec<usize>> =
        types.iter().flatten().map(|it| parts(it).filter_map(direct).collect()).collect();

    const NEW: usize = usize::MAX;
    let mut met = vec![NEW; names.len()];
    let mut low = vec![0; names.len()];
    let mut waiting = vec![false; names.len()];
    let (mut order, mut stack, mut circles) = (0, Vec::new(), HashMap::new());
    for start in 0..names.len() {
        if met[start] != NEW {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if *next == 0 {
                (met[at], low[at], waiting[at]) = (order, order, true);
                order += 1;
                stack.push(at);
            }
            if let Some(&to) = edges[at].get(*next) {
                *next += 1;
                if met[to] == NEW {
                    path.push((to, 0));
                } else if waiting[to] {
                    low[at] = low[at].min(met[to]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
            if low[at] == met[at] {
                let first = stack.iter().rposition(|it| *it == at).unwrap_or_default();
                let circle = stack.split_off(first);
                circle.iter().for_each(|it| waiting[*it] = false);
                if circle.len() > 1 || edges[at].contains(&at) {
                    circles.extend(circle.into_iter().map(|it| (names[it].to_owned(), at)));
                }
            }
        }
    }
    circles
}
