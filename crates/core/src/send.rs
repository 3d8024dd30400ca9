//! From a request to its answer: the one path of every call.

mod attempt;
mod authenticate;
mod scope;

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tracing::Instrument;

pub(crate) use self::attempt::exchange;
use crate::clock::Clock;
use crate::error::Error;
use crate::request::{Prepared, Request};
use crate::response::{Answer, FromAnswer, Response};
use crate::retry;

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

#[cfg(feature = "blocking")]
impl<T: FromAnswer> Send<T> {
    /// Waits for the answer on this thread; not inside an async runtime.
    ///
    /// # Errors
    /// Those of the call, and [`is_config`](Error::is_config) inside an async runtime.
    pub fn wait(self) -> Result<Response<T>, Error> {
        crate::blocking::block_on(self)
    }
}

impl<T: FromAnswer> Future for Send<T> {
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

/// The call of a request. It is not generic: what differs between operations is data.
pub(crate) fn start(request: Request) -> Call {
    let operation = request.operation;
    // Names alone: paths with their ids, headers and bodies stay out.
    let span = tracing::debug_span!(
        "call",
        service = request.service().name,
        operation = operation.name,
        method = operation.method,
        path = operation.path,
    );
    let call = async move { call(&request).await.map_err(|error| error.in_operation(operation.name)) };
    Box::pin(call.instrument(span))
}

async fn call(request: &Request) -> Result<Answer, Error> {
    let (config, limit) = (request.config(), request.timeouts().operation);
    let deadline = config.clock().monotonic().saturating_add(limit);
    // The attempts keep to the deadline by themselves, so most calls need one timer.
    let prepared = match within(config.clock(), limit, pin!(scope::prepare(request))).await {
        Some(prepared) => prepared?,
        None => return Err(Error::timeout(format!("no project id within {limit:?}"))),
    };
    // In a box of its own, because the whole is moved before it is polled first.
    Box::pin(repeat(request, prepared, deadline)).await
}

/// What `future` makes within `limit`. It is pinned where it stands: futures are large, and taking it over
/// would copy it.
async fn within<T>(
    clock: &dyn Clock,
    limit: Duration,
    mut future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    let mut sleep = None;
    poll_fn(move |context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        // Made only now: what is ready at once needs no timer.
        sleep.get_or_insert_with(|| clock.sleep(limit)).as_mut().poll(context).map(|()| None)
    })
    .await
}

async fn repeat(request: &Request, prepared: Prepared, deadline: Duration) -> Result<Answer, Error> {
    let config = request.config();
    let limit = request.timeouts().attempt;
    let surroundings = retry::Surroundings {
        clock: config.clock(),
        random: &|| config.random(),
        budget: config.budget(),
        deadline: Some(deadline),
    };
    let (received, attempts) = retry::run(request.retry(), prepared.safety, &surroundings, |attempt| {
        let limit = attempt.remaining.map_or(limit, |left| left.min(limit));
        attempt::attempt(config, &prepared, attempt.number, limit)
            .instrument(tracing::debug_span!("attempt", number = attempt.number))
    })
    .await?;
    Ok(Answer {
        operation: request.operation.name,
        request_line: prepared.request.line(),
        received,
        attempts,
        keep_raw_body: request.keeps_raw_body(),
    })
}
