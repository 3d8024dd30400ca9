//! The way to the network, and the seam for another one.

mod http_client;
mod options;
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use reqwest::Url;

pub(crate) use self::http_client::HttpClient;
pub(crate) use self::options::{Identity, Options, Proxy};
use crate::body::Body;
use crate::endpoint::Base;
use crate::error::Error;

/// What carries requests: HTTP over sockets, or whatever a program puts in its place.
///
/// A transport sends one request and receives the whole answer, whatever its status. It follows no
/// redirects and repeats nothing; time limits other than for connecting are the runtime's, which drops
/// the future when they pass.
///
/// ```
/// use huaweicloud_core::transport::{Transport, TransportFuture, TransportRequest};
/// use huaweicloud_core::{Config, Credentials, http};
///
/// /// Answers every call with an empty object.
/// struct Empty;
///
/// impl Transport for Empty {
///     fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
///         println!("{} {}", request.method(), request.url());
///         Box::pin(async { Ok(http::Response::new("{}".into())) })
///     }
/// }
///
/// let config = Config::builder()
///     .region("eu-west-101")
///     .credentials(Credentials::access_key("my-access-key", "my-secret-key"))
///     .transport(Empty)
///     .build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and receives its answer.
    fn send(&self, request: TransportRequest) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// An answer that is under way.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<TransportResponse, TransportError>> + Send + 'a>>;

/// An answer as it came: whole, and with any status.
pub type TransportResponse = http::Response<Bytes>;

/// A request that is ready to be sent.
#[derive(Clone)]
pub struct TransportRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
    /// The host is this machine, in which case no proxy is asked.
    pub(crate) base: Base,
    pub(crate) connect_timeout: Duration,
    pub(crate) response_limit: usize,
}

impl TransportRequest {
    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole address, percent-encoded, as it was signed.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The query, percent-encoded, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.url.query()
    }

    /// The headers, `Authorization` among them. `Host` and `Content-Length` are the transport's to
    /// add: `Host` as the address has it, because it is signed.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The bytes of the body; `None` where the request has none, or has them read as they are sent
    /// ([`content`](Self::content)).
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }

    /// The body, in memory or not; `None` where the request has none.
    pub fn content(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// How long making a connection may take.
    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// The longest body of an answer that is received, in bytes after decompression.
    pub fn response_limit(&self) -> usize {
        self.response_limit
    }

    /// A copy whose headers have room for `more`. Those of a clone have none, and would be moved for the
    /// first of them.
    pub(crate) fn copy_with_room(&self, more: usize) -> Self {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + more);
        headers.extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        Self {
            method: self.method.clone(),
            url: self.url.clone(),
            headers,
            body: self.body.clone(),
            base: self.base.clone(),
            connect_timeout: self.connect_timeout,
            response_limit: self.response_limit,
        }
    }

    /// Method, path and query, as they are sent.
    pub(crate) fn line(&self) -> String {
        let question = if self.url.query().is_some() { "?" } else { "" };
        [self.method.as_str(), " ", self.url.path(), question, self.url.query().unwrap_or_default()].concat()
    }
}

impl fmt::Debug for TransportRequest {
    /// Shows neither the body nor header values, where secrets may be.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came that got no answer. Whether it is repeated depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, so nothing was sent.
    Connect,
    /// No connection was made in the time for it.
    ConnectTimeout,
    /// The exchange broke off; the request may have arrived.
    Interrupted,
    /// The answer is longer than what is received, or cannot be decompressed.
    Unreadable,
    /// This transport cannot send at all as it is set up.
    Unusable,
}

impl TransportError {
    /// An error, with what caused it. The cause's text is shown to people, so it must hold no
    /// secret.
    ///
    /// ```
    /// use huaweicloud_core::transport::{TransportError, TransportErrorKind};
    ///
    /// let error = TransportError::new(TransportErrorKind::Interrupted, "connection reset by peer");
    /// assert_eq!(error.to_string(), "connection reset by peer");
    /// ```
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The same as the SDK's own error.
    pub(crate) fn told_of(self, host: &str) -> Error {
        Error::transport(host, self.kind, self.source)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}
