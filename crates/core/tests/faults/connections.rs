//! Connections that are not made, and those that end too soon.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::harness::calls::{ALL, IDEMPOTENT, ONCE};
use crate::harness::fault::{FINE, fault, sees, show};
use crate::harness::script::accepts;
use crate::harness::server::closed_port;

#[tokio::test]
#[rustfmt::skip]
async fn connections_that_end_too_soon() {
    let cut = sees("interrupted", "the exchange with 127.0.0.1:");
    let late = sees("timeout", "timed out waiting for the answer of 127.0.0.1:");
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n";
    show([
        fault("reset before the request is read",  accepts().resets(),                                 cut, IDEMPOTENT),
        fault("reset after the request",           accepts().reads().resets(),                         cut, IDEMPOTENT),
        fault("reset in the middle of the head",   accepts().reads().sends(&head[..30]).resets(),      cut, IDEMPOTENT),
        fault("reset between head and body",       accepts().reads().sends(head).resets(),             cut, IDEMPOTENT),
        fault("reset in the middle of the body",   accepts().reads().sends(head).sends("{").resets(),  cut, IDEMPOTENT),
        fault("reset after the answer",            accepts().reads().sends(head).sends("{}").resets(), FINE, ONCE),
        fault("closed before the request is read", accepts(),                                          cut, IDEMPOTENT),
        fault("closed without an answer",          accepts().reads(),                                  cut, IDEMPOTENT),
        fault("closed in the middle of the head",  accepts().reads().sends(&head[..30]),               cut, IDEMPOTENT),
        fault("closed in the middle of the body",  accepts().reads().sends(head).sends("{"),           cut, IDEMPOTENT),
        fault("never an answer",                   accepts().reads().holds(),                          late, IDEMPOTENT).within(150),
        fault("never an answer, in all the time",  accepts().reads().holds(),                          late, ONCE).within_in_all(150),
        fault("half a head, then silence",         accepts().reads().sends(&head[..30]).holds(),       late, IDEMPOTENT).within(150),
        fault("a head, then silence",              accepts().reads().sends(head).holds(),              late, IDEMPOTENT).within(150),
        fault("half a body, then silence",         accepts().reads().sends(head).sends("{").holds(),   late, IDEMPOTENT).within(150),
    ]).await;
}

#[tokio::test]
async fn connections_that_are_not_made() {
    let (closed, refusing) = closed_port();
    let (full, queue) = full_queue().await;
    let held = Arc::new((closed, queue));
    let soon = Duration::from_millis(100);
    show([
        fault("connection refused", accepts(), sees("connect", "cannot connect to 127.0.0.1:"), ALL)
            .with(move |config, _| config.endpoint(format!("http://{refusing}")))
            .lasting(),
        fault("no such host (DNS)", accepts(), sees("connect", "cannot connect to vpn.invalid"), ALL)
            .with(|config, _| config.endpoint("http://vpn.invalid").allow_http(true).no_proxy())
            .lasting(),
        fault(
            "connection neither taken nor refused",
            accepts(),
            sees("connect timeout", "timed out connecting to 127.0.0.1:"),
            ALL,
        )
        .with(move |config, _| config.endpoint(&full).connect_timeout(soon))
        .lasting(),
        fault(
            "TLS handshake never answered",
            accepts().holds(),
            sees("connect timeout", "timed out connecting to 127.0.0.1:"),
            ALL,
        )
        .at(|address| format!("https://{address}"))
        .with(move |config, _| config.connect_timeout(soon))
        .lasting(),
    ])
    .await;
    drop(held);
}

/// An address whose queue of connections to be accepted is full, so that the system lets further ones
/// wait; as long as all this is held.
async fn full_queue() -> (String, impl Sized) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(stream) = timeout(Duration::from_millis(100), TcpStream::connect(address)).await {
        queued.push(stream.unwrap());
    }
    (format!("http://{address}"), (listener, queued))
}
