//! A scripted transport below a service's client.
#![allow(missing_docs)]

mod support;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use huaweicloud_core::{Credentials, Error, Retry};
use huaweicloud_mock::{ErrorShape, Reply, Script, TransportErrorKind};
use huaweicloud_vpn::model::ListVpnUsersResponse;
use huaweicloud_vpn::{Client, Config};
use serde_json::json;
use support::{CREATE, ask};

/// Runs a future without any async runtime.
fn run<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// The names of the users of a server: what a caller's code may do.
fn names(config: &Config, server: &str) -> Result<Vec<String>, Error> {
    let page = run(Client::new(config).list_vpn_users(server).limit(10).send())?;
    Ok(page.into_inner().users.into_iter().filter_map(|user| user.name).collect())
}

#[test]
fn answers_come_in_order() {
    let script = Script::new().answer(r#"{"users":[{"name":"ann"}]}"#).answer(json!({"users": []}));
    assert_eq!(names(&script.config(), "s1").unwrap(), ["ann"]);
    assert!(names(&script.config(), "s1").unwrap().is_empty());
    script.finish().unwrap();
}

#[test]
fn answers_may_be_models_or_a_list() {
    let mut page = ListVpnUsersResponse::default();
    page.users.push(Default::default());
    page.users[0].name = Some("ben".to_owned());
    let script = Script::new().answer(Reply::model(&page));
    assert_eq!(names(&script.config(), "s1").unwrap(), ["ben"]);

    let script: Script = ["{}", r#"{"users":[{"name":"cem"}]}"#].into_iter().collect();
    let config = script.config();
    assert_eq!((names(&config, "s1").unwrap().len(), names(&config, "s1").unwrap().len()), (0, 1));
}

#[test]
fn requests_can_be_looked_at() {
    let script = Script::new().always("{}");
    names(&script.config(), "a server").unwrap();
    let asked = script.requests();
    let [request] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!((request.method(), request.host()), ("GET", Some("script.example")));
    assert!(request.path().ends_with("/vpn-servers/a%20server/users"), "{request}");
    assert_eq!((request.query("limit"), request.query("marker")), (Some("10"), None));
    assert!(request.header("authorization").unwrap().starts_with("SDK-HMAC-SHA256 Access="));
    assert!(request.header("x-sdk-date").unwrap().starts_with("20240617T0653"));
    assert!(request.json().is_null() && !format!("{asked:?}").contains("SDK-HMAC"));
}

#[test]
fn bodies_can_be_looked_at() {
    let script = Script::new().answer(Reply::new(201).json(json!({"id": "t1"})));
    let answer = run(ask(&script.config(), &CREATE)).unwrap();
    assert_eq!((answer.status().as_u16(), &answer["id"]), (201, &json!("t1")));
    assert_eq!(script.requests()[0].json(), json!({"name": "n"}));
    assert_eq!(script.requests()[0].header("content-type"), Some("application/json"));
}

#[test]
fn any_configuration_takes_a_script() {
    let script = Script::new().answer("{}");
    let config = Config::builder()
        .region("eu-west-101")
        .credentials(Credentials::token("my-token"))
        .project_id("p1")
        .transport(script.clone())
        .build()
        .unwrap();
    names(&config, "s1").unwrap();
    assert_eq!(script.requests()[0].host(), Some("vpn.eu-west-101.myhuaweicloud.com"));
    assert!(!format!("{:?}", script.requests()).contains("my-token"));
}

#[test]
fn every_failure_is_what_the_runtime_takes_it_for() {
    type Predicate = fn(&Error) -> bool;
    for (kind, is_it) in [
        (TransportErrorKind::Connect, (|error| error.is_connect() && !error.is_timeout()) as Predicate),
        (TransportErrorKind::ConnectTimeout, |error| error.is_connect() && error.is_timeout()),
        (TransportErrorKind::Interrupted, |error| error.is_interrupted()),
        (TransportErrorKind::Unreadable, |error| error.is_unreadable()),
        (TransportErrorKind::Unusable, |error| error.is_config()),
    ] {
        let script = Script::new().fails(kind);
        let error = names(&script.config(), "s1").unwrap_err();
        assert!(is_it(&error) && error.to_string().contains("script"), "{kind:?}: {error}");
        script.finish().unwrap();
    }
}

#[test]
fn every_shape_of_an_error_is_understood() {
    for shape in ErrorShape::ALL {
        let script = Script::new().answer(Reply::error_in(shape, 404, "VPN.0404", "no such <server>"));
        let error = names(&script.config(), "s1").unwrap_err();
        let code = match shape {
            ErrorShape::Titled => Some("404"),
            ErrorShape::Html | ErrorShape::Text => None,
            _ => Some("VPN.0404"),
        };
        assert!(error.is_not_found() && error.code() == code, "{shape:?}: {error}");
        assert!(error.message().is_some_and(|message| message.contains("no such")), "{shape:?}: {error}");
    }
}

#[test]
fn nobody_waits_for_an_answer_that_never_comes() {
    let begin = Instant::now();
    let script = Script::new().waits().waits().answer("{}");
    let error = names(&script.config(), "s1").unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    assert_eq!(script.clock().elapsed(), Duration::from_secs(60));

    let patient = script.config_builder().retry(Retry::default()).build().unwrap();
    names(&patient, "s1").unwrap();
    script.finish().unwrap();
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[test]
fn repeats_take_no_time() {
    let script = Script::new()
        .answer(Reply::error(429, "APIGW.0308", "slowly").retry_after(30))
        .answer("{}")
        .answer("{}");
    let error = names(&script.config(), "s1").unwrap_err();
    assert!(error.is_throttled() && error.attempts() == 1, "{error}");

    let script = Script::new().answer(Reply::new(503)).answer(Reply::new(429).retry_after(30)).answer("{}");
    let config = script.config_builder().retry(Retry::default()).build().unwrap();
    names(&config, "s1").unwrap();
    assert_eq!((script.requests().len(), script.clock().elapsed()), (3, Duration::from_secs(30)));
    script.finish().unwrap();
}

#[test]
fn a_request_without_an_answer_is_named() {
    let script = Script::new().answer("{}");
    let config = script.config_builder().retry(Retry::default()).build().unwrap();
    names(&config, "s1").unwrap();
    let error = names(&config, "s2").unwrap_err();
    let text = error.to_string();
    assert!(error.is_config() && error.attempts() == 1, "{error}");
    assert!(text.contains("the script has no answer for request 2, GET /v5/"), "{text}");
    assert!(text.contains("/vpn-servers/s2/users?limit=10: add .answer(…)"), "{text}");
    let told = format!("{:?}", script.finish().unwrap_err());
    assert!(told.contains("did not end as written: request 2 found no answer: GET /v5/"), "{told}");
}

#[test]
fn answers_that_are_left_over_are_told() {
    let script = Script::new().answer("{}").waits().answer("{}");
    let told = script.finish().unwrap_err().to_string();
    assert!(told.ends_with("3 answers are left over and no request came"), "{told}");
    names(&script.config(), "s1").unwrap();
    let _ = names(&script.config(), "s1");
    let told = script.finish().unwrap_err().to_string();
    assert!(told.contains("1 answer is left over after GET /v5/"), "{told}");
}

#[test]
fn expectations_panic_where_the_test_is_and_are_told_elsewhere() {
    let written = || {
        Script::new()
            .expect(|request| assert_eq!(request.query("limit"), Some("10")))
            .answer("{}")
            .expect(|request| assert_eq!(request.method(), "PUT", "something else is asked for"))
            .answer("{}")
    };
    let script = written();
    names(&script.config(), "s1").unwrap();
    let config = script.config();
    let panic = thread::spawn(move || names(&config, "s1").map(drop)).join().unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("something else is asked for"), "{text}");
    let told = script.finish().unwrap_err().to_string();
    assert!(told.contains("request 2 was not as expected: GET /v5/"), "{told}");
}

#[test]
fn a_reply_that_none_can_be_is_told() {
    for (reply, hint) in
        [(Reply::new(1000), "1000 is not the status"), (Reply::new(200).header("a", "\n"), "header")]
    {
        let error = names(&Script::new().answer(reply).config(), "s1").unwrap_err();
        assert!(error.is_config() && error.to_string().contains(hint), "{error}");
    }
}

#[test]
fn answers_are_limited_as_over_the_network() {
    let script = Script::new().answer("[1]".repeat(10));
    let config = script.config_builder().max_response_size(29).build().unwrap();
    assert!(names(&config, "s1").unwrap_err().is_unreadable());
}

#[test]
fn threads_may_share_a_script() {
    let script = Script::new().always(json!({"users": [{"name": "ann"}]}));
    let config = script.config();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..200).for_each(|_| assert_eq!(names(&config, "s1").unwrap(), ["ann"])));
        }
    });
    assert_eq!(script.requests().len(), 1000);
    script.finish().unwrap();
}
