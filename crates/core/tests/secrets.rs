//! A known secret in every place that a caller can put one, every kind of error provoked, and none of
//! the secrets in anything that is shown or logged, by this crate or by those below it.
//!
//! What a service says in an answer is another matter: it is shown as the service's message, and kept
//! whole in `raw_body()`. The last test says what of it is shown.

#[path = "secrets/capture.rs"]
mod capture;
#[allow(dead_code)]
#[path = "faults/harness/mod.rs"]
mod harness;
#[path = "support/mod.rs"]
mod service;
#[path = "secrets/sources.rs"]
mod sources;

use std::time::Duration;

use capture::Shown;
use harness::calls::CREATE;
use harness::certificates::Authority;
use harness::clock::TestClock;
use harness::http2::frames;
use harness::script::{Script, accepts};
use harness::server::{Server, closed_port};
use huaweicloud_core::body::{Body, Multipart};
use huaweicloud_core::credentials::PasswordProvider;
use huaweicloud_core::{Config, ConfigBuilder, Credentials, Request, Retry, Send, ServiceClient};
use huaweicloud_types::{Secret, model};
use service::{BY_MARKER, SERVICE, UPDATE, answer, answer_with, things};

const SECRET_KEY: &str = "marker-secret-key";
const SECURITY_TOKEN: &str = "marker-security-token";
const TOKEN: &str = "marker-iam-token";
const PASSWORD: &str = "marker-user-password";
const PROXY_PASSWORD: &str = "marker-proxy-password";
const URL_PASSWORD: &str = "marker-url-password";
const HEADER: &str = "marker-header";
const BODY: &str = "marker-body";
const ANSWER: &str = "marker-answer";
const KEY_FILE: &str = "bWFya2VyLXByaXZhdGUta2V5";

fn secrets() -> Vec<(&'static str, String)> {
    let plain = [
        ("the secret key", SECRET_KEY),
        ("the security token", SECURITY_TOKEN),
        ("the token", TOKEN),
        ("the user's password", PASSWORD),
        ("the proxy's password", PROXY_PASSWORD),
        // caller:marker-proxy-password, as Basic authentication has it.
        ("the proxy's password in base64", "Y2FsbGVyOm1hcmtlci1wcm94eS1wYXNzd29yZA"),
        ("the endpoint's password", URL_PASSWORD),
        ("a header", HEADER),
        ("the body", BODY),
        ("the answer", ANSWER),
        ("the private key", KEY_FILE),
        // Who reads one can send the request again for a while.
        ("a signature", "Signature="),
    ];
    plain.map(|(what, secret)| (what, secret.to_owned())).into()
}

#[derive(Clone, Debug, Default)]
struct Login {
    password: Option<Secret>,
    size: Option<i64>,
}
model!(Login { password, size });

fn signing() -> Credentials {
    Credentials::access_key("my-access-key", SECRET_KEY).with_security_token(SECURITY_TOKEN)
}

/// A configuration full of secrets, which it is right in.
fn config(url: &str, credentials: Credentials) -> ConfigBuilder {
    Config::builder()
        .endpoint(url)
        .credentials(credentials)
        .project_id("p1")
        .clock(TestClock::default())
        .retry(Retry::default().max_attempts(2).base_delay(Duration::from_secs(2)))
        .attempt_timeout(Duration::from_millis(400))
        .max_response_size(1000)
}

/// A request full of secrets.
fn request(client: &ServiceClient) -> Request {
    let login = Login { password: Some(Secret::from(BODY)), size: None };
    client.request(&UPDATE).path("t").json(&login).with_header("X-Key".to_owned(), HEADER.to_owned())
}

/// Shows all there is of a call, and its error.
async fn call(shown: &mut Shown, place: &str, config: ConfigBuilder) {
    shown.debug(place, &config);
    let config = config.build().unwrap();
    shown.debug(place, &config);
    let client = ServiceClient::new(&config, &SERVICE);
    shown.debug(place, &client);
    let request = request(&client);
    shown.debug(place, &request);
    let call = Send::<Login>::new(request);
    shown.debug(place, &call);
    let outcome = call.await;
    shown.debug(place, &outcome);
    if let Err(error) = &outcome {
        shown.error(place, error);
    }
}

#[test]
fn mistakes_in_a_configuration() {
    capture::start();
    let mut shown = Shown::default();
    let whole = || config("https://example.com", signing());
    let key = |ak: &str, sk: &str| Credentials::access_key(ak, sk);
    let pem = |kind: &str| format!("-----BEGIN {kind}-----\n{KEY_FILE}\n-----END {kind}-----\n");
    let password = |password: &str| PasswordProvider::new("my-account", "my-user", password);
    let mistakes: Vec<(&str, ConfigBuilder)> = vec![
        ("no region", Config::builder().credentials(signing())),
        (
            "secret key with a line break",
            whole().credentials(key("my-access-key", &format!("{SECRET_KEY}\n"))),
        ),
        ("no access key", whole().credentials(key("", SECRET_KEY))),
        (
            "security token with a blank",
            whole().credentials(key("a", SECRET_KEY).with_security_token(format!("{SECURITY_TOKEN} x"))),
        ),
        ("token beyond ASCII", whole().credentials(Credentials::token(format!("{TOKEN}ü")))),
        ("no user", whole().credentials(PasswordProvider::new("", "", PASSWORD)).endpoint("no URL")),
        (
            "password with a line break",
            whole().credentials(password(&format!("{PASSWORD}\n"))).endpoint("no URL"),
        ),
        ("endpoint with a password", whole().endpoint(format!("https://user:{URL_PASSWORD}@example.com"))),
        (
            "endpoint with a password and a blank",
            whole().endpoint(format!("https://user:{URL_PASSWORD}@exa mple.com")),
        ),
        ("endpoint with a token", whole().endpoint(format!("https://example.com/?token={URL_PASSWORD}"))),
        (
            "service's endpoint with a password",
            whole().service_endpoint("vpn", format!("http://{URL_PASSWORD}@example.com")),
        ),
        ("domain with a password", whole().cloud_domain(format!("user:{URL_PASSWORD}@mycloud.example"))),
        ("proxy that is no URL", whole().proxy(format!("caller:{PROXY_PASSWORD}@proxy.example:3128"))),
        ("proxy of another kind", whole().proxy(format!("socks5://caller:{PROXY_PASSWORD}@proxy.example"))),
        ("proxy with a blank", whole().proxy(format!("http://caller:{PROXY_PASSWORD}@proxy example"))),
        ("certificate that is none", whole().client_certificate(pem("CERTIFICATE"), pem("PRIVATE KEY"))),
        ("key that is none", whole().client_certificate(Authority::named("a").pem(), pem("PRIVATE KEY"))),
        (
            "key of another kind",
            whole().client_certificate(Authority::named("a").pem(), pem("ENCRYPTED PRIVATE KEY")),
        ),
        (
            "key in the certificate's place",
            whole().client_certificate(pem("PRIVATE KEY"), Authority::named("a").pem()),
        ),
        ("key without PEM", whole().client_certificate(Authority::named("a").pem(), KEY_FILE)),
        ("key for a root", whole().root_certificates(pem("PRIVATE KEY"))),
    ];
    for (place, builder) in mistakes {
        shown.debug(place, &builder);
        shown.error(place, &builder.build().expect_err(place));
    }
    shown.has_none_of(&secrets());
}

#[tokio::test]
async fn requests_that_cannot_be_sent() {
    capture::start();
    let mut shown = Shown::default();
    let config = config("https://example.com", signing()).build().unwrap();
    let client = ServiceClient::new(&config, &SERVICE);
    let broken: Vec<(&str, Request)> = vec![
        (
            "header with a line break",
            request(&client).with_header("X-Key".to_owned(), format!("{HEADER}\r\nx: y")),
        ),
        (
            "header that is the runtime's",
            request(&client).with_header("Authorization".to_owned(), HEADER.to_owned()),
        ),
        ("header without a name", request(&client).with_header(String::new(), HEADER.to_owned())),
        ("no id", client.request(&UPDATE).path("").json(&Login::default()).header("x-key", &HEADER)),
    ];
    for (place, request) in broken {
        shown.debug(place, &request);
        shown.error(place, &Send::<Login>::new(request).await.expect_err(place));
    }
    let form = Multipart::new("b").text("password", BODY);
    let bodies: Vec<(&str, Request)> = vec![
        ("form", client.request(&CREATE).form(&Login { password: Some(BODY.into()), size: None }, &[])),
        ("text", client.request(&CREATE).body("text/plain", Body::from(BODY))),
        ("multipart", client.request(&CREATE).multipart(form.clone())),
    ];
    for (place, request) in bodies {
        shown.debug(place, &request);
    }
    shown.debug("multipart", &form);
    shown.debug("list", &things(client.request(&BY_MARKER).header("x-key", &HEADER)).pages());
    shown.has_none_of(&secrets());
}

#[tokio::test]
async fn calls_that_fail() {
    capture::start();
    let mut shown = Shown::default();
    let (_held, closed) = closed_port();
    let reads = || accepts().reads();
    let body = format!(r#"{{"password":"{ANSWER}","size":1}}"#);
    let dated = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let location = format!("location: https://x:{ANSWER}@example.com/?token={ANSWER}\r\n");
    let expired = r#"{"error_code":"APIGW.0307"}"#;
    let scripts: Vec<(&str, Script)> = vec![
        ("an answer", reads().sends(answer("200 OK", &body))),
        ("half an answer", reads().sends(answer("200 OK", &body[..body.len() - 3]))),
        (
            "a secret of another type",
            reads().sends(answer("200 OK", &format!(r#"{{"password":["{ANSWER}"]}}"#))),
        ),
        (
            "a secret in another encoding",
            reads().sends(answer_with("200 OK", "content-encoding: br\r\n", &body)),
        ),
        ("a body too long", reads().sends(answer("200 OK", &body.repeat(100)))),
        ("redirect", reads().sends(answer_with("302 Found", &location, ""))),
        ("token expired", reads().sends(answer("401 Unauthorized", expired))),
        ("clock wrong", reads().sends(answer_with("401 Unauthorized", dated, "{}"))),
        ("not allowed", reads().sends(answer("403 Forbidden", "{}"))),
        ("throttled", reads().sends(answer("429 Too Many Requests", "{}"))),
        ("failed", reads().sends(answer("500 Internal Server Error", "{}"))),
        ("no HTTP", reads().sends(format!("{ANSWER}\r\n\r\n"))),
        ("header that is none", reads().sends(format!("HTTP/1.1 200 OK\r\n{ANSWER}\r\n\r\n"))),
        ("closed", reads()),
        ("reset", reads().resets()),
        ("silence", reads().holds()),
    ];
    for credentials in [signing(), Credentials::token(TOKEN)] {
        for (place, script) in &scripts {
            let server = Server::always(script.clone()).await;
            call(&mut shown, place, config(&server.url(), credentials.clone())).await;
            let arrived = server.arrived().pop().expect(place);
            assert_eq!(arrived.header("x-key"), Some(HEADER));
            assert!(String::from_utf8(arrived.body).unwrap().contains(BODY), "what is not sent cannot show");
        }
        call(&mut shown, "refused", config(&format!("http://{closed}"), credentials.clone())).await;
        call(&mut shown, "no such host", config("https://vpn.invalid", credentials).no_proxy()).await;
    }
    let logs = capture::logged();
    for crate_ in ["huaweicloud_core", "hyper_util", "reqwest"] {
        assert!(logs.contains(&format!("{crate_}::")), "{crate_} is not logged:\n{logs}");
    }
    shown.has_none_of(&secrets());
}

#[tokio::test]
async fn ways_that_secrets_lead_over() {
    capture::start();
    let mut shown = Shown::default();
    let authority = Authority::named("ours");
    let own = authority.signs("vpn.example.invalid");
    let caller = authority.signs("caller");
    let tls = own.server().demands_certificate_of(&authority).offers_http2().done();
    let tunnel =
        || accepts().reads().sends("HTTP/1.1 200 Connection established\r\n\r\n").starts_tls(tls.clone());
    let password = "proxy-authenticate: Basic realm=\"x\"\r\n";
    let proxies = [
        ("HTTP/2 by proxy", tunnel().speaks_http2(frames().head().end("{}"))),
        ("HTTP/2 by proxy, reset", tunnel().speaks_http2(frames().resets_stream(2))),
        ("proxy reset", accepts().reads().resets()),
        (
            "proxy wants a password",
            accepts().reads().sends(answer_with("407 Proxy Authentication Required", password, "")),
        ),
    ];
    for (place, script) in proxies {
        for scheme in ["https", "http"] {
            let server = Server::always(script.clone()).await;
            let config = config(&format!("{scheme}://vpn.example.invalid"), signing()).allow_http(true);
            let config = config
                .attempt_timeout(Duration::from_secs(3600))
                .root_certificates(authority.pem())
                .client_certificate(caller.certificate_pem(), caller.key_pem())
                .proxy(format!("http://caller:{PROXY_PASSWORD}@{}", server.address));
            if scheme == "https" || !place.starts_with("HTTP/2") {
                call(&mut shown, place, config).await;
                let told = server.overheard().remove(0);
                assert!(told.header("proxy-authorization").is_some_and(|value| value.starts_with("Basic ")));
            }
        }
    }
    let logs = capture::logged();
    assert!(logs.contains("h2::"), "{logs}");
    let mut secrets = secrets();
    let key = caller.key_pem();
    secrets.extend(key.lines().skip(1).take(2).map(|line| ("the client's private key", line.to_owned())));
    shown.has_none_of(&secrets);
}

/// A service that sends back what it was sent. Its words are shown where it puts them into its message,
/// as text or a title do; what it puts elsewhere is in `raw_body()` alone. Nothing of it is logged.
#[tokio::test]
async fn what_a_service_says_is_its_own_affair() {
    capture::start();
    let rows = [
        (format!(r#"{{"error_code":"X.1","error_msg":"no","headers":{{"x-auth-token":"{TOKEN}"}}}}"#), false),
        (format!("<html><title>No</title><p>{TOKEN}"), false),
        (format!(r#"{{"error_code":"X.1","error_msg":"bad token {TOKEN}"}}"#), true),
        (format!("bad token {TOKEN}"), true),
    ];
    for (body, shows) in rows {
        let server = Server::always(accepts().reads().sends(answer("400 Bad Request", &body))).await;
        let client =
            ServiceClient::new(&config(&server.url(), Credentials::token(TOKEN)).build().unwrap(), &SERVICE);
        let error = Send::<Login>::new(request(&client)).await.unwrap_err();
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(error.message().is_some_and(|message| message.contains(TOKEN)), shows, "{body}");
        assert_eq!(format!("{error} {error:?}").contains(TOKEN), shows, "{body}");
    }
    // Of an answer that cannot be read, the value that is not what it should be is shown.
    let server = Server::always(accepts().reads().sends(answer("200 OK", r#"{"size":"seven"}"#))).await;
    let client = ServiceClient::new(&config(&server.url(), signing()).build().unwrap(), &SERVICE);
    let error = Send::<Login>::new(request(&client)).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("seven"), "{error}");
    let logs = capture::logged();
    assert!(!logs.contains(TOKEN) && !logs.contains("seven"));
}
