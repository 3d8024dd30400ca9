//! Ranges and defaults, in words. They are documentation: the service judges them.

use openapiv3::{Schema, SchemaKind, Type as SchemaType};

/// A description with the range and the default of its schema behind it.
pub fn with_limits(text: String, schema: &Schema) -> String {
    match limits(schema) {
        Some(limits) => format!("{text} {limits}"),
        None => text,
    }
}

/// Range and default of a schema, as sentences.
fn limits(schema: &Schema) -> Option<String> {
    let range = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(text)) => range(text.min_length, text.max_length, " characters"),
        SchemaKind::Type(SchemaType::Integer(number)) => range(number.minimum, number.maximum, ""),
        SchemaKind::Type(SchemaType::Number(number)) => range(number.minimum, number.maximum, ""),
        SchemaKind::Type(SchemaType::Array(array)) => range(array.min_items, array.max_items, " elements"),
        _ => None,
    };
    let default = schema.schema_data.default.as_ref().map(|default| match default.as_str() {
        Some(text) => format!("Default: `{text}`."),
        None => format!("Default: `{default}`."),
    });
    match (range, default) {
        (None, None) => None,
        (range, default) => Some([range, default].into_iter().flatten().collect::<Vec<_>>().join(" ")),
    }
}

fn range<T: std::fmt::Display + PartialEq>(least: Option<T>, most: Option<T>, unit: &str) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => format!("Exactly {least}{unit}."),
        (Some(least), Some(most)) => format!("{least} to {most}{unit}."),
        (Some(least), None) => format!("At least {least}{unit}."),
        (None, Some(most)) => format!("At most {most}{unit}."),
        (None, None) => return None,
    })
}
