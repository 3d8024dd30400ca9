//! Values of parameters as text: the styles of
//! [OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#style-values).

use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use crate::signing::RESERVED;

/// How a list or an object becomes the text of a parameter; a single value is the same in most.
///
/// | | `a: [3, 4]` | `a: {"r": 3, "g": 4}` |
/// |---|---|---|
/// | `Form` | `a=3,4` | `a=r,3,g,4` |
/// | `FormExploded` | `a=3&a=4` | `r=3&g=4` |
/// | `SpaceDelimited` | `a=3%204` | |
/// | `PipeDelimited` | `a=3%7C4` | |
/// | `DeepObject` | `a[0]=3&a[1]=4` | `a[r]=3&a[g]=4` |
/// | `Simple` | `3,4` | `r,3,g,4` |
/// | `SimpleExploded` | `3,4` | `r=3,g=4` |
/// | `Label` | `.3,4` | `.r,3,g,4` |
/// | `LabelExploded` | `.3.4` | `.r=3.g=4` |
/// | `Matrix` | `;a=3,4` | `;a=r,3,g,4` |
/// | `MatrixExploded` | `;a=3;a=4` | `;r=3;g=4` |
/// | `Json` | `a=[3,4]` | `a={"r":3,"g":4}` |
///
/// What lies deeper than a style knows is written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    /// Query and cookies, in one pair.
    Form,
    /// Query and cookies, in a pair a value.
    FormExploded,
    /// Query, with blanks between the elements of a list.
    SpaceDelimited,
    /// Query, with `|` between the elements of a list.
    PipeDelimited,
    /// Query, with the way to each value in brackets.
    DeepObject,
    /// Path and headers.
    Simple,
    /// Path and headers, with members as `name=value`.
    SimpleExploded,
    /// Path, after a dot.
    Label,
    /// Path, after a dot each.
    LabelExploded,
    /// Path, after a semicolon.
    Matrix,
    /// Path, after a semicolon each.
    MatrixExploded,
    /// Anywhere: the parameter's `content` is JSON.
    Json,
}

/// The pairs, not encoded, that a parameter becomes in a query, a form or cookies.
pub(crate) fn pairs(name: &str, value: &Value, style: ParameterStyle) -> Vec<(String, String)> {
    let one = |text: String| vec![(name.to_owned(), text)];
    let joined = |separator: &str| one(flat(value).join(separator));
    match (style, value) {
        (_, Value::Null) => Vec::new(),
        // An empty list is as good as none: no style can tell them apart from a list of an empty text.
        (style, Value::Array(list)) if list.is_empty() && style != ParameterStyle::Json => Vec::new(),
        (ParameterStyle::Json, _) => one(value.to_string()),
        (ParameterStyle::DeepObject, Value::Array(_) | Value::Object(_)) => {
            let mut pairs = Vec::new();
            deep(name.to_owned(), value, &mut pairs);
            pairs
        }
        (ParameterStyle::FormExploded, Value::Array(list)) => {
            list.iter().map(|value| (name.to_owned(), text(value))).collect()
        }
        (ParameterStyle::FormExploded, Value::Object(members)) => {
            members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
        }
        (ParameterStyle::SpaceDelimited, Value::Array(_)) => joined(" "),
        (ParameterStyle::PipeDelimited, Value::Array(_)) => joined("|"),
        _ => joined(","),
    }
}

/// The text, not encoded, that a parameter becomes in a header.
pub(crate) fn header(value: &Value, style: ParameterStyle) -> String {
    match style {
        ParameterStyle::Json => value.to_string(),
        _ => written(value, style == ParameterStyle::SimpleExploded, ",", str::to_owned),
    }
}

/// The text, each value of it encoded, that a parameter becomes in a path.
pub(crate) fn segment(name: &str, value: &Value, style: ParameterStyle) -> String {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let flat = |explode, separator| written(value, explode, separator, encode);
    match style {
        ParameterStyle::Json => encode(&value.to_string()),
        ParameterStyle::Label => format!(".{}", flat(false, ",")),
        ParameterStyle::LabelExploded => format!(".{}", flat(true, ".")),
        ParameterStyle::Matrix => format!(";{}={}", encode(name), flat(false, ",")),
        ParameterStyle::MatrixExploded => match value {
            Value::Object(_) => format!(";{}", flat(true, ";")),
            Value::Array(list) => {
                list.iter().map(|value| format!(";{}={}", encode(name), encode(&text(value)))).collect()
            }
            value => format!(";{}={}", encode(name), encode(&text(value))),
        },
        ParameterStyle::SimpleExploded => flat(true, ","),
        _ => flat(false, ","),
    }
}

/// Elements or members with a separator between them; members as `name=value` where they explode.
fn written(value: &Value, explode: bool, separator: &str, encode: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> = match value {
        Value::Object(members) if explode => {
            members.iter().map(|(name, value)| format!("{}={}", encode(name), encode(&text(value)))).collect()
        }
        value => flat(value).iter().map(|text| encode(text)).collect(),
    };
    parts.join(separator)
}

/// Elements, or names and values in turns.
fn flat(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        Value::Object(members) => {
            let mut parts = Vec::new();
            for (name, value) in members {
                parts.push(name.clone());
                parts.push(text(value));
            }
            parts
        }
        value => vec![text(value)],
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn deep(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                deep(format!("{name}[{index}]"), value, pairs);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                deep(format!("{name}[{member}]"), value, pairs);
            }
        }
        value => pairs.push((name, text(value))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ParameterStyle::*;
    use super::*;

    fn query(value: &Value, style: ParameterStyle) -> String {
        let pairs = pairs("a", value, style);
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn queries_are_those_of_the_table() {
        let (list, object) = (json!([3, 4]), json!({"r": 3, "g": 4}));
        for (style, of_list, of_object) in [
            (Form, "a=3,4", "a=g,4,r,3"),
            (FormExploded, "a=3&a=4", "g=4&r=3"),
            (SpaceDelimited, "a=3 4", "a=g,4,r,3"),
            (PipeDelimited, "a=3|4", "a=g,4,r,3"),
            (DeepObject, "a[0]=3&a[1]=4", "a[g]=4&a[r]=3"),
            (Json, "a=[3,4]", r#"a={"g":4,"r":3}"#),
        ] {
            assert_eq!((query(&list, style).as_str(), query(&object, style).as_str()), (of_list, of_object));
            let single = if style == Json { r#"a="x y""# } else { "a=x y" };
            assert_eq!(query(&json!("x y"), style), single);
        }
        assert_eq!(query(&json!({"r": {"g": [1, {"b": null}]}}), DeepObject), "a[r][g][0]=1");
        assert_eq!(
            (query(&json!([]), FormExploded), query(&Value::Null, Form)),
            (String::new(), String::new())
        );
    }

    #[test]
    fn segments_are_those_of_the_table() {
        let (list, object) = (json!(["3/", 4]), json!({"r": "=", "g": 4}));
        for (style, of_list, of_object) in [
            (Simple, "3%2F,4", "g,4,r,%3D"),
            (SimpleExploded, "3%2F,4", "g=4,r=%3D"),
            (Label, ".3%2F,4", ".g,4,r,%3D"),
            (LabelExploded, ".3%2F.4", ".g=4.r=%3D"),
            (Matrix, ";a=3%2F,4", ";a=g,4,r,%3D"),
            (MatrixExploded, ";a=3%2F;a=4", ";g=4;r=%3D"),
        ] {
            let found = (segment("a", &list, style), segment("a", &object, style));
            assert_eq!((found.0.as_str(), found.1.as_str()), (of_list, of_object), "{style:?}");
        }
        assert_eq!(segment("a", &json!("x"), MatrixExploded), ";a=x");
        assert_eq!(segment("a", &json!("x"), Label), ".x");
    }

    #[test]
    fn headers_are_those_of_the_table() {
        let object = json!({"r": 3, "g": 4});
        assert_eq!(header(&object, Simple), "g,4,r,3");
        assert_eq!(header(&object, SimpleExploded), "g=4,r=3");
        assert_eq!(header(&object, Json), r#"{"g":4,"r":3}"#);
    }
}
