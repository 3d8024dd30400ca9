//! No TLS: plain http alone.

use reqwest::ClientBuilder;

use super::super::options::Options;
use crate::endpoint::Route;
use crate::error::Error;

const MISSING: &str = "this program was built without TLS: enable the feature rustls or native-tls";

pub(in crate::transport) fn check(options: &Options) -> Result<(), Error> {
    if options.roots.is_empty() && options.identity.is_none() {
        return Ok(());
    }
    Err(Error::config(format!("certificates are set, and {MISSING}")))
}

/// Lets plain http pass; https could only fail later, and less clearly.
pub(in crate::transport) fn secured(
    builder: ClientBuilder,
    _options: &Options,
    _route: Route,
) -> Result<ClientBuilder, Error> {
    Ok(builder)
}
