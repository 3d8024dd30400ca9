//! Credentials in environment variables.

use std::ffi::OsString;
use std::future::ready;

use super::{Credentials, CredentialsProvider, PasswordProvider, Provided, ProviderContext, Variables};
use crate::error::Error;

pub(crate) const AK: &str = "HUAWEICLOUD_SDK_AK";
pub(crate) const SK: &str = "HUAWEICLOUD_SDK_SK";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const AUTH_TOKEN: &str = "HUAWEICLOUD_SDK_AUTH_TOKEN";
const USER_NAME: &str = "HUAWEICLOUD_SDK_USER_NAME";
const USER_PASSWORD: &str = "HUAWEICLOUD_SDK_USER_PASSWORD";
const DOMAIN_NAME: &str = "HUAWEICLOUD_SDK_DOMAIN_NAME";
pub(crate) const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
pub(crate) const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";
/// What other SDKs of the cloud take in place of keys and this one does not.
const FEDERATED: [&str; 2] = ["HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE"];

/// Credentials in environment variables.
///
/// | variables | are |
/// |---|---|
/// | `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` | an access key |
/// | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | its security token, where it is a temporary one |
/// | `HUAWEICLOUD_SDK_AUTH_TOKEN` | a token of IAM |
/// | `HUAWEICLOUD_SDK_USER_NAME`, `HUAWEICLOUD_SDK_USER_PASSWORD`, `HUAWEICLOUD_SDK_DOMAIN_NAME` | a user of IAM, as [`PasswordProvider`] takes it |
/// | `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID` | the project and the account that they are for |
///
/// One of the three: an access key, a token or a user. Where more than one is set, or one by half, or
/// a secret is empty, that is an error.
///
/// The names of keys and ids are those of the cloud's other SDKs, which have none for tokens and
/// users.
///
/// ```no_run
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::EnvironmentProvider;
///
/// let config =
///     Config::builder().region("eu-west-101").credentials(EnvironmentProvider::new()).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    variables: Variables,
}

/// What the variables hold.
enum Found {
    Credentials(Credentials),
    User(PasswordProvider),
}

impl EnvironmentProvider {
    /// Reads the variables of the program's environment, each time that credentials are asked for.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks `look_up` for the variables' values in place of the environment.
    pub fn variables(self, look_up: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self::reading(Variables::new(look_up))
    }

    pub(crate) fn reading(variables: Variables) -> Self {
        Self { variables }
    }

    fn find(&self) -> Result<Found, Error> {
        let variables = &self.variables;
        let project_id = variables.setting(PROJECT_ID)?;
        let domain_id = variables.setting(DOMAIN_ID)?;
        let keys = self.access_key()?;
        let token = variables.secret(AUTH_TOKEN)?.map(Credentials::token);
        let user = self.user(keys.is_some() || token.is_some())?;
        let mut credentials = match (keys, token, user) {
            (Some(keys), None, None) => keys,
            (None, Some(token), None) => token,
            (None, None, Some(user)) => {
                return Ok(Found::User(match project_id {
                    Some(id) => user.project_id(id),
                    None => user,
                }));
            }
            (None, None, None) => return Err(self.nothing()?),
            (keys, token, user) => {
                let set =
                    [(keys.is_some(), AK), (token.is_some(), AUTH_TOKEN), (user.is_some(), USER_PASSWORD)];
                let set: Vec<&str> =
                    set.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name).collect();
                return Err(Error::config(format!(
                    "{} are all set, and only one can be used: unset the others",
                    set.join(" and ")
                )));
            }
        };
        if let Some(id) = project_id {
            credentials = credentials.with_project_id(id);
        }
        if let Some(id) = domain_id {
            credentials = credentials.with_domain_id(id);
        }
        Ok(Found::Credentials(credentials))
    }

    fn access_key(&self) -> Result<Option<Credentials>, Error> {
        let security_token = self.variables.setting(SECURITY_TOKEN)?;
        let half = |set: &str, missing: &str| {
            Err(Error::config(format!("{set} is set and {missing} is not: set both, or unset {set}")))
        };
        match (self.variables.secret(AK)?, self.variables.secret(SK)?, security_token) {
            (Some(access_key), Some(secret_key), token) => {
                let keys = Credentials::access_key(access_key, secret_key);
                Ok(Some(match token {
                    Some(token) => keys.with_security_token(token),
                    None => keys,
                }))
            }
            (Some(_), None, _) => half(AK, SK),
            (None, Some(_), _) => half(SK, AK),
            (None, None, Some(_)) => half(SECURITY_TOKEN, AK),
            (None, None, None) => Ok(None),
        }
    }

    /// The user. Without a password the other two may be meant for something else, where there are
    /// `others` to call as.
    fn user(&self, others: bool) -> Result<Option<PasswordProvider>, Error> {
        let (user, domain) = (self.variables.setting(USER_NAME)?, self.variables.setting(DOMAIN_NAME)?);
        match (user, self.variables.secret(USER_PASSWORD)?, domain) {
            (Some(user), Some(password), Some(domain)) => {
                Ok(Some(PasswordProvider::new(domain, user, password)))
            }
            (None, None, _) => Ok(None),
            (Some(_), None, _) if others => Ok(None),
            (Some(_), None, _) => Err(Error::config(format!(
                "{USER_NAME} is set and {USER_PASSWORD} is not: set both, or unset {USER_NAME}"
            ))),
            (user, Some(_), _) => {
                let missing = if user.is_none() { USER_NAME } else { DOMAIN_NAME };
                Err(Error::config(format!(
                    "{USER_PASSWORD} is set and {missing} is not: set the user's name and that of the account \
                     ({DOMAIN_NAME}) too, or unset {USER_PASSWORD}"
                )))
            }
        }
    }

    /// What to say where nothing is set.
    fn nothing(&self) -> Result<Error, Error> {
        for name in FEDERATED {
            if self.variables.setting(name)?.is_some() {
                return Err(Error::config(format!(
                    "{name} is set, and this SDK does not log in through an identity provider: set {AK} and {SK} \
                     instead, or unset {name}"
                )));
            }
        }
        Ok(Error::no_credentials(format!(
            "no credentials in the environment: set {AK} and {SK}, or {AUTH_TOKEN}"
        )))
    }
}

impl CredentialsProvider for EnvironmentProvider {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        match self.find() {
            Ok(Found::Credentials(credentials)) => Box::pin(ready(Ok(credentials))),
            Ok(Found::User(user)) => Box::pin(async move { user.provide(context).await }),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn check(&self) -> Result<(), Error> {
        match self.find()? {
            Found::Credentials(credentials) => credentials.check(),
            Found::User(user) => user.check(),
        }
    }
}
