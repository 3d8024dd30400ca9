//! What the mock answers: examples, pages, other statuses, request ids.
#![allow(missing_docs)]

mod support;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use huaweicloud_mock::Mock;
use serde_json::Value;
use support::{SERVICE, builder, call, exchange, start};

const THINGS: &str = "/v1/p1/things";

#[tokio::test]
async fn the_documented_example_is_answered_in_its_own_order() {
    let mock = start().await;
    let answer = call(&mock, "GET", THINGS, "");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let documented = SERVICE.operations[0].answers[0].body;
    assert_eq!(answer.body, documented.replace("b04b", answer.header("x-request-id").unwrap()));
    assert_eq!(call(&mock, "GET", "/v1/p1/things/kinds", "").body, r#"["big","small"]"#);
}

#[tokio::test]
async fn request_ids_are_the_callers_or_counted() {
    let mock = start().await;
    for expected in ["00000000000000000000000000000001", "00000000000000000000000000000002"] {
        let answer = call(&mock, "GET", THINGS, "");
        assert_eq!(answer.header("x-request-id"), Some(expected));
        assert_eq!(answer.json()["request_id"], expected);
    }
    let answer = exchange(&mock, "GET", THINGS, "x-auth-token: T1\r\nX-Request-Id: mine\r\n", "");
    assert_eq!((answer.header("x-request-id"), &answer.json()["request_id"]), (Some("mine"), &"mine".into()));
    let refused = exchange(&mock, "GET", "/", "X-Request-Id: mine\r\n", "");
    assert_eq!(
        (refused.header("x-request-id"), &refused.json()["request_id"]),
        (Some("mine"), &"mine".into())
    );
    assert!(call(&mock, "DELETE", "/v1/p1/things/t1", "").header("x-request-id").is_some());
}

/// All pages, each `limit` long.
fn pages(mock: &Mock, limit: usize) -> Vec<Value> {
    let mut pages: Vec<Value> = Vec::new();
    let mut target = format!("{THINGS}?limit={limit}");
    loop {
        let page = call(mock, "GET", &target, "").json();
        let next = page["page_info"]["next_marker"].as_str().map(str::to_owned);
        pages.push(page);
        match next {
            Some(marker) => target = format!("{THINGS}?limit={limit}&marker={marker}"),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn a_list_goes_on_through_as_many_records_as_asked_for() {
    let mock = builder().records(17).start([SERVICE]).await.unwrap();
    let pages = pages(&mock, 5);
    let lengths: Vec<usize> = pages.iter().map(|page| page["things"].as_array().unwrap().len()).collect();
    assert_eq!(lengths, [5, 5, 5, 2]);
    let mut ids = HashSet::new();
    for (page, length) in pages.iter().zip(lengths) {
        assert_eq!(page["total_count"], 17);
        assert_eq!(page["page_info"]["current_count"], length);
        ids.extend(
            page["things"].as_array().unwrap().iter().map(|thing| thing["id"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(ids.len(), 17);
    assert!(ids.contains("41ad472e-d3e4-482b-8f00-00000000000f"), "{ids:?}");
}

#[tokio::test]
async fn the_examples_own_records_page_too() {
    let mock = start().await;
    let pages = pages(&mock, 1);
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1]["things"][0]["name"], "a");
}

#[tokio::test]
async fn a_list_may_be_empty() {
    let mock = builder().records(0).start([SERVICE]).await.unwrap();
    let page = call(&mock, "GET", THINGS, "").json();
    assert_eq!((&page["things"], &page["total_count"]), (&Value::Array(vec![]), &0.into()));
}

#[tokio::test]
async fn a_list_may_be_longer_than_memory() {
    let mock = builder().records(u64::MAX).start([SERVICE]).await.unwrap();
    let page = call(&mock, "GET", "/v1/p1/things?limit=3&marker=mock-marker-18446744073709551600", "").json();
    assert_eq!(page["things"][2]["id"], "41ad472e-d3e4-482b-8f00-fffffffffffffff2");
}

#[tokio::test]
async fn any_documented_status_can_be_had() {
    let mock = start().await;
    let preferring = |prefer: &str| {
        exchange(&mock, "GET", THINGS, &format!("x-auth-token: T1\r\nPrefer: {prefer}\r\n"), "")
    };
    let answer = preferring("code=403");
    assert_eq!((answer.status, answer.error()), (403, ("DEMO.0403".to_owned(), "Not yours".to_owned())));
    let answer = preferring("respond-async, code=404");
    assert_eq!(
        (answer.status, answer.error()),
        (404, ("Mock.0404".to_owned(), "There is no such thing.".to_owned()))
    );
    assert_eq!(preferring("code=200").json()["total_count"], 2);
    for (prefer, hint) in [
        ("code=409", "status 409 is not documented for ListThings; expected one of 200, 403, 404"),
        ("code=oops", "expected code=404 or another documented status, code=oops came"),
    ] {
        let answer = preferring(prefer);
        assert_eq!(answer.status, 400);
        assert!(answer.error().1.contains(hint), "{answer:?}");
    }
}

#[tokio::test]
async fn requests_are_remembered_and_told_in_a_line() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = lines.clone();
    let mock =
        builder().log(move |line| log.lock().unwrap().push(line.to_string())).start([SERVICE]).await.unwrap();
    call(&mock, "POST", THINGS, r#"{"name":"n"}"#);
    call(&mock, "GET", "/nowhere?a=%20", "");
    assert_eq!(
        *lines.lock().unwrap(),
        [
            "POST /v1/p1/things 202 CreateThing 00000000000000000000000000000001",
            "GET /nowhere?a=%20 404 - 00000000000000000000000000000002"
        ]
    );
    let requests = mock.requests();
    assert_eq!((requests[0].method(), requests[0].body()), ("POST", br#"{"name":"n"}"#.as_slice()));
    assert_eq!(requests[0].headers()["content-type"], "application/json");
    assert!(!format!("{requests:?} {mock:?} {:?}", builder()).contains("T1"));
    for _ in 0..1010 {
        call(&mock, "GET", "/nowhere", "");
    }
    assert_eq!(mock.requests().len(), 1000);
}

#[tokio::test]
async fn a_port_in_use_says_what_to_do() {
    let mock = start().await;
    let port = mock.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = Mock::builder().port(port).start([SERVICE]).await.unwrap_err();
    assert!(error.is_port_in_use());
    assert!(
        error.to_string().contains(&format!("port {port} is in use")) && error.to_string().contains("choose")
    );
    drop(mock);
    assert!(Mock::builder().port(port).start([SERVICE]).await.is_ok());
}
