//! What a mock is made of.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use huaweicloud_core::description::Description;
use huaweicloud_core::{Config, Credentials};

use crate::Mock;
use crate::auth::Accounts;
use crate::error::Error;
use crate::received::{Received, Requests};
use crate::route::Routes;
use crate::server::{self, Server};
use crate::state::{Clock, Log, State};

const ACCESS_KEY: &str = "MOCKACCESSKEY0000000";
const SECRET_KEY: &str = "mock-secret-key";
const TOKEN: &str = "mock-token";
const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
const DOMAIN_ID: &str = "fedcba9876543210fedcba9876543210";
const REGION: &str = "eu-west-101";
/// How long a client may take to send a request, where the builder does not say.
const PATIENCE: Duration = Duration::from_secs(10);

/// Builder of [`Mock`], from [`Mock::builder`].
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    records: Option<u64>,
    access_key: Option<(String, String)>,
    token: Option<String>,
    project_id: String,
    clock: Clock,
    log: Option<Log>,
    patience: Duration,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            records: None,
            access_key: None,
            token: None,
            project_id: PROJECT_ID.to_owned(),
            clock: Arc::new(SystemTime::now),
            log: None,
            patience: PATIENCE,
        }
    }
}

impl Builder {
    /// The port on 127.0.0.1; any that is free by default, and for 0.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How many records every list has, in place of those of its documented example. They are made as
    /// they are asked for: a million costs no more than ten.
    pub fn records(mut self, records: u64) -> Self {
        self.records = Some(records);
        self
    }

    /// The access key and secret key whose signatures are accepted.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.access_key = Some((access_key.into(), secret_key.into()));
        self
    }

    /// The token that is accepted as `X-Auth-Token`. Without an [`access_key`](Self::access_key) of
    /// your own, [`Mock::config`] calls with this token.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The project that [`Mock::config`] calls for. The mock has every project.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = id.into();
        self
    }

    /// The clock that signatures are judged by, in place of the system's. [`Mock::config`] signs by it
    /// too.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Is told of each request when it has been answered. A request prints as one line: method,
    /// target, status, operation and request id.
    pub fn log(mut self, log: impl Fn(&Received) + Send + Sync + 'static) -> Self {
        self.log = Some(Box::new(log));
        self
    }

    /// How long a client may take to send a request's headers, and again its body; 10 seconds by
    /// default. Who takes longer is hung up on.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Starts the mock of these services. It listens when this returns.
    ///
    /// # Errors
    /// When the port is in use or may not be used, when two services answer to the same method and
    /// path, or when credentials or project id are such that no client could send them.
    pub async fn start(self, services: impl IntoIterator<Item = Description>) -> Result<Mock, Error> {
        let routes = Routes::new(services)?;
        let (listener, address) = server::bind(self.port)?;
        let url = format!("http://{address}");
        let (access_key, secret_key) =
            self.access_key.clone().unwrap_or_else(|| (ACCESS_KEY.to_owned(), SECRET_KEY.to_owned()));
        let credentials = match (&self.access_key, &self.token) {
            (None, Some(token)) => Credentials::token(token),
            _ => Credentials::access_key(&access_key, &secret_key),
        };
        let clock = self.clock.clone();
        let config = Config::builder()
            .endpoint(&url)
            .region(REGION)
            .credentials(credentials)
            .project_id(&self.project_id)
            .domain_id(DOMAIN_ID)
            .clock(move || clock())
            .build()
            .map_err(|error| Error::caused(format!("no client could call this mock: {error}"), error))?;
        let token = self.token.unwrap_or_else(|| TOKEN.to_owned());
        let environment = vec![
            ("HUAWEICLOUD_SDK_ENDPOINT", url.clone()),
            ("HUAWEICLOUD_SDK_REGION", REGION.to_owned()),
            ("HUAWEICLOUD_SDK_PROJECT_ID", self.project_id),
            ("HUAWEICLOUD_SDK_DOMAIN_ID", DOMAIN_ID.to_owned()),
            ("HUAWEICLOUD_SDK_AK", access_key.clone()),
            ("HUAWEICLOUD_SDK_SK", secret_key.clone()),
        ];
        let requests = Arc::new(Requests::default());
        let state = State {
            routes,
            accounts: Accounts { access_key, secret_key, token: token.clone() },
            clock: self.clock,
            records: self.records,
            requests: requests.clone(),
            made: Default::default(),
            log: self.log,
        };
        let server = Server::start(listener, state, self.patience)?;
        Ok(Mock { url, config, token, environment, requests, _server: server })
    }
}

impl fmt::Debug for Builder {
    /// Shows neither secret key nor token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("port", &self.port)
            .field("records", &self.records)
            .field("access_key", &self.access_key.as_ref().map(|(access_key, _)| access_key))
            .field("project_id", &self.project_id)
            .finish_non_exhaustive()
    }
}
