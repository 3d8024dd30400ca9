//! Which errors a repeat may cure, and which requests bear one.

use http::{HeaderMap, Method, StatusCode};

use super::{budget, codes};
use crate::error::Error;

/// The header by which a service knows a request again.
pub(crate) const CLIENT_TOKEN: &str = "x-client-token";

/// What a request does that arrives twice, from the worst to the best; the words are those of
/// [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#name-common-method-properties).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Safety {
    /// Something a second time.
    Unsafe,
    /// No more than when it arrives once.
    Idempotent,
    /// Nothing: it only reads.
    Safe,
}

impl Safety {
    /// The safety of a request with this method and these headers. A client token, by which a service
    /// knows a request again, makes any method idempotent.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => Self::Safe,
            Method::PUT | Method::DELETE => Self::Idempotent,
            _ if headers.get(CLIENT_TOKEN).is_some_and(|token| !token.is_empty()) => Self::Idempotent,
            _ => Self::Unsafe,
        }
    }

    /// Whether a request of this safety may be repeated after `error`.
    pub(super) fn bears_repeat_after(self, error: &Error) -> bool {
        required(error).is_some_and(|required| self >= required)
    }
}

/// Whether a repeat of the same call may succeed.
pub(crate) fn is_retryable(error: &Error) -> bool {
    required(error).is_some()
}

/// What a repeat after `error` takes out of the budget.
pub(super) fn cost(error: &Error) -> u32 {
    if error.status().is_some() { budget::AFTER_ANSWER } else { budget::AFTER_SILENCE }
}

/// The least that a request must be for a repeat after `error`; `None` where a repeat cures nothing.
fn required(error: &Error) -> Option<Safety> {
    if error.is_connect() {
        return Some(Safety::Unsafe);
    }
    if error.is_timeout() || error.is_interrupted() {
        return Some(Safety::Idempotent);
    }
    let by_status = match error.status()? {
        // The gateway counts requests before it passes them on.
        StatusCode::TOO_MANY_REQUESTS => Some(Safety::Unsafe),
        // A gateway that gave up waiting cannot say what became of the request.
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Some(Safety::Idempotent),
        // Services fail half-way too, where even a PUT that comes again may find another state.
        StatusCode::INTERNAL_SERVER_ERROR => Some(Safety::Safe),
        _ => None,
    };
    let by_code = error.code().and_then(codes::required);
    [by_status, by_code].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::retry::testing;

    fn headers(token: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            http::HeaderName::from_static("x-client-token"),
            HeaderValue::from_static(token),
        )])
    }

    #[test]
    fn safety_follows_from_the_method_and_the_client_token() {
        let none = HeaderMap::new();
        for (method, plain, with_token) in [
            (Method::GET, Safety::Safe, Safety::Safe),
            (Method::HEAD, Safety::Safe, Safety::Safe),
            (Method::OPTIONS, Safety::Safe, Safety::Safe),
            (Method::PUT, Safety::Idempotent, Safety::Idempotent),
            (Method::DELETE, Safety::Idempotent, Safety::Idempotent),
            (Method::POST, Safety::Unsafe, Safety::Idempotent),
            (Method::PATCH, Safety::Unsafe, Safety::Idempotent),
        ] {
            assert_eq!(Safety::of(&method, &none), plain, "{method}");
            assert_eq!(Safety::of(&method, &headers("5ca1ab1e")), with_token, "{method}");
            assert_eq!(Safety::of(&method, &headers("")), plain, "{method}");
        }
    }

    /// The fault, and whether it is repeated for a read, for an idempotent change, and for any other.
    #[rustfmt::skip]
    fn rules() -> Vec<(&'static str, Error, [bool; 3])> {
        const ALL: [bool; 3] = [true, true, true];
        const IDEMPOTENT: [bool; 3] = [true, true, false];
        const READS: [bool; 3] = [true, false, false];
        const NEVER: [bool; 3] = [false, false, false];
        let answer = testing::answer;
        vec![
            ("cannot connect", testing::connect(), ALL),
            ("timed out connecting", testing::connect_timeout(), ALL),
            ("timed out", testing::timeout(), IDEMPOTENT),
            ("broken off", testing::interrupted(), IDEMPOTENT),
            ("answer too large", testing::unreadable(), NEVER),
            ("transport unusable", testing::unusable(), NEVER),
            ("not decoded", testing::undecoded(), NEVER),
            ("configuration", Error::config("no region"), NEVER),
            ("request", Error::invalid_request("no id"), NEVER),
            ("paging", Error::paging("a marker twice"), NEVER),
            ("302", answer(302, ""), NEVER),
            ("400", answer(400, "VPN.0001"), NEVER),
            ("401", answer(401, "APIGW.0301"), NEVER),
            ("403", answer(403, ""), NEVER),
            ("404", answer(404, ""), NEVER),
            ("408", answer(408, ""), IDEMPOTENT),
            ("409", answer(409, ""), NEVER),
            ("412", answer(412, ""), NEVER),
            ("429", answer(429, ""), ALL),
            ("429, any code", answer(429, "VPN.0031"), ALL),
            ("500", answer(500, ""), READS),
            ("500, plain code", answer(500, "VPN.0002"), READS),
            ("501", answer(501, ""), NEVER),
            ("502", answer(502, ""), IDEMPOTENT),
            ("503", answer(503, ""), IDEMPOTENT),
            ("504", answer(504, ""), IDEMPOTENT),
            ("505", answer(505, ""), NEVER),
            ("throttled by the gateway", answer(403, "APIGW.0308"), ALL),
            ("gateway without IAM", answer(503, "APIGW.0613"), ALL),
            ("too many requests as 500", answer(500, "APIG.9008"), IDEMPOTENT),
            ("too many requests as 400", answer(400, "EndPoint.0022"), ALL),
            ("queue full", answer(400, "VPN.0030"), ALL),
            ("VPN.0429", answer(429, "VPN.0429"), ALL),
            ("VPN.0429 as 400", answer(400, "VPN.0429"), IDEMPOTENT),
            ("VPN.0009", answer(400, "VPN.0009"), IDEMPOTENT),
            ("system error, please retry", answer(500, "EndPoint.0001"), IDEMPOTENT),
        ]
    }

    #[test]
    fn each_fault_is_repeated_where_it_does_no_harm() {
        for (fault, error, expected) in rules() {
            let found = [Safety::Safe, Safety::Idempotent, Safety::Unsafe]
                .map(|safety| safety.bears_repeat_after(&error));
            assert_eq!(found, expected, "{fault}");
            // A read bears everything that can be cured.
            assert_eq!(is_retryable(&error), expected[0], "{fault}");
        }
    }

    #[test]
    fn silence_costs_more_than_an_answer() {
        for error in
            [testing::connect(), testing::connect_timeout(), testing::timeout(), testing::interrupted()]
        {
            assert_eq!(cost(&error), 10, "{error}");
        }
        for status in [429, 500, 503] {
            assert_eq!(cost(&testing::answer(status, "")), 5);
        }
    }
}
