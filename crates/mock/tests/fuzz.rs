//! A thousand requests that nobody would send: each is answered or hung up on, and the mock goes on.
#![allow(missing_docs)]

mod support;

use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::{DATE, SERVICE, builder, call, connect, send, signed};

/// Numbers that look random and are the same each time (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.next() as u8).collect()
    }

    fn text(&mut self, most: usize) -> String {
        (0..self.below(most)).map(|_| char::from(33 + self.below(94) as u8)).collect()
    }
}

/// A request that HTTP allows, and the spec does not or hardly does.
fn odd(random: &mut Random) -> Vec<u8> {
    let method = random.of(&["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW"]);
    let long = "x/".repeat(random.below(5000));
    let percent = format!("%{:02x}%{}", random.next() as u8, random.text(3).replace(['#', '?'], ""));
    let segment = random.of(&[
        "things",
        "kinds",
        "..",
        ".",
        "",
        "%2e%2e",
        "%00",
        "%",
        "{project_id}",
        "-1",
        &percent,
        &long,
    ]);
    let other = random.of(&["t1", "", "%F0%9F%98%80", &percent]);
    let value = random.text(40).replace(['#', ' '], "");
    let query = random.of(&[
        "limit=-1",
        "limit=99999999999999999999",
        "limit=1&limit=2",
        "&&==&",
        "marker=%FF",
        "marker=mock-marker-9",
        "view=true",
        "sizes=,,,",
        "since=0",
        "a[]=1",
        "+%2B+",
        &value,
    ]);
    let path =
        random.of(&["/v1/p1/things", "/v1//things", "/V1/P1/THINGS", "/v1/p1", "//", "/v1/p1/things/kinds"]);
    let target = format!("{path}/{segment}/{other}?{query}");
    let target =
        random.of(&[&target[..], "*", "/", "http://other.example.com/v1/p1/things?limit=1", "/v1/p1/things"]);
    let target = if method == "CONNECT" { "example.com:80" } else { target };
    let text = random.text(30).replace(':', "");
    let headers = random.of(&[
        "x-auth-token: T1", "x-auth-token: T1\r\nprefer: code=404", "x-auth-token: T1\r\nprefer: code=;;=,\"",
        "authorization: SDK-HMAC-SHA256 Access=AK1, SignedHeaders=, Signature=", "x-auth-token: T1\r\nx-request-id: \u{1F600}",
        "authorization: SDK-HMAC-SHA256 Access=AK1, SignedHeaders=;;host;x-sdk-date;host, Signature=00\r\nx-sdk-date: 20240617T065346Z",
        "x-sdk-date: 99999999T999999Z\r\nauthorization: SDK-HMAC-SHA256 Access=AK1,SignedHeaders=x-sdk-date,Signature=0",
        "x-auth-token: T1\r\nx-auth-token: T2", "x-auth-token: T1\r\nexpect: 100-continue", "x-auth-token: T1\r\nupgrade: h2c\r\nconnection: upgrade", &text,
    ]);
    let headers = if headers.contains(": ") { headers } else { "x-none: 1" };
    let body = match random.below(6) {
        0 => random.bytes(2000),
        1 => format!("{}1{}", "[".repeat(random.below(50_000)), "]".repeat(9)).into_bytes(),
        2 => format!(r#"{{"name":{:?},"size":{}}}"#, random.text(20), random.next() as i64).into_bytes(),
        3 => br#"{"name":"\ud800","parts":[{"parts":[{"parts":[null]}]}]}"#.to_vec(),
        4 => br#"{"name":1e999,"size":1e999}"#.to_vec(),
        _ => Vec::new(),
    };
    let chunked = random.below(4) == 0 && !body.is_empty();
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nhost: mock\r\ncontent-type: application/json\r\n{headers}\r\n"
    )
    .into_bytes();
    if chunked {
        request.extend(format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", body.len()).as_bytes());
        request.extend(&body);
        request.extend(b"\r\n0\r\n\r\n");
    } else {
        request.extend(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        request.extend(&body);
    }
    request
}

/// A request that HTTP does not allow, most likely.
fn broken(random: &mut Random) -> Vec<u8> {
    let target = "/v1/p1/things?limit=1";
    let good = format!("GET {target} HTTP/1.1\r\nhost: mock\r\n{}\r\n", signed("AK1", "SK1", DATE, target));
    let mut request = if random.below(2) == 0 { good.into_bytes() } else { odd(random) };
    match random.below(8) {
        0 => request = random.bytes(4000),
        1 => request.truncate(random.below(request.len())),
        2 => request.splice(0..0, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()).for_each(drop),
        3 => request = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(100_000)).into_bytes(),
        4 => request = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(1000)).into_bytes(),
        5 => request = b"POST /v1/p1/things HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n".to_vec(),
        6 => request = b"POST /v1/p1/things HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999\r\n\r\n{".to_vec(),
        _ => {
            for _ in 0..=random.below(20) {
                let place = random.below(request.len());
                request[place] = random.next() as u8;
            }
        }
    }
    request
}

static PANICS: AtomicUsize = AtomicUsize::new(0);

#[tokio::test]
async fn a_thousand_odd_requests_are_answered_or_hung_up_on() {
    let patience = Duration::from_millis(300);
    let mock = builder().patience(patience).records(50).start([SERVICE]).await.unwrap();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        usual(info);
    }));
    let mut random = Random(0x5eed);
    let mut left_open = Vec::new();
    for number in 0..1000 {
        let is_broken = number % 2 == 0;
        let request = if is_broken { broken(&mut random) } else { odd(&mut random) };
        let shown = String::from_utf8_lossy(&request[..request.len().min(600)]).into_owned();
        if number % 10 == 0 {
            // A client that neither goes on nor goes away.
            let mut stream = connect(&mock);
            let _ = stream.write_all(&request);
            left_open.push((stream, shown.clone()));
        } else {
            let answer = send(&mock, &request);
            let is_answer = answer.starts_with(b"HTTP/1.1 ");
            assert!(
                is_answer || (is_broken && answer.is_empty()),
                "{shown}\n{}",
                String::from_utf8_lossy(&answer)
            );
            assert!(!answer.starts_with(b"HTTP/1.1 5"), "{shown}");
        }
        let good = call(&mock, "GET", "/v1/p1/things?limit=2", "");
        assert_eq!((good.status, &good.json()["total_count"]), (200, &50.into()), "after {shown}");
    }
    for (mut stream, shown) in left_open {
        // Reset is as good as closed; only silence is not.
        let silent =
            |error: &std::io::Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
        let heard = stream.read_to_end(&mut Vec::new());
        assert!(!heard.is_err_and(|error| silent(&error)), "still open: {shown}");
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}
