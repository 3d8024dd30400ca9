//! What a server does with a connection, step by step.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::TlsAcceptor;

use super::http2::Frames;
use crate::service::Arrived;

/// The steps of one connection, in order. Read aloud it says what the server does:
/// `accepts().reads().sends("HTTP/1.1 200 OK\r\n").resets()`.
#[derive(Clone)]
pub struct Script {
    pub(super) steps: Vec<Step>,
    /// Whether requests get as far as to be read.
    pub(super) counts: bool,
}

#[derive(Clone)]
pub(super) enum Step {
    Read,
    ReadHead,
    Overhear(usize),
    Send(Vec<u8>),
    Drip(Vec<u8>, Duration),
    Pour(Vec<u8>),
    Wait(Duration),
    Hold,
    Reset,
    Serve(Service, Duration),
    StartTls(TlsAcceptor),
    Http2(Frames),
}

/// What a server that lives on answers to each request: bytes as they go out.
pub(super) type Service = Arc<dyn Fn(&Arrived) -> Vec<u8> + Send + Sync>;

/// The server takes the connection. After the last step it closes its side and waits until the caller
/// closes the other.
pub fn accepts() -> Script {
    Script { steps: Vec::new(), counts: false }
}

impl Script {
    fn with(mut self, step: Step) -> Self {
        self.counts |= matches!(step, Step::Read | Step::Serve(..) | Step::Http2(_));
        self.steps.push(step);
        self
    }

    /// Reads a whole request, which is counted.
    pub fn reads(self) -> Self {
        self.with(Step::Read)
    }

    /// Reads the head of a request, and for now nothing of its body.
    pub fn reads_head(self) -> Self {
        self.with(Step::ReadHead)
    }

    /// Reads so many bytes and thinks nothing of them.
    pub fn overhears(self, bytes: usize) -> Self {
        self.with(Step::Overhear(bytes))
    }

    pub fn sends(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.with(Step::Send(bytes.into()))
    }

    /// Sends byte by byte, with a pause before each.
    pub fn drips(self, bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        self.with(Step::Drip(bytes.into(), pause))
    }

    /// Sends the same again and again, until the caller hangs up.
    pub fn pours(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.with(Step::Pour(bytes.into()))
    }

    /// Says nothing for a while.
    pub fn waits(self, millis: u64) -> Self {
        self.with(Step::Wait(Duration::from_millis(millis)))
    }

    /// Says nothing until the caller hangs up.
    pub fn holds(self) -> Self {
        self.with(Step::Hold)
    }

    /// Ends the connection with a reset, after a moment in which what was sent arrives.
    pub fn resets(self) -> Self {
        self.waits(20).with(Step::Reset)
    }

    /// Answers one request after the other, until the caller hangs up.
    pub fn serves<B: Into<Vec<u8>>>(
        self,
        service: impl Fn(&Arrived) -> B + std::marker::Send + Sync + 'static,
    ) -> Self {
        self.serves_slowly(Duration::ZERO, service)
    }

    /// Answers one request after the other, a few bytes at a time with a pause before each.
    pub fn serves_slowly<B: Into<Vec<u8>>>(
        self,
        pause: Duration,
        service: impl Fn(&Arrived) -> B + std::marker::Send + Sync + 'static,
    ) -> Self {
        self.with(Step::Serve(Arc::new(move |arrived| service(arrived).into()), pause))
    }

    /// Goes on in TLS.
    pub fn starts_tls(self, acceptor: TlsAcceptor) -> Self {
        self.with(Step::StartTls(acceptor))
    }

    /// Goes on in HTTP/2, answering requests as they come.
    pub fn speaks_http2(self, frames: Frames) -> Self {
        self.with(Step::Http2(frames))
    }

    /// No request gets as far as to be read: the caller does not send it.
    pub fn unread(self) -> Self {
        Self { counts: false, ..self }
    }
}
