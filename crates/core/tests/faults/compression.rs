//! Compressed answers: good ones, broken ones, and bombs.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use crate::harness::calls::{IDEMPOTENT, ONCE};
use crate::harness::fault::{FINE, Fault, Sees, fault, sees, show, told};
use crate::harness::script::accepts;

const LIMIT: usize = 1 << 20;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// A gibibyte of blanks in a megabyte, cut off before its end, which nobody should come to.
fn bomb() -> Vec<u8> {
    const HEAD: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[b' '; 1 << 20]).unwrap();
    encoder.flush().unwrap();
    [HEAD, &encoder.get_ref().repeat(1024)].concat()
}

/// A success with this body and encoding.
fn encoded(
    name: &'static str,
    encoding: &str,
    body: impl AsRef<[u8]>,
    seen: Sees,
    attempts: [u32; 4],
) -> Fault {
    status(name, "200 OK", encoding, body, seen, attempts)
}

fn status(
    name: &'static str,
    status: &str,
    encoding: &str,
    body: impl AsRef<[u8]>,
    seen: Sees,
    attempts: [u32; 4],
) -> Fault {
    let body = body.as_ref();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
    );
    let server = accepts().reads().sends([head.as_bytes(), body].concat());
    fault(name, server, seen, attempts).with(|config, _| config.max_response_size(LIMIT))
}

#[tokio::test]
#[rustfmt::skip]
async fn encodings_that_nobody_asked_for() {
    let unknown = |says| told(200, "unreadable", says);
    show([
        encoded("content-encoding identity",  "identity",   "{}",   FINE, ONCE),
        encoded("brotli",                     "br",         "{}",   unknown("compressed as \"br\""), ONCE),
        encoded("zstd",                       "zstd",       "{}",   unknown("compressed as \"zstd\""), ONCE),
        encoded("deflate",                    "deflate",    "{}",   unknown("compressed as \"deflate\""), ONCE),
        encoded("gzip twice",                 "gzip, gzip", gzip(&gzip(b"{}")), unknown("compressed as \"gzip, gzip\""), ONCE),
    ]).await;
}

#[cfg(not(feature = "gzip"))]
#[tokio::test]
#[rustfmt::skip]
async fn gzip_without_the_feature() {
    let hint = told(200, "unreadable", "compressed as \"gzip\"; enable the feature gzip");
    show([
        encoded("gzip",                "gzip", gzip(b"{}"), hint, ONCE),
        encoded("gzip bomb",           "gzip", bomb(),      sees("unreadable", "raise .max_response_size(…)"), ONCE),
        status("503 in gzip",          "503 Service Unavailable", "gzip", gzip(b"{}"), told(503, "server", "503 Service Unavailable"), IDEMPOTENT),
    ]).await;
}

#[cfg(feature = "gzip")]
#[tokio::test]
#[rustfmt::skip]
async fn gzip_that_is_broken() {
    let bad = sees("unreadable", "cannot be received: ");
    let whole = gzip(br#"{"id":"a thing with a name of some length, so that something can be cut off"}"#);
    let wrong_sum = { let mut bytes = whole.clone(); let at = bytes.len() - 5; bytes[at] ^= 1; bytes };
    let garbled = { let mut bytes = whole.clone(); bytes[20] ^= 0xff; bytes };
    let error = gzip(br#"{"error_code":"VPN.0001","error_msg":"no"}"#);
    show([
        encoded("gzip",                        "gzip", &whole,                      FINE, ONCE),
        encoded("gzip that is none",           "gzip", "{}",                        bad, ONCE),
        encoded("gzip garbled",                "gzip", garbled,                     bad, ONCE),
        encoded("gzip with a wrong checksum",  "gzip", wrong_sum,                   bad, ONCE),
        encoded("gzip cut off",                "gzip", &whole[..whole.len() - 20],  sees("interrupted", ""), IDEMPOTENT),
        // What follows the first piece is not looked at.
        encoded("gzip in several pieces",      "gzip", [gzip(b"{"), gzip(b"}")].concat(), told(200, "decode", "EOF"), ONCE),
        encoded("gzip with more after it",     "gzip", [&whole[..], b"more"].concat(), FINE, ONCE),
        encoded("gzip bomb: 1 GiB in 1 MiB",   "gzip", bomb(),                      sees("unreadable", "raise .max_response_size(…)"), ONCE),
        status("503 in gzip",                  "503 Service Unavailable", "gzip", &error, told(503, "server", "VPN.0001: no"), IDEMPOTENT),
        status("503 with a bomb",              "503 Service Unavailable", "gzip", bomb(), sees("unreadable", "raise .max_response_size(…)"), ONCE),
    ]).await;
}
