//! Bodies that are read as they are sent, and what comes between.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use huaweicloud_core::body::Body;
use huaweicloud_core::{Bytes, Send};
use tokio::time::timeout;

use crate::harness::calls::{CREATE, client, patient};
use crate::harness::clock::TestClock;
use crate::harness::fault::predicates;
use crate::harness::script::{Script, accepts};
use crate::harness::server::{GUARD, Server};
use crate::service::{Thing, UPDATE, answer};

const PIECE: usize = 64 << 10;

/// Gives so many pieces, and then an error if it is to break.
struct Pieces {
    left: usize,
    breaks: bool,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left > 0 {
            self.left -= 1;
            return Poll::Ready(Some(Ok(Bytes::from(vec![b'x'; PIECE]))));
        }
        Poll::Ready(self.breaks.then(|| Err(io::Error::other("the disk is gone"))))
    }
}

/// What the stream gives, in pieces, of how many it announced, and whether it breaks after them.
#[derive(Clone, Copy)]
struct Given {
    announced: usize,
    pieces: usize,
    breaks: bool,
}

const WHOLE: Given = Given { announced: 3, pieces: 3, breaks: false };
const LARGE: Given = Given { announced: 256, pieces: 256, breaks: false };

/// What the server does, what the stream gives, what the caller sees, and for a PUT and a POST how often
/// the stream is opened and how many whole requests arrive.
type Row = (&'static str, Script, Given, &'static str, [(usize, usize); 2]);

#[tokio::test]
#[rustfmt::skip]
async fn bodies_that_are_read_as_they_are_sent() {
    let ok = || answer("200 OK", "{}");
    let early = || answer("413 Payload Too Large", "");
    let rows: [Row; 9] = [
        ("read and answered",                    accepts().reads().sends(ok()),            WHOLE, "", [(1, 1), (1, 1)]),
        ("503",                                  accepts().reads().sends(answer("503 Service Unavailable", "")), WHOLE, "server", [(3, 3), (1, 1)]),
        ("closed without an answer",             accepts().reads(),                        WHOLE, "interrupted", [(3, 3), (1, 1)]),
        ("reset in the middle of the request",   accepts().reads_head().resets(),          LARGE, "interrupted", [(3, 0), (1, 0)]),
        ("413 in the middle of the request",     accepts().reads_head().sends(early()),    LARGE, "status", [(1, 0), (1, 0)]),
        ("the request is never read",            accepts().reads_head().waits(500),        LARGE, "timeout", [(3, 0), (1, 0)]),
        ("the stream breaks",                    accepts().reads().sends(ok()), Given { breaks: true, pieces: 2, ..WHOLE }, "interrupted", [(3, 0), (1, 0)]),
        ("the stream ends too soon",             accepts().reads().sends(ok()), Given { pieces: 2, ..WHOLE }, "interrupted", [(3, 0), (1, 0)]),
        // What is beyond its length is not sent.
        ("the stream gives too much",            accepts().reads().sends(ok()), Given { pieces: 4, ..WHOLE }, "", [(1, 1), (1, 1)]),
    ];
    for (name, script, given, sees, counts) in rows {
        for (operation, (opened, arrived)) in [&UPDATE, &CREATE].into_iter().zip(counts) {
            let server = Server::always(script.clone()).await;
            let limit = Duration::from_millis(if sees == "timeout" { 150 } else { 60 * 60 * 1000 });
            let client = client(patient(&server.url(), &TestClock::default()).attempt_timeout(limit));
            let count = Arc::new(AtomicUsize::new(0));
            let counted = count.clone();
            let body = Body::stream(Some((given.announced * PIECE) as u64), move || {
                counted.fetch_add(1, Ordering::SeqCst);
                Box::pin(Pieces { left: given.pieces, breaks: given.breaks })
            });
            let request = client.request(operation).body("application/octet-stream", body);
            let request = if operation.method == "PUT" { request.path("t") } else { request };
            let outcome = timeout(GUARD, Send::<Thing>::new(request)).await.expect(name);
            drop(client);
            server.settles_to(0).await.unwrap();
            println!("{name:<40} | {} opened {opened}, arrived {arrived} | {sees} | {outcome:?}", operation.method);
            let seen = outcome.as_ref().map_or_else(predicates, |_| String::new());
            assert_eq!(seen, sees, "{name}: {outcome:?}");
            assert_eq!(count.load(Ordering::SeqCst), opened, "{name}: {outcome:?}");
            let whole = server.arrived().into_iter().filter(|request| request.body.len() == given.announced * PIECE);
            assert_eq!((whole.count(), server.arrived().len()), (arrived, arrived), "{name}: {outcome:?}");
        }
    }
}
