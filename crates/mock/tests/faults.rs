//! What each fault sends, byte by byte.
#![allow(missing_docs)]

mod support;

use std::io::{Read, Write};
use std::time::Duration;

use huaweicloud_mock::{ErrorShape, Fault, Mock, Place, Reply, TestClock};
use serde_json::{Value, json};
use support::{Ending, SERVICE, builder, call, connect, exchange, hear, hear_for, written};

const THINGS: &str = "/v1/p1/things";

/// How long a mock is listened to that is to say nothing.
const SILENCE: Duration = Duration::from_millis(200);

/// A mock that does this wrong, once.
async fn wrong(fault: Fault) -> Mock {
    builder().fault(fault.once()).start([SERVICE]).await.unwrap()
}

/// What a mock with this fault sends for a list, and how the connection ends; the fault as it is
/// recorded. The mock is all right afterwards.
async fn heard(fault: Fault) -> (String, Ending, String) {
    let mock = wrong(fault).await;
    let (answer, ending) = hear_for(&mock, &written("GET", THINGS, ""), SILENCE);
    let received = mock.requests().remove(0);
    assert_eq!(received.operation(), Some("ListThings"));
    assert_eq!(received.status().is_some(), !answer.is_empty() && answer.starts_with("HTTP/1.1 "));
    assert_eq!(call(&mock, "GET", THINGS, "").status, 200);
    assert_eq!(mock.requests()[1].fault(), None);
    (answer, ending, received.fault().unwrap().to_owned())
}

fn documented() -> &'static str {
    SERVICE.operations[0].answers[0].body
}

/// The length that is announced, and the body that came.
fn framed(answer: &str) -> (usize, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    (length.unwrap_or_else(|| panic!("{answer}")).parse().unwrap(), body)
}

#[tokio::test]
async fn connections_are_reset_where_they_are_to_be() {
    let (answer, ending, fault) = heard(Fault::reset(Place::Request)).await;
    assert_eq!((answer.as_str(), ending, fault.as_str()), ("", Ending::Reset, "reset at Request"));

    let (answer, ending, _) = heard(Fault::reset(Place::Answer)).await;
    assert_eq!((answer.as_str(), ending), ("", Ending::Reset));

    let (answer, ending, _) = heard(Fault::reset(Place::Head)).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && !answer.contains("\r\n\r\n"), "{answer}");
    assert_eq!(ending, Ending::Reset);

    let (answer, ending, fault) = heard(Fault::reset(Place::Body)).await;
    let (length, body) = framed(&answer);
    assert_eq!((body.len(), ending, fault.as_str()), (length / 2, Ending::Reset, "reset at Body"));
}

#[tokio::test]
async fn connections_are_closed_where_they_are_to_be() {
    for place in [Place::Request, Place::Answer] {
        let (answer, ending, _) = heard(Fault::hang_up(place)).await;
        assert_eq!((answer.as_str(), ending), ("", Ending::Closed), "{place:?}");
    }
    let (answer, ending, _) = heard(Fault::hang_up(Place::Head)).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && !answer.contains("\r\n\r\n"), "{answer}");
    assert_eq!(ending, Ending::Closed);

    let (answer, ending, fault) = heard(Fault::hang_up(Place::Body)).await;
    let (length, body) = framed(&answer);
    assert_eq!((body.len(), ending, fault.as_str()), (length / 2, Ending::Closed, "hang up at Body"));
    assert!(documented().starts_with(&body[..20]) && length > 100, "{answer}");
}

#[tokio::test]
async fn a_request_may_be_cut_off_before_its_body_is_read() {
    let mock = builder().fault(Fault::reset(Place::Request)).start([SERVICE]).await.unwrap();
    let mut stream = connect(&mock);
    let head = "POST /v1/p1/things HTTP/1.1\r\nhost: mock\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    assert!(stream.read_to_end(&mut Vec::new()).is_err());
    let received = mock.requests().remove(0);
    assert_eq!((received.operation(), received.status()), (Some("CreateThing"), None));
    assert_eq!(
        received.to_string(),
        "POST /v1/p1/things - CreateThing 00000000000000000000000000000001 (fault: reset at Request)"
    );
}

#[tokio::test]
async fn nothing_more_comes_from_a_stall_and_it_ends_with_the_client() {
    for (place, begins, whole) in [
        (Place::Request, "", false),
        (Place::Answer, "", false),
        (Place::Head, "HTTP/1.1 200 OK\r\n", false),
        (Place::Body, "HTTP/1.1 200 OK\r\n", true),
    ] {
        let (answer, ending, fault) = heard(Fault::stall(place)).await;
        assert_eq!((ending, fault), (Ending::Open, format!("stall at {place:?}")));
        assert!(answer.starts_with(begins) && answer.contains("\r\n\r\n") == whole, "{place:?}: {answer}");
        let mock = wrong(Fault::stall(place)).await;
        // Who says that it is done is gone.
        support::send(&mock, written("GET", THINGS, "").as_bytes());
    }
}

#[tokio::test]
async fn waits_go_by_the_mocks_clock() {
    for fault in [
        Fault::wait(Place::Request, Duration::from_secs(60)),
        Fault::wait(Place::Answer, Duration::from_secs(60)),
        Fault::wait(Place::Head, Duration::from_secs(60)),
        Fault::wait(Place::Body, Duration::from_secs(60)),
        Fault::drip(Duration::from_secs(6)),
    ] {
        let clock = TestClock::new();
        let mock = builder().clock(clock.clone()).fault(fault.clone()).start([SERVICE]).await.unwrap();
        let (_, ending) = hear_for(&mock, &written("GET", THINGS, ""), SILENCE);
        assert_eq!(ending, Ending::Open, "{fault:?}");
        let call = std::thread::spawn(move || (call(&mock, "GET", THINGS, ""), mock));
        while !call.is_finished() {
            clock.advance(Duration::from_secs(1));
            std::thread::yield_now();
        }
        let (answer, mock) = call.join().unwrap();
        assert_eq!((answer.status, &answer.json()["total_count"]), (200, &2.into()), "{fault:?}");
        assert!(mock.requests().iter().all(|request| request.fault().is_some()));
        assert!(clock.elapsed() >= Duration::from_secs(60));
    }
}

#[tokio::test]
async fn a_dripping_answer_is_whole_in_the_end() {
    let (answer, ending, fault) = heard(Fault::drip(Duration::ZERO)).await;
    let (length, body) = framed(&answer);
    assert_eq!((length, ending, fault.as_str()), (body.len(), Ending::Closed, "drip"));
    assert_eq!(serde_json::from_str::<Value>(body).unwrap()["total_count"], 2);
}

#[tokio::test]
async fn a_flood_ends_with_the_client() {
    let mock = wrong(Fault::flood()).await;
    let mut stream = connect(&mock);
    stream.write_all(written("GET", THINGS, "").as_bytes()).unwrap();
    let mut answer = vec![0; 4 << 20];
    stream.read_exact(&mut answer).unwrap();
    drop(stream);
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && !head.contains("content-length"), "{head}");
    assert!(body.bytes().all(|byte| byte == b' '));
    assert_eq!(call(&mock, "GET", THINGS, "").status, 200);
}

#[tokio::test]
async fn bytes_may_be_anything() {
    for bytes in
        ["SSH-2.0-mock\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}}}}}", "HTTP/1.1 777 ?\r\n\r\n"]
    {
        let mock = wrong(Fault::bytes(bytes)).await;
        assert_eq!(hear(&mock, &written("GET", THINGS, "")), (bytes.to_owned(), Ending::Closed));
        assert_eq!((mock.requests()[0].fault(), mock.requests()[0].status()), (Some("bytes"), None));
    }
}

#[tokio::test]
async fn answers_may_be_others_and_the_connection_is_kept() {
    let reply = Reply::error_in(ErrorShape::Nested, 429, "APIGW.0308", "slowly").retry_after(7);
    let mock = wrong(Fault::answer(reply)).await;
    let two = written("GET", THINGS, "") + &written("GET", THINGS, "");
    let (answers, ending) = hear_for(&mock, &two, SILENCE);
    assert_eq!(ending, Ending::Open);
    let (first, second) =
        answers.split_once(r#"{"error":{"code":"APIGW.0308","message":"slowly"}}"#).unwrap();
    assert!(first.starts_with("HTTP/1.1 429 Too Many Requests\r\n"), "{first}");
    assert!(first.contains("\r\nretry-after: 7\r\n") && first.contains("\r\ndate: "), "{first}");
    assert!(first.contains("\r\nx-request-id: 00000000000000000000000000000001\r\n"), "{first}");
    assert!(second.starts_with("HTTP/1.1 200 OK\r\n"), "{second}");
    assert_eq!(mock.requests()[0].to_string().split(" (").last(), Some("fault: answer 429)"));

    let mock = wrong(Fault::answer(json!({"things": 7}))).await;
    assert_eq!(call(&mock, "GET", THINGS, "").body, r#"{"things":7}"#);
    // Whoever calls, and with whatever.
    let mock = wrong(Fault::answer(Reply::html(502, "Bad <Gateway>"))).await;
    let answer = exchange(&mock, "POST", "/nowhere", "", "{");
    assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
    assert!(answer.body.contains("<title>Bad &lt;Gateway></title>"), "{answer:?}");
}

#[tokio::test]
async fn answers_without_a_body_have_none() {
    for status in [204, 304] {
        let mock = wrong(Fault::answer(Reply::new(status).body("surplus"))).await;
        let (answer, ending) = hear_for(&mock, &written("GET", THINGS, ""), SILENCE);
        assert!(answer.ends_with("\r\n\r\n") && ending == Ending::Open, "{answer}");
    }
    let mock = wrong(Fault::hang_up(Place::Body)).await;
    let answer = call(&mock, "DELETE", "/v1/p1/things/t1", "");
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(answer.header("content-length"), None);
}

#[tokio::test]
async fn headers_and_bodies_may_be_others() {
    let mock = wrong(Fault::header("content-type", "text/html")).await;
    let answer = call(&mock, "GET", THINGS, "");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html")));
    assert_eq!(answer.json()["total_count"], 2);

    let mock = wrong(Fault::body(r#"{"things": "none"}"#)).await;
    let answer = call(&mock, "GET", THINGS, "");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.body, r#"{"things": "none"}"#);
}

#[tokio::test]
async fn a_length_may_be_a_lie() {
    for (fault, body) in [
        (Fault::header("content-length", "7"), documented().len()),
        (Fault::answer(Reply::from("[1,2,3,4,5]").header("content-length", "7")), 11),
    ] {
        let (answer, ending, _) = heard(fault).await;
        let (length, sent) = framed(&answer);
        assert!(length == 7 && sent.len() >= body && ending == Ending::Closed, "{answer}");
    }
    let (answer, ending, _) = heard(Fault::header("transfer-encoding", "chunked")).await;
    assert!(!answer.contains("content-length") && answer.contains("\r\n\r\n{") && ending == Ending::Closed);
}

#[tokio::test]
async fn a_head_request_has_no_body_whatever_happens() {
    let mock = wrong(Fault::wait(Place::Body, Duration::ZERO)).await;
    let (answer, ending) = hear(&mock, &written("HEAD", THINGS, ""));
    assert!(answer.starts_with("HTTP/1.1 405 ") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert_eq!(ending, Ending::Closed);
}
