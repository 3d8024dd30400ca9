//! Ranges, values and defaults, in words. They are documentation: the service judges them.

use std::fmt::Display;

use openapiv3::{Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::docs::code;

/// More values than these are not listed, and none longer than this is shown.
const MOST_VALUES: usize = 20;
const LONGEST: usize = 200;

/// A description with the range and the default of its schema behind it.
pub fn with_limits(mut text: String, schema: &Schema) -> String {
    for limit in limits(schema) {
        text.push(' ');
        text.push_str(&limit);
    }
    text
}

/// Range, values and default of a schema, as sentences.
fn limits(schema: &Schema) -> Vec<String> {
    let mut limits = Vec::new();
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(text)) => {
            limits.extend(range(text.min_length, text.max_length, " characters"));
        }
        SchemaKind::Type(SchemaType::Integer(number)) => {
            // Of whole numbers, what is more than 0 is at least 1.
            let least = number.minimum.map(|it| it.saturating_add(number.exclusive_minimum.into()));
            let most = number.maximum.map(|it| it.saturating_sub(number.exclusive_maximum.into()));
            limits.extend(range(least, most, ""));
            limits.extend(multiple(number.multiple_of));
        }
        SchemaKind::Type(SchemaType::Number(number)) => {
            let exclusive = [number.exclusive_minimum, number.exclusive_maximum];
            limits.extend(bounds(number.minimum, number.maximum, exclusive));
            limits.extend(multiple(number.multiple_of));
            limits.extend(values(number.enumeration.iter().flatten().map(|it| it.to_string())));
        }
        SchemaKind::Type(SchemaType::Boolean(boolean)) => {
            limits.extend(values(boolean.enumeration.iter().flatten().map(|it| it.to_string())));
        }
        SchemaKind::Type(SchemaType::Array(array)) => {
            limits.extend(range(array.min_items, array.max_items, " elements"));
        }
        SchemaKind::Any(any) => {
            let exclusive = [any.exclusive_minimum, any.exclusive_maximum].map(|it| it == Some(true));
            limits.extend(range(any.min_length, any.max_length, " characters"));
            // Beyond this a float no longer says which whole number it is.
            let exact = |bound: &f64| bound.abs() <= 9_007_199_254_740_992.0;
            limits.extend(bounds(any.minimum.filter(exact), any.maximum.filter(exact), exclusive));
            limits.extend(multiple(any.multiple_of));
            limits.extend(range(any.min_items, any.max_items, " elements"));
            // Those of one kind are an enum's.
            let mixed = any.typ.is_none() && any.enumeration.iter().any(|it| !it.is_string() && !it.is_i64());
            limits.extend(values(any.enumeration.iter().filter(|_| mixed).map(Value::to_string)));
        }
        _ => {}
    }
    if let Some(default) = &schema.schema_data.default {
        let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        if text.len() <= LONGEST {
            limits.push(format!("Default: {}.", code(&text)));
        }
    }
    limits
}

fn range<T: Display + PartialEq>(least: Option<T>, most: Option<T>, unit: &str) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => format!("Exactly {least}{unit}."),
        (Some(least), Some(most)) => format!("{least} to {most}{unit}."),
        (Some(least), None) => format!("At least {least}{unit}."),
        (None, Some(most)) => format!("At most {most}{unit}."),
        (None, None) => return None,
    })
}

/// A range whose ends may be left out of it.
fn bounds(least: Option<f64>, most: Option<f64>, exclusive: [bool; 2]) -> Option<String> {
    if exclusive == [false, false] {
        return range(least, most, "");
    }
    let least = least.map(|it| format!("{} {it}", if exclusive[0] { "more than" } else { "at least" }));
    let most = most.map(|it| format!("{} {it}", if exclusive[1] { "less than" } else { "at most" }));
    let both: Vec<String> = [least, most].into_iter().flatten().collect();
    let mut text = both.join(" and ");
    let first = text.get_mut(..1)?;
    first.make_ascii_uppercase();
    Some(format!("{text}."))
}

fn multiple<T: Display>(of: Option<T>) -> Option<String> {
    of.map(|of| format!("A multiple of {of}."))
}

fn values(values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.take(MOST_VALUES + 1).map(|value| code(&value)).collect();
    let few = (1..=MOST_VALUES).contains(&values.len()) && values.iter().all(|it| it.len() <= LONGEST);
    few.then(|| format!("One of {}.", values.join(", ")))
}
