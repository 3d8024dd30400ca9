//! Fetches the pages of a list in their order, and ahead of it. Not generic: what it fetches is
//! decoded and kept by a [`Shelf`].

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use huaweicloud_types::View;

use super::in_flight::{InFlight, Landed};
use super::place::{Ahead, Place, cursor_of_item};
use crate::error::Error;
use crate::request::Request;
use crate::response::Answer;
use crate::send;

/// How long a list may be left alone before a call that failed meanwhile is put down to it.
const ABSENCE: Duration = Duration::from_secs(1);

/// Decoded pages, and errors in place of pages, that wait to be handed out.
pub(super) trait Shelf {
    /// Decodes a page and adds it, or else the error. `read` is shown the page.
    fn add(&mut self, answer: Answer, read: &mut dyn FnMut(Page<'_>));

    fn add_error(&mut self, error: Error);
}

/// A page without its type.
pub(super) struct Page<'a> {
    pub(super) view: View<'a>,
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) request_line: &'a str,
}

pub(super) struct Pager {
    /// The request of all pages, with the cursor that the list begins at.
    request: Request,
    /// How many pages may be under way or waiting beyond the one handed out.
    prefetch: usize,
    state: State,
    calls: InFlight,
    /// Of each page on the shelf.
    waiting: VecDeque<Bounds>,
    handed_out: Bounds,
    /// How long, in all, calls were under way that nobody polled.
    absence: Duration,
    /// When the list was left with calls under way.
    left: Option<Duration>,
}

enum State {
    /// The page at this cursor is the next to be added to the shelf; it is the first of the calls.
    Going(Box<Place>, Option<String>),
    /// The way on is lost, and the caller is still to be told.
    Failed(Error),
    Ended,
}

/// The cursors of a page and of the one after it.
#[derive(Default)]
struct Bounds {
    page: Option<String>,
    next: Option<String>,
}

impl Pager {
    pub(super) fn new(mut request: Request) -> Self {
        let begun = Place::begin(&mut request);
        let pagination = request.operation.pagination.as_ref();
        let cursor = pagination.and_then(|by| request.page_value(by, by.cursor).ok().flatten());
        let handed_out = Bounds { page: None, next: cursor.clone() };
        let state = match begun {
            Ok(place) => State::Going(Box::new(place), cursor),
            Err(error) => State::Failed(error.in_operation(request.operation.name)),
        };
        Self {
            request,
            prefetch: 0,
            state,
            calls: InFlight::default(),
            waiting: VecDeque::new(),
            handed_out,
            absence: Duration::ZERO,
            left: None,
        }
    }

    /// The same list, begun anew at another place.
    pub(super) fn starting_at(self, cursor: String) -> Self {
        let mut request = self.request;
        let set = match &request.operation.pagination {
            Some(by) => request.set_page_value(by, by.cursor, cursor),
            None => Ok(()),
        };
        let mut pager = Self { prefetch: self.prefetch, ..Self::new(request) };
        if let Err(error) = set {
            pager.fail(error);
        }
        pager
    }

    pub(super) fn set_prefetch(&mut self, pages: usize) {
        self.prefetch = pages;
    }

    /// Where the page begins that follows those handed out.
    pub(super) fn next_cursor(&self) -> Option<&str> {
        self.handed_out.next.as_deref()
    }

    /// Where an item begins of the page handed out last, or that page where the style knows no better.
    pub(super) fn cursor_of_item(&self, index: usize) -> Option<String> {
        let page = self.handed_out.page.as_deref();
        let by = self.request.operation.pagination.as_ref()?;
        cursor_of_item(by, page, index).or_else(|| page.map(str::to_owned))
    }

    /// Is ready when the next page lies first on the shelf, to be taken at once; or, with the shelf
    /// empty, after the last.
    pub(super) fn poll(&mut self, context: &Context<'_>, shelf: &mut dyn Shelf) -> Poll<()> {
        self.come_back();
        while self.waiting.is_empty() {
            if !matches!(self.state, State::Going(..)) {
                if let State::Failed(error) = mem::replace(&mut self.state, State::Ended) {
                    shelf.add_error(error);
                }
                return Poll::Ready(());
            }
            self.launch(self.prefetch.max(1));
            self.calls.poll(context);
            if self.calls.first().is_none() || self.begin_ahead(context) {
                return Poll::Pending;
            }
            self.settle(shelf);
        }
        if self.begin_ahead(context) {
            return Poll::Pending;
        }
        self.handed_out = self.waiting.pop_front().unwrap_or_default();
        self.fetch_ahead(context, shelf);
        Poll::Ready(())
    }

    /// Begins the calls that may be under way once the page that is here is handed out; whether there
    /// were any.
    ///
    /// Requests are written by tasks of the runtime, which on a single thread have no turn while the page
    /// is decoded and its items are gone through. So they have one before.
    fn begin_ahead(&mut self, context: &Context<'_>) -> bool {
        let before = self.calls.len();
        self.launch(self.prefetch.saturating_add(1).saturating_sub(self.waiting.len()));
        let begun = self.calls.len() > before;
        if begun {
            self.calls.poll(context);
            context.waker().wake_by_ref();
        }
        begun
    }

    /// Whether calls that are ahead of the page handed out can go on.
    pub(super) fn is_woken(&self) -> bool {
        self.calls.len() > 0 && self.calls.woken()
    }

    /// Goes on with the calls that are ahead, without handing out a page.
    pub(super) fn poll_ahead(&mut self, context: &Context<'_>, shelf: &mut dyn Shelf) {
        self.come_back();
        self.fetch_ahead(context, shelf);
    }

    fn fetch_ahead(&mut self, context: &Context<'_>, shelf: &mut dyn Shelf) {
        loop {
            self.launch(self.prefetch.saturating_sub(self.waiting.len()));
            self.calls.poll(context);
            // A page is decoded before its turn only where it alone tells how to go on.
            let landed = matches!(self.calls.first(), Some(Ok(_)));
            let leads_on = match &self.state {
                State::Going(place, _) => matches!(place.ahead(self.calls.len()), Ahead::Unknown),
                State::Failed(_) | State::Ended => false,
            };
            if !(landed && leads_on) {
                break;
            }
            self.settle(shelf);
        }
        self.go_away();
    }

    /// Makes calls, until as many are under way or no further page is known.
    fn launch(&mut self, calls: usize) {
        let State::Going(place, next) = &self.state else { return };
        while self.calls.len() < calls && !self.calls.last_failed() {
            let cursor = match self.calls.len() {
                0 => next.clone(),
                distance => match place.ahead(distance) {
                    Ahead::At(cursor) => Some(cursor),
                    Ahead::Beyond | Ahead::Unknown => return,
                },
            };
            let mut request = self.request.clone();
            if let (Some(by), Some(cursor)) = (&request.operation.pagination, &cursor) {
                if let Err(error) = request.set_page_value(by, by.cursor, cursor.clone()) {
                    return self.fail(error);
                }
            }
            self.calls.launch(cursor, send::start(request), self.absence);
        }
    }

    /// Adds the page of the first call, which has ended, to the shelf, and finds the way on.
    fn settle(&mut self, shelf: &mut dyn Shelf) {
        let Some(Landed { cursor, launched, outcome }) = self.calls.take_first() else { return };
        let answer = match outcome {
            Ok(answer) => answer,
            // Time ran out while nobody listened. It is made again now that someone does.
            Err(error) if self.absence.saturating_sub(launched) >= ABSENCE && is_of_transport(&error) => {
                return;
            }
            Err(error) => {
                shelf.add_error(error);
                return self.stop_before(cursor);
            }
        };
        let State::Going(place, next) = &mut self.state else { return };
        let body = answer.received.body().clone();
        let (operation, attempts) = (answer.operation, answer.attempts);
        let mut step = None;
        shelf.add(answer, &mut |page| {
            step = Some(place.step(page.view, &body).map_err(|why| {
                let error = Error::paging(why).in_operation(operation).with_attempts(attempts);
                error
                    .with_answer(page.status, page.headers, body.clone())
                    .with_request_line(page.request_line)
            }));
        });
        let following = match step {
            // The page could not be decoded.
            None => return self.stop_before(cursor),
            Some(Ok(following)) => following,
            // The page itself is good; the error comes in place of the one after it.
            Some(Err(error)) => {
                self.calls.clear();
                self.state = State::Failed(error);
                self.waiting.push_back(Bounds { page: cursor, next: None });
                return;
            }
        };
        next.clone_from(&following);
        match &following {
            // What was fetched ahead for another place is of no use.
            Some(following) => self.calls.keep_from(following),
            None => self.stop(),
        }
        self.waiting.push_back(Bounds { page: cursor, next: following });
    }

    /// There is no request of the next page.
    fn fail(&mut self, error: Error) {
        self.calls.clear();
        self.state = State::Failed(error.in_operation(self.request.operation.name));
    }

    /// Fetches no more, for an error that lies on the shelf; the list may be taken up again from the
    /// page that failed.
    fn stop_before(&mut self, cursor: Option<String>) {
        self.stop();
        self.waiting.push_back(Bounds { page: cursor.clone(), next: cursor });
    }

    fn stop(&mut self) {
        self.calls.clear();
        self.state = State::Ended;
    }

    #[cfg(feature = "blocking")]
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Ended) && self.waiting.is_empty()
    }

    /// Ends the list, whatever is on the shelf.
    #[cfg(feature = "blocking")]
    pub(super) fn end(&mut self) {
        self.stop();
        self.waiting.clear();
    }

    /// Takes note of when the list was left.
    fn go_away(&mut self) {
        self.left = (self.calls.len() > 0).then(|| self.request.config().clock().monotonic());
    }

    fn come_back(&mut self) {
        if let Some(left) = self.left.take() {
            let now = self.request.config().clock().monotonic();
            self.absence = self.absence.saturating_add(now.saturating_sub(left));
        }
    }
}

fn is_of_transport(error: &Error) -> bool {
    error.is_timeout() || error.is_connect() || error.is_interrupted()
}

impl fmt::Debug for Pager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("request", &self.request)
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}
