//! The proof of who is calling.

use std::time::SystemTime;

use http::{HeaderName, HeaderValue};

use crate::credentials::{Credentials, Kind};
use crate::error::Error;
use crate::signing::{self, Message};
use crate::transport::TransportRequest;

/// Headers that are signed where a request has them, besides `Host`. Those that a proxy may change
/// on the way are left out.
const SIGNED: [&str; 6] = [
    "content-type",
    "x-domain-id",
    "x-project-id",
    signing::CONTENT_HASH_HEADER,
    "x-sdk-date",
    "x-security-token",
];

/// Adds to a request what proves its caller at this time. `scope` is the header of project or account,
/// which a token holds itself.
pub(super) fn authenticate(
    request: &mut TransportRequest,
    scope: Option<&(HeaderName, HeaderValue)>,
    credentials: &Credentials,
    time: SystemTime,
) -> Result<(), Error> {
    let headers = &mut request.headers;
    let (access_key, secret_key) = match &credentials.kind {
        Kind::Token(token) => {
            headers.insert("x-auth-token", secret_header(token.expose())?);
            return Ok(());
        }
        Kind::AccessKey { access_key, secret_key, security_token } => {
            if let Some(token) = security_token {
                headers.insert("x-security-token", secret_header(token.expose())?);
            }
            (access_key, secret_key)
        }
    };
    if let Some((name, value)) = scope {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    let body = match &request.body {
        None => &[][..],
        Some(body) => body.as_bytes().map_or(&[][..], |bytes| bytes),
    };
    if request.body.as_ref().is_some_and(|body| body.as_bytes().is_none()) {
        headers.insert(signing::CONTENT_HASH_HEADER, HeaderValue::from_static(signing::UNSIGNED_PAYLOAD));
    }
    let date = signing::format_date(time);
    headers.insert("x-sdk-date", secret_header(&date)?);
    let mut signed = vec![("host", request.base.host())];
    for name in SIGNED {
        if let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) {
            signed.push((name, value));
        }
    }
    let authorization = signing::authorization(
        access_key,
        secret_key.expose(),
        &date,
        &Message {
            method: request.method.as_str(),
            path: request.url.path(),
            query: request.url.query().unwrap_or_default(),
            headers: &signed,
            body,
        },
    );
    headers.insert(http::header::AUTHORIZATION, secret_header(&authorization)?);
    Ok(())
}

/// A header value that no `Debug` shows. Credentials are checked when they are provided, so this does
/// not fail; if it ever does, the value stays out of the error.
fn secret_header(value: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Error::config("a credential has a character that no header takes"))?;
    value.set_sensitive(true);
    Ok(value)
}
