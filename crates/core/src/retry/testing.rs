//! Faults to provoke, and a clock that nobody has to wait for.

use std::future;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::decode_slice;

use crate::clock::{Clock, Sleep};
use crate::error::Error;
use crate::transport::TransportErrorKind;

pub(super) fn connect() -> Error {
    broken(TransportErrorKind::Connect)
}

pub(super) fn connect_timeout() -> Error {
    broken(TransportErrorKind::ConnectTimeout)
}

pub(super) fn interrupted() -> Error {
    broken(TransportErrorKind::Interrupted)
}

pub(super) fn unreadable() -> Error {
    broken(TransportErrorKind::Unreadable)
}

pub(super) fn unusable() -> Error {
    broken(TransportErrorKind::Unusable)
}

fn broken(kind: TransportErrorKind) -> Error {
    Error::transport("vpn.example.com", kind, "a cause".into())
}

/// The attempt's time ran out.
pub(super) fn timeout() -> Error {
    Error::timeout("vpn.example.com")
}

/// An answer with this status, and this error code where it is not empty.
pub(super) fn answer(status: u16, code: &str) -> Error {
    let body = if code.is_empty() { String::new() } else { format!(r#"{{"error_code":"{code}"}}"#) };
    let status = StatusCode::from_u16(status).unwrap();
    Error::status_error(status, &HeaderMap::new(), Bytes::from(body))
}

/// A 429 that asks to wait.
pub(super) fn throttled(seconds: u64) -> Error {
    answer(429, "").with_retry_after(Some(Duration::from_secs(seconds)))
}

/// A success that is not what it should be.
pub(super) fn undecoded() -> Error {
    let cause = decode_slice::<String>(b"{").unwrap_err();
    Error::decode(StatusCode::OK, &HeaderMap::new(), Bytes::from_static(b"{"), cause)
}

/// A clock on which time passes only by waiting and by [`pass`](Self::pass).
#[derive(Default)]
pub(super) struct FakeClock {
    time: Mutex<Duration>,
    sleeps: Mutex<Vec<Duration>>,
    late_by: Duration,
    stuck: bool,
}

impl FakeClock {
    /// A clock whose waits last so much longer than they were meant to.
    pub(super) fn late_by(time: Duration) -> Self {
        Self { late_by: time, ..Self::default() }
    }

    /// A clock whose waits have no end.
    pub(super) fn stuck() -> Self {
        Self { stuck: true, ..Self::default() }
    }

    pub(super) fn pass(&self, time: Duration) {
        *self.time.lock().unwrap() += time;
    }

    pub(super) fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().unwrap().clone()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        *self.time.lock().unwrap()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.sleeps.lock().unwrap().push(time);
        if self.stuck {
            return Box::pin(future::pending());
        }
        self.pass(time + self.late_by);
        Box::pin(future::ready(()))
    }
}

/// Numbers that look random and are the same for the same seed (xorshift64*).
pub(super) struct Seeded(Mutex<u64>);

impl Seeded {
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1))
    }

    pub(super) fn below(&self, limit: u64) -> u64 {
        (self.unit() * limit as f64) as u64
    }

    /// In `[0, 1)`.
    pub(super) fn unit(&self) -> f64 {
        let mut state = self.0.lock().unwrap();
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
}
