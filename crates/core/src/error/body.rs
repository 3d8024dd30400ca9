//! What error bodies say, in whichever shape.
//!
//! The services never agreed on one. Rather than a type per shape there is one reader that knows the
//! names under which code, message and request id go, whatever their case and underscores, at the
//! top or one wrapper further down.

use serde_json::{Map, Value};

const CODE: [&str; 3] = ["errorcode", "errcode", "code"];
const MESSAGE: [&str; 11] = [
    "errormsg",
    "errormessage",
    "errmsg",
    "externalmessage",
    "message",
    "msg",
    "errordescription",
    "description",
    "detail",
    "title",
    "reason",
];
const REQUEST_ID: [&str; 1] = ["requestid"];
const AUTHORIZATION: [&str; 1] = ["encodedauthorizationmessage"];

/// How far wrappers are followed: `{"error": {…}}` is one, `{"errors": [{…}]}` two.
const DEPTH: usize = 3;

/// The longest text, in characters, that a body which is no JSON gives as message.
const TEXT_LENGTH: usize = 200;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ErrorBody {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) encoded_authorization_message: Option<String>,
}

pub(super) fn read(bytes: &[u8]) -> ErrorBody {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut body = ErrorBody::default();
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => read_value(&value, DEPTH, &mut body),
        // What is no text, such as a page that is compressed, is no message for people.
        Err(_) => {
            let message = text_message(&String::from_utf8_lossy(bytes));
            body.message = message.filter(|text| !text.contains(char::REPLACEMENT_CHARACTER));
        }
    }
    body
}

fn read_value(value: &Value, depth: usize, body: &mut ErrorBody) {
    match value {
        Value::Object(members) => read_object(members, depth, body),
        Value::Array(elements) if depth > 0 => {
            if let Some(first) = elements.first() {
                read_value(first, depth - 1, body);
            }
        }
        Value::String(text) if depth == DEPTH => body.message = text_message(text),
        _ => {}
    }
}

fn read_object(members: &Map<String, Value>, depth: usize, body: &mut ErrorBody) {
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            let (_, value) = members.iter().find(|(key, _)| plain(key) == *name)?;
            scalar(value)
        })
    };
    body.code = find(&CODE);
    body.message = find(&MESSAGE);
    body.request_id = body.request_id.take().or_else(|| find(&REQUEST_ID));
    let authorization = body.encoded_authorization_message.take().or_else(|| find(&AUTHORIZATION));
    body.encoded_authorization_message = authorization;
    // OAuth's {"error": "invalid_grant", "error_description": …}, and plain {"error": "text"}.
    if let Some(error @ Value::String(_)) = members.get("error") {
        let place = if body.message.is_some() { &mut body.code } else { &mut body.message };
        *place = place.take().or_else(|| scalar(error));
    }
    let wrappers = members.values().filter(|value| value.is_object() || value.is_array());
    for wrapped in members.get("error").into_iter().chain(wrappers) {
        if depth == 0 || body.code.is_some() || body.message.is_some() {
            return;
        }
        read_value(wrapped, depth - 1, body);
    }
}

/// A name without case and separators.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(texts) => {
            let texts: Option<Vec<&str>> = texts.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join("; ")).filter(|text| !text.trim().is_empty())
        }
        _ => None,
    }
}

/// One line for people from a body that is not JSON: the title of a page, or the beginning of text.
fn text_message(text: &str) -> Option<String> {
    let text = text.trim();
    let text = if text.starts_with('<') { title(text)? } else { text };
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !c.is_control()).take(TEXT_LENGTH).collect();
    Some(line).filter(|line| !line.trim().is_empty())
}

fn title(html: &str) -> Option<&str> {
    // Lower-casing ASCII alone keeps the positions.
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    Some(&html[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Body, code, message, request id.
    type Row = (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

    #[rustfmt::skip]
    const SHAPES: &[Row] = &[
        (r#"{"error_code":"APIC.7314","error_msg":"Endpoint service not found"}"#, Some("APIC.7314"), Some("Endpoint service not found"), None),
        (r#"{"error_code":"VPN.0001","error_msg":"no","request_id":"r1"}"#, Some("VPN.0001"), Some("no"), Some("r1")),
        (r#"{"errorCode":"CSS.0015","errorMsg":"bad"}"#, Some("CSS.0015"), Some("bad"), None),
        (r#"{"error":{"code":"EndPoint.0001","message":"bad"}}"#, Some("EndPoint.0001"), Some("bad"), None),
        (r#"{"error":{"code":401,"message":"authenticate","title":"Unauthorized"}}"#, Some("401"), Some("authenticate"), None),
        (r#"{"error":{"code":401,"title":"Unauthorized"},"request_id":"r2"}"#, Some("401"), Some("Unauthorized"), Some("r2")),
        (r#"{"code":400,"message":"bad"}"#, Some("400"), Some("bad"), None),
        (r#"{"errCode":"CSS.5042","externalMessage":"not found"}"#, Some("CSS.5042"), Some("not found"), None),
        (r#"{"badRequest":{"message":"bad","code":400}}"#, Some("400"), Some("bad"), None),
        (r#"{"itemNotFound":{"message":"gone","code":404}}"#, Some("404"), Some("gone"), None),
        (r#"{"error_code":"APIGW.0301"}"#, Some("APIGW.0301"), None, None),
        (r#"{"error_code":"APIGW.0301","error_message":"bad auth"}"#, Some("APIGW.0301"), Some("bad auth"), None),
        (r#"{"error_code":"X","error_msg":null}"#, Some("X"), None, None),
        (r#"{"error_msg":["a","b"]}"#, None, Some("a; b"), None),
        (r#"{"error_msg":[""],"title":"t"}"#, None, Some("t"), None),
        (r#"{"errors":[{"error_code":"E1","error_msg":"first"},{"error_code":"E2"}]}"#, Some("E1"), Some("first"), None),
        (r#"{"error":"invalid_grant","error_description":"expired"}"#, Some("invalid_grant"), Some("expired"), None),
        (r#"{"error":"plain"}"#, None, Some("plain"), None),
        (r#"{"message":"just this"}"#, None, Some("just this"), None),
        (r#"{"RequestId":"r3","error":{"error_code":"E","error_msg":"m"}}"#, Some("E"), Some("m"), Some("r3")),
        ("\u{feff}{\"code\":\"BOM\"}", Some("BOM"), None, None),
        (r#""a JSON string""#, None, Some("a JSON string"), None),
        ("<html><head><title>502 Bad\nGateway</title></head></html>", None, Some("502 Bad Gateway"), None),
        ("<HTML><Title lang=en>Ärger</TITLE>", None, Some("Ärger"), None),
        ("<html><body>no title</body>", None, None, None),
        ("<title>never closed", None, None, None),
        ("upstream\r\n connect  error", None, Some("upstream connect error"), None),
        ("", None, None, None),
        ("  \n", None, None, None),
        ("null", None, None, None),
        ("[]", None, None, None),
        ("{}", None, None, None),
        ("17", None, None, None),
        (r#"{"error_code":"VPN.00"#, None, Some(r#"{"error_code":"VPN.00"#), None),
        (r#"{"a":{"b":{"c":{"d":{"code":"too deep"}}}}}"#, None, None, None),
    ];

    #[test]
    fn every_shape_is_read() {
        for (text, code, message, request_id) in SHAPES {
            let body = read(text.as_bytes());
            let found = (body.code.as_deref(), body.message.as_deref(), body.request_id.as_deref());
            assert_eq!(found, (*code, *message, *request_id), "{text}");
        }
    }

    #[test]
    fn the_encoded_refusal_is_kept() {
        for text in [
            r#"{"error_code":"PAP5.0025","error_msg":"no","encoded_authorization_message":"AbC="}"#,
            r#"{"error":{"code":403,"message":"no","encoded_authorization_message":"AbC="}}"#,
        ] {
            assert_eq!(
                read(text.as_bytes()).encoded_authorization_message.as_deref(),
                Some("AbC="),
                "{text}"
            );
        }
    }

    #[test]
    fn no_bytes_upset_the_reader() {
        assert_eq!(read(b"\xff\xfe\x00").message, None);
        assert_eq!(read("<title>".repeat(1000).as_bytes()), ErrorBody::default());
        assert!(read("[".repeat(100_000).as_bytes()).code.is_none());
        assert_eq!(
            read("é".repeat(5000).as_bytes()).message.map(|text| text.chars().count()),
            Some(TEXT_LENGTH)
        );
    }
}
