//! Values held against what the spec says of them.

use std::fmt::Display;

use huaweicloud_core::description::Shape;
use huaweicloud_core::types::Timestamp;
use serde_json::Value;

use crate::auth::shortened;

/// What is wrong, each with its place; empty where nothing is.
pub(crate) type Wrongs = Vec<String>;

/// No more than so many mistakes of a request are told at once.
pub(crate) const MOST: usize = 10;

/// Holds a parameter's text against its shape.
pub(crate) fn check_text(place: &str, text: &str, shape: &Shape, wrongs: &mut Wrongs) {
    let fits = match shape {
        Shape::Integer(min, max) => text.parse().is_ok_and(|number: i64| within(number, *min, *max)),
        Shape::Number(min, max) => {
            text.parse().is_ok_and(|number: f64| number.is_finite() && within(number, *min, *max))
        }
        Shape::Boolean => matches!(text, "true" | "false"),
        shape => fits_text(text, shape),
    };
    if !fits {
        wrongs.push(format!("{place}: expected {}, {:?} came", expected(shape), shortened(text)));
    }
}

/// Holds a JSON value against its shape, and all that is inside.
pub(crate) fn check_json(place: &str, value: &Value, shape: &Shape, wrongs: &mut Wrongs) {
    if wrongs.len() >= MOST {
        return;
    }
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    let fits = match (shape, value) {
        (Shape::Any, _) => true,
        (Shape::Boolean, Value::Bool(_)) => true,
        (Shape::Integer(min, max), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| within(number, *min, *max))
        }
        (Shape::Number(min, max), Value::Number(number)) => {
            number.as_f64().is_some_and(|number| within(number, *min, *max))
        }
        (Shape::Text(..) | Shape::Enum(_) | Shape::Time, Value::String(text)) => fits_text(text, shape),
        (Shape::List(element, min, max), Value::Array(elements)) => {
            for (index, value) in elements.iter().enumerate() {
                check_json(&format!("{place}[{index}]"), value, element, wrongs);
            }
            within(elements.len() as u64, *min, *max)
        }
        (Shape::Map(inner), Value::Object(members)) => {
            members.iter().for_each(|(name, value)| check_json(&inside(name), value, inner, wrongs));
            true
        }
        (Shape::Object(known), Value::Object(members)) => {
            for member in *known {
                match members.get(member.name) {
                    Some(Value::Null) | None if !member.required => {}
                    Some(value) => check_json(&inside(member.name), value, member.shape, wrongs),
                    None => wrongs.push(format!(
                        "{}: expected {}, nothing came",
                        inside(member.name),
                        expected(member.shape)
                    )),
                }
            }
            true
        }
        _ => false,
    };
    if !fits {
        let place = if place.is_empty() { "the body" } else { place };
        wrongs.push(format!("{place}: expected {}, {} came", expected(shape), shown(value)));
    }
}

fn fits_text(text: &str, shape: &Shape) -> bool {
    match shape {
        Shape::Text(min, max) => within(text.chars().count() as u64, *min, *max),
        Shape::Enum(values) => values.contains(&text),
        Shape::Time => Timestamp::from(text).to_system_time().is_ok(),
        // Objects and maps do not stand in parameters; a list's elements are checked one by one.
        _ => true,
    }
}

fn within<T: PartialOrd>(value: T, min: Option<T>, max: Option<T>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

/// A value for a message: scalars as they are, the others by their kind.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(elements) => format!("a list of {}", elements.len()),
        Value::Object(_) => "an object".to_owned(),
        scalar => shortened(&scalar.to_string()),
    }
}

/// A shape in words.
pub(crate) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text(min, max) => format!("text{}", bounds(*min, *max, " of ", " characters")),
        Shape::Integer(min, max) => format!("an integer{}", bounds(*min, *max, " of ", "")),
        Shape::Number(min, max) => format!("a number{}", bounds(*min, *max, " of ", "")),
        Shape::Boolean => "true or false".to_owned(),
        Shape::Enum(values) => format!("one of {}", values.join(", ")),
        Shape::Time => "a time such as 2024-06-17T06:53:46Z".to_owned(),
        Shape::List(_, min, max) => format!("a list{}", bounds(*min, *max, " of ", " elements")),
        Shape::Map(_) | Shape::Object(_) => "an object".to_owned(),
        Shape::Any => "a value".to_owned(),
        Shape::Form(_) => "a form".to_owned(),
        Shape::Parts(_) => "a form in parts".to_owned(),
        Shape::Bytes(media) => format!("bytes of {media}"),
    }
}

fn bounds<T: Display>(min: Option<T>, max: Option<T>, before: &str, unit: &str) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (Some(min), None) => format!("{before}at least {min}{unit}"),
        (None, Some(max)) => format!("{before}at most {max}{unit}"),
        (Some(min), Some(max)) => format!("{before}{min} to {max}{unit}"),
    }
}
