//! The proof of who is calling.

use std::time::SystemTime;

use http::{HeaderName, HeaderValue, header};

use crate::credentials::{Credentials, Kind};
use crate::error::Error;
use crate::request::Prepared;
use crate::signing::{self, Message};
use crate::transport::TransportRequest;

static AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
static SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
static SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");

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

/// Headers that most attempts add: project or account, date and authorization, and the HTTP client's `Accept`
/// and `Host`.
const ADDED: usize = 5;

/// A request with what proves its caller at this time. The header of project or account is for signed ones:
/// a token says it itself.
pub(super) fn authenticate(
    prepared: &Prepared,
    credentials: &Credentials,
    time: SystemTime,
) -> Result<TransportRequest, Error> {
    let mut request = prepared.request.copy_with_room(ADDED);
    let headers = &mut request.headers;
    let (access_key, secret_key) = match &credentials.kind {
        Kind::Token(token) => {
            headers.insert(&AUTH_TOKEN, secret_header(token.expose())?);
            return Ok(request);
        }
        Kind::AccessKey { access_key, secret_key, security_token } => {
            if let Some(token) = security_token {
                headers.insert(&SECURITY_TOKEN, secret_header(token.expose())?);
            }
            (access_key, secret_key)
        }
    };
    if let Some((name, value)) = &prepared.scope {
        headers.entry(*name).or_insert_with(|| value.clone());
    }
    let body = match &request.body {
        None => &[][..],
        Some(body) => body.as_bytes().map_or(&[][..], |bytes| bytes),
    };
    if request.body.as_ref().is_some_and(|body| body.as_bytes().is_none()) {
        headers.insert(signing::CONTENT_HASH_HEADER, HeaderValue::from_static(signing::UNSIGNED_PAYLOAD));
    }
    let date = signing::format_date(time);
    headers.insert(&SDK_DATE, secret_header(&date)?);
    let mut signed = Vec::with_capacity(SIGNED.len() + 1);
    signed.push(("host", request.base.host()));
    let named = headers.iter().filter(|(name, _)| SIGNED.contains(&name.as_str()));
    signed.extend(named.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))));
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
    headers.insert(header::AUTHORIZATION, secret_header(&authorization)?);
    Ok(request)
}

/// A header value that no `Debug` shows. Credentials are checked when they are provided, so this does
/// not fail; if it ever does, the value stays out of the error.
fn secret_header(value: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Error::config("a credential has a character that no header takes"))?;
    value.set_sensitive(true);
    Ok(value)
}
