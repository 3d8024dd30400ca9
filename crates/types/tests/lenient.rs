//! Answers bend, never break: every kind of value that the services are known to send wrong.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use huaweicloud_types::{Json, Secret, Timestamp, Value, View, decode_slice, model};
use serde_json::{from_value, json, to_value};

#[derive(Debug, Clone, Default, PartialEq)]
struct Server {
    id: Option<String>,
    ready: Option<bool>,
    sessions: Option<i64>,
    load: Option<f64>,
    created_at: Option<Timestamp>,
    tags: Vec<String>,
    labels: BTreeMap<String, i64>,
    extra: Option<Value>,
    parent: Option<Box<Server>>,
    peers: Vec<Server>,
    psk: Option<Secret>,
    matrix: Vec<Vec<i64>>,
    zones: Option<Vec<String>>,
}
model!(Server {
    id, ready, sessions = "maxSession", load, created_at, tags, labels, extra, parent, peers, psk, matrix, zones
});

fn read(json: Value) -> Server {
    decode_slice(json.to_string().as_bytes()).unwrap().unwrap()
}

fn refused(json: Value) -> (String, String) {
    let error = decode_slice::<Server>(json.to_string().as_bytes()).unwrap_err();
    (error.path().to_owned(), error.message().to_owned())
}

#[test]
fn numbers_and_booleans_arrive_quoted() {
    let server = read(json!({"ready": "false", "maxSession": "3000", "load": "0.5"}));
    assert_eq!((server.ready, server.sessions, server.load), (Some(false), Some(3000), Some(0.5)));
    assert_eq!(read(json!({"ready": "True"})).ready, Some(true));
    assert_eq!(read(json!({"maxSession": "3.0"})).sessions, Some(3));
    assert_eq!(read(json!({"maxSession": 3.0})).sessions, Some(3));
    assert_eq!(read(json!({"load": 3})).load, Some(3.0));
}

#[test]
fn text_arrives_as_a_number_or_a_boolean() {
    assert_eq!(read(json!({"id": 167960098})).id.as_deref(), Some("167960098"));
    assert_eq!(read(json!({"id": u64::MAX})).id.as_deref(), Some("18446744073709551615"));
    assert_eq!(read(json!({"id": -1.5})).id.as_deref(), Some("-1.5"));
    assert_eq!(read(json!({"id": true})).id.as_deref(), Some("true"));
    assert_eq!(read(json!({"created_at": 1718607226302_i64})).created_at.unwrap().as_str(), "1718607226302");
}

#[test]
fn the_order_of_members_may_change_from_record_to_record() {
    // As text: a JSON value would sort them.
    let json = br#"{"ready": true, "new": 1, "id": "a", "peers": [
        {"maxSession": 1, "id": "b", "peers": [{"id": "c", "ready": true}, {"ready": false, "id": "d"}]},
        {"maxSession": 2, "old": [], "id": "e", "ready": true},
        {"id": "f", "maxSession": 3},
        {},
        {"ready": false, "id": "g", "id": "h"}
    ], "maxSession": 4}"#;
    let server =
        |id: &str, ready, sessions| Server { id: Some(id.into()), ready, sessions, ..Server::default() };
    let peers = vec![
        Server {
            peers: vec![server("c", Some(true), None), server("d", Some(false), None)],
            ..server("b", None, Some(1))
        },
        server("e", Some(true), Some(2)),
        server("f", None, Some(3)),
        Server::default(),
        server("h", Some(false), None),
    ];
    assert_eq!(decode_slice(json), Ok(Some(Server { peers, ..server("a", Some(true), Some(4)) })));
}

#[test]
fn members_come_in_any_order_and_some_are_left_out() {
    let whole = Server { id: Some("a".into()), ready: Some(true), zones: Some(vec![]), ..Server::default() };
    // As text: a JSON value would sort them.
    for text in [
        r#"{"id": "a", "ready": true, "zones": []}"#,
        r#"{"zones": [], "ready": true, "id": "a"}"#,
        r#"{"zones": [], "new": 1, "id": "a", "newer": {}, "ready": true, "newest": null}"#,
    ] {
        assert_eq!(decode_slice(text.as_bytes()), Ok(Some(whole.clone())), "{text}");
    }
}

#[test]
fn null_missing_and_unknown_members_are_absent() {
    let all_null = json!({"id": null, "ready": null, "maxSession": null, "load": null, "created_at": null,
        "tags": null, "labels": null, "extra": null, "parent": null, "peers": null, "psk": null,
        "matrix": null, "zones": null});
    assert_eq!(read(all_null), Server::default());
    assert_eq!(read(json!({})), Server::default());
    assert_eq!(read(json!({"brand": {"new": [1, {"deep": null}]}})), Server::default());
    assert_eq!(decode_slice::<Server>(b"null").unwrap(), None);
    assert_eq!(read(json!({"maxSession": "", "ready": " "})), Server::default());
}

#[test]
fn null_elements_are_dropped() {
    let server = read(json!({"tags": ["a", null, "b"], "labels": {"a": null, "b": "2"}, "peers": [null]}));
    assert_eq!(server.tags, ["a", "b"]);
    assert_eq!(server.labels, BTreeMap::from([("b".to_owned(), 2)]));
    assert!(server.peers.is_empty());
}

#[test]
fn one_value_for_a_list_is_a_list_of_it() {
    let server = read(json!({"tags": "a,b", "peers": {"id": 7}, "matrix": 1, "zones": 1.0}));
    assert_eq!(server.tags, ["a,b"]);
    assert_eq!(server.peers, [Server { id: Some("7".to_owned()), ..Server::default() }]);
    assert_eq!(server.matrix, [[1]]);
    assert_eq!(read(json!({"tags": true})).tags, ["true"]);
    assert_eq!(read(json!({"tags": ""})), Server::default());
    assert_eq!(decode_slice::<Vec<Value>>(br#"{"a": [1]}"#).unwrap(), Some(vec![json!({"a": [1]})]));
    assert_eq!(decode_slice::<Vec<Value>>(b"1.5").unwrap(), Some(vec![json!(1.5)]));
    assert_eq!(decode_slice::<Vec<f64>>(b"1.5").unwrap(), Some(vec![1.5]));
}

#[test]
fn what_cannot_be_kept_names_the_field() {
    let cases = [
        (
            json!({"maxSession": "many"}),
            "maxSession",
            "expected a whole number of 64 bits, found the text \"many\"",
        ),
        (
            json!({"maxSession": 3.5}),
            "maxSession",
            "expected a whole number of 64 bits, found the number 3.5",
        ),
        (json!({"maxSession": u64::MAX}), "maxSession", "found the text \"18446744073709551615\""),
        (json!({"ready": 1}), "ready", "expected true or false, found the number 1"),
        (json!({"id": {}}), "id", "expected text, found an object"),
        (json!({"id": []}), "id", "expected text, found a list"),
        (json!({"tags": {}}), "tags", "expected text, found an object"),
        (json!({"peers": "none"}), "peers", "expected an object, found the text \"none\""),
        (json!({"parent": "none"}), "parent", "expected an object, found the text \"none\""),
        (
            json!({"peers": [{}, {"peers": [{"labels": {"x": false}}]}]}),
            "peers[1].peers[0].labels.x",
            "found false",
        ),
        (json!({"matrix": [[1], [2, []]]}), "matrix[1][1]", "found a list"),
    ];
    for (json, path, message) in cases {
        let (found_path, found_message) = refused(json);
        assert_eq!(found_path, path);
        assert!(found_message.contains(message), "{found_message}");
    }
}

#[test]
fn half_a_json_and_trailing_text_are_errors_with_a_path() {
    let error = decode_slice::<Server>(br#"{"peers": [{"id": "a"}, {"id": "#).unwrap_err();
    assert_eq!(error.path(), "peers[1].id");
    assert!(decode_slice::<Server>(br#"{} {}"#).is_err());
    assert!(decode_slice::<Server>(b"<html>").is_err());
    assert!(decode_slice::<Server>(b"").is_err());
    assert!(decode_slice::<Server>(b"{\"id\": \"\xff\"}").unwrap_err().message().contains("utf-8"));
    let deep = "[".repeat(100_000);
    assert!(decode_slice::<Value>(deep.as_bytes()).is_err());
}

#[test]
fn what_was_read_is_written_back_but_for_nulls_and_empty_lists() {
    let full = json!({"id": "1", "ready": true, "maxSession": 9_007_199_254_740_993_i64, "load": 0.5,
        "created_at": "2024-06-17 06:53:46", "tags": ["a"], "labels": {"a": 1}, "extra": {"x": [null, 1.5]},
        "parent": {"id": "0"}, "peers": [{"id": "2"}], "psk": "not-a-real-key", "matrix": [[1, 2]], "zones": []});
    assert_eq!(to_value(read(full.clone())).unwrap(), full);
    assert_eq!(to_value(read(json!({"tags": [], "labels": {}, "id": null}))).unwrap(), json!({}));
}

#[test]
fn serde_reads_and_writes_the_same() {
    let servers: Vec<Server> = from_value(json!([{"id": 1}, {"maxSession": "2"}])).unwrap();
    assert_eq!(to_value(&servers).unwrap(), json!([{"id": "1"}, {"maxSession": 2}]));
    let error = from_value::<Server>(json!({"peers": [{"id": []}]})).unwrap_err();
    assert!(error.to_string().starts_with("peers[0].id: expected text"), "{error}");
    assert!(from_value::<Server>(Value::Null).is_err());
}

#[test]
fn pointers_lead_through_every_kind_of_value() {
    let server = read(json!({"id": "1", "parent": {"maxSession": 7}, "peers": [{"id": "2"}],
        "labels": {"a/b": 1}, "extra": {"m~n": [{"next": "x"}]}}));
    let at = |pointer: &str| server.view().pointer(pointer);
    assert_eq!(at("/parent/maxSession").and_then(|v| v.as_integer()), Some(7));
    assert_eq!(at("/peers/0/id").and_then(|v| v.as_text()), Some("2"));
    assert_eq!(at("/peers").and_then(|v| v.list_len()), Some(1));
    assert_eq!(at("/labels/a~1b").and_then(|v| v.as_integer()), Some(1));
    assert_eq!(at("/extra/m~0n/0/next").and_then(|v| v.as_text()), Some("x"));
    assert!(matches!(at(""), Some(View::Object(_))));
    for nowhere in ["/ready", "/peers/1", "/id/x", "/peers/x", "peers", "/nothing"] {
        assert!(at(nowhere).is_none(), "{nowhere}");
    }
}

#[test]
fn secrets_are_read_and_written_but_never_shown() {
    let server = read(json!({"psk": "not-a-real-key"}));
    assert!(!format!("{server:?}").contains("not-a-real-key"));
    assert_eq!(format!("{:?}", server.view()), "Object");
    assert_eq!(server.psk.unwrap().expose(), "not-a-real-key");
}

/// What serde_json hands out when some crate of the program has switched `arbitrary_precision` on.
/// The real feature is tried by the crate outside the workspace, since it would spread to all tests here.
#[test]
fn numbers_of_arbitrary_precision_are_numbers() {
    use serde_core::de::value::{Error, MapDeserializer};
    fn precise<T: Json>(text: &str) -> Option<T> {
        let entries = [("$serde_json::private::Number", text)];
        huaweicloud_types::decode(MapDeserializer::<_, Error>::new(entries.into_iter())).unwrap()
    }
    assert_eq!(precise::<i64>("3000"), Some(3000));
    assert_eq!(precise::<i64>("3.0"), Some(3));
    assert_eq!(precise::<f64>("1e-3"), Some(0.001));
    assert_eq!(precise::<String>("1.10"), Some("1.10".to_owned()));
}
