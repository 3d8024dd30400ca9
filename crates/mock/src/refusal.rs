//! Answers that say no.

use http::header::ALLOW;
use http::{HeaderName, StatusCode};
use serde_json::json;

/// A request that is not answered as asked, in the cloud's own shape of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    /// `APIGW.…` where the cloud's gateway says the same, `Mock.0` and the status where only a mock
    /// would.
    pub code: String,
    pub message: String,
    /// What the answer has beside the headers of every answer.
    pub header: Option<(HeaderName, String)>,
    /// Whether the rest of what the client sends can no longer be told apart.
    pub hang_up: bool,
}

impl Refusal {
    /// A refusal that the mock has its own code for.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let code = format!("Mock.{:04}", status.as_u16());
        Self { status, code, message: message.into(), header: None, hang_up: false }
    }

    /// The request is not what the spec says.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// The gateway's answer to credentials that it does not accept.
    pub fn unauthorized(why: impl AsRef<str>) -> Self {
        let message = format!("Incorrect IAM authentication information: {}", why.as_ref());
        Self { code: "APIGW.0301".to_owned(), ..Self::new(StatusCode::UNAUTHORIZED, message) }
    }

    /// The gateway's answer to a token that has expired.
    pub fn expired_token(why: impl AsRef<str>) -> Self {
        let message = format!("The token must be updated: {}", why.as_ref());
        Self { code: "APIGW.0307".to_owned(), ..Self::new(StatusCode::UNAUTHORIZED, message) }
    }

    /// The gateway's answer to a path that no service has.
    pub fn unknown_path(why: impl AsRef<str>) -> Self {
        let message =
            format!("The API does not exist or has not been published in the environment: {}", why.as_ref());
        Self { code: "APIGW.0101".to_owned(), ..Self::new(StatusCode::NOT_FOUND, message) }
    }

    /// The path has these methods, and not the one that came.
    pub fn other_method(methods: String, message: impl Into<String>) -> Self {
        let refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, message);
        Self { header: Some((ALLOW, methods)), ..refusal }
    }

    /// Ends the connection too.
    pub fn hanging_up(self) -> Self {
        Self { hang_up: true, ..self }
    }

    pub fn body(&self, request_id: &str) -> String {
        json!({ "error_code": self.code, "error_msg": self.message, "request_id": request_id }).to_string()
    }
}
