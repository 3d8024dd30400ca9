//! A request as its builder collects it.

mod paging;
mod prepared;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use huaweicloud_types::{Json, Value};

pub(crate) use self::prepared::{Prepared, Scope};
use crate::body::{Body, Multipart};
use crate::config::{Config, Timeouts};
use crate::endpoint::Base;
use crate::error::Error;
use crate::operation::Operation;
use crate::path::Segment;
use crate::regions;
use crate::retry::Retry;
use crate::service::Service;
use crate::signing;
use crate::style::{self, ParameterStyle};

/// What a generated client wraps: a service, called with a configuration.
#[derive(Clone)]
pub struct ServiceClient(Arc<Inner>);

struct Inner {
    config: Config,
    service: &'static Service,
    /// Where the service answers, once a call asked.
    base: OnceLock<Base>,
}

impl ServiceClient {
    /// Makes a client. A region that the service lacks is an error of its calls.
    pub fn new(config: &Config, service: &'static Service) -> Self {
        Self(Arc::new(Inner { config: config.clone(), service, base: OnceLock::new() }))
    }

    fn base(&self) -> Result<&Base, Error> {
        match self.0.base.get() {
            Some(base) => Ok(base),
            None => self.0.service.base(&self.0.config).map(|base| self.0.base.get_or_init(|| base)),
        }
    }

    /// Begins a request for `operation`.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request {
            client: self.clone(),
            operation,
            server: None,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            client_token: false,
            overrides: Overrides::default(),
        }
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("service", &self.0.service.name)
            .field("config", &self.0.config)
            .finish()
    }
}

/// The arguments of a call, which generated builders wrap. Not generic, so that a service's crate
/// compiles none of it again.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) client: ServiceClient,
    pub(crate) operation: &'static Operation,
    /// The address of an operation that has one of its own.
    server: Option<&'static str>,
    path: Vec<Segment<'static>>,
    query: Vec<Pair>,
    headers: Vec<(Cow<'static, str>, String)>,
    cookies: Vec<Pair>,
    body: Option<Result<Content, String>>,
    /// Whether the service knows a call again by a token.
    client_token: bool,
    overrides: Overrides,
}

/// A pair of the query or of the cookies, and the parameter that it is of.
#[derive(Clone, Debug)]
struct Pair {
    parameter: &'static str,
    /// The pair's name where it is not the parameter's.
    name: Option<String>,
    value: String,
}

impl Pair {
    fn new(parameter: &'static str, value: String) -> Self {
        Self { parameter, name: None, value }
    }

    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.parameter)
    }
}

/// A body and what it is.
#[derive(Clone)]
struct Content {
    media_type: Cow<'static, str>,
    body: Body,
}

/// What a call does otherwise than its configuration says.
#[derive(Clone, Debug, Default)]
struct Overrides {
    project_id: Option<String>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    retry: Option<Retry>,
    keep_raw_body: bool,
}

impl Request {
    /// Calls this address, in which `{region}` stands for the region, in place of the service's;
    /// not where the configuration has an address for the service.
    pub fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Gives the next of the path's parameters its value, in the order of the path; `{project_id}`
    /// and `{domain_id}` are not among them.
    pub fn path(mut self, value: impl Into<String>) -> Self {
        self.path.push(Segment::Plain(Cow::Owned(value.into())));
        self
    }

    /// Gives the next of the path's parameters a list or an object.
    pub fn path_styled<T: Json>(mut self, name: &str, value: &T, style: ParameterStyle) -> Self {
        self.path.push(Segment::Encoded(Cow::Owned(style::segment(name, &json(value), style))));
        self
    }

    /// Sets a query parameter, in place of an earlier value.
    pub fn query(mut self, name: &'static str, value: &dyn Display) -> Self {
        self.set_query(name, value.to_string());
        self
    }

    /// Sets a query parameter that is repeated for each value; without values it is not sent.
    pub fn query_each<T: Display>(mut self, name: &'static str, values: Vec<T>) -> Self {
        self.query.retain(|pair| pair.parameter != name);
        self.query.extend(values.iter().map(|value| Pair::new(name, value.to_string())));
        self
    }

    /// Sets a query parameter to its values with `separator` between them; without values it is not
    /// sent.
    pub fn query_joined<T: Display>(self, name: &'static str, values: Vec<T>, separator: &str) -> Self {
        let joined: Vec<String> = values.iter().map(T::to_string).collect();
        let joined = if joined.is_empty() { joined } else { vec![joined.join(separator)] };
        self.query_each(name, joined)
    }

    /// Sets a query parameter to a list or an object.
    pub fn query_styled<T: Json>(mut self, name: &'static str, value: &T, style: ParameterStyle) -> Self {
        set_pairs(&mut self.query, name, style::pairs(name, &json(value), style));
        self
    }

    /// Sets a cookie, in place of an earlier value.
    pub fn cookie<T: Json>(mut self, name: &'static str, value: &T, style: ParameterStyle) -> Self {
        set_pairs(&mut self.cookies, name, style::pairs(name, &json(value), style));
        self
    }

    /// Sets a header, in place of an earlier value.
    pub fn header(self, name: &'static str, value: &dyn Display) -> Self {
        self.set_header(Cow::Borrowed(name), value.to_string())
    }

    /// Sets a header to a list or an object.
    pub fn header_styled<T: Json>(self, name: &'static str, value: &T, style: ParameterStyle) -> Self {
        self.set_header(Cow::Borrowed(name), style::header(&json(value), style))
    }

    /// Sets the body to `value` as JSON.
    pub fn json<T: Json>(self, value: &T) -> Self {
        self.json_as("application/json", value)
    }

    /// Sets the body to `value` as JSON of a media type of its own, such as
    /// `application/merge-patch+json`.
    pub fn json_as<T: Json>(mut self, media_type: &'static str, value: &T) -> Self {
        self.body = Some(match serde_json::to_vec(&value.view()) {
            Ok(json) => Ok(Content { media_type: media_type.into(), body: json.into() }),
            Err(error) => Err(format!("the body cannot be written as JSON: {error}")),
        });
        self
    }

    /// Sets the body to `value` as a form, `application/x-www-form-urlencoded`: a pair for each of its
    /// members, lists in a pair for each element. Members named in `styles` are written otherwise.
    pub fn form<T: Json>(self, value: &T, styles: &[(&str, ParameterStyle)]) -> Self {
        let mut pairs = Vec::new();
        if let Value::Object(members) = json(value) {
            for (name, value) in &members {
                let style = styles.iter().find(|(known, _)| known == name).map(|(_, style)| *style);
                pairs.extend(style::pairs(name, value, style.unwrap_or(ParameterStyle::FormExploded)));
            }
        }
        let form = signing::encode_query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        self.body("application/x-www-form-urlencoded", form.into())
    }

    /// Sets the body to a form in parts, `multipart/form-data`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        self.body = Some(Ok(Content { media_type: form.content_type().into(), body: form.into_body() }));
        self
    }

    /// Sets the body to these bytes, whatever they are.
    pub fn body(mut self, media_type: &'static str, body: Body) -> Self {
        self.body = Some(Ok(Content { media_type: media_type.into(), body }));
        self
    }

    /// Sends an `X-Client-Token` where the caller gives none: the same with all attempts of a call, another
    /// with each call. The service carries out once what arrives twice, so that it may be repeated.
    pub fn client_token(mut self) -> Self {
        self.client_token = true;
        self
    }

    /// Calls for another project than the configuration's.
    pub fn with_project_id(mut self, id: String) -> Self {
        self.overrides.project_id = Some(id);
        self
    }

    /// Gives this call, with all its attempts, another time than the configuration's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.overrides.timeout = Some(timeout);
        self
    }

    /// Gives each attempt of this call another time than the configuration's.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.overrides.attempt_timeout = Some(timeout);
        self
    }

    /// Gives connecting another time than the configuration's. Connections are not shared with calls
    /// that give another one.
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.overrides.connect_timeout = Some(timeout);
        self
    }

    /// Repeats this call otherwise than the configuration says.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.overrides.retry = Some(retry);
        self
    }

    /// Sets a header that the operation does not know, in place of an earlier value.
    pub fn with_header(self, name: String, value: String) -> Self {
        self.set_header(Cow::Owned(name), value)
    }

    /// Keeps the answer's body for [`Response::raw_body`](crate::Response::raw_body).
    pub fn with_raw_body(mut self) -> Self {
        self.overrides.keep_raw_body = true;
        self
    }

    fn set_header(mut self, name: Cow<'static, str>, value: String) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
        self
    }

    /// Sets a query parameter of paging, in place.
    pub(crate) fn set_query(&mut self, name: &'static str, value: String) {
        self.query.retain(|pair| pair.parameter != name);
        self.query.push(Pair::new(name, value));
    }

    /// What a query parameter is set to.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|pair| pair.parameter == name).map(|pair| pair.value.as_str())
    }

    pub(crate) fn config(&self) -> &Config {
        &self.client.0.config
    }

    /// Where the operation answers.
    pub(crate) fn base(&self) -> Result<Base, Error> {
        let config = self.config();
        match self.server.filter(|_| config.endpoint_of(self.service().name).is_none()) {
            None => self.client.base().cloned(),
            Some(url) => {
                let region = config.region().filter(|_| url.contains("{region}"));
                region.map_or(Ok(()), regions::check_region)?;
                Base::parse(&url.replace("{region}", region.unwrap_or_default()), config.allows_http())
            }
        }
    }

    pub(crate) fn service(&self) -> &'static Service {
        self.client.0.service
    }

    pub(crate) fn keeps_raw_body(&self) -> bool {
        self.overrides.keep_raw_body
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        let Timeouts { connect, attempt, operation } = self.config().timeouts();
        let attempt = self.overrides.attempt_timeout.unwrap_or(attempt);
        Timeouts {
            connect: self.overrides.connect_timeout.unwrap_or(connect),
            attempt,
            operation: self.overrides.timeout.unwrap_or(operation),
        }
    }

    pub(crate) fn retry(&self) -> &Retry {
        self.overrides.retry.as_ref().unwrap_or(self.config().retry())
    }

    /// The project of the call, where it or the configuration names one.
    pub(crate) fn project_id(&self) -> Option<&str> {
        self.overrides.project_id.as_deref().or(self.config().project_id())
    }

    /// Whether the path has a place for this, such as `{project_id}`.
    pub(crate) fn path_has(&self, placeholder: &str) -> bool {
        self.operation.path.contains(placeholder)
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
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}

pub(crate) fn json<T: Json>(value: &T) -> Value {
    // What a view shows is always JSON.
    serde_json::to_value(value.view()).unwrap_or_default()
}

fn set_pairs(pairs: &mut Vec<Pair>, parameter: &'static str, values: Vec<(String, String)>) {
    pairs.retain(|pair| pair.parameter != parameter);
    pairs.extend(values.into_iter().map(|(name, value)| {
        let name = Some(name).filter(|name| name != parameter);
        Pair { parameter, name, value }
    }));
}
