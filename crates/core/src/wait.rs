//! Waits: an operation is called again and again, until its answer shows what is waited for.

mod progress;
mod run;
mod state;
mod waiter;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

pub use self::progress::Progress;
use self::run::Plan;
pub use self::waiter::Waiter;
use crate::error::Error;
use crate::request::Request;
use crate::response::{Answer, FromAnswer, Response};
use crate::send::Call;

/// A wait as a future: until a resource has come to a state, which gives its last answer, or until it
/// is gone, which gives `()`. The `wait_until_…` methods of requests make it.
///
/// The first poll is made at once, the next one after [`interval`](Self::interval), and each further
/// one half as long again after the one before, up to four times the interval; an answer's
/// `Retry-After` of up to a minute is heeded. Each of these times is shortened by up to a quarter, at
/// random, so that waits which began together do not ask together.
///
/// A poll is a call like any other: the options of the request (`with_…`) hold for each, `with_timeout`
/// is the time of one poll, and a poll that fails is repeated as the configuration says. Where it fails
/// all the same, and later may not ([`is_retryable`](Error::is_retryable)), the wait goes on; any other
/// error ends it. So does a state from which nothing is to be waited for
/// ([`is_failed_state`](Error::is_failed_state)), and the [`deadline`](Self::deadline)
/// ([`is_timeout`](Error::is_timeout)). Every error of a wait has its [`progress`](Error::progress).
///
/// Dropping it ends the wait: nothing goes on in the background.
///
/// ```
/// use std::time::Duration;
/// use huaweicloud_core::{Error, Response, Wait};
///
/// /// `wait` is what a `wait_until_…()` of an operation's builder gives.
/// async fn patiently<T>(wait: Wait<Response<T>>) -> Result<Response<T>, Error> {
///     wait.deadline(Duration::from_secs(120))
///         .on_progress(|progress| eprintln!("{:?} after {:?}", progress.state(), progress.elapsed()))
///         .await
/// }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<T> {
    stage: Stage,
    /// Makes the result of what ended the polls. A function, because only this depends on the type.
    read: fn(Result<Answer, Error>) -> Result<T, Error>,
}

enum Stage {
    Planned(Box<Plan>),
    UnderWay(Call),
    Over,
}

impl<T: FromAnswer> Wait<Response<T>> {
    /// Waits until an answer to the request shows a state of success; generated code does this.
    pub fn new(request: Request, waiter: &'static Waiter) -> Self {
        Self::of(Plan::new(request, waiter), |ended| ended?.decode())
    }
}

impl Wait<()> {
    /// Waits until there is nothing to answer to the request: until the answer is 404, or has nothing
    /// at the place of a list where the state would be, or shows a state of success; generated code
    /// does this. What never was is gone too.
    pub fn new(request: Request, waiter: &'static Waiter) -> Self {
        Self::of(Plan::new(request, waiter).until_gone(), |ended| match ended {
            Err(error) if error.says_gone() => Ok(()),
            ended => ended.map(drop),
        })
    }
}

impl<T> Wait<T> {
    fn of(plan: Plan, read: fn(Result<Answer, Error>) -> Result<T, Error>) -> Self {
        Self { stage: Stage::Planned(Box::new(plan)), read }
    }

    /// Gives up after this time, in place of the one that the operation's documentation names. The wait
    /// neither sleeps nor has a poll under way beyond it; the last poll begins shortly before.
    pub fn deadline(self, time: Duration) -> Self {
        self.planned(|plan| plan.deadline = time)
    }

    /// Waits so long between the first two polls, in place of the time that fits most resources.
    pub fn interval(self, time: Duration) -> Self {
        self.planned(|plan| plan.interval = time)
    }

    /// Tells how the wait stands after each poll, the last one included.
    pub fn on_progress(self, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.planned(|plan| plan.tell = Box::new(tell))
    }

    /// Waits on this thread; not inside an async runtime.
    ///
    /// # Errors
    /// Those of the wait, and [`is_config`](Error::is_config) inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(self) -> Result<T, Error> {
        crate::blocking::block_on(self)
    }

    /// What is under way is not changed any more.
    fn planned(mut self, change: impl FnOnce(&mut Plan)) -> Self {
        if let Stage::Planned(plan) = &mut self.stage {
            change(plan);
        }
        self
    }
}

impl<T> Future for Wait<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Planned(plan) => Stage::UnderWay(Box::pin(plan.run())),
            stage => stage,
        };
        let Stage::UnderWay(polls) = &mut self.stage else { return Poll::Pending };
        let ended = ready!(polls.as_mut().poll(context));
        self.stage = Stage::Over;
        Poll::Ready((self.read)(ended))
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Wait");
        if let Stage::Planned(plan) = &self.stage {
            plan.show(&mut debug);
        }
        debug.finish_non_exhaustive()
    }
}
