//! The shapes of error bodies.

use http::StatusCode;
use serde_json::json;

/// How an error's code and message are written. The services never agreed on one shape; each of these
/// is some service's or gateway's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorShape {
    /// `{"error_code": …, "error_msg": …}`: the gateway and most services.
    Flat,
    /// `{"errorCode": …, "errorMsg": …}`
    Camel,
    /// `{"errCode": …, "externalMessage": …}`
    External,
    /// `{"code": …, "message": …}`
    Plain,
    /// `{"error": {"code": …, "message": …}}`
    Nested,
    /// `{"error": {"code": 401, "message": …, "title": "Unauthorized"}}`: IAM, whose code is the status.
    Titled,
    /// `{"itemNotFound": {"code": …, "message": …}}`: named after the status, as OpenStack does.
    Named,
    /// `{"errors": [{"error_code": …, "error_msg": …}]}`
    List,
    /// `{"error": …, "error_description": …}`: OAuth.
    OAuth,
    /// A page of HTML with the message as its title, which has no code.
    Html,
    /// The message as plain text, which has no code.
    Text,
}

impl ErrorShape {
    /// All of them, for tests that go through them.
    pub const ALL: [Self; 11] = [
        Self::Flat,
        Self::Camel,
        Self::External,
        Self::Plain,
        Self::Nested,
        Self::Titled,
        Self::Named,
        Self::List,
        Self::OAuth,
        Self::Html,
        Self::Text,
    ];

    /// The body and its media type.
    pub(super) fn body(self, status: StatusCode, code: &str, message: &str) -> (&'static str, String) {
        let json = match self {
            Self::Flat => json!({ "error_code": code, "error_msg": message }),
            Self::Camel => json!({ "errorCode": code, "errorMsg": message }),
            Self::External => json!({ "errCode": code, "externalMessage": message }),
            Self::Plain => json!({ "code": code, "message": message }),
            Self::Nested => json!({ "error": { "code": code, "message": message } }),
            Self::Titled => {
                let title = status.canonical_reason().unwrap_or_default();
                json!({ "error": { "code": status.as_u16(), "message": message, "title": title } })
            }
            Self::Named => json!({ named(status): { "code": code, "message": message } }),
            Self::List => json!({ "errors": [{ "error_code": code, "error_msg": message }] }),
            Self::OAuth => json!({ "error": code, "error_description": message }),
            Self::Html => {
                let title = message.replace('&', "&amp;").replace('<', "&lt;");
                let page = format!("<html><head><title>{title}</title></head><body>{title}</body></html>\n");
                return ("text/html", page);
            }
            Self::Text => return ("text/plain", message.to_owned()),
        };
        ("application/json", json.to_string())
    }
}

fn named(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "badRequest",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "itemNotFound",
        409 => "conflictingRequest",
        413 | 429 => "overLimit",
        503 => "serviceUnavailable",
        _ => "computeFault",
    }
}
