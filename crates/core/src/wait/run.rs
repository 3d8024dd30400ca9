//! The polls of a wait. Not generic: what the last answer is, the caller of this decodes.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use huaweicloud_types::Value;

use super::progress::Progress;
use super::state::{self, State};
use super::waiter::Waiter;
use crate::error::Error;
use crate::request::Request;
use crate::response::Answer;
use crate::{retry, send};

/// How many times the first interval the longest one is.
const MOST_INTERVALS: u32 = 4;

/// What part of an interval chance may take off: one in so many.
const JITTER: u32 = 4;

/// The longest time that `Retry-After` can ask for.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long before the deadline the last poll begins at the latest.
const LAST_POLL: Duration = Duration::from_secs(1);

/// A wait that has not begun.
pub(super) struct Plan {
    request: Request,
    waiter: &'static Waiter,
    /// Whether it is a success that there is nothing.
    gone: bool,
    pub(super) deadline: Duration,
    pub(super) interval: Duration,
    pub(super) tell: Box<dyn FnMut(&Progress) + Send>,
}

/// What a poll comes to.
enum Found {
    /// The wait is over.
    End(Result<Answer, Error>),
    /// It goes on, at the earliest after the time that the service asks for.
    NotYet(Option<Duration>),
}

impl Plan {
    pub(super) fn new(request: Request, waiter: &'static Waiter) -> Self {
        let (deadline, interval) = (waiter.deadline, waiter.interval);
        Self { request, waiter, gone: false, deadline, interval, tell: Box::new(|_| {}) }
    }

    pub(super) fn until_gone(self) -> Self {
        Self { gone: true, ..self }
    }

    pub(super) fn show(&self, debug: &mut fmt::DebugStruct<'_, '_>) {
        debug
            .field("until", &self.waiter.name)
            .field("deadline", &self.deadline)
            .field("interval", &self.interval)
            .field("request", &self.request);
    }

    /// Polls until the wait is over. An error has the progress.
    pub(super) async fn run(self: Box<Self>) -> Result<Answer, Error> {
        let operation = self.request.operation.name;
        let mut progress = Progress::new(self.waiter.name);
        match self.polls(&mut progress).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(error.in_operation(operation).with_progress(progress)),
        }
    }

    async fn polls(self: Box<Self>, progress: &mut Progress) -> Result<Answer, Error> {
        self.check()?;
        let Self { request, waiter, gone, deadline, mut interval, mut tell } = *self;
        let (config, longest) = (request.config().clone(), interval.saturating_mul(MOST_INTERVALS));
        let time_of_a_poll = request.timeouts().operation;
        let reserve = LAST_POLL.min(deadline / 10);
        let begun = config.clock().monotonic();
        let elapsed = || config.clock().monotonic().saturating_sub(begun);
        let mut last = None;
        loop {
            let left = deadline.saturating_sub(elapsed());
            let poll = send::start(request.clone().with_timeout(time_of_a_poll.min(left)));
            let outcome = poll.await;
            progress.polls = progress.polls.saturating_add(1);
            progress.elapsed = elapsed();
            let found = judge(waiter, gone, outcome, config.time(), progress, &mut last);
            tell(progress);
            let asked = match found {
                Found::End(end) => return end,
                Found::NotYet(asked) => asked.unwrap_or_default().min(PATIENCE),
            };
            let left = deadline.saturating_sub(elapsed());
            if left <= reserve {
                return Err(Error::gave_up(deadline, progress, last.as_ref()));
            }
            let pause = interval.saturating_sub(retry::share(interval / JITTER, config.random()));
            let pause = pause.max(asked).min(left - reserve);
            tracing::debug!(until = waiter.name, polls = progress.polls, ?pause, "not yet");
            config.clock().sleep(pause).await;
            progress.elapsed = elapsed();
            // Pauses may last longer than they were meant to.
            if progress.elapsed >= deadline {
                return Err(Error::gave_up(deadline, progress, last.as_ref()));
            }
            interval = interval.saturating_add(interval / 2).min(longest);
        }
    }

    /// Finds what would make the wait end at once, ask without a pause, or look at the wrong thing.
    fn check(&self) -> Result<(), Error> {
        for (name, time) in [("deadline", self.deadline), ("interval", self.interval)] {
            if time.is_zero() {
                return Err(Error::config(format!(
                    "the {name} of {} is zero: give .{name}(…) some time, or leave it out; \
                     .send() looks once",
                    self.waiter.name
                )));
            }
        }
        let given = |name: &&&str| self.request.query_value(name).is_some_and(|value| !value.is_empty());
        match self.waiter.needs.iter().find(|name| !given(name)) {
            None => Ok(()),
            Some(name) => Err(Error::invalid_request(format!(
                "{} needs the query parameter {name}: without it the answer may show the state of \
                 something else",
                self.waiter.name
            ))),
        }
    }
}

/// Looks at what a poll gave. `last` becomes the answer, where it does not end the wait.
fn judge(
    waiter: &Waiter,
    gone: bool,
    outcome: Result<Answer, Error>,
    now: SystemTime,
    progress: &mut Progress,
    last: &mut Option<Answer>,
) -> Found {
    progress.error = None;
    let answer = match outcome {
        Ok(answer) => answer,
        Err(error) if error.is_retryable() => {
            let asked = error.retry_after();
            progress.error = Some(Arc::new(error));
            return Found::NotYet(asked);
        }
        Err(error) => return Found::End(Err(error)),
    };
    let body = match answer.read::<Value>() {
        Ok(body) => body,
        Err(error) => return Found::End(Err(error)),
    };
    match state::find(&body, waiter.state) {
        State::Is(state) => {
            let among = |states: &[&str]| states.contains(&state.as_str());
            let (succeeded, failed) = (among(waiter.success), among(waiter.failure));
            progress.state = Some(state);
            if succeeded {
                return Found::End(Ok(answer));
            }
            if failed {
                return Found::End(Err(Error::failed_state(progress, &answer)));
            }
        }
        State::Beyond if gone => return Found::End(Ok(answer)),
        State::Beyond | State::Unknown => {}
    }
    let asked = retry::retry_after(answer.received.headers(), now);
    *last = Some(answer);
    Found::NotYet(asked)
}
