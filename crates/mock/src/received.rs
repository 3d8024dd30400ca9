//! What arrived and how it was answered.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

/// How many requests are remembered.
const MOST: usize = 1000;
/// How many bytes of their bodies.
const MOST_BYTES: usize = 16 << 20;

/// A request as it arrived, with what became of it.
///
/// It prints as one line: method, target, status, operation (`-` where none was found) and request id.
#[derive(Debug, Clone)]
pub struct Received {
    pub(crate) method: Method,
    pub(crate) target: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) status: StatusCode,
    pub(crate) operation: Option<&'static str>,
    pub(crate) request_id: String,
}

impl Received {
    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Path and query as they were sent, percent-encoded.
    pub fn target(&self) -> &str {
        self.target.path_and_query().map_or("", |target| target.as_str())
    }

    /// The headers. `Debug` hides those that prove who is calling.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty where there was none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The operation that was called, such as `ListVpnUsers`.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The request id that the answer carried.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, target, status) = (self.method(), self.target(), self.status.as_u16());
        write!(f, "{method} {target} {status} {} {}", self.operation.unwrap_or("-"), self.request_id)
    }
}

/// The latest requests.
#[derive(Default)]
pub(crate) struct Requests(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    requests: VecDeque<Received>,
    bytes: usize,
}

impl Requests {
    pub fn push(&self, request: Received) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += request.body.len();
        kept.requests.push_back(request);
        while kept.requests.len() > MOST || kept.bytes > MOST_BYTES {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.body.len();
        }
    }

    pub fn all(&self) -> Vec<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).requests.iter().cloned().collect()
    }
}
