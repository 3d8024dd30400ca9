//! TLS by rustls with ring and the system's root certificates.

use std::sync::Arc;

use reqwest::ClientBuilder;
use rustls::client::ResolvesClientCert;
use rustls::crypto::{self, CryptoProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use super::super::options::Options;
use super::{identity_refused, roots_refused};
use crate::endpoint::Route;
use crate::error::Error;

pub(in crate::transport) fn check(options: &Options) -> Result<(), Error> {
    roots(options).and(identity(options)).map(drop)
}

/// Gives an HTTP client the TLS for a route. Plain http on this machine needs no root certificates,
/// and reading the system's takes a while.
pub(in crate::transport) fn secured(
    builder: ClientBuilder,
    options: &Options,
    route: Route,
) -> Result<ClientBuilder, Error> {
    let failed = |error: rustls::Error| {
        Error::config(format!(
            "TLS cannot be set up: {error}. Install the system's root certificates (often the package ca-certificates)"
        ))
        .with_source(error)
    };
    let config = begun().map_err(failed)?;
    let config = if route == Route::LocalPlain {
        config.with_root_certificates(RootCertStore::empty())
    } else {
        let verifier = Verifier::new_with_extra_roots(roots(options)?, provider()).map_err(failed)?;
        // rustls' word for any verifier but its own; this is the system's.
        config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    };
    let mut config = match identity(options)? {
        Some(identity) => config.with_client_cert_resolver(identity),
        None => config.with_no_client_auth(),
    };
    // reqwest takes a ready configuration as it is, so it is offered here what it can speak.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(builder.tls_backend_preconfigured(config))
}

/// The cryptography, named outright: a process-wide default may be missing, or be another's choice.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(crypto::ring::default_provider())
}

fn begun() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()
}

fn roots(options: &Options) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut roots = Vec::new();
    for pem in &options.roots {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.push(certificate.map_err(roots_refused)?);
        }
        if roots.len() == before {
            return Err(roots_refused("no certificate is in the text"));
        }
    }
    let mut store = RootCertStore::empty();
    for root in &roots {
        store.add(root.clone()).map_err(roots_refused)?;
    }
    Ok(roots)
}

fn identity(options: &Options) -> Result<Option<Arc<dyn ResolvesClientCert>>, Error> {
    let Some(identity) = &options.identity else { return Ok(None) };
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&identity.certificates)
        .collect::<Result<_, _>>()
        .map_err(identity_refused)?;
    if chain.is_empty() {
        return Err(identity_refused("no certificate is in the text"));
    }
    let key = PrivateKeyDer::from_pem_slice(identity.key.expose().as_bytes()).map_err(identity_refused)?;
    let certified = CertifiedKey::from_der(chain, key, &provider()).map_err(identity_refused)?;
    Ok(Some(Arc::new(SingleCertAndKey::from(certified))))
}
