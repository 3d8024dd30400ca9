//! What a provider of credentials may use.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};

use crate::clock::Clock;
use crate::config::Config;
use crate::endpoint::Base;
use crate::error::Error;
use crate::regions;
use crate::transport::{TransportRequest, TransportResponse};

/// What a provider of credentials may use: the configuration's clock, region and way to the network.
#[derive(Debug)]
pub struct ProviderContext {
    config: Config,
}

/// The longest answer with credentials, in bytes. Tokens are some kilobytes long.
const RESPONSE_LIMIT: usize = 1 << 20;

impl ProviderContext {
    pub(crate) fn new(config: &Config) -> Self {
        Self { config: config.clone() }
    }

    /// The clock that credentials expire by.
    pub fn clock(&self) -> &dyn Clock {
        self.config.clock()
    }

    /// The region, where one is set.
    pub fn region(&self) -> Option<&str> {
        self.config.region()
    }

    /// The project, where one is set.
    pub fn project_id(&self) -> Option<&str> {
        self.config.project_id()
    }

    /// The address of IAM: the configuration's own (`service_endpoint("iam", …)`), or the region's.
    ///
    /// # Errors
    /// [`is_config`](Error::is_config) where neither is known.
    pub fn iam_url(&self) -> Result<String, Error> {
        Ok(regions::IAM.base(&self.config)?.url().to_owned())
    }

    /// Sends a request, unsigned and once, and receives its answer whatever the status.
    ///
    /// `url` is a whole address; plain http to other machines than this one is refused unless the
    /// configuration permits it or the address is link-local, as those of instance metadata are.
    ///
    /// # Errors
    /// [`is_config`](Error::is_config) for an address or a header that cannot be sent, and those of an
    /// exchange that broke off or took longer than `timeout`.
    pub async fn exchange(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
        timeout: Duration,
    ) -> Result<TransportResponse, Error> {
        let (address, path, query) = Base::split(url, self.config.allows_http())?;
        let mut request = TransportRequest {
            method,
            url: address.join(&path, &query)?,
            headers: http::HeaderMap::with_capacity(headers.len() + 1),
            body: body.map(Into::into),
            base: address,
            connect_timeout: timeout,
            response_limit: RESPONSE_LIMIT,
        };
        request.headers.insert(http::header::USER_AGENT, self.config.user_agent().clone());
        for (name, value) in headers {
            let parsed = name.parse::<HeaderName>().ok().zip(HeaderValue::from_str(value).ok());
            let (name, mut value) = parsed.ok_or_else(|| {
                Error::config(format!(
                    "header {name} of a request for credentials has a character that no header takes"
                ))
            })?;
            value.set_sensitive(true);
            request.headers.insert(name, value);
        }
        crate::send::exchange(&self.config, request, timeout).await
    }
}
