//! What all clients of a program share.

mod environment;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use crate::credentials::Credentials;
use crate::endpoint::Base;
use crate::error::Error;
use crate::transport::Transport;

/// How long making a connection may take, where the configuration does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a call may take, from connecting to the last byte, where the configuration does not say.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Region, credentials, addresses and timeouts: what clients are made of.
///
/// Cloning is cheap, and clones share their connections, so one configuration serves all clients.
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

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

struct Inner {
    region: Option<String>,
    credentials: Credentials,
    project_id: Option<String>,
    domain_id: Option<String>,
    endpoint: Option<Base>,
    service_endpoints: BTreeMap<String, Base>,
    allow_http: bool,
    user_agent: HeaderValue,
    timeout: Duration,
    clock: Clock,
    transport: Transport,
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

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    pub(crate) fn endpoint_of(&self, service: &str) -> Option<&Base> {
        self.0.service_endpoints.get(service).or(self.0.endpoint.as_ref())
    }

    pub(crate) fn allows_http(&self) -> bool {
        self.0.allow_http
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.0.user_agent
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0.clock)()
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.0.transport
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.0.region)
            .field("credentials", &self.0.credentials)
            .field("project_id", &self.0.project_id)
            .field("domain_id", &self.0.domain_id)
            .field("endpoint", &self.0.endpoint)
            .field("service_endpoints", &self.0.service_endpoints)
            .finish_non_exhaustive()
    }
}

/// Builder of [`Config`]. Nothing is checked before [`build`](Self::build).
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct ConfigBuilder {
    region: Option<String>,
    credentials: Option<Credentials>,
    project_id: Option<String>,
    domain_id: Option<String>,
    endpoint: Option<String>,
    service_endpoints: BTreeMap<String, String>,
    allow_http: bool,
    application: Option<String>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    clock: Option<Clock>,
}

impl ConfigBuilder {
    /// The region, such as `eu-west-101`, from which each service's address follows.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Who is calling. Required.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The id of the project that calls are about: part of most paths, and sent as `X-Project-Id`.
    /// One call takes another with `with_project_id`.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// The id of the account (domain), for global services: part of their paths, and sent as
    /// `X-Domain-Id` where the call has no project.
    pub fn domain_id(mut self, id: impl Into<String>) -> Self {
        self.domain_id = Some(id.into());
        self
    }

    /// An address for all services in place of the region's: a private cloud, a gateway or a mock.
    /// May have a base path.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// An address for the one service of this name (`vpn`), before any other.
    pub fn service_endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.service_endpoints.insert(service.into(), url.into());
        self
    }

    /// Permits plain http to other machines. Tokens can then be read on the way, and signed requests
    /// be repeated; plain http to loopback is always permitted.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// The calling application's name, such as `inventory/2.1`, added to the User-Agent.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// How long one attempt may take, from connecting to the last byte; 60 seconds by default. One
    /// call takes another with `with_timeout`.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long making a connection may take; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// The clock that signatures are dated by, in place of the system's. For tests of signed requests.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Checks the configuration and makes it.
    ///
    /// # Errors
    /// [`is_config`](Error::is_config), saying what to change: neither region nor endpoint, an
    /// endpoint that is no URL or is plain http without permission, credentials that are missing,
    /// empty or hold blanks, a value that cannot stand in a header, a timeout of zero.
    pub fn build(self) -> Result<Config, Error> {
        if self.region.is_none() && self.endpoint.is_none() && self.service_endpoints.is_empty() {
            return Err(Error::config(
                "neither a region nor an endpoint is set: set .region(\"…\"), or .endpoint(\"https://…\")",
            ));
        }
        let credentials = self.credentials.ok_or_else(|| {
            Error::config("no credentials are set: set .credentials(Credentials::access_key(ak, sk))")
        })?;
        credentials.check()?;
        check_text("region", self.region.as_deref())?;
        check_text("project_id", self.project_id.as_deref())?;
        check_text("domain_id", self.domain_id.as_deref())?;
        check_text("application", self.application.as_deref())?;
        for (name, timeout) in [("timeout", self.timeout), ("connect_timeout", self.connect_timeout)] {
            if timeout.is_some_and(|timeout| timeout.is_zero()) {
                return Err(Error::config(format!(
                    "{name} is zero, so every call would fail: leave .{name}(…) out"
                )));
            }
        }
        let parse = |url: &str| Base::parse(url, self.allow_http);
        let mut service_endpoints = BTreeMap::new();
        for (service, url) in self.service_endpoints {
            service_endpoints.insert(service, parse(&url)?);
        }
        Ok(Config(Arc::new(Inner {
            endpoint: self.endpoint.as_deref().map(parse).transpose()?,
            service_endpoints,
            region: self.region,
            credentials,
            project_id: self.project_id,
            domain_id: self.domain_id,
            allow_http: self.allow_http,
            user_agent: user_agent(self.application.as_deref())?,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemTime::now)),
            transport: Transport::new(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT)),
        })))
    }
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Endpoints are not checked yet and may hold a password.
        f.debug_struct("ConfigBuilder")
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .field("project_id", &self.project_id)
            .field("domain_id", &self.domain_id)
            .finish_non_exhaustive()
    }
}

/// Refuses what cannot stand in a header or a path.
fn check_text(setting: &str, text: Option<&str>) -> Result<(), Error> {
    let Some(text) = text else { return Ok(()) };
    if text.trim().is_empty() {
        return Err(Error::config(format!("{setting} is empty: give its value, or leave .{setting}(…) out")));
    }
    if text.trim() != text || !text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Err(Error::config(format!(
            "{setting} \"{}\" has a line break, a blank at an end or a character that no header takes: \
             correct .{setting}(…)",
            text.escape_debug()
        )));
    }
    Ok(())
}

fn user_agent(application: Option<&str>) -> Result<HeaderValue, Error> {
    let mut agent = concat!("huaweicloud-rs/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(application) = application {
        agent.push(' ');
        agent.push_str(application);
    }
    HeaderValue::try_from(agent)
        .map_err(|error| Error::config("application does not fit a header").with_source(error))
}
