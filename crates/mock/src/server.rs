//! Sockets: HTTP/1.1 on loopback, on a thread of its own.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use huaweicloud_core::Clock;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::error::Error;
use crate::fault::{Break, Effect, Place};
use crate::refusal::Refusal;
use crate::state::State;
use crate::wire::Wire;

/// The longest body that is taken, in bytes. The cloud's gateway takes 12 MB.
const LONGEST_BODY: usize = 12 << 20;
/// The most that is read of a request's line and headers, in bytes.
const LONGEST_HEAD: usize = 64 << 10;
/// How long to wait where the system has no socket to spare.
const PAUSE: Duration = Duration::from_millis(10);

/// Listens on this port of 127.0.0.1.
pub(crate) fn bind(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).map_err(|error| Error::bind(address, error))?;
    listener.set_nonblocking(true).map_err(|error| Error::bind(address, error))?;
    let address = listener.local_addr().map_err(|error| Error::bind(address, error))?;
    Ok((listener, address))
}

/// The thread that serves. Dropped, it is told to end and waited for.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves what connects to `listener` from now on.
    pub fn start(listener: TcpListener, state: Arc<State>, patience: Duration) -> Result<Self, Error> {
        let failed = |error| Error::caused(format!("the mock's thread cannot be set up: {error}"), error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(failed)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("huaweicloud-mock".to_owned())
            .spawn(move || serve(&runtime, listener, state, patience, stopped))
            .map_err(failed)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        let Some(thread) = self.thread.take() else { return };
        // A mock that is dropped by its own log would wait for itself.
        if thread.thread().id() != std::thread::current().id() {
            let _ = thread.join();
        }
    }
}

/// Serves until `stopped`, and then hangs up on everyone.
fn serve(
    runtime: &Runtime,
    listener: tokio::net::TcpListener,
    state: Arc<State>,
    patience: Duration,
    stopped: oneshot::Receiver<()>,
) {
    runtime.spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    tokio::spawn(connection(stream, state.clone(), patience));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    });
    let _ = runtime.block_on(stopped);
}

/// Where an exchange leaves what hyper cannot do for it.
#[derive(Default)]
struct Taken(Mutex<Option<Wire>>);

impl Taken {
    /// Takes the connection away from hyper.
    async fn over(&self, wire: Wire) -> Result<Response<Full<Bytes>>, Infallible> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(wire);
        pending().await
    }

    fn take(&self) -> Option<Wire> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

async fn connection(stream: tokio::net::TcpStream, state: Arc<State>, patience: Duration) {
    let taken = Arc::new(Taken::default());
    let (ours, of_exchanges) = (state.clone(), taken.clone());
    let service = service_fn(move |request| exchange(ours.clone(), of_exchanges.clone(), request, patience));
    let mut served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        // Who has said all still wants to hear the answer.
        .half_close(true)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let wire = poll_fn(|context| match Pin::new(&mut served).poll(context) {
        // Who sends no HTTP has been answered so by hyper, and is no concern of anyone else.
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => taken.take().map_or(Poll::Pending, |wire| Poll::Ready(Some(wire))),
    })
    .await;
    if let Some(wire) = wire {
        let stream = served.into_parts().io.into_inner();
        // Who does not hear it out is no concern either.
        let _ = wire.play(stream, &state.clock).await;
    }
}

async fn exchange(
    state: Arc<State>,
    taken: Arc<Taken>,
    request: Request<Incoming>,
    patience: Duration,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let fault = state.fault(&parts);
    if let Some(due) = &fault {
        match due.effect {
            Effect::Break(Place::Request, Break::Wait(time)) => state.clock.sleep(time).await,
            Effect::Break(Place::Request, _) => {
                state.leave(parts, due);
                return taken.over(Wire::without_answer(due.effect.clone())).await;
            }
            _ => {}
        }
    }
    let is_head = parts.method == Method::HEAD;
    let body = whole(body, patience).await.map_err(Refusal::hanging_up);
    let came = state.clock.monotonic();
    let response = state.respond(parts, body, fault.as_ref());
    if let Some(due) = &fault {
        match due.effect {
            Effect::Break(Place::Request, _) => {}
            Effect::Break(Place::Answer, Break::Wait(time)) => {
                // What is waited for is the answer, however long it took to make.
                let taken = state.clock.monotonic().saturating_sub(came);
                state.clock.sleep(time.saturating_sub(taken)).await;
            }
            _ if due.effect.is_below_http(&response) => {
                return taken.over(Wire::new(due.effect.clone(), response, is_head)).await;
            }
            _ => {}
        }
    }
    Ok(response.map(Full::new))
}

async fn whole(body: Incoming, patience: Duration) -> Result<Bytes, Refusal> {
    // A body that is announced too long is not waited for.
    if body.size_hint().lower() > LONGEST_BODY as u64 {
        return Err(too_long());
    }
    match tokio::time::timeout(patience, Limited::new(body, LONGEST_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_long()),
        Ok(Err(error)) => Err(Refusal::bad_request(format!("the body did not come whole: {error}"))),
        Err(_) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the body: expected it within {patience:?}, it did not come whole"),
        )),
    }
}

fn too_long() -> Refusal {
    let message = format!("the body: expected at most {LONGEST_BODY} bytes, more came");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
}
