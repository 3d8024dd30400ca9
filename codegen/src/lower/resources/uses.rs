//! What an operation does to records, and where in its body and answer they stand.

use super::facts::{Astray, Facts, answer, body};
use super::{Draft, Told};
use crate::diagnostic::quoted;
use crate::ir::{Detail, Field, Location, Operation, Type, Use};
use crate::load::grammar::names;
use crate::load::grammar::resources::VERBS;
use crate::load::{Node, Place};

/// An operation with what it does.
pub struct Used<'a> {
    pub place: Place,
    pub node: &'a Node,
    pub verb: &'a str,
    pub operation: &'a Operation,
    /// Where records stand in the answer.
    pub view: Option<View<'a>>,
    /// What the body brings: a list or one.
    pub brought: Option<&'a Type>,
}

/// Records in an answer.
pub struct View<'a> {
    pointer: String,
    list: bool,
    /// Their members; none where they are texts.
    pub fields: &'a [Field],
}

impl<'a> Used<'a> {
    pub fn new(facts: &Facts<'a>, place: Place, node: &'a Node, told: &mut Told<'_, '_>) -> Option<Self> {
        let verb = *VERBS.iter().find(|verb| node.get(verb).is_some())?;
        let id = node.get(verb)?.as_text()?;
        let Some(operation) = facts.operation(id) else {
            let message = format!("there is no operation {}", quoted(id));
            let help = names::suggest(id, facts.ids());
            told.value("resource-operation", &place.child(verb), message, help);
            return None;
        };
        let mut it = Self { place, node, verb, operation, view: None, brought: None };
        it.view = it.view(facts, told);
        it.brought = it.brought(facts, told);
        Some(it)
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_text)
    }

    /// The member that a name of the call or the answer stands for.
    pub fn meant(&self, name: &'a str) -> &'a str {
        self.node.get("names").and_then(|names| names.get(name)?.as_text()).unwrap_or(name)
    }

    fn pairs(&self, key: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        self.node.get(key).into_iter().flat_map(Node::entries).map(|(key, node)| (&*key.text, node))
    }

    fn texts(&self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.node.get(key).map_or(&[][..], Node::items).iter().filter_map(Node::as_text)
    }

    /// The members that the answer says records have, by their names in records.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, &'a Type)> {
        let fields = match (&self.view, self.verb) {
            (Some(view), verb) if verb != "collect" => view.fields,
            _ => &[],
        };
        let fields = fields.iter().filter(|field| field.wire != "request_id");
        fields.map(|field| (self.meant(&field.wire), &field.ty))
    }

    /// The parameters of the path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.parameters(Location::Path)
    }

    fn parameters(&self, location: Location) -> impl Iterator<Item = &'a str> + use<'a> {
        let all = self.operation.arguments.iter().chain(&self.operation.options);
        all.filter(move |it| it.location == location).map(|it| &*it.wire)
    }

    /// Where records stand in the answer.
    fn view(&self, facts: &Facts<'a>, told: &mut Told<'_, '_>) -> Option<View<'a>> {
        let list = self.verb == "list";
        let said = self.text("answer");
        let paged = || self.operation.pagination.as_ref().map(|paging| &*paging.items);
        let pointer = match said {
            Some(pointer) => pointer,
            None if list && self.text("total").is_some() => return None,
            None if list => paged().unwrap_or(""),
            None if matches!(self.verb, "delete") => return None,
            None => "",
        };
        let place = self.place.child(if said.is_some() { "answer" } else { self.verb });
        let answered = answer(self.operation);
        let Some(answered) = answered else {
            if said.is_some() || list || matches!(self.verb, "show" | "collect") {
                let message =
                    format!("{} answers no JSON that a record could stand in", quoted(&self.operation.id));
                told.value("resource-pointer", &place, message, None);
            }
            return None;
        };
        let ty = self.follow(facts, "answer", pointer, &place, told)?;
        let (one, is_list) = match ty {
            Type::List(element) => (&**element, true),
            ty => (ty, false),
        };
        let fields = facts.fields(one);
        let fitting = fields.is_some() || (is_list && one.is_scalar());
        if !fitting || ((list || self.verb == "collect") && !is_list) {
            let message = match pointer {
                "" => format!("the answer of {} is not where its records are", quoted(&self.operation.id)),
                pointer => format!("{} does not lead to records", quoted(pointer)),
            };
            let lists = facts.fields(answered).unwrap_or_default().iter();
            let lists = lists.filter(|field| matches!(field.ty, Type::List(_)));
            let lists: Vec<String> = lists.map(|field| format!("/{}", field.wire)).collect();
            let help = match lists.as_slice() {
                [] => None,
                [only] => Some(format!("write `answer: {only}`")),
                several => Some(format!("write `answer:` with one of `{}`", several.join("`, `"))),
            };
            told.value("resource-pointer", &place, message, help);
            return None;
        }
        Some(View { pointer: pointer.to_owned(), list: is_list, fields: fields.unwrap_or_default() })
    }

    /// The members or the list of them that the body brings.
    fn brought(&self, facts: &Facts<'a>, told: &mut Told<'_, '_>) -> Option<&'a Type> {
        let needs = matches!(self.verb, "create" | "add" | "remove");
        let said = self.text("body");
        let place = self.place.child(if said.is_some() { "body" } else { self.verb });
        if body(self.operation).is_none() {
            if said.is_some() || needs {
                let message = format!("{} has no body of JSON", quoted(&self.operation.id));
                told.value("resource-pointer", &place, message, None);
            }
            return None;
        }
        match self.follow(facts, "body", said.unwrap_or_default(), &place, told)? {
            ty if matches!(self.verb, "add" | "remove") && !matches!(ty, Type::List(_)) => {
                let message = format!("{} takes a list, and none stands there", quoted(self.verb));
                let help = Some("point at it: `body: /tags`".to_owned());
                told.value("resource-pointer", &place, message, help);
                None
            }
            Type::List(element) => Some(element),
            ty => Some(ty),
        }
    }

    /// What a pointer leads to in the answer or the body; one that leads nowhere is told.
    pub(super) fn follow(
        &self,
        facts: &Facts<'a>,
        whole: &str,
        pointer: &str,
        place: &Place,
        told: &mut Told<'_, '_>,
    ) -> Option<&'a Type> {
        let from = if whole == "body" { body(self.operation) } else { answer(self.operation) };
        let nothing = || ("there is none of JSON".to_owned(), None);
        let followed = from.ok_or_else(nothing).and_then(|ty| facts.follow(ty, pointer));
        let told_of = |(message, help): Astray| {
            let message = format!("in the {whole} of {}: {message}", quoted(&self.operation.id));
            told.value("resource-pointer", place, message, help);
        };
        followed.map_err(told_of).ok()
    }

    /// Whether every record that the body makes has a member.
    pub(super) fn brings(&self, facts: &Facts<'a>, member: &str) -> bool {
        let Some(brought) = self.brought else { return false };
        if brought.is_scalar() {
            return self.text("member") == Some(member);
        }
        let fields = facts.fields(brought).unwrap_or_default();
        fields.iter().any(|field| field.required && self.meant(&field.wire) == member)
            || facts
                .defaults(&self.operation.id, self.text("body").unwrap_or_default())
                .iter()
                .any(|(name, _)| self.meant(name) == member)
    }

    /// Names that the call and the answer have.
    fn called(&self, facts: &Facts<'a>) -> Vec<&'a str> {
        let mut called: Vec<&str> = self.path_parameters().chain(self.parameters(Location::Query)).collect();
        let bodies = [body(self.operation), self.brought];
        let fields = bodies.into_iter().flatten().flat_map(|ty| facts.fields(ty).unwrap_or_default());
        called.extend(fields.map(|field| &*field.wire));
        called.extend(self.view.iter().flat_map(|view| view.fields).map(|field| &*field.wire));
        called
    }

    pub(super) fn finish(
        &self,
        facts: &Facts<'a>,
        of: &Draft<'a>,
        all: &[Draft<'a>],
        told: &mut Told<'_, '_>,
    ) -> Use {
        let owned = str::to_owned;
        let mut details = Vec::new();
        self.when(facts, &mut details, told);
        let called = self.called(facts);
        for (name, member) in self.pairs("names") {
            let place = self.place.child("names").child(name);
            let member = member.as_text().unwrap_or_default();
            if !called.contains(&name) {
                let message = format!("{} has nothing called {}", quoted(&self.operation.id), quoted(name));
                told.key("resource-member", &place, message, names::suggest(name, called.iter().copied()));
            } else {
                of.member(member, &place, false, told);
            }
            details.push(Detail::Name(owned(name), owned(member)));
        }
        let queries: Vec<&str> = self.parameters(Location::Query).collect();
        for (index, name) in self.texts("parts").enumerate() {
            if !queries.contains(&name) {
                let place = self.place.child("parts").index(index);
                let message =
                    format!("{} has no query parameter {}", quoted(&self.operation.id), quoted(name));
                told.value("resource-member", &place, message, names::suggest(name, queries.iter().copied()));
            }
            details.push(Detail::Part(owned(name)));
        }
        details.extend(self.text("body").map(|pointer| Detail::Body(owned(pointer))));
        details.extend(self.view.as_ref().map(|view| {
            let members = view.fields.iter().map(|field| field.wire.clone()).collect();
            let pointer = view.pointer.clone();
            if view.list { Detail::Answers(pointer, members) } else { Detail::Answer(pointer, members) }
        }));
        self.total(facts, &mut details, told);
        if let Some(member) = self.text("member") {
            of.member(member, &self.place.child("member"), false, told);
            details.push(Detail::Member(owned(member)));
        }
        self.key(facts, of, &mut details, told);
        self.defaults(facts, of, &mut details);
        for (name, value) in self.set(facts, of, all, told) {
            details.push(Detail::Set(name, value));
        }
        for (index, name) in self.texts("clear").enumerate() {
            of.member(name, &self.place.child("clear").index(index), false, told);
            details.push(Detail::Clear(owned(name)));
        }
        if let Some(name) = self.text("unless") {
            super::other(all, name, &self.place.child("unless"), told);
            details.push(Detail::Unless(owned(name)));
        }
        if self.node.get("shared").and_then(Node::as_boolean) == Some(true) {
            details.push(Detail::Shared);
        }
        self.tagged(facts, &mut details, told);
        let verb = match self.verb {
            "create" => "Create",
            "list" => "List",
            "show" => "Show",
            "update" => "Update",
            "delete" => "Delete",
            "add" => "Add",
            "remove" => "Remove",
            _ => "Collect",
        };
        Use { operation: self.operation.id.clone(), verb, details }
    }

    fn set(
        &self,
        facts: &Facts<'a>,
        of: &Draft<'a>,
        all: &[Draft<'a>],
        told: &mut Told<'_, '_>,
    ) -> Vec<crate::ir::Given> {
        let place = self.place.child("set");
        self.node.get("set").map_or(Vec::new(), |node| of.mapping(facts, all, node, &place, told))
    }
}
