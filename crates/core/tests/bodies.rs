//! Bodies other than JSON, and parameters that are lists and objects, as they arrive.

mod support;

use std::collections::BTreeMap;

use huaweicloud_core::body::{Body, Multipart};
use huaweicloud_core::signing::UNSIGNED_PAYLOAD;
use huaweicloud_core::{Operation, ParameterStyle, Request};
use huaweicloud_types::model;
use support::{Arrived, Server, answer, thing};

static SEND: Operation = Operation::new("SendThing", "POST", "/v1/things/{ids}/x");

/// What arrives of a call.
async fn arrived(build: impl FnOnce(Request) -> Request) -> Arrived {
    let server = Server::start([answer("200 OK", "{}")]);
    thing(build(server.client().request(&SEND))).send().await.unwrap();
    server.arrived().remove(0)
}

#[derive(Default, Debug, Clone)]
struct Charge {
    amount: Option<i64>,
    note: Option<String>,
    tags: Vec<String>,
    metadata: BTreeMap<String, String>,
}
model!(Charge { amount, note, tags, metadata });

#[tokio::test]
async fn a_form_is_pairs() {
    let charge = Charge {
        amount: Some(5),
        note: Some("a b&c=ü".to_owned()),
        tags: vec!["x".to_owned(), "y".to_owned()],
        metadata: [("k".to_owned(), "v".to_owned())].into(),
    };
    let styles = [("metadata", ParameterStyle::DeepObject)];
    let arrived = arrived(|request| request.path("1").form(&charge, &styles)).await;
    assert_eq!(arrived.header("content-type"), Some("application/x-www-form-urlencoded"));
    let body = String::from_utf8(arrived.body.clone()).unwrap();
    assert_eq!(body, "amount=5&metadata%5Bk%5D=v&note=a%20b%26c%3D%C3%BC&tags=x&tags=y");
    assert!(arrived.signature_holds());
}

#[tokio::test]
async fn bytes_and_text_arrive_as_they_are() {
    let bytes =
        arrived(|request| request.path("1").body("application/octet-stream", vec![0, 255].into())).await;
    assert_eq!(
        (bytes.header("content-type"), &*bytes.body),
        (Some("application/octet-stream"), &[0, 255][..])
    );
    assert!(bytes.signature_holds());
    let text = arrived(|request| request.path("1").body("text/plain; charset=utf-8", "ä".into())).await;
    assert_eq!(
        (text.header("content-type"), &*text.body),
        (Some("text/plain; charset=utf-8"), "ä".as_bytes())
    );
}

#[tokio::test]
async fn a_file_is_streamed_and_signed_without_its_bytes() {
    let path = std::env::temp_dir().join(format!("huaweicloud-body-{}", std::process::id()));
    std::fs::write(&path, vec![7; 300_000]).unwrap();
    let file = Body::file(&path).unwrap();
    let arrived = arrived(|request| request.path("1").body("application/octet-stream", file)).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!((arrived.body.len(), arrived.header("content-length")), (300_000, Some("300000")));
    assert_eq!(arrived.header("x-sdk-content-sha256"), Some(UNSIGNED_PAYLOAD));
    assert!(arrived.signature_holds());
}

#[tokio::test]
async fn a_form_in_parts_names_its_boundary() {
    let form = Multipart::new("B0").text("a", "1").file("f", Body::from(vec![1, 2]), "f.bin", "image/png");
    let arrived = arrived(|request| request.path("1").multipart(form)).await;
    assert_eq!(arrived.header("content-type"), Some("multipart/form-data; boundary=B0"));
    assert!(arrived.body.ends_with(b"\x01\x02\r\n--B0--\r\n"));
}

#[tokio::test]
async fn lists_and_objects_go_where_their_style_says() {
    let list = vec!["a/b".to_owned(), "c".to_owned()];
    let filter: BTreeMap<String, i64> = [("min".to_owned(), 1), ("max".to_owned(), 9)].into();
    let arrived = arrived(|request| {
        request
            .path_styled("ids", &list, ParameterStyle::MatrixExploded)
            .query_styled("filter", &filter, ParameterStyle::DeepObject)
            .query_styled("filter2", &filter, ParameterStyle::FormExploded)
            .query_styled("filter2", &filter, ParameterStyle::Json)
            .header_styled("x-list", &list, ParameterStyle::Simple)
            .cookie("session", &"s;1".to_owned(), ParameterStyle::Form)
            .cookie("list", &list, ParameterStyle::Form)
    })
    .await;
    let (path, query) = arrived.path_and_query();
    assert_eq!(path, "/v1/things/;ids=a%2Fb;ids=c/x");
    assert_eq!(query, "filter%5Bmax%5D=9&filter%5Bmin%5D=1&filter2=%7B%22max%22%3A9%2C%22min%22%3A1%7D");
    assert_eq!(arrived.header("x-list"), Some("a/b,c"));
    assert_eq!(arrived.header("cookie"), Some("session=s%3B1; list=a%2Fb%2Cc"));
    assert!(arrived.signature_holds(), "a path of this style is signed as every server reads it");
}
