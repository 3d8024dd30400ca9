//! What a mock does wrong on purpose.

mod effect;
mod rules;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use huaweicloud_core::Clock;

pub use self::effect::Place;
pub(crate) use self::effect::{Break, Effect};
pub(crate) use self::rules::{Due, Faults};
use crate::Reply;
use crate::clock::SharedClock;
use crate::nearest;

/// A rule by which a [`Mock`](crate::Mock) does something wrong: to which requests, and what.
///
/// A fault is made by what it does and then told to whom. Without another word it befalls every
/// request:
///
/// ```
/// use huaweicloud_mock::{Fault, Place, Reply};
///
/// // The first two requests are throttled.
/// let throttled = Fault::answer(Reply::error(429, "APIGW.0308", "too many requests").retry_after(1)).times(2);
/// // Every third list breaks off in the middle.
/// let broken = Fault::reset(Place::Body).on("ListVpnUsers").every(3);
/// // One request in twenty finds a gateway that does not know of it.
/// let flaky = Fault::answer(Reply::html(502, "Bad Gateway")).chance(0.05);
/// # let _ = (throttled, broken, flaky);
/// ```
///
/// Faults are asked in the order in which they were given to the mock. The first that is due is
/// applied; it alone is, and those behind it do not count the request. One that is used up is
/// forgotten, and where none is due, the mock answers as usual.
#[derive(Clone)]
pub struct Fault {
    effect: Effect,
    operation: Option<String>,
    method: Option<String>,
    path: Option<String>,
    after: u64,
    every: u64,
    chance: f64,
    times: Option<u64>,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            operation: None,
            method: None,
            path: None,
            after: 0,
            every: 1,
            chance: 1.0,
            times: None,
        }
    }

    /// Answers so, whatever the request. JSON is a success with that body.
    pub fn answer(reply: impl Into<Reply>) -> Self {
        Self::new(Effect::Answer(reply.into()))
    }

    /// Answers as usual, with this header in place of the answer's own: a wrong `Content-Type`, a
    /// `Content-Encoding` that is not true, another `Date`.
    pub fn header(name: &str, value: &str) -> Self {
        let parsed = name.parse::<HeaderName>().ok().zip(HeaderValue::from_str(value).ok());
        Self::new(Effect::Header(parsed.ok_or_else(|| format!("{name:?}: {value:?} is not a header"))))
    }

    /// Answers as usual, with this body in place of the answer's own: JSON of another shape, or none.
    pub fn body(body: impl Into<Bytes>) -> Self {
        Self::new(Effect::Body(body.into()))
    }

    /// Sends these bytes in place of an answer and hangs up: HTTP that is wrong, or none.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Effect::Bytes(bytes.into()))
    }

    /// Goes by another clock: signatures and tokens are judged by it, and `Date` shows it.
    pub fn clock(clock: impl Clock) -> Self {
        Self::new(Effect::Clock(SharedClock(Arc::new(clock))))
    }

    /// Breaks the connection by a TCP reset.
    pub fn reset(place: Place) -> Self {
        Self::new(Effect::Break(place, Break::Reset))
    }

    /// Closes the connection in good order. In the [`Body`](Place::Body) that is half of what
    /// `Content-Length` announced. Where part of the request is not read, a reset is what clients see.
    pub fn hang_up(place: Place) -> Self {
        Self::new(Effect::Break(place, Break::HangUp))
    }

    /// Waits, by the mock's clock, and goes on. An [`Answer`](Place::Answer) leaves so long after its
    /// request has come.
    pub fn wait(place: Place, time: Duration) -> Self {
        Self::new(Effect::Break(place, Break::Wait(time)))
    }

    /// Waits until the client hangs up.
    pub fn stall(place: Place) -> Self {
        Self::new(Effect::Break(place, Break::Stall))
    }

    /// Sends the answer in sixteen pieces, and waits before each, by the mock's clock.
    pub fn drip(pause: Duration) -> Self {
        Self::new(Effect::Drip(pause))
    }

    /// Sends the answer's head without a length, and then blanks until the client hangs up.
    pub fn flood() -> Self {
        Self::new(Effect::Flood)
    }

    /// Befalls calls of this operation alone, such as `ListVpnUsers`. Those of IAM, which every mock
    /// answers, are `KeystoneCreateUserTokenByPassword` and `KeystoneListProjects`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Befalls requests with this method alone, such as `GET`.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Befalls requests with this path alone, percent-encoded as it is sent. A segment `*` stands for
    /// any: `/v5/*/p2c-vpn-gateways/vpn-servers/s1/users`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Spares the first requests that it is for.
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// Befalls one request of so many that it is for: with 3 the third, the sixth and so on.
    pub fn every(mut self, requests: u64) -> Self {
        self.every = requests.max(1);
        self
    }

    /// Befalls a request that it is for with this chance, from 0 to 1. The numbers come from the
    /// mock's generator, whose [`seed`](crate::Builder::seed) can be set.
    pub fn chance(mut self, chance: f64) -> Self {
        self.chance = chance;
        self
    }

    /// Is used up after so many times. With no other condition, it befalls the first so many requests.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Is used up after one time.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// What is wrong with it, given the operations that there are.
    pub(crate) fn check(&self, operations: &[&'static str]) -> Result<(), String> {
        match &self.effect {
            Effect::Answer(reply) => reply.check()?,
            Effect::Header(Err(problem)) => return Err(problem.clone()),
            _ => {}
        }
        if !(0.0..=1.0).contains(&self.chance) {
            return Err(format!("the chance {} is not from 0 to 1", self.chance));
        }
        match &self.operation {
            Some(name) if !operations.contains(&name.as_str()) => {
                let nearest = nearest::names(name, operations.iter().copied(), 1);
                Err(format!("there is no operation {name}; the nearest is {}", nearest.join("")))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is for a request; `operation` finds which one is called.
    fn is_for(&self, request: &Parts, operation: impl Fn() -> Option<&'static str>) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method.as_str())
            && self.path.as_ref().is_none_or(|path| fits(path, request.uri.path()))
            && self.operation.as_ref().is_none_or(|name| operation() == Some(name.as_str()))
    }
}

fn fits(wanted: &str, path: &str) -> bool {
    let mut path = path.split('/');
    let fits = wanted.split('/').all(|wanted| path.next().is_some_and(|it| wanted == "*" || wanted == it));
    fits && path.next().is_none()
}

impl fmt::Display for Fault {
    /// What it does, in some words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.effect.fmt(f)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("effect", &self.to_string())
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("after", &self.after)
            .field("every", &self.every)
            .field("chance", &self.chance)
            .field("times", &self.times)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_fit_segment_by_segment() {
        for (wanted, path, expected) in [
            ("/v5/p1/users", "/v5/p1/users", true),
            ("/v5/*/users", "/v5/p1/users", true),
            ("/v5/*/users", "/v5/p1/p2/users", false),
            ("/v5/*", "/v5", false),
            ("/v5", "/v5/", false),
        ] {
            assert_eq!(fits(wanted, path), expected, "{wanted} {path}");
        }
    }

    #[test]
    fn what_cannot_come_about_is_told() {
        for (fault, hint) in [
            (Fault::answer(Reply::new(7)), "7 is not the status"),
            (Fault::header("a", "\n"), "not a header"),
            (Fault::flood().chance(f64::NAN), "the chance NaN"),
            (Fault::flood().on("ListThing"), "no operation ListThing; the nearest is ListThings"),
        ] {
            let problem = fault.check(&["ListThings", "CreateThing"]).unwrap_err();
            assert!(problem.contains(hint), "{problem}");
        }
    }
}
