//! Mistakes in the specs of others that have one sensible reading: the tree is made to say that, with a
//! warning, and no later stage knows of them.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::Options;
use crate::load::grammar::{Keys, Object, Type, check, objects, rules};
use crate::load::yaml::tree::{Kind, Mapping, Node, Scalar, Value, entry};
use crate::source::Span;

/// What a client does without: where it has no sense, it is left out.
const LOSABLE: &[(&str, &[&str])] = &[
    ("OpenAPI", &["x-resources"]),
    ("Operation", &["deprecated", "externalDocs", "x-pagination", "x-waiter"]),
    ("Parameter", &["allowEmptyValue", "allowReserved", "deprecated", "explode"]),
    ("Header", &["allowEmptyValue", "allowReserved", "deprecated", "explode", "style"]),
    ("Tag", &["externalDocs"]),
    (
        "Schema",
        &[
            "deprecated",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "externalDocs",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "pattern",
            "required",
            "uniqueItems",
            "x-enum-descriptions",
            "xml",
        ],
    ),
];

/// Texts that the specification demands and no client needs.
const FILLED: &[(&str, &[&str])] = &[
    ("Info", &["title", "version"]),
    ("License", &["name"]),
    ("OAuth Flow", &["authorizationUrl", "tokenUrl"]),
    ("Response", &["description"]),
];

/// Mends a document.
pub(crate) fn mend(file: usize, root: &mut Node, found: &mut Diagnostics) {
    Mend { file, found }.value(root, &objects::DOCUMENT, Span::default());
}

/// Puts something else in place of the mappings whose `$ref` stands at these spans.
pub(crate) fn replace(node: &mut Node, with: &HashMap<Span, Value>) {
    if let Some(value) = node.get("$ref").and_then(|reference| with.get(&reference.span)) {
        node.value = value.clone();
        return;
    }
    match &mut node.value {
        Value::Mapping(mapping) => mapping.nodes_mut().for_each(|(_, node)| replace(node, with)),
        Value::Sequence(items) => items.iter_mut().for_each(|node| replace(node, with)),
        Value::Scalar(_) => {}
    }
}

struct Mend<'f> {
    file: usize,
    found: &'f mut Diagnostics,
}

impl Mend<'_> {
    fn warn(&mut self, name: &'static str, span: Span, message: String, help: &str) {
        let it = Diagnostic::error(name, self.file, span, message).with_help(help);
        self.found.push(it.as_warning());
    }

    /// `at` is the place of the key that the node stands under.
    fn value(&mut self, node: &mut Node, kind: &'static Type, at: Span) {
        self.nothing(node, kind, at);
        match kind {
            Type::Object(object) | Type::OrReference(object, _) if node.get("$ref").is_none() => {
                self.object(node, object, at);
            }
            Type::OrBoolean(inner) => self.value(node, inner, at),
            Type::List(inner) => {
                if let Value::Sequence(items) = &mut node.value {
                    items.iter_mut().for_each(|item| self.value(item, inner, item.first_key()));
                }
            }
            Type::Map(inner) | Type::Keyed(_, inner) => {
                let Value::Mapping(mapping) = &mut node.value else { return };
                let own = |key: &str| {
                    matches!(kind, Type::Keyed(Keys::Statuses | Keys::Paths, _)) && key.starts_with("x-")
                };
                if let Type::Keyed(keys, _) = kind {
                    self.keys(mapping, *keys);
                }
                for (key, node) in mapping.nodes_mut().filter(|(key, _)| !own(&key.text)) {
                    self.value(node, inner, key.span);
                }
            }
            _ => {}
        }
    }

    /// Nothing, where a list or a mapping has to stand in one, is an empty one.
    fn nothing(&mut self, node: &mut Node, kind: &Type, at: Span) {
        let (value, word) = match kind {
            _ if !node.is_null() => return,
            Type::List(_) => (Value::Sequence(Box::default()), "list"),
            Type::Map(_) | Type::Keyed(..) | Type::Object(_) | Type::OrReference(..) => {
                (Value::Mapping(Mapping::default()), "mapping")
            }
            _ => return,
        };
        let message = format!("nothing stands here, which is read as an empty {word}");
        self.warn("wrong-type", at, message, "write what is meant, or remove the key");
        node.value = value;
    }

    fn object(&mut self, node: &mut Node, object: &'static Object, at: Span) {
        let Value::Mapping(mapping) = &mut node.value else { return };
        match object.name {
            "Schema" => self.types(mapping),
            "Parameter" => self.style(mapping),
            _ => {}
        }
        self.leave_out(mapping, object);
        self.fill(mapping, object, at);
        let fields = |key: &str| object.fields.iter().find(|field| field.name == key);
        for (key, node) in mapping.nodes_mut() {
            if let Some(field) = fields(&key.text) {
                self.value(node, &field.kind, key.span);
            } else if objects::is_callback(object) && !key.text.starts_with("x-") {
                self.value(node, &objects::CALLBACK_ITEM, key.span);
            }
        }
    }

    /// Leaves out what has no value, or none that the key takes.
    fn leave_out(&mut self, mapping: &mut Mapping, object: &'static Object) {
        let losable = LOSABLE.iter().find(|(name, _)| *name == object.name).map_or(&[][..], |(_, keys)| keys);
        let mut lost = Vec::new();
        for (key, node) in mapping.iter() {
            let Some(field) = object.fields.iter().find(|field| field.name == &*key.text) else { continue };
            let nothing = node.is_null() && !matches!(field.kind, Type::Any) && !field.required;
            if nothing {
                let message = format!("{} has no value and is left out", quoted(&key.text));
                self.warn("wrong-type", key.span, message, "give it a value or remove the key");
                lost.push(field.name);
            } else if losable.contains(&field.name) && !fits(node, &field.kind) {
                let name = if field.name.starts_with("x-") { "unknown-key" } else { "wrong-type" };
                let message = format!("{} is not of its form and is left out", quoted(&key.text));
                let help = "without it the client does the same; correct it if something else is meant";
                self.warn(name, key.span, message, help);
                lost.push(field.name);
            }
        }
        if !lost.is_empty() {
            mapping.change(|entries| entries.retain(|(key, _)| !lost.contains(&&*key.text)));
        }
    }

    fn fill(&mut self, mapping: &mut Mapping, object: &'static Object, at: Span) {
        let Some((_, keys)) = FILLED.iter().find(|(name, _)| *name == object.name) else { return };
        let demanded = |key: &str| object.fields.iter().any(|field| field.name == key && field.required);
        let missing: Vec<&str> =
            keys.iter().copied().filter(|key| demanded(key) && mapping.get(key).is_none()).collect();
        for key in missing {
            let message = format!("the {} object lacks the key `{key}`", object.name);
            self.warn("missing-key", at, message, &format!("add `{key}`"));
            mapping.change(|entries| entries.push(entry(key, at, Value::text(""))));
        }
    }

    /// What OpenAPI 3.1 writes instead of `nullable`.
    fn types(&mut self, mapping: &mut Mapping) {
        let Some((key, node)) = mapping.entry("type") else { return };
        let at = key.span;
        let is_null = |node: &Node| node.is_null() || node.as_text() == Some("null");
        let listed: Vec<&Node> = match node.as_sequence() {
            Some(listed) => listed.iter().filter(|it| !is_null(it)).collect(),
            None if is_null(node) => Vec::new(),
            None => return,
        };
        let nullable = node.items().len() != listed.len() || listed.is_empty();
        let said = match listed.as_slice() {
            [] => Some(entry("enum", at, Value::Sequence([Node { span: at, value: Value::null() }].into()))),
            [one] => Some(entry("type", at, one.value.clone())),
            // One of several types: nothing is said of it.
            _ => None,
        };
        let message = "a type of `null`, or a list of types, is of OpenAPI 3.1".to_owned();
        self.warn("wrong-value", at, message, "write the one type, and `nullable: true` for null");
        mapping.change(|entries| {
            entries.retain(|(key, _)| &*key.text != "type" && !(nullable && &*key.text == "nullable"));
            entries.extend(said);
            if nullable {
                let scalar = Scalar { text: "true".into(), kind: Kind::Boolean, plain: true };
                entries.push(entry("nullable", at, Value::Scalar(scalar)));
            }
        });
    }

    /// A style that the location does not have says nothing.
    fn style(&mut self, mapping: &mut Mapping) {
        let Some((key, style)) = mapping.entry("style") else { return };
        let location = mapping.get("in").and_then(Node::as_text).unwrap_or_default();
        let styles = rules::styles(location);
        if styles.is_empty() || style.as_text().is_some_and(|it| styles.contains(&it)) {
            return;
        }
        let usual = styles[0];
        let message = format!("a {location} parameter has not this style, and is written as `{usual}`");
        self.warn("wrong-value", key.span, message, "remove it, or write the style that is meant");
        mapping.change(|entries| entries.retain(|(key, _)| &*key.text != "style"));
    }

    /// Statuses and paths that are almost such.
    fn keys(&mut self, mapping: &mut Mapping, keys: Keys) {
        let wrong = |key: &str| match keys {
            Keys::Statuses => !check::is_status(key) && !key.starts_with("x-"),
            Keys::Paths => !key.starts_with('/') && !key.starts_with("x-"),
            Keys::Names => false,
        };
        if !mapping.iter().any(|(key, _)| wrong(&key.text)) {
            return;
        }
        mapping.change(|entries| {
            let mut kept = Vec::with_capacity(entries.len());
            for (mut key, node) in std::mem::take(entries) {
                if !wrong(&key.text) {
                    kept.push((key, node));
                    continue;
                }
                let (name, meant) = match keys {
                    Keys::Paths => ("path-key", format!("/{}", key.text)),
                    _ => ("status-key", status(&key.text)),
                };
                let message = format!("{} is read as `{meant}`", quoted(&key.text));
                self.warn(name, key.span, message, &format!("write `{meant}`"));
                key.text = meant.into();
                kept.push((key, node));
            }
            *entries = kept;
        });
    }
}

/// The status that a key means; what is none may be any.
fn status(key: &str) -> String {
    Some(key.to_uppercase()).filter(|it| check::is_status(it)).unwrap_or_else(|| "default".to_owned())
}

/// Whether the grammar has nothing against a value.
fn fits(node: &Node, kind: &'static Type) -> bool {
    let mut found = Diagnostics::new();
    check::value(0, node, kind, Options { foreign: true }, &mut found);
    !found.has_errors()
}
