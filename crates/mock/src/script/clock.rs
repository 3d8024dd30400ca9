//! Time in which nobody has to wait.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use huaweicloud_core::{Clock, Sleep};

use crate::TestClock;

/// How long other threads are given to end what a wait is a limit for. No request is waited for, but
/// calls wait for each other, such as for credentials.
const GRACE: Duration = Duration::from_millis(10);

/// How many requests wait for an answer that never comes.
#[derive(Default)]
pub(super) struct Waiting(AtomicUsize);

impl Waiting {
    /// One more, until what is returned is dropped.
    pub fn begin(&self) -> One<'_> {
        self.0.fetch_add(1, Ordering::AcqRel);
        One(self)
    }
}

/// A request that waits.
pub(super) struct One<'a>(&'a Waiting);

impl Drop for One<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A clock that goes on to the end of a wait as soon as nothing else can happen.
pub(super) struct ScriptClock {
    time: TestClock,
    waiting: Arc<Waiting>,
}

impl ScriptClock {
    pub fn new(time: TestClock, waiting: Arc<Waiting>) -> Self {
        Self { time, waiting }
    }
}

impl Clock for ScriptClock {
    fn now(&self) -> SystemTime {
        self.time.now()
    }

    fn monotonic(&self) -> Duration {
        self.time.monotonic()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(Wait {
            end: self.time.elapsed().saturating_add(time),
            begun: None,
            time: self.time.clone(),
            waiting: self.waiting.clone(),
        })
    }
}

struct Wait {
    time: TestClock,
    waiting: Arc<Waiting>,
    end: Duration,
    begun: Option<Instant>,
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let silent = self.waiting.0.load(Ordering::Acquire) > 0;
        let passed = self.time.elapsed() >= self.end;
        let begun = *self.begun.get_or_insert_with(Instant::now);
        if passed || silent || begun.elapsed() >= GRACE {
            self.time.advance_to(self.end);
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::thread::yield_now();
        Poll::Pending
    }
}
