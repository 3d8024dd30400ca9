//! What the grammar's tables cannot say: conditions between the keys of one object, and what is meant
//! by keys that people bring along from elsewhere.

use crate::load::grammar::check::Check;
use crate::load::grammar::names;
use crate::load::grammar::objects::STYLES;
use crate::load::grammar::resources::VERBS;
use crate::load::grammar::{Object, Rule};
use crate::load::yaml::tree::{Mapping, Node};
use crate::source::Span;

impl<'t> Check<'t, '_> {
    /// Holds an object against its rule.
    pub(crate) fn rule(&mut self, mapping: &'t Mapping, object: &Object, at: Span) {
        let has = |key: &str| mapping.get(key).is_some();
        let word = |key: &str| mapping.get(key).and_then(Node::as_text).unwrap_or_default();
        match object.rule {
            Rule::None => {}
            Rule::SchemaOrContent | Rule::Parameter => {
                if object.rule == Rule::Parameter {
                    self.style(mapping, word("in"));
                }
                if has("schema") == has("content") {
                    let (message, help) =
                        if has("schema") { ("both", "keep `schema`") } else { ("neither", "add `schema`") };
                    let message = format!(
                        "this {} has {message} `schema` and `content`, one of the two is needed",
                        object.name.to_lowercase()
                    );
                    let message = message.replace("neither `schema` and", "neither `schema` nor");
                    self.error("schema-or-content", at, message, Some(help.to_owned()));
                }
            }
            Rule::SecurityScheme => {
                let needed: &[&str] = match word("type") {
                    "apiKey" => &["name", "in"],
                    "http" => &["scheme"],
                    "oauth2" => &["flows"],
                    "openIdConnect" => &["openIdConnectUrl"],
                    _ => &[],
                };
                for key in needed.iter().filter(|key| !has(key)) {
                    self.missing(object.name, key, at);
                }
            }
            Rule::Pagination => {
                let needed: &[&str] = match word("style") {
                    "none" | "" => &[],
                    "marker" => &["cursor", "items", "next"],
                    _ => &["cursor", "items"],
                };
                for key in needed.iter().filter(|key| !has(key)) {
                    self.missing(object.name, key, at);
                }
            }
            Rule::Waiter => {
                if !has("success") && !has("gone") {
                    let message = "a waiter needs one of `success` and `gone`".to_owned();
                    let help = "list the states that end the wait under `success`, or write `gone: true`";
                    self.error("missing-key", at, message, Some(help.to_owned()));
                }
            }
            Rule::Use => {
                let verbs: Vec<&str> = VERBS.iter().copied().filter(|verb| has(verb)).collect();
                match verbs.as_slice() {
                    [_] => {}
                    // A key that is none is probably the verb, and has been told.
                    [] if mapping
                        .iter()
                        .any(|(key, _)| object.fields.iter().all(|it| it.name != &*key.text)) => {}
                    [] => {
                        let message = "this does not say what which operation does".to_owned();
                        let help = format!("write `create: {{}}` or another of `{}`", VERBS.join("`, `"))
                            .replace("{}", "TheOperation");
                        self.error("missing-key", at, message, Some(help));
                    }
                    several => {
                        let message = format!("`{}` stand together", several.join("` and `"));
                        let help = "write an entry of the list for each".to_owned();
                        self.error("wrong-value", at, message, Some(help));
                    }
                }
            }
            Rule::Schema => {
                if word("type") == "array" && !has("items") {
                    let message = "a schema of type `array` needs `items`".to_owned();
                    self.strict(
                        "missing-key",
                        at,
                        message,
                        Some("add `items` with the schema of one".to_owned()),
                    );
                }
            }
            Rule::Discriminator => {
                let mapping = mapping.get("mapping").map_or([].iter(), Node::entries);
                mapping.for_each(|(_, value)| self.mapped(value));
            }
            Rule::Link => {
                if has("operationId") == has("operationRef") {
                    let message = "a link needs one of `operationId` and `operationRef`".to_owned();
                    self.error("missing-key", at, message, None);
                }
            }
        }
    }

    fn style(&mut self, mapping: &Mapping, location: &str) {
        let styles = styles(location);
        let Some(style) = mapping.get("style") else { return };
        let text = style.as_text().unwrap_or_default();
        if !styles.is_empty() && STYLES.contains(&text) && !styles.contains(&text) {
            let message = format!("a {location} parameter cannot have the style `{text}`");
            self.error("wrong-value", style.span, message, names::list(styles.iter().copied()));
        }
    }

    /// A way out for a key that an object does not have.
    pub(crate) fn unknown_help(&self, key: &str, object: &Object) -> Option<String> {
        let hint = match (object.name, key) {
            ("Schema", "const") => "write `enum` with the one value",
            ("Schema", "examples") => "write `example` with one of them; `examples` is of OpenAPI 3.1",
            ("Schema", "optional") => "a property is optional unless `required` of its object names it",
            ("Schema", "$defs" | "definitions") => "put the schemas under `components.schemas`",
            ("Media Type" | "Response", "type" | "properties" | "items") => "put it under `schema`",
            (
                "Parameter" | "Header",
                "type" | "format" | "enum" | "default" | "minimum" | "maximum" | "minLength" | "maxLength"
                | "pattern" | "items",
            ) => "put it under `schema`",
            ("Operation", "consumes" | "produces") => "name the media type under `content`",
            ("x-resources operation", _) => {
                let fields = object.fields.iter().map(|field| field.name);
                return names::suggest(key, fields).or_else(|| names::list(VERBS.iter().copied()));
            }
            (_, "<<") => "merge keys are not of YAML 1.2: repeat the keys, or use `$ref`",
            _ => return names::suggest(key, object.fields.iter().map(|field| field.name)),
        };
        Some(hint.to_owned())
    }
}

/// The styles that parameters of a location have, the usual one first; none for what is no location.
pub(crate) fn styles(location: &str) -> &'static [&'static str] {
    match location {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => &[],
    }
}
