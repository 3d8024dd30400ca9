//! Waiting: descriptions of it that do not fit the operation, or each other.

use crate::diagnostic::quoted;
use crate::diagnostic::rules::Rule;
use crate::diagnostic::rules::lint as lints;
use crate::ir::Waiter;
use crate::json::segments;
use crate::lint::Report;
use crate::lint::members;
use crate::lint::walk::{At, Operation, Visit};
use crate::load::grammar::names;
use crate::load::{Node, Spec};

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Waiting { spec, report })
}

struct Waiting<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

/// What the methods begin with that wait.
const PREFIX: &str = "wait_until_";

impl<'s> Visit<'s> for Waiting<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        let Some(list) = it.at.get("x-waiter") else { return };
        if it.method != "get" {
            let message = format!("{} is no GET, so a wait would do again what it does", it.name());
            let help = "put the waiter on the operation that shows the resource".to_owned();
            self.report.add(&lints::WAITER_OPERATION, list.file, list.key, message, Some(help));
            return;
        }
        let schema = it.answer(self.spec);
        if schema.is_none() && !it.answer_is_lost(self.spec) {
            let message = format!("{} has no JSON answer that could show a state", it.name());
            let help = "describe the 200 response under `content.application/json.schema`".to_owned();
            self.report.add(&lints::WAITER_OPERATION, list.file, list.key, message, Some(help));
        }
        let mut named: Vec<(&str, At<'s>)> = Vec::new();
        for waiter in list.items() {
            if let Some(at) = waiter.get("name") {
                self.name(it, at, &mut named);
            }
            let leaf = schema.zip(waiter.get("state")).and_then(|(schema, at)| self.leaf(schema, at));
            self.states(waiter, leaf);
            self.needs(it, waiter);
            self.times(waiter);
        }
    }
}

impl<'s> Waiting<'s> {
    fn add(&self, lint: &'static Rule, at: At<'s>, message: String, help: Option<String>) {
        self.report.add(lint, at.file, at.span(), message, help);
    }

    fn name(&self, it: Operation<'s>, at: At<'s>, named: &mut Vec<(&'s str, At<'s>)>) {
        let Some(name) = at.node.as_text() else { return };
        if let Some(rest) = name.strip_prefix(PREFIX) {
            let message = format!("the method would be called `{PREFIX}{name}()`");
            self.add(&lints::WAITER_NAME, at, message, Some(format!("write `{rest}`")));
        } else if !is_snake(name) {
            let message = format!("the name of the waiter, {}, is not in snake_case", quoted(name));
            let help = Some(snake(name)).filter(|it| is_snake(it)).map(|it| format!("write `{it}`"));
            self.add(&lints::WAITER_NAME, at, message, help);
        }
        if let Some((_, first)) = named.iter().find(|(other, _)| *other == name) {
            let message = format!("{} has two waiters called {}", it.name(), quoted(name));
            let help = Some("give each a name of its own".to_owned());
            let related = Some((first.file, first.span(), "the first one"));
            self.report.add_with(&lints::WAITER_NAME, at.file, at.span(), message, help, related);
        }
        named.push((name, at));
        let method = format!("{PREFIX}{name}");
        let parameters = it.parameters(self.spec);
        let same = parameters.iter().find(|(_, it)| it.text("name").is_some_and(|it| snake(it) == method));
        if let Some((place, _)) = same {
            let message = format!("`{method}()` is the setter of a parameter already");
            let help = Some("give the waiter another name".to_owned());
            let related = Some((place.file, place.key, "the parameter"));
            self.report.add_with(&lints::WAITER_NAME, at.file, at.span(), message, help, related);
        }
    }

    /// Where the pointer to the state leads; none where that has been told, or nothing says it.
    fn leaf(&self, schema: At<'s>, at: At<'s>) -> Option<At<'s>> {
        let pointer = at.node.as_text().filter(|it| it.starts_with('/'))?;
        let told = |message, help| self.add(&lints::WAITER_POINTER, at, message, help);
        let mut schema = schema;
        for segment in segments(pointer) {
            let next = match schema.get("items") {
                Some(items) if is_number(&segment) => items,
                Some(_) => {
                    let message = format!("{} stands for an element of a list", quoted(&segment));
                    let meant = pointer.replacen(&format!("/{segment}"), &format!("/0/{segment}"), 1);
                    let help = format!("elements have numbers, from 0 on: `{meant}`");
                    told(message, Some(help));
                    return None;
                }
                None => {
                    let (properties, open) = members::properties(self.spec, schema);
                    let Some((_, next)) = properties.iter().find(|(name, _)| *name == segment) else {
                        if !open {
                            let message =
                                format!("the answer has no {} for {}", quoted(&segment), quoted(pointer));
                            told(message, names::suggest(&segment, properties.iter().map(|(name, _)| *name)));
                        }
                        return None;
                    };
                    *next
                }
            };
            schema = next.resolved(self.spec)?;
        }
        let is_secret = self.said(schema, "format").is_some_and(|it| it.node.as_text() == Some("password"));
        let kind = self.said(schema, "type").and_then(|it| it.node.as_text()).unwrap_or("string");
        let message = match kind {
            _ if is_secret => format!("{} leads to a secret, which errors would show", quoted(pointer)),
            "string" => return Some(schema),
            kind => format!("{} leads to no text but to {}", quoted(pointer), quoted(kind)),
        };
        told(message, Some("point at the state of the resource".to_owned()));
        None
    }

    /// What a schema says of a key, itself or by one of its parts.
    fn said(&self, schema: At<'s>, key: &str) -> Option<At<'s>> {
        let parts = || schema.get("allOf").into_iter().flat_map(At::items);
        schema.get(key).or_else(|| parts().find_map(|part| part.resolved(self.spec)?.get(key)))
    }

    fn states(&self, waiter: At<'s>, leaf: Option<At<'s>>) {
        let listed = |key| waiter.get(key).into_iter().flat_map(At::items).map(move |at| (key, at));
        let states = listed("success").chain(listed("failure"));
        let states = states.filter_map(|(key, at)| Some((key, at, at.node.as_text()?)));
        let known = leaf.and_then(|leaf| self.said(leaf, "enum"));
        let mut seen: Vec<(&str, At<'s>, &str)> = Vec::new();
        for (key, at, state) in states {
            if let Some((other, first, _)) = seen.iter().find(|(_, _, it)| *it == state) {
                let message = match key == *other {
                    true => format!("{} stands twice under `{key}`", quoted(state)),
                    false => format!("{} is a success and a failure", quoted(state)),
                };
                let help = Some("a state ends the wait one way".to_owned());
                let related = Some((first.file, first.span(), "the first time"));
                self.report.add_with(&lints::WAITER_STATE, at.file, at.span(), message, help, related);
                continue;
            }
            seen.push((key, at, state));
            let Some(values) = known else { continue };
            let texts = || values.items().filter_map(|it| it.node.as_text());
            if !texts().any(|it| it == state) {
                let message = format!("{} is no state that the answer has", quoted(state));
                let help = match state {
                    "404" => Some("write `gone: true` for a wait that the answer 404 ends".to_owned()),
                    state => names::suggest(state, texts().collect::<Vec<_>>()),
                };
                let related = Some((values.file, values.key, "its states"));
                self.report.add_with(&lints::WAITER_STATE, at.file, at.span(), message, help, related);
            }
        }
        // Without the keys it has been told.
        let says = waiter.get("success").is_some() || waiter.get("gone").is_some();
        if says && !waiter.is("gone") && listed("success").next().is_none() {
            let message = "this waiter has no state of success, so it would never end well".to_owned();
            let help = Some("list a state under `success`, or write `gone: true`".to_owned());
            let at = waiter.get("success").or(waiter.get("gone")).unwrap_or(waiter);
            self.report.add(&lints::WAITER_STATE, at.file, at.key, message, help);
        }
    }

    fn needs(&self, it: Operation<'s>, waiter: At<'s>) {
        let parameters = it.parameters(self.spec);
        let queries = parameters.iter().filter(|(_, at)| at.text("in") == Some("query"));
        let queries: Vec<&str> = queries.filter_map(|(_, at)| at.text("name")).collect();
        if let Some(state) = waiter.get("state").filter(|it| waiter.get("needs").is_none() && numbered(*it))
            && it.at.get("x-pagination").is_some_and(|pages| pages.text("style") != Some("none"))
        {
            let pointer = quoted(state.node.as_text().unwrap_or_default());
            let message = format!("{pointer} is the state of whatever comes first in the list");
            let help = "name the parameter that leaves one element, such as its id: `needs: [id]`".to_owned();
            self.add(&lints::WAITER_PARAMETER, state, message, Some(help));
        }
        for at in waiter.get("needs").into_iter().flat_map(At::items) {
            let Some(name) = at.node.as_text().filter(|name| !queries.contains(name)) else { continue };
            if !it.lacks_parameters(self.spec) {
                let message = format!("{} has no query parameter {}", it.name(), quoted(name));
                self.add(
                    &lints::WAITER_PARAMETER,
                    at,
                    message,
                    names::suggest(name, queries.iter().copied()),
                );
            }
        }
    }

    fn times(&self, waiter: At<'s>) {
        let seconds = |key| waiter.node.get(key).and_then(Node::as_integer);
        let interval = seconds("interval").unwrap_or(Waiter::INTERVAL);
        let deadline = seconds("deadline").unwrap_or(Waiter::DEADLINE);
        if deadline >= 1 && interval >= deadline {
            let Some(at) = waiter.get("interval").or(waiter.get("deadline")) else { return };
            let message =
                format!("the second poll would come after {interval} seconds, the deadline after {deadline}");
            let help = Some("give the wait time for several polls".to_owned());
            self.add(&lints::WAITER_DEADLINE, at, message, help);
        }
    }
}

/// Whether a pointer goes through a list.
fn numbered(pointer: At<'_>) -> bool {
    segments(pointer.node.as_text().unwrap_or_default()).any(|it| is_number(&it))
}

fn is_number(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|it| it.is_ascii_digit())
}

fn is_snake(name: &str) -> bool {
    let word = |word: &str| {
        word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()) && !word.is_empty()
    };
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split('_').all(word)
}

/// A name in snake_case, as near as may be.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        match character.is_alphanumeric() {
            true => out.extend(character.to_lowercase()),
            false if !out.is_empty() && !out.ends_with('_') => out.push('_'),
            false => {}
        }
    }
    out.trim_end_matches('_').to_owned()
}
