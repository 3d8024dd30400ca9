//! The one error of the SDK.

mod body;
mod predicates;
mod waits;

use std::error::Error as StdError;
use std::fmt;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::{DecodeError, Json, decode_slice};

use crate::transport::TransportErrorKind;
use crate::wait::Progress;

/// Why a configuration was not made or a call did not succeed.
///
/// One opaque type for all of it: ask it with the predicates (`is_…`), each of which says what to do
/// about a yes, and read what the service said with [`status`](Self::status), [`code`](Self::code),
/// [`message`](Self::message) and [`request_id`](Self::request_id). It holds no credentials.
///
/// ```
/// fn explain(error: &huaweicloud_core::Error) -> String {
///     if error.is_not_found() {
///         return "there is no such resource in this project and region".to_owned();
///     }
///     match (error.code(), error.request_id()) {
///         (Some(code), Some(id)) => format!("{code}; quote {id} to support"),
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    operation: Option<&'static str>,
    text: String,
    status: Option<StatusCode>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    request_line: Option<String>,
    raw_body: Option<Bytes>,
    field: Option<String>,
    encoded_authorization_message: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    /// What the call was made for, where the caller did not make it.
    purpose: Option<String>,
    /// How the wait stood that this ended.
    progress: Option<Progress>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    InvalidRequest,
    Credentials,
    Transport { timeout: bool, connect: bool },
    Unreadable,
    Status,
    Decode,
    Paging,
    Wait { timeout: bool },
}

/// The longest text, in characters, that says why an answer cannot be read.
const CAUSE_LENGTH: usize = 300;

/// The longest text, in characters, that a service's words take in an error's own.
const SAID_LENGTH: usize = 1000;

/// Headers that carry the request id, by gateway and service.
const REQUEST_ID_HEADERS: [&str; 5] =
    ["x-request-id", "x-openstack-request-id", "x-compute-request-id", "x-obs-request-id", "x-iam-trace-id"];

/// The request id that the answer's headers carry.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID_HEADERS.iter().find_map(|name| headers.get(*name)?.to_str().ok()).filter(|id| !id.is_empty())
}

impl Error {
    fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            text: text.into(),
            status: None,
            code: None,
            message: None,
            request_id: None,
            request_line: None,
            raw_body: None,
            field: None,
            encoded_authorization_message: None,
            retry_after: None,
            attempts: 0,
            purpose: None,
            progress: None,
            source: None,
        }))
    }

    pub(crate) fn config(text: impl Into<String>) -> Self {
        Self::new(Kind::Config, text)
    }

    pub(crate) fn invalid_request(text: impl Into<String>) -> Self {
        Self::new(Kind::InvalidRequest, text)
    }

    /// No credentials, or none that hold.
    pub(crate) fn credentials(text: impl Into<String>) -> Self {
        Self::new(Kind::Credentials, text)
    }

    /// A request to `host` that got no answer which can be read.
    pub(crate) fn transport(
        host: &str,
        kind: TransportErrorKind,
        source: Box<dyn StdError + Send + Sync>,
    ) -> Self {
        let mut cause: &dyn StdError = source.as_ref();
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        let (kind, text) = match kind {
            TransportErrorKind::Connect => (
                Kind::Transport { timeout: false, connect: true },
                format!("cannot connect to {host}: {cause}"),
            ),
            TransportErrorKind::ConnectTimeout => {
                (Kind::Transport { timeout: true, connect: true }, format!("timed out connecting to {host}"))
            }
            TransportErrorKind::Interrupted => (
                Kind::Transport { timeout: false, connect: false },
                format!("the exchange with {host} broke off: {cause}"),
            ),
            TransportErrorKind::Unreadable => {
                (Kind::Unreadable, format!("the answer of {host} cannot be received: {cause}"))
            }
            TransportErrorKind::Unusable => (Kind::Config, cause.to_string()),
        };
        let mut error = Self::new(kind, text);
        error.0.source = Some(Arc::from(source));
        error
    }

    /// A call that took longer than it was given.
    pub(crate) fn timeout(text: impl Into<String>) -> Self {
        Self::new(Kind::Transport { timeout: true, connect: false }, text)
    }

    /// An answer that came whole and is in no form that can be read.
    pub(crate) fn unreadable(text: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable, text)
    }

    /// An answer that is not a success.
    pub(crate) fn status_error(status: StatusCode, headers: &HeaderMap, bytes: Bytes) -> Self {
        let text = if status == StatusCode::NOT_MODIFIED {
            "nothing changed since the time or version that a header of the call names"
        } else if status.is_redirection() {
            "redirects are not followed; check the endpoint"
        } else if !status.is_client_error() && !status.is_server_error() {
            "not an answer to a request"
        } else {
            ""
        };
        let body = body::read(&bytes);
        let mut error = Self::new(Kind::Status, text).with_answer(status, headers, bytes);
        error.0.code = body.code;
        error.0.message = body.message;
        error.0.request_id = error.0.request_id.or(body.request_id);
        error.0.encoded_authorization_message = body.encoded_authorization_message;
        error
    }

    /// A success whose body cannot be read as what the operation answers.
    pub(crate) fn decode(status: StatusCode, headers: &HeaderMap, bytes: Bytes, cause: DecodeError) -> Self {
        let body_id = body::read(&bytes).request_id;
        // What was found in a wrong place may be long.
        let told: String = cause.to_string().chars().take(CAUSE_LENGTH).collect();
        let mut error = Self::new(Kind::Decode, format!("the answer cannot be read: {told}"))
            .with_answer(status, headers, bytes);
        error.0.request_id = error.0.request_id.or(body_id);
        error.0.field = Some(cause.path().to_owned()).filter(|path| !path.is_empty());
        error.0.source = Some(Arc::new(cause));
        error
    }

    /// A page after which there is no way on.
    pub(crate) fn paging(text: impl Into<String>) -> Self {
        Self::new(Kind::Paging, text)
    }

    pub(crate) fn with_answer(mut self, status: StatusCode, headers: &HeaderMap, bytes: Bytes) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id(headers).map(str::to_owned);
        self.0.raw_body = Some(bytes);
        self
    }

    pub(crate) fn with_request_line(mut self, line: &str) -> Self {
        self.0.request_line = Some(line.to_owned());
        self
    }

    /// Names the operation, unless a call made for its sake failed, which was named before.
    pub(crate) fn in_operation(mut self, name: &'static str) -> Self {
        self.0.operation.get_or_insert(name);
        self
    }

    /// Says what a call that the caller did not make was for.
    pub(crate) fn while_doing(mut self, purpose: impl Into<String>) -> Self {
        let (inner, purpose) = (self.0.purpose.take(), purpose.into());
        self.0.purpose = Some(inner.map_or(purpose.clone(), |inner| format!("{inner}; {purpose}")));
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The same error for another caller who waited for the same thing.
    pub(crate) fn copied(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// The status of the answer; `None` where there was no answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's error code, such as `APIC.7314`; `None` where the answer had none. A numeric
    /// code is given as text.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the service said about the error, for people to read. From a body that is not JSON, its
    /// title or its beginning.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The id under which the service logged the request, from a header or the body. Support asks
    /// for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Method, path and query as they were sent; `None` where nothing was.
    pub fn request_line(&self) -> Option<&str> {
        self.0.request_line.as_deref()
    }

    /// The body of the answer as it came; `None` where there was no answer.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.0.raw_body.as_deref()
    }

    /// The body as a type that the operation documents for this error; `None` where there is no body
    /// that reads as it.
    ///
    /// ```
    /// use huaweicloud_core::types::model;
    ///
    /// #[derive(Default)]
    /// struct QuotaExceeded { quota: Option<i64> }
    /// model!(QuotaExceeded { quota });
    ///
    /// fn quota(error: &huaweicloud_core::Error) -> Option<i64> {
    ///     error.body_as::<QuotaExceeded>()?.quota
    /// }
    /// ```
    pub fn body_as<T: Json>(&self) -> Option<T> {
        decode_slice(self.raw_body()?).ok()?
    }

    /// Where in the answer the value stands that could not be read, as in `users[0].name`; `None`
    /// for other errors, and where the answer as a whole is not JSON.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The operation's official name, such as `ListVpnUsers`; `None` for errors of the
    /// configuration.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// How often the request was sent; 0 where it never was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service asks to be left alone (`Retry-After`); `None` where it does not say.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What IAM encoded of a refusal (403): which policy refused what. An administrator decodes it with
    /// `DecodeAuthorizationMessage` of STS.
    pub fn encoded_authorization_message(&self) -> Option<&str> {
        self.0.encoded_authorization_message.as_deref()
    }
}

/// What a service said, for a line of a log: what it may have put in to break or forge one is left out,
/// and what goes on for ever is cut.
fn one_line(said: &str) -> String {
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID_LENGTH).collect()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let status = inner.status.map(|status| match status.canonical_reason() {
            Some(reason) => format!("{} {reason}", status.as_u16()),
            None => status.as_u16().to_string(),
        });
        let (code, message) = (inner.code.as_deref().map(one_line), inner.message.as_deref().map(one_line));
        let parts = [
            inner.operation,
            status.as_deref(),
            Some(inner.text.as_str()).filter(|text| !text.is_empty()),
            code.as_deref(),
            message.as_deref(),
        ];
        for (index, part) in parts.into_iter().flatten().enumerate() {
            f.write_str(if index == 0 { "" } else { ": " })?;
            f.write_str(part)?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " (request id {})", one_line(id))?;
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        // What ends a wait by itself says so in its own words.
        let polled = inner.progress.as_ref().filter(|progress| progress.polls() > 0);
        if let Some(progress) = polled.filter(|_| !matches!(inner.kind, Kind::Wait { .. })) {
            write!(f, " (in poll {} of {})", progress.polls(), progress.waiter())?;
        }
        match &inner.purpose {
            Some(purpose) => write!(f, "; {purpose}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    /// Reads as `Display`, with the request and the causes below: `main` prints errors by `Debug`, and
    /// a person reads that. The body stays out: answers carry keys and passwords too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if let Some(line) = self.request_line() {
            write!(f, "\n  request: {line}")?;
        }
        let mut source = self.source();
        while let Some(cause) = source {
            write!(f, "\n  caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
