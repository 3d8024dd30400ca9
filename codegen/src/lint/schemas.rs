//! Schemas by themselves: descriptions, formats, enums, ranges.

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::fits::same;
use crate::lint::members;
use crate::lint::patterns;
use crate::lint::walk::{At, Role, Visit};
use crate::load::grammar::names;
use crate::load::yaml::tree::Kind;
use crate::load::{Kind as Component, Spec};

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Schemas { spec, report })
}

/// The formats of each type: those of OpenAPI, those of JSON Schema, and the house's own `timestamp` and
/// `uint64`.
const FORMATS: [(&str, &[&str]); 3] = [
    (
        "string",
        &[
            "date-time",
            "timestamp",
            "date",
            "time",
            "password",
            "byte",
            "binary",
            "uuid",
            "email",
            "uri",
            "hostname",
            "ipv4",
            "ipv6",
        ],
    ),
    ("integer", &["int32", "int64", "uint64"]),
    ("number", &["float", "double"]),
];

struct Schemas<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

impl<'s> Visit<'s> for Schemas<'s> {
    fn schema(&mut self, at: At<'s>, role: Role<'s>) {
        if let Role::Property(name) = role {
            self.description(at, name);
        }
        self.format(at);
        if let Some(format) = at.get("format").filter(|at| at.node.as_text() == Some("uuid")) {
            let message = "`format: uuid` promises more than ids of this cloud hold to".to_owned();
            let help = "remove it unless every documented example is a UUID with hyphens".to_owned();
            self.report.add(&lints::UUID_FORMAT, format.file, format.span(), message, Some(help));
        }
        self.pattern(at);
        self.enumeration(at);
        self.ranges(at);
        self.required(at);
        self.mapping(at);
    }
}

impl<'s> Schemas<'s> {
    fn description(&mut self, at: At<'s>, name: &str) {
        // `allOf` of one reference is how a reference gets more keys; the rest is described there.
        if !at.says("description") && at.node.get("allOf").is_none() {
            let message = format!("the property {} has no description", quoted(name));
            let help = "add `description` with what the documentation page says, in your own words";
            self.report.add(&lints::MISSING_DESCRIPTION, at.file, at.key, message, Some(help.to_owned()));
        }
    }

    fn format(&mut self, at: At<'s>) {
        let Some((format, name)) = at.get("format").and_then(|format| Some((format, format.node.as_text()?)))
        else {
            return;
        };
        let Some((ty, known)) = FORMATS.iter().find(|(ty, _)| at.text("type") == Some(ty)) else { return };
        if !known.contains(&name) {
            let message = format!("{} is no format of the type `{ty}`", quoted(name));
            let help = names::suggest(name, known.iter().copied());
            self.report.add(&lints::UNKNOWN_FORMAT, format.file, format.span(), message, help);
        }
    }

    fn enumeration(&mut self, at: At<'s>) {
        let values = at.get("enum");
        let list = values.map_or(&[][..], |values| values.node.items());
        let nullable = at.is("nullable");
        for (index, value) in list.iter().enumerate() {
            let span = if value.span.start < value.span.end { value.span } else { at.key };
            // Long lists of names are compared by text; the few of other kinds one by one.
            if index < 500 && list[..index].iter().any(|before| same(before, value)) {
                let message = "this value stands twice in the enum".to_owned();
                self.report.add(
                    &lints::ENUM_VALUE,
                    at.file,
                    span,
                    message,
                    Some("remove one of the two".to_owned()),
                );
            }
            let Some(kind) = value.as_scalar().map(|scalar| scalar.kind) else { continue };
            let fits = match (at.text("type"), kind) {
                (_, Kind::Null) => nullable || at.text("type").is_none(),
                (Some("string"), kind) => kind == Kind::Text,
                (Some("integer"), kind) => kind == Kind::Integer,
                (Some("number"), kind) => matches!(kind, Kind::Integer | Kind::Float),
                (Some("boolean"), kind) => kind == Kind::Boolean,
                _ => true,
            };
            if !fits {
                let wanted = at.text("type").unwrap_or_default();
                let message = format!("an enum of type `{wanted}` has a value that is {}", value.describe());
                let help = if kind == Kind::Null {
                    "write `nullable: true` beside it".to_owned()
                } else if wanted == "string" {
                    let text = value.as_scalar().map_or("", |scalar| &scalar.text);
                    format!("put quotes around it: `\"{text}\"`")
                } else {
                    format!("write a value of type `{wanted}`")
                };
                self.report.add(&lints::ENUM_VALUE, at.file, span, message, Some(help));
            }
        }
        for (name, described) in at.get("x-enum-descriptions").into_iter().flat_map(At::entries) {
            let texts = list.iter().filter_map(|value| Some(&*value.as_scalar()?.text));
            if !texts.clone().any(|value| value == name) {
                let message = format!("the enum has no value {}", quoted(name));
                let help = names::suggest(name, texts);
                self.report.add(&lints::ENUM_DESCRIPTIONS, at.file, described.key, message, help);
            }
        }
    }

    fn pattern(&mut self, at: At<'s>) {
        let Some(pattern) = at.get("pattern") else { return };
        if let Err(why) = patterns::read(pattern.node.as_text().unwrap_or_default()) {
            let message = format!("no example is held against this `pattern`: {why}");
            let help = "write it without looking ahead or behind, and with `\\{` for a brace".to_owned();
            self.report.add(&lints::UNREAD_PATTERN, pattern.file, pattern.span(), message, Some(help));
        }
    }

    fn ranges(&mut self, at: At<'s>) {
        for (least, most) in [
            ("minimum", "maximum"),
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
            ("minProperties", "maxProperties"),
        ] {
            let (Some(low), Some(high)) = (at.get(least), at.get(most)) else { continue };
            if low.node.as_number() > high.node.as_number() {
                let message = format!("`{least}` is greater than `{most}`");
                let help = Some("look the two up on the documentation page".to_owned());
                let related = Some((at.file, high.span(), "the greatest value"));
                self.report.add_with(&lints::EMPTY_RANGE, at.file, low.span(), message, help, related);
            }
        }
    }

    fn required(&mut self, at: At<'s>) {
        let Some(required) = at.get("required") else { return };
        let (properties, open) = members::properties(self.spec, at);
        if open || at.node.get("properties").is_none() {
            return;
        }
        for item in required.items() {
            let name = item.node.as_text().unwrap_or_default();
            if properties.iter().all(|(property, _)| *property != name) {
                let message = format!("the required {} is no property of this object", quoted(name));
                let help = names::suggest(name, properties.iter().map(|(name, _)| *name));
                self.report.add(&lints::REQUIRED_PROPERTY, at.file, item.span(), message, help);
            }
        }
    }

    fn mapping(&mut self, at: At<'s>) {
        let mapping = at.get("discriminator").and_then(|at| at.get("mapping"));
        for (_, target) in mapping.into_iter().flat_map(At::entries) {
            let text = target.node.as_text().unwrap_or_default();
            let leads = |reference: &str| {
                self.spec.target(at.file, reference).is_some_and(|(_, kind, _)| kind == Component::Schema)
            };
            if self.report.whole && !leads(text) && !leads(&format!("#/components/schemas/{text}")) {
                let message = format!("{} leads to no schema", quoted(text));
                let help = "write a reference such as `#/components/schemas/Cat`".to_owned();
                self.report.add(&lints::DISCRIMINATOR_MAPPING, at.file, target.span(), message, Some(help));
            }
        }
    }
}
