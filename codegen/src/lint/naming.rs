//! Names that are ours to choose: operations, components, answers.

use std::collections::HashMap;

use crate::diagnostic::rules::lint as lints;
use crate::diagnostic::{is_unseen, quoted};
use crate::lint::Report;
use crate::lint::walk::{At, Operation, Role, Visit, json};
use crate::load::{Kind, Node, Spec};
use crate::source::Span;

/// The kinds of components that are named like types.
const TYPES: [Kind; 5] = [Kind::Schema, Kind::Response, Kind::Parameter, Kind::RequestBody, Kind::Header];

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    for (file, it) in spec.files.iter().enumerate() {
        for kind in TYPES {
            let section = it.tree.get("components").and_then(|at| at.get(kind.section()));
            for (key, _) in section.into_iter().flat_map(Node::entries) {
                // Characters that no name may have have been told.
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
                if is_upper_camel(&key.text) || !key.text.bytes().all(plain) {
                    continue;
                }
                let message =
                    format!("the name of the {} {} is not in UpperCamelCase", kind.word(), quoted(&key.text));
                let help = format!("write `{}`, here and where it is referred to", upper_camel(&key.text));
                report.add(&lints::COMPONENT_CASE, file, key.span, message, Some(help));
            }
        }
    }
    Box::new(Naming { spec, report, answers: Vec::new(), used: HashMap::new() })
}

struct Naming<'s> {
    spec: &'s Spec,
    report: &'s Report,
    /// The operations' answers that are named components.
    answers: Vec<Answer<'s>>,
    /// How often each schema is referred to.
    used: HashMap<(usize, Span), usize>,
}

struct Answer<'s> {
    operation: &'s str,
    /// The reference that the answer consists of.
    reference: At<'s>,
    /// Where the schema is defined.
    schema: (usize, Span),
    name: &'s str,
}

impl<'s> Visit<'s> for Naming<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        let Some(at) = it.at.get("operationId") else { return };
        let Some(id) = at.node.as_text() else { return };
        if !is_upper_camel(id) {
            let message = format!("the operationId {} is not in UpperCamelCase", quoted(id));
            let help = "write it as the official SDKs do, such as `ListVpnUsers`".to_owned();
            self.report.add(&lints::OPERATION_ID_CASE, at.file, at.span(), message, Some(help));
        }
        self.answers.extend(self.answer(it, id));
    }

    fn parameter(&mut self, at: At<'s>, header: Option<&'s str>) {
        let named = at.get("name").filter(|_| header.is_none());
        if let Some((at, name)) = named.and_then(|at| Some((at, at.node.as_text()?))) {
            self.seen(at.file, at.span(), name);
        }
    }

    fn schema(&mut self, at: At<'s>, _role: Role<'s>) {
        for (name, property) in at.get("properties").into_iter().flat_map(At::entries) {
            self.seen(property.file, property.key, name);
        }
        for value in at.get("enum").into_iter().flat_map(At::items) {
            self.seen(value.file, value.span(), value.node.as_text().unwrap_or_default());
        }
    }

    fn finish(&mut self) {
        for answer in std::mem::take(&mut self.answers) {
            let expected = format!("{}Response", upper_camel(answer.operation));
            let shared = self.used.get(&answer.schema).is_some_and(|times| *times > 1);
            if shared || answer.name == expected {
                continue;
            }
            let message =
                format!("the answer of {} is named {}", quoted(answer.operation), quoted(answer.name));
            let help = format!("name the schema `{expected}`");
            let at = answer.reference;
            self.report.add(&lints::ANSWER_NAME, at.file, at.span(), message, Some(help));
        }
    }

    fn reference(&mut self, file: usize, target: &'s str) {
        if let Some((file, Kind::Schema, (key, _))) = self.spec.target(file, target) {
            *self.used.entry((file, key.span)).or_default() += 1;
        }
    }
}

impl<'s> Naming<'s> {
    /// The named schema that an operation answers, where its JSON is one object.
    fn answer(&self, it: Operation<'s>, operation: &'s str) -> Option<Answer<'s>> {
        let reference = json(it.success(self.spec)?)?.get("schema")?.get("$ref")?;
        let (file, kind, (key, node)) = self.spec.target(reference.file, reference.node.as_text()?)?;
        let object = node.get("type").is_some_and(|kind| kind.as_text() == Some("object"));
        let schema = (file, key.span);
        (object && kind == Kind::Schema).then_some(Answer { operation, reference, schema, name: &key.text })
    }

    /// Looks for characters in a name that nobody sees.
    fn seen(&mut self, file: usize, span: Span, name: &str) {
        if name.chars().any(is_unseen) {
            let plain: String = name.chars().filter(|it| !is_unseen(*it)).collect();
            let message = format!("{} has characters in it that nobody sees", quoted(name));
            let help = format!("write it anew, by hand: {}", quoted(&plain));
            self.report.add(&lints::UNSEEN_CHARACTER, file, span, message, Some(help));
        }
    }
}

fn is_upper_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A name in UpperCamelCase; capitals inside stay.
fn upper_camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(|it: char| !it.is_alphanumeric()) {
        let mut characters = word.chars();
        out.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(characters.as_str());
    }
    out
}
