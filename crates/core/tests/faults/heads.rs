//! Heads of answers that are none.

use std::time::Duration;

use crate::harness::calls::{IDEMPOTENT, ONCE};
use crate::harness::fault::{FINE, Fault, Sees, fault, sees, show, told};
use crate::harness::script::accepts;

/// The server says this to whatever it is asked, and closes.
fn says(name: &'static str, text: impl Into<Vec<u8>>, seen: Sees, attempts: [u32; 4]) -> Fault {
    fault(name, accepts().reads().sends(text), seen, attempts)
}

#[tokio::test]
#[rustfmt::skip]
async fn heads_that_are_none() {
    let bad = sees("interrupted", "the exchange with 127.0.0.1:");
    let ok = "HTTP/1.1 200 OK\r\n";
    let with = |headers: &str| format!("{ok}{headers}\r\n\r\n{{}}");
    show([
        says("an answer without a status line",    "content-length: 2\r\n\r\n{}",                     bad, IDEMPOTENT),
        says("HTTP/0.9",                           "<html>It works!</html>",                          bad, IDEMPOTENT),
        says("another protocol",                   "SSH-2.0-OpenSSH_9.6\r\n",                         bad, IDEMPOTENT),
        says("bytes at random",                    [0x00, 0xff, 0x16, 0x03, 0x80, 0x0a, 0x0a],        bad, IDEMPOTENT),
        says("HTTP/1.1 of another spelling",       "http/1.1 200 ok\r\n\r\n",                         bad, IDEMPOTENT),
        says("HTTP/3.7",                           "HTTP/3.7 200 OK\r\n\r\n",                         bad, IDEMPOTENT),
        says("HTTP/2.0 as text",                   "HTTP/2.0 200 OK\r\n\r\n",                         bad, IDEMPOTENT),
        says("a status that is no number",         "HTTP/1.1 OK\r\n\r\n",                             bad, IDEMPOTENT),
        says("a status of four digits",            "HTTP/1.1 2000 OK\r\n\r\n",                        bad, IDEMPOTENT),
        says("status 0",                           "HTTP/1.1 000 OK\r\n\r\n",                         bad, IDEMPOTENT),
        says("status 999",                         "HTTP/1.1 999 Odd\r\n\r\n",                        told(999, "status", "999"), ONCE),
        says("a header without a colon",           with("content-length 2"),                          bad, IDEMPOTENT),
        says("a header without a name",            with(": 2"),                                       bad, IDEMPOTENT),
        says("a blank before the colon",           with("content-length : 2"),                        bad, IDEMPOTENT),
        says("a header over two lines",            with("x-note: one\r\n two"),                       bad, IDEMPOTENT),
        says("a NUL in a header",                  with("x-note: a\0b"),                              bad, IDEMPOTENT),
        says("a header that is not UTF-8",         [ok.as_bytes(), b"x-note: \xff\r\n\r\n{}"].concat(), FINE, ONCE),
        says("lines that end without CR",          "HTTP/1.1 200 OK\ncontent-length: 2\n\n{}",        FINE, ONCE),
        says("a status without a reason",          "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}",     FINE, ONCE),
        says("HTTP/1.0",                           "HTTP/1.0 200 OK\r\n\r\n{}",                       FINE, ONCE),
        says("a header of 500 KB",                 with(&format!("x-long: {}", "x".repeat(500_000))), bad, IDEMPOTENT),
        says("a thousand headers",                 with(&"x-many: x\r\n".repeat(1000)),               bad, IDEMPOTENT),
    ]).await;
}

#[tokio::test]
#[rustfmt::skip]
async fn heads_without_end() {
    const LITTLE: usize = 64 << 20;
    let bad = sees("interrupted", "the exchange with 127.0.0.1:");
    let late = sees("timeout", "timed out waiting for the answer");
    let ok = "HTTP/1.1 200 OK\r\n";
    let lines = "x-note: and so on\r\n".repeat(100);
    let pause = Duration::from_millis(10);
    show([
        fault("headers without end",        accepts().reads().sends(ok).pours(lines),                    bad, IDEMPOTENT).takes_at_most(LITTLE),
        fault("a header without end",       accepts().reads().sends(ok).sends("x: ").pours("x".repeat(1000)), bad, IDEMPOTENT).takes_at_most(LITTLE),
        fault("a status line without end",  accepts().reads().pours("HTTP/1.1 200 ".repeat(100)),        bad, IDEMPOTENT).takes_at_most(LITTLE),
        fault("blank lines without end",    accepts().reads().pours("\r\n".repeat(1000)),                bad, IDEMPOTENT).takes_at_most(LITTLE),
        fault("a head byte by byte",        accepts().reads().drips(ok.repeat(100), pause),              late, IDEMPOTENT).within(150),
        fault("a head byte by byte, in time", accepts().reads().drips("HTTP/1.1 200 OK\r\n\r\n", pause / 10).sends("{}"), FINE, ONCE),
    ]).await;
}

#[tokio::test]
#[rustfmt::skip]
async fn answers_before_the_answer() {
    let cut = sees("interrupted", "the exchange with 127.0.0.1:");
    let late = sees("timeout", "timed out waiting for the answer");
    let pause = Duration::from_millis(1);
    let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n";
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    show([
        fault("100 and 103, then the answer",  accepts().reads().sends(early).sends(ok),             FINE, ONCE),
        fault("100 and 103 alone",             accepts().reads().sends(early),                       cut, IDEMPOTENT),
        fault("100 and 103, then silence",     accepts().reads().sends(early).holds(),               late, IDEMPOTENT).within(150),
        fault("100 again and again",           accepts().reads().drips(early.repeat(10), pause),     late, IDEMPOTENT).within(150),
        fault("101 that nobody asked for",     accepts().reads().sends("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
                                                                                                     told(101, "status", "not an answer to a request"), ONCE),
        fault("two answers to one request",    accepts().reads().sends(ok).sends(ok),                FINE, ONCE),
    ]).await;
}
