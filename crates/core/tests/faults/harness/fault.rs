//! A fault: its name, what the server does, and what the caller sees.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use huaweicloud_core::{ConfigBuilder, Error, Response};
use tokio::time::timeout;

use super::calls::{Attempts, KINDS, Kind, client, patient};
use super::clock::TestClock;
use super::panics;
use super::script::{Script, accepts};
use super::server::{GUARD, Server};
use crate::service::{Thing, answer};

pub struct Fault {
    name: &'static str,
    server: Script,
    sees: Sees,
    attempts: Attempts,
    url: fn(SocketAddr) -> String,
    config: Arc<dyn Fn(ConfigBuilder, SocketAddr) -> ConfigBuilder + std::marker::Send + Sync>,
    well: Option<Script>,
    most_sent: usize,
    sent_each_time: usize,
    not_carried_out: bool,
    hurried: bool,
}

/// What the caller gets in the end.
#[derive(Clone, Copy)]
pub struct Sees {
    /// The predicates of the error that hold, and no others; empty for an answer.
    is: &'static str,
    status: Option<u16>,
    /// What the error says, among other things.
    says: &'static str,
}

/// An error without an answer that can be read.
pub const fn sees(is: &'static str, says: &'static str) -> Sees {
    Sees { is, status: None, says }
}

/// An error that the service answered with.
pub const fn told(status: u16, is: &'static str, says: &'static str) -> Sees {
    Sees { is, status: Some(status), says }
}

/// No error at all.
pub const FINE: Sees = Sees { is: "", status: None, says: "" };

/// A fault that each connection meets with.
pub fn fault(name: &'static str, server: Script, sees: Sees, attempts: Attempts) -> Fault {
    Fault {
        name,
        server,
        sees,
        attempts,
        url: |address| format!("http://{address}"),
        config: Arc::new(|config, _| config),
        well: Some(accepts().reads().sends(answer("200 OK", "{}"))),
        most_sent: usize::MAX,
        sent_each_time: 1,
        not_carried_out: false,
        hurried: false,
    }
}

impl Fault {
    /// Gives each attempt so much time.
    pub fn within(self, millis: u64) -> Self {
        let limit = Duration::from_millis(millis);
        Self { hurried: true, ..self.with(move |config, _| config.attempt_timeout(limit)) }
    }

    /// Gives all attempts together so much time.
    pub fn within_in_all(self, millis: u64) -> Self {
        let limit = Duration::from_millis(millis);
        Self { hurried: true, ..self.with(move |config, _| config.timeout(limit)) }
    }

    /// Changes the caller's configuration; called with the server's address.
    pub fn with(
        self,
        config: impl Fn(ConfigBuilder, SocketAddr) -> ConfigBuilder + std::marker::Send + Sync + 'static,
    ) -> Self {
        let earlier = self.config;
        Self { config: Arc::new(move |builder, address| config(earlier(builder, address), address)), ..self }
    }

    /// Calls another address than the server's over plain http.
    pub fn at(self, url: fn(SocketAddr) -> String) -> Self {
        Self { url, ..self }
    }

    /// What the server does once it is well again, where that is not to answer over plain http.
    pub fn cured_by(self, well: Script) -> Self {
        Self { well: Some(well), ..self }
    }

    /// Nothing cures it.
    pub fn lasting(self) -> Self {
        Self { well: None, ..self }
    }

    /// The answer says that nothing was done, so that even a POST may arrive again.
    pub fn not_carried_out(self) -> Self {
        Self { not_carried_out: true, ..self }
    }

    /// So many requests arrive for each attempt.
    pub fn sent_each_time(self, requests: usize) -> Self {
        Self { sent_each_time: requests, ..self }
    }

    /// The server gets rid of no more than so many bytes in all attempts before the caller hangs up.
    pub fn takes_at_most(self, bytes: usize) -> Self {
        Self { most_sent: bytes, ..self }
    }
}

/// Shows each fault to each kind of call, once with a server that never gets well, and once with one
/// that does after the first connection. Prints what the caller sees.
pub async fn show(faults: impl IntoIterator<Item = Fault>) {
    panics::watch();
    let mut wrong = Vec::new();
    for fault in faults {
        // OpenSSL reads all the system's certificates for each new client, which takes longer than some
        // rows wait.
        if fault.hurried && cfg!(feature = "native-tls") {
            continue;
        }
        let fault = Arc::new(fault);
        let mut cases = Vec::new();
        for (kind, attempts) in KINDS.into_iter().zip(fault.attempts) {
            // What is not repeated never comes to a server that is well again.
            for cured in [false, true].into_iter().take(if attempts > 1 { 2 } else { 1 }) {
                let fault = fault.clone();
                let case = async move { timeout(GUARD, fault.show(kind, attempts, cured)).await };
                cases.push((kind, cured, tokio::spawn(case)));
            }
        }
        let (mut seen, mut failures) = (String::new(), Vec::new());
        for (kind, cured, case) in cases {
            let outcome = match case.await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) => Err("does not end".to_owned()),
                Err(panic) => Err(format!("panics: {panic}")),
            };
            match outcome {
                Ok(text) if !cured => seen = text,
                Ok(_) => {}
                Err(failure) => {
                    failures.push(format!("{kind:?}{}: {failure}", if cured { ", cured" } else { "" }));
                }
            }
        }
        let [get, put, post, with_token] = fault.attempts;
        let is = if fault.sees.is.is_empty() { "answered" } else { fault.sees.is };
        println!("{:<40} | {get} {put} {post} {with_token} | {is} | {seen}", fault.name);
        if let Some(first) = failures.first() {
            wrong.push(format!("{} ({} such calls; {first})", fault.name, failures.len()));
        }
    }
    wrong.extend(panics::seen());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

impl Fault {
    /// One call, and whether all was as it should be: what the caller saw, or else what was wrong.
    async fn show(&self, kind: Kind, attempts: u32, cured: bool) -> Result<String, String> {
        let server = match (&self.well, cured) {
            (Some(well), true) => Server::first_then(self.server.clone(), well.clone()).await,
            (None, true) => return Ok(String::new()),
            (_, false) => Server::always(self.server.clone()).await,
        };
        let attempts = if cured { 2 } else { attempts };
        let clock = TestClock::default();
        let config = patient(&(self.url)(server.address), &clock);
        let client = client((self.config)(config, server.address));
        let outcome = kind.call(&client).await;
        drop(client);
        server.settles_to(0).await?;

        let arrived = server.arrived().len();
        let expected = match (self.server.counts, cured) {
            (true, _) => attempts as usize * self.sent_each_time,
            (false, cured) => usize::from(cured),
        };
        let waits = clock.waits().len();
        let seen = if cured { FINE.check(outcome, attempts)? } else { self.sees.check(outcome, attempts)? };
        if arrived != expected {
            return Err(format!("{arrived} requests arrived instead of {expected}: {seen}"));
        }
        if kind == Kind::Post && arrived > 1 && !self.not_carried_out {
            return Err(format!("arrived {arrived} times, and may have been carried out as often: {seen}"));
        }
        if waits + 1 != attempts as usize {
            return Err(format!("{waits} waits between {attempts} attempts"));
        }
        if server.sent() > self.most_sent {
            return Err(format!("{} bytes were taken", server.sent()));
        }
        Ok(seen)
    }
}

const SECRETS: [&str; 3] = ["my-secret-key", "my-proxy-password", "Signature="];

impl Sees {
    fn check(self, outcome: Result<Response<Thing>, Error>, attempts: u32) -> Result<String, String> {
        let error = match outcome {
            Ok(answer) if self.is.is_empty() => return Ok(answer.status().to_string()),
            Ok(answer) => return Err(format!("is answered {answer:?}")),
            Err(error) if self.is.is_empty() => return Err(format!("fails: {error}")),
            Err(error) => error,
        };
        let shown = format!("{error}\n{error:?}");
        let status = error.status().map(|status| status.as_u16());
        let wrong = if predicates(&error) != self.is {
            format!("is {:?}", predicates(&error))
        } else if status != self.status {
            format!("has status {status:?}")
        } else if error.attempts() != attempts {
            format!("tells of {} attempts instead of {attempts}", error.attempts())
        } else if !error.to_string().contains(self.says) {
            format!("does not say {:?}", self.says)
        } else if error.operation().is_none() || error.request_line().is_none() {
            "does not tell which call it was".to_owned()
        } else if SECRETS.iter().any(|secret| shown.contains(secret)) {
            "shows a secret".to_owned()
        } else if shown.contains(char::REPLACEMENT_CHARACTER) {
            "shows bytes that are no text".to_owned()
        } else {
            return Ok(error.to_string());
        };
        Err(format!("{wrong}: {shown}"))
    }
}

/// The predicates that hold, all but `is_retryable`, which the attempts show.
pub fn predicates(error: &Error) -> String {
    type Predicate = fn(&Error) -> bool;
    let all: [(&str, Predicate); 15] = [
        ("connect", Error::is_connect),
        ("timeout", Error::is_timeout),
        ("interrupted", Error::is_interrupted),
        ("unreadable", Error::is_unreadable),
        ("decode", Error::is_decode),
        ("auth", Error::is_auth),
        ("forbidden", Error::is_forbidden),
        ("not_found", Error::is_not_found),
        ("conflict", Error::is_conflict),
        ("throttled", Error::is_throttled),
        ("server", Error::is_server),
        ("credentials", Error::is_credentials),
        ("config", Error::is_config),
        ("invalid_request", Error::is_invalid_request),
        ("paging", Error::is_paging),
    ];
    let holding: Vec<&str> = all.iter().filter(|(_, holds)| holds(error)).map(|(name, _)| *name).collect();
    // A status that has no predicate.
    if holding.is_empty() { "status".to_owned() } else { holding.join(" ") }
}
