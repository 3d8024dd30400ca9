//! Answers that a test makes up.

mod shape;

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use huaweicloud_core::types::Json;
use serde_json::Value;

pub use self::shape::ErrorShape;

/// An answer that a test makes up, for a [`Script`](crate::Script) or a
/// [`Fault`](crate::Fault::answer).
///
/// JSON is a reply by itself: a success with that body.
///
/// ```
/// use huaweicloud_mock::Reply;
/// use serde_json::json;
///
/// let success = Reply::from(json!({ "users": [{ "name": "ann" }] }));
/// let created = Reply::new(201).json(json!({ "id": "7" })).header("x-request-id", "my-request");
/// let throttled = Reply::error(429, "APIGW.0308", "too many requests").retry_after(2);
/// let gateway = Reply::html(502, "Bad Gateway");
/// # let _ = (success, created, throttled, gateway);
/// ```
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// What of it no answer can have.
    problem: Option<String>,
}

impl Reply {
    /// An answer with this status and no body. What is no status of an answer, or no header, is told
    /// where the reply is used.
    pub fn new(status: u16) -> Self {
        let known = StatusCode::from_u16(status).ok().filter(|status| !status.is_informational());
        let problem = known.is_none().then(|| format!("{status} is not the status of an answer"));
        Self {
            status: known.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            problem,
        }
    }

    /// A success with a model as its body, such as a service crate's response types.
    pub fn model(model: &impl Json) -> Self {
        match serde_json::to_vec(&model.view()) {
            Ok(json) => Self::new(200).json_text(json),
            Err(error) => Self { problem: Some(format!("the model is no JSON: {error}")), ..Self::new(200) },
        }
    }

    /// An error as the cloud's gateway and most services say it: `{"error_code": …, "error_msg": …}`.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::error_in(ErrorShape::Flat, status, code, message)
    }

    /// An error in another of the shapes that services have for it.
    pub fn error_in(shape: ErrorShape, status: u16, code: &str, message: &str) -> Self {
        let reply = Self::new(status);
        let (media, text) = shape.body(reply.status, code, message);
        reply.header(CONTENT_TYPE.as_str(), media).body(text)
    }

    /// The gateway's answer to a token that has expired: 401, `APIGW.0307`.
    pub fn expired_token() -> Self {
        Self::error(401, "APIGW.0307", "The token must be updated.")
    }

    /// A page of HTML, as proxies and load balancers answer.
    pub fn html(status: u16, title: &str) -> Self {
        Self::error_in(ErrorShape::Html, status, "", title)
    }

    /// Sets a header, in place of an earlier value.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match name.parse::<HeaderName>().ok().zip(HeaderValue::from_str(value).ok()) {
            Some((name, value)) => drop(self.headers.insert(name, value)),
            None => self.problem = Some(format!("{name:?}: {value:?} is not a header")),
        }
        self
    }

    /// Asks to be left alone for so many seconds. `Retry-After` as a date is a
    /// [`header`](Self::header).
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER.as_str(), &seconds.to_string())
    }

    /// Sets the body, with no `Content-Type` of its own.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to JSON.
    pub fn json(self, body: Value) -> Self {
        self.json_text(body.to_string())
    }

    fn json_text(self, body: impl Into<Bytes>) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json").body(body)
    }

    /// What is wrong with it, where something is.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(self.body.clone());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

impl From<Value> for Reply {
    fn from(body: Value) -> Self {
        Self::new(200).json(body)
    }
}

impl From<&str> for Reply {
    /// A success whose body is this JSON text, sent as it stands.
    fn from(body: &str) -> Self {
        body.to_owned().into()
    }
}

impl From<String> for Reply {
    /// A success whose body is this JSON text, sent as it stands.
    fn from(body: String) -> Self {
        Self::new(200).json_text(body)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_answer_can_have_is_told() {
        for (reply, hint) in [
            (Reply::new(42), "42 is not the status"),
            (Reply::new(100), "100 is not the status"),
            (Reply::new(1000), "1000 is not the status"),
            (Reply::new(200).header("a b", "c"), r#""a b": "c" is not a header"#),
            (Reply::new(200).header("a", "b\n"), "is not a header"),
        ] {
            assert!(reply.check().is_err_and(|problem| problem.contains(hint)), "{reply:?}");
        }
        assert_eq!(Reply::new(599).header("A", "b").check(), Ok(()));
    }
}
