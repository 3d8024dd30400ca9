//! TLS as the crate's features choose it.
//!
//! `rustls` is the default; `native-tls`, which a program asks for by name, goes before it.

#[cfg(feature = "native-tls")]
mod native;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod none;
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
mod rustls;

#[cfg(feature = "native-tls")]
pub(super) use native::{check, secured};
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(super) use none::{check, secured};
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
pub(super) use rustls::{check, secured};

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn roots_refused(why: impl std::fmt::Display) -> crate::error::Error {
    crate::error::Error::config(format!(
        "the root certificates cannot be used: {why}. Give .root_certificates(…) certificates in PEM (\"-----BEGIN CERTIFICATE-----\")"
    ))
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn identity_refused(why: impl std::fmt::Display) -> crate::error::Error {
    crate::error::Error::config(format!(
        "the client certificate cannot be used: {why}. Give .client_certificate(…) the certificate with its chain, and its private key in PKCS #8, both in PEM"
    ))
}
