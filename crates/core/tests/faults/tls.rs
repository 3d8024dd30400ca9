//! TLS that does not come about, and what the caller can do about it.

use tokio_rustls::TlsAcceptor;

use crate::harness::calls::{ALL, IDEMPOTENT, ONCE};
use crate::harness::certificates::Authority;
use crate::harness::fault::{FINE, Fault, Sees, fault, sees, show};
use crate::harness::script::{Script, accepts};
use crate::service::answer;

fn answers(tls: &TlsAcceptor) -> Script {
    accepts().starts_tls(tls.clone()).reads().sends(answer("200 OK", "{}"))
}

/// A fault of a server at `https://localhost`.
fn secured(name: &'static str, server: Script, seen: Sees, attempts: [u32; 4]) -> Fault {
    fault(name, server, seen, attempts)
        .at(|address| format!("https://localhost:{}", address.port()))
        .with(|config, _| config.no_proxy())
}

#[tokio::test]
#[rustfmt::skip]
async fn servers_that_are_not_who_they_should_be() {
    let (authority, stranger) = (Authority::named("ours"), Authority::named("another"));
    let good = authority.signs("localhost").server().done();
    let unknown = stranger.signs("localhost").server().done();
    let elsewhere = authority.signs("vpn.example.com").server().done();
    let expired = authority.signed_long_ago("localhost").server().done();
    let early = authority.signs_too_early("localhost").server().done();
    let refused = sees("connect", "cannot connect to localhost:");
    let roots = authority.pem();
    let trusted = |name, server, seen, attempts| {
        let roots = roots.clone();
        secured(name, server, seen, attempts).with(move |config, _| config.root_certificates(roots.clone())).cured_by(answers(&good))
    };
    let plain = accepts().sends("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    show([
        trusted("certificate of a known authority",      answers(&good),             FINE, ONCE),
        secured("certificate of an unknown authority",   answers(&good).unread(),    refused, ALL).lasting(),
        trusted("certificate of another authority",      answers(&unknown).unread(), refused, ALL),
        trusted("certificate of another host",           answers(&elsewhere).unread(), refused, ALL),
        trusted("certificate expired",                   answers(&expired).unread(), refused, ALL),
        trusted("certificate not yet valid",             answers(&early).unread(),   refused, ALL),
        trusted("plain http on the port of TLS",         plain,                      refused, ALL),
        trusted("handshake reset",                       accepts().overhears(1).resets(), refused, ALL),
        trusted("handshake closed",                      accepts(),                  refused, ALL),
        trusted("handshake of bytes at random",          accepts().overhears(1).sends([0x16, 3, 3, 0, 1, 0xff]), refused, ALL),
        trusted("closed after the handshake",            accepts().starts_tls(good.clone()),         sees("interrupted", ""), IDEMPOTENT),
        trusted("closed in TLS without an answer",       accepts().starts_tls(good.clone()).reads(), sees("interrupted", ""), IDEMPOTENT),
        trusted("reset in TLS in the middle of a body",  accepts().starts_tls(good.clone()).reads().sends("HTTP/1.1 200 OK\r\n\r\n{").resets(), sees("interrupted", ""), IDEMPOTENT),
    ]).await;
}

#[tokio::test]
#[rustfmt::skip]
async fn servers_that_demand_a_certificate() {
    let (authority, stranger) = (Authority::named("ours"), Authority::named("another"));
    let own = authority.signs("localhost");
    let newer = own.server().demands_certificate_of(&authority).done();
    let older = own.server().demands_certificate_of(&authority).speaks_1_2_alone().done();
    let (ours, theirs) = (authority.signs("caller"), stranger.signs("caller"));
    let identity = |certified: &crate::harness::certificates::Certified| (certified.certificate_pem(), certified.key_pem());
    let (ours, theirs) = (identity(&ours), identity(&theirs));
    let roots = authority.pem();
    let with = move |identity: Option<&(String, String)>, fault: Fault| {
        let (identity, roots) = (identity.cloned(), roots.clone());
        fault.lasting().with(move |config, _| {
            let config = config.root_certificates(roots.clone());
            match &identity {
                Some((certificate, key)) => config.client_certificate(certificate.clone(), key.clone()),
                None => config,
            }
        })
    };
    // In TLS 1.3 the caller is done with the handshake before the server has looked at its certificate.
    let late = sees("interrupted", "");
    let refused = sees("connect", "");
    show([
        with(Some(&ours),   secured("client certificate, TLS 1.3",             answers(&newer),          FINE, ONCE)),
        with(Some(&ours),   secured("client certificate, TLS 1.2",             answers(&older),          FINE, ONCE)),
        with(None,          secured("no client certificate, TLS 1.3",          answers(&newer).unread(), late, IDEMPOTENT)),
        with(None,          secured("no client certificate, TLS 1.2",          answers(&older).unread(), refused, ALL)),
        with(Some(&theirs), secured("client certificate of a stranger, TLS 1.3", answers(&newer).unread(), late, IDEMPOTENT)),
        with(Some(&theirs), secured("client certificate of a stranger, TLS 1.2", answers(&older).unread(), refused, ALL)),
    ]).await;
}
