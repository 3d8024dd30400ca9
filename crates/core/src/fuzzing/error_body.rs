//! Error bodies of any bytes: nothing is invented, and what the documented shapes say is read.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::texts;
use crate::error::Error;

/// Takes the input as an error's body, and its first texts as code, message and request id in a body
/// of each documented shape.
pub fn error_body(input: &[u8]) {
    let error = read(input);
    assert_eq!(error.raw_body(), Some(input));
    let found = (error.code(), error.message(), error.request_id());
    let shown = error.to_string();
    assert!(
        !shown.contains(char::is_control) && shown.len() < 20_000,
        "one line of bounded length: {shown:?}"
    );
    for text in [found.0, found.1, found.2].into_iter().flatten() {
        assert!(!text.trim().is_empty(), "{found:?}");
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(1000).collect();
        assert!(shown.contains(&line), "{shown}");
    }
    match serde_json::from_slice::<Value>(input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input)) {
        Ok(Value::String(_)) | Err(_) => says_one_line(&error),
        Ok(body) => {
            let mut texts = Vec::new();
            collect(&body, &mut texts);
            for text in [found.0, found.1, found.2].into_iter().flatten() {
                assert!(texts.iter().any(|known| known == text), "{text:?} is not in the body");
            }
            let again = read(&serde_json::to_vec_pretty(&body).unwrap());
            assert_eq!(found, (again.code(), again.message(), again.request_id()), "blanks say nothing");
        }
    }
    if let Some([code, message, request_id]) = texts(input) {
        every_shape_says(code, message, request_id);
    }
}

fn read(body: &[u8]) -> Error {
    Error::status_error(StatusCode::BAD_REQUEST, &HeaderMap::new(), Bytes::copy_from_slice(body))
}

/// A body that is text has no code and no id, and a short line for a message.
fn says_one_line(error: &Error) {
    assert_eq!((error.code(), error.request_id()), (None, None));
    if let Some(message) = error.message() {
        assert!(message.chars().count() <= 200 && !message.contains(char::is_control), "{message:?}");
    }
}

/// Every text and number of a body, and lists of texts as one.
fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        Value::Array(elements) => {
            let texts: Option<Vec<&str>> = elements.iter().map(Value::as_str).collect();
            found.extend(texts.map(|texts| texts.join("; ")));
            elements.iter().for_each(|element| collect(element, found));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn every_shape_says(code: &str, message: &str, request_id: &str) {
    if [code, message, request_id].iter().any(|text| text.trim().is_empty()) {
        return;
    }
    for body in [
        json!({"error_code": code, "error_msg": message, "request_id": request_id}),
        json!({"errorCode": code, "errorMsg": message, "requestId": request_id}),
        json!({"error_code": code, "error_message": message, "RequestId": request_id}),
        json!({"errCode": code, "externalMessage": message, "request-id": request_id}),
        json!({"code": code, "message": message, "request_id": request_id}),
        json!({"error": {"code": code, "message": message, "title": "t"}, "request_id": request_id}),
        json!({"error": {"error_code": code, "error_msg": message, "request_id": request_id}}),
        json!({"badRequest": {"code": code, "message": message}, "request_id": request_id}),
        json!({"errors": [{"error_code": code, "error_msg": message}, {"error_code": "second"}], "request_id": request_id}),
        json!({"error": code, "error_description": message, "request_id": request_id}),
        json!({"error_code": code, "error_msg": [message], "request_id": request_id, "details": [{"code": "inner"}]}),
    ] {
        let error = read(&serde_json::to_vec(&body).unwrap());
        let found = (error.code(), error.message(), error.request_id());
        assert_eq!(found, (Some(code), Some(message), Some(request_id)), "{body}");
    }
}
