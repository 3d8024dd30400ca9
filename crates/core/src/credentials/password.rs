//! Tokens of IAM for a user and a password.

use std::time::Duration;

use http::Method;
use huaweicloud_types::Secret;
use serde_json::{Value, json};

use super::{Credentials, CredentialsProvider, Provided, ProviderContext, refused, temporary};
use crate::error::Error;
use crate::transport::TransportResponse;

const TIMEOUT: Duration = Duration::from_secs(30);
const TOKEN_HEADER: &str = "x-subject-token";

/// A token of IAM, got with the name and the password of an IAM user, and got again before it expires.
///
/// It holds for one project, or for the account's global services:
/// - the one that [`project_id`](Self::project_id), [`project_name`](Self::project_name) or
///   [`domain`](Self::domain) says;
/// - else the configuration's project;
/// - else the project of the configuration's region, which has its name;
/// - else the account.
///
/// An access key is the better choice where there is one: it need not be sent to anybody. Users that log
/// in with a HUAWEI ID or are asked for a second factor cannot get tokens so.
///
/// ```
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::PasswordProvider;
///
/// let user = PasswordProvider::new("my-account", "my-user", "my-password");
/// let config = Config::builder().region("eu-west-101").credentials(user).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
///
/// Source: [KeystoneCreateUserTokenByPassword](https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html).
#[derive(Clone, Debug)]
pub struct PasswordProvider {
    domain_name: String,
    user_name: String,
    password: Secret,
    scope: Option<Scope>,
}

/// What a token holds for.
#[derive(Clone, Debug)]
enum Scope {
    ProjectId(String),
    ProjectName(String),
    Domain,
}

impl PasswordProvider {
    /// A user of the account (domain) of this name.
    pub fn new(
        domain_name: impl Into<String>,
        user_name: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self {
            domain_name: domain_name.into(),
            user_name: user_name.into(),
            password: Secret::from(password.into()),
            scope: None,
        }
    }

    /// For the project with this id.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.scope = Some(Scope::ProjectId(id.into()));
        self
    }

    /// For the project of this name: a region's id, or with a subproject's name `eu-west-101_test`.
    pub fn project_name(mut self, name: impl Into<String>) -> Self {
        self.scope = Some(Scope::ProjectName(name.into()));
        self
    }

    /// For the account (domain) itself and its global services.
    pub fn domain(mut self) -> Self {
        self.scope = Some(Scope::Domain);
        self
    }

    fn scope(&self, context: &ProviderContext) -> Scope {
        let known = || {
            let id = context.project_id().map(|id| Scope::ProjectId(id.to_owned()));
            id.or_else(|| context.region().map(|region| Scope::ProjectName(region.to_owned())))
        };
        self.scope.clone().or_else(known).unwrap_or(Scope::Domain)
    }

    fn body(&self, scope: &Scope) -> Value {
        let scope = match scope {
            Scope::ProjectId(id) => json!({ "project": { "id": id } }),
            Scope::ProjectName(name) => json!({ "project": { "name": name } }),
            Scope::Domain => json!({ "domain": { "name": self.domain_name } }),
        };
        let user = json!({
            "domain": { "name": self.domain_name },
            "name": self.user_name,
            "password": self.password.expose(),
        });
        let identity = json!({ "methods": ["password"], "password": { "user": user } });
        json!({ "auth": { "identity": identity, "scope": scope } })
    }

    async fn find(&self, context: &ProviderContext) -> Result<Credentials, Error> {
        // The catalog of services would make up most of the answer.
        let url = format!("{}/v3/auth/tokens?nocatalog=true", context.iam_url()?);
        let body = self.body(&self.scope(context)).to_string().into_bytes();
        let headers = [("Content-Type", "application/json;charset=utf8")];
        let purpose = format!(
            "this call was to get a token of IAM for user {} of account {}",
            self.user_name.escape_debug(),
            self.domain_name.escape_debug()
        );
        let answer = context.exchange(Method::POST, &url, &headers, Some(body), TIMEOUT).await;
        let answer = answer.map_err(|error| error.while_doing(purpose.clone()))?;
        if !answer.status().is_success() {
            let hint = "check the names, the password and the project that the token is to be for";
            return Err(refused(answer, context, &purpose, hint));
        }
        token(&answer, context).map_err(|error| error.while_doing(purpose))
    }
}

fn token(answer: &TransportResponse, context: &ProviderContext) -> Result<Credentials, Error> {
    let token = answer.headers().get(TOKEN_HEADER).and_then(|token| token.to_str().ok());
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return Err(Error::unreadable(
            "the answer has no token in X-Subject-Token: a proxy or a login page may have answered in IAM's stead",
        ));
    };
    let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    let expiry = temporary::expiry_or_soon(body.pointer("/token/expires_at"), "IAM", context);
    let mut credentials = Credentials::token(token).with_expiry(expiry);
    let text = |pointer: &str| body.pointer(pointer)?.as_str();
    if let Some(id) = text("/token/project/id") {
        credentials = credentials.with_project_id(id);
    }
    let domain = text("/token/project/domain/id").or_else(|| text("/token/domain/id"));
    if let Some(id) = domain.or_else(|| text("/token/user/domain/id")) {
        credentials = credentials.with_domain_id(id);
    }
    Ok(credentials)
}

impl CredentialsProvider for PasswordProvider {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(self.find(context))
    }

    fn check(&self) -> Result<(), Error> {
        let texts = [
            ("the account's name", self.domain_name.as_str()),
            ("the user's name", &self.user_name),
            ("the password", self.password.expose()),
        ];
        match texts.into_iter().find(|(_, text)| text.is_empty()) {
            Some((what, _)) => {
                Err(Error::config(format!("{what} is empty: give its value to PasswordProvider::new")))
            }
            None => Ok(()),
        }
    }
}
