//! Errors of waits.

use std::sync::Arc;
use std::time::Duration;

use super::{Error, Kind, body, one_line};
use crate::response::Answer;
use crate::wait::Progress;

/// The longest state, in characters, that a message shows.
const STATE_LENGTH: usize = 100;

/// What the codes of the gateways begin with. Their 404 says that there is no such API.
const GATEWAYS: [&str; 2] = ["APIG.", "APIGW."];

impl Error {
    /// A resource in a state from which nothing is to be waited for.
    pub(crate) fn failed_state(progress: &Progress, answer: &Answer) -> Self {
        let text = format!(
            "{} is in vain in the state {} ({}): read the answer with body_as(), which often says \
             what went wrong",
            progress.waiter(),
            shown(progress),
            spent(progress),
        );
        Self::new(Kind::Wait { timeout: false }, text).with_last_answer(answer)
    }

    /// A wait whose time is up.
    pub(crate) fn gave_up(deadline: Duration, progress: &Progress, last: Option<&Answer>) -> Self {
        let failed = progress.error().map(|error| match error.status() {
            Some(status) => format!("; the last poll failed with {}", status.as_u16()),
            None => "; the last poll got no answer".to_owned(),
        });
        let text = format!(
            "{} gave up after {deadline:?} in the state {} ({}{}): look again, or wait longer with \
             .deadline(…)",
            progress.waiter(),
            shown(progress),
            spent(progress),
            failed.unwrap_or_default(),
        );
        let mut error = Self::new(Kind::Wait { timeout: true }, text);
        if let Some(answer) = last {
            error = error.with_last_answer(answer);
        }
        if let Some(cause) = &progress.error {
            error.0.source = Some(Arc::clone(cause) as _);
        }
        error
    }

    fn with_last_answer(self, answer: &Answer) -> Self {
        let (received, body) = (&answer.received, answer.received.body());
        let mut error = self
            .with_answer(received.status(), received.headers(), body.clone())
            .with_request_line(&answer.request_line)
            .with_attempts(answer.attempts);
        error.0.request_id = error.0.request_id.or_else(|| body::read(body).request_id);
        error
    }

    pub(crate) fn with_progress(mut self, progress: Progress) -> Self {
        self.0.progress = Some(progress);
        self
    }

    /// How the wait stood that this error ended; `None` for an error of anything else.
    ///
    /// ```
    /// fn state(error: &huaweicloud_core::Error) -> Option<&str> {
    ///     error.progress()?.state()
    /// }
    /// ```
    pub fn progress(&self) -> Option<&Progress> {
        self.0.progress.as_ref()
    }

    /// Whether the service itself says of the call's own resource that it is not there: neither a gateway
    /// that knows no such API, nor who was asked for credentials or a project.
    pub(crate) fn says_gone(&self) -> bool {
        let by_gateway = self.code().is_some_and(|code| GATEWAYS.iter().any(|it| code.starts_with(it)));
        self.is_not_found() && self.0.purpose.is_none() && !by_gateway
    }
}

fn shown(progress: &Progress) -> String {
    match progress.state() {
        Some(state) => {
            let state: String = one_line(state).chars().take(STATE_LENGTH).collect();
            format!("\"{state}\"")
        }
        None => "that no answer showed".to_owned(),
    }
}

fn spent(progress: &Progress) -> String {
    let millis = u64::try_from(progress.elapsed().as_millis()).unwrap_or(u64::MAX);
    let polls =
        if progress.polls() == 1 { "1 poll".to_owned() } else { format!("{} polls", progress.polls()) };
    format!("{polls} in {:?}", Duration::from_millis(millis))
}
