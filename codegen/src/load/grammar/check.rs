//! Holds a tree against the grammar and collects every mistake in it.

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::Options;
use crate::load::grammar::kinds;
use crate::load::grammar::names;
use crate::load::grammar::objects;
use crate::load::grammar::{self, Keys, Object, Type};
use crate::load::references::refs::Kind;
use crate::load::yaml::tree::{Kind as Scalar, Mapping, Node};
use crate::source::Span;

/// A `$ref` that stands in a tree.
#[derive(Clone, Copy)]
pub(crate) struct Reference<'t> {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    pub(crate) target: &'t str,
    /// Whether it may lead nowhere: a lint looks at that.
    pub(crate) soft: bool,
}

/// Checks a whole file and returns the references in it.
pub(crate) fn check<'t>(
    file: usize,
    root: &'t Node,
    options: Options,
    found: &mut Diagnostics,
) -> Vec<Reference<'t>> {
    let mut check = Check { file, options, found, references: Vec::new() };
    if check.version(root) {
        check.object(root, &objects::OPENAPI, Span::default());
    }
    check.references
}

/// Checks what a reference leads to that the grammar does not reach from the whole file.
pub(crate) fn part<'t>(
    file: usize,
    (node, shown): (&'t Node, Span),
    kind: Kind,
    options: Options,
    found: &mut Diagnostics,
) -> Vec<Reference<'t>> {
    let mut check = Check { file, options, found, references: Vec::new() };
    check.value(node, kinds::of_kind(kind), kind.word(), shown);
    check.references
}

/// Checks one value of a kind.
pub(crate) fn value(
    file: usize,
    node: &Node,
    kind: &'static Type,
    options: Options,
    found: &mut Diagnostics,
) {
    Check { file, options, found, references: Vec::new() }.value(node, kind, "", Span::default());
}

/// The state of the walk.
pub(crate) struct Check<'t, 'f> {
    file: usize,
    options: Options,
    found: &'f mut Diagnostics,
    references: Vec<Reference<'t>>,
}

impl<'t> Check<'t, '_> {
    pub(crate) fn error(&mut self, name: &'static str, span: Span, message: String, help: Option<String>) {
        let mut it = Diagnostic::error(name, self.file, span, message);
        it.help = help;
        self.found.push(it);
    }

    /// An error in our own specs, a warning in those of others: the generator can go on.
    pub(crate) fn strict(&mut self, name: &'static str, span: Span, message: String, help: Option<String>) {
        let mut it = Diagnostic::error(name, self.file, span, message);
        it.help = help;
        self.found.push(if self.options.foreign { it.as_warning() } else { it });
    }

    /// `at` is the place of the key that the node stands under.
    fn object(&mut self, node: &'t Node, object: &'static Object, at: Span) {
        let Some(mapping) = self.mapping(node, object.name, at) else {
            return;
        };
        let at = if at == Span::default() { node.first_key() } else { at };
        for (key, value) in mapping {
            if let Some(field) = object.fields.iter().find(|field| field.name == &*key.text) {
                self.value(value, &field.kind, field.name, key.span);
            } else if key.text.starts_with("x-") && object.extensions {
                self.extension(&key.text, key.span, object);
            } else if objects::is_callback(object) {
                self.value(value, &objects::CALLBACK_ITEM, &key.text, key.span);
            } else {
                let message = format!("{} is no key of the {} object", quoted(&key.text), object.name);
                let help = self.unknown_help(&key.text, object);
                self.strict("unknown-key", key.span, message, help);
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            if mapping.get(field.name).is_none() {
                self.missing(object.name, field.name, at);
            }
        }
        self.rule(mapping, object, at);
    }

    pub(crate) fn missing(&mut self, object: &str, key: &str, at: Span) {
        let message = format!("the {object} object lacks the key `{key}`");
        self.error("missing-key", at, message, Some(format!("add `{key}`")));
    }

    /// Takes down what a discriminator maps to: it may be a reference, or a name.
    pub(crate) fn mapped(&mut self, value: &'t Node) {
        if let Some(target) = value.as_text().filter(|text| text.contains(['#', '/'])) {
            self.references.push(Reference { kind: Kind::Schema, span: value.span, target, soft: true });
        }
    }

    fn extension(&mut self, key: &str, span: Span, object: &Object) {
        if self.options.foreign {
            // Others have extensions of their own, called as they like.
            return;
        }
        if let Some(ours) = grammar::OUR_EXTENSIONS.iter().find(|ours| **ours == key) {
            let message = format!("`{ours}` means nothing on the {} object", object.name);
            let help = match *ours {
                "x-pagination" => "put it on the operation",
                "x-resources" => "put it beside `paths`",
                _ => "put it on the schema beside `enum`",
            };
            self.error("unknown-key", span, message, Some(help.to_owned()));
            return;
        }
        let near = grammar::OUR_EXTENSIONS
            .iter()
            .find(|ours| key.len().abs_diff(ours.len()) <= 2 && strsim::damerau_levenshtein(key, ours) <= 2);
        if let Some(near) = near {
            let message = format!("the extension {} is not known", quoted(key));
            self.error("unknown-key", span, message, Some(format!("did you mean `{near}`?")));
        }
    }

    fn mapping(&mut self, node: &'t Node, name: &str, at: Span) -> Option<&'t Mapping> {
        let mapping = node.as_mapping();
        if mapping.is_none() {
            self.wrong(node, name, "a mapping", at);
        }
        mapping
    }

    fn wrong(&mut self, node: &Node, name: &str, wanted: &str, at: Span) {
        let message = format!("{} has to be {wanted}, but this is {}", quoted(name), node.describe());
        let scalar = node.as_scalar().filter(|_| !node.is_null());
        let help = match (scalar, wanted) {
            (Some(scalar), "text") => Some(format!("put quotes around it: `\"{}\"`", scalar.text)),
            (Some(scalar), "true or false") if scalar.kind == Scalar::Text => {
                match scalar.text.to_lowercase().as_str() {
                    "yes" | "on" | "true" => Some("write `true`, without quotes".to_owned()),
                    "no" | "off" | "false" => Some("write `false`, without quotes".to_owned()),
                    _ => None,
                }
            }
            (_, "true or false") if name.starts_with("exclusive") => {
                Some("write `true` beside `minimum` or `maximum`; a number here is of OpenAPI 3.1".to_owned())
            }
            (Some(scalar), "a number" | "a whole number" | "a whole number of 0 or more")
                if crate::load::yaml::scalar::float(&scalar.text).is_some() =>
            {
                Some("remove the quotes or the fraction".to_owned())
            }
            (_, "a list") if name == "required" => Some(
                "in a schema, `required` lists the names of the properties that have to be there".to_owned(),
            ),
            _ if node.is_null() => Some("give it a value or remove the key".to_owned()),
            _ => None,
        };
        // An absent value has no width, and a large one covers many lines: the key says it better.
        let small = node.as_scalar().is_some() && node.span.start < node.span.end;
        let span = if small || at == Span::default() { node.span } else { at };
        self.error("wrong-type", span, message, help);
    }

    fn value(&mut self, node: &'t Node, kind: &'static Type, name: &str, at: Span) {
        if self.misplaced(node, kind, name) {
            return;
        }
        match kind {
            Type::Any => {}
            Type::Text if node.as_text().is_none() => self.wrong(node, name, "text", at),
            Type::Boolean if node.as_boolean().is_none() => self.wrong(node, name, "true or false", at),
            Type::Number if !is_number(node) => self.wrong(node, name, "a number", at),
            Type::Integer(least) if node.as_integer().is_none_or(|it| it < *least) => {
                if node.as_integer().is_some() {
                    let message = format!("{} has to be at least {least}", quoted(name));
                    self.error("wrong-value", node.span, message, None);
                } else {
                    self.wrong(node, name, "a whole number", at);
                }
            }
            Type::Bit if !matches!(node.as_integer(), Some(0 | 1)) => {
                let message = format!("{} has to be 0 or 1", quoted(name));
                self.error("wrong-value", node.span, message, None);
            }
            Type::Pointer => match node.as_text() {
                None => self.wrong(node, name, "text", at),
                Some(text) if !text.starts_with('/') => {
                    let message = format!("{} is no JSON pointer: it has to begin with `/`", quoted(text));
                    let help = format!(
                        "write `/{}`",
                        text.trim_start_matches('$').replace('.', "/").trim_start_matches('/')
                    );
                    self.error("wrong-value", node.span, message, Some(help));
                }
                Some(_) => {}
            },
            Type::Word(words) => self.word(node, words, name, at),
            Type::Object(object) => self.object(node, object, at),
            Type::OrReference(object, kind) => self.object_or_reference(node, object, *kind, at),
            Type::OrBoolean(kind) if node.as_boolean().is_none() => {
                self.value(node, kind, name, at);
            }
            Type::List(kind) => match node.as_sequence() {
                None => self.wrong(node, name, "a list", at),
                Some(nodes) => nodes.iter().for_each(|item| self.value(item, kind, name, item.first_key())),
            },
            Type::Map(kind) => {
                for (key, value) in self.mapping(node, name, at).into_iter().flatten() {
                    self.value(value, kind, &key.text, key.span);
                }
            }
            Type::Keyed(keys, kind) => {
                for (key, value) in self.mapping(node, name, at).into_iter().flatten() {
                    if key.text.starts_with("x-") && *keys != Keys::Names {
                        continue;
                    }
                    self.key(&key.text, key.span, *keys);
                    self.value(value, kind, &key.text, key.span);
                }
            }
            _ => {}
        }
    }

    /// Whether a reference stands where OpenAPI has none: other tools follow it before anybody reads.
    fn misplaced(&mut self, node: &Node, kind: &Type, name: &str) -> bool {
        let reference = node.as_mapping().and_then(|mapping| mapping.entry("$ref"));
        let Some((key, _)) = reference.filter(|(_, value)| value.as_text().is_some()) else { return false };
        let place = match kind {
            Type::Object(object) => object.name,
            // A name may be any, where it is not said what else stands beside it.
            Type::Map(Type::Text | Type::Any) => return false,
            Type::Text | Type::Map(_) | Type::Keyed(..) | Type::List(_) => name,
            _ => return false,
        };
        let message = format!("a reference cannot stand in place of {}", quoted(place));
        let help = "OpenAPI 3.0 has no reference here: `redocly bundle` puts what it means in its place";
        self.error("misplaced-reference", key.span, message, Some(help.to_owned()));
        true
    }

    fn word(&mut self, node: &Node, words: &'static [&'static str], name: &str, at: Span) {
        if let Some(list) = node.as_sequence().filter(|_| name == "type") {
            let span = list.first().map_or(at, |first| first.span);
            let message = "`type` has to be one type, but this is a list".to_owned();
            let help = "a list of types is of OpenAPI 3.1: write the one type, and `nullable: true` for null";
            self.error("wrong-type", span, message, Some(help.to_owned()));
            return;
        }
        let Some(text) = node.as_text() else {
            self.wrong(node, name, "text", at);
            return;
        };
        if words.contains(&text) {
            return;
        }
        let message = format!("{} is no value of `{name}`", quoted(text));
        let meant = match text {
            "int" | "int32" | "int64" | "long" | "short" => "integer",
            "float" | "double" | "decimal" => "number",
            "bool" => "boolean",
            "str" | "text" | "date" | "date-time" | "uuid" | "file" | "binary" => "string",
            "map" | "dict" | "struct" | "json" => "object",
            "list" => "array",
            "body" | "formData" => "",
            _ => text,
        };
        let help = if meant.is_empty() {
            Some("describe the body under `requestBody` of the operation".to_owned())
        } else if words.contains(&meant) {
            Some(format!("did you mean `{meant}`?"))
        } else {
            names::suggest(text, words.iter().copied())
        };
        self.error("wrong-value", node.span, message, help);
    }

    fn object_or_reference(&mut self, node: &'t Node, object: &'static Object, kind: Kind, at: Span) {
        let Some((key, value)) = node.as_mapping().and_then(|mapping| mapping.entry("$ref")) else {
            self.object(node, object, at);
            return;
        };
        let Some(target) = value.as_text() else {
            self.wrong(value, "$ref", "text", key.span);
            return;
        };
        let span = value.span;
        self.references.push(Reference { kind, span, target, soft: false });
        for (sibling, _) in node.entries().filter(|(key, _)| &*key.text != "$ref") {
            if kind == Kind::PathItem && !sibling.text.starts_with("x-") {
                let message = format!("{} beside the `$ref` of a path would be lost", quoted(&sibling.text));
                let help = "move it to the path item that is referred to, or write all of that here";
                self.error("path-reference", sibling.span, message, Some(help.to_owned()));
                continue;
            }
            let message = format!("{} beside `$ref` is ignored", quoted(&sibling.text));
            let help = if kind == Kind::Schema {
                "put the reference into `allOf` and keep the rest beside that"
            } else {
                "remove it, or write the whole object here instead of the reference"
            };
            self.strict("ref-siblings", sibling.span, message, Some(help.to_owned()));
        }
    }

    fn key(&mut self, key: &str, span: Span, keys: Keys) {
        match keys {
            Keys::Paths if !key.starts_with('/') => {
                let message = format!("the path {} does not begin with `/`", quoted(key));
                self.error("path-key", span, message, Some(format!("write `/{key}`")));
            }
            Keys::Statuses if !is_status(key) => {
                let message =
                    format!("{} is no status: neither a code, nor a range, nor `default`", quoted(key));
                let upper = key.to_uppercase();
                let help = if is_status(&upper) {
                    format!("write `{upper}`")
                } else {
                    "write `200`, `4XX` or `default`".to_owned()
                };
                self.error("status-key", span, message, Some(help));
            }
            Keys::Names
                if key.is_empty()
                    || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) =>
            {
                let message = format!("{} is no component name", quoted(key));
                let help = "use letters, digits, `.`, `_` and `-`".to_owned();
                self.strict("component-name", span, message, Some(help));
            }
            _ => {}
        }
    }
}

/// Whether this is a number, one that JSON cannot write included: that has been told already.
fn is_number(node: &Node) -> bool {
    let kind = node.as_scalar().map(|scalar| scalar.kind);
    matches!(kind, Some(Scalar::Integer | Scalar::Float))
}

/// Whether this is a key of responses.
pub(crate) fn is_status(key: &str) -> bool {
    matches!(key.as_bytes(), b"default" | [b'1'..=b'5', b'X', b'X'] | [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'])
}
