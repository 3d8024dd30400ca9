//! Answers.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::{DecodeError, Json, decode_slice};

use crate::error::{self, Error};
use crate::transport::TransportResponse;

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
    pub(crate) received: TransportResponse,
    /// How many attempts were made.
    pub(crate) attempts: u32,
    pub(crate) keep_raw_body: bool,
}

impl Answer {
    /// Reads the body, and keeps what came with it.
    pub(crate) fn decode<T: FromAnswer>(self) -> Result<Response<T>, Error> {
        let value: T = self.read()?;
        let (parts, body) = self.received.into_parts();
        let headers = parts.headers;
        Ok(Response {
            status: parts.status,
            request_line: self.request_line,
            request_id: error::request_id(&headers).or_else(|| value.request_id()).map(str::to_owned),
            raw_body: self.keep_raw_body.then_some(body),
            value,
            headers,
        })
    }

    /// Reads the body alone.
    pub(crate) fn read<T: FromAnswer>(&self) -> Result<T, Error> {
        let (status, body) = (self.received.status(), self.received.body());
        T::from_answer(status, body).map_err(|cause| self.undecodable(cause))
    }

    /// Not generic, so that it is compiled once.
    fn undecodable(&self, cause: DecodeError) -> Error {
        let received = &self.received;
        let error = Error::decode(received.status(), received.headers(), received.body().clone(), cause);
        error.in_operation(self.operation).with_attempts(self.attempts).with_request_line(&self.request_line)
    }
}

/// What an operation answers, made of a successful answer: any type of a model, by JSON; [`Text`] and
/// [`Blob`], whatever the body; and what [`answers!`](crate::answers!) defines, by the status.
pub trait FromAnswer: Sized {
    /// Reads the body of an answer.
    ///
    /// # Errors
    /// Where and why the body is not what the operation is documented to answer.
    fn from_answer(status: StatusCode, body: &Bytes) -> Result<Self, DecodeError>;

    /// The request id, where the body has it.
    fn request_id(&self) -> Option<&str> {
        None
    }
}

impl<T: Json + Default> FromAnswer for T {
    /// A body that is empty or `null` is the type's default.
    fn from_answer(_status: StatusCode, body: &Bytes) -> Result<Self, DecodeError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(T::default());
        }
        decode_slice(body).map(Option::unwrap_or_default)
    }

    fn request_id(&self) -> Option<&str> {
        self.view().pointer("/request_id")?.as_text()
    }
}

/// An answer that is text. Bytes that are no UTF-8 are replaced.
///
/// ```
/// fn first_line(answer: &huaweicloud_core::Response<huaweicloud_core::Text>) -> Option<&str> {
///     answer.lines().next()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(pub String);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromAnswer for Text {
    fn from_answer(_status: StatusCode, body: &Bytes) -> Result<Self, DecodeError> {
        Ok(Self(String::from_utf8_lossy(body).into_owned()))
    }
}

/// An answer that is bytes, such as an image or an archive.
///
/// ```
/// fn save(answer: &huaweicloud_core::Response<huaweicloud_core::Blob>) -> std::io::Result<()> {
///     std::fs::write("download.bin", &***answer)
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Blob(pub Bytes);

impl Deref for Blob {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl FromAnswer for Blob {
    fn from_answer(_status: StatusCode, body: &Bytes) -> Result<Self, DecodeError> {
        Ok(Self(body.clone()))
    }
}
