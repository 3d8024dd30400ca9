//! Clients that are slow or send too much.
#![allow(missing_docs)]

mod support;

use std::io::{Read, Write};
use std::time::Duration;

use huaweicloud_mock::Mock;
use support::{SERVICE, builder, call, connect};

/// What comes after these bytes, from a client that then waits.
fn waiting(mock: &Mock, bytes: &str) -> String {
    let mut stream = connect(mock);
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_patience() {
    let mock = builder().patience(Duration::from_millis(50)).start([SERVICE]).await.unwrap();
    for half in ["", "GET ", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nhost: mock\r\n"] {
        let answer = waiting(&mock, half);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{half}: {answer}");
    }
    let half = "POST /v1/p1/things HTTP/1.1\r\nhost: mock\r\ncontent-length: 9\r\n\r\n{";
    let answer = waiting(&mock, half);
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("Mock.0408"), "{answer}");
    assert!(answer.contains("expected it within 50ms"), "{answer}");
    assert_eq!(call(&mock, "GET", "/v1/p1/things", "").status, 200);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_not_waited_for() {
    let mock = builder().start([SERVICE]).await.unwrap();
    let request = "POST /v1/p1/things HTTP/1.1\r\nhost: mock\r\ncontent-length: 99999999\r\n\r\n{";
    let answer = waiting(&mock, request);
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains("expected at most 12582912 bytes"),
        "{answer}"
    );
}
