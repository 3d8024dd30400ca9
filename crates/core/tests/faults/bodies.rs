//! Bodies of answers that are cut, wrongly measured, endless or not what they should be.

use std::time::Duration;

use crate::harness::calls::{IDEMPOTENT, ONCE};
use crate::harness::fault::{FINE, Fault, fault, sees, show, told};
use crate::harness::script::{Script, accepts};

/// The server sends a 200 with these headers and this body, and closes.
fn ok(headers: &str, body: impl AsRef<[u8]>) -> Script {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
    accepts().reads().sends([head.as_bytes(), body.as_ref()].concat())
}

const CHUNKED: &str = "transfer-encoding: chunked\r\n";

#[tokio::test]
#[rustfmt::skip]
async fn lengths_that_are_wrong() {
    let cut = sees("interrupted", "the exchange with 127.0.0.1:");
    let bad = sees("unreadable", "cannot be received: ");
    let undecoded = told(200, "decode", "the answer cannot be read");
    let pause = Duration::from_millis(10);
    show([
        fault("no length, and closed after the body", ok("", "{}"),                                               FINE, ONCE),
        fault("content-length too long",          ok("content-length: 9\r\n", "{}"),                              cut, IDEMPOTENT),
        fault("content-length too short",         ok("content-length: 1\r\n", "{}"),                              undecoded, ONCE),
        fault("content-length negative",          ok("content-length: -2\r\n", "{}"),                             cut, IDEMPOTENT),
        fault("content-length no number",         ok("content-length: two\r\n", "{}"),                            cut, IDEMPOTENT),
        fault("content-length beyond all numbers", ok("content-length: 99999999999999999999\r\n", "{}"),          cut, IDEMPOTENT),
        fault("content-length twice",             ok("content-length: 2\r\ncontent-length: 2\r\n", "{}"),         FINE, ONCE),
        fault("content-length contradicts itself", ok("content-length: 2\r\ncontent-length: 1\r\n", "{}"),        cut, IDEMPOTENT),
        fault("content-length beside chunks",     ok("content-length: 1\r\ntransfer-encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"), FINE, ONCE),
        fault("chunks",                           ok(CHUNKED, "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),                   FINE, ONCE),
        fault("chunks cut off",                   ok(CHUNKED, "2\r\n{}\r\n"),                                     cut, IDEMPOTENT),
        fault("chunk cut off",                    ok(CHUNKED, "9\r\n{}"),                                         cut, IDEMPOTENT),
        fault("chunk size no number",             ok(CHUNKED, "two\r\n{}\r\n0\r\n\r\n"),                          bad, ONCE),
        fault("chunk size negative",              ok(CHUNKED, "-2\r\n{}\r\n0\r\n\r\n"),                           bad, ONCE),
        fault("chunk size beyond all numbers",    ok(CHUNKED, "fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),            bad, ONCE),
        fault("chunk longer than its size",       ok(CHUNKED, "1\r\n{}\r\n0\r\n\r\n"),                            bad, ONCE),
        fault("chunks that are none",             ok(CHUNKED, "{}"),                                              bad, ONCE),
        fault("a transfer encoding that is unknown",        ok("transfer-encoding: rot13\r\n", "{}"),                       FINE, ONCE),
        fault("a body byte by byte",              ok("", "").drips(" ".repeat(1000), pause),                      sees("timeout", "timed out waiting"), IDEMPOTENT).within(150),
        fault("a body byte by byte, in time",     ok("", "").drips("{}        ", pause),                          FINE, ONCE),
    ]).await;
}

#[tokio::test]
#[rustfmt::skip]
async fn successes_that_are_none() {
    let undecoded = told(200, "decode", "the answer cannot be read");
    show([
        fault("200 without a body",              ok("content-length: 0\r\n", ""),        FINE, ONCE),
        fault("204 with a body",                 accepts().reads().sends("HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}"), FINE, ONCE),
        fault("200 with half a JSON",            ok("", r#"{"id":"#),                    undecoded, ONCE),
        fault("200 with a page in HTML",         ok("", "<html><title>Login</title>"),   undecoded, ONCE),
        fault("200 with a list for an object",   ok("", "[]"),                           undecoded, ONCE),
        fault("200 with a field of another type", ok("", r#"{"id":{"a":1}}"#),           undecoded, ONCE),
        fault("200 with a number out of range",  ok("", r#"{"size":1e999}"#),            undecoded, ONCE),
        fault("200 that is not UTF-8",           ok("", b"{\"id\":\"\xff\"}"),           undecoded, ONCE),
        fault("200 with two JSONs",              ok("", "{}{}"),                         undecoded, ONCE),
        fault("200 with 100,000 brackets",     ok("", "[".repeat(100_000)),          undecoded, ONCE),
        fault("the same in an unknown field",    ok("", format!(r#"{{"new":{}"#, "[".repeat(100_000))), undecoded, ONCE),
    ]).await;
}

const LIMIT: usize = 1 << 20;
/// What sockets hold on both sides, beside what is received.
const SOCKETS: usize = 32 << 20;

#[tokio::test]
#[rustfmt::skip]
async fn bodies_that_are_too_long() {
    let limited = |fault: Fault| fault.with(|config, _| config.max_response_size(LIMIT));
    let long = sees("unreadable", "raise .max_response_size(…)");
    let mebibyte = " ".repeat(1 << 20);
    let chunk = format!("100000\r\n{mebibyte}\r\n");
    let gibibyte = "content-length: 1073741824\r\n";
    let unavailable = format!("HTTP/1.1 503 Service Unavailable\r\n{gibibyte}\r\n");
    show([
        limited(fault("as long as may be",             ok("", &mebibyte),                            FINE, ONCE)),
        limited(fault("a byte longer",                 ok("", format!(" {mebibyte}")),               long, ONCE)),
        limited(fault("1 GiB announced",               ok(gibibyte, "").pours(&*mebibyte),           long, ONCE)).takes_at_most(SOCKETS),
        limited(fault("1 GiB announced and none sent", ok(gibibyte, "").holds(),                     long, ONCE)),
        limited(fault("without length, without end",   ok("", "").pours(&*mebibyte),                 long, ONCE)).takes_at_most(LIMIT + SOCKETS),
        limited(fault("chunks without end",            ok(CHUNKED, "").pours(&*chunk),               long, ONCE)).takes_at_most(LIMIT + SOCKETS),
        limited(fault("a chunk without end",           ok(CHUNKED, "ffffffffffff\r\n").pours(&*mebibyte), long, ONCE)).takes_at_most(LIMIT + SOCKETS),
        limited(fault("chunk extensions without end",  ok(CHUNKED, "2;").pours("x".repeat(1000)),    sees("unreadable", "limit"), ONCE)).takes_at_most(SOCKETS),
        limited(fault("trailers without end",          ok(CHUNKED, "2\r\n{}\r\n0\r\n").pours("x-note: and so on\r\n"), sees("unreadable", "overflow"), ONCE)).takes_at_most(SOCKETS),
        limited(fault("503 with 1 GiB announced",      accepts().reads().sends(unavailable).pours(&*mebibyte), long, ONCE)).takes_at_most(SOCKETS),
        fault("without end, at the usual limit",       ok("", "").pours(&*mebibyte),                 long, ONCE).takes_at_most((64 << 20) + SOCKETS),
    ]).await;
}
