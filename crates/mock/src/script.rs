//! A transport that answers as a test says.

mod clock;

use std::collections::VecDeque;
use std::fmt;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Uri;
use huaweicloud_core::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse,
};
use huaweicloud_core::{Config, ConfigBuilder, Credentials, Retry};

use self::clock::{ScriptClock, Waiting};
use crate::{Error, Reply, Request, TestClock, chance};

/// How many requests are remembered.
const MOST: usize = 1000;

/// Answers in the order in which a test gives them, in place of the network: no socket is opened, no
/// thread started, and no async runtime needed. Clones are the same script.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_mock::{Reply, Script, TransportErrorKind};
/// use serde_json::json;
///
/// let script = Script::new()
///     .answer(json!({ "users": [{ "name": "ann" }] }))
///     .answer(Reply::error(404, "VPN.0001", "no such server"))
///     .fails(TransportErrorKind::Connect);
/// let vpn = huaweicloud_vpn::Client::new(&script.config());
///
/// assert_eq!(vpn.list_vpn_users("s1").limit(10).send().await?.users[0].name.as_deref(), Some("ann"));
/// assert!(vpn.list_vpn_users("s2").send().await.is_err_and(|error| error.is_not_found()));
/// assert!(vpn.list_vpn_users("s3").send().await.is_err_and(|error| error.is_connect()));
///
/// let asked = script.requests();
/// assert!(asked[0].path().ends_with("/vpn-servers/s1/users"));
/// assert_eq!(asked[0].query("limit"), Some("10"));
/// script.finish()?;
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone, Default)]
pub struct Script(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    clock: TestClock,
    waiting: Arc<Waiting>,
}

#[derive(Default)]
struct State {
    steps: VecDeque<Step>,
    /// What holds for the request of the next step to be written.
    checks: Vec<Check>,
    always: Option<Reply>,
    requests: VecDeque<Request>,
    /// How many requests came.
    came: usize,
    /// What went otherwise than written.
    surprises: Vec<String>,
}

type Check = Box<dyn FnOnce(&Request) + Send>;

struct Step {
    checks: Vec<Check>,
    outcome: Outcome,
}

enum Outcome {
    Answer(Reply),
    Failure(TransportErrorKind),
    Silence,
}

impl Script {
    /// A script without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next request is answered so. JSON is a success with that body.
    pub fn answer(self, reply: impl Into<Reply>) -> Self {
        self.step(Outcome::Answer(reply.into()))
    }

    /// The next request gets no answer, for this reason.
    pub fn fails(self, kind: TransportErrorKind) -> Self {
        self.step(Outcome::Failure(kind))
    }

    /// The next request is never answered. With the script's own [`config`](Self::config) the call's
    /// time is up at once.
    pub fn waits(self) -> Self {
        self.step(Outcome::Silence)
    }

    /// Holds the request of the next step against a closure, which panics where it is not as expected.
    /// [`finish`](Self::finish) tells too, for calls in tasks that nobody waits for.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use huaweicloud_mock::Script;
    ///
    /// let script = Script::new()
    ///     .expect(|request| assert_eq!(request.query("limit"), Some("10")))
    ///     .answer(r#"{"users": []}"#);
    /// let vpn = huaweicloud_vpn::Client::new(&script.config());
    /// vpn.list_vpn_users("s1").limit(10).send().await?;
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn expect(self, check: impl FnOnce(&Request) + Send + 'static) -> Self {
        self.state().checks.push(Box::new(check));
        self
    }

    /// Every request after the last step is answered so.
    pub fn always(self, reply: impl Into<Reply>) -> Self {
        self.state().always = Some(reply.into());
        self
    }

    fn step(self, outcome: Outcome) -> Self {
        {
            let mut state = self.state();
            let checks = std::mem::take(&mut state.checks);
            state.steps.push_back(Step { checks, outcome });
        }
        self
    }

    /// A configuration whose clients are answered by this script.
    ///
    /// Calls have one attempt each, so that answers and calls correspond, and no wait takes time.
    pub fn config(&self) -> Config {
        // Nothing of it is a caller's, so nothing of it can be wrong.
        self.config_builder().build().expect("the script's own settings suffice")
    }

    /// The same to be changed, such as to have failed calls repeated: `.retry(Retry::default())`.
    pub fn config_builder(&self) -> ConfigBuilder {
        Config::builder()
            .endpoint("https://script.example")
            .region(crate::REGION)
            .credentials(Credentials::access_key(crate::ACCESS_KEY, crate::SECRET_KEY))
            .project_id(crate::PROJECT_ID)
            .domain_id(crate::DOMAIN_ID)
            .retry(Retry::off())
            .random(chance::numbers())
            .clock(ScriptClock::new(self.0.clock.clone(), self.0.waiting.clone()))
            .transport(self.clone())
    }

    /// The clock of the script's configurations. It goes on by what calls wait, and by what a test
    /// says.
    pub fn clock(&self) -> TestClock {
        self.0.clock.clone()
    }

    /// The requests so far; the latest 1,000 of more.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.iter().cloned().collect()
    }

    /// Whether all went as written.
    ///
    /// # Errors
    /// Says which requests found no answer or were not as expected, and how many answers nobody asked
    /// for.
    pub fn finish(&self) -> Result<(), Error> {
        let state = self.state();
        let mut wrong = state.surprises.clone();
        match (state.steps.len(), state.came) {
            (0, _) => {}
            (left, 0) => wrong.push(format!("{} and no request came", left_over(left))),
            (left, _) => {
                let asked: Vec<String> = state.requests.iter().map(Request::to_string).collect();
                wrong.push(format!("{} after {}", left_over(left), asked.join(", ")));
            }
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(Error::new(format!("the script did not end as written: {}", wrong.join("; ")))),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn play(&self, sent: TransportRequest) -> Result<TransportResponse, TransportError> {
        match self.outcome(&sent)? {
            Outcome::Answer(reply) => answered(&reply, sent.response_limit()),
            Outcome::Failure(kind) => Err(TransportError::new(kind, told(kind))),
            Outcome::Silence => {
                let _waiting = self.0.waiting.begin();
                pending().await
            }
        }
    }

    fn outcome(&self, sent: &TransportRequest) -> Result<Outcome, TransportError> {
        let uri: Uri = sent.url().parse().map_err(|error| unusable(format!("{}: {error}", sent.url())))?;
        let body = sent.body().cloned().unwrap_or_default();
        let request = Request::new(sent.method().clone(), uri, sent.headers().clone(), body);
        let (step, number) = {
            let mut state = self.state();
            state.requests.push_back(request.clone());
            if state.requests.len() > MOST {
                state.requests.pop_front();
            }
            state.came += 1;
            let number = state.came;
            let rest = state.always.clone();
            let rest = rest.map(|reply| Step { checks: Vec::new(), outcome: Outcome::Answer(reply) });
            let step = state.steps.pop_front().or(rest).ok_or_else(|| {
                let surprise = format!("request {number} found no answer: {request}");
                state.surprises.push(surprise);
                unusable(format!("the script has no answer for request {number}, {request}: add .answer(…)"))
            });
            (step?, number)
        };
        for check in step.checks {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&request))) {
                let surprise = format!("request {number} was not as expected: {request}");
                self.state().surprises.push(surprise);
                resume_unwind(panic);
            }
        }
        Ok(step.outcome)
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(self.play(request))
    }
}

impl<R: Into<Reply>> FromIterator<R> for Script {
    fn from_iter<I: IntoIterator<Item = R>>(replies: I) -> Self {
        replies.into_iter().fold(Self::new(), Self::answer)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Script")
            .field("requests", &state.requests.len())
            .field("answers_left", &state.steps.len())
            .finish_non_exhaustive()
    }
}

fn answered(reply: &Reply, limit: usize) -> Result<TransportResponse, TransportError> {
    reply.check().map_err(unusable)?;
    let response = reply.response();
    if response.body().len() > limit {
        let text = format!("its body is longer than the {limit} bytes that are received");
        return Err(TransportError::new(TransportErrorKind::Unreadable, text));
    }
    Ok(response)
}

fn unusable(text: String) -> TransportError {
    TransportError::new(TransportErrorKind::Unusable, text)
}

fn told(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connection refused, says the script",
        TransportErrorKind::ConnectTimeout => "no connection in time, says the script",
        TransportErrorKind::Interrupted => "connection reset, says the script",
        TransportErrorKind::Unreadable => "no answer that can be read, says the script",
        _ => "failed, says the script",
    }
}

fn left_over(count: usize) -> String {
    match count {
        1 => "1 answer is left over".to_owned(),
        count => format!("{count} answers are left over"),
    }
}
