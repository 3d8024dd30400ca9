//! How the HTTP client reaches out: proxies and certificates.

use std::fmt;

use huaweicloud_types::Secret;
use reqwest::Url;

use super::tls;
use crate::error::Error;

/// What a configuration says of connections.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) proxy: Proxy,
    /// Certificates in PEM that are trusted beside the system's.
    pub(crate) roots: Vec<Vec<u8>>,
    pub(crate) identity: Option<Identity>,
}

/// Which proxy is asked. It may carry a password.
#[derive(Clone, Default)]
pub(crate) enum Proxy {
    /// The one that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    None,
    Url(Secret),
}

/// What this end proves itself with, in PEM.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) certificates: Vec<u8>,
    pub(crate) key: Secret,
}

impl Options {
    /// Finds what would fail in every later call.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if let Proxy::Url(url) = &self.proxy {
            let parsed = Url::parse(url.expose()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
            if !parsed.is_some_and(|url| url.has_host()) {
                return Err(Error::config(
                    "the proxy is not a URL: give .proxy(\"http://host:port\"), with user:password@ before the host where it asks for them",
                ));
            }
        }
        tls::check(self)
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match self.proxy {
            Proxy::Environment => "environment",
            Proxy::None => "none",
            Proxy::Url(_) => "set",
        };
        f.debug_struct("Options")
            .field("proxy", &proxy)
            .field("roots", &self.roots.len())
            .field("identity", &self.identity.is_some())
            .finish()
    }
}
