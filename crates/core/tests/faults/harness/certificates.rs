//! Certificates as they should be, and wrong in one way each.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

/// Who signs certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

/// A certificate and its key.
pub struct Certified {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    pub fn named(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// Its own certificate, to trust it by.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub fn signs(&self, host: &str) -> Certified {
        self.signs_with(host, |_| {})
    }

    pub fn signs_with(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> Certified {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        Certified { certificate: params.signed_by(&key, &self.issuer).unwrap(), key }
    }

    /// One that was good until the end of 2001.
    pub fn signed_long_ago(&self, host: &str) -> Certified {
        self.signs_with(host, |params| {
            params.not_before = date_time_ymd(2001, 1, 1);
            params.not_after = date_time_ymd(2001, 12, 31);
        })
    }

    /// One that will be good from 4000 on.
    pub fn signs_too_early(&self, host: &str) -> Certified {
        self.signs_with(host, |params| params.not_before = date_time_ymd(4000, 1, 1))
    }
}

impl Certified {
    pub fn certificate_pem(&self) -> String {
        self.certificate.pem()
    }

    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }

    /// A server that proves itself with this certificate.
    pub fn server(&self) -> Tls<'_> {
        Tls { own: self, callers: None, versions: vec![&TLS13, &TLS12], protocols: Vec::new() }
    }
}

/// The server's side of TLS.
pub struct Tls<'a> {
    own: &'a Certified,
    callers: Option<&'a Authority>,
    versions: Vec<&'static SupportedProtocolVersion>,
    protocols: Vec<Vec<u8>>,
}

impl<'a> Tls<'a> {
    /// Demands a certificate that this authority signed.
    pub fn demands_certificate_of(self, authority: &'a Authority) -> Self {
        Self { callers: Some(authority), ..self }
    }

    /// Speaks this one version.
    pub fn speaks_1_2_alone(self) -> Self {
        Self { versions: vec![&TLS12], ..self }
    }

    /// Offers HTTP/2.
    pub fn offers_http2(self) -> Self {
        Self { protocols: vec![b"h2".to_vec()], ..self }
    }

    pub fn done(self) -> TlsAcceptor {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&self.versions)
            .unwrap();
        let config = match self.callers {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                config.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let chain: Vec<CertificateDer<'static>> = vec![self.own.certificate.der().clone()];
        let key = PrivateKeyDer::try_from(self.own.key.serialize_der()).unwrap();
        let mut config = config.with_single_cert(chain, key).unwrap();
        config.alpn_protocols = self.protocols;
        TlsAcceptor::from(Arc::new(config))
    }
}
