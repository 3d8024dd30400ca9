//! A transport whose answers are under the test's control.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use huaweicloud_core::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest,
};
use huaweicloud_core::{Clock, ServiceClient, Sleep, http};

use crate::listing::Asked;
use crate::support::{ListThings, SERVICE, config, things};

/// Status and body.
pub type Reply = (u16, String);

/// When answers come.
#[derive(Clone, Copy, Debug)]
pub enum Timing {
    /// At once.
    Now,
    /// After so many polls at most, which differ from one request to the next.
    Polls(u32),
    /// When the test says so.
    Held,
}

/// What the transport saw and holds.
#[derive(Clone)]
pub struct Script(Arc<Mutex<Book>>);

struct Book {
    timing: Timing,
    reply: Box<dyn FnMut(&Asked) -> Reply + Send>,
    asked: Vec<Asked>,
    /// Requests that wait, by their number.
    waiting: BTreeMap<usize, Option<Waker>>,
    released: Vec<(usize, Result<Reply, TransportErrorKind>)>,
    most: usize,
    polls: usize,
    cancelled: Vec<Asked>,
    now: Duration,
    sleepers: Vec<Waker>,
}

impl Script {
    pub fn new(timing: Timing, reply: impl FnMut(&Asked) -> Reply + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Book {
            timing,
            reply: Box::new(reply),
            asked: Vec::new(),
            waiting: BTreeMap::new(),
            released: Vec::new(),
            most: 0,
            polls: 0,
            cancelled: Vec::new(),
            now: Duration::ZERO,
            sleepers: Vec::new(),
        })))
    }

    pub fn client(&self) -> ServiceClient {
        let config = config("http://127.0.0.1:9").transport(self.clone()).clock(self.clone());
        ServiceClient::new(&config.build().unwrap(), &SERVICE)
    }

    /// The list of an operation, with pages of `limit`.
    pub fn list(&self, operation: &'static huaweicloud_core::Operation, limit: usize) -> ListThings {
        things(self.client().request(operation).query("limit", &limit))
    }

    /// What was asked for, in the order in which it was sent.
    pub fn asked(&self) -> Vec<Asked> {
        self.0.lock().unwrap().asked.clone()
    }

    /// The cursors that were asked for, "" for none.
    pub fn cursors(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.cursor.unwrap_or_default()).collect()
    }

    /// How many requests were under way at once, at most.
    pub fn most(&self) -> usize {
        self.0.lock().unwrap().most
    }

    /// How often requests were polled, in all.
    pub fn polls(&self) -> usize {
        self.0.lock().unwrap().polls
    }

    /// The cursors of requests that were dropped before their answer.
    pub fn cancelled(&self) -> Vec<String> {
        let book = self.0.lock().unwrap();
        book.cancelled.iter().map(|asked| asked.cursor.clone().unwrap_or_default()).collect()
    }

    /// The cursors of requests that wait for their answer.
    pub fn held(&self) -> Vec<String> {
        let book = self.0.lock().unwrap();
        book.waiting.keys().map(|id| book.asked[*id].cursor.clone().unwrap_or_default()).collect()
    }

    /// Answers the request that waits at a cursor.
    pub fn release(&self, cursor: &str) {
        self.settle(cursor, |book, asked| Ok((book.reply)(asked)));
    }

    /// Answers the request that waits at a cursor with this.
    pub fn release_with(&self, cursor: &str, reply: Reply) {
        self.settle(cursor, |_, _| Ok(reply));
    }

    /// Breaks the request off that waits at a cursor.
    pub fn break_off(&self, cursor: &str) {
        self.settle(cursor, |_, _| Err(TransportErrorKind::Interrupted));
    }

    fn settle(
        &self,
        cursor: &str,
        outcome: impl FnOnce(&mut Book, &Asked) -> Result<Reply, TransportErrorKind>,
    ) {
        let mut book = self.0.lock().unwrap();
        let at = |id: &&usize| book.asked[**id].cursor.as_deref().unwrap_or_default() == cursor;
        let id = *book.waiting.keys().find(at).unwrap_or_else(|| panic!("nothing waits at {cursor}"));
        let asked = book.asked[id].clone();
        let outcome = outcome(&mut book, &asked);
        book.released.push((id, outcome));
        let waker = book.waiting.get_mut(&id).and_then(Option::take);
        drop(book);
        waker.into_iter().for_each(Waker::wake);
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        let mut book = self.0.lock().unwrap();
        book.now += time;
        let sleepers = std::mem::take(&mut book.sleepers);
        drop(book);
        sleepers.into_iter().for_each(Waker::wake);
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        let asked = Asked::of(request.query().unwrap_or_default());
        Box::pin(async move {
            let id = {
                let mut book = self.0.lock().unwrap();
                let id = book.asked.len();
                book.asked.push(asked.clone());
                book.waiting.insert(id, None);
                book.most = book.most.max(book.waiting.len());
                id
            };
            let _under_way = UnderWay { script: self, id };
            let mut polls = 0;
            let outcome = poll_fn(|context| {
                let mut book = self.0.lock().unwrap();
                book.polls += 1;
                let (timing, wait) = (book.timing, (id as u32).wrapping_mul(2_654_435_761) >> 16);
                let outcome = match timing {
                    Timing::Now => Some(Ok((book.reply)(&asked))),
                    Timing::Polls(most) if polls >= wait % (most + 1) => Some(Ok((book.reply)(&asked))),
                    Timing::Polls(_) => {
                        polls += 1;
                        context.waker().wake_by_ref();
                        None
                    }
                    Timing::Held => {
                        let released = book.released.iter().position(|(released, _)| *released == id);
                        released.map(|index| book.released.swap_remove(index).1)
                    }
                };
                match outcome {
                    Some(outcome) => {
                        book.waiting.remove(&id);
                        Poll::Ready(outcome)
                    }
                    None => {
                        book.waiting.insert(id, Some(context.waker().clone()));
                        Poll::Pending
                    }
                }
            })
            .await;
            let (status, body) = outcome.map_err(|kind| TransportError::new(kind, "cable cut"))?;
            Ok(http::Response::builder().status(status).body(Bytes::from(body)).unwrap())
        })
    }
}

/// Notes when a request is dropped before its answer.
struct UnderWay<'a> {
    script: &'a Script,
    id: usize,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut book = self.script.0.lock().unwrap();
        if book.waiting.remove(&self.id).is_some() {
            let asked = book.asked[self.id].clone();
            book.cancelled.push(asked);
        }
    }
}

/// Time passes when the test says so.
impl Clock for Script {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let (script, end) = (self.clone(), self.monotonic() + time);
        Box::pin(poll_fn(move |context| {
            let mut book = script.0.lock().unwrap();
            if book.now >= end {
                return Poll::Ready(());
            }
            book.sleepers.push(context.waker().clone());
            Poll::Pending
        }))
    }
}
