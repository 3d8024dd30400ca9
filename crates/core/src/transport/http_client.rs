//! HTTP over sockets, by reqwest: the only file that sends with it.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use reqwest::Client;

use super::options::{Options, Proxy};
use super::{Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, tls};
use crate::body::{Body, ByteStream};
use crate::endpoint::Route;
use crate::error::Error;

/// How many ways of connecting are kept apart. More differ only in programs that vary the connect
/// timeout from call to call.
const MOST_CLIENTS: usize = 8;

/// Connections, made and kept as calls need them.
pub(crate) struct HttpClient {
    options: Options,
    clients: Mutex<Vec<(Way, Client)>>,
}

/// What connections are not shared across.
#[derive(Clone, Copy, PartialEq)]
struct Way {
    route: Route,
    connect_timeout: Duration,
}

impl HttpClient {
    pub(crate) fn new(options: Options) -> Self {
        Self { options, clients: Mutex::default() }
    }

    /// The client for a way, made at its first call.
    fn client(&self, way: Way) -> Result<Client, Error> {
        // What a panicking thread left here is a list of whole entries all the same.
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == way) {
            return Ok(client.clone());
        }
        let client = self.connecting(way)?;
        if clients.len() >= MOST_CLIENTS {
            clients.remove(0);
        }
        clients.push((way, client.clone()));
        Ok(client)
    }

    /// A request that is sent when the outcome is polled.
    fn exchange(
        &self,
        request: TransportRequest,
    ) -> Result<impl Future<Output = reqwest::Result<reqwest::Response>> + use<>, TransportError> {
        let unusable = |error: Error| TransportError::new(TransportErrorKind::Unusable, error);
        let way = Way { route: request.base.route(), connect_timeout: request.connect_timeout };
        let client = self.client(way).map_err(unusable)?;
        if tokio::runtime::Handle::try_current().is_err() {
            // The HTTP client would panic.
            return Err(unusable(Error::config(
                "no Tokio runtime here: await the call inside one, such as #[tokio::main], with I/O and time enabled",
            )));
        }
        let mut message = reqwest::Request::new(request.method, request.url);
        *message.headers_mut() = request.headers;
        *message.body_mut() = request.body.map(sent);
        Ok(client.execute(message))
    }

    /// Calls to this machine pass by any proxy: it could not reach them, and over plain http it would
    /// be handed the credentials.
    fn connecting(&self, way: Way) -> Result<Client, Error> {
        let unusable = |error: reqwest::Error| {
            Error::config(format!("the HTTP client cannot be set up: {error}")).with_source(error)
        };
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(way.connect_timeout)
            // Another crate of the program may have switched these on for all of it.
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .no_hickory_dns();
        let builder = if cfg!(feature = "gzip") { builder } else { builder.no_gzip() };
        let builder = match &self.options.proxy {
            Proxy::Environment if way.route == Route::Open => builder,
            Proxy::Url(url) if way.route == Route::Open => {
                builder.no_proxy().proxy(reqwest::Proxy::all(url.expose()).map_err(unusable)?)
            }
            _ => builder.no_proxy(),
        };
        tls::secured(builder, &self.options, way.route)?.build().map_err(unusable)
    }
}

impl Transport for HttpClient {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        let limit = request.response_limit;
        // Not inside the future, which would hold the request long after it is sent.
        let exchange = self.exchange(request);
        Box::pin(async move {
            let exchange = exchange?;
            // Lets the runtime look at its sockets first: while this thread was busy, nobody noticed that
            // the service closed a kept connection.
            tokio::task::yield_now().await;
            let mut answer = exchange.await.map_err(broken)?;
            let mut response = http::Response::new(Bytes::new());
            *response.status_mut() = answer.status();
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            *response.body_mut() = body(&mut answer, limit).await?;
            Ok(response)
        })
    }
}

/// A body as reqwest takes it.
fn sent(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(Streamed { length: body.length(), stream: Mutex::new(body.open()) }),
    }
}

/// Bytes that are read as they are sent.
struct Streamed {
    length: Option<u64>,
    /// Never locked, because whoever polls owns it: hyper asks for `Sync`, and streams seldom are.
    stream: Mutex<ByteStream>,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        stream.as_mut().poll_next(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Receives a body up to the limit, and not a byte more of one that announces to be longer.
async fn body(answer: &mut reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let too_long = || {
        let text = format!(
            "its body is longer than the {limit} bytes that are received; raise .max_response_size(…)"
        );
        TransportError::new(TransportErrorKind::Unreadable, text)
    };
    let announced = answer.content_length();
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_long());
    }
    // Most answers come in one piece, which needs no copy.
    let Some(first) = answer.chunk().await.map_err(broken)? else { return Ok(Bytes::new()) };
    if first.len() > limit {
        return Err(too_long());
    }
    let Some(second) = answer.chunk().await.map_err(broken)? else { return Ok(first) };
    let whole = announced.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut bytes = BytesMut::with_capacity(whole.max(first.len() + second.len()));
    bytes.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if bytes.len() + chunk.len() > limit {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
        next = answer.chunk().await.map_err(broken)?;
    }
    Ok(bytes.freeze())
}

/// What reqwest says of an exchange that did not end. Its text has no address: a proxy's may hold a
/// password.
fn broken(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout(), error.is_decode()) {
        (true, true, _) => TransportErrorKind::ConnectTimeout,
        (true, false, _) => TransportErrorKind::Connect,
        (false, false, true) if undecodable(&error) => TransportErrorKind::Unreadable,
        _ => TransportErrorKind::Interrupted,
    };
    TransportError::new(kind, error.without_url())
}

/// Whether the bytes that came are wrong, and not merely too few.
fn undecodable(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(deeper) = cause {
        if let Some(io) = deeper.downcast_ref::<std::io::Error>() {
            // The decompressor's own error has no kind to know it by.
            let garbled = io.get_ref().is_some_and(|inner| inner.to_string().contains("decompression error"));
            if garbled
                || matches!(io.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput)
            {
                return true;
            }
        }
        cause = deeper.source();
    }
    false
}
