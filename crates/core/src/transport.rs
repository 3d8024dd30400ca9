//! The way to the network, and the only file that knows how reqwest is set up.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::{Client, Request};
use rustls::{ClientConfig, RootCertStore, crypto};

use crate::endpoint::Route;
use crate::error::Error;

/// Connections, made and kept as calls need them.
pub(crate) struct Transport {
    connect_timeout: Duration,
    open: OnceLock<Client>,
    local_tls: OnceLock<Client>,
    local_plain: OnceLock<Client>,
}

/// An answer as it came: whole, and with any status.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Transport {
    pub(crate) fn new(connect_timeout: Duration) -> Self {
        Self {
            connect_timeout,
            open: OnceLock::new(),
            local_tls: OnceLock::new(),
            local_plain: OnceLock::new(),
        }
    }

    /// Sends one request and receives its whole answer, within the request's own timeout.
    pub(crate) async fn execute(&self, request: Request, route: Route) -> Result<Received, Error> {
        let client = self.client(route)?;
        if tokio::runtime::Handle::try_current().is_err() {
            // The HTTP client below would panic.
            return Err(Error::config(
                "no Tokio runtime here: await the call inside one, such as #[tokio::main], with I/O and time enabled",
            ));
        }
        let host = request.url().authority().to_owned();
        let failed = |error| Error::transport(&host, error);
        let mut answer = client.execute(request).await.map_err(failed)?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let body = answer.bytes().await.map_err(failed)?;
        Ok(Received { status, headers, body })
    }

    /// The client for a route, made at the first call: reading the system's root certificates takes
    /// a while, and plain http on this machine needs none.
    ///
    /// Calls to this machine pass by any proxy: it could not reach them, and over plain http it would
    /// be handed the credentials.
    fn client(&self, route: Route) -> Result<&Client, Error> {
        let place = match route {
            Route::Open => &self.open,
            Route::LocalTls => &self.local_tls,
            Route::LocalPlain => &self.local_plain,
        };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let tls = if route == Route::LocalPlain { trusting_nobody() } else { trusting_the_system() };
        let tls = tls.map_err(|error| {
            Error::config(format!(
                "TLS cannot be set up: {error}. Install the system's root certificates (often the package ca-certificates)"
            ))
            .with_source(error)
        })?;
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout);
        let builder = if route == Route::Open { builder } else { builder.no_proxy() };
        let client = builder.build().map_err(|error| {
            Error::config(format!("the HTTP client cannot be set up: {error}")).with_source(error)
        })?;
        Ok(place.get_or_init(|| client))
    }
}

/// The cryptography, named outright: a process-wide default may be missing, or be another's choice.
fn provider() -> Arc<crypto::CryptoProvider> {
    Arc::new(crypto::ring::default_provider())
}

fn trusting_the_system() -> Result<ClientConfig, rustls::Error> {
    let verifier = rustls_platform_verifier::Verifier::new(provider())?;
    let mut tls = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .dangerous() // rustls' word for any verifier but its own; this is the system's
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // reqwest takes a ready configuration as it is, so it is offered here what it can speak.
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(tls)
}

fn trusting_nobody() -> Result<ClientConfig, rustls::Error> {
    Ok(ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}
