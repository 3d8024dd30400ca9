//! From a request to its answer.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::HeaderValue;
use huaweicloud_types::Json;

use crate::config::Config;
use crate::credentials::Kind;
use crate::error::Error;
use crate::request::{Prepared, Request};
use crate::response::{Answer, Response};
use crate::signing::{self, Message};

/// The call as a future; awaiting it sends the request.
///
/// Dropping it before it is ready cancels the call: nothing goes on in the background, though a
/// request that was already sent may be carried out.
#[must_use = "a request does nothing until it is awaited"]
pub struct Send<T> {
    call: Call,
    answer: PhantomData<fn() -> T>,
}

/// A call in progress, whatever its answer decodes to.
pub(crate) type Call = Pin<Box<dyn Future<Output = Result<Answer, Error>> + std::marker::Send>>;

impl<T> Send<T> {
    /// Makes the call of a request; generated code does this.
    pub fn new(request: Request) -> Self {
        Self { call: start(request), answer: PhantomData }
    }
}

impl<T: Json + Default> Future for Send<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.call.as_mut().poll(context))?;
        Poll::Ready(answer.decode())
    }
}

impl<T> fmt::Debug for Send<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Send").finish_non_exhaustive()
    }
}

/// The one path of every call. It is not generic: what differs between operations is data.
pub(crate) fn start(request: Request) -> Call {
    Box::pin(async move {
        let operation = request.operation.name;
        let outcome = match request.prepare() {
            Ok(prepared) => attempt(&request, prepared).await,
            Err(error) => Err(error),
        };
        outcome.map_err(|error| error.in_operation(operation))
    })
}

/// Signs, sends and receives once.
async fn attempt(request: &Request, mut prepared: Prepared) -> Result<Answer, Error> {
    let config = request.config();
    authenticate(&mut prepared, config)?;
    let request_line = prepared.request_line();
    let mut message = reqwest::Request::new(prepared.method, prepared.url);
    *message.headers_mut() = prepared.headers;
    *message.body_mut() = prepared.body.map(Into::into);
    *message.timeout_mut() = Some(prepared.timeout);
    let outcome = config.transport().execute(message, prepared.base.route()).await.and_then(|received| {
        if received.status.is_success() {
            Ok(received)
        } else {
            Err(Error::status_error(received.status, &received.headers, received.body))
        }
    });
    let received = outcome.map_err(|error| error.with_request_line(&request_line))?;
    Ok(Answer {
        operation: request.operation.name,
        request_line,
        received,
        keep_raw_body: request.keep_raw_body,
    })
}

/// Headers that are signed where a request has them, besides `Host`. Those that a proxy may change
/// on the way are left out.
const SIGNED: [&str; 5] = ["content-type", "x-domain-id", "x-project-id", "x-sdk-date", "x-security-token"];

/// Adds the proof of who is calling.
fn authenticate(prepared: &mut Prepared, config: &Config) -> Result<(), Error> {
    let headers = &mut prepared.headers;
    let (access_key, secret_key) = match &config.credentials().0 {
        Kind::Token(token) => {
            headers.insert("x-auth-token", secret_header(token.expose())?);
            return Ok(());
        }
        Kind::AccessKey { access_key, secret_key, security_token } => {
            if let Some(token) = security_token {
                headers.insert("x-security-token", secret_header(token.expose())?);
            }
            (access_key, secret_key)
        }
    };
    let date = signing::format_date(config.now());
    headers.insert("x-sdk-date", secret_header(&date)?);
    let mut signed = vec![("host", prepared.base.host())];
    for name in SIGNED {
        if let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) {
            signed.push((name, value));
        }
    }
    let authorization = signing::authorization(
        access_key,
        secret_key.expose(),
        &date,
        &Message {
            method: prepared.method.as_str(),
            path: prepared.url.path(),
            query: prepared.url.query().unwrap_or_default(),
            headers: &signed,
            body: prepared.body.as_deref().unwrap_or_default(),
        },
    );
    headers.insert(http::header::AUTHORIZATION, secret_header(&authorization)?);
    Ok(())
}

/// A header value that no `Debug` shows. Credentials are checked when the configuration is built, so
/// this does not fail; if it ever does, the value stays out of the error.
fn secret_header(value: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Error::config("a credential has a character that no header takes"))?;
    value.set_sensitive(true);
    Ok(value)
}
