//! Calls that are dropped before they are ready.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use huaweicloud_core::credentials::{CredentialsProvider, Provided, ProviderContext};
use huaweicloud_core::http::Method;
use huaweicloud_core::{Config, ConfigBuilder, Credentials, Retry};
use tokio::time::{sleep, timeout};

use crate::harness::calls::{KINDS, Kind, client, patient};
use crate::harness::clock::{NEVER, TestClock};
use crate::harness::panics;
use crate::harness::script::{Script, accepts};
use crate::harness::server::{GUARD, Server};
use crate::service::{Arrived, answer, show};

/// What a future makes, unless it takes more polls than these.
async fn within_polls<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut count) = (pin!(future), 0);
    poll_fn(move |context| {
        count += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if count >= polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Asks the configuration's IAM for a token, as slowly as that answers.
#[derive(Debug)]
struct Iam;

impl CredentialsProvider for Iam {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(async move {
            let url = format!("{}/token", context.iam_url()?);
            let answer = context.exchange(Method::POST, &url, &[], None, NEVER).await?;
            Ok(Credentials::token(answer.headers()["x-subject-token"].to_str().unwrap()))
        })
    }
}

/// A configuration that knows nothing beforehand: neither token nor project.
fn unknowing(url: &str) -> ConfigBuilder {
    Config::builder()
        .endpoint(url)
        .region("cn-north-4")
        .credentials(Iam)
        .retry(Retry::default().base_delay(Duration::from_secs(10)))
        .random(|| 0.5)
        .clock(TestClock::default())
        .attempt_timeout(NEVER)
        .timeout(2 * NEVER)
}

/// Everything that such a call needs: a token, a project, and a second attempt.
fn everything() -> impl Fn(&Arrived) -> String + std::marker::Send + Sync + 'static {
    let calls = AtomicUsize::new(0);
    move |request| match request.path_and_query().0 {
        "/token" => kept("201 Created", "x-subject-token: my-token\r\n", ""),
        "/v3/projects" => kept("200 OK", "", r#"{"projects":[{"id":"p1","name":"cn-north-4"}]}"#),
        _ if calls.fetch_add(1, Ordering::SeqCst) == 0 => kept("503 Service Unavailable", "", "{}"),
        _ => kept("200 OK", "", r#"{"id":"t"}"#),
    }
}

fn kept(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// Dropped after its first poll, after its second, and so on until it is through: nothing panics, the
/// same client can be called again, and no connection outlives it.
#[tokio::test]
async fn calls_dropped_at_every_await() {
    panics::watch();
    for kind in [Kind::Get, Kind::PostWithToken] {
        let mut polls = 0;
        loop {
            polls += 1;
            let pause = Duration::from_micros(500);
            let server = Server::always(accepts().serves_slowly(pause, everything())).await;
            let client = client(unknowing(&server.url()));
            let outcome = timeout(GUARD, within_polls(polls, kind.call(&client))).await.unwrap();
            let again = timeout(GUARD, kind.call(&client)).await.unwrap();
            assert_eq!(again.unwrap().id.as_deref(), Some("t"), "after {polls} polls");
            drop(client);
            server.settles_to(0).await.unwrap();
            if let Some(outcome) = outcome {
                assert_eq!(outcome.unwrap().id.as_deref(), Some("t"));
                break;
            }
        }
        println!("{kind:?} dropped after each of {} polls", polls - 1);
        assert!(polls > 10, "{polls} polls are no slow call");
    }
    assert_eq!(panics::seen(), [""; 0]);
}

/// What a call waits for when it is dropped, and what the server does meanwhile. The server sees it hang
/// up, though the client lives on; the next call succeeds.
#[tokio::test]
#[rustfmt::skip]
async fn calls_dropped_while_they_wait() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
    let unavailable = answer("503 Service Unavailable", "");
    let rows: [(&str, Script); 6] = [
        ("before anything was answered",         accepts().reads().holds()),
        ("in the middle of the head",            accepts().reads().sends(&ok[..20]).holds()),
        ("before the body",                      accepts().reads().sends(ok).holds()),
        ("in the middle of the body",            accepts().reads().sends(ok).sends("{").holds()),
        ("under a body without end",             accepts().reads().sends("HTTP/1.1 200 OK\r\n\r\n").drips(" ".repeat(100_000), Duration::from_millis(1))),
        ("between two attempts",                 accepts().reads().sends(unavailable)),
    ];
    // Longer than is waited at once here.
    let retry = Retry::default().base_delay(NEVER).max_delay(NEVER);
    for (name, script) in rows {
        for kind in [Kind::Get, Kind::Put, Kind::PostWithToken] {
            let server = Server::first_then(script.clone(), accepts().serves(|_| answer("200 OK", "{}"))).await;
            let client = client(patient(&server.url(), &TestClock::default()).retry(retry.clone()));
            let waiting = async {
                while server.arrived().is_empty() {
                    sleep(Duration::from_millis(1)).await;
                }
                sleep(Duration::from_millis(20)).await;
            };
            tokio::select! {
                outcome = kind.call(&client) => panic!("{name}: {outcome:?}"),
                waited = timeout(GUARD, waiting) => waited.expect(name),
            }
            server.settles_to(0).await.unwrap_or_else(|open| panic!("{name}: {open}"));
            assert_eq!(server.arrived().len(), 1, "{name}");
            kind.call(&client).await.unwrap();
            assert_eq!(server.arrived().len(), 2, "{name}");
        }
        println!("dropped {name:<40} | the server sees it hang up");
    }
}

#[tokio::test]
async fn a_call_dropped_in_the_tls_handshake() {
    let server = Server::always(accepts().overhears(1).holds()).await;
    let client = client(patient(&format!("https://{}", server.address), &TestClock::default()));
    for kind in KINDS {
        assert!(timeout(Duration::from_millis(40), kind.call(&client)).await.is_err());
        server.settles_to(0).await.unwrap();
    }
    assert_eq!((server.connections(), server.arrived().len()), (4, 0));
}

/// Half of them are dropped at some point; the others get their own answers.
#[tokio::test]
async fn sixty_four_calls_at_once_half_of_them_dropped() {
    panics::watch();
    let echo = |request: &Arrived| {
        let id = request.path_and_query().0.split('/').nth(4).unwrap_or("none").to_owned();
        kept("200 OK", "", &format!(r#"{{"id":"{id}"}}"#))
    };
    let server = Server::always(accepts().serves_slowly(Duration::from_millis(2), echo)).await;
    let client = Arc::new(client(patient(&server.url(), &TestClock::default())));
    for round in 0..4 {
        let calls: Vec<_> = (0..64u64)
            .map(|number| {
                let client = client.clone();
                tokio::spawn(async move {
                    let id = format!("{round}-{number}");
                    let call = show(&client, &id).send();
                    if number % 2 == 0 {
                        tokio::select! { _ = call => {} () = sleep(Duration::from_micros(number * 250)) => {} }
                    } else {
                        assert_eq!(call.await.unwrap().id.as_deref(), Some(id.as_str()));
                    }
                })
            })
            .collect();
        for call in calls {
            timeout(GUARD, call).await.unwrap().unwrap();
        }
    }
    // What was sent arrived once.
    let mut targets: Vec<String> = server.arrived().into_iter().map(|request| request.target).collect();
    let arrived = targets.len();
    targets.sort();
    targets.dedup();
    assert_eq!(targets.len(), arrived);
    for kind in KINDS {
        kind.call(&client).await.unwrap();
    }
    drop(client);
    server.settles_to(0).await.unwrap();
    assert_eq!(panics::seen(), [""; 0]);
}
