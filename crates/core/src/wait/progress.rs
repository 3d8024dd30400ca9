//! How a wait stands.

use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;

/// How a wait stands after a poll, or stood at its end.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Progress {
    pub(crate) waiter: &'static str,
    pub(crate) state: Option<String>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
    pub(crate) error: Option<Arc<Error>>,
}

impl Progress {
    pub(super) fn new(waiter: &'static str) -> Self {
        Self { waiter, state: None, polls: 0, elapsed: Duration::ZERO, error: None }
    }

    /// Which wait it is: the name of the method, such as `wait_until_available`.
    pub fn waiter(&self) -> &'static str {
        self.waiter
    }

    /// The state seen last; `None` where no answer has shown one.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// How many polls there were.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// How long the wait has lasted.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Why the last poll failed, where the wait goes on all the same.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_deref()
    }
}
