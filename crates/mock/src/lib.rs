#![doc = include_str!("../README.md")]

mod answer;
mod auth;
mod builder;
mod check;
mod error;
mod json;
mod nearest;
mod paging;
mod received;
mod refusal;
mod route;
mod server;
mod shape;
mod state;
mod template;

use std::fmt;
use std::sync::Arc;

pub use builder::Builder;
pub use error::Error;
use huaweicloud_core::Config;
use huaweicloud_core::description::Description;
pub use received::Received;

/// A server on loopback that plays services. It stops when it is dropped.
///
/// It runs on a thread of its own, so a test may block while it waits for an answer.
#[must_use = "the mock stops when it is dropped"]
pub struct Mock {
    url: String,
    config: Config,
    token: String,
    environment: Vec<(&'static str, String)>,
    requests: Arc<received::Requests>,
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
    /// a project and an account.
    pub fn config(&self) -> Config {
        self.config.clone()
    }

    /// The token that is accepted as `X-Auth-Token`.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The environment variables with which
    /// [`Config::from_env`](huaweicloud_core::Config::from_env) finds this mock, and their values.
    pub fn environment(&self) -> &[(&'static str, String)] {
        &self.environment
    }

    /// The latest requests, in the order in which they were answered: at most 1,000 of them, with at
    /// most 16 MiB of bodies.
    pub fn requests(&self) -> Vec<Received> {
        self.requests.all()
    }
}

impl fmt::Debug for Mock {
    /// Shows neither secret key nor token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("url", &self.url).finish_non_exhaustive()
    }
}
