//! What arrived and how it was answered.

use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;

use crate::Request;

/// How many requests are remembered.
const MOST: usize = 1000;
/// How many bytes of their bodies.
const MOST_BYTES: usize = 16 << 20;

/// A request as it arrived, with what became of it.
///
/// It prints as one line: method, target, status (`-` where no answer was begun), operation (`-` where
/// none was found), request id, and the fault where one was applied.
#[derive(Debug, Clone)]
pub struct Received {
    pub(crate) request: Request,
    pub(crate) status: Option<StatusCode>,
    pub(crate) operation: Option<&'static str>,
    pub(crate) request_id: String,
    pub(crate) fault: Option<Arc<str>>,
}

impl Received {
    /// The status of the answer; `None` where a fault let no answer begin.
    pub fn status(&self) -> Option<StatusCode> {
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

    /// The [`Fault`](crate::Fault) that was applied, as it prints.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}

impl Deref for Received {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.request
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.request)?;
        match self.status {
            Some(status) => write!(f, "{}", status.as_u16())?,
            None => f.write_str("-")?,
        }
        write!(f, " {} {}", self.operation.unwrap_or("-"), self.request_id)?;
        self.fault.as_ref().map_or(Ok(()), |fault| write!(f, " (fault: {fault})"))
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
        kept.bytes += request.body().len();
        kept.requests.push_back(request);
        while kept.requests.len() > MOST || kept.bytes > MOST_BYTES {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.body().len();
        }
    }

    pub fn all(&self) -> Vec<Received> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).requests.iter().cloned().collect()
    }
}
