//! What all connections of a mock share, and the way of a request through it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, DATE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use huaweicloud_core::Clock;

use crate::answer::{answer, preferred_operations};
use crate::answered::Answered;
use crate::auth::{Accounts, Signed};
use crate::check::{Call, Query};
use crate::clock::SharedClock;
use crate::error::Error;
use crate::fault::{Due, Effect, Fault, Faults};
use crate::iam::{Iam, IamOperation};
use crate::memory::Memory;
use crate::received::{Received, Requests};
use crate::refusal::Refusal;
use crate::request::Request;
use crate::route::Routes;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) type Log = Box<dyn Fn(&Received) + Send + Sync>;

/// A mock without its sockets.
pub(crate) struct State {
    pub routes: Routes,
    pub iam: Iam,
    pub accounts: Accounts,
    pub clock: SharedClock,
    /// Whether the clock is not the system's, whose time HTTP servers tell by themselves.
    pub own_clock: bool,
    pub records: Option<u64>,
    /// What is remembered, where anything is.
    pub memory: Option<Memory>,
    pub faults: Faults,
    pub requests: Requests,
    pub log: Option<Log>,
    /// How many request ids have been made.
    pub made: AtomicU64,
}

impl State {
    /// Adds a fault, unless it could not come about.
    pub fn add_fault(&self, fault: Fault) -> Result<(), Error> {
        let iam = IamOperation::ALL.map(IamOperation::name);
        let operations: Vec<&'static str> = self.routes.operations().chain(iam).collect();
        fault
            .check(&operations)
            .map_err(|problem| Error::new(format!("the fault \"{fault}\": {problem}")))?;
        self.faults.add(fault);
        Ok(())
    }

    /// The fault that befalls a request of which the head has come.
    pub fn fault(&self, request: &Parts) -> Option<Due> {
        self.faults.due(request, || self.operation(request))
    }

    fn operation(&self, request: &Parts) -> Option<&'static str> {
        let (method, path) = (request.method.as_str(), request.uri.path());
        let of_service = self.routes.find(method, path).ok();
        let name = of_service.and_then(|found| Some(found.first()?.0.description.operation.name));
        name.or_else(|| IamOperation::find(method, path).map(IamOperation::name))
    }

    /// Answers a request whose body came, or did not.
    pub fn respond(
        &self,
        parts: Parts,
        body: Result<Bytes, Refusal>,
        fault: Option<&Due>,
    ) -> Response<Bytes> {
        let request_id = self.request_id(&parts.headers);
        let (body, broken) = match body {
            Ok(body) => (body, None),
            Err(refusal) => (Bytes::new(), Some(refusal)),
        };
        let effect = fault.map(|fault| &fault.effect);
        let (clock, own_clock) = match effect {
            Some(Effect::Clock(clock)) => (clock, true),
            _ => (&self.clock, self.own_clock),
        };
        let mut operation = None;
        let answered = match broken {
            Some(refusal) => Err(refusal),
            None => self.answer(&parts, &body, &request_id, &mut operation, clock.now()),
        };
        let mut response = response(answered, &request_id);
        if own_clock {
            insert(response.headers_mut(), DATE, &httpdate::fmt_http_date(clock.now()));
        }
        match effect {
            Some(Effect::Answer(reply)) => {
                let usual = std::mem::replace(&mut response, reply.response());
                for name in [REQUEST_ID, DATE, CONNECTION] {
                    if let Some(value) = usual.headers().get(&name) {
                        response.headers_mut().entry(name).or_insert_with(|| value.clone());
                    }
                }
            }
            Some(Effect::Header(Ok((name, value)))) => {
                response.headers_mut().insert(name, value.clone());
            }
            Some(Effect::Body(body)) => *response.body_mut() = body.clone(),
            _ => {}
        }
        let begun = fault.is_none_or(|fault| fault.effect.lets_answer_begin());
        let status = begun.then_some(response.status());
        self.record(parts, body, status, operation, request_id, fault);
        response
    }

    /// Remembers a request that a fault leaves without an answer before it is read.
    pub fn leave(&self, parts: Parts, fault: &Due) {
        let request_id = self.request_id(&parts.headers);
        let operation = self.operation(&parts);
        self.record(parts, Bytes::new(), None, operation, request_id, Some(fault));
    }

    fn record(
        &self,
        parts: Parts,
        body: Bytes,
        status: Option<StatusCode>,
        operation: Option<&'static str>,
        request_id: String,
        fault: Option<&Due>,
    ) {
        let request = Request::new(parts.method, parts.uri, parts.headers, body);
        let fault = fault.map(|fault| fault.label.clone());
        let received = Received { request, status, operation, request_id, fault };
        if let Some(log) = &self.log {
            log(&received);
        }
        self.requests.push(received);
    }

    fn answer(
        &self,
        parts: &Parts,
        body: &[u8],
        request_id: &str,
        operation: &mut Option<&'static str>,
        now: SystemTime,
    ) -> Result<Answered, Refusal> {
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let signed = Signed { method, path, query, headers: &parts.headers, body };
        let found = match self.routes.find(method, path) {
            Ok(found) => found,
            Err(refusal) => {
                let iam = IamOperation::find(method, path).ok_or(refusal)?;
                *operation = Some(iam.name());
                if iam == IamOperation::CreateToken {
                    return Ok(self.iam.token(&self.accounts, body, now));
                }
                self.accounts.check(&signed, now)?;
                return Ok(self.iam.projects(&Query::parse(query)?));
            }
        };
        *operation = preferred_operations(&found, &parts.headers)
            .next()
            .map(|(route, _)| route.description.operation.name);
        self.accounts.check(&signed, now)?;
        let query = Query::parse(query)?;
        let memory = self.memory.as_ref().map(|memory| (memory, now));
        // Where several may be meant, the first that can answer the call; else what is wrong with the
        // first of all.
        let mut refused = None;
        for (route, values) in preferred_operations(&found, &parts.headers) {
            let call = Call { path: values, query: &query, headers: &parts.headers, body };
            let checked = call.check(route.description);
            let answered = checked.and_then(|()| answer(route, &call, self.records, memory, request_id));
            match answered {
                Ok(answered) => {
                    *operation = Some(route.description.operation.name);
                    return Ok(answered);
                }
                Err(refusal) => refused = refused.or(Some(refusal)),
            }
        }
        Err(refused.unwrap_or_else(|| Refusal::unknown_path(path)))
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

fn response(answered: Result<Answered, Refusal>, request_id: &str) -> Response<Bytes> {
    let (Answered { status, body, media_type, header }, hang_up) = match answered {
        Ok(answered) => (answered, false),
        Err(refusal) => {
            let body = refusal.body(request_id);
            let answered = Answered::new(refusal.status, body);
            (Answered { header: refusal.header, ..answered }, refusal.hang_up)
        }
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    insert(headers, REQUEST_ID, request_id);
    if let Some((name, value)) = header {
        insert(headers, name, &value);
    }
    if hang_up {
        insert(headers, CONNECTION, "close");
    }
    let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if !body.is_empty() && !bodiless {
        insert(headers, CONTENT_TYPE, media_type);
        *response.body_mut() = body.into();
    }
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
