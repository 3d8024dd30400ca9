//! Making a configuration.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use huaweicloud_types::Secret;

use super::{Config, Inner, Timeouts};
use crate::clock::Clock;
use crate::credentials::{Cache, CredentialsProvider};
use crate::endpoint::Base;
use crate::error::Error;
use crate::projects::Projects;
use crate::random;
use crate::regions::RegionSources;
use crate::retry::{Budget, Retry};
use crate::transport::{HttpClient, Identity, Options, Proxy, Transport};

/// How long making a connection may take, where the configuration does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long an attempt may take, where the configuration does not say.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a call may take, where the configuration does not say.
const TIMEOUT: Duration = Duration::from_secs(3 * 60);
/// The longest answer that is received, where the configuration does not say, in bytes.
const MAX_RESPONSE_SIZE: usize = 64 << 20;

/// Builder of [`Config`]. Nothing is checked before [`build`](Self::build).
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct ConfigBuilder {
    pub(super) region: Option<String>,
    pub(super) credentials: Option<Arc<dyn CredentialsProvider>>,
    pub(super) project_id: Option<String>,
    pub(super) domain_id: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) service_endpoints: Vec<(String, String)>,
    pub(super) regions: RegionSources,
    pub(super) allow_http: bool,
    pub(super) application: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) retry: Option<Retry>,
    pub(super) max_response_size: Option<usize>,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) random: Option<Arc<dyn Fn() -> f64 + Send + Sync>>,
    pub(super) options: Options,
    pub(super) transport: Option<Arc<dyn Transport>>,
}

impl ConfigBuilder {
    /// The region, such as `eu-west-101`, from which each service's address follows.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Who is calling: [`Credentials`](crate::Credentials) outright, or a provider of them. Required.
    pub fn credentials(mut self, provider: impl CredentialsProvider) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// The id of the project that calls are about: part of most paths, and sent as `X-Project-Id`.
    /// One call takes another with `with_project_id`. Where none is set and a path has one, it is
    /// looked up from IAM by the region's name, once.
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

    /// An address for all services in place of the region's: a gateway or a mock. May have a base
    /// path.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// An address for the one service of this name (`vpn`, and `iam` for tokens and projects), before
    /// any other.
    pub fn service_endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        let service = service.into();
        self.service_endpoints.retain(|(known, _)| *known != service);
        self.service_endpoints.push((service, url.into()));
        self
    }

    /// The domain of a private cloud, such as `mycloud.example`, in place of the public cloud's: each
    /// service is called at `https://{service}.{region}.{domain}`, in whatever region. The variables
    /// and the file that [`from_env`](Config::from_env) reads stand before it.
    pub fn cloud_domain(mut self, domain: impl Into<String>) -> Self {
        self.regions.set_cloud_domain(domain.into());
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

    /// How long a call may take with all its attempts and the waits between them; 3 minutes by
    /// default. One call takes another with `with_timeout`.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one attempt may take, from finding its credentials to the last byte; 60 seconds by
    /// default, and never more than is left of the call's time. One call takes another with
    /// `with_attempt_timeout`.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// How long making a connection may take; 10 seconds by default. One call takes another with
    /// `with_connect_timeout`.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// When and how often a call is repeated; see [`Retry`]. One call takes another with
    /// `with_retry`.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The longest body of an answer that is received, in bytes after decompression; 64 MiB by
    /// default. A longer one is an error ([`is_unreadable`](Error::is_unreadable)).
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = Some(bytes);
        self
    }

    /// The proxy for calls to other machines, such as `http://user:password@proxy.example:3128`, in
    /// place of those that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.options.proxy = Proxy::Url(Secret::from(url.into()));
        self
    }

    /// Asks no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.options.proxy = Proxy::None;
        self
    }

    /// Certificates in PEM to trust beside the system's: those of a private cloud or a proxy.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.roots.push(pem.into());
        self
    }

    /// The certificate with its chain, and its private key (PKCS #8), both in PEM, that this end proves
    /// itself with where a gateway asks for one.
    pub fn client_certificate(mut self, certificate: impl Into<Vec<u8>>, key: impl Into<String>) -> Self {
        let identity = Identity { certificates: certificate.into(), key: Secret::from(key.into()) };
        self.options.identity = Some(identity);
        self
    }

    /// The clock, in place of the system's: for tests, and where another timer than Tokio's is to
    /// wait. A closure that tells the time of day will do.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Where numbers from 0 up to and without 1 come from, in place of the system, by which waits
    /// differ from one program to the next, and client tokens from one call to the next. For tests.
    pub fn random(mut self, random: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.random = Some(Arc::new(random));
        self
    }

    /// What carries requests, in place of HTTP over sockets; see [`Transport`]. Proxies and
    /// certificates are its own concern then.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the configuration and makes it.
    ///
    /// # Errors
    /// [`is_config`](Error::is_config), saying what to change: neither region nor endpoint, an
    /// endpoint that is no URL or is plain http without permission, credentials that are missing,
    /// empty or hold blanks, a value that cannot stand in a header, a timeout or limit of zero,
    /// certificates that are none.
    pub fn build(self) -> Result<Config, Error> {
        if self.region.is_none() && self.endpoint.is_none() && self.service_endpoints.is_empty() {
            return Err(Error::config(
                "neither a region nor an endpoint is set: set .region(\"…\"), or .endpoint(\"https://…\")",
            ));
        }
        let credentials = self.credentials.clone().ok_or_else(|| {
            Error::config("no credentials are set: set .credentials(Credentials::access_key(ak, sk))")
        })?;
        let credentials = Cache::new(credentials);
        credentials.check()?;
        self.check_texts()?;
        self.check_limits()?;
        self.options.check()?;
        let parse = |url: &str| Base::parse(url, self.allow_http);
        let mut service_endpoints = Vec::new();
        for (service, url) in &self.service_endpoints {
            service_endpoints.push((service.clone(), parse(url)?));
        }
        let attempt = self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        Ok(Config(Arc::new(Inner {
            endpoint: self.endpoint.as_deref().map(parse).transpose()?,
            service_endpoints,
            region_endpoints: self.regions.check(self.allow_http)?,
            region: self.region,
            credentials,
            project_id: self.project_id,
            domain_id: self.domain_id,
            projects: Projects::default(),
            allow_http: self.allow_http,
            user_agent: user_agent(self.application.as_deref())?,
            timeouts: Timeouts {
                connect: self.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
                attempt,
                operation: self.timeout.unwrap_or(TIMEOUT.max(attempt)),
            },
            retry: self.retry.unwrap_or_default(),
            budget: Budget::default(),
            max_response_size: self.max_response_size.unwrap_or(MAX_RESPONSE_SIZE),
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemTime::now)),
            clock_offset: AtomicI64::new(0),
            random: self.random.unwrap_or_else(|| Arc::new(random::fraction)),
            transport: self.transport.unwrap_or_else(|| Arc::new(HttpClient::new(self.options))),
        })))
    }

    fn check_texts(&self) -> Result<(), Error> {
        for (setting, text) in [
            ("region", &self.region),
            ("project_id", &self.project_id),
            ("domain_id", &self.domain_id),
            ("application", &self.application),
        ] {
            text.as_deref().map_or(Ok(()), |text| check_text(setting, text))?;
        }
        Ok(())
    }

    fn check_limits(&self) -> Result<(), Error> {
        for (setting, timeout) in [
            ("timeout", self.timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("connect_timeout", self.connect_timeout),
        ] {
            if timeout.is_some_and(|timeout| timeout.is_zero()) {
                return Err(Error::config(format!(
                    "{setting} is zero, so every call would fail: leave .{setting}(…) out"
                )));
            }
        }
        if self.max_response_size == Some(0) {
            return Err(Error::config(
                "max_response_size is zero, so every answer would be refused: leave .max_response_size(…) out",
            ));
        }
        self.retry.as_ref().map_or(Ok(()), Retry::check)
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
fn check_text(setting: &str, text: &str) -> Result<(), Error> {
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
