//! What a call that is in order is answered.

use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::json;

use crate::auth::shortened;
use crate::check::Query;
use crate::paging::Page;
use crate::refusal::Refusal;
use crate::route::Route;

/// An answer before it is HTTP.
pub(crate) struct Answered {
    pub status: StatusCode,
    pub body: String,
    /// What this answer has beside the headers of every answer.
    pub header: Option<(HeaderName, String)>,
}

impl Answered {
    pub fn new(status: StatusCode, body: String) -> Self {
        Self { status, body, header: None }
    }
}

/// The documented success, or the answer of the status that the caller prefers.
pub(crate) fn answer(
    route: &Route,
    query: &Query,
    headers: &HeaderMap,
    records: Option<u64>,
    request_id: &str,
) -> Result<Answered, Refusal> {
    if let Some(wanted) = preferred(headers)? {
        if let Some(answered) = documented(route, wanted, request_id) {
            return Ok(answered);
        }
        if route.answers.success().is_none_or(|(_, status, _)| status.as_u16() != wanted) {
            return Err(undocumented(route, wanted));
        }
    }
    let Some((_, status, template)) = route.answers.success() else {
        // A spec may leave out what success looks like.
        return Ok(Answered::new(StatusCode::NO_CONTENT, String::new()));
    };
    let page = match &route.description.operation.pagination {
        Some(paging) => Page::asked(paging, query, template.total, records)?,
        None => None,
    };
    Ok(Answered::new(status, template.render(request_id, page.as_ref())))
}

/// The status in `Prefer: code=404`.
fn preferred(headers: &HeaderMap) -> Result<Option<u16>, Refusal> {
    for header in headers.get_all("prefer") {
        let text = String::from_utf8_lossy(header.as_bytes());
        for preference in text.split([',', ';']) {
            let Some((name, value)) = preference.split_once('=') else { continue };
            if !name.trim().eq_ignore_ascii_case("code") {
                continue;
            }
            let code = value.trim().trim_matches('"');
            return match code.parse() {
                Ok(code) => Ok(Some(code)),
                Err(_) => Err(Refusal::bad_request(format!(
                    "header Prefer: expected code=404 or another documented status, code={} came",
                    shortened(code)
                ))),
            };
        }
    }
    Ok(None)
}

/// The answer of another status than the usual success.
fn documented(route: &Route, wanted: u16, request_id: &str) -> Option<Answered> {
    let usual = route.answers.success().map(|(_, status, _)| status);
    let (answer, status, template) =
        route.answers.all().find(|(_, status, _)| status.as_u16() == wanted && Some(*status) != usual)?;
    let body = template.render(request_id, None);
    if !body.is_empty() || status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Some(Answered::new(status, body));
    }
    let code = format!("Mock.{wanted:04}");
    let body = json!({ "error_code": code, "error_msg": answer.meaning, "request_id": request_id });
    Some(Answered::new(status, body.to_string()))
}

fn undocumented(route: &Route, wanted: u16) -> Refusal {
    let known: Vec<String> = route.answers.all().map(|(_, status, _)| status.as_u16().to_string()).collect();
    Refusal::bad_request(format!(
        "header Prefer: status {wanted} is not documented for {}; expected one of {}",
        route.description.operation.name,
        known.join(", ")
    ))
}
