//! Temporary access keys, as answers hold them.

use std::time::{Duration, SystemTime};

use huaweicloud_types::Timestamp;
use serde_json::Value;

use super::{Credentials, ProviderContext};
use crate::error::Error;
use crate::transport::TransportResponse;

/// After which time credentials are renewed whose answer does not say when they expire: they all do.
const SHORT: Duration = Duration::from_secs(15 * 60);

/// The access key in the answer of `source`. Services name its parts differently: the metadata service
/// as IAM of old, pod identities in camel case.
pub(super) fn access_key(
    answer: &TransportResponse,
    source: &str,
    context: &ProviderContext,
) -> Result<Credentials, Error> {
    // What could not be read may hold a secret and is not shown.
    let body: Value = serde_json::from_slice(answer.body()).map_err(|error| {
        Error::unreadable(format!("the answer of {source} with credentials is not JSON: {error}"))
    })?;
    let object = body.get("credential").or_else(|| body.get("credentials")).unwrap_or(&body);
    let text = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| object.get(*name)?.as_str());
        found.filter(|text| !text.is_empty())
    };
    let part = |names: [&str; 2]| {
        text(names).ok_or_else(|| {
            Error::unreadable(format!(
                "the answer of {source} has no {} among its credentials",
                names.join(" or ")
            ))
        })
    };
    let access_key = part(["access", "accessKeyId"])?;
    let secret_key = part(["secret", "secretAccessKey"])?;
    let token = part(["securitytoken", "securityToken"])?;
    let expiry = ["expires_at", "expiration"].iter().find_map(|name| object.get(*name));
    Ok(Credentials::access_key(access_key, secret_key)
        .with_security_token(token)
        .with_expiry(expiry_or_soon(expiry, source, context)))
}

/// The time that an answer gives, or one after which to look again.
pub(super) fn expiry_or_soon(value: Option<&Value>, source: &str, context: &ProviderContext) -> SystemTime {
    let told = value.and_then(|value| match value {
        Value::String(text) => Timestamp::from(text.as_str()).to_system_time().ok(),
        Value::Number(number) => Timestamp::from(number.to_string()).to_system_time().ok(),
        _ => None,
    });
    told.unwrap_or_else(|| {
        tracing::warn!(source, "the answer does not say when its credentials expire; they are renewed soon");
        let now = context.clock().now();
        now.checked_add(SHORT).unwrap_or(now)
    })
}
