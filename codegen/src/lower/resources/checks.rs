//! The lesser parts of a declaration, and what has to be true of it as a whole.

use super::facts::{Facts, body};
use super::uses::Used;
use super::{Draft, Told, values};
use crate::diagnostic::quoted;
use crate::ir::{Detail, Resource, Type};
use crate::load::Node;
use crate::load::grammar::names;

impl<'a> Used<'a> {
    /// `when`: parameters and members of the body, with values that they take.
    pub(super) fn when(&self, facts: &Facts<'a>, details: &mut Vec<Detail>, told: &mut Told<'_, '_>) {
        let parameters = self.operation.arguments.iter().chain(&self.operation.options);
        let parameters = parameters.map(|it| (&*it.wire, &it.ty));
        let fields = body(self.operation).and_then(|ty| facts.fields(ty)).unwrap_or_default();
        let known: Vec<(&str, &Type)> =
            parameters.chain(fields.iter().map(|field| (&*field.wire, &field.ty))).collect();
        for (name, node) in self.node.get("when").into_iter().flat_map(Node::entries) {
            let place = self.place.child("when").child(&name.text);
            match known.iter().find(|(known, _)| *known == &*name.text) {
                Some((_, ty)) => values::fits(facts, &name.text, ty, node, &place, told),
                None => {
                    let message =
                        format!("{} takes nothing called {}", quoted(&self.operation.id), quoted(&name.text));
                    let help = names::suggest(&name.text, known.iter().map(|(name, _)| *name));
                    told.key("resource-member", &place, message, help);
                }
            }
            let text = node.as_scalar().map_or_else(String::new, |scalar| scalar.text.to_string());
            details.push(Detail::When(name.text.to_string(), text));
        }
    }

    pub(super) fn total(&self, facts: &Facts<'a>, details: &mut Vec<Detail>, told: &mut Told<'_, '_>) {
        let Some(pointer) = self.node.get("total").and_then(Node::as_text) else { return };
        self.follow(facts, "answer", pointer, &self.place.child("total"), told);
        details.push(Detail::Total(pointer.to_owned()));
    }

    /// `key`: what tells the elements of a list from each other.
    pub(super) fn key(
        &self,
        facts: &Facts<'a>,
        of: &Draft<'a>,
        details: &mut Vec<Detail>,
        told: &mut Told<'_, '_>,
    ) {
        let place = self.place.child(self.verb);
        let member = self.node.get("member").and_then(Node::as_text);
        let is_of_lists = matches!(self.verb, "add" | "remove" | "collect");
        if is_of_lists && member.is_none() {
            let message = format!("{} needs the list that it is about", quoted(self.verb));
            told.value("resource-member", &place, message, Some("add `member: tags`".to_owned()));
        }
        let listed = member.and_then(|member| of.ty(member));
        let element = match listed {
            Some(Type::List(element)) => Some(&**element),
            Some(_) if is_of_lists => {
                let message = format!("{} is no list", quoted(member.unwrap_or_default()));
                told.value("resource-value", &self.place.child("member"), message, None);
                None
            }
            _ => None,
        };
        let Some(key) = self.node.get("key").and_then(Node::as_text) else { return };
        if let Some(fields) = element.and_then(|element| facts.fields(element))
            && !fields.iter().any(|field| field.wire == key)
        {
            let message = format!("the elements have nothing called {}", quoted(key));
            let help = names::suggest(key, fields.iter().map(|field| &*field.wire));
            told.value("resource-member", &self.place.child("key"), message, help);
        }
        details.push(Detail::Key(key.to_owned()));
    }

    pub(super) fn tagged(&self, facts: &Facts<'a>, details: &mut Vec<Detail>, told: &mut Told<'_, '_>) {
        let Some(pointer) = self.node.get("tagged").and_then(Node::as_text) else { return };
        let place = self.place.child("tagged");
        let member = self.node.get("member").and_then(Node::as_text);
        if member.is_none() {
            let message = "`tagged` needs the list that has the tags".to_owned();
            told.value("resource-member", &place, message, Some("add `member: tags`".to_owned()));
        }
        self.follow(facts, "body", pointer, &place, told);
        details.push(Detail::Tagged(pointer.to_owned(), member.unwrap_or_default().to_owned()));
    }

    /// The documented defaults of what a new record is made of.
    pub(super) fn defaults(&self, facts: &Facts<'a>, of: &Draft<'a>, details: &mut Vec<Detail>) {
        if self.verb != "create" {
            return;
        }
        let pointer = self.node.get("body").and_then(Node::as_text).unwrap_or_default();
        for (name, default) in facts.defaults(&self.operation.id, pointer) {
            let member = self.meant(name);
            if of.ty(member).is_some() {
                details.push(Detail::Default(member.to_owned(), default.to_value().to_string()));
            }
        }
    }
}

impl<'a> Draft<'a> {
    /// What an answer has to have, something has to set.
    pub(super) fn required(&self, facts: &Facts<'a>, resource: &Resource, told: &mut Told<'_, '_>) {
        let creates: Vec<&Used<'a>> = self.uses.iter().filter(|it| it.verb == "create").collect();
        let given = [&resource.given, &resource.made, &resource.shown].into_iter().flatten();
        let mut set: Vec<&str> = given.map(|(name, _)| &**name).collect();
        set.push(&resource.id);
        set.extend(resource.refers.iter().flat_map(|it| &it.copies).map(|(own, _)| &**own));
        for it in &self.uses {
            let Some(view) = it.view.as_ref().filter(|_| it.verb != "collect") else { continue };
            for field in view.fields.iter().filter(|field| field.required && field.wire != "request_id") {
                let member = it.meant(&field.wire);
                let listed = !resource.records.is_empty()
                    && resource.records.iter().all(|record| record.iter().any(|(name, _)| name == member));
                let brought = !creates.is_empty() && creates.iter().all(|it| it.brings(facts, member));
                if !set.contains(&member) && !listed && !brought {
                    let message = format!(
                        "{} answers {} always, and nothing gives it to a record",
                        quoted(&it.operation.id),
                        quoted(member)
                    );
                    let help = format!("add `{member}:` under `given`");
                    told.value("resource-required", &it.place.child(it.verb), message, Some(help));
                }
            }
        }
    }
}
