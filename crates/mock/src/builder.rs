//! What a mock is made of.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use huaweicloud_core::description::Description;
use huaweicloud_core::{Clock, Config, Credentials};

use crate::auth::{Accounts, User};
use crate::chance;
use crate::clock::SharedClock;
use crate::error::Error;
use crate::fault::{Fault, Faults};
use crate::iam::Iam;
use crate::memory::{Fresh, Memory};
use crate::received::{Received, Requests};
use crate::route::Routes;
use crate::server::{self, Server};
use crate::state::{Log, State};
use crate::token::Tokens;
use crate::{ACCESS_KEY, DOMAIN_ID, Mock, PROJECT_ID, REGION, SECRET_KEY};

const TOKEN: &str = "mock-token";
/// Account, user and password, in the order in which clients are given them.
const USER: [&str; 3] = ["mock-domain", "mock-user", "mock-password"];
/// How long tokens of the cloud's IAM are valid.
const TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a client may take to send a request, where the builder does not say.
const PATIENCE: Duration = Duration::from_secs(10);

/// Builder of [`Mock`], from [`Mock::builder`].
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    records: Option<u64>,
    stateful: bool,
    access_key: Option<(String, String)>,
    token: Option<String>,
    user: User,
    token_lifetime: Duration,
    project_id: String,
    clock: Option<SharedClock>,
    faults: Vec<Fault>,
    seed: u64,
    log: Option<Log>,
    patience: Duration,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            records: None,
            stateful: false,
            access_key: None,
            token: None,
            user: User::new(USER[0], USER[1], USER[2]),
            token_lifetime: TOKEN_LIFETIME,
            project_id: PROJECT_ID.to_owned(),
            clock: None,
            faults: Vec::new(),
            seed: 0,
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

    /// Remembers what calls create, change and delete, where the service declares how. Nothing is
    /// there at first, and nothing is kept when the mock stops; [`records`](Self::records) are those of
    /// the other lists.
    pub fn stateful(mut self) -> Self {
        self.stateful = true;
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

    /// The account (domain) and the user to whom IAM gives tokens for a password, as
    /// [`PasswordProvider`](huaweicloud_core::credentials::PasswordProvider) has them; by default
    /// `mock-domain`, `mock-user` and `mock-password`.
    pub fn password(
        mut self,
        domain_name: impl Into<String>,
        user_name: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.user = User::new(domain_name, user_name, password);
        self
    }

    /// How long the tokens that IAM gives out are valid, by the mock's clock; 24 hours by default, as
    /// the cloud's are. An expired one is refused with `APIGW.0307`.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// The project that [`Mock::config`] calls for. The mock has every project.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = id.into();
        self
    }

    /// The clock that signatures and tokens are judged by, in place of the system's. Answers show it in
    /// `Date`, faults wait by it, and [`Mock::config`] signs by it too. A closure that tells the time
    /// will do, or a [`TestClock`](crate::TestClock).
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(SharedClock(Arc::new(clock)));
        self
    }

    /// Does something wrong; see [`Fault`]. Faults that are given first are asked first.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Where the numbers begin by which [`Fault::chance`] decides and ids are made. They are the same each time for the
    /// same seed, and 0 is the seed where none is given.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
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
    /// path, when credentials or project id are such that no client could send them, or when a fault
    /// could not come about.
    pub async fn start(self, services: impl IntoIterator<Item = Description>) -> Result<Mock, Error> {
        let services: Vec<Description> = services.into_iter().collect();
        let routes = Routes::new(services.iter().copied())?;
        let memory = self.stateful.then(|| Memory::new(&services, Fresh::new(self.seed, REGION, DOMAIN_ID)));
        let (listener, address) = server::bind(self.port)?;
        let url = format!("http://{address}");
        let (access_key, secret_key) =
            self.access_key.clone().unwrap_or_else(|| (ACCESS_KEY.to_owned(), SECRET_KEY.to_owned()));
        let credentials = match (&self.access_key, &self.token) {
            (None, Some(token)) => Credentials::token(token),
            _ => Credentials::access_key(&access_key, &secret_key),
        };
        let own_clock = self.clock.is_some();
        let clock = self.clock.unwrap_or_else(|| SharedClock(Arc::new(SystemTime::now)));
        let builder = Config::builder()
            .endpoint(&url)
            .region(REGION)
            .credentials(credentials)
            .project_id(&self.project_id)
            .domain_id(DOMAIN_ID)
            .clock(clock.clone())
            .random(chance::numbers());
        let config = builder
            .clone()
            .build()
            .map_err(|error| Error::caused(format!("no client could call this mock: {error}"), error))?;
        let environment = vec![
            ("HUAWEICLOUD_SDK_ENDPOINT", url.clone()),
            ("HUAWEICLOUD_SDK_REGION", REGION.to_owned()),
            ("HUAWEICLOUD_SDK_PROJECT_ID", self.project_id.clone()),
            ("HUAWEICLOUD_SDK_DOMAIN_ID", DOMAIN_ID.to_owned()),
            ("HUAWEICLOUD_SDK_AK", access_key.clone()),
            ("HUAWEICLOUD_SDK_SK", secret_key.clone()),
        ];
        let state = Arc::new(State {
            routes,
            iam: Iam { domain_id: DOMAIN_ID.to_owned(), region: REGION, project_id: self.project_id },
            accounts: Accounts {
                tokens: Tokens::new(&secret_key, self.token_lifetime),
                access_key,
                secret_key,
                token: self.token.unwrap_or_else(|| TOKEN.to_owned()),
                user: self.user,
            },
            clock,
            own_clock,
            records: self.records,
            memory,
            faults: Faults::new(self.seed),
            requests: Requests::default(),
            made: Default::default(),
            log: self.log,
        });
        self.faults.into_iter().try_for_each(|fault| state.add_fault(fault))?;
        let server = Server::start(listener, state.clone(), self.patience)?;
        Ok(Mock { url, builder, config, environment, state, _server: server })
    }
}

impl fmt::Debug for Builder {
    /// Shows neither secret key nor token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("port", &self.port)
            .field("records", &self.records)
            .field("stateful", &self.stateful)
            .field("access_key", &self.access_key.as_ref().map(|(access_key, _)| access_key))
            .field("project_id", &self.project_id)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
