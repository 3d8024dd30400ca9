//! Credentials that are kept while they hold, and renewed before they do not.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::{Credentials, CredentialsProvider, ProviderContext};
use crate::config::Config;
use crate::error::Error;

/// How long before they expire credentials are renewed at the latest; at the earliest, twice as long.
/// The metadata service has others 10 minutes before.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// The same for short-lived credentials, as a divisor of their lifetime.
const SHORT_LIVED: u32 = 4;
/// How long a renewal that failed, or is under way, is not tried again while the old credentials hold.
const PAUSE: Duration = Duration::from_secs(30);

/// The credentials of a configuration.
pub(crate) struct Cache {
    provider: Arc<dyn CredentialsProvider>,
    held: RwLock<Option<Arc<Held>>>,
    /// Held by the one caller who asks the provider, and not by a task: where that caller gives up,
    /// the next takes over. Says how asking ended last, where it ended badly.
    asking: Mutex<Option<Error>>,
    /// How often the provider was asked.
    asked: AtomicU64,
}

/// Credentials as they were provided.
pub(crate) struct Held {
    pub(crate) credentials: Credentials,
    /// When to renew them; never, where they do not expire.
    renew_at: Option<SystemTime>,
}

impl Cache {
    pub(crate) fn new(provider: Arc<dyn CredentialsProvider>) -> Self {
        Self { provider, held: RwLock::default(), asking: Mutex::default(), asked: AtomicU64::new(0) }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        self.provider.check()
    }

    /// Credentials that hold. Renewed by one caller while the others wait, or go on with the old ones
    /// as long as those hold.
    pub(crate) async fn get(&self, config: &Config) -> Result<Arc<Held>, Error> {
        let now = config.time();
        let current = self.current();
        match &current {
            Some(held) if !held.is_due(now) => return Ok(held.clone()),
            _ => {}
        }
        let Some(old) = current.filter(|held| held.holds(now)) else {
            return self.wait(config, |held| !held.is_due(config.time())).await;
        };
        let Ok(mut asking) = self.asking.try_lock() else { return Ok(old) };
        if let Some(held) = self.current().filter(|held| !held.is_due(now)) {
            return Ok(held);
        }
        // Before asking, because the caller may give up meanwhile: the call's next attempt shall not
        // spend its time on the same.
        let kept = self.keep(old.credentials.clone(), pause(now, old.credentials.expires_at()));
        self.ask(config, &mut asking).await.or_else(|error| {
            // The error's text stays out: it has what the service said, which may be anything.
            let status = error.status().map(|status| status.as_u16());
            tracing::warn!(
                status,
                code = error.code(),
                "credentials were not renewed, and the old ones still hold"
            );
            Ok(kept)
        })
    }

    /// Others than `refused`, which the service no longer takes; `None` where the provider has none.
    pub(crate) async fn renewed(
        &self,
        config: &Config,
        refused: &Arc<Held>,
    ) -> Result<Option<Arc<Held>>, Error> {
        let differ = |held: &Arc<Held>| !held.credentials.same_as(&refused.credentials);
        Ok(Some(self.wait(config, differ).await?).filter(differ))
    }

    /// Asks the provider, unless another does so meanwhile: then it takes what that one got, were it
    /// an error or no better than before, because many calls that wait in a line for the same would
    /// wait long.
    async fn wait(&self, config: &Config, good: impl Fn(&Arc<Held>) -> bool) -> Result<Arc<Held>, Error> {
        let before = self.asked.load(Ordering::Acquire);
        let mut asking = self.asking.lock().await;
        let current = self.current();
        if let Some(held) = current.as_ref().filter(|held| good(held)) {
            return Ok(held.clone());
        }
        if self.asked.load(Ordering::Acquire) != before {
            match (asking.as_ref(), current) {
                (Some(error), _) => return Err(error.copied()),
                (None, Some(held)) => return Ok(held),
                (None, None) => {}
            }
        }
        self.ask(config, &mut asking).await
    }

    fn current(&self) -> Option<Arc<Held>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn ask(&self, config: &Config, failure: &mut Option<Error>) -> Result<Arc<Held>, Error> {
        let outcome = self.provider.provide(&ProviderContext::new(config)).await;
        let outcome = outcome.and_then(|credentials| credentials.checked().map(|()| credentials));
        self.asked.fetch_add(1, Ordering::AcqRel);
        *failure = outcome.as_ref().err().map(Error::copied);
        let credentials = outcome?;
        let renew_at = credentials.expires_at().map(|end| renewal(config.time(), end, config.random()));
        Ok(self.keep(credentials, renew_at))
    }

    fn keep(&self, credentials: Credentials, renew_at: Option<SystemTime>) -> Arc<Held> {
        let held = Arc::new(Held { credentials, renew_at });
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held.clone());
        held
    }
}

impl Held {
    fn is_due(&self, now: SystemTime) -> bool {
        self.renew_at.is_some_and(|time| time <= now)
    }

    fn holds(&self, now: SystemTime) -> bool {
        self.credentials.expires_at().is_none_or(|end| end > now)
    }
}

/// When to renew what expires at `end`: somewhat before, and programs that were started together not
/// all at once.
fn renewal(now: SystemTime, end: SystemTime, random: f64) -> SystemTime {
    let left = end.duration_since(now).unwrap_or_default();
    if left.is_zero() {
        // They seem to have expired before they came, which a clock that runs fast does; the service
        // knows better.
        return now.checked_add(PAUSE).unwrap_or(end);
    }
    let early = EARLY.min(left / SHORT_LIVED);
    let jitter = if (0.0..=1.0).contains(&random) { random } else { 0.5 };
    end - early.mul_f64(1.0 + jitter)
}

/// When to try again what failed, at the latest when the old credentials expire.
fn pause(now: SystemTime, end: Option<SystemTime>) -> Option<SystemTime> {
    let time = now.checked_add(PAUSE);
    time.into_iter().chain(end).min()
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.provider.fmt(f)
    }
}

#[cfg(test)]
mod tests;
