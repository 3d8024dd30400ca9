//! A checked base address.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use reqwest::Url;

use crate::error::Error;

/// Where requests go: scheme, host, port and a base path, checked once.
#[derive(Clone, Debug)]
pub(crate) struct Base(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    url: Url,
    /// `host` or `host:port` as the `Host` header has it.
    host: String,
    /// The way that requests take.
    route: Route,
}

/// The way that requests take, which decides what a connection needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Off this machine, through a proxy where the environment names one.
    Open,
    /// TLS on this machine.
    LocalTls,
    /// Plain http on this machine, or to the metadata service that its host keeps for it.
    LocalPlain,
}

impl Base {
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        let fail = |why: String| Err(Error::config(format!("endpoint \"{}\" {why}", shown(text))));
        let url = match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            Ok(_) => return fail("does not begin with https:// or http://".to_owned()),
            Err(error) if text.contains("://") => return fail(format!("is not a URL: {error}")),
            Err(_) => return fail("is not a URL: put https:// before the host".to_owned()),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return fail("has a user or password: give credentials with .credentials(…)".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return fail("has a query or fragment: leave off what follows the path".to_owned());
        }
        let Some(name) = url.host_str() else {
            return fail("has no host".to_owned());
        };
        let local = is_local(name);
        if url.scheme() == "http" && !local && !allow_http {
            return fail(
                "is plain http, over which anyone on the way can read and repeat requests: use https://, or permit it with .allow_http(true)"
                    .to_owned(),
            );
        }
        let host = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        let route = match (local, url.scheme()) {
            (false, _) => Route::Open,
            (true, "https") => Route::LocalTls,
            (true, _) => Route::LocalPlain,
        };
        Ok(Self(Arc::new(Parts { url, host, route })))
    }

    /// The base of a whole address, and the path and query that follow it.
    pub(crate) fn split(text: &str, allow_http: bool) -> Result<(Self, String, String), Error> {
        let after_scheme = text.find("://").map_or(0, |at| at + "://".len());
        let end = text[after_scheme..].find(['/', '?', '#']).map_or(text.len(), |at| after_scheme + at);
        let (origin, rest) = text.split_at(end);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = if path.is_empty() { "/" } else { path };
        Ok((Self::parse(origin, allow_http)?, path.to_owned(), query.to_owned()))
    }

    /// The address up to its path, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        self.0.url.as_str().trim_end_matches('/')
    }

    /// `host` or `host:port` as the `Host` header has it.
    pub(crate) fn host(&self) -> &str {
        &self.0.host
    }

    /// The way that requests take.
    pub(crate) fn route(&self) -> Route {
        self.0.route
    }

    /// The URL of a request, proved to be sent with the very path and query that are signed.
    ///
    /// URL parsers rewrite what they take for dot segments or for characters that need encoding. The
    /// paths given here leave them nothing to rewrite, and if one ever does, the call ends here
    /// instead of reaching another resource.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, Error> {
        let mut url = self.0.url.clone();
        url.set_path(&[self.path(), path].concat());
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        let same =
            url.path().strip_prefix(self.path()) == Some(path) && url.query().unwrap_or_default() == query;
        if same {
            return Ok(url);
        }
        Err(Error::invalid_request(format!(
            "path {path} would not arrive as it is; an id makes it another path"
        )))
    }

    /// The base path, without a slash at the end; often empty.
    pub(crate) fn path(&self) -> &str {
        self.0.url.path().trim_end_matches('/')
    }
}

/// Whether a host is this machine, or its metadata service at a link-local address, which no other
/// machine can reach.
fn is_local(host: &str) -> bool {
    let local = |v4: Ipv4Addr| v4.is_loopback() || v4.is_link_local();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(local),
        Ok(IpAddr::V4(v4)) => local(v4),
        Err(_) => host == "localhost",
    }
}

/// An endpoint for an error message: what may hold a secret is cut.
fn shown(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let text = text.rsplit_once('@').map_or(text.to_owned(), |(_, host)| format!("…@{host}"));
    text.escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_paths_are_told_apart() {
        for (text, host, path) in [
            ("https://vpn.example.com", "vpn.example.com", ""),
            ("https://vpn.example.com:443/", "vpn.example.com", ""),
            ("https://VPN.example.com:8443/base//", "vpn.example.com:8443", "/base"),
            ("http://[::1]:80/a/b", "[::1]", "/a/b"),
            ("http://127.1:4010", "127.0.0.1:4010", ""),
        ] {
            let base = Base::parse(text, false).unwrap();
            assert_eq!((base.host(), base.path()), (host, path), "{text}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for text in [
            "http://localhost:1",
            "http://127.8.9.1",
            "http://[::1]:80",
            "http://[::ffff:127.0.0.1]",
            "http://169.254.169.254",
        ] {
            assert!(Base::parse(text, false).is_ok_and(|base| base.route() == Route::LocalPlain), "{text}");
        }
        for text in ["http://10.0.0.1", "http://example.com", "http://localhost.example.com", "http://[::2]"]
        {
            let error = Base::parse(text, false).unwrap_err();
            assert!(error.is_config() && error.to_string().contains(".allow_http(true)"), "{error}");
            assert!(Base::parse(text, true).is_ok_and(|base| base.route() == Route::Open));
        }
    }

    #[test]
    fn mistakes_say_what_to_change_and_hide_secrets() {
        for (text, hint) in [
            ("vpn.example.com", "https://"),
            ("localhost:4010", "https://"),
            ("ftp://example.com", "https://"),
            ("", "https://"),
            ("https://", "host"),
            ("https://exa mple.com", "not a URL"),
            ("https://u:hunter2@example.com", ".credentials("),
            ("https://u:hunter2@exa mple.com", "not a URL"),
            ("https://example.com/?token=hunter2", "query"),
            ("https://example.com/#hunter2", "fragment"),
        ] {
            let error = Base::parse(text, true).unwrap_err();
            assert!(error.is_config() && error.to_string().contains(hint), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn what_a_url_parser_would_rewrite_is_refused() {
        let base = Base::parse("https://example.com/base", false).unwrap();
        assert_eq!(
            base.join("/v1/%2E%2Fx", "a=%20").unwrap().as_str(),
            "https://example.com/base/v1/%2E%2Fx?a=%20"
        );
        for path in ["/v1/../x", "/v1/%2e%2e/x", "/v1/./x", "/v1/a b", "/v1\\x"] {
            assert!(base.join(path, "").unwrap_err().is_invalid_request(), "{path}");
        }
    }
}
