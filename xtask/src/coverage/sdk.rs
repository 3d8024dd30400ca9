//! Tables of the official SDK: operations, and models with a type a field.

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
    let operations = table.get("operations").and_then(Json::as_array);
    let operations = operations.ok_or_else(|| Odd::new("operations", "a list of operations"))?;
    let models = table.get("models").ok_or_else(|| Odd::new("models", "an object with a model a name"))?;
    let read = |(index, json)| Reader { models, read: Cell::new(0) }.operation(index, json);
    operations.iter().enumerate().map(read).collect()
}

/// Reads an operation.
struct Reader<'a> {
    models: &'a Json,
    /// How many values have been read.
    read: Cell<usize>,
}

/// The types that are being read, each in the one before it.
type Stack<'a> = Vec<&'a str>;

impl<'a> Reader<'a> {
    fn operation(&self, index: usize, json: &'a Json) -> Result<Operation, Odd> {
        let at = format!("operations/{index}");
        let mut it = Operation {
            id: text(json, "name", &at)?.to_owned(),
            method: text(json, "method", &at)?.to_uppercase(),
            path: text(json, "path", &at)?.to_owned(),
            ..Operation::default()
        };
        for parameter in list(json, "params", &at)? {
            let at = format!("{at}/params");
            let location = text(parameter, "in", &at)?;
            let member = self.member(parameter, &mut Vec::new(), &at)?;
            if !is_no_parameter(location, &member.name) {
                it.parameters.push(Parameter { location: location.to_owned(), member });
            }
        }
        if let Some(body) = json.get("request_body").filter(|it| !it.is_null()) {
            let at = format!("{at}/request_body");
            let value = self.typed(text(body, "type", &at)?, None, &mut Vec::new(), &at)?;
            it.body = Some(Body { required: is_required(body), value, place: None });
        }
        let fields = list(json, "response_fields", &at)?;
        if !fields.is_empty() {
            it.answer = Some(self.object(fields, &mut Vec::new(), &format!("{at}/response_fields"))?);
        } else if let Some(body) = json.get("response_body").and_then(Json::as_str) {
            it.answer = Some(self.typed(body, None, &mut Vec::new(), &at)?);
        }
        Ok(it)
    }

    fn object(&self, fields: &'a [Json], stack: &mut Stack<'a>, at: &str) -> Result<Value, Odd> {
        let members: Result<_, _> = fields.iter().map(|field| self.member(field, stack, at)).collect();
        Ok(Value { members: members?, ..Value::of(Kind::Object) })
    }

    fn member(&self, field: &'a Json, stack: &mut Stack<'a>, at: &str) -> Result<Member, Odd> {
        let name = text(field, "name", at)?;
        let at = format!("{at}/{name}");
        let value = self.typed(text(field, "type", &at)?, field.get("enum"), stack, &at)?;
        let required = is_required(field);
        Ok(Member { name: name.to_owned(), required, place: None, required_at: None, value })
    }

    /// A value of a type by its name. The values of a list are those of its elements.
    fn typed(
        &self,
        name: &'a str,
        allowed: Option<&'a Json>,
        stack: &mut Stack<'a>,
        at: &str,
    ) -> Result<Value, Odd> {
        self.read.set(self.read.get() + 1);
        if self.read.get() > MOST || stack.len() > DEEPEST {
            return Err(Odd::new(at, "smaller: types stand in one another without end"));
        }
        if stack.contains(&name) {
            return Ok(Value { again: true, ..Value::of(Kind::Object) });
        }
        let inner = |outer: &str| name.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>');
        let model = self.models.get(name);
        if inner("array").is_none() && model.is_none() {
            let kind = if inner("map").is_some() { Some(Kind::Object) } else { scalar(name) };
            let kind = kind.ok_or_else(|| Odd::new(at, "of a known type or one of `models`"))?;
            return Ok(Value { values: values(allowed), ..Value::of(kind) });
        }
        stack.push(name);
        let value = match (inner("array"), model) {
            (Some(element), _) => {
                let items = Some(Box::new(self.typed(element, allowed, stack, at)?));
                Value { items, ..Value::of(Kind::List) }
            }
            (_, model) => {
                let fields = list(model.unwrap_or(&Json::Null), "fields", &format!("models/{name}"))?;
                self.object(fields, stack, at)?
            }
        };
        stack.pop();
        Ok(value)
    }
}

fn scalar(name: &str) -> Option<Kind> {
    Some(match name {
        "int32" | "int64" => Kind::Integer,
        "float" | "double" | "float32" | "float64" => Kind::Number,
        "datetime" | "sdktime" | "date" => Kind::Text,
        "any" => Kind::Any,
        "multipart" => Kind::Object,
        name => return Kind::of(Some(name)),
    })
}

fn text<'a>(json: &'a Json, key: &str, at: &str) -> Result<&'a str, Odd> {
    json.get(key).and_then(Json::as_str).ok_or_else(|| Odd::new(format!("{at}/{key}"), "text"))
}

fn list<'a>(json: &'a Json, key: &str, at: &str) -> Result<&'a [Json], Odd> {
    match json.get(key) {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::Array(list)) => Ok(list),
        Some(_) => Err(Odd::new(format!("{at}/{key}"), "a list")),
    }
}

fn is_required(json: &Json) -> bool {
    json.get("required").and_then(Json::as_bool).unwrap_or_default()
}
