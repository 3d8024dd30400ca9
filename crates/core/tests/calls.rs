//! Calls over real sockets: what arrives at a server, and what becomes of its answers.

mod support;

use std::net::TcpListener;
use std::time::Duration;

use huaweicloud_core::{Credentials, Error, Send, ServiceClient};
use support::*;

#[tokio::test]
async fn the_target_arrives_byte_for_byte() {
    let rows = [
        ("abc-DEF_1.2~", "abc-DEF_1.2~"),
        ("../x", "..%2Fx"),
        ("..%2F..", "..%252F.."),
        ("%2E%2E", "%252E%252E"),
        ("a/b\\c", "a%2Fb%5Cc"),
        (" a b ", "%20a%20b%20"),
        ("a?b#c;d", "a%3Fb%23c%3Bd"),
        ("名前", "%E5%90%8D%E5%89%8D"),
        ("\t\r\n", "%09%0D%0A"),
        ("...", "..."),
        ("'\"<>{}|^`[]", "%27%22%3C%3E%7B%7D%7C%5E%60%5B%5D"),
    ];
    let server = Server::start(rows.map(|_| answer("200 OK", "{}")));
    let client = server.client();
    for (id, encoded) in rows {
        let request = thing(client.request(&SHOW).path(id).query("q", &id).query("q2", &"~'()*!"));
        request.send().await.unwrap();
        let arrived = server.arrived().pop().unwrap();
        assert_eq!(arrived.target, format!("/v1/p1/things/{encoded}/state?q={encoded}&q2=~%27%28%29%2A%21"));
    }
}

#[tokio::test]
async fn ids_that_change_the_path_are_refused_before_anything_is_sent() {
    let server = Server::start([answer("200 OK", "{}")]);
    for id in ["", ".", ".."] {
        let error = show(&server.client(), id).send().await.unwrap_err();
        assert!(
            error.is_invalid_request() && error.to_string().starts_with("ShowThing: path parameter thing_id"),
            "{error}"
        );
        let error = show(&server.client(), "x").with_project_id(id).send().await.unwrap_err();
        assert!(error.is_invalid_request() && error.to_string().contains("project_id"), "{error}");
    }
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn a_call_carries_who_where_and_what() {
    let server = Server::start((0..4).map(|_| answer("200 OK", "{}")));
    let config = config(&server.url).domain_id("d1").application("inventory/2.1").build().unwrap();
    let client = ServiceClient::new(&config, &SERVICE);
    show(&client, "t").send().await.unwrap();
    show(&client, "t").with_project_id("p2").with_header("X-Client-Token", "once").send().await.unwrap();
    thing(client.request(&GLOBAL)).send().await.unwrap();
    let request = client.request(&SHOW).path("t").query_each("id", vec![1, 2]).query_joined(
        "tags",
        vec!["a", "b"],
        ",",
    );
    let request = request
        .query_each("none", Vec::<i64>::new())
        .query_joined("nothing", Vec::<i64>::new(), ",")
        .query("id", &3)
        .header("x-language", &"en");
    thing(request.clone().query_each("id", vec![1, 2])).send().await.unwrap();

    let arrived = server.arrived();
    let agent = concat!("huaweicloud-rs/", env!("CARGO_PKG_VERSION"), " inventory/2.1");
    assert_eq!(arrived[0].header("user-agent"), Some(agent));
    assert_eq!((arrived[0].header("x-project-id"), arrived[0].header("x-domain-id")), (Some("p1"), None));
    assert_eq!(arrived[1].target, "/v1/p2/things/t/state");
    assert_eq!(
        (arrived[1].header("x-project-id"), arrived[1].header("x-client-token")),
        (Some("p2"), Some("once"))
    );
    assert_eq!(arrived[2].target, "/v3/domains/d1");
    assert_eq!((arrived[2].header("x-project-id"), arrived[2].header("x-domain-id")), (None, Some("d1")));
    assert_eq!(arrived[3].path_and_query().1, "tags=a%2Cb&id=1&id=2");
    assert_eq!(arrived[3].header("x-language"), Some("en"));
    assert!(arrived.iter().all(|request| request.header("x-auth-token").is_none()));
}

#[tokio::test]
async fn a_token_is_sent_and_nothing_signed() {
    let server = Server::start([answer("200 OK", "{}")]);
    let config = config(&server.url).credentials(Credentials::token("tok")).build().unwrap();
    show(&ServiceClient::new(&config, &SERVICE), "t").send().await.unwrap();
    let arrived = server.arrived().remove(0);
    assert_eq!(arrived.header("x-auth-token"), Some("tok"));
    assert_eq!((arrived.header("authorization"), arrived.header("x-sdk-date")), (None, None));
}

#[tokio::test]
async fn headers_that_would_break_a_call_are_refused() {
    let server = Server::start([answer("200 OK", "{}")]);
    for (name, value) in [
        ("Authorization", "hunter2"),
        ("host", "hunter2"),
        ("Content-Length", "hunter2"),
        ("X-Auth-Token", "hunter2"),
        ("X Y", "hunter2"),
        ("", "hunter2"),
        ("X-Note", "hunter2\r\nX-Evil: 1"),
        ("X-Note", "hunter2 ü"),
    ] {
        let error = show(&server.client(), "t").with_header(name, value).send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn answers_bend() {
    for (text, expected) in [
        (
            answer("200 OK", r#"{"id":17,"size":"3","new":[1]}"#),
            Thing { id: Some("17".into()), size: Some(3) },
        ),
        (answer("200 OK", r#"{"id":null}"#), Thing::default()),
        (answer("200 OK", "null"), Thing::default()),
        (answer("200 OK", " \n"), Thing::default()),
        ("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned(), Thing::default()),
    ] {
        let server = Server::start([text]);
        let response = show(&server.client(), "t").send().await.unwrap();
        assert_eq!(*response, expected);
        assert_eq!(response.raw_body(), None);
    }
}

#[tokio::test]
async fn an_answer_brings_its_surroundings() {
    let text = answer_with("202 Accepted", "X-Request-Id: r1\r\nX-More: m\r\n", r#"{"id": "x" }"#);
    let server = Server::start([text]);
    let response = show(&server.client(), "t").with_raw_body().send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id()), (202, Some("r1")));
    assert_eq!(response.headers()["x-more"], "m");
    let (method, target) = response.request_line().split_once(' ').unwrap();
    let arrived = &server.arrived()[0];
    assert_eq!((method, target), (arrived.method.as_str(), arrived.target.as_str()));
    assert_eq!(response.raw_body(), Some(&br#"{"id": "x" }"#[..]));
    assert_eq!(response.into_inner().id.as_deref(), Some("x"));
}

#[tokio::test]
async fn the_request_id_may_stand_in_the_body() {
    let server = Server::start([answer("200 OK", r#"{"request_id":"r2"}"#)]);
    let request = server.client().request(&support::SHOW).path("t");
    let response = huaweicloud_core::Send::<huaweicloud_types::Value>::new(request).await.unwrap();
    assert_eq!(response.request_id(), Some("r2"));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_says_where_and_keeps_all() {
    for (body, field, hint) in [
        (
            r#"{"things":[{"size":1},{"size":"many"}],"request_id":"r9"}"#,
            Some("things[1].size"),
            "things[1].size",
        ),
        (r#"{"things":7}"#, Some("things"), "things"),
        ("<html>login</html>", None, "cannot be read"),
        (r#"{"things":["#, Some("things[0]"), "cannot be read"),
    ] {
        let server = Server::start([answer_with("200 OK", "x-openstack-request-id: r1\r\n", body)]);
        let error = things(server.client().request(&BY_MARKER)).send().await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(hint), "{error}");
        assert_eq!(error.field(), field);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!((error.request_id(), error.raw_body()), (Some("r1"), Some(body.as_bytes())));
        assert!(std::error::Error::source(&error).is_some());
    }
}

type Predicate = fn(&Error) -> bool;

#[tokio::test]
async fn failures_say_what_the_service_said() {
    let rows: [(&str, Predicate); 7] = [
        ("401 Unauthorized", Error::is_auth),
        ("403 Forbidden", Error::is_forbidden),
        ("404 Not Found", Error::is_not_found),
        ("409 Conflict", Error::is_conflict),
        ("429 Too Many Requests", Error::is_throttled),
        ("500 Internal Server Error", Error::is_server),
        ("503 Service Unavailable", Error::is_server),
    ];
    let body = r#"{"error_code":"APIC.7314","error_msg":"Endpoint service not found"}"#;
    for (index, (status, _)) in rows.into_iter().enumerate() {
        let server = Server::start([answer_with(status, "x-request-id: r1\r\n", body)]);
        let error = show(&server.client(), "t").send().await.unwrap_err();
        for (other, (_, holds)) in rows.into_iter().enumerate() {
            let both_5xx = index >= 5 && other >= 5;
            assert_eq!(holds(&error), index == other || both_5xx, "{error}");
        }
        assert_eq!(
            error.to_string(),
            format!("ShowThing: {status}: APIC.7314: Endpoint service not found (request id r1)")
        );
        assert_eq!((error.code(), error.message()), (Some("APIC.7314"), Some("Endpoint service not found")));
        assert_eq!((error.request_id(), error.operation()), (Some("r1"), Some("ShowThing")));
        assert!(error.request_line().is_some_and(|line| line.starts_with("GET /")), "{error:?}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert!(!error.is_decode() && !error.is_timeout() && !error.is_connect() && !error.is_config());
    }
}

#[tokio::test]
async fn odd_answers_are_errors_and_no_panics() {
    for (text, status) in [
        (answer_with("302 Found", "location: http://127.0.0.1:1/\r\n", ""), Some(302)),
        (answer("304 Not Modified", ""), Some(304)),
        (answer("502 Bad Gateway", "<html><title>Bad Gateway</title>"), Some(502)),
        (answer("599 Odd", "\u{0}\u{1}"), Some(599)),
        (answer("400 Bad Request", ""), Some(400)),
        ("SSH-2.0-OpenSSH_9.6\r\n".to_owned(), None),
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_owned(), None),
        ("HTTP/1.1 200 OK\r\ncontent-le".to_owned(), None),
        (String::new(), None),
    ] {
        let server = Server::start([text.clone()]);
        let error = show(&server.client(), "t").send().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{text}: {error}");
        assert!(error.to_string().starts_with("ShowThing: "), "{error}");
        assert_eq!(server.arrived().len(), 1);
    }
}

#[tokio::test]
async fn waiting_ends() {
    // Connections are taken by the system and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = ServiceClient::new(&config(&url).build().unwrap(), &SERVICE);
    let error = show(&client, "t").with_timeout(Duration::from_millis(30)).send().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    let config = config(&url).timeout(Duration::from_millis(30)).build().unwrap();
    let error = show(&ServiceClient::new(&config, &SERVICE), "t").send().await.unwrap_err();
    assert!(error.is_timeout() && error.status().is_none(), "{error}");
}

#[tokio::test]
async fn no_connection_names_the_host() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = ServiceClient::new(&config(&format!("http://{closed}")).build().unwrap(), &SERVICE);
    let error = show(&client, "t").send().await.unwrap_err();
    assert!(
        error.is_connect() && !error.is_timeout() && error.to_string().contains(&closed.to_string()),
        "{error}"
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn what_the_configuration_lacks_is_said_by_the_call() {
    let base = || huaweicloud_core::Config::builder().credentials(Credentials::access_key("a", "s"));
    let call = async |builder: huaweicloud_core::ConfigBuilder| {
        let client = ServiceClient::new(&builder.build().unwrap(), &SERVICE);
        show(&client, "t").send().await.unwrap_err()
    };
    let error = call(base().service_endpoint("demo", "https://example.com")).await;
    assert!(error.is_config() && error.to_string().contains(".project_id("), "{error}");
    let error = call(base().region("cn-north-44").project_id("p")).await;
    assert!(error.is_config() && error.to_string().contains("nearest: cn-north-4"), "{error}");
    let error = call(base().service_endpoint("other", "https://example.com").project_id("p")).await;
    assert!(error.is_config() && error.to_string().contains(".region("), "{error}");
    let client = ServiceClient::new(&base().region("cn-north-4").build().unwrap(), &SERVICE);
    let error = thing(client.request(&GLOBAL)).send().await.unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".domain_id("), "{error}");
}

#[tokio::test]
async fn a_services_own_endpoint_comes_first() {
    let server = Server::start([answer("200 OK", "{}")]);
    let config = config("http://127.0.0.1:1").service_endpoint("demo", &server.url).build().unwrap();
    show(&ServiceClient::new(&config, &SERVICE), "t").send().await.unwrap();
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn without_a_runtime_a_call_is_an_error() {
    let client = ServiceClient::new(&config("http://127.0.0.1:1").build().unwrap(), &SERVICE);
    let mut call = std::pin::pin!(show(&client, "t").send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else { panic!("not ready") };
    assert!(error.is_config() && error.to_string().contains("Tokio"), "{error}");
}

#[test]
fn futures_travel_between_threads() {
    fn travels<T: std::marker::Send + 'static>() {}
    fn shared<T: std::marker::Send + Sync + Clone + 'static>() {}
    travels::<Send<Thing>>();
    travels::<huaweicloud_core::Pages<Things>>();
    travels::<huaweicloud_core::Items<Things, Thing>>();
    travels::<Error>();
    shared::<ServiceClient>();
    shared::<huaweicloud_core::Config>();
    shared::<ShowThing>();
    shared::<huaweicloud_core::Response<Thing>>();
}

#[tokio::test]
async fn what_a_service_says_cannot_forge_a_line_of_a_log() {
    let said = format!(
        r#"{{"error_code":"E\r\n1","error_msg":"\u001b[31mno\nINFO all is well {}"}}"#,
        "x".repeat(5000)
    );
    let error = failing("400 Bad Request", &said).await;
    assert!(
        error.message().is_some_and(|message| message.contains("\nINFO")),
        "the message is kept as it is"
    );
    for shown in [error.to_string(), format!("{error:?}")] {
        let first = shown.lines().next().unwrap_or_default();
        assert!(first.contains("no INFO all is well") && first.len() < 1200, "{first}");
        assert!(!shown.contains('\u{1b}') && !shown.contains('\r'), "{shown:?}");
    }
}

async fn failing(status: &str, body: &str) -> Error {
    let server = Server::start([answer(status, body)]);
    show(&server.client(), "t").send().await.unwrap_err()
}
