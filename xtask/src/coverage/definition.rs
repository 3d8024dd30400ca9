//! Tables of API definitions: an OpenAPI document an operation, of version 2 or 3, without prose.

use std::cell::Cell;

use serde_json::Value as Json;

use super::facts::{DEEPEST, MOST, Odd, values};
use super::model::{Body, Kind, Member, Operation, Parameter, Value, is_no_parameter};

/// The operations of a table.
///
/// # Errors
///
/// When it has another shape.
pub fn operations(table: &Json) -> Result<Vec<Operation>, Odd> {
    let named = table.get("operations").and_then(Json::as_object);
    let named = named.ok_or_else(|| Odd::new("operations", "an object, with an OpenAPI document a name"))?;
    named.iter().map(|(name, document)| Document::new(name, document).operation()).collect()
}

/// The document of an operation.
struct Document<'a> {
    name: &'a str,
    json: &'a Json,
    /// How many values have been read.
    read: Cell<usize>,
}

impl<'a> Document<'a> {
    fn new(name: &'a str, json: &'a Json) -> Self {
        Self { name, json, read: Cell::new(0) }
    }

    fn odd(&self, at: &str, expected: &'static str) -> Odd {
        Odd::new(format!("operations/{}/{at}", self.name), expected)
    }

    fn operation(&self) -> Result<Operation, Odd> {
        let only = |at: &str, json: Option<&'a Json>, expected: &'static str| {
            let entry = json.and_then(Json::as_object).filter(|it| it.len() == 1);
            entry.and_then(|it| it.iter().next()).ok_or_else(|| self.odd(at, expected))
        };
        let (path, item) = only("paths", self.json.get("paths"), "an object with one path")?;
        let (method, operation) = only(&format!("paths/{path}"), Some(item), "an object with one method")?;
        let base = self.json.get("base_path").and_then(Json::as_str).unwrap_or_default();
        let mut it = Operation {
            id: self.name.to_owned(),
            method: method.to_uppercase(),
            path: format!("{}{path}", base.trim_end_matches('/')),
            ..Operation::default()
        };
        for parameter in list(operation.get("parameters")) {
            self.parameter(parameter, &mut it)?;
        }
        if let Some(body) = operation.get("requestBody") {
            let body = self.resolve(body)?;
            let value = self.content(body)?.unwrap_or_default();
            it.body = Some(Body { required: is(body, "required"), value, place: None });
        }
        let responses = operation.get("responses").and_then(Json::as_object);
        let responses =
            responses.ok_or_else(|| self.odd("responses", "an object with an answer a status"))?;
        for (_, response) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
            let response = self.resolve(response)?;
            let Some(value) = self.content(response)? else { continue };
            match &mut it.answer {
                Some(answer) => answer.join(value),
                None => it.answer = Some(value),
            }
        }
        Ok(it)
    }

    fn parameter(&self, json: &'a Json, operation: &mut Operation) -> Result<(), Odd> {
        let json = self.resolve(json)?;
        let text = |key: &'static str| {
            let text = json.get(key).and_then(Json::as_str);
            text.ok_or_else(|| self.odd("parameters", "a list of objects, each with `name` and `in`"))
        };
        let (name, location) = (text("name")?, text("in")?);
        if is_no_parameter(location, name) {
            return Ok(());
        }
        // In version 2 the keys of the schema stand beside those of the parameter.
        let value = self.value(json.get("schema").unwrap_or(json), &mut Vec::new())?;
        let required = is(json, "required");
        match location {
            "body" => operation.body = Some(Body { required, value, place: None }),
            "formData" => {
                let form = Body { required: false, value: Value::of(Kind::Object), place: None };
                let body = operation.body.get_or_insert(form);
                body.required |= required;
                body.value.members.push(stated(name, required, value));
            }
            _ => {
                let member = stated(name, required, value);
                operation.parameters.push(Parameter { location: location.to_owned(), member });
            }
        }
        Ok(())
    }

    /// The schema of a body, where there is one: of its first media type in version 3.
    fn content(&self, json: &'a Json) -> Result<Option<Value>, Odd> {
        let media = json.get("content").and_then(Json::as_object).and_then(|it| it.values().next());
        let schema = media.unwrap_or(json).get("schema");
        schema.map(|it| self.value(it, &mut Vec::new())).transpose()
    }

    /// `stack` holds the references that are being read.
    fn value(&self, json: &'a Json, stack: &mut Vec<&'a str>) -> Result<Value, Odd> {
        self.read.set(self.read.get() + 1);
        if self.read.get() > MOST || stack.len() > DEEPEST {
            return Err(self.odd("", "smaller: values stand in one another without end"));
        }
        let reference = json.get("$ref").and_then(Json::as_str);
        if let Some(reference) = reference {
            if stack.contains(&reference) {
                return Ok(Value { again: true, ..Value::of(Kind::Object) });
            }
            stack.push(reference);
            let value = self.value(self.target(reference)?, stack);
            stack.pop();
            return value;
        }
        let members = json.get("properties").and_then(Json::as_object);
        let implied = match (members, json.get("items"), json.get("additionalProperties")) {
            (Some(_), ..) | (.., Some(_)) => Some("object"),
            (_, Some(_), _) => Some("array"),
            _ => None,
        };
        let word = json.get("type").map_or(implied, Json::as_str);
        let kind = Kind::of(word).ok_or_else(|| self.odd("", "typed in the words of OpenAPI"))?;
        let mut value =
            Value { values: values(json.get("enum")), deprecated: is(json, "deprecated"), ..Value::of(kind) };
        for (name, member) in members.into_iter().flatten() {
            let inner = self.value(member, stack)?;
            value.members.push(stated(name, false, inner));
        }
        if let Some(items) = json.get("items") {
            value.items = Some(Box::new(self.value(items, stack)?));
        }
        for part in list(json.get("allOf")) {
            value.join(self.value(part, stack)?);
        }
        for name in list(json.get("required")).iter().filter_map(Json::as_str) {
            value.members.iter_mut().filter(|it| it.name == name).for_each(|it| it.required = true);
        }
        Ok(value)
    }

    fn resolve(&self, json: &'a Json) -> Result<&'a Json, Odd> {
        match json.get("$ref").and_then(Json::as_str) {
            Some(reference) => self.target(reference),
            None => Ok(json),
        }
    }

    fn target(&self, reference: &str) -> Result<&'a Json, Odd> {
        let target = reference.strip_prefix('#').and_then(|pointer| self.json.pointer(pointer));
        target.ok_or_else(|| self.odd(reference, "there, since a `$ref` leads to it"))
    }
}

fn stated(name: &str, required: bool, value: Value) -> Member {
    Member { name: name.to_owned(), required, place: None, required_at: None, value }
}

fn list(json: Option<&Json>) -> &[Json] {
    json.and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn is(json: &Json, key: &str) -> bool {
    json.get(key).and_then(Json::as_bool).unwrap_or_default()
}
