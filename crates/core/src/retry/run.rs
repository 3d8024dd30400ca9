//! The loop. It knows neither network nor clock nor chance: they are handed to it.

use std::future::Future;
use std::time::Duration;

use super::Retry;
use super::budget::{self, Budget, Loan};
use super::classify::{self, Safety};
use crate::clock::Clock;
use crate::error::Error;

/// What surrounds a call.
pub(crate) struct Surroundings<'a> {
    pub(crate) clock: &'a dyn Clock,
    /// Numbers in `[0, 1)`, each as likely as any other.
    pub(crate) random: &'a (dyn Fn() -> f64 + Send + Sync),
    pub(crate) budget: &'a Budget,
    /// When the time of the whole operation is up, by the clock's monotonic time.
    pub(crate) deadline: Option<Duration>,
}

impl Surroundings<'_> {
    /// What is left of the operation's time; `None` where it has no end.
    fn remaining(&self) -> Option<Duration> {
        Some(self.deadline?.saturating_sub(self.clock.monotonic()))
    }
}

/// One of the attempts of a call.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    /// Counted from 1.
    pub(crate) number: u32,
    /// What is left of the operation's time; `None` where it has no end.
    pub(crate) remaining: Option<Duration>,
}

/// Attempts a call until it succeeds or is not to be repeated. The error is that of the last attempt,
/// and knows how many there were.
pub(crate) async fn run<T, F, A>(
    policy: &Retry,
    safety: Safety,
    surroundings: &Surroundings<'_>,
    mut attempt: F,
) -> Result<T, Error>
where
    F: FnMut(Attempt) -> A,
    A: Future<Output = Result<T, Error>>,
{
    let mut number = 1;
    let mut reward = budget::FIRST_SUCCESS;
    loop {
        let error = match attempt(Attempt { number, remaining: surroundings.remaining() }).await {
            Ok(answer) => {
                surroundings.budget.give(reward);
                return Ok(answer);
            }
            Err(error) => error,
        };
        let Some(loan) = before_repeat(policy, safety, surroundings, number, &error).await else {
            return Err(error.with_attempts(number));
        };
        reward = loan.spend();
        number += 1;
    }
}

/// Waits until it is time for a repeat; `None`, and at once, where there is to be none.
async fn before_repeat<'a>(
    policy: &Retry,
    safety: Safety,
    surroundings: &Surroundings<'a>,
    attempts: u32,
    error: &Error,
) -> Option<Loan<'a>> {
    if attempts >= policy.max_attempts || !safety.bears_repeat_after(error) {
        return None;
    }
    let left = surroundings.remaining();
    let delay = policy.delay(attempts, error.retry_after(), (surroundings.random)());
    let Some(delay) = delay.filter(|delay| left.is_none_or(|left| *delay < left)) else {
        tracing::debug!(attempts, "not repeated: the wait would be too long");
        return None;
    };
    let Some(loan) = surroundings.budget.lend(classify::cost(error)) else {
        tracing::debug!(attempts, "not repeated: too many calls failed of late");
        return None;
    };
    // The error's text stays out: it has what the service said, which may be anything.
    let status = error.status().map(|status| status.as_u16());
    tracing::debug!(attempts, status, code = error.code(), ?delay, "failed, to be repeated");
    surroundings.clock.sleep(delay).await;
    // Waits may last longer than they were meant to.
    let late = surroundings.remaining().is_some_and(|remaining| remaining.is_zero());
    (!late).then_some(loan)
}

#[cfg(test)]
mod tests;
