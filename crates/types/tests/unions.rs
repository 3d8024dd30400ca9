//! Unions are read as the type that a value is, and lose nothing.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use huaweicloud_types::{Timestamp, Value, decode_slice, integer_enum, model, union};
use serde_json::{from_value, json, to_value};

#[derive(Debug, Clone, Default, PartialEq)]
struct Circle {
    radius: Option<i64>,
    inner: Option<Box<Circle>>,
}
model!(Circle { radius, inner });

#[derive(Debug, Clone, Default, PartialEq)]
struct Square {
    kind: Option<String>,
    side: Option<f64>,
    parts: Vec<Shape>,
}
model!(Square { kind, side, parts });

union! {
    /// A shape.
    pub enum Shape by "kind" {
        /// `circle`
        Circle(Circle, shared) = "circle",
        /// `disc`
        Disc(Circle, shared) = "disc",
        /// `square`
        Square(Box<Square>) = "square",
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Named {
    name: Option<String>,
}
model!(Named { name });

#[derive(Debug, Clone, Default, PartialEq)]
struct Detailed {
    name: Option<String>,
    size: Option<i64>,
}
model!(Detailed { name, size });

#[derive(Debug, Clone, Default, PartialEq)]
struct Error {
    object: Option<String>,
    code: Option<i64>,
}
model!(Error { object, code });

union! {
    /// Anything of a kind.
    pub enum Mixed {
        /// Text.
        Text(String),
        /// A whole number.
        Integer(i64),
        /// A number.
        Number(f64),
        /// A switch.
        Boolean(bool),
        /// Only a name.
        Named(Named) where ["name"],
        /// More.
        Detailed(Detailed) where ["name"],
        /// An error.
        Error(Error) where ["object" = "error" | "failure"],
        /// Several.
        List(Vec<Mixed>),
    }
}

#[track_caller]
fn round_trip<T: serde_core::Serialize + serde_core::de::DeserializeOwned>(json: Value) -> T {
    let read: T = from_value(json.clone()).unwrap();
    assert_eq!(to_value(&read).unwrap(), json);
    let text: T = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(to_value(&text).unwrap(), json);
    read
}

#[test]
fn a_tag_names_the_variant() {
    let circle: Shape = round_trip(json!({"kind": "circle", "radius": 3}));
    assert_eq!(circle, Shape::Circle(Circle { radius: Some(3), inner: None }));
    assert!(matches!(round_trip(json!({"kind": "disc", "radius": 3})), Shape::Disc(_)));
    let square: Shape = round_trip(json!({"kind": "square", "side": 1.5, "parts": [{"kind": "disc"}]}));
    let Shape::Square(square) = square else { panic!() };
    assert_eq!(square.kind.as_deref(), Some("square"));
    assert!(matches!(square.parts[..], [Shape::Disc(_)]));
    // The tag is written where the content does not have it.
    assert_eq!(to_value(Shape::from(Box::<Square>::default())).unwrap(), json!({"kind": "square"}));
}

#[test]
fn what_is_not_known_is_kept() {
    for json in [
        json!({"kind": "star", "points": [5]}),
        json!({"kind": {"a": 1}}),
        json!({"radius": 3}),
        json!({"kind": "circle", "radius": {"unit": "m"}}),
        json!("circle"),
        json!([1, {"kind": "circle"}]),
        json!(18_446_744_073_709_551_615_u64),
    ] {
        assert!(matches!(round_trip(json.clone()), Shape::Other(kept) if kept == json));
    }
    assert_eq!(decode_slice::<Shape>(b"null").unwrap(), None);
    assert_eq!(decode_slice::<Vec<Shape>>(b"[null]").unwrap(), Some(Vec::new()));
}

#[test]
fn the_kind_of_json_tells() {
    assert_eq!(round_trip::<Mixed>(json!("3")), Mixed::Text("3".to_owned()));
    assert_eq!(round_trip::<Mixed>(json!(3)), Mixed::Integer(3));
    assert_eq!(round_trip::<Mixed>(json!(0.5)), Mixed::Number(0.5));
    assert_eq!(round_trip::<Mixed>(json!(true)), Mixed::Boolean(true));
    let list: Mixed = round_trip(json!([1, "a", [2.5]]));
    assert!(matches!(&list, Mixed::List(elements) if elements.len() == 3), "{list:?}");
}

#[test]
fn members_tell_objects_apart() {
    assert_eq!(round_trip::<Mixed>(json!({"name": "a"})), Mixed::Named(Named { name: Some("a".to_owned()) }));
    assert!(matches!(round_trip(json!({"name": "a", "size": 1})), Mixed::Detailed(_)));
    assert!(matches!(round_trip(json!({"object": "failure", "code": 1})), Mixed::Error(_)));
    // A text that the member cannot hold, a member that is needed, one that only another variant knows.
    for json in [
        json!({"colour": "red"}),
        json!({"object": "success"}),
        json!({"size": 1}),
        json!({"name": "a", "code": 1}),
        json!({"object": "error", "code": 1, "size": 2}),
    ] {
        assert!(matches!(round_trip(json.clone()), Mixed::Other(kept) if kept == json));
    }
    // One that nobody knows is skipped, as always.
    let newer: Mixed = from_value(json!({"name": "a", "colour": "red"})).unwrap();
    assert!(matches!(newer, Mixed::Named(_)));
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Labels {
    id: Option<String>,
    others: BTreeMap<String, Timestamp>,
}
model!(Labels { id, ..others });

#[derive(Debug, Clone, Default, PartialEq)]
struct Free {
    r#type: Option<i64>,
    others: BTreeMap<String, Value>,
}
model!(Free { r#type = "type", ..others });

#[test]
fn members_without_a_name_are_kept() {
    let labels: Labels = round_trip(json!({"id": "1", "a": "2024", "b": "2025"}));
    assert_eq!(labels.others.len(), 2);
    let free: Free = round_trip(json!({"type": 1, "deep": {"a": [null, 1.5]}, "large": u64::MAX}));
    assert_eq!(free.others.len(), 2);
    let free: Free = from_value(json!({"type": "2", "gone": null})).unwrap();
    assert_eq!(free, Free { r#type: Some(2), others: BTreeMap::new() });
    let error = decode_slice::<Vec<Labels>>(br#"[{"a": "x", "b": []}]"#).unwrap_err();
    assert_eq!(error.path(), "[0].b");
    assert!(error.message().starts_with("expected text, found a list"), "{error}");
    // A member with a field of its own is written once, and as that field says.
    let others = BTreeMap::from([("type".to_owned(), json!(7)), ("b".to_owned(), json!(8))]);
    assert_eq!(serde_json::to_string(&Free { r#type: Some(1), others }).unwrap(), r#"{"type":1,"b":8}"#);
}

integer_enum! {
    /// A level.
    pub enum Level {
        N1 = 1,
        Minus2 = -2,
    }
}

#[test]
fn numbers_with_a_meaning() {
    let levels: Vec<Level> = decode_slice(b"[1, \"-2\", 1.0, 7]").unwrap().unwrap();
    assert_eq!(levels[..3], [Level::N1, Level::Minus2, Level::N1]);
    assert_eq!(serde_json::to_string(&levels).unwrap(), "[1,-2,1,7]");
    assert_eq!(format!("{:?} {}", levels[3], levels[1]), "Unknown(7) -2");
    let error = decode_slice::<Level>(b"\"high\"").unwrap_err();
    assert!(error.message().starts_with("expected a whole number"), "{error}");
}

#[test]
fn large_numbers() {
    assert_eq!(round_trip::<u64>(json!(u64::MAX)), u64::MAX);
    assert_eq!(
        decode_slice::<Vec<u64>>(b"[\"18446744073709551615\", 3.0]").unwrap(),
        Some(vec![u64::MAX, 3])
    );
    assert!(decode_slice::<u64>(b"-1").is_err());
}

/// What serde_json hands out when some crate of the program has switched `arbitrary_precision` on.
#[test]
fn numbers_of_arbitrary_precision() {
    use serde_core::de::value::{Error, MapDeserializer};
    let entries = [("$serde_json::private::Number", "18446744073709551615")];
    let read = huaweicloud_types::decode::<u64, _>(MapDeserializer::<_, Error>::new(entries.into_iter()));
    assert_eq!(read.unwrap(), Some(u64::MAX));
    let read = huaweicloud_types::decode::<Level, _>(MapDeserializer::<_, Error>::new(
        [("$serde_json::private::Number", "1")].into_iter(),
    ));
    assert_eq!(read.unwrap(), Some(Level::N1));
}
