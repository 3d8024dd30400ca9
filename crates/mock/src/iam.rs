//! The two operations of IAM that clients ask for by themselves: a token for a password, and the
//! project of a region.

use std::time::SystemTime;

use http::{HeaderName, StatusCode};
use huaweicloud_core::signing::signature;
use huaweicloud_core::types::Timestamp;
use serde_json::{Value, json};

use crate::answered::Answered;
use crate::auth::{Accounts, User};
use crate::check::Query;

const SUBJECT_TOKEN: HeaderName = HeaderName::from_static("x-subject-token");

/// An operation of IAM that every mock answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IamOperation {
    /// <https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html>
    CreateToken,
    /// <https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0001.html>
    ListProjects,
}

impl IamOperation {
    /// All of them, whose names are official.
    pub const ALL: [Self; 2] = [Self::CreateToken, Self::ListProjects];

    pub fn find(method: &str, path: &str) -> Option<Self> {
        match (method, path) {
            ("POST", "/v3/auth/tokens") => Some(Self::CreateToken),
            ("GET", "/v3/projects") => Some(Self::ListProjects),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::CreateToken => "KeystoneCreateUserTokenByPassword",
            Self::ListProjects => "KeystoneListProjects",
        }
    }
}

/// What IAM knows of the one account.
pub(crate) struct Iam {
    pub domain_id: String,
    /// The region whose project has an id of the caller's choice.
    pub region: &'static str,
    pub project_id: String,
}

impl Iam {
    /// Every region has one project, which is named after it.
    fn project_of(&self, region: &str) -> String {
        match region == self.region {
            true => self.project_id.clone(),
            // No more than 32 digits that are the same each time.
            false => signature("project", region).chars().take(32).collect(),
        }
    }

    /// The projects of the name that is asked for; without one, that of the mock's region.
    pub fn projects(&self, query: &Query) -> Answered {
        let name = query.get("name").filter(|name| !name.is_empty()).unwrap_or(self.region);
        let id = self.project_of(name);
        let body = json!({
            "links": { "self": "/v3/projects", "previous": null, "next": null },
            "projects": [{
                "id": id,
                "name": name,
                "domain_id": self.domain_id,
                "parent_id": self.domain_id,
                "is_domain": false,
                "enabled": true,
                "description": "",
                "links": { "self": format!("/v3/projects/{id}") },
            }],
        });
        Answered::new(StatusCode::OK, body.to_string())
    }

    /// A token for the password in this body.
    pub fn token(&self, accounts: &Accounts, body: &[u8], now: SystemTime) -> Answered {
        let sent: Value = match serde_json::from_slice(body) {
            Ok(sent) => sent,
            Err(error) => return refused(StatusCode::BAD_REQUEST, format!("the body is not JSON: {error}")),
        };
        let user = match user(&sent) {
            Ok(user) => user,
            Err(missing) => return refused(StatusCode::BAD_REQUEST, missing),
        };
        let known = &accounts.user;
        if (&user.name, &user.password, &user.domain) != (&known.name, &known.password, &known.domain) {
            return refused(
                StatusCode::UNAUTHORIZED,
                format!(
                    "The username or password is wrong. This mock knows the user {} of the account {}.",
                    known.name, known.domain
                ),
            );
        }
        let (token, end) = accounts.tokens.give(now);
        let time = |time| Timestamp::try_from(time).map(|time| time.to_string()).unwrap_or_default();
        let domain = json!({ "id": self.domain_id, "name": user.domain });
        let mut content = json!({
            "methods": ["password"],
            "issued_at": time(now),
            "expires_at": time(end),
            "user": {
                "id": "00000000000000000000000000000001",
                "name": user.name,
                "domain": domain,
                "password_expires_at": "",
            },
            "roles": [{ "id": "0", "name": "te_admin" }],
            "catalog": [],
        });
        match self.project_in(&sent) {
            Some((id, name)) => content["project"] = json!({ "id": id, "name": name, "domain": domain }),
            None => content["domain"] = domain,
        }
        let answered = Answered::new(StatusCode::CREATED, json!({ "token": content }).to_string());
        Answered { header: Some((SUBJECT_TOKEN, token)), ..answered }
    }

    /// Id and name of the project that a token is asked for.
    fn project_in(&self, sent: &Value) -> Option<(String, String)> {
        let project = sent.pointer("/auth/scope/project")?;
        let text = |name: &str| project[name].as_str().map(str::to_owned);
        match (text("id"), text("name")) {
            (Some(id), name) => Some((id, name.unwrap_or_else(|| self.region.to_owned()))),
            (None, Some(name)) => Some((self.project_of(&name), name)),
            (None, None) => None,
        }
    }
}

/// Who asks for a token.
fn user(sent: &Value) -> Result<User, String> {
    let text = |pointer: &str| {
        let text = sent.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        text.ok_or_else(|| format!("{}: expected text, none came", pointer[1..].replace('/', ".")))
    };
    let domain = text("/auth/identity/password/user/domain/name")?;
    let name = text("/auth/identity/password/user/name")?;
    Ok(User::new(domain, name, text("/auth/identity/password/user/password")?))
}

/// An error in IAM's own shape.
fn refused(status: StatusCode, message: String) -> Answered {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({ "error": { "code": status.as_u16(), "message": message, "title": title } });
    Answered::new(status, body.to_string())
}
