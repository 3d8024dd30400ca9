//! A request with everything that is the same for each of its attempts.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use percent_encoding::utf8_percent_encode;

use super::Request;
use crate::error::Error;
use crate::path::{self, Segment};
use crate::random;
use crate::retry::{CLIENT_TOKEN, Safety};
use crate::signing;
use crate::transport::TransportRequest;

/// Headers that a call has at most besides those it is given: cookies, client token, user agent, media type.
const OWN: usize = 4;

static PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
static DOMAIN_ID: HeaderName = HeaderName::from_static("x-domain-id");

/// What a call is for.
pub(crate) struct Scope<'a> {
    pub(crate) project_id: Option<&'a str>,
    pub(crate) domain_id: Option<&'a str>,
}

/// A request that lacks only what each attempt adds.
pub(crate) struct Prepared {
    pub(crate) request: TransportRequest,
    /// The header of project or account, for requests that are signed.
    pub(crate) scope: Option<(&'static HeaderName, HeaderValue)>,
    /// What it does if it arrives twice.
    pub(crate) safety: Safety,
}

impl Request {
    /// Everything that is the same for each attempt: no date, no credentials.
    pub(crate) fn prepare(&self, scope: &Scope<'_>) -> Result<Prepared, Error> {
        let content = match &self.body {
            Some(Ok(content)) => Some(content.clone()),
            Some(Err(problem)) => return Err(Error::invalid_request(problem.clone())),
            None => None,
        };
        let method = Method::from_bytes(self.operation.method.as_bytes())
            .map_err(|error| Error::invalid_request(format!("method {}: {error}", self.operation.method)))?;
        self.retry().check()?;
        let mut headers = self.header_map()?;
        if self.client_token {
            let token = || HeaderValue::from_str(&random::uuid(|| self.config().random()));
            // A UUID can always stand in a header.
            if let (false, Ok(token)) = (headers.contains_key(CLIENT_TOKEN), token()) {
                headers.insert(CLIENT_TOKEN, token);
            }
        }
        headers.entry(header::USER_AGENT).or_insert_with(|| self.config().user_agent().clone());
        let body = match content {
            Some(content) => {
                let (name, value) = checked_header("content-type", &content.media_type)?;
                headers.entry(name).or_insert(value);
                Some(content.body)
            }
            None => None,
        };
        let path = self.filled_path(scope)?;
        let query = signing::encode_query(self.query.iter().map(|pair| (pair.name(), pair.value.as_str())));
        let base = self.base()?;
        Ok(Prepared {
            // A list only reads, also where it is asked for by a POST.
            safety: match self.operation.pagination {
                Some(_) => Safety::Safe,
                None => Safety::of(&method, &headers),
            },
            scope: self.scope_header(scope)?,
            request: TransportRequest {
                method,
                url: base.join(&path, &query)?,
                headers,
                body,
                base,
                connect_timeout: self.timeouts().connect,
                response_limit: self.config().max_response_size(),
            },
        })
    }

    fn filled_path(&self, scope: &Scope<'_>) -> Result<String, Error> {
        let mut values = self.path.iter();
        let plain = |id| Segment::Plain(Cow::Borrowed(id));
        path::fill(self.operation.path, |name| match name {
            "project_id" => scope.project_id.map(plain).ok_or_else(|| {
                Error::config(
                    "the project id is missing: set .project_id(…) on the configuration \
                     (HUAWEICLOUD_SDK_PROJECT_ID), or .with_project_id(…) on the call",
                )
            }),
            "domain_id" => scope.domain_id.map(plain).ok_or_else(|| {
                Error::config(
                    "the domain (account) id is missing: set .domain_id(…) on the configuration \
                     (HUAWEICLOUD_SDK_DOMAIN_ID)",
                )
            }),
            name => values
                .next()
                .map(Segment::borrowed)
                .ok_or_else(|| Error::invalid_request(format!("path parameter {name} has no value"))),
        })
    }

    fn header_map(&self) -> Result<HeaderMap, Error> {
        let mut map = HeaderMap::with_capacity(self.headers.len() + OWN);
        for (name, value) in &self.headers {
            let (name, value) = checked_header(name, value)?;
            map.insert(name, value);
        }
        if !self.cookies.is_empty() {
            let encoded = |text| utf8_percent_encode(text, signing::RESERVED).to_string();
            let pairs = self.cookies.iter().map(|pair| format!("{}={}", pair.name(), encoded(&pair.value)));
            let (name, value) = checked_header("cookie", &pairs.collect::<Vec<_>>().join("; "))?;
            map.insert(name, value);
        }
        Ok(map)
    }

    /// The header that says which project or account a signed request is for; a token says it itself.
    fn scope_header(&self, scope: &Scope<'_>) -> Result<Option<(&'static HeaderName, HeaderValue)>, Error> {
        let global = self.path_has("{domain_id}");
        let project = scope.project_id.filter(|_| !global).map(|id| (&PROJECT_ID, id));
        let header = project.or(scope.domain_id.map(|id| (&DOMAIN_ID, id)));
        header.map(|(name, id)| Ok((name, checked_value(name.as_str(), id)?))).transpose()
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
    Ok((parsed, checked_value(name, value)?))
}

fn checked_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    // The value is not shown: it may be a secret.
    HeaderValue::from_str(value).ok().filter(|_| value.is_ascii()).ok_or_else(|| {
        Error::invalid_request(format!(
            "header {name} has a line break or a character beyond ASCII: encode it"
        ))
    })
}
