//! Faults that HTTP/2 has besides: of streams, and of connections that many calls share.

use tokio_rustls::TlsAcceptor;

use crate::harness::calls::{IDEMPOTENT, Kind, ONCE, client, patient};
use crate::harness::certificates::Authority;
use crate::harness::clock::TestClock;
use crate::harness::fault::{FINE, Fault, fault, sees, show};
use crate::harness::http2::{Frames, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, frames};
use crate::harness::script::{Script, accepts};
use crate::harness::server::Server;

fn answers(tls: &TlsAcceptor, frames: Frames) -> Script {
    accepts().starts_tls(tls.clone()).speaks_http2(frames)
}

#[tokio::test]
#[rustfmt::skip]
async fn streams_and_connections_that_end_too_soon() {
    let authority = Authority::named("ours");
    let tls = authority.signs("localhost").server().offers_http2().done();
    let roots = authority.pem();
    let fault = |name, frames, seen, attempts| -> Fault {
        let roots = roots.clone();
        fault(name, answers(&tls, frames), seen, attempts)
            .at(|address| format!("https://localhost:{}", address.port()))
            .with(move |config, _| config.root_certificates(roots.clone()))
            .cured_by(answers(&tls, self::frames().head().end("{}")))
    };
    let cut = sees("interrupted", "the exchange with localhost:");
    let late = sees("timeout", "timed out waiting for the answer of localhost:");
    show([
        fault("HTTP/2",                               frames().head().end("{}"),                               FINE, ONCE),
        fault("HTTP/2: stream reset",                 frames().resets_stream(INTERNAL_ERROR),                  cut, IDEMPOTENT).lasting(),
        fault("HTTP/2: stream reset in the body",     frames().head().data("{").resets_stream(INTERNAL_ERROR), cut, IDEMPOTENT).lasting(),
        fault("HTTP/2: closed without an answer",     frames().closes(),                                       cut, IDEMPOTENT),
        fault("HTTP/2: closed in the body",           frames().head().data("{").closes(),                      cut, IDEMPOTENT),
        fault("HTTP/2: gone away, answer to come",    frames().goes_away(1, NO_ERROR).closes(),                cut, IDEMPOTENT),
        fault("HTTP/2: gone away with an error",      frames().goes_away(1, INTERNAL_ERROR).closes(),          cut, IDEMPOTENT),
        fault("HTTP/2: headers that cannot be read",  frames().garbled_head(),                                 cut, IDEMPOTENT),
        fault("HTTP/2: a frame that makes no sense",  frames().nonsense(),                                     cut, IDEMPOTENT),
        fault("HTTP/2: never an answer",              frames(),                                                late, IDEMPOTENT).within(600).lasting(),
        // The server says that it did nothing, and the HTTP client repeats that itself, twice for each attempt.
        fault("HTTP/2: stream refused",               frames().resets_stream(REFUSED_STREAM),                  cut, IDEMPOTENT).lasting().sent_each_time(3).not_carried_out(),
        fault("HTTP/2: gone away before the request", frames().goes_away(0, NO_ERROR).closes(),                cut, IDEMPOTENT).lasting().sent_each_time(3).not_carried_out(),
    ]).await;
}

/// Gateways wind up a connection after a number of requests; what they did not begin goes to another.
#[tokio::test]
async fn a_connection_that_is_wound_up_costs_no_call() {
    let authority = Authority::named("ours");
    let tls = authority.signs("localhost").server().offers_http2().done();
    let going = answers(&tls, frames().goes_away(0, NO_ERROR).closes());
    let server = Server::first_then(going, answers(&tls, frames().head().end("{}"))).await;
    let url = format!("https://localhost:{}", server.address.port());
    let client = client(patient(&url, &TestClock::default()).root_certificates(authority.pem()));
    Kind::Post.call(&client).await.unwrap();
    assert_eq!(server.connections(), 2);
}
