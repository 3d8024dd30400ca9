//! Answers.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::{Json, decode_slice};

use crate::error::{self, Error};
use crate::transport::Received;

/// A successful answer: the value, which this derefs to, and what came with it.
///
/// ```
/// use huaweicloud_core::Response;
///
/// fn log<T: std::fmt::Debug>(response: &Response<Vec<T>>) {
///     println!("{} {:?}: {} items", response.status(), response.request_id(), response.len());
/// }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    request_line: String,
    request_id: Option<String>,
    raw_body: Option<Bytes>,
}

impl<T> Response<T> {
    /// The status, between 200 and 299.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id under which the service logged the request, from a header or, where the service puts
    /// it there, the member `request_id` of the body. Support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Method, path and query as they were sent, as in `GET /v5/0123…/users?limit=10`.
    pub fn request_line(&self) -> &str {
        &self.request_line
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The body as it came, where the call was made `with_raw_body`.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.raw_body.as_deref()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// A successful answer that is not decoded yet.
pub(crate) struct Answer {
    pub(crate) operation: &'static str,
    pub(crate) request_line: String,
    pub(crate) received: Received,
    pub(crate) keep_raw_body: bool,
}

impl Answer {
    /// Reads the body; one that is empty or `null` is the type's default.
    pub(crate) fn decode<T: Json + Default>(self) -> Result<Response<T>, Error> {
        let Received { status, headers, body } = self.received;
        let value = if body.iter().all(u8::is_ascii_whitespace) { Ok(None) } else { decode_slice(&body) };
        match value {
            Ok(value) => {
                let value: T = value.unwrap_or_default();
                let in_body = || value.view().pointer("/request_id")?.as_text();
                Ok(Response {
                    status,
                    request_line: self.request_line,
                    request_id: error::request_id(&headers).or_else(in_body).map(str::to_owned),
                    raw_body: self.keep_raw_body.then_some(body),
                    value,
                    headers,
                })
            }
            Err(cause) => {
                let error = Error::decode(status, &headers, body, cause);
                Err(error.in_operation(self.operation).with_request_line(&self.request_line))
            }
        }
    }
}
