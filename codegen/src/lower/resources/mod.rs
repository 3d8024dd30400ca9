//! Resources: from `x-resources` to what a mock with memory goes by. Every name is held against the
//! operations and their bodies.

mod checks;
mod facts;
mod uses;
mod values;

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::ir::{Move, Operation, Reference, Resource, Type, TypeDef};
use crate::load::grammar::names;
use crate::load::{Node, Options, Part, Place, Spec};
use facts::Facts;
use uses::Used;

/// The resources of a service; mistakes of their declarations go to `found`.
pub fn lower(
    spec: &Spec,
    types: &[Vec<TypeDef>],
    operations: &[Vec<Operation>],
    options: Options,
    found: &mut Diagnostics,
) -> Vec<Resource> {
    let facts = Facts::new(spec, types, operations);
    let mut wrong = Diagnostics::new();
    let mut told = Told { spec, found: &mut wrong };
    let declared = declared(spec);
    let mut drafts: Vec<Draft<'_>> = Vec::with_capacity(declared.len());
    for (name, place, node) in declared {
        if let Some(first) = drafts.iter().find(|draft| draft.name == name) {
            let message = format!("two files declare a resource named {}", quoted(name));
            let at = spec.locate_part(&first.place, Part::Key);
            told.key_with("resource-name", &place, message, (first.place.file, at, "the other stands here"));
            continue;
        }
        drafts.push(Draft::new(&facts, name, place, node, &mut told));
    }
    let resources = drafts.iter().map(|draft| draft.finish(&facts, &drafts, &mut told)).collect();
    if options.foreign && wrong.has_errors() {
        // Others may call something else like this; a client does without.
        found.extend(wrong.into_iter().map(Diagnostic::as_warning));
        return Vec::new();
    }
    found.extend(wrong);
    resources
}

/// What the files declare: name, place and node of each resource.
fn declared(spec: &Spec) -> Vec<(&str, Place, &Node)> {
    let mut all = Vec::new();
    for place in (0..spec.files.len()).map(|file| Place::root(file).child("x-resources")) {
        let Some(node) = spec.node(&place) else { continue };
        all.extend(node.entries().map(|(key, node)| (&*key.text, place.child(&key.text), node)));
    }
    all
}

/// A resource whose operations are known, and so its members.
struct Draft<'a> {
    name: &'a str,
    place: Place,
    node: &'a Node,
    id: &'a str,
    uses: Vec<Used<'a>>,
    /// The members of its records, each with its type.
    members: Vec<(&'a str, &'a Type)>,
}

/// Where mistakes go.
struct Told<'a, 'f> {
    spec: &'a Spec,
    found: &'f mut Diagnostics,
}

impl Told<'_, '_> {
    /// Tells of a value.
    fn value(&mut self, rule: &'static str, place: &Place, message: String, help: Option<String>) {
        self.found.push(self.spec.error(rule, place, message, help));
    }

    /// Tells of a key.
    fn key(&mut self, rule: &'static str, place: &Place, message: String, help: Option<String>) {
        let mut it = self.spec.error(rule, place, message, help);
        it.span = self.spec.locate_part(place, Part::Key);
        self.found.push(it);
    }

    fn key_with(
        &mut self,
        rule: &'static str,
        place: &Place,
        message: String,
        (file, span, label): (usize, crate::source::Span, &str),
    ) {
        let mut it = self.spec.error(rule, place, message, None);
        it.span = self.spec.locate_part(place, Part::Key);
        self.found.push(it.with_related(file, span, label));
    }
}

impl<'a> Draft<'a> {
    fn new(facts: &Facts<'a>, name: &'a str, place: Place, node: &'a Node, told: &mut Told<'_, '_>) -> Self {
        let id = node.get("id").and_then(Node::as_text).unwrap_or("id");
        let list = place.child("operations");
        let nodes = node.get("operations").map_or(&[][..], Node::items).iter().enumerate();
        let uses: Vec<Used<'a>> =
            nodes.filter_map(|(index, node)| Used::new(facts, list.index(index), node, told)).collect();
        let mut members: Vec<(&str, &Type)> = Vec::new();
        for (name, ty) in uses.iter().flat_map(Used::members) {
            if !members.iter().any(|(known, _)| *known == name) {
                members.push((name, ty));
            }
        }
        Self { name, place, node, id, uses, members }
    }

    fn finish(&self, facts: &Facts<'a>, all: &[Draft<'a>], told: &mut Told<'_, '_>) -> Resource {
        let text = |key: &str| self.node.get(key).and_then(Node::as_text).unwrap_or_default();
        let state = self.node.get("state").and_then(Node::as_text).unwrap_or("status");
        if self.node.get("id").is_some() {
            self.member(self.id, &self.place.child("id"), false, told);
        }
        if self.node.get("state").is_some() {
            self.member(state, &self.place.child("state"), false, told);
        }
        self.parameter(told);
        let given = self.values(facts, all, "given", told);
        let made = self.values(facts, all, "made", told);
        let shown = self.values(facts, all, "shown", told);
        let records = self.records(facts, all, told);
        let refers = self.refers(all, told);
        let moves = self.moves(facts, all, state, &refers, told);
        let uses = self.uses.iter().map(|it| it.finish(facts, self, all, told)).collect();
        let resource = Resource {
            name: self.name.to_owned(),
            id: self.id.to_owned(),
            parameter: text("parameter").to_owned(),
            state: state.to_owned(),
            members: self.members.iter().map(|(name, _)| (*name).to_owned()).collect(),
            given,
            made,
            shown,
            records,
            refers,
            moves,
            uses,
        };
        self.required(facts, &resource, told);
        resource
    }

    /// Whether records have a member of this name; else that is told, at the value or the key.
    fn member(&self, name: &str, place: &Place, key: bool, told: &mut Told<'_, '_>) -> bool {
        // What no answer says of a declaration that lists its records, it says itself.
        if self.ty(name).is_some() || self.members.is_empty() {
            return true;
        }
        let message = format!("no answer about {} has the member {}", self.name, quoted(name));
        let help = names::suggest(name, self.members.iter().map(|(name, _)| *name));
        if key {
            told.key("resource-member", place, message, help);
        } else {
            told.value("resource-member", place, message, help);
        }
        false
    }

    fn ty(&self, name: &str) -> Option<&'a Type> {
        self.members.iter().find(|(known, _)| *known == name).map(|(_, ty)| *ty)
    }

    /// The path parameter that names a record has to be one of its operations'.
    fn parameter(&self, told: &mut Told<'_, '_>) {
        let Some(name) = self.node.get("parameter").and_then(Node::as_text) else { return };
        let known: Vec<&str> = self.uses.iter().flat_map(|it| it.path_parameters()).collect();
        if !known.contains(&name) && !known.is_empty() {
            let message = format!("no operation of {} has {} in its path", self.name, quoted(name));
            let help = names::suggest(name, known.iter().copied());
            told.value("resource-member", &self.place.child("parameter"), message, help);
        }
    }

    fn refers(&self, all: &[Draft<'a>], told: &mut Told<'_, '_>) -> Vec<Reference> {
        let place = self.place.child("refers");
        let mut references = Vec::new();
        for (member, node) in self.node.get("refers").into_iter().flat_map(Node::entries) {
            let place = place.child(&member.text);
            self.member(&member.text, &place, true, told);
            let to = node.get("to").and_then(Node::as_text).unwrap_or_default();
            let other = other(all, to, &place.child("to"), told);
            let mut copies = Vec::new();
            for (own, its) in node.get("copies").into_iter().flat_map(Node::entries) {
                let place = place.child("copies").child(&own.text);
                let its = its.as_text().unwrap_or_default();
                self.member(&own.text, &place, true, told);
                if let Some(other) = other {
                    other.member(its, &place, false, told);
                }
                copies.push((own.text.to_string(), its.to_owned()));
            }
            references.push(Reference { member: member.text.to_string(), to: to.to_owned(), copies });
        }
        references
    }

    fn moves(
        &self,
        facts: &Facts<'a>,
        all: &[Draft<'a>],
        state: &str,
        refers: &[Reference],
        told: &mut Told<'_, '_>,
    ) -> Vec<Move> {
        let place = self.place.child("moves");
        let nodes = self.node.get("moves").map_or(&[][..], Node::items);
        if !nodes.is_empty() && !self.member(state, &place, true, told) {
            return Vec::new();
        }
        let mut moves = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let place = place.index(index);
            let text = |key: &str| node.get(key).and_then(Node::as_text);
            for key in ["from", "to"] {
                if let Some((node, ty)) = node.get(key).zip(self.ty(state)) {
                    values::fits(facts, state, ty, node, &place.child(key), told);
                }
            }
            let condition =
                text("if").and_then(|text| self.condition(text, all, refers, &place.child("if"), told));
            let (from, to) = (text("from").unwrap_or_default(), text("to").unwrap_or_default());
            moves.push(Move { from: from.to_owned(), to: to.to_owned(), condition });
        }
        moves
    }

    /// `endpoint_service_id.approval_enabled`: a member that refers, and one of what it refers to.
    fn condition(
        &self,
        text: &str,
        all: &[Draft<'a>],
        refers: &[Reference],
        place: &Place,
        told: &mut Told<'_, '_>,
    ) -> Option<(String, String)> {
        let (member, wanted) = text.split_once('.').unwrap_or((text, ""));
        let Some(reference) = refers.iter().find(|it| it.member == member) else {
            let message = format!("{} is not under `refers`", quoted(member));
            let help = names::suggest(member, refers.iter().map(|it| &*it.member));
            told.value("resource-member", place, message, help);
            return None;
        };
        let other = all.iter().find(|it| it.name == reference.to)?;
        if other.member(wanted, place, false, told) && other.ty(wanted).is_some_and(|it| *it != Type::Boolean)
        {
            let message = format!("{} is neither true nor false", quoted(wanted));
            told.value("resource-value", place, message, None);
        }
        Some((member.to_owned(), wanted.to_owned()))
    }
}

/// The resource of a name, which is told of where there is none.
fn other<'d, 'a>(
    all: &'d [Draft<'a>],
    name: &str,
    place: &Place,
    told: &mut Told<'_, '_>,
) -> Option<&'d Draft<'a>> {
    let found = all.iter().find(|it| it.name == name);
    if found.is_none() {
        let message = format!("there is no resource {}", quoted(name));
        let help = names::suggest(name, all.iter().map(|it| it.name));
        told.value("resource-name", place, message, help);
    }
    found
}
