//! Inheritance: a schema with a `discriminator` stands for those that take it over through `allOf`.

use std::collections::{HashMap, HashSet};

use openapiv3::{ReferenceOr, Schema};

use super::keywords::Keywords;
use crate::load::{Place, Spec};
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;

/// Which components take which over.
pub struct Heirs<'a> {
    spec: &'a Spec,
    /// The components that name a place in their `allOf`, in the order of the files.
    children: HashMap<Place, Vec<Spot<'a>>>,
}

impl<'a> Heirs<'a> {
    pub fn new(spec: &'a Spec) -> Self {
        let mut children: HashMap<Place, Vec<Spot<'a>>> = HashMap::new();
        for (place, schema) in components(spec) {
            let ReferenceOr::Item(item) = schema else { continue };
            let mut parents = HashSet::new();
            for part in Keywords::of(item).all_of {
                let ReferenceOr::Reference { reference } = part else { continue };
                let Some(found) = spec.schema(place.file, reference) else { continue };
                let Some((parent, ..)) = spec.follow(found.place, found.item) else { continue };
                if parents.insert(parent.clone()) {
                    let child = Spot { schema: SchemaRef::Item(item), place: place.clone() };
                    children.entry(parent).or_default().push(child);
                }
            }
        }
        Self { spec, children }
    }

    /// The schemas that one with a discriminator and no alternatives stands for.
    pub fn of(&self, place: &Place, keywords: &Keywords<'a>) -> Option<Vec<Spot<'a>>> {
        let discriminator = keywords.data.discriminator.as_ref()?;
        if keywords.alternatives().next().is_some() {
            return None;
        }
        let mut heirs: Vec<Spot<'a>> = Vec::new();
        let mapped = discriminator.mapping.values().filter_map(|to| mapped(self.spec, place.file, to));
        let mut open: Vec<Spot<'a>> = mapped.filter(|heir| heir.place != *place).collect();
        open.reverse();
        open.splice(0..0, self.children.get(place).into_iter().flatten().rev().cloned());
        let mut seen = HashSet::from([place.clone()]);
        // What the mapping names comes first, then heirs in the order of the files, and theirs.
        while let Some(heir) = open.pop() {
            if !seen.insert(heir.place.clone()) {
                continue;
            }
            let children = self.children.get(&heir.place);
            open.extend(children.into_iter().flatten().rev().cloned());
            let SchemaRef::Item(item) = heir.schema else { continue };
            // One with heirs of its own and a discriminator stands for those, which are here as well.
            let abstract_too = children.is_some() && Keywords::of(item).data.discriminator.is_some();
            if !abstract_too {
                heirs.push(heir);
            }
        }
        (!heirs.is_empty()).then_some(heirs)
    }

    /// Whether the component at a place takes over a schema that has a discriminator.
    pub fn is_heir(&self, place: &Place, parent: &Spot<'a>) -> bool {
        let SchemaRef::Item(item) = parent.schema else { return false };
        let children = self.children.get(&parent.place);
        item.schema_data.discriminator.is_some()
            && children.is_some_and(|it| it.iter().any(|child| child.place == *place))
    }

    /// Whether one of several schemas takes another over, by itself or through others.
    pub fn any_inherits(&self, heirs: &HashSet<Place>, from: &Place) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![from];
        while let Some(place) = open.pop() {
            for child in self.children.get(place).into_iter().flatten() {
                if heirs.contains(&child.place) {
                    return true;
                }
                if seen.insert(&child.place) {
                    open.push(&child.place);
                }
            }
        }
        false
    }
}

/// Every schema under `components`, and its place.
pub fn components(spec: &Spec) -> impl Iterator<Item = (Place, &ReferenceOr<Schema>)> {
    spec.files.iter().enumerate().flat_map(|(file, it)| {
        let components = it.openapi.components.iter();
        components.flat_map(move |components| {
            let root = Place::root(file).children(["components", "schemas"]);
            components.schemas.iter().map(move |(name, schema)| (root.child(name), schema))
        })
    })
}

/// What the value of a discriminator's mapping leads to: a reference, or the name of a component.
pub fn mapped<'a>(spec: &'a Spec, file: usize, to: &str) -> Option<Spot<'a>> {
    let local = || spec.schema(file, &format!("#/components/schemas/{to}"));
    let elsewhere =
        || (0..spec.files.len()).find_map(|file| spec.schema(file, &format!("#/components/schemas/{to}")));
    let found = if to.contains('#') || to.contains('/') { spec.schema(file, to) } else { None };
    let found = found.or_else(local).or_else(elsewhere)?;
    let (place, _, item) = spec.follow(found.place, found.item)?;
    Some(Spot { schema: SchemaRef::Item(item), place })
}
