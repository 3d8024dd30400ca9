//! What all clients of a program share.

mod builder;
mod environment;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

pub use self::builder::ConfigBuilder;
use crate::clock::Clock;
use crate::credentials::Cache;
use crate::endpoint::Base;
use crate::projects::Projects;
use crate::regions::RegionEndpoints;
use crate::retry::{Budget, Retry};
use crate::transport::Transport;

/// Region, credentials, addresses and limits: what clients are made of.
///
/// Cloning is cheap, and clones share their connections and what was learned by calls (credentials,
/// the project id, the clock's error), so one configuration serves all clients.
///
/// ```
/// use huaweicloud_core::{Config, Credentials};
///
/// let config = Config::builder()
///     .region("eu-west-101")
///     .credentials(Credentials::access_key("my-access-key", "my-secret-key"))
///     .project_id("0605768a3300d5762f82c00180692873")
///     .build()?;
/// assert_eq!(config.region(), Some("eu-west-101"));
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Config(Arc<Inner>);

struct Inner {
    region: Option<String>,
    credentials: Cache,
    project_id: Option<String>,
    domain_id: Option<String>,
    projects: Projects,
    endpoint: Option<Base>,
    service_endpoints: Vec<(String, Base)>,
    region_endpoints: RegionEndpoints,
    allow_http: bool,
    user_agent: HeaderValue,
    timeouts: Timeouts,
    retry: Retry,
    budget: Budget,
    max_response_size: usize,
    clock: Arc<dyn Clock>,
    /// What this machine's clock lacks, in seconds, as far as answers told.
    clock_offset: AtomicI64,
    random: Arc<dyn Fn() -> f64 + Send + Sync>,
    transport: Arc<dyn Transport>,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// Making a connection.
    pub(crate) connect: Duration,
    /// An attempt, from finding its credentials to the last byte.
    pub(crate) attempt: Duration,
    /// A call with all its attempts and the waits between them.
    pub(crate) operation: Duration,
}

impl Config {
    /// Begins an empty configuration.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// The region, where one is set.
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The id of the project that calls are about, where one is set.
    pub fn project_id(&self) -> Option<&str> {
        self.0.project_id.as_deref()
    }

    /// The id of the account (domain) that global services are called for, where one is set.
    pub fn domain_id(&self) -> Option<&str> {
        self.0.domain_id.as_deref()
    }

    pub(crate) fn credentials(&self) -> &Cache {
        &self.0.credentials
    }

    pub(crate) fn projects(&self) -> &Projects {
        &self.0.projects
    }

    pub(crate) fn endpoint_of(&self, service: &str) -> Option<&Base> {
        let named = self.0.service_endpoints.iter().find(|(name, _)| name == service);
        named.map(|(_, base)| base).or(self.0.endpoint.as_ref())
    }

    pub(crate) fn region_endpoints(&self) -> &RegionEndpoints {
        &self.0.region_endpoints
    }

    pub(crate) fn allows_http(&self) -> bool {
        self.0.allow_http
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.0.user_agent
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.0.timeouts
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.0.retry
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.0.budget
    }

    pub(crate) fn max_response_size(&self) -> usize {
        self.0.max_response_size
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// A number from 0 up to and without 1.
    pub(crate) fn random(&self) -> f64 {
        (self.0.random)()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    /// The time of day at the services, as far as it is known: this machine's clock, put right by
    /// what answers told.
    pub(crate) fn time(&self) -> SystemTime {
        let now = self.clock().now();
        let offset = self.0.clock_offset.load(Ordering::Relaxed);
        let size = Duration::from_secs(offset.unsigned_abs());
        let right = if offset < 0 { now.checked_sub(size) } else { now.checked_add(size) };
        right.unwrap_or(now)
    }

    /// Takes the time that a service told for the right one.
    pub(crate) fn learn_time(&self, told: SystemTime) {
        let now = self.clock().now();
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        let offset = match told.duration_since(now) {
            Ok(ahead) => seconds(ahead),
            Err(behind) => -seconds(behind.duration()),
        };
        self.0.clock_offset.store(offset, Ordering::Relaxed);
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.0.region)
            .field("credentials", &self.0.credentials)
            .field("project_id", &self.0.project_id)
            .field("domain_id", &self.0.domain_id)
            .field("endpoint", &self.0.endpoint.as_ref().map(Base::url))
            .field("service_endpoints", &self.0.service_endpoints)
            .field("timeouts", &self.0.timeouts)
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}
