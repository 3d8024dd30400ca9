//! Whether a value fits a schema, and if not, which part of it.

use crate::diagnostic::quoted;
use crate::lint::members;
use crate::lint::patterns;
use crate::lint::walk::{At, Way};
use crate::load::Spec;
use crate::load::grammar::names;
use crate::load::yaml::tree::{Kind, Node, Value};
use crate::source::Span;

/// How many pairs of value and schema are compared for one example. Schemas of many alternatives can
/// ask for any number; past this the example is taken to fit.
const MOST_STEPS: usize = 100_000;
/// How deep schemas are followed into their parts. Parts that consist of each other would be followed
/// for ever, and a long chain would use up the stack.
const MOST_LEVELS: usize = 250;
/// How many elements of one list are compared with each other.
const MOST_COMPARED: usize = 200;
/// How many misfits of one example are told.
const MOST_MISFITS: usize = 20;

/// One part of a value that does not fit.
pub(crate) struct Misfit {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Whether it is a property that the schema does not know, rather than a value of the wrong kind.
    pub(crate) unknown: bool,
}

/// A comparison of one value with its schema.
pub(crate) struct Fit<'s> {
    spec: &'s Spec,
    way: Way,
    steps: usize,
    level: usize,
    path: String,
    /// Where the value as a whole is shown.
    whole: Span,
    pub(crate) misfits: Vec<Misfit>,
}

impl<'s> Fit<'s> {
    pub(crate) fn new(spec: &'s Spec, way: Way) -> Self {
        let (path, misfits) = (String::new(), Vec::new());
        Self { spec, way, steps: 0, level: 0, path, whole: Span::default(), misfits }
    }

    /// Compares a value, shown at `span`, with a schema or a reference to one.
    pub(crate) fn check(&mut self, schema: At<'s>, value: &Node, span: Span) {
        if self.path.is_empty() {
            self.whole = span;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS || self.level > MOST_LEVELS || self.misfits.len() >= MOST_MISFITS {
            return;
        }
        self.level += 1;
        self.parts(schema, value, span);
        self.level -= 1;
    }

    fn parts(&mut self, schema: At<'s>, value: &Node, span: Span) {
        let Some(schema) = schema.resolved(self.spec) else { return };
        if value.is_null() && nullable(schema) {
            return;
        }
        let before = self.misfits.len();
        for part in schema.get("allOf").into_iter().flat_map(At::items) {
            self.check(part, value, span);
        }
        // A part does not know the properties of its siblings: the whole is asked for them below.
        let own = |misfit: &Misfit| value.entries().any(|(key, _)| key.span == misfit.span);
        let mut found = self.misfits.split_off(before);
        found.retain(|misfit| !(misfit.unknown && own(misfit)));
        self.misfits.append(&mut found);
        for key in ["oneOf", "anyOf"] {
            if let Some(alternatives) = schema.get(key) {
                self.alternatives(alternatives, value, span);
            }
        }
        if !self.kind(schema, value, span) {
            return;
        }
        self.enumeration(schema, value, span);
        match &value.value {
            Value::Scalar(scalar) if scalar.kind == Kind::Text => self.text(schema, &scalar.text, span),
            Value::Scalar(_) => self.number(schema, value, span),
            Value::Sequence(items) => self.list(schema, items, span),
            Value::Mapping(_) => self.object(schema, value, span),
        }
    }

    fn misfit(&mut self, span: Span, what: &str, help: Option<String>) {
        let subject = match self.path.strip_prefix('.').unwrap_or(&self.path) {
            "" => "the example".to_owned(),
            path => format!("{} of the example", quoted(path)),
        };
        let message = format!("{subject} {what}");
        self.misfits.push(Misfit { span, message, help, unknown: false });
    }

    /// Runs a check one level deeper, shown at the value or else at its key.
    fn below(&mut self, segment: &str, schema: At<'s>, value: &Node, key: Span) {
        let length = self.path.len();
        self.path.push_str(segment);
        let scalar = value.as_scalar().is_some() && value.span.start < value.span.end;
        self.check(schema, value, if scalar { value.span } else { key });
        self.path.truncate(length);
    }

    fn alternatives(&mut self, alternatives: At<'s>, value: &Node, span: Span) {
        let before = self.misfits.len();
        let mut nearest: Option<Vec<Misfit>> = None;
        let mut count = 0;
        for alternative in alternatives.items() {
            count += 1;
            self.check(alternative, value, span);
            let misfits = self.misfits.split_off(before);
            if misfits.iter().all(|misfit| misfit.unknown) {
                return;
            }
            if nearest.as_ref().is_none_or(|nearest| misfits.len() < nearest.len()) {
                nearest = Some(misfits);
            }
        }
        match nearest {
            // Of one alternative the misfit itself says more.
            Some(misfits) if count == 1 => self.misfits.extend(misfits),
            Some(misfits) => {
                let why = misfits
                    .into_iter()
                    .next()
                    .map(|misfit| format!("the nearest one says: {}", misfit.message));
                self.misfit(span, &format!("fits none of the {count} alternatives of its schema"), why);
            }
            None => {}
        }
    }

    /// Whether the value has the type of the schema.
    fn kind(&mut self, schema: At<'s>, value: &Node, span: Span) -> bool {
        let wanted = schema.text("type");
        let whole = |value: &Node| value.as_number().is_some_and(|number| number.fract() == 0.0);
        let (fits, words) = match wanted {
            Some("string") => (value.as_text().is_some(), "text"),
            Some("integer") => (whole(value), "a whole number"),
            Some("number") => (value.as_number().is_some(), "a number"),
            Some("boolean") => (value.as_boolean().is_some(), "true or false"),
            Some("array") => (value.as_sequence().is_some(), "a list"),
            Some("object") => (value.as_mapping().is_some(), "an object"),
            _ => return true,
        };
        if fits {
            return true;
        }
        let help = if value.is_null() {
            "add `nullable: true` to the schema if the service sends null".to_owned()
        } else if words == "text" && value.as_scalar().is_some() {
            "put quotes around it if it is text on the documentation page, else correct the schema's type"
                .to_owned()
        } else {
            "correct the example, or the schema's type if the service sends this".to_owned()
        };
        self.misfit(span, &format!("has to be {words}, but is {}", value.describe()), Some(help));
        false
    }

    fn enumeration(&mut self, schema: At<'s>, value: &Node, span: Span) {
        let Some(values) = schema.node.get("enum") else { return };
        if values.items().iter().any(|one| same(one, value)) {
            return;
        }
        let texts = values.items().iter().filter_map(|one| Some(&*one.as_scalar()?.text));
        let text = value.as_scalar().map_or("", |scalar| &scalar.text);
        let help = names::suggest(text, texts);
        let help = help.or_else(|| Some("add the value to the enum if the service sends it".to_owned()));
        self.misfit(span, &format!("is {}, which is no value of its enum", quoted(text)), help);
    }

    fn limit(&mut self, schema: At<'s>, span: Span, [least, most]: [&str; 2], number: f64, what: &str) {
        for (key, beyond, word) in
            [(least, f64::lt as fn(&f64, &f64) -> bool, "less"), (most, f64::gt, "more")]
        {
            let Some(bound) = schema.node.get(key).and_then(Node::as_number) else { continue };
            if beyond(&number, &bound) {
                let help = "correct the example, or the bound if the service sends this".to_owned();
                self.misfit(span, &format!("{what} {number}, {word} than `{key}: {bound}`"), Some(help));
            }
        }
    }

    fn text(&mut self, schema: At<'s>, text: &str, span: Span) {
        self.limit(schema, span, ["minLength", "maxLength"], text.chars().count() as f64, "has a length of");
        if let Some(pattern) = schema.text("pattern").filter(|pattern| !patterns::fits(pattern, text)) {
            let help = "correct the example, or the pattern if the service sends this".to_owned();
            let what = format!("is {}, which the pattern {} does not allow", quoted(text), quoted(pattern));
            self.misfit(span, &what, Some(help));
        }
        let help = |format: &str| {
            Some(format!("remove `format: {format}` if the service sends this, or use a looser one"))
        };
        match schema.text("format") {
            Some("date-time") if !is_date_time(text) => {
                let help = "write it as RFC 3339 (`2018-01-30T07:42:01Z`), or use `format: timestamp`";
                self.misfit(
                    span,
                    &format!("is {}, which is no date-time", quoted(text)),
                    Some(help.to_owned()),
                );
            }
            Some("date") if !is_date(text) => {
                self.misfit(span, &format!("is {}, which is no date", quoted(text)), help("date"));
            }
            Some("uuid") if !is_uuid(text) => {
                self.misfit(span, &format!("is {}, which is no UUID", quoted(text)), help("uuid"));
            }
            _ => {}
        }
    }

    fn number(&mut self, schema: At<'s>, value: &Node, span: Span) {
        let Some(number) = value.as_number() else { return };
        self.limit(schema, span, ["minimum", "maximum"], number, "is");
        let exclusive = [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")];
        for (bound, key) in exclusive {
            let is_set = schema.node.get(key).and_then(Node::as_boolean) == Some(true);
            if is_set && schema.node.get(bound).and_then(Node::as_number) == Some(number) {
                self.misfit(span, &format!("is the {bound} that `{key}` excludes"), None);
            }
        }
        if schema.text("format") == Some("int32") && i32::try_from(number as i64).is_err() {
            let help = Some("use `format: int64`".to_owned());
            self.misfit(span, "does not fit into 32 bits", help);
        }
    }

    fn list(&mut self, schema: At<'s>, items: &[Node], span: Span) {
        self.limit(schema, span, ["minItems", "maxItems"], items.len() as f64, "has a length of");
        let unique = schema.node.get("uniqueItems").and_then(Node::as_boolean) == Some(true);
        let twice = |(index, item): (usize, &Node)| items[..index].iter().any(|before| same(before, item));
        if unique && items.iter().take(MOST_COMPARED).enumerate().any(twice) {
            let help = "correct the example, or remove `uniqueItems` if the service sends this".to_owned();
            self.misfit(span, "has an element twice", Some(help));
        }
        let Some(item) = schema.get("items") else { return };
        for (index, value) in items.iter().enumerate() {
            let key = value.entries().next().map_or(value.span, |(key, _)| key.span);
            self.below(&format!("[{index}]"), item, value, key);
        }
    }

    fn object(&mut self, schema: At<'s>, value: &Node, span: Span) {
        let size = value.entries().len() as f64;
        self.limit(schema, span, ["minProperties", "maxProperties"], size, "has a number of properties of");
        let properties = schema.get("properties");
        for name in schema.get("required").into_iter().flat_map(At::items) {
            let Some(name) = name.node.as_text() else { continue };
            let property = properties.and_then(|at| at.get(name)).and_then(|at| at.resolved(self.spec));
            let hidden = match self.way {
                Way::Request => "readOnly",
                Way::Response => "writeOnly",
                Way::Both => "",
            };
            let hidden = property.and_then(|at| at.node.get(hidden)?.as_boolean()) == Some(true);
            if value.get(name).is_none() && !hidden {
                let help = "add it, or remove it from `required` of the schema".to_owned();
                self.misfit(span, &format!("lacks the required {}", quoted(name)), Some(help));
            }
        }
        let additional = schema.get("additionalProperties");
        let mut known = None;
        for (key, below) in value.entries() {
            let property = properties.and_then(|at| at.get(&key.text));
            if let Some(property) = property {
                self.below(&format!(".{}", key.text), property, below, key.span);
            } else if let Some(additional) = additional.filter(|at| at.node.as_mapping().is_some()) {
                self.below(&format!(".{}", key.text), additional, below, key.span);
            } else if properties.is_some() || additional.is_some() || schema.get("allOf").is_some() {
                let known = known.get_or_insert_with(|| self.known(schema));
                if let Some(known) = known.as_ref().filter(|known| !known.contains(&&*key.text)) {
                    let message = format!(
                        "the schema has no property {}",
                        quoted(&format!("{}.{}", self.path, key.text)[1..])
                    );
                    let help = names::nearest(&key.text, known.iter().copied()).map_or_else(
                        || "add the property to the schema".to_owned(),
                        |near| format!("did you mean `{near}`? Else add the property to the schema"),
                    );
                    self.misfits.push(Misfit { span: key.span, message, help: Some(help), unknown: true });
                }
            }
        }
    }

    /// The names of all properties of an object, if no others are allowed by its schema's own words.
    fn known(&self, schema: At<'s>) -> Option<Vec<&'s str>> {
        let (properties, open) = members::properties(self.spec, schema);
        (!open).then(|| properties.into_iter().map(|(name, _)| name).collect())
    }
}

fn nullable(schema: At<'_>) -> bool {
    schema.node.get("nullable").and_then(Node::as_boolean) == Some(true)
}

/// Whether two values are the same.
pub(crate) fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(a), Value::Scalar(b)) => {
            if let (Some(a), Some(b)) = (one.as_number(), other.as_number()) {
                return a == b;
            }
            a.kind == b.kind
                && (a.text == b.text || a.kind != Kind::Text && one.as_boolean() == other.as_boolean())
        }
        _ => one.to_value() == other.to_value(),
    }
}

/// RFC 3339, as the `date-time` format has it.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let Some(clock) = time.get(..8) else { return false };
    let rest = &time[8..];
    let offset = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|it: char| it.is_ascii_digit());
            if offset.len() == fraction.len() {
                return false;
            }
            offset
        }
    };
    is_date(date)
        && shaped(clock, "00:00:00")
        && (matches!(offset, "Z" | "z") || shaped(offset, "+00:00") || shaped(offset, "-00:00"))
}

fn is_date(text: &str) -> bool {
    shaped(text, "0000-00-00")
        && (1..=12).contains(&text[5..7].parse().unwrap_or(0))
        && (1..=31).contains(&text[8..10].parse().unwrap_or(0))
}

fn is_uuid(text: &str) -> bool {
    const SHAPE: &[u8] = b"00000000-0000-0000-0000-000000000000";
    let fits = |(byte, shape): (u8, &u8)| match shape {
        b'-' => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == SHAPE.len() && text.bytes().zip(SHAPE).all(fits)
}

/// Whether digits stand where the shape has `0`, and the same characters elsewhere.
fn shaped(text: &str, shape: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert!(is_date_time("2018-01-30T07:42:01Z"));
        assert!(is_date_time("2018-01-30T07:42:01.174+08:00"));
        assert!(!is_date_time("2018-01-30T07:42:01"));
        assert!(!is_date_time("2018-01-30T07:42:01.Z"));
        assert!(!is_date_time("2018-13-30T07:42:01Z"));
        assert!(!is_date_time("2018-01-30Tč7:42:01Z"));
        assert!(is_uuid("0a1b2c3d-0000-1111-2222-abcdefabcdef"));
        assert!(!is_uuid("0a1b2c3d00001111222200000000abcd"));
    }
}
