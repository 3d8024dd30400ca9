//! A network in memory: answers arrive after so many moments, in whatever order that makes.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::clock::{Clock, Sleep};
use crate::operation::{Pagination, Style};
use crate::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse,
};

/// What a moment lasts.
const MOMENT: Duration = Duration::from_millis(50);

/// Answers a page that begins at the cursor, with at most so many things.
type Server = Box<dyn Fn(Option<&str>, i64) -> Value + Send>;

/// A server of the numbers below `things`, never more than `longest` of them at a time.
pub(super) fn server(by: &'static Pagination, things: i64, longest: i64, totals: u8) -> Server {
    Box::new(move |cursor, limit| {
        let most = limit.min(longest);
        let number = |text: &str| text.trim_start_matches('m').parse::<i64>().expect("a cursor of this list");
        let (start, length) = match (by.style, cursor.map(number)) {
            // Pages by number are all of one length; others are as long as the server feels like.
            (Style::Page, page) => ((page.unwrap_or(by.first) - by.first).saturating_mul(most), most),
            (_, start) => (start.unwrap_or(0), 1 + (start.unwrap_or(0) * 7 / 3) % most),
        };
        let (start, end) = (start.min(things), start.saturating_add(length).min(things));
        let mut page = json!({"things": (start..end).collect::<Vec<_>>()});
        match (by.style, totals) {
            (Style::Marker, 0) if end == things => page["next"] = "".into(),
            (Style::Marker, _) if end < things => page["next"] = format!("m{end}").into(),
            (Style::Marker, _) | (_, 0) => {}
            (_, 1) => page["total"] = 0.into(),
            (_, _) => page["total"] = things.into(),
        }
        page
    })
}

/// Both ends of the network, and its time.
#[derive(Clone)]
pub(super) struct Network(Arc<Mutex<State>>);

struct State {
    server: Server,
    events: VecDeque<u8>,
    now: u64,
    /// How many requests may be under way.
    most: usize,
    sent: usize,
    /// When each answer arrives that somebody waits for, and who does.
    under_way: BTreeMap<usize, (u64, Option<Waker>)>,
}

impl Network {
    pub(super) fn new(server: Server, events: &[u8]) -> Self {
        let events = events.iter().copied().collect();
        Self(Arc::new(Mutex::new(State {
            server,
            events,
            now: 0,
            most: 1,
            sent: 0,
            under_way: BTreeMap::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no other thread")
    }

    pub(super) fn allow(&self, most: usize) {
        self.state().most = most;
    }

    /// How many requests were sent.
    pub(super) fn sent(&self) -> usize {
        self.state().sent
    }

    /// What the input has happen next; nothing when it has ended.
    pub(super) fn event(&self) -> u8 {
        self.state().events.pop_front().unwrap_or(0)
    }

    /// Lets time pass.
    pub(super) fn pass(&self, moments: u64) {
        let mut state = self.state();
        state.now += moments;
        let now = state.now;
        let due = |(due, waker): &mut (u64, Option<Waker>)| if *due <= now { waker.take() } else { None };
        let wakers: Vec<Waker> = state.under_way.values_mut().filter_map(due).collect();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Lets time pass until the next answer arrives.
    pub(super) fn next_arrives(&self) {
        let state = self.state();
        let waited_for = state.under_way.values().filter(|(_, waker)| waker.is_some());
        let next = waited_for.map(|(due, _)| *due).min().expect("something is under way, or the list hangs");
        let moments = next.saturating_sub(state.now);
        drop(state);
        self.pass(moments);
    }

    /// A list that was dropped leaves no request.
    pub(super) fn all_is_quiet(&self) {
        assert!(self.state().under_way.is_empty(), "requests outlive their list");
    }
}

impl Transport for Network {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        let mut state = self.state();
        let event = state.events.pop_front().unwrap_or(0);
        let number = state.sent;
        state.sent += 1;
        let due = state.now + u64::from(event % 16);
        state.under_way.insert(number, (due, None));
        assert!(state.under_way.len() <= state.most, "more requests at a time than were asked for");
        let answer = if event >= 0xe0 {
            Err(TransportError::new(TransportErrorKind::Connect, "the cable is out"))
        } else {
            Ok(http::Response::new(state.answer(&request).to_string().into()))
        };
        Box::pin(Arriving { network: self.clone(), number, answer: Some(answer) })
    }
}

impl State {
    fn answer(&self, request: &TransportRequest) -> Value {
        let query = request.query().unwrap_or_default();
        let of = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let limit = of("limit").and_then(|limit| limit.parse().ok()).expect("a limit is always sent");
        (self.server)(of("cursor"), limit)
    }
}

/// An answer on its way.
struct Arriving {
    network: Network,
    number: usize,
    answer: Option<Result<TransportResponse, TransportError>>,
}

impl Future for Arriving {
    type Output = Result<TransportResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.network.state();
        let now = state.now;
        let (due, waker) = state.under_way.get_mut(&self.number).expect("an answer arrives once");
        if *due > now {
            *waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        drop(state);
        Poll::Ready(self.answer.take().expect("an answer arrives once"))
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        self.network.state().under_way.remove(&self.number);
    }
}

impl Clock for Network {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        MOMENT * u32::try_from(self.state().now).expect("a short while")
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}
