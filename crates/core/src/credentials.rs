//! Who is calling.

mod cache;
mod chain;
mod context;
mod environment;
mod metadata;
mod password;
mod pod_identity;
pub(crate) mod profile;
mod temporary;
mod variables;

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::time::SystemTime;

use http::StatusCode;
use huaweicloud_types::Secret;

pub(crate) use self::cache::Cache;
pub use self::chain::ChainProvider;
pub use self::context::ProviderContext;
pub use self::environment::EnvironmentProvider;
pub(crate) use self::environment::{DOMAIN_ID, PROJECT_ID};
pub use self::metadata::InstanceMetadataProvider;
pub use self::password::PasswordProvider;
pub use self::pod_identity::PodIdentityProvider;
pub use self::profile::ProfileProvider;
pub(crate) use self::variables::Variables;
use crate::error::Error;
use crate::retry;
use crate::transport::TransportResponse;

/// Where credentials come from: given outright, or found and renewed by the runtime as they expire.
///
/// A provider says what the credentials are *now*; the runtime keeps them as long as they hold and
/// asks again a while before they expire, once for all calls that wait.
///
/// ```
/// use huaweicloud_core::credentials::{CredentialsProvider, Provided, ProviderContext};
/// use huaweicloud_core::{Credentials, Error};
///
/// /// Takes keys from a vault.
/// #[derive(Debug)]
/// struct Vault;
///
/// impl CredentialsProvider for Vault {
///     fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
///         Box::pin(async move {
///             let hour = std::time::Duration::from_secs(60 * 60);
///             Ok(Credentials::access_key("my-access-key", "my-secret-key")
///                 .with_security_token("my-security-token")
///                 .with_expiry(context.clock().now() + hour))
///         })
///     }
/// }
///
/// let config = huaweicloud_core::Config::builder().region("eu-west-101").credentials(Vault).build()?;
/// # Ok::<(), Error>(())
/// ```
pub trait CredentialsProvider: fmt::Debug + Send + Sync + 'static {
    /// The credentials that hold now.
    ///
    /// # Errors
    /// [`Error::no_credentials`] where this provider has none at all, upon which a
    /// [`ChainProvider`] asks the next. Any other error ends the search: something is there and does not
    /// serve.
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a>;

    /// Finds what would fail in every later call, when the configuration is built.
    ///
    /// # Errors
    /// Those of [`provide`](Self::provide) that can be told without the network.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Credentials that are being found.
pub type Provided<'a> = Pin<Box<dyn Future<Output = Result<Credentials, Error>> + Send + 'a>>;

/// What a call proves its caller with: an access key that signs, or a token.
///
/// As a provider they are the same for ever. `Debug` shows no secret, and the memory of secrets is
/// wiped when the last copy is dropped.
///
/// ```
/// use huaweicloud_core::Credentials;
///
/// let permanent = Credentials::access_key("my-access-key", "my-secret-key");
/// let temporary = permanent.clone().with_security_token("my-security-token");
/// let token = Credentials::token("my-iam-token");
/// assert!(!format!("{permanent:?} {temporary:?} {token:?}").contains("my-secret"));
/// ```
#[derive(Clone, Debug)]
pub struct Credentials {
    pub(crate) kind: Kind,
    expires_at: Option<SystemTime>,
    project_id: Option<String>,
    domain_id: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    AccessKey { access_key: String, secret_key: Secret, security_token: Option<Secret> },
    Token(Secret),
}

impl Credentials {
    fn new(kind: Kind) -> Self {
        Self { kind, expires_at: None, project_id: None, domain_id: None }
    }

    /// An access key (AK/SK): every request is signed and the secret key never leaves the program.
    ///
    /// Source: [access keys](https://support.huaweicloud.com/intl/en-us/usermanual-ca/ca_01_0003.html).
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self::new(Kind::AccessKey {
            access_key: access_key.into(),
            secret_key: Secret::from(secret_key.into()),
            security_token: None,
        })
    }

    /// A token of IAM, sent as `X-Auth-Token`; the request is not signed.
    ///
    /// It names its project itself and expires, usually after 24 hours.
    pub fn token(token: impl Into<String>) -> Self {
        Self::new(Kind::Token(Secret::from(token.into())))
    }

    /// Adds the security token of a temporary access key, sent as `X-Security-Token`.
    ///
    /// Credentials made of an IAM [`token`](Self::token) have no place for one and stay as they are.
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        if let Kind::AccessKey { security_token, .. } = &mut self.kind {
            *security_token = Some(Secret::from(token.into()));
        }
        self
    }

    /// Says when they expire. The runtime asks their provider again some minutes before.
    pub fn with_expiry(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Names the project that they are for, which calls take where neither they nor the configuration
    /// name one.
    pub fn with_project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// Names the account (domain) that they are of, which calls take where the configuration names
    /// none.
    pub fn with_domain_id(mut self, id: impl Into<String>) -> Self {
        self.domain_id = Some(id.into());
        self
    }

    /// When they expire; `None` for those that do not, or do not say.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The project that they are for, where they say.
    pub fn project_id(&self) -> Option<&str> {
        self.project_id.as_deref()
    }

    /// The account (domain) that they are of, where they say.
    pub fn domain_id(&self) -> Option<&str> {
        self.domain_id.as_deref()
    }

    /// Whether these prove the caller with the very same secrets.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Token(left), Kind::Token(right)) => left.expose() == right.expose(),
            (
                Kind::AccessKey { access_key, secret_key, security_token },
                Kind::AccessKey { access_key: other, secret_key: other_secret, security_token: other_token },
            ) => {
                access_key == other
                    && secret_key.expose() == other_secret.expose()
                    && security_token.as_ref().map(Secret::expose) == other_token.as_ref().map(Secret::expose)
            }
            _ => false,
        }
    }

    /// Finds what would fail, or be misread, in every later call.
    pub(crate) fn checked(&self) -> Result<(), Error> {
        match &self.kind {
            Kind::AccessKey { access_key, secret_key, security_token } => {
                check_text("the access key (AK)", access_key)?;
                check_text("the secret key (SK)", secret_key.expose())?;
                security_token.iter().try_for_each(|token| check_text("the security token", token.expose()))
            }
            Kind::Token(token) => check_text("the token", token.expose()),
        }
    }
}

/// For providers, to say why there are no credentials.
impl Error {
    /// A provider looked for credentials, and there are none ([`is_credentials`](Self::is_credentials)).
    /// The text says where it looked and how to put some there; it is shown to people, so it must hold
    /// no secret.
    ///
    /// ```
    /// use huaweicloud_core::Error;
    ///
    /// let error = Error::no_credentials("no credentials in the vault: write them to kv/huaweicloud");
    /// assert!(error.is_credentials());
    /// ```
    pub fn no_credentials(text: impl Into<String>) -> Self {
        Self::credentials(text)
    }

    /// A provider found credentials that cannot be used ([`is_config`](Self::is_config)), or cannot
    /// look for them as it is set up. The text says what to change; it must hold no secret.
    ///
    /// ```
    /// use huaweicloud_core::Error;
    ///
    /// let error = Error::unusable_credentials("kv/huaweicloud in the vault has no sk: add it");
    /// assert!(error.is_config() && !error.is_credentials());
    /// ```
    pub fn unusable_credentials(text: impl Into<String>) -> Self {
        Self::config(text)
    }
}

/// What to say of an answer that is not a success, to a request made for credentials. Only what means
/// the same for the call that needs them keeps its status: a 404 here says nothing of its resource.
fn refused(answer: TransportResponse, context: &ProviderContext, purpose: &str, hint: &str) -> Error {
    let (parts, body) = answer.into_parts();
    let retry_after = retry::retry_after(&parts.headers, context.clock().now());
    let error = Error::status_error(parts.status, &parts.headers, body).with_retry_after(retry_after);
    let kept = matches!(
        parts.status,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
    );
    let error = if kept || parts.status.is_server_error() { error } else { Error::config(error.to_string()) };
    error.while_doing(format!("{purpose}: {hint}"))
}

impl CredentialsProvider for Credentials {
    fn provide<'a>(&'a self, _context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(ready(Ok(self.clone())))
    }

    fn check(&self) -> Result<(), Error> {
        self.checked()
    }
}

/// Refuses what cannot stand in a header or is surely a slip, without showing it.
fn check_text(what: &str, text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::config(format!(
            "{what} is empty: give its value, or leave the credentials out of this place"
        )));
    }
    if let Some(position) = text.bytes().position(|byte| !byte.is_ascii_graphic()) {
        return Err(Error::config(format!(
            "{what} has a blank, a line break or another character that no key has at byte {position} of {}: \
             trim what it was read from",
            text.len()
        )));
    }
    Ok(())
}
