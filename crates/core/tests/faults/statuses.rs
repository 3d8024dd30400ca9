//! Answers that are no success.

use crate::harness::calls::{ALL, IDEMPOTENT, ONCE, READS};
use crate::harness::fault::{Fault, fault, show, told};
use crate::harness::script::accepts;
use crate::harness::server::Server;
use crate::service::{answer, answer_with};

#[tokio::test]
#[rustfmt::skip]
async fn answers_that_are_no_success() {
    let answers = |name, status: &str, body, seen, attempts| fault(name, accepts().reads().sends(answer(status, body)), seen, attempts);
    show([
        answers("304",                      "304 Not Modified", "",                              told(304, "status", "304 Not Modified"), ONCE),
        answers("400",                      "400 Bad Request", "{}",                             told(400, "status", "400 Bad Request"), ONCE),
        answers("400: the queue is full",   "400 Bad Request", r#"{"error_code":"VPN.0030"}"#,   told(400, "status", "VPN.0030"), ALL).not_carried_out(),
        answers("401",                      "401 Unauthorized", "{}",                            told(401, "auth", "401 Unauthorized"), ONCE),
        answers("403",                      "403 Forbidden", "{}",                               told(403, "forbidden", "403 Forbidden"), ONCE),
        answers("404",                      "404 Not Found", "{}",                               told(404, "not_found", "404 Not Found"), ONCE),
        answers("408",                      "408 Request Timeout", "{}",                         told(408, "status", "408 Request Timeout"), IDEMPOTENT),
        answers("409",                      "409 Conflict", "{}",                                told(409, "conflict", "409 Conflict"), ONCE),
        answers("413",                      "413 Payload Too Large", "{}",                       told(413, "status", "413 Payload Too Large"), ONCE),
        answers("429",                      "429 Too Many Requests", "{}",                       told(429, "throttled", "429 Too Many Requests"), ALL).not_carried_out(),
        answers("500",                      "500 Internal Server Error", "{}",                   told(500, "server", "500 Internal Server Error"), READS),
        answers("500 with half a JSON",     "500 Internal Server Error", r#"{"error_code":"#,    told(500, "server", "500 Internal Server Error"), READS),
        answers("501",                      "501 Not Implemented", "{}",                         told(501, "server", "501 Not Implemented"), ONCE),
        answers("502 with a page in HTML",  "502 Bad Gateway", "<html><title>Oh no</title>",     told(502, "server", "502 Bad Gateway: Oh no"), IDEMPOTENT),
        answers("502 without a body",       "502 Bad Gateway", "",                               told(502, "server", "502 Bad Gateway"), IDEMPOTENT),
        answers("503",                      "503 Service Unavailable", "{}",                     told(503, "server", "503 Service Unavailable"), IDEMPOTENT),
        answers("503: nobody knows who calls", "503 Service Unavailable", r#"{"error_code":"APIGW.0613"}"#, told(503, "server", "APIGW.0613"), ALL).not_carried_out(),
        answers("504",                      "504 Gateway Timeout", "{}",                         told(504, "server", "504 Gateway Timeout"), IDEMPOTENT),
        answers("505",                      "505 HTTP Version Not Supported", "{}",              told(505, "server", "505"), ONCE),
        answers("500 with 100,000 brackets",       "500 Internal Server Error", Box::leak("[".repeat(100_000).into_boxed_str()), told(500, "server", "500"), READS),
    ]).await;
}

#[tokio::test]
async fn redirects_are_not_followed_and_carry_no_credentials_away() {
    let elsewhere = Server::always(accepts().reads().sends(answer("200 OK", "{}"))).await;
    let location = format!("location: {}/v1/elsewhere\r\n", elsewhere.url());
    let redirects = |name, status: &'static str| -> Fault {
        let moved = accepts().reads().sends(answer_with(status, &location, ""));
        let code = status[..3].parse().unwrap();
        fault(name, moved, told(code, "status", "redirects are not followed; check the endpoint"), ONCE)
    };
    show([
        redirects("301 to elsewhere", "301 Moved Permanently"),
        redirects("302 to elsewhere", "302 Found"),
        redirects("303 to elsewhere", "303 See Other"),
        redirects("307 to elsewhere", "307 Temporary Redirect"),
        redirects("308 to elsewhere", "308 Permanent Redirect"),
    ])
    .await;
    assert_eq!(elsewhere.connections(), 0);
}
