//! What generated crates say of a wait.

use std::time::Duration;

/// What is waited for: where an answer has the resource's state, and which states end the wait.
#[derive(Debug)]
pub struct Waiter {
    pub(super) name: &'static str,
    pub(super) state: &'static str,
    pub(super) success: &'static [&'static str],
    pub(super) failure: &'static [&'static str],
    pub(super) needs: &'static [&'static str],
    pub(super) interval: Duration,
    pub(super) deadline: Duration,
}

impl Waiter {
    /// A waiter by the name of its method. `state` is a JSON pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) into the answer; every state that is neither
    /// among `success` nor among `failure`, and none at all, is one to go on at.
    ///
    /// It waits 2 seconds between the first two polls, and 10 minutes in all.
    pub const fn new(
        name: &'static str,
        state: &'static str,
        success: &'static [&'static str],
        failure: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            state,
            success,
            failure,
            needs: &[],
            interval: Duration::from_secs(2),
            deadline: Duration::from_secs(600),
        }
    }

    /// Query parameters without which an answer may show another resource's state.
    pub const fn needs(self, parameters: &'static [&'static str]) -> Self {
        Self { needs: parameters, ..self }
    }

    /// Waits so many seconds between the first two polls.
    pub const fn interval(self, seconds: u64) -> Self {
        Self { interval: Duration::from_secs(seconds), ..self }
    }

    /// Waits so many seconds in all.
    pub const fn deadline(self, seconds: u64) -> Self {
        Self { deadline: Duration::from_secs(seconds), ..self }
    }
}
