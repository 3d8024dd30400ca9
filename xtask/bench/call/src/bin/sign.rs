//! `sign signer N` and `sign by-hand N` sign the request of the signing guide N times: with the SDK's
//! signer, and as short as it can be written for a request that is in its canonical form already.

use std::hint::black_box;

use call::Failed;
use huaweicloud_core::signing::{Message, authorization};
use ring::{digest, hmac};

const REQUEST: Message<'_> = Message {
    method: "GET",
    path: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
    query: "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
    headers: &[("host", "service.region.example.com"), ("x-sdk-date", DATE)],
    body: b"",
};
const DATE: &str = "20191115T033655Z";
const SIGNED: &str = "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, \
                      Signature=fd95e7da6f695cfb4cabbb9d6b0968aec155bc576b064835282473539ae9ea1d";

type Signer = fn(&str, &str, &str, &Message<'_>) -> String;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (signer, count): (Signer, &str) = match words.as_slice() {
        ["signer", count] => (authorization, count),
        ["by-hand", count] => (by_hand, count),
        _ => return Err("sign signer N | sign by-hand N".into()),
    };
    assert_eq!(signer("AccessKey", "SecretKey", DATE, &REQUEST), SIGNED);
    for _ in 0..count.parse::<usize>()? {
        black_box(signer(black_box("AccessKey"), black_box("SecretKey"), DATE, black_box(&REQUEST)));
    }
    Ok(())
}

/// Takes path, query and headers for sorted, lower-case and encoded as they are signed.
fn by_hand(access_key: &str, secret_key: &str, date: &str, message: &Message<'_>) -> String {
    let Message { method, path, query, headers, body } = message;
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let request = format!("{method}\n{path}/\n{query}\n{lines}\n{names}\n{}", sha256(body));
    let text = format!("SDK-HMAC-SHA256\n{date}\n{}", sha256(request.as_bytes()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key.as_bytes());
    let signature = hex(hmac::sign(&key, text.as_bytes()).as_ref());
    format!("SDK-HMAC-SHA256 Access={access_key}, SignedHeaders={names}, Signature={signature}")
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}
