//! Samples: values for what the spec has no example of, made up after the shape.

use std::collections::HashMap;

use serde_json::Value;

use crate::ir::{Content, Member, Operation, Role, Shape, Success, Type};
use crate::lower::schemas::shapes::shape_of;

/// Gives everything that is sent a sample, and every success without an example one.
pub fn complete(operations: &mut [Vec<Operation>], objects: &HashMap<String, Vec<Member>>) {
    let made_up = |shape: &Shape| Sampler { objects, all: false, null: None, open: Vec::new() }.body(shape);
    for operation in operations.iter_mut().flatten() {
        let documented = operation.examples.iter().find(|example| example.role == Role::Request);
        if let Some(body) = &mut operation.body {
            match &body.content {
                Content::Json { .. } | Content::Form { .. } => {
                    let documented = documented.map(|example| on_one_line(&example.json));
                    body.sample = documented.unwrap_or_else(|| made_up(&body.shape));
                }
                _ if body.sample.is_empty() => body.sample = "content".to_owned(),
                _ => {}
            }
        }
        for parameter in operation.arguments.iter_mut().chain(&mut operation.options) {
            if parameter.sample.is_empty() {
                parameter.sample = made_up(&parameter.shape);
            }
        }
        let next = operation.pagination.as_ref().and_then(|pagination| pagination.next.as_deref());
        for answer in &mut operation.answers {
            if !answer.body.is_empty() {
                continue;
            }
            answer.body = match operation.answer.of(answer.status) {
                Success::Json(Type::Nothing) | Success::ByStatus(_) => String::new(),
                Success::Text | Success::Bytes => "content".to_owned(),
                // An only page: its end is the list's.
                Success::Json(ty) => {
                    Sampler { objects, all: true, null: next, open: Vec::new() }.body(&shape_of(ty))
                }
            };
        }
    }
}

/// A value for a parameter, as text: the documented one where it fits. Of a list, one of its elements.
pub fn parameter(name: &str, shape: &Shape, documented: Option<&Value>) -> String {
    let shape = match shape {
        Shape::List(element, ..) => element,
        shape => shape,
    };
    let documented = match documented {
        Some(Value::Array(elements)) => elements.first(),
        documented => documented,
    };
    let documented = documented.map(|example| example.as_str().map_or(example.to_string(), str::to_owned));
    match documented.filter(|text| fits(text, shape)) {
        Some(text) => text,
        None => scalar(name, shape).as_str().map_or_else(|| scalar(name, shape).to_string(), str::to_owned),
    }
}

fn fits(text: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Text(least, most) => {
            let length = text.chars().count() as u64;
            length > 0 && least.is_none_or(|least| length >= least) && most.is_none_or(|most| length <= most)
        }
        Shape::Integer(least, most) => text.parse().is_ok_and(|number: i64| {
            least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
        }),
        Shape::Number(least, most) => text.parse().is_ok_and(|number: f64| {
            least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
        }),
        Shape::Boolean => matches!(text, "true" | "false"),
        Shape::Enum(values) => values.iter().any(|value| value == text),
        _ => !text.is_empty(),
    }
}

/// A scalar for the value of this name.
fn scalar(name: &str, shape: &Shape) -> Value {
    match shape {
        Shape::Text(least, most) => {
            let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "-");
            let least = least.unwrap_or(1).min(LONGEST) as usize;
            let most = most.unwrap_or(LONGEST).clamp(1, LONGEST) as usize;
            let filled = name.chars().chain(std::iter::repeat('x'));
            let length = name.len().clamp(least.min(most), most);
            filled.take(length).collect::<String>().into()
        }
        Shape::Integer(least, most) => 1.max(least.unwrap_or(1)).min(most.unwrap_or(i64::MAX)).into(),
        Shape::Number(least, most) => 1f64.max(least.unwrap_or(1.0)).min(most.unwrap_or(f64::MAX)).into(),
        Shape::Boolean => true.into(),
        Shape::Enum(values) => values.first().cloned().into(),
        Shape::Time => "2024-06-17T06:53:46Z".into(),
        _ => Value::Object(Default::default()),
    }
}

/// No text is made up longer than this; an example of a longer one has to be written.
const LONGEST: u64 = 4096;

/// Writes JSON after a shape.
struct Sampler<'a> {
    objects: &'a HashMap<String, Vec<Member>>,
    /// Whether members are written that need not be there.
    all: bool,
    /// The pointer to what is null.
    null: Option<&'a str>,
    /// The objects around, so that one which contains itself ends.
    open: Vec<&'a str>,
}

impl<'a> Sampler<'a> {
    fn body(mut self, shape: &Shape) -> String {
        // The shape may be made up for this very call; the names in it are looked up in the table.
        let mut text = String::new();
        self.write("value", shape, "", &mut text);
        text
    }

    fn write(&mut self, name: &str, shape: &Shape, pointer: &str, text: &mut String) {
        match shape {
            _ if self.null == Some(pointer) => text.push_str("null"),
            Shape::List(element, least, _) => {
                // A list whose elements lead back here is empty.
                let again = element.object().is_some_and(|name| self.open.contains(&name));
                let wanted = least.unwrap_or(0).min(16).max(self.all.into());
                let count = if again { 0 } else { wanted };
                text.push('[');
                for index in 0..count {
                    if index > 0 {
                        text.push(',');
                    }
                    self.write(name, element, "-", text);
                }
                text.push(']');
            }
            Shape::Map(value) => {
                text.push('{');
                let again = value.object().is_some_and(|name| self.open.contains(&name));
                if self.all && !again {
                    text.push_str("\"key\":");
                    self.write("key", value, "-", text);
                }
                text.push('}');
            }
            Shape::Object(object) => self.object(object, pointer, text),
            scalar_shape => text.push_str(&scalar(name, scalar_shape).to_string()),
        }
    }

    fn object(&mut self, object: &str, pointer: &str, text: &mut String) {
        let Some((object, members)) = self.objects.get_key_value(object) else {
            text.push_str("{}");
            return;
        };
        self.open.push(object);
        text.push('{');
        let mut first = true;
        for member in members {
            let again = matches!(&member.shape, Shape::Object(name) if self.open.contains(&name.as_str()));
            if again || !(self.all || member.required) {
                continue;
            }
            if !std::mem::take(&mut first) {
                text.push(',');
            }
            text.push_str(&Value::from(member.name.as_str()).to_string());
            text.push(':');
            let segment = member.name.replace('~', "~0").replace('/', "~1");
            self.write(&member.name, &member.shape, &format!("{pointer}/{segment}"), text);
        }
        text.push('}');
        self.open.pop();
    }
}

/// JSON without the blanks between its parts, in the order in which it is written.
pub fn on_one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for character in json.chars() {
        if inside || !character.is_whitespace() {
            line.push(character);
        }
        inside = match character {
            '"' if !escaped => !inside,
            _ => inside,
        };
        escaped = inside && character == '\\' && !escaped;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blanks_between_parts_go() {
        assert_eq!(on_one_line("{\n  \"a \\\" b\\\\\": [1, 2]\n}"), "{\"a \\\" b\\\\\":[1,2]}");
    }

    #[test]
    fn what_is_made_up_fits() {
        for shape in [
            Shape::Text(Some(40), Some(50)),
            Shape::Text(None, Some(2)),
            Shape::Integer(Some(5), None),
            Shape::Integer(None, Some(-5)),
            Shape::Number(Some(2.5), None),
            Shape::Enum(vec!["one".to_owned()]),
        ] {
            let made_up = parameter("server_id", &shape, Some(&"far too long ".repeat(9).into()));
            assert!(fits(&made_up, &shape), "{made_up} {shape:?}");
        }
        assert_eq!(parameter("a", &Shape::Integer(None, None), Some(&7.into())), "7");
    }

    #[test]
    fn an_object_that_contains_itself_ends() {
        let member = |name: &str, shape| Member { name: name.to_owned(), required: true, shape };
        let node = || Shape::Object("Node".to_owned());
        let members = vec![
            member("next", Shape::Text(None, None)),
            member("left", node()),
            member("children", Shape::List(Box::new(node()), None, None)),
        ];
        let objects = HashMap::from([("Node".to_owned(), members)]);
        let sampler = Sampler { objects: &objects, all: true, null: Some("/next"), open: Vec::new() };
        assert_eq!(sampler.body(&node()), r#"{"next":null,"children":[]}"#);
    }
}
