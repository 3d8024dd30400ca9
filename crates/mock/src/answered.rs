//! Answers on their way out.

use http::{HeaderName, StatusCode};

/// An answer before it is HTTP.
pub(crate) struct Answered {
    pub status: StatusCode,
    pub body: String,
    /// What the body is.
    pub media_type: &'static str,
    /// What this answer has beside the headers of every answer.
    pub header: Option<(HeaderName, String)>,
}

impl Answered {
    pub fn new(status: StatusCode, body: String) -> Self {
        Self { status, body, media_type: "application/json", header: None }
    }
}
