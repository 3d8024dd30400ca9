//! Who is calling.

use huaweicloud_types::Secret;

use crate::error::Error;

/// What a call proves its caller with: an access key that signs, or a token.
///
/// `Debug` shows no secret, and the memory of secrets is wiped when the last copy is dropped.
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
pub struct Credentials(pub(crate) Kind);

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    AccessKey { access_key: String, secret_key: Secret, security_token: Option<Secret> },
    Token(Secret),
}

impl Credentials {
    /// An access key (AK/SK): every request is signed and the secret key never leaves the program.
    ///
    /// Source: [access keys](https://support.huaweicloud.com/intl/en-us/usermanual-ca/ca_01_0003.html).
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Kind::AccessKey {
            access_key: access_key.into(),
            secret_key: Secret::from(secret_key.into()),
            security_token: None,
        })
    }

    /// A token of IAM, sent as `X-Auth-Token`; the request is not signed.
    ///
    /// It names its project itself and expires, usually after 24 hours.
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Token(Secret::from(token.into())))
    }

    /// Adds the security token of a temporary access key, sent as `X-Security-Token`.
    ///
    /// Credentials made of an IAM [`token`](Self::token) have no place for one and stay as they are.
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        if let Kind::AccessKey { security_token, .. } = &mut self.0 {
            *security_token = Some(Secret::from(token.into()));
        }
        self
    }

    /// Finds what would fail, or be misread, in every later call.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.0 {
            Kind::AccessKey { access_key, secret_key, security_token } => {
                check_text("the access key (AK)", access_key)?;
                check_text("the secret key (SK)", secret_key.expose())?;
                security_token.iter().try_for_each(|token| check_text("the security token", token.expose()))
            }
            Kind::Token(token) => check_text("the token", token.expose()),
        }
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
