//! Temporary access keys of an Elastic Cloud Server.

use std::time::Duration;

use http::{Method, StatusCode};

use super::{Credentials, CredentialsProvider, Provided, ProviderContext, refused, temporary};
use crate::error::Error;
use crate::transport::TransportResponse;

const ENDPOINT: &str = "http://169.254.169.254";
const SESSION: &str = "/meta-data/latest/api/token";
const KEYS: &str = "/openstack/latest/securitykey";
const SESSION_HEADER: &str = "X-Metadata-Token";
const SESSION_LIFETIME_HEADER: &str = "X-Metadata-Token-Ttl-Seconds";
/// How long a session lasts, in seconds: what the cloud's other SDKs ask for.
const SESSION_LIFETIME: &str = "21600";
/// How long the service has for its first answer. Where there is none, nothing answers, and whoever
/// looks for credentials waits this long for nothing.
const TIMEOUT: Duration = Duration::from_secs(1);
/// How many times as long it has for the second, when it is known to be there.
const PATIENCE: u32 = 5;

/// The temporary access key that an Elastic Cloud Server (ECS) has by its agency, from the metadata
/// service at `169.254.169.254`.
///
/// A session is begun first (`PUT /meta-data/latest/api/token`), as servers can be set up to require;
/// where the service knows no sessions, the key is asked for without. No proxy is used. The service is
/// asked when credentials are needed first, and again before they expire.
///
/// ```
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::InstanceMetadataProvider;
///
/// let config =
///     Config::builder().region("eu-west-101").credentials(InstanceMetadataProvider::new()).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
///
/// Source: [obtaining metadata](https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html).
#[derive(Clone, Debug)]
pub struct InstanceMetadataProvider {
    endpoint: String,
    timeout: Duration,
}

impl Default for InstanceMetadataProvider {
    fn default() -> Self {
        Self { endpoint: ENDPOINT.to_owned(), timeout: TIMEOUT }
    }
}

impl InstanceMetadataProvider {
    /// Asks the usual address.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the service at this address.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = url.into();
        self
    }

    /// How long the service has for its first answer, after which this machine is taken for none that
    /// has it; 1 second by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint.trim_end_matches('/'))
    }

    async fn find(&self, context: &ProviderContext) -> Result<Credentials, Error> {
        let url = self.url(KEYS);
        let session = self.begin_session(context).await?;
        let headers = session.as_deref().map(|session| (SESSION_HEADER, session));
        let patience = self.timeout.saturating_mul(PATIENCE);
        let answer = context.exchange(Method::GET, &url, headers.as_slice(), None, patience).await;
        let answer = answer.map_err(|error| error.while_doing(PURPOSE))?;
        match answer.status() {
            status if status.is_success() => temporary::access_key(&answer, &url, context),
            status if status.is_server_error() => Err(failed(answer, context)),
            _ => Err(self.lacking(&answer)),
        }
    }

    /// The session's token; `None` where the service has no sessions.
    async fn begin_session(&self, context: &ProviderContext) -> Result<Option<String>, Error> {
        let headers = [(SESSION_LIFETIME_HEADER, SESSION_LIFETIME)];
        let answer = context.exchange(Method::PUT, &self.url(SESSION), &headers, None, self.timeout).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.is_config() => return Err(error),
            Err(error) => {
                return Err(Error::no_credentials(format!(
                    "no credentials from instance metadata: {error}; it answers on an ECS alone"
                ))
                .with_source(error));
            }
        };
        match answer.status() {
            status if status.is_success() => {
                let token = String::from_utf8_lossy(answer.body()).trim().to_owned();
                let fits = |byte: u8| byte.is_ascii_graphic();
                Ok(Some(token).filter(|token| !token.is_empty() && token.bytes().all(fits)))
            }
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::SERVICE_UNAVAILABLE => {
                Ok(None)
            }
            status if status.is_server_error() => Err(failed(answer, context)),
            _ => Err(self.lacking(&answer)),
        }
    }

    /// What to say where the service has no key for this machine, or is another cloud's.
    fn lacking(&self, answer: &TransportResponse) -> Error {
        Error::no_credentials(format!(
            "no credentials from instance metadata: {} answers with status {}; give the ECS an agency of IAM, which \
             its keys come from",
            self.url(KEYS),
            answer.status().as_u16()
        ))
    }
}

const PURPOSE: &str = "this call was to get credentials from instance metadata";

/// A service that is there and does not work.
fn failed(answer: TransportResponse, context: &ProviderContext) -> Error {
    refused(answer, context, PURPOSE, "where it persists, name the service in a support ticket")
}

impl CredentialsProvider for InstanceMetadataProvider {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(self.find(context))
    }
}
