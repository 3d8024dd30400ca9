//! Who is calling: a token, or a signature that is computed again.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use huaweicloud_core::signing::{
    Authorization, Message, canonical_request, format_date, parse_date, signature, string_to_sign,
};

use crate::refusal::Refusal;
use crate::token::{Judged, Tokens};

/// How far the date of a signature may be from the clock.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// Headers whose values are secrets of the caller and are not repeated to it.
pub(crate) const SECRET_HEADERS: [&str; 3] = ["authorization", "x-auth-token", "x-security-token"];

/// The credentials that are accepted.
pub(crate) struct Accounts {
    pub access_key: String,
    pub secret_key: String,
    pub token: String,
    pub user: User,
    pub tokens: Tokens,
}

/// Who may have a token for a password.
#[derive(Clone)]
pub(crate) struct User {
    pub domain: String,
    pub name: String,
    pub password: String,
}

impl User {
    pub fn new(domain: impl Into<String>, name: impl Into<String>, password: impl Into<String>) -> Self {
        Self { domain: domain.into(), name: name.into(), password: password.into() }
    }
}

/// What of a request is proved.
pub(crate) struct Signed<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

impl Accounts {
    /// Accepts a request with the right token or the right signature.
    pub fn check(&self, request: &Signed<'_>, now: SystemTime) -> Result<(), Refusal> {
        if let Some(token) = request.headers.get("x-auth-token") {
            return self.check_token(token.as_bytes(), now);
        }
        let Some(authorization) = text(request.headers, "authorization")? else {
            return Err(Refusal::unauthorized(
                "neither X-Auth-Token nor Authorization came; expected a token, or \
                 Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=… with X-Sdk-Date",
            ));
        };
        let Some(sent) = Authorization::parse(authorization) else {
            return Err(Refusal::unauthorized(
                "expected Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…, \
                 another form came",
            ));
        };
        if sent.access_key != self.access_key {
            return Err(Refusal::unauthorized(format!(
                "get secretKey failed, access key {:?} is unknown; this mock knows {:?}",
                shortened(&sent.access_key),
                self.access_key
            )));
        }
        let Some(date) = text(request.headers, "x-sdk-date")? else {
            return Err(Refusal::unauthorized("X-Sdk-Date did not come; expected the time of signing"));
        };
        check_date(date, now)?;
        self.check_signature(request, &sent, date)
    }

    fn check_token(&self, token: &[u8], now: SystemTime) -> Result<(), Refusal> {
        if token == self.token.as_bytes() {
            return Ok(());
        }
        match self.tokens.judge(token, now) {
            Judged::Good => Ok(()),
            Judged::Expired(end) => Err(Refusal::expired_token(format!(
                "it expired at {}, and the mock's clock says {}",
                format_date(end),
                format_date(now)
            ))),
            Judged::Unknown => Err(Refusal::unauthorized(
                "X-Auth-Token is not the token of this mock, which Mock::token() tells, and none that its \
                 IAM gave out",
            )),
        }
    }

    fn check_signature(&self, request: &Signed<'_>, sent: &Authorization, date: &str) -> Result<(), Refusal> {
        let mut headers = Vec::new();
        for name in sent.signed_headers.split(';') {
            match text(request.headers, name)? {
                Some(value) => headers.push((name, value)),
                None => {
                    return Err(Refusal::unauthorized(format!(
                        "SignedHeaders names {:?}, which did not come",
                        shortened(name)
                    )));
                }
            }
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("x-sdk-date")) {
            return Err(Refusal::unauthorized("x-sdk-date is not among SignedHeaders"));
        }
        let canonical_form = |headers: &[(&str, &str)]| {
            canonical_request(&Message {
                method: request.method,
                path: request.path,
                query: request.query,
                headers,
                body: request.body,
            })
        };
        let canonical = canonical_form(&headers);
        let to_sign = string_to_sign(date, &canonical);
        if signature(&self.secret_key, &to_sign) == sent.signature {
            return Ok(());
        }
        let secret = |name: &str| SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
        let masked: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, if secret(name) { "***" } else { value })).collect();
        let shown = canonical_form(&masked);
        Err(Refusal::unauthorized(format!(
            "verify aksk signature fail. What was signed is not what arrived, or it was signed with another \
             secret key.\nThe mock computed this canonical request:\n{shown}\n\nand this string to sign:\n{to_sign}"
        )))
    }
}

fn check_date(date: &str, now: SystemTime) -> Result<(), Refusal> {
    let Some(signed) = parse_date(date) else {
        return Err(Refusal::unauthorized(format!(
            "X-Sdk-Date: expected a time such as 20191115T033655Z, {:?} came",
            shortened(date)
        )));
    };
    let apart = signed.duration_since(now).unwrap_or_else(|error| error.duration());
    if apart > SKEW {
        return Err(Refusal::unauthorized(format!(
            "signature expired: X-Sdk-Date is {date}, and the mock's clock says {}, more than 15 minutes apart",
            format_date(now)
        )));
    }
    Ok(())
}

/// A header as text. One that is no UTF-8 proves nothing.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Refusal::unauthorized(format!("the header {name} is not text"))),
    }
}

pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
