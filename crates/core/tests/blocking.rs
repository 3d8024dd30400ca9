//! Calls from programs without async.
#![cfg(feature = "blocking")]

mod support;

use std::time::Duration;

use support::{Server, answer, show};

#[test]
fn a_call_waits_for_its_answer_on_this_thread() {
    let server = Server::start([answer("200 OK", r#"{"id":"t1"}"#), answer("404 Not Found", "{}")]);
    let client = server.client();
    assert_eq!(show(&client, "t1").send_blocking().unwrap().id.as_deref(), Some("t1"));
    assert!(show(&client, "t2").send_blocking().unwrap_err().is_not_found());
}

#[test]
fn threads_share_a_client() {
    let server = Server::start(["{}"; 8].map(|body| answer("200 OK", body)));
    let client = server.client();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| show(&client, "t").send_blocking().unwrap());
        }
    });
    assert_eq!(server.arrived().len(), 8);
}

#[test]
fn a_wait_polls_on_this_thread() {
    let server = Server::start(["new", "up"].map(|id| answer("200 OK", &format!(r#"{{"id":"{id}"}}"#))));
    let client = server.client();
    let found =
        show(&client, "t").wait_until_up().interval(Duration::from_millis(1)).wait_blocking().unwrap();
    assert_eq!((found.id.as_deref(), server.arrived().len()), (Some("up"), 2));
}

#[tokio::test]
async fn inside_an_async_runtime_it_is_an_error_and_no_panic() {
    let client = Server::start([answer("200 OK", "{}")]).client();
    let error = show(&client, "t").send_blocking().unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".send()"), "{error}");
    assert!(show(&client, "t").wait_until_up().wait_blocking().unwrap_err().is_config());
}
