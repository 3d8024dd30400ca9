//! What is written, as it arrives: bodies that tell absent, null and empty apart, no body at all, lists
//! in queries; and answers that carry nothing.

mod support;

use huaweicloud_core::{Operation, Request};
use huaweicloud_types::{builder, model};
use support::{Arrived, Server, Thing, answer, thing};

static CHANGE: Operation = Operation::new("ChangeThing", "PATCH", "/v1/things/{id}");
static DELETE: Operation = Operation::new("DeleteThing", "DELETE", "/v1/things/{id}");

#[derive(Debug, Clone, Default, PartialEq)]
struct ThingPatch {
    name: Option<String>,
    description: Option<Option<String>>,
    tags: Option<Option<Vec<String>>>,
}
model!(ThingPatch { name, description, tags });
builder!(ThingPatch() { name: String } or null { description: String, tags: Vec<String> });

async fn arrived(operation: &'static Operation, build: impl FnOnce(Request) -> Request) -> Arrived {
    let server = Server::start([answer("200 OK", "{}")]);
    thing(build(server.client().request(operation).path("t"))).send().await.unwrap();
    server.arrived().remove(0)
}

#[tokio::test]
async fn absent_null_and_empty_are_different_requests() {
    let patch = || ThingPatch::new().name("n");
    for (patch, expected) in [
        (patch(), r#"{"name":"n"}"#),
        (patch().description(""), r#"{"name":"n","description":""}"#),
        (patch().description(None), r#"{"name":"n","description":null}"#),
        (patch().tags([]), r#"{"name":"n","tags":[]}"#),
        (patch().tags(None), r#"{"name":"n","tags":null}"#),
        (patch().tags(["a".into()]).description("d"), r#"{"name":"n","description":"d","tags":["a"]}"#),
        (ThingPatch::new(), "{}"),
    ] {
        let json = arrived(&CHANGE, |request| request.json(&patch)).await;
        assert_eq!(String::from_utf8_lossy(&json.body), expected);
        let merge = |request: Request| request.json_as("application/merge-patch+json", &patch);
        let merge = arrived(&CHANGE, merge).await;
        assert_eq!(merge.header("content-type"), Some("application/merge-patch+json"));
        assert_eq!(merge.body, json.body);
        assert!(merge.signature_holds() && json.signature_holds());
    }
}

#[tokio::test]
async fn a_call_without_a_body_is_signed_as_empty() {
    for operation in [&DELETE, &CHANGE] {
        let arrived = arrived(operation, |request| request).await;
        assert!(arrived.body.is_empty() && arrived.signature_holds());
        assert_eq!(arrived.header("content-type"), None);
        assert!(!arrived.header("authorization").unwrap().contains("content-type"));
    }
}

#[tokio::test]
async fn lists_in_queries_are_repeated_or_joined_and_signed() {
    let list = || vec!["b c", "a&", "b c"];
    for (build, query) in [
        (
            Box::new(|it: Request| it.query_each("tag", list())) as Box<dyn FnOnce(Request) -> Request>,
            "tag=b%20c&tag=a%26&tag=b%20c",
        ),
        (Box::new(|it: Request| it.query_joined("tag", list(), ",")), "tag=b%20c%2Ca%26%2Cb%20c"),
        (Box::new(|it: Request| it.query_each("tag", list()).query_each("tag", Vec::<i64>::new())), ""),
        (Box::new(|it: Request| it.query_joined("tag", Vec::<i64>::new(), ",")), ""),
        (Box::new(|it: Request| it.query_each("n", vec![3, 1]).query("a", &true)), "n=3&n=1&a=true"),
    ] {
        let arrived = arrived(&DELETE, build).await;
        let mut sent: Vec<&str> = arrived.path_and_query().1.split('&').collect();
        let mut expected: Vec<&str> = query.split('&').collect();
        // Who signs may sort.
        sent.sort_unstable();
        expected.sort_unstable();
        assert_eq!(sent, expected);
        assert!(arrived.signature_holds());
    }
}

#[tokio::test]
async fn a_success_without_a_body_is_one_whatever_was_documented() {
    for status in ["200 OK", "201 Created", "202 Accepted", "204 No Content"] {
        let length = if status.starts_with("204") { "" } else { "content-length: 0\r\n" };
        let server = Server::start([format!("HTTP/1.1 {status}\r\n{length}connection: close\r\n\r\n")]);
        let response = thing(server.client().request(&DELETE).path("t")).send().await.unwrap();
        assert_eq!((response.status().as_str(), &*response), (&status[..3], &Thing::default()));
    }
}
