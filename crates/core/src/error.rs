//! The one error of the SDK.

mod body;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::DecodeError;

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
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    InvalidRequest,
    Transport { timeout: bool, connect: bool },
    Status,
    Decode,
    Paging,
}

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
            source: None,
        }))
    }

    pub(crate) fn config(text: impl Into<String>) -> Self {
        Self::new(Kind::Config, text)
    }

    pub(crate) fn invalid_request(text: impl Into<String>) -> Self {
        Self::new(Kind::InvalidRequest, text)
    }

    /// A request or an answer that broke off between here and `host`.
    pub(crate) fn transport(host: &str, error: reqwest::Error) -> Self {
        let error = error.without_url();
        let (timeout, connect) = (error.is_timeout(), error.is_connect());
        let what = match (timeout, connect) {
            (true, true) => format!("timed out connecting to {host}"),
            (true, false) => format!("timed out waiting for the answer of {host}"),
            (false, true) => format!("cannot connect to {host}"),
            (false, false) => format!("the exchange with {host} broke off"),
        };
        let mut cause: &dyn StdError = &error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        let text = if timeout { what } else { format!("{what}: {cause}") };
        let mut outcome = Self::new(Kind::Transport { timeout, connect }, text);
        outcome.0.source = Some(Box::new(error));
        outcome
    }

    /// An answer that is not a success.
    pub(crate) fn status_error(status: StatusCode, headers: &HeaderMap, bytes: Bytes) -> Self {
        let text = if status.is_redirection() {
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
        error
    }

    /// A success whose body cannot be read as what the operation answers.
    pub(crate) fn decode(status: StatusCode, headers: &HeaderMap, bytes: Bytes, cause: DecodeError) -> Self {
        let body_id = body::read(&bytes).request_id;
        let mut error = Self::new(Kind::Decode, format!("the answer cannot be read: {cause}"))
            .with_answer(status, headers, bytes);
        error.0.request_id = error.0.request_id.or(body_id);
        error.0.field = Some(cause.path().to_owned()).filter(|path| !path.is_empty());
        error.0.source = Some(Box::new(cause));
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

    pub(crate) fn in_operation(mut self, name: &'static str) -> Self {
        self.0.operation = Some(name);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
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

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == Kind::Status && self.0.status == Some(status)
    }

    /// 404: the resource is not there.
    ///
    /// # Troubleshooting
    /// Check the id, then the project and the region: a resource of another project or region is not
    /// found either. With a custom endpoint, a wrong base path also ends here.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 401: the service does not know who is calling.
    ///
    /// # Troubleshooting
    /// Check access key and secret key for missing characters, whether the key is disabled, and
    /// whether this machine's clock is right (signatures are valid for 15 minutes). A temporary key
    /// needs its security token, and a token or temporary key may have expired.
    pub fn is_auth(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the caller is known and not allowed to do this.
    ///
    /// # Troubleshooting
    /// Check the IAM policies of the user, that the project id belongs to the account and region,
    /// and that the account is neither frozen nor in arrears.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 429: too many requests.
    ///
    /// # Troubleshooting
    /// Wait and call again, with fewer calls at a time. The limits are per account and operation.
    pub fn is_throttled(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 409: the resource is in a state that does not allow this, or exists already.
    ///
    /// # Troubleshooting
    /// Read the resource's status and wait for a running change to end.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// 5xx: the service or a gateway before it failed.
    ///
    /// # Troubleshooting
    /// Call again later. A call that changes something may have been carried out all the same: read
    /// the resource before repeating it. Where it persists, give support the request id.
    pub fn is_server(&self) -> bool {
        self.0.kind == Kind::Status && self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// The time given to connect or to answer ran out.
    ///
    /// # Troubleshooting
    /// Where [`is_connect`](Self::is_connect) holds too, nothing was sent; look for a firewall or a
    /// wrong endpoint. Otherwise the call may have been carried out; give slow operations more time
    /// with `with_timeout`.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { timeout: true, .. })
    }

    /// No connection was made, so nothing was sent.
    ///
    /// # Troubleshooting
    /// The message names the host: check that it resolves, that a proxy or firewall lets it through,
    /// and, for a TLS error, that its certificate is signed by an authority that this system trusts.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { connect: true, .. })
    }

    /// The service answered with success, and its body is not what the operation is documented to
    /// answer.
    ///
    /// # Troubleshooting
    /// The operation *was* carried out. [`field`](Self::field) names the place and
    /// [`raw_body`](Self::raw_body) has the answer; please report both. HTML here means that a proxy
    /// or a login page answered in the service's stead.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The configuration does not suffice or contradicts itself.
    ///
    /// # Troubleshooting
    /// Nothing was sent. The message says which setting to change and how.
    pub fn is_config(&self) -> bool {
        self.0.kind == Kind::Config
    }

    /// The request cannot be sent as it is: an argument would turn it into another request.
    ///
    /// # Troubleshooting
    /// Nothing was sent. The message names the parameter or header; an empty id often is a variable
    /// that was never set.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == Kind::InvalidRequest
    }

    /// A list came to a page that leads nowhere, such as back to a page seen before.
    ///
    /// # Troubleshooting
    /// The items received so far are good. The service's paging is at fault or wrongly described;
    /// please report it with [`raw_body`](Self::raw_body).
    pub fn is_paging(&self) -> bool {
        self.0.kind == Kind::Paging
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let status = inner.status.map(|status| match status.canonical_reason() {
            Some(reason) => format!("{} {reason}", status.as_u16()),
            None => status.as_u16().to_string(),
        });
        let parts = [
            inner.operation,
            status.as_deref(),
            Some(inner.text.as_str()).filter(|text| !text.is_empty()),
            inner.code.as_deref(),
            inner.message.as_deref(),
        ];
        for (index, part) in parts.into_iter().flatten().enumerate() {
            f.write_str(if index == 0 { "" } else { ": " })?;
            f.write_str(part)?;
        }
        match &inner.request_id {
            Some(id) => write!(f, " (request id {id})"),
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
