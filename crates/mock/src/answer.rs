//! What a call that is in order is answered.

use std::time::SystemTime;

use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::answered::Answered;
use crate::auth::shortened;
use crate::check::Call;
use crate::memory::Memory;
use crate::paging::Page;
use crate::refusal::Refusal;
use crate::route::{PathValues, Route};

/// The answer of the status that the caller prefers; else what is remembered, where anything is; else the
/// documented success.
pub(crate) fn answer(
    route: &Route,
    call: &Call<'_>,
    records: Option<u64>,
    memory: Option<(&Memory, SystemTime)>,
    request_id: &str,
) -> Result<Answered, Refusal> {
    if let Some(wanted) = preferred(call.headers)? {
        if let Some(answered) = documented(route, wanted, request_id) {
            return Ok(answered);
        }
        if route.answers.success().is_none_or(|(_, status, _)| status.as_u16() != wanted) {
            return Err(undocumented(route, wanted));
        }
    }
    let remembered = memory.and_then(|(memory, now)| memory.answer(route, call, now, request_id));
    if let Some(answered) = remembered {
        return answered;
    }
    let Some((answer, status, template)) = route.answers.success() else {
        // A spec may leave out what success looks like.
        return Ok(Answered::new(StatusCode::NO_CONTENT, String::new()));
    };
    let page = match &route.description.operation.pagination {
        Some(paging) => Page::asked(paging, call, template.total, records)?,
        None => None,
    };
    let answered = Answered::new(status, template.render(request_id, page.as_ref()));
    Ok(Answered { media_type: answer.media_type, ..answered })
}

/// The operations that may be meant: of several on one method and path, the one in
/// `Prefer: operation=CreateToken`, or all of them where it names none.
pub(crate) fn preferred_operations<'f>(
    found: &'f [(&'f Route, PathValues)],
    headers: &HeaderMap,
) -> impl Iterator<Item = (&'f Route, &'f PathValues)> + use<'f> {
    let wanted = preference(headers, "operation");
    let named =
        found.iter().position(|(route, _)| Some(route.description.operation.name) == wanted.as_deref());
    let range = named.map_or(0..found.len(), |at| at..at + 1);
    found[range].iter().map(|(route, values)| (*route, values))
}

/// The status in `Prefer: code=404`.
fn preferred(headers: &HeaderMap) -> Result<Option<u16>, Refusal> {
    let Some(code) = preference(headers, "code") else { return Ok(None) };
    match code.parse() {
        Ok(code) => Ok(Some(code)),
        Err(_) => Err(Refusal::bad_request(format!(
            "header Prefer: expected code=404 or another documented status, code={} came",
            shortened(&code)
        ))),
    }
}

/// What the caller prefers by this name.
fn preference(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers.get_all("prefer").iter().find_map(|header| {
        let text = String::from_utf8_lossy(header.as_bytes());
        text.split([',', ';']).find_map(|preference| {
            let (name, value) = preference.split_once('=')?;
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.to_owned())
        })
    })
}

/// The answer of another status than the usual success.
fn documented(route: &Route, wanted: u16, request_id: &str) -> Option<Answered> {
    let usual = route.answers.success().map(|(_, status, _)| status);
    let (answer, status, template) =
        route.answers.all().find(|(_, status, _)| status.as_u16() == wanted && Some(*status) != usual)?;
    let body = template.render(request_id, None);
    if !body.is_empty() || status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Some(Answered { media_type: answer.media_type, ..Answered::new(status, body) });
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
