//! Calls in progress, in the order of their pages.

use std::collections::VecDeque;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use crate::error::Error;
use crate::response::Answer;
use crate::send::Call;

/// The calls of pages that follow one another. A call is polled only after it was woken, so that many
/// calls cost no more than each alone. Dropping it cancels them.
#[derive(Default)]
pub(super) struct InFlight {
    flights: VecDeque<Flight>,
    task: Arc<Task>,
}

struct Flight {
    cursor: Option<String>,
    progress: Progress,
    signal: Arc<Signal>,
    launched: Duration,
}

enum Progress {
    Calling(Call),
    Landed(Result<Answer, Error>),
}

/// A call that has ended.
pub(super) struct Landed {
    /// Where its page begins, as it was asked for.
    pub(super) cursor: Option<String>,
    /// What [`InFlight::launch`] was given.
    pub(super) launched: Duration,
    pub(super) outcome: Result<Answer, Error>,
}

impl InFlight {
    pub(super) fn len(&self) -> usize {
        self.flights.len()
    }

    /// Adds the call of the page after those that are here. `launched` is kept with it.
    pub(super) fn launch(&mut self, cursor: Option<String>, call: Call, launched: Duration) {
        let signal = Arc::new(Signal { woken: AtomicBool::new(true), task: self.task.clone() });
        self.flights.push_back(Flight { cursor, progress: Progress::Calling(call), signal, launched });
    }

    /// Whether a call was woken since they were polled.
    pub(super) fn woken(&self) -> bool {
        self.task.woken.load(Ordering::Acquire)
    }

    /// Polls the calls that were woken, or never polled. Those after a call that failed are dropped.
    pub(super) fn poll(&mut self, context: &Context<'_>) {
        // In this order: a call that is woken from here on wakes this task again.
        self.task.register(context.waker());
        let mut failed = None;
        for (index, flight) in self.flights.iter_mut().enumerate() {
            let Progress::Calling(call) = &mut flight.progress else { continue };
            if !flight.signal.woken.swap(false, Ordering::AcqRel) {
                continue;
            }
            let waker = Waker::from(flight.signal.clone());
            if let Poll::Ready(outcome) = call.as_mut().poll(&mut Context::from_waker(&waker)) {
                let is_error = outcome.is_err();
                flight.progress = Progress::Landed(outcome);
                if is_error {
                    failed = Some(index);
                    break;
                }
            }
        }
        if let Some(index) = failed {
            self.flights.truncate(index + 1);
        }
    }

    /// How the first call ended, if it has.
    pub(super) fn first(&self) -> Option<&Result<Answer, Error>> {
        match &self.flights.front()?.progress {
            Progress::Calling(_) => None,
            Progress::Landed(outcome) => Some(outcome),
        }
    }

    /// Whether the last call failed, so that none should follow.
    pub(super) fn last_failed(&self) -> bool {
        matches!(self.flights.back(), Some(Flight { progress: Progress::Landed(Err(_)), .. }))
    }

    /// Takes the first call, if it has ended.
    pub(super) fn take_first(&mut self) -> Option<Landed> {
        self.first()?;
        let Flight { cursor, progress, launched, .. } = self.flights.pop_front()?;
        match progress {
            Progress::Landed(outcome) => Some(Landed { cursor, launched, outcome }),
            Progress::Calling(_) => None,
        }
    }

    /// Drops all calls, unless the first is of the page that begins at `cursor`.
    pub(super) fn keep_from(&mut self, cursor: &str) {
        if self.flights.front().is_some_and(|first| first.cursor.as_deref() != Some(cursor)) {
            self.clear();
        }
    }

    pub(super) fn clear(&mut self) {
        self.flights.clear();
    }
}

/// What wakes one call.
struct Signal {
    woken: AtomicBool,
    task: Arc<Task>,
}

/// The task that goes through the list.
#[derive(Default)]
struct Task {
    woken: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Task {
    fn register(&self, waker: &Waker) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
        self.woken.store(false, Ordering::Release);
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.task.woken.store(true, Ordering::Release);
        let waker = mem::take(&mut *self.task.waker.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
