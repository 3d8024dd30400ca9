//! What all connections of a mock share, and the way of a request through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{ALLOW, CONNECTION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;

use crate::answer::{Answered, answer};
use crate::auth::{Accounts, SECRET_HEADERS, Signed};
use crate::check::{Call, Query};
use crate::received::{Received, Requests};
use crate::refusal::Refusal;
use crate::route::Routes;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;
pub(crate) type Log = Box<dyn Fn(&Received) + Send + Sync>;

/// A mock without its sockets.
pub(crate) struct State {
    pub routes: Routes,
    pub accounts: Accounts,
    pub clock: Clock,
    pub records: Option<u64>,
    pub requests: Arc<Requests>,
    pub log: Option<Log>,
    /// How many request ids have been made.
    pub made: AtomicU64,
}

impl State {
    /// Answers a request whose body came, or did not.
    pub fn respond(&self, parts: Parts, body: Result<Bytes, Refusal>) -> Response<Full<Bytes>> {
        let request_id = self.request_id(&parts.headers);
        let (body, broken) = match body {
            Ok(body) => (body, None),
            Err(refusal) => (Bytes::new(), Some(refusal)),
        };
        let mut operation = None;
        let answered = match broken {
            Some(refusal) => Err(refusal),
            None => self.answer(&parts, &body, &request_id, &mut operation),
        };
        let response = response(answered, &request_id);
        let Parts { method, uri, mut headers, .. } = parts;
        for name in SECRET_HEADERS {
            if let http::header::Entry::Occupied(mut values) = headers.entry(name) {
                values.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
        let status = response.status();
        let received = Received { method, target: uri, headers, body, status, operation, request_id };
        if let Some(log) = &self.log {
            log(&received);
        }
        self.requests.push(received);
        response
    }

    fn answer(
        &self,
        parts: &Parts,
        body: &[u8],
        request_id: &str,
        operation: &mut Option<&'static str>,
    ) -> Result<Answered, Refusal> {
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let (route, values) = self.routes.find(method, path)?;
        *operation = Some(route.description.operation.name);
        let signed = Signed { method, path, query, headers: &parts.headers, body };
        self.accounts.check(&signed, (self.clock)())?;
        let query = Query::parse(query)?;
        let call = Call { path: &values, query: &query, headers: &parts.headers, body };
        call.check(route.description)?;
        answer(route, &query, &parts.headers, self.records, request_id)
    }

    /// The caller's request id, or the next of the mock's own.
    fn request_id(&self, headers: &HeaderMap) -> String {
        let sent = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
        match sent.filter(|id| (1..=128).contains(&id.len())) {
            Some(id) => id.to_owned(),
            None => format!("{:032x}", self.made.fetch_add(1, Ordering::Relaxed) + 1),
        }
    }
}

fn response(answered: Result<Answered, Refusal>, request_id: &str) -> Response<Full<Bytes>> {
    let (status, body, allow, hang_up) = match answered {
        Ok((status, body)) => (status, body, None, false),
        Err(refusal) => (refusal.status, refusal.body(request_id), refusal.allow, refusal.hang_up),
    };
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let mut insert = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    insert(REQUEST_ID, request_id);
    if let Some(allow) = allow {
        insert(ALLOW, &allow);
    }
    if hang_up {
        insert(CONNECTION, "close");
    }
    let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if !body.is_empty() && !bodiless {
        insert(CONTENT_TYPE, "application/json");
        *response.body_mut() = Full::new(body.into());
    }
    response
}
