//! Parameters against the path they belong to.

use std::collections::HashMap;

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::walk::{At, Operation, Visit};
use crate::load::Spec;
use crate::load::grammar::names;
use crate::path_key::sent;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Parameters { spec, report })
}

struct Parameters<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

/// Headers that the runtime sets, and those that OpenAPI ignores as parameters.
const RESERVED: &[(&str, &str)] = &[
    ("x-auth-token", "use `security` with a securityScheme of type apiKey"),
    ("authorization", "use `security` with a securityScheme"),
    ("x-sdk-date", "the signature adds it: use `security`"),
    ("content-type", "name the media type under `content` of the requestBody"),
    ("accept", "name the media type under `content` of the response"),
];

impl<'s> Visit<'s> for Parameters<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        let file = it.at.file;
        let placeholders = match placeholders(sent(it.path)) {
            Ok(placeholders) => placeholders,
            Err(message) => {
                let message = format!("{message} in the path {}", quoted(it.path));
                let help = "write placeholders like `{instance_id}`".to_owned();
                self.report.add(&lints::BAD_PATH, file, it.item.key, message, Some(help));
                return;
            }
        };
        let parameters = it.parameters(self.spec);
        let own = it.at.get("parameters").map_or(0, |at| at.node.items().len());
        let shared = parameters.len().saturating_sub(own);
        let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
        let (mut declared, mut misspelt) = (Vec::new(), Vec::new());
        for (index, (named, parameter)) in parameters.iter().enumerate() {
            let name = parameter.text("name").unwrap_or_default();
            let location = parameter.text("in").unwrap_or_default();
            let before = seen.insert((location, name), index);
            // The operation's own parameter may stand in for the path item's, not for another of its own.
            if before.is_some_and(|before| (before >= shared) == (index >= shared)) {
                let message = format!("{} has two {location} parameters named {}", it.name(), quoted(name));
                let span = name_span(*named);
                self.report.add(
                    &lints::DUPLICATE_PARAMETER,
                    named.file,
                    span,
                    message,
                    Some("remove one of the two".to_owned()),
                );
            }
            if location == "path" {
                declared.push(name);
                if !placeholders.contains(&name) {
                    let message = format!(
                        "the path {} has no placeholder {}",
                        quoted(it.path),
                        quoted(&format!("{{{name}}}"))
                    );
                    let help = match names::nearest(name, placeholders.iter().copied()) {
                        Some(near) => {
                            misspelt.push(near);
                            format!("did you mean `{near}`?")
                        }
                        None => "remove the parameter, or add the placeholder to the path".to_owned(),
                    };
                    self.report.add(
                        &lints::UNKNOWN_PATH_PARAMETER,
                        named.file,
                        name_span(*named),
                        message,
                        Some(help),
                    );
                }
            }
        }
        if it.lacks_parameters(self.spec) {
            return;
        }
        for missing in placeholders.iter().filter(|name| !declared.contains(name) && !misspelt.contains(name))
        {
            let message = format!("{} declares no path parameter {}", it.name(), quoted(missing));
            let help = format!("add a parameter with `name: {missing}`, `in: path` and `required: true`");
            self.report.add_with(
                &lints::UNDECLARED_PATH_PARAMETER,
                file,
                it.at.key,
                message,
                Some(help),
                Some((file, it.item.key, "the placeholder is here")),
            );
        }
    }

    fn parameter(&mut self, at: At<'s>, header: Option<&'s str>) {
        if header.is_some() {
            return;
        }
        let name = at.text("name").unwrap_or_default();
        let location = at.text("in").unwrap_or_default();
        let required = at.node.get("required");
        if location == "path" && required.is_none_or(|it| it.as_boolean() == Some(false)) {
            let span = at.get("required").map_or_else(|| name_span(at), At::span);
            let message = format!("the path parameter {} is not required", quoted(name));
            self.report.add(
                &lints::OPTIONAL_PATH_PARAMETER,
                at.file,
                span,
                message,
                Some("write `required: true`".to_owned()),
            );
        }
        if location == "header" {
            let lower = name.to_ascii_lowercase();
            if let Some((_, help)) = RESERVED.iter().find(|(reserved, _)| *reserved == lower) {
                let message = format!("the header {} is no parameter", quoted(name));
                self.report.add(
                    &lints::RESERVED_HEADER,
                    at.file,
                    name_span(at),
                    message,
                    Some((*help).to_owned()),
                );
            }
        }
        if location == "header" && !is_token(name) {
            let message = format!("{} is no name that a header can have", quoted(name));
            let help = "no request could carry it: look the name up on the documentation page".to_owned();
            self.report.add(&lints::HEADER_NAME, at.file, name_span(at), message, Some(help));
        }
        if !at.says("description") {
            let message = format!("the parameter {} has no description", quoted(name));
            self.report.add(
                &lints::MISSING_DESCRIPTION,
                at.file,
                name_span(at),
                message,
                Some("add `description`".to_owned()),
            );
        }
    }
}

/// Whether a text is what HTTP calls a token.
fn is_token(text: &str) -> bool {
    let sign = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || sign(byte))
}

/// Where a parameter, or a reference to one, is shown: its name, or the reference.
fn name_span(at: At<'_>) -> crate::source::Span {
    at.get("name").or_else(|| at.get("$ref")).map_or(at.key, At::span)
}

/// The names of a path's placeholders.
fn placeholders(path: &str) -> Result<Vec<&str>, String> {
    let mut names: Vec<&str> = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let tail = &rest[at..];
        if tail.starts_with('}') {
            return Err("a brace is closed that was not opened".to_owned());
        }
        let end = tail.find('}').ok_or("a brace is not closed")?;
        let name = &tail[1..end];
        if name.contains(['{', '/']) || name.is_empty() {
            return Err("a placeholder has no name".to_owned());
        }
        if names.contains(&name) {
            return Err(format!("the placeholder {} stands twice", quoted(name)));
        }
        names.push(name);
        rest = &tail[end + 1..];
    }
    Ok(names)
}
