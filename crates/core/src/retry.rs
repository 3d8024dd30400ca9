//! Whether a call that failed is made again, and when.

mod after;
mod budget;
mod classify;
mod codes;
mod run;
#[cfg(test)]
mod testing;

use std::time::Duration;

pub(crate) use self::after::retry_after;
pub(crate) use self::budget::Budget;
pub(crate) use self::classify::{CLIENT_TOKEN, Safety, is_retryable};
pub(crate) use self::run::{Surroundings, run};
use crate::error::Error;

/// The longest wait that an answer's `Retry-After` can ask for: what the gateway throttles is counted
/// by the second or the minute.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a call is attempted, and how long it waits in between.
///
/// By default a call is attempted three times in all. It waits before each repeat: a random time
/// between nothing and 200 ms, then between nothing and 400 ms, and so on up to 20 seconds. Where the
/// answer says `Retry-After`, it waits that long and a moment more.
///
/// A call is repeated only where that does no harm:
///
/// | what happened | what is repeated |
/// |---|---|
/// | no connection; 429; a service's code for too many requests | every call: it surely was not carried out |
/// | the connection broke off; the attempt's time ran out; 408, 502, 503, 504; a service's code for "try again later" | GET, HEAD, OPTIONS, PUT, DELETE, and calls with an `X-Client-Token` |
/// | 500 | GET, HEAD, OPTIONS |
/// | anything else | nothing |
///
/// Operations that take an `X-Client-Token` send one of their own where the caller gives none.
///
/// A call returns its error at once where the wait would outlast the operation's time, where
/// `Retry-After` asks for more than a minute (or than [`max_delay`](Self::max_delay), if that is
/// longer), and where too many calls of the configuration failed of late: repeats would keep a service
/// down that is struggling. A DELETE that was carried out although its answer got lost ends as
/// [`is_not_found`](Error::is_not_found) when it is repeated; [`attempts`](Error::attempts) tells.
///
/// ```
/// use std::time::Duration;
/// use huaweicloud_core::Retry;
///
/// let patient = Retry::default().max_attempts(6).base_delay(Duration::from_secs(1));
/// assert_ne!(patient, Retry::off());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a policy does nothing until it is given to a configuration or a call"]
pub struct Retry {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl Default for Retry {
    /// Three attempts, with waits of up to 200 ms and 400 ms between them.
    fn default() -> Self {
        Self { max_attempts: 3, base_delay: Duration::from_millis(200), max_delay: Duration::from_secs(20) }
    }
}

impl Retry {
    /// One attempt, whatever comes of it.
    pub fn off() -> Self {
        Self::default().max_attempts(1)
    }

    /// How many attempts a call has in all, the first one included.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest wait before the first repeat. It doubles with each further one.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before any repeat, but for a `Retry-After`.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Finds what would make every call fail, or repeat without a pause.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Self { max_attempts, base_delay, max_delay } = self;
        if *max_attempts == 0 {
            return Err(Error::config(
                "the retry policy has no attempts, so nothing would be sent: \
                 set .max_attempts(1), or Retry::off(), for calls without repeats",
            ));
        }
        for (name, delay) in [("base_delay", base_delay), ("max_delay", max_delay)] {
            if delay.is_zero() {
                return Err(Error::config(format!(
                    "{name} of the retry policy is zero, so repeats would follow at once: \
                     leave .{name}(…) out, or take Retry::off() for calls without repeats"
                )));
            }
        }
        if base_delay > max_delay {
            return Err(Error::config(format!(
                "base_delay of the retry policy ({base_delay:?}) is longer than max_delay ({max_delay:?}): \
                 raise .max_delay(…) or lower .base_delay(…)"
            )));
        }
        Ok(())
    }

    /// How long to wait after `attempts` attempts, of which the last answer asked to wait `asked`;
    /// `None` where that is longer than anybody wants to wait. `random` is in `[0, 1)`.
    fn delay(&self, attempts: u32, asked: Option<Duration>, random: f64) -> Option<Duration> {
        let Some(asked) = asked else {
            let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
            return Some(share(self.base_delay.saturating_mul(doubled).min(self.max_delay), random));
        };
        // Callers that were turned away together were given the same time to come back at.
        let wait = asked.saturating_add(share(self.base_delay, random));
        (asked <= PATIENCE.max(self.max_delay)).then_some(wait)
    }
}

/// A part of `time`.
pub(crate) fn share(time: Duration, part: f64) -> Duration {
    Duration::try_from_secs_f64(time.as_secs_f64() * part.clamp(0.0, 1.0)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn millis(millis: u64) -> Option<Duration> {
        Some(Duration::from_millis(millis))
    }

    #[test]
    fn policies_that_cannot_work_are_refused_with_a_way_out() {
        let usual = Retry::default();
        for (policy, named, way_out) in [
            (usual.clone().max_attempts(0), "no attempts", ".max_attempts(1)"),
            (usual.clone().base_delay(Duration::ZERO), "base_delay", ".base_delay(…) out"),
            (usual.clone().max_delay(Duration::ZERO), "max_delay", ".max_delay(…) out"),
            (usual.clone().base_delay(21 * SECOND), "21s", "raise .max_delay(…)"),
        ] {
            let error = policy.check().unwrap_err();
            let text = error.to_string();
            assert!(error.is_config() && text.contains(named) && text.contains(way_out), "{text}");
        }
        for policy in [usual.clone(), Retry::off(), usual.base_delay(20 * SECOND)] {
            policy.check().unwrap();
        }
    }

    #[test]
    fn waits_double_up_to_the_longest_and_are_random_throughout() {
        let policy = Retry::default().max_delay(SECOND);
        let longest = |attempts| policy.delay(attempts, None, 1.0);
        assert_eq!([1, 2, 3, 4, 99].map(longest), [200, 400, 800, 1000, 1000].map(millis));
        assert_eq!(policy.delay(2, None, 0.0), millis(0));
        assert_eq!(policy.delay(2, None, 0.25), millis(100));
    }

    #[test]
    fn a_wait_that_is_asked_for_is_the_least() {
        let policy = Retry::default();
        assert_eq!(policy.delay(1, Some(7 * SECOND), 0.0), millis(7_000));
        assert_eq!(policy.delay(3, Some(7 * SECOND), 0.5), millis(7_100));
        assert_eq!(policy.delay(1, Some(Duration::ZERO), 0.5), millis(100));
    }

    #[test]
    fn nobody_waits_longer_than_a_minute_without_having_said_so() {
        let policy = Retry::default();
        assert_eq!(policy.delay(1, Some(60 * SECOND), 0.0), millis(60_000));
        assert_eq!(policy.delay(1, Some(61 * SECOND), 0.0), None);
        assert_eq!(policy.max_delay(300 * SECOND).delay(1, Some(61 * SECOND), 0.0), millis(61_000));
    }

    #[test]
    fn no_number_upsets_the_waits() {
        let endless = Retry::default().base_delay(Duration::MAX).max_delay(Duration::MAX);
        for random in [0.0, 0.5, 1.0, 2.0, -1.0, f64::NAN, f64::INFINITY] {
            for attempts in [0, 1, 33, u32::MAX] {
                for asked in [None, Some(Duration::ZERO), Some(Duration::MAX)] {
                    assert!(endless.delay(attempts, asked, random).is_some());
                }
                assert!(Retry::default().delay(attempts, None, random) <= millis(20_000));
            }
        }
    }
}
