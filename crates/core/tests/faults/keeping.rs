//! Connections that are kept for the next call, and what becomes of them in between.

use std::time::Duration;

use huaweicloud_core::Retry;

use crate::harness::calls::{KINDS, Kind, client, patient};
use crate::harness::clock::TestClock;
use crate::harness::script::{Script, accepts};
use crate::harness::server::Server;
use crate::service::show;

/// An answer after which the connection stays open.
fn kept(id: &str) -> String {
    let body = format!(r#"{{"id":"{id}"}}"#);
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

const MOMENT: Duration = Duration::from_millis(10);

/// A call answers, and before the next one something happens to its connection. The next call goes over
/// another one, arrives once, and gets its own answer.
#[tokio::test]
#[rustfmt::skip]
async fn connections_that_end_between_two_calls() {
    let timeout = "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let answered = || accepts().reads().sends(kept("first"));
    let rows: [(&str, Script); 8] = [
        ("closed with the answer",                      answered()),
        ("closed a moment later",                       answered().waits(20)),
        ("reset a moment later",                        answered().resets()),
        ("408 for being idle, then closed",             answered().waits(20).sends(timeout)),
        ("a second answer along with the first",        answered().sends(kept("nobody's")).holds()),
        ("a second answer a moment later",              answered().waits(20).sends(kept("nobody's")).holds()),
        ("garbage a moment later",                      answered().waits(20).sends([0; 100]).holds()),
        ("half an answer a moment later",               answered().waits(20).sends("HTTP/1.1 200 OK\r\ncontent-le").holds()),
    ];
    for (name, script) in rows {
        for kind in [Kind::Get, Kind::Post] {
            for noticed in [true, false] {
                let server = Server::first_then(script.clone(), accepts().serves(|_| kept("second"))).await;
                let client = client(patient(&server.url(), &TestClock::default()));
                let first = Kind::Get.call(&client).await.unwrap();
                while server.done() == 0 {
                    match noticed {
                        true => tokio::time::sleep(MOMENT).await,
                        // While this thread is blocked, nobody looks at the connection.
                        false => std::thread::sleep(MOMENT),
                    }
                }
                let second = kind.call(&client).await.unwrap_or_else(|error| panic!("{name} ({kind:?}, {noticed}): {error:?}"));
                assert_eq!((first.id.as_deref(), second.id.as_deref()), (Some("first"), Some("second")), "{name}");
                assert_eq!((server.connections(), server.arrived().len()), (2, 2), "{name} ({kind:?}, {noticed})");
            }
        }
        println!("{name:<40} | the next call succeeds, arrives once, over another connection");
    }
}

#[tokio::test]
async fn connections_that_stay_are_used_again() {
    let server = Server::of(|_| kept("any")).await;
    let client = client(patient(&server.url(), &TestClock::default()));
    for kind in KINDS {
        kind.call(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.arrived().len()), (1, 4));
    drop(client);
    server.settles_to(0).await.unwrap();
}

/// The one case that nobody can tell from a request that was carried out.
#[tokio::test]
async fn a_kept_connection_that_closes_on_the_next_request() {
    for (kind, attempts) in KINDS.into_iter().zip([2, 2, 1, 2]) {
        let script = accepts().reads().sends(kept("first")).reads();
        let server = Server::first_then(script, accepts().serves(|_| kept("second"))).await;
        let client = client(patient(&server.url(), &TestClock::default()));
        Kind::Get.call(&client).await.unwrap();
        match kind.call(&client).await {
            Ok(thing) => assert_eq!(thing.id.as_deref(), Some("second")),
            Err(error) => assert!(error.is_interrupted() && kind == Kind::Post, "{error:?}"),
        }
        assert_eq!(server.arrived().len(), 1 + attempts, "{kind:?}");
    }
}

/// An answer that comes after its call was given up is nobody's.
#[tokio::test]
async fn a_late_answer_is_not_the_next_calls() {
    let late = accepts().reads().waits(200).sends(kept("late")).holds();
    let server = Server::first_then(late, accepts().serves(|_| kept("own"))).await;
    let client = client(patient(&server.url(), &TestClock::default()));
    let soon = Duration::from_millis(100);
    let error =
        show(&client, "t").with_attempt_timeout(soon).with_retry(Retry::off()).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    for pause in [0, 200] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        assert_eq!(Kind::Post.call(&client).await.unwrap().id.as_deref(), Some("own"));
    }
}
