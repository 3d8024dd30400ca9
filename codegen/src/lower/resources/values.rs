//! Values of a declaration: constants that fit their member, and texts with placeholders that mean
//! something.

use super::facts::Facts;
use super::{Draft, Told, other};
use crate::diagnostic::quoted;
use crate::ir::{Given, Type};
use crate::load::grammar::names;
use crate::load::{Node, Place};

/// Placeholders that need no name of the service.
const PLACEHOLDERS: &[&str] = &["uuid", "number", "now", "region", "domain_id", "project_id"];

impl<'a> Draft<'a> {
    /// The members and values under a key of the declaration.
    pub(super) fn values(
        &self,
        facts: &Facts<'a>,
        all: &[Draft<'a>],
        key: &str,
        told: &mut Told<'_, '_>,
    ) -> Vec<Given> {
        let node = self.node.get(key);
        node.map_or(Vec::new(), |node| self.mapping(facts, all, node, &self.place.child(key), told))
    }

    /// The records that a declaration lists.
    pub(super) fn records(
        &self,
        facts: &Facts<'a>,
        all: &[Draft<'a>],
        told: &mut Told<'_, '_>,
    ) -> Vec<Vec<Given>> {
        let place = self.place.child("records");
        let nodes = self.node.get("records").map_or(&[][..], Node::items).iter().enumerate();
        nodes.map(|(index, node)| self.mapping(facts, all, node, &place.index(index), told)).collect()
    }

    /// Members and what they become.
    pub(super) fn mapping(
        &self,
        facts: &Facts<'a>,
        all: &[Draft<'a>],
        node: &Node,
        place: &Place,
        told: &mut Told<'_, '_>,
    ) -> Vec<Given> {
        let mut values = Vec::new();
        for (name, node) in node.entries() {
            let place = place.child(&name.text);
            if self.member(&name.text, &place, true, told) {
                let text = node.as_text().filter(|text| text.contains('{'));
                match (text, self.ty(&name.text)) {
                    (Some(text), _) => self.placeholders(all, text, &place, told),
                    (None, Some(ty)) => fits(facts, &name.text, ty, node, &place, told),
                    (None, None) => {}
                }
            }
            values.push((name.text.to_string(), node.to_value().to_string()));
        }
        values
    }

    fn placeholders(&self, all: &[Draft<'a>], text: &str, place: &Place, told: &mut Told<'_, '_>) {
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else {
                let message = format!("{} opens a brace that nothing closes", quoted(text));
                told.value("resource-value", place, message, Some("close it with `}`".to_owned()));
                return;
            };
            rest = after;
            if let Some(resource) = name.strip_prefix("count:") {
                other(all, resource, place, told);
                continue;
            }
            let parameters = || self.uses.iter().flat_map(|it| it.path_parameters());
            let known = || self.members.iter().map(|(name, _)| *name).chain(PLACEHOLDERS.iter().copied());
            if !known().chain(parameters()).any(|it| it == name) {
                let message = format!("nothing is called {}", quoted(&format!("{{{name}}}")));
                let candidates: Vec<&str> = known().chain(parameters()).collect();
                let help = names::nearest(name, candidates.iter().copied())
                    .map(|near| format!("did you mean `{{{near}}}`?"))
                    .or_else(|| {
                        Some(format!(
                            "name a member, a path parameter, or one of `{}`",
                            PLACEHOLDERS.join("`, `")
                        ))
                    });
                told.value("resource-value", place, message, help);
            }
        }
    }
}

/// Holds a constant against the type of its member.
pub(super) fn fits(
    facts: &Facts<'_>,
    name: &str,
    ty: &Type,
    node: &Node,
    place: &Place,
    told: &mut Told<'_, '_>,
) {
    if let Some(values) = facts.values(ty) {
        let text = node.as_text().unwrap_or_default();
        if !values.contains(&text) {
            let message = format!("{} is no value of {}", quoted(text), quoted(name));
            told.value("resource-value", place, message, names::suggest(text, values));
        }
        return;
    }
    let (right, wanted) = match ty {
        Type::Text | Type::Timestamp | Type::Secret => (node.as_text().is_some(), "text"),
        Type::Boolean => (node.as_boolean().is_some(), "true or false"),
        Type::Integer | Type::Unsigned | Type::Code(_) => (node.as_integer().is_some(), "a whole number"),
        Type::Float => (node.as_number().is_some(), "a number"),
        Type::List(_) => (node.as_sequence().is_some(), "a list"),
        Type::Map(_) | Type::Model(_) | Type::Boxed(_) => (node.as_mapping().is_some(), "a mapping"),
        _ => return,
    };
    if !right {
        let message = format!("{} has to be {wanted}, but this is {}", quoted(name), node.describe());
        told.value("resource-value", place, message, None);
    }
}
