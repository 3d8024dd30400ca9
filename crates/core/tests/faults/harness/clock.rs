//! A clock on which nobody waits between attempts, while timeouts are real.

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use huaweicloud_core::{Clock, Sleep};

/// How the two are told apart: in this suite timeouts are shorter than any wait between attempts, or so
/// long that they never pass.
const WAITS: Range<Duration> = Duration::from_secs(1)..Duration::from_secs(30 * 60);
/// The timeout that never passes.
pub const NEVER: Duration = Duration::from_secs(60 * 60);
/// The longest wait before the first repeat. Half of it is waited, as chance has it here.
pub const BASE_DELAY: Duration = Duration::from_secs(10);

/// The system's clock, which may be off, and whose waits between attempts are over at once.
#[derive(Clone)]
pub struct TestClock(Arc<Inner>);

struct Inner {
    started: Instant,
    /// What it is off by, in seconds.
    off: i64,
    waits: Mutex<Vec<Duration>>,
}

impl TestClock {
    pub fn off_by(seconds: i64) -> Self {
        Self(Arc::new(Inner { started: Instant::now(), off: seconds, waits: Mutex::default() }))
    }

    /// The waits between attempts, in order.
    pub fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap().clone()
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::off_by(0)
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        let off = Duration::from_secs(self.0.off.unsigned_abs());
        if self.0.off < 0 { SystemTime::now() - off } else { SystemTime::now() + off }
    }

    /// Time that passes, with what would have passed in waits.
    fn monotonic(&self) -> Duration {
        self.0.started.elapsed() + self.waits().iter().sum::<Duration>()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        if WAITS.contains(&time) {
            self.0.waits.lock().unwrap().push(time);
            // Not ready at its first poll, as no real wait is: a call can be dropped in it.
            return Box::pin(tokio::task::yield_now());
        }
        Box::pin(tokio::time::sleep(time))
    }
}
