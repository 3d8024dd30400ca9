//! Absent, null and empty are three things in what is sent.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use huaweicloud_types::{DecodeError, Secret, Timestamp, builder, decode_slice, model, open_enum};
use serde_json::json;

open_enum! {
    /// A kind.
    pub enum Kind { Small = "small" }
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Inner {
    id: Option<String>,
}
model!(Inner { id });

#[derive(Debug, Clone, Default, PartialEq)]
struct Patch {
    text: Option<Option<String>>,
    number: Option<Option<i64>>,
    flag: Option<Option<bool>>,
    kind: Option<Option<Kind>>,
    at: Option<Option<Timestamp>>,
    secret: Option<Option<Secret>>,
    list: Option<Option<Vec<String>>>,
    map: Option<Option<BTreeMap<String, i64>>>,
    inner: Option<Option<Box<Inner>>>,
}
model!(Patch { text, number, flag, kind, at, secret, list, map, inner });
builder!(Patch() {} or null {
    text: String, number: i64 = null, flag: bool, kind: Kind, at: Timestamp, secret: Secret,
    list: Vec<String>, map: BTreeMap<String, i64>, inner: Box<Inner>,
});

fn decode(json: &str) -> Result<Patch, DecodeError> {
    decode_slice::<Patch>(json.as_bytes()).map(Option::unwrap_or_default)
}

const MEMBERS: [&str; 9] = ["text", "number", "flag", "kind", "at", "secret", "list", "map", "inner"];

#[test]
fn null_is_read_and_written_back_and_so_is_absence() {
    for name in MEMBERS {
        let sent = json!({ name: null });
        let patch = decode(&sent.to_string()).unwrap();
        assert_ne!(patch, Patch::default());
        assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
        let through: Patch = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(through, patch);
    }
    assert_eq!(decode("{}").unwrap(), Patch::default());
    assert_eq!(serde_json::to_value(Patch::default()).unwrap(), json!({}));
}

#[test]
fn values_and_empty_ones_stay_what_they_are() {
    let sent = json!({
        "text": "", "number": 0, "flag": false, "kind": "", "at": "", "secret": "", "list": [], "map": {},
        "inner": {}
    });
    let patch = decode(&sent.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
    assert_eq!(patch.number, Some(Some(0)));
    assert!(decode(r#"{"number":"many"}"#).unwrap_err().to_string().contains("number"));
}

#[test]
fn setters_take_what_others_take_and_none() {
    let set = Patch::new()
        .text("x")
        .number(5)
        .flag(true)
        .kind("small")
        .at("2026-11-21T00:00:00Z")
        .secret("s3cret")
        .list(["a".to_owned()])
        .map([("a".to_owned(), 1)])
        .inner(Inner { id: Some("i".into()) });
    assert_eq!(
        serde_json::to_value(&set).unwrap(),
        json!({
            "text": "x", "number": 5, "flag": true, "kind": "small", "at": "2026-11-21T00:00:00Z",
            "secret": "s3cret", "list": ["a"], "map": { "a": 1 }, "inner": { "id": "i" }
        })
    );
    let none = Patch::new().text(None).number(None).flag(None).kind(None).at(None).secret(None);
    let none = none.list(None).map(None).inner(None);
    let nulls: serde_json::Map<_, _> =
        MEMBERS.map(|name| (name.to_owned(), json!(null))).into_iter().collect();
    assert_eq!(serde_json::to_value(&none).unwrap(), json!(nulls));
    let maybe = Some("y".to_owned());
    assert_eq!(Patch::new().text(maybe.clone()).text, Some(maybe));
}
