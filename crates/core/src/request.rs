//! A request as its builder collects it.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use huaweicloud_types::Json;
use reqwest::Url;

use crate::config::Config;
use crate::endpoint::Base;
use crate::error::Error;
use crate::operation::Operation;
use crate::service::Service;
use crate::{path, signing};

/// What a generated client wraps: a service, called with a configuration.
#[derive(Clone, Debug)]
pub struct ServiceClient {
    config: Config,
    service: &'static Service,
}

impl ServiceClient {
    /// Makes a client. A region that the service lacks is an error of its calls.
    pub fn new(config: &Config, service: &'static Service) -> Self {
        Self { config: config.clone(), service }
    }

    /// Begins a request for `operation`.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request {
            client: self.clone(),
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            project_id: None,
            timeout: None,
            keep_raw_body: false,
        }
    }
}

/// The arguments of a call, which generated builders wrap. Not generic, so that a service's crate
/// compiles none of it again.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) client: ServiceClient,
    pub(crate) operation: &'static Operation,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    headers: Vec<(Cow<'static, str>, String)>,
    body: Option<Result<Bytes, String>>,
    project_id: Option<String>,
    timeout: Option<Duration>,
    pub(crate) keep_raw_body: bool,
}

impl Request {
    /// Gives the next of the path's parameters its value, in the order of the path; `{project_id}`
    /// and `{domain_id}` are not among them.
    pub fn path(mut self, value: impl Into<String>) -> Self {
        self.path.push(value.into());
        self
    }

    /// Sets a query parameter, in place of an earlier value.
    pub fn query(mut self, name: &'static str, value: &dyn Display) -> Self {
        self.set_query(name, value.to_string());
        self
    }

    /// Sets a query parameter that is repeated for each value; without values it is not sent.
    pub fn query_each<T: Display>(mut self, name: &'static str, values: Vec<T>) -> Self {
        self.query.retain(|(known, _)| *known != name);
        self.query.extend(values.iter().map(|value| (name, value.to_string())));
        self
    }

    /// Sets a query parameter to its values with `separator` between them; without values it is not
    /// sent.
    pub fn query_joined<T: Display>(self, name: &'static str, values: Vec<T>, separator: &str) -> Self {
        let joined: Vec<String> = values.iter().map(T::to_string).collect();
        let joined = if joined.is_empty() { joined } else { vec![joined.join(separator)] };
        self.query_each(name, joined)
    }

    /// Sets a header, in place of an earlier value.
    pub fn header(self, name: &'static str, value: &dyn Display) -> Self {
        self.set_header(Cow::Borrowed(name), value.to_string())
    }

    /// Sets the body to `value` as JSON.
    pub fn json<T: Json>(mut self, value: &T) -> Self {
        self.body = Some(match serde_json::to_vec(&value.view()) {
            Ok(json) => Ok(json.into()),
            Err(error) => Err(format!("the body cannot be written as JSON: {error}")),
        });
        self
    }

    /// Calls for another project than the configuration's.
    pub fn with_project_id(mut self, id: String) -> Self {
        self.project_id = Some(id);
        self
    }

    /// Gives an attempt of this call another time than the configuration's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets a header that the operation does not know, in place of an earlier value.
    pub fn with_header(self, name: String, value: String) -> Self {
        self.set_header(Cow::Owned(name), value)
    }

    /// Keeps the answer's body for [`Response::raw_body`](crate::Response::raw_body).
    pub fn with_raw_body(mut self) -> Self {
        self.keep_raw_body = true;
        self
    }

    fn set_header(mut self, name: Cow<'static, str>, value: String) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
        self
    }

    /// Sets a query parameter of paging, in place.
    pub(crate) fn set_query(&mut self, name: &'static str, value: String) {
        self.query.retain(|(known, _)| *known != name);
        self.query.push((name, value));
    }

    /// What a query parameter is set to.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn config(&self) -> &Config {
        &self.client.config
    }

    /// Everything that is the same for each attempt: no date, no credentials.
    pub(crate) fn prepare(&self) -> Result<Prepared, Error> {
        let body = match &self.body {
            Some(Ok(body)) => Some(body.clone()),
            Some(Err(problem)) => return Err(Error::invalid_request(problem.clone())),
            None => None,
        };
        let mut headers = self.header_map()?;
        headers.entry(header::USER_AGENT).or_insert_with(|| self.config().user_agent().clone());
        if body.is_some() {
            headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        }
        let path = self.filled_path()?;
        let query = signing::encode_query(self.query.iter().map(|(name, value)| (*name, value.as_str())));
        let base = self.client.service.base(self.config())?;
        Ok(Prepared {
            method: Method::from_bytes(self.operation.method.as_bytes()).map_err(|error| {
                Error::invalid_request(format!("method {}: {error}", self.operation.method))
            })?,
            url: base.join(&path, &query)?,
            base,
            headers,
            body,
            timeout: self.timeout.unwrap_or(self.config().timeout()),
        })
    }

    fn project_id(&self) -> Option<&str> {
        self.project_id.as_deref().or(self.config().project_id())
    }

    fn filled_path(&self) -> Result<String, Error> {
        let mut values = self.path.iter();
        path::fill(self.operation.path, |name| match name {
            "project_id" => self.project_id().map(Cow::Borrowed).ok_or_else(|| {
                Error::config(
                    "the project id is missing: set .project_id(…) on the configuration \
                     (HUAWEICLOUD_SDK_PROJECT_ID), or .with_project_id(…) on the call",
                )
            }),
            "domain_id" => self.config().domain_id().map(Cow::Borrowed).ok_or_else(|| {
                Error::config(
                    "the domain (account) id is missing: set .domain_id(…) on the configuration \
                     (HUAWEICLOUD_SDK_DOMAIN_ID)",
                )
            }),
            name => values
                .next()
                .map(|value| Cow::Borrowed(value.as_str()))
                .ok_or_else(|| Error::invalid_request(format!("path parameter {name} has no value"))),
        })
    }

    /// The headers of the call, and of the project or account it is for.
    fn header_map(&self) -> Result<HeaderMap, Error> {
        let mut map = HeaderMap::with_capacity(self.headers.len() + 8);
        for (name, value) in &self.headers {
            let (name, value) = checked_header(name, value)?;
            map.insert(name, value);
        }
        let global = path::mentions(self.operation.path, "domain_id");
        let project = self.project_id().filter(|_| !global).map(|id| ("x-project-id", id));
        let scope = project.or(self.config().domain_id().map(|id| ("x-domain-id", id)));
        if let (Some((name, id)), crate::credentials::Kind::AccessKey { .. }) =
            (scope, &self.config().credentials().0)
        {
            let (name, value) = checked_header(name, id)?;
            map.entry(name).or_insert(value);
        }
        Ok(map)
    }
}

impl fmt::Debug for Request {
    /// Shows neither the body nor header values, where secrets may be.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_ref()).collect();
        f.debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("project_id", &self.project_id)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A request that lacks only what each attempt adds.
pub(crate) struct Prepared {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) base: Base,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) timeout: Duration,
}

impl Prepared {
    /// Method, path and query, as they are sent.
    pub(crate) fn request_line(&self) -> String {
        let query = self.url.query().map_or(String::new(), |query| format!("?{query}"));
        format!("{} {}{query}", self.method, self.url.path())
    }
}

/// Headers that the runtime or the HTTP client sets: another value would break the signature or the
/// message's framing.
const RESERVED: [&str; 9] = [
    "authorization",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
    "upgrade",
    "x-auth-token",
    "x-sdk-date",
    "x-security-token",
];

fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let parsed: HeaderName = name
        .parse()
        .map_err(|_| Error::invalid_request(format!("\"{}\" is no header name", name.escape_debug())))?;
    if RESERVED.contains(&parsed.as_str()) {
        return Err(Error::invalid_request(format!(
            "header {name} follows from credentials and address and cannot be set: leave it out"
        )));
    }
    // The value is not shown: it may be a secret.
    let value = HeaderValue::from_str(value).ok().filter(|_| value.is_ascii()).ok_or_else(|| {
        Error::invalid_request(format!(
            "header {name} has a line break or a character beyond ASCII: encode it"
        ))
    })?;
    Ok((parsed, value))
}
