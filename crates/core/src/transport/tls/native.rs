//! TLS by the operating system's library.

use reqwest::{Certificate, ClientBuilder};

use super::super::options::Options;
use super::{identity_refused, roots_refused};
use crate::endpoint::Route;
use crate::error::Error;

pub(in crate::transport) fn check(options: &Options) -> Result<(), Error> {
    roots(options).and(identity(options)).map(drop)
}

/// Gives an HTTP client the TLS for a route.
pub(in crate::transport) fn secured(
    builder: ClientBuilder,
    options: &Options,
    _route: Route,
) -> Result<ClientBuilder, Error> {
    let builder = builder.tls_backend_native().tls_certs_merge(roots(options)?);
    Ok(match identity(options)? {
        Some(identity) => builder.identity(identity),
        None => builder,
    })
}

fn roots(options: &Options) -> Result<Vec<Certificate>, Error> {
    let mut roots = Vec::new();
    for pem in &options.roots {
        let found = Certificate::from_pem_bundle(pem).map_err(roots_refused)?;
        if found.is_empty() {
            return Err(roots_refused("no certificate is in the text"));
        }
        roots.extend(found);
    }
    Ok(roots)
}

fn identity(options: &Options) -> Result<Option<reqwest::Identity>, Error> {
    let Some(identity) = &options.identity else { return Ok(None) };
    reqwest::Identity::from_pkcs8_pem(&identity.certificates, identity.key.expose().as_bytes())
        .map(Some)
        .map_err(identity_refused)
}
