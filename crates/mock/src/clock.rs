//! Time for tests.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use huaweicloud_core::{Clock, Sleep};

/// 2024-06-17T06:53:46Z, at which clocks for tests start.
const START: Duration = Duration::from_secs(1_718_607_226);

/// A clock that stands still until it is told to go on. Whoever waits by it goes on when it has
/// passed the end of the wait. Clones are the same clock.
///
/// Given to a mock and its clients, it lets tokens expire without a wait:
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use huaweicloud_mock::{Mock, TestClock};
///
/// let clock = TestClock::new();
/// let mock = Mock::builder().clock(clock.clone()).start([huaweicloud_vpn::mock::SERVICE]).await?;
/// let vpn = huaweicloud_vpn::Client::new(&mock.config());
/// vpn.list_vpn_users("server").send().await?;
///
/// clock.advance(Duration::from_secs(25 * 60 * 60));
/// vpn.list_vpn_users("server").send().await?;
/// assert!(mock.requests()[1].header("x-sdk-date").unwrap().starts_with("20240618T07"));
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone)]
pub struct TestClock(Arc<Inner>);

struct Inner {
    start: SystemTime,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    elapsed: Duration,
    /// Who waits, by the number of the wait.
    waiting: BTreeMap<u64, Waker>,
    waits: u64,
}

impl TestClock {
    /// A clock that shows 2024-06-17T06:53:46Z.
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + START)
    }

    /// A clock that shows this time.
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Inner { start: time, state: Mutex::default() }))
    }

    /// Goes on by so much, and wakes whoever has waited long enough.
    pub fn advance(&self, time: Duration) {
        self.advance_to(self.elapsed().saturating_add(time));
    }

    /// How far the clock has gone on since it was made.
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Goes on to a point, unless it is past it already.
    pub(crate) fn advance_to(&self, elapsed: Duration) {
        let waiting = {
            let mut state = self.state();
            state.elapsed = state.elapsed.max(elapsed);
            std::mem::take(&mut state.waiting)
        };
        // Those for whom it is too early wait on.
        waiting.into_values().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        self.0.start.checked_add(self.elapsed()).unwrap_or(self.0.start)
    }

    fn monotonic(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let mut state = self.state();
        state.waits += 1;
        let (number, end) = (state.waits, state.elapsed.saturating_add(time));
        Box::pin(Wait { clock: self.clone(), number, end })
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock").field("now", &self.now()).finish_non_exhaustive()
    }
}

struct Wait {
    clock: TestClock,
    number: u64,
    end: Duration,
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.elapsed >= self.end {
            return Poll::Ready(());
        }
        state.waiting.insert(self.number, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.clock.state().waiting.remove(&self.number);
    }
}

/// A clock that several own.
#[derive(Clone)]
pub(crate) struct SharedClock(pub Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.0.sleep(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_end_when_the_clock_has_passed_them() {
        let clock = TestClock::new();
        let mut wait = clock.sleep(Duration::from_secs(2));
        let mut context = Context::from_waker(Waker::noop());
        assert!(wait.as_mut().poll(&mut context).is_pending());
        clock.advance(Duration::from_secs(1));
        assert!(wait.as_mut().poll(&mut context).is_pending());
        assert_eq!(clock.state().waiting.len(), 1);
        clock.advance(Duration::from_secs(1));
        assert!(wait.as_mut().poll(&mut context).is_ready());
        assert!(clock.sleep(Duration::MAX).as_mut().poll(&mut context).is_pending());
        assert!(clock.state().waiting.is_empty());
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + START + Duration::from_secs(2));
    }
}
