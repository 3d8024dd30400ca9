use std::time::Duration;

use huaweicloud_core::credentials::InstanceMetadataProvider;
use huaweicloud_core::transport::{Transport, TransportFuture, TransportRequest};
use huaweicloud_core::{Clock, ConfigBuilder, Error, Sleep};

use super::{Hands, IN_AN_HOUR, call, caller, config, done, exchange};
use crate::support::{Server, answer};

fn keys(name: &str, expiry: &str) -> String {
    answer(
        "200 OK",
        &format!(
            r#"{{"credential":{{"access":"{name}","secret":"hunter2","securitytoken":"my-security-token","expires_at":"{expiry}"}}}}"#
        ),
    )
}

fn session() -> String {
    answer("200 OK", "my-session\n")
}

fn asking(url: &str) -> ConfigBuilder {
    config(url, InstanceMetadataProvider::new().endpoint(url))
}

#[tokio::test]
async fn a_session_is_begun_and_the_key_used() {
    let (outcome, arrived) = exchange([session(), keys("a", IN_AN_HOUR), done()], asking).await;
    outcome.unwrap();
    let targets: Vec<String> = arrived.iter().map(|one| format!("{} {}", one.method, one.target)).collect();
    let expected =
        ["PUT /meta-data/latest/api/token", "GET /openstack/latest/securitykey", "GET /v1/p1/things/t/state"];
    assert_eq!(targets, expected);
    assert_eq!(arrived[0].header("x-metadata-token-ttl-seconds"), Some("21600"));
    assert_eq!(arrived[1].header("x-metadata-token"), Some("my-session"));
    assert_eq!(caller(&arrived[2]), ("a".to_owned(), Some("my-security-token"), Some("p1")));
    assert!(arrived[..2].iter().all(|one| one.header("authorization").is_none()));
}

#[tokio::test]
async fn a_service_without_sessions_is_asked_without() {
    for refusal in ["404 Not Found", "405 Method Not Allowed", "503 Service Unavailable"] {
        let (outcome, arrived) =
            exchange([answer(refusal, "no"), keys("a", IN_AN_HOUR), done()], asking).await;
        outcome.unwrap();
        assert_eq!(arrived[1].header("x-metadata-token"), None, "{refusal}");
        assert_eq!(caller(&arrived[2]).0, "a");
    }
    // A login page of a network that answers for everybody.
    let page = answer("200 OK", "<html>log in</html>");
    let (outcome, arrived) = exchange([page.clone(), page], asking).await;
    assert_eq!(arrived[1].header("x-metadata-token"), None);
    assert!(outcome.unwrap_err().to_string().contains("is not JSON"));
}

#[tokio::test]
async fn the_key_is_renewed_before_it_expires() {
    let answers = [
        session(),
        keys("a", IN_AN_HOUR),
        done(),
        session(),
        keys("b", "2025-01-01T14:00:00Z"),
        done(),
        done(),
    ];
    let server = Server::start(answers);
    let clock = Hands::default();
    let config = asking(&server.url).clock(clock.clone()).build().unwrap();
    for minute in [0, 55, 100] {
        clock.set(minute * 60 + 1);
        call(&config).await.unwrap();
    }
    let callers: Vec<String> = server.arrived().iter().map(|one| caller(one).0).collect();
    assert_eq!(callers, ["", "", "a", "", "", "b", "b"]);
}

#[tokio::test]
async fn a_key_that_does_not_say_when_it_expires_is_renewed_soon() {
    for expiry in ["", "soon"] {
        let server =
            Server::start([session(), keys("a", expiry), done(), session(), keys("b", expiry), done()]);
        let clock = Hands::default();
        let config = asking(&server.url).clock(clock.clone()).build().unwrap();
        call(&config).await.unwrap();
        clock.set(15 * 60);
        call(&config).await.unwrap();
        assert_eq!(caller(&server.arrived()[5]).0, "b");
    }
}

#[tokio::test]
async fn a_machine_that_has_no_key_is_told_what_it_lacks() {
    let agency = answer("401 Unauthorized", "Please configure Cloud Service Agency first");
    let foreign = || answer("403 Forbidden", "<html/>");
    for (answers, status) in [
        (vec![session(), agency], "401"),
        (vec![session(), answer("404 Not Found", "")], "404"),
        (vec![answer("404 Not Found", ""), foreign()], "403"),
        (vec![foreign()], "403"),
        (vec![answer("302 Found", "")], "302"),
    ] {
        let (outcome, _) = exchange(answers, asking).await;
        let error = outcome.unwrap_err();
        assert!(error.is_credentials() && error.status().is_none(), "{error}");
        let text = error.to_string();
        assert!(
            text.starts_with("ShowThing: no credentials from instance metadata: http://127.0.0.1:"),
            "{text}"
        );
        let end = format!(
            "/openstack/latest/securitykey answers with status {status}; give the ECS an agency of IAM, which its keys \
             come from"
        );
        assert!(text.ends_with(&end), "{text}");
    }
}

#[tokio::test]
async fn a_service_that_fails_is_no_absence() {
    let fails = || answer("500 Internal Server Error", "out of order");
    for answers in [vec![fails()], vec![session(), fails()]] {
        let error = exchange(answers, asking).await.0.unwrap_err();
        assert!(error.is_server() && !error.is_credentials(), "{error}");
        assert!(error.to_string().contains("to get credentials from instance metadata"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_holds_no_key_says_what_is_missing_and_shows_nothing() {
    let part = |body: &str| answer("200 OK", body);
    for (body, hint) in [
        (part("hunter2"), "is not JSON"),
        (part(r#"{"credential":{"access":"a","secret":"hunter2"#), "is not JSON"),
        (part("{}"), "has no access or accessKeyId"),
        (part(r#"{"credential":null}"#), "has no access or accessKeyId"),
        (part(r#"{"credential":{"access":"a","secret":""}}"#), "has no secret or secretAccessKey"),
        (
            part(r#"{"credential":{"access":"a","secret":"hunter2"}}"#),
            "has no securitytoken or securityToken",
        ),
        (part(r#"{"credential":{"access":7,"secret":"hunter2"}}"#), "has no access"),
        (keys("a\\n", IN_AN_HOUR), "the access key (AK) has a blank, a line break"),
    ] {
        let error = exchange([session(), body], asking).await.0.unwrap_err();
        assert!(!error.is_credentials() && error.to_string().contains(hint), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

/// Nothing answers, and every wait is over.
struct Silence;

impl Transport for Silence {
    fn send(&self, _request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

/// A clock on which the waits that are not longer than this are over at once.
struct Hurry(Duration);

impl Clock for Hurry {
    fn now(&self) -> std::time::SystemTime {
        Hands::default().now()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        if time > self.0 { Box::pin(std::future::pending()) } else { Box::pin(std::future::ready(())) }
    }
}

async fn in_silence(provider: InstanceMetadataProvider, patience: Duration) -> Error {
    let config = config("http://127.0.0.1:9", provider).transport(Silence).clock(Hurry(patience));
    call(&config.build().unwrap()).await.unwrap_err()
}

#[tokio::test]
async fn a_machine_without_the_service_does_not_wait_long() {
    let usual = in_silence(InstanceMetadataProvider::new(), Duration::from_secs(1)).await;
    assert!(usual.is_credentials() && !usual.is_timeout(), "{usual}");
    let expected = "ShowThing: no credentials from instance metadata: timed out waiting for the answer of \
                    169.254.169.254 (1s); it answers on an ECS alone";
    assert_eq!(usual.to_string(), expected);
    let patient = InstanceMetadataProvider::new().timeout(Duration::from_secs(9));
    let patient = in_silence(patient, Duration::from_secs(9)).await;
    assert!(patient.to_string().contains("(9s)"), "{patient}");
}

#[tokio::test]
async fn an_address_that_is_none_is_a_mistake() {
    for (address, hint) in
        [("169.254.169.254", "put https:// before the host"), ("http://example.com", ".allow_http(true)")]
    {
        let provider = InstanceMetadataProvider::new().endpoint(address);
        let error = call(&config("http://127.0.0.1:9", provider).build().unwrap()).await.unwrap_err();
        assert!(error.is_config() && error.to_string().contains(hint), "{error}");
    }
}
