#![doc = include_str!("../README.md")]

mod answer;
mod answered;
mod auth;
mod body;
mod builder;
mod chance;
mod check;
mod clock;
mod error;
mod fault;
mod iam;
mod json;
mod memory;
mod nearest;
mod paging;
mod received;
mod refusal;
mod reply;
mod request;
mod route;
mod script;
mod server;
mod shape;
mod state;
mod template;
mod token;
mod wire;

use std::fmt;
use std::sync::Arc;

pub use builder::Builder;
pub use clock::TestClock;
pub use error::Error;
pub use fault::{Fault, Place};
use huaweicloud_core::description::Description;
/// Why a [`Script`] gives no answer.
pub use huaweicloud_core::transport::TransportErrorKind;
use huaweicloud_core::{Config, ConfigBuilder};
pub use received::Received;
pub use reply::{ErrorShape, Reply};
pub use request::Request;
pub use script::Script;

const ACCESS_KEY: &str = "MOCKACCESSKEY0000000";
const SECRET_KEY: &str = "mock-secret-key";
const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
const DOMAIN_ID: &str = "fedcba9876543210fedcba9876543210";
const REGION: &str = "eu-west-101";

/// A server on loopback that plays services. It stops when it is dropped.
///
/// It runs on a thread of its own, so a test may block while it waits for an answer.
#[must_use = "the mock stops when it is dropped"]
pub struct Mock {
    url: String,
    builder: ConfigBuilder,
    config: Config,
    environment: Vec<(&'static str, String)>,
    state: Arc<state::State>,
    _server: server::Server,
}

impl Mock {
    /// Starts a mock of these services on a free port.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = huaweicloud_mock::Mock::start([huaweicloud_vpn::mock::SERVICE]).await?;
    /// let vpn = huaweicloud_vpn::Client::new(&mock.config());
    /// # let _ = vpn;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`Builder::start`].
    pub async fn start(services: impl IntoIterator<Item = Description>) -> Result<Self, Error> {
        Self::builder().start(services).await
    }

    /// Begins a mock with settings of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address, such as `http://127.0.0.1:4010`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A configuration whose clients call this mock: its address, credentials it accepts, a region,
    /// a project and an account. Calls that failed are repeated as ever, without the random wait.
    pub fn config(&self) -> Config {
        self.config.clone()
    }

    /// The same to be changed: other credentials, no repeats, shorter timeouts.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    /// use huaweicloud_mock::{Fault, Mock, Place};
    ///
    /// let mock = Mock::start([huaweicloud_vpn::mock::SERVICE]).await?;
    /// mock.fault(Fault::stall(Place::Answer))?;
    /// let config = mock.config_builder().timeout(Duration::from_millis(5)).build()?;
    /// let vpn = huaweicloud_vpn::Client::new(&config);
    /// assert!(vpn.list_vpn_users("server").send().await.is_err_and(|error| error.is_timeout()));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn config_builder(&self) -> ConfigBuilder {
        self.builder.clone()
    }

    /// Does something wrong from now on; see [`Fault`]. Faults that were given before are asked before.
    ///
    /// # Errors
    /// When the fault could not come about: it is for an operation that the mock does not have, or
    /// what it answers is no HTTP.
    pub fn fault(&self, fault: Fault) -> Result<(), Error> {
        self.state.add_fault(fault)
    }

    /// Does nothing wrong any more.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// The token that is accepted as `X-Auth-Token`.
    pub fn token(&self) -> &str {
        &self.state.accounts.token
    }

    /// The environment variables with which
    /// [`Config::from_env`](huaweicloud_core::Config::from_env) finds this mock, and their values.
    pub fn environment(&self) -> &[(&'static str, String)] {
        &self.environment
    }

    /// The latest requests, in the order in which they were answered: at most 1,000 of them, with at
    /// most 16 MiB of bodies.
    pub fn requests(&self) -> Vec<Received> {
        self.state.requests.all()
    }
}

impl fmt::Debug for Mock {
    /// Shows neither secret key nor token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("url", &self.url).finish_non_exhaustive()
    }
}
