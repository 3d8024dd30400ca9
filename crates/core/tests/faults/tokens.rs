//! Tokens that expire, and renewal that fails.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use huaweicloud_core::Credentials;
use huaweicloud_core::credentials::{CredentialsProvider, Provided, ProviderContext};

use crate::harness::calls::{KINDS, client, patient};
use crate::harness::clock::TestClock;
use crate::harness::fault::predicates;
use crate::harness::server::Server;
use crate::service::{Arrived, BY_MARKER, BY_OFFSET, answer, things};

/// Gives one token after the other; where there is none left, its error.
#[derive(Debug, Clone)]
struct Tokens(Arc<Mutex<VecDeque<&'static str>>>);

fn tokens(tokens: &[&'static str]) -> Tokens {
    Tokens(Arc::new(Mutex::new(tokens.iter().copied().collect())))
}

impl CredentialsProvider for Tokens {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(async move {
            let next = self.0.lock().unwrap().pop_front();
            match next {
                Some(token) => Ok(Credentials::token(token)),
                // As any provider fails that has nobody to ask.
                None => {
                    let post = huaweicloud_core::http::Method::POST;
                    let limit = Duration::from_secs(60 * 60);
                    let url = format!("http://{}", crate::harness::server::closed_port().1);
                    context.exchange(post, &url, &[], None, limit).await.map(|_| Credentials::token("none"))
                }
            }
        })
    }
}

const EXPIRED: &str = r#"{"error_code":"APIGW.0307","error_msg":"The token must be updated."}"#;

/// A service that takes some tokens for a number of requests each, and says of all others that they
/// have expired.
async fn service(
    taken: &[(&'static str, usize)],
    answers: impl Fn(&Arrived) -> String + std::marker::Send + Sync + 'static,
) -> Server {
    let left = Mutex::new(taken.to_vec());
    Server::of(move |request| {
        let token = request.header("x-auth-token").unwrap();
        let mut left = left.lock().unwrap();
        match left.iter_mut().find(|(known, count)| *known == token && *count > 0) {
            Some((_, count)) => *count -= 1,
            None => return answer("401 Unauthorized", EXPIRED),
        }
        answers(request)
    })
    .await
}

/// Tokens that the provider gives, those that the service takes and for how many requests, and what the
/// caller sees of three calls: requests, and the predicate of an error.
type Row =
    (&'static str, &'static [&'static str], &'static [(&'static str, usize)], [(usize, &'static str); 3]);

#[tokio::test]
#[rustfmt::skip]
async fn tokens_that_expire() {
    let rows: [Row; 5] = [
        ("a token that holds",                     &["one"],        &[("one", 9)],             [(1, ""), (1, ""), (1, "")]),
        ("a token that expires is renewed once",   &["one", "two"], &[("one", 1), ("two", 9)], [(1, ""), (2, ""), (1, "")]),
        ("a renewed token that is refused too",    &["one", "two", "three", "four", "five"], &[("one", 1)], [(1, ""), (2, "auth"), (2, "auth")]),
        ("a provider that has no other token",     &["one", "one", "one"], &[("one", 1)],      [(1, ""), (1, "auth"), (1, "auth")]),
        ("a provider that fails",                  &["one"],        &[("one", 1)],             [(1, ""), (1, "connect"), (1, "connect")]),
    ];
    for (name, given, taken, calls) in rows {
        println!("{name:<40} | {calls:?}");
        for kind in KINDS {
            let server = service(taken, |_| answer("200 OK", "{}")).await;
            let config = patient(&server.url(), &TestClock::default()).credentials(tokens(given));
            let client = client(config.retry(huaweicloud_core::Retry::off()));
            let mut before = 0;
            for (requests, sees) in calls {
                match kind.call(&client).await {
                    Ok(_) => assert_eq!(sees, "", "{name}"),
                    Err(error) => assert_eq!(predicates(&error), sees, "{name}: {error:?}"),
                }
                assert_eq!(server.arrived().len() - before, requests, "{name} ({kind:?})");
                before = server.arrived().len();
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_expires_in_the_middle_of_a_list_costs_no_item() {
    // Ten things, three on a page; the cursor of either style is the next thing's number.
    let page = |request: &Arrived| {
        let cursor = request.query("marker").or(request.query("offset"));
        let start: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let end = (start + 3).min(10);
        let things: Vec<String> = (start..end).map(|id| format!(r#"{{"id":{id}}}"#)).collect();
        let next = if end < 10 { format!("\"{end}\"") } else { "null".to_owned() };
        let things = things.join(",");
        answer(
            "200 OK",
            &format!(r#"{{"things":[{things}],"page_info":{{"next_marker":{next}}},"total_count":10}}"#),
        )
    };
    for operation in [&BY_MARKER, &BY_OFFSET] {
        for holds in 0..=4 {
            let server = service(&[("one", holds), ("two", 9)], page).await;
            let config = patient(&server.url(), &TestClock::default()).credentials(tokens(&["one", "two"]));
            let mut items = things(client(config).request(operation)).items();
            let mut ids = Vec::new();
            while let Some(item) = items.next().await {
                ids.push(item.unwrap().id.unwrap().parse::<usize>().unwrap());
            }
            assert_eq!(ids, Vec::from_iter(0..10), "{holds} pages before the token expired");
            assert_eq!(server.arrived().len(), if holds < 4 { 5 } else { 4 });
        }
    }
}

/// Many calls find out at the same time; one of them renews.
#[tokio::test]
async fn a_token_that_expires_under_many_calls_is_renewed_once() {
    let server = service(&[("one", 8), ("two", 64)], |_| answer("200 OK", "{}")).await;
    let provider = tokens(&["one", "two", "three"]);
    let client = client(patient(&server.url(), &TestClock::default()).credentials(provider.clone()));
    let calls: Vec<_> = (0..64).map(|number| tokio::spawn(KINDS[number % 4].call(&client))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(provider.0.lock().unwrap().len(), 1);
}

/// A clock that is ahead takes new credentials for expired ones; the service knows better.
#[tokio::test]
async fn credentials_that_seem_to_have_expired_are_used() {
    #[derive(Debug)]
    struct OfTheServer;
    impl CredentialsProvider for OfTheServer {
        fn provide<'a>(&'a self, _: &'a ProviderContext) -> Provided<'a> {
            let end = SystemTime::now() + Duration::from_secs(600);
            Box::pin(async move { Ok(Credentials::token("one").with_expiry(end)) })
        }
    }
    let server = service(&[("one", 9)], |_| answer("200 OK", "{}")).await;
    let config = patient(&server.url(), &TestClock::off_by(3600)).credentials(OfTheServer);
    let client = client(config);
    for kind in KINDS {
        kind.call(&client).await.unwrap();
    }
}
