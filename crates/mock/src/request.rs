//! A request, for tests to look at.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::auth::SECRET_HEADERS;

/// A request as a client sent it.
///
/// It prints as its method and target: `GET /v5/p1/users?limit=10`.
#[derive(Clone)]
pub struct Request {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    query: OnceLock<Vec<(String, String)>>,
}

impl Request {
    pub(crate) fn new(method: Method, uri: Uri, mut headers: HeaderMap, body: Bytes) -> Self {
        for name in SECRET_HEADERS {
            if let http::header::Entry::Occupied(mut values) = headers.entry(name) {
                values.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
        Self { method, uri, headers, body, query: OnceLock::new() }
    }

    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The host that is called, with the port where the address has one.
    pub fn host(&self) -> Option<&str> {
        let of_uri = self.uri.authority().map(|authority| authority.as_str());
        of_uri.or_else(|| self.header("host"))
    }

    /// Path and query as they were sent, percent-encoded.
    pub fn target(&self) -> &str {
        self.uri.path_and_query().map_or("", |target| target.as_str())
    }

    /// The path as it was sent, percent-encoded.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The value of a query parameter, decoded; the first where it came several times.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.pairs().iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter, decoded, in the order in which they came.
    pub fn queries(&self, name: &str) -> Vec<&str> {
        self.pairs().iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    fn pairs(&self) -> &[(String, String)] {
        self.query.get_or_init(|| pairs(self.uri.query().unwrap_or_default()))
    }

    /// A header as text; the first where it came several times.
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }

    /// The headers. `Debug` hides those that prove who is calling.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty where there was none.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target())
    }
}

impl fmt::Debug for Request {
    /// Shows no body: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_of_a_request_is_decoded() {
        let headers = [("host", "a.example"), ("x-auth-token", "hush")];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let uri = "/v1/a%20b?x=1+2&x=%C3%A4&y".parse().unwrap();
        let body = Bytes::from_static(br#"{"a":[1]}"#);
        let request = Request::new(Method::PUT, uri, HeaderMap::from_iter(headers), body);
        assert_eq!((request.method(), request.path()), ("PUT", "/v1/a%20b"));
        assert_eq!(request.queries("x"), ["1 2", "ä"]);
        assert_eq!((request.query("y"), request.query("z")), (Some(""), None));
        assert_eq!((request.host(), request.header("X-Auth-Token")), (Some("a.example"), Some("hush")));
        assert_eq!(request.json()["a"][0], 1);
        assert_eq!(request.to_string(), "PUT /v1/a%20b?x=1+2&x=%C3%A4&y");
        assert!(!format!("{request:?}").contains("hush"), "{request:?}");
    }
}
