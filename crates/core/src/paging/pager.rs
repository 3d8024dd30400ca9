//! Where a list goes on. It knows answers as views alone, so it is compiled once for all lists.

use std::collections::HashSet;
use std::fmt;
use std::mem;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use huaweicloud_types::View;

use crate::error::Error;
use crate::operation::{Pagination, Style};
use crate::request::Request;
use crate::response::Answer;
use crate::send::{self, Call};

pub(super) struct Pager {
    /// The request of the next page.
    request: Request,
    state: State,
    place: Place,
}

enum State {
    /// The next page is to be fetched.
    Ready,
    /// It is being fetched. Kept here, so that a dropped `next()` loses nothing.
    Calling(Call),
    /// The way on is lost, and the caller is still to be told.
    Failed(Error),
    Ended,
}

/// How far the list has come.
#[derive(Default)]
struct Place {
    /// The offset or page number of the page last received, then of the next one.
    cursor: i64,
    /// The page number that the list was begun at.
    start: i64,
    /// Items received.
    received: i64,
    /// Items of the page that the list was begun at.
    first_page: Option<i64>,
    /// Markers that were followed.
    markers: HashSet<String>,
    /// The body of the page before.
    previous: Bytes,
}

impl Pager {
    pub(super) fn new(mut request: Request) -> Self {
        let (state, place) = match begin(&mut request) {
            Ok(place) => (State::Ready, place),
            Err(error) => (State::Failed(error.in_operation(request.operation.name)), Place::default()),
        };
        Self { request, state, place }
    }

    /// The next page's answer; [`advance`](Self::advance) or [`end`](Self::end) must follow it.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
        if matches!(self.state, State::Ready) {
            self.state = State::Calling(send::start(self.request.clone()));
        }
        if let State::Calling(call) = &mut self.state {
            let answer = ready!(call.as_mut().poll(context));
            self.state = State::Ended;
            return Poll::Ready(Some(answer));
        }
        Poll::Ready(match mem::replace(&mut self.state, State::Ended) {
            State::Failed(error) => Some(Err(error)),
            _ => None,
        })
    }

    pub(super) fn end(&mut self) {
        self.state = State::Ended;
    }

    /// Finds from a page where the next one begins, or that there is none. A page that leads nowhere
    /// is good itself; the error comes in place of the one after it.
    pub(super) fn advance(&mut self, page: View<'_>, status: StatusCode, headers: &HeaderMap, body: Bytes) {
        let operation = self.request.operation;
        let Some(pagination) = &operation.pagination else { return self.end() };
        self.state = match self.place.step(pagination, page, &body) {
            Ok(Some(cursor)) => {
                self.request.set_query(pagination.cursor, cursor);
                self.place.previous = body;
                State::Ready
            }
            Ok(None) => State::Ended,
            Err(why) => {
                let error = Error::paging(why).in_operation(operation.name);
                State::Failed(error.with_answer(status, headers, body))
            }
        };
    }
}

impl fmt::Debug for Pager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// Reads the caller's own limit and cursor, and sets the limit where there is none.
fn begin(request: &mut Request) -> Result<Place, Error> {
    let Some(pagination) = &request.operation.pagination else {
        return Err(Error::invalid_request("this operation does not answer in pages"));
    };
    let refuse = |name: &str, text: &str, least: i64| {
        Error::invalid_request(format!(
            "query parameter {name} is \"{}\": going through pages needs a whole number of at least {least} there, or none",
            text.escape_debug()
        ))
    };
    match request.query_value(pagination.limit) {
        Some(limit) if !limit.parse().is_ok_and(|limit: i64| limit >= 1) => {
            return Err(refuse(pagination.limit, limit, 1));
        }
        Some(_) => {}
        None => request.set_query(pagination.limit, pagination.size.to_string()),
    }
    let mut place = Place { cursor: pagination.first, ..Place::default() };
    match (pagination.style, request.query_value(pagination.cursor)) {
        (Style::Marker, _) if pagination.next.is_none() => {
            return Err(Error::invalid_request("it is not known where an answer has the next page's marker"));
        }
        (_, None) => {}
        (Style::Marker, Some(marker)) => drop(place.markers.insert(marker.to_owned())),
        (Style::Offset | Style::Page, Some(cursor)) => {
            let number = cursor.parse().ok().filter(|number| *number >= pagination.first);
            place.cursor = number.ok_or_else(|| refuse(pagination.cursor, cursor, pagination.first))?;
        }
    }
    place.start = place.cursor;
    Ok(place)
}

impl Place {
    /// The next page's cursor; `None` after the last page. `Err` says why there is no way on.
    fn step(&mut self, by: &Pagination, page: View<'_>, body: &Bytes) -> Result<Option<String>, String> {
        let items = page.pointer(by.items).and_then(|items| items.list_len()).unwrap_or_default();
        let items = i64::try_from(items).unwrap_or(i64::MAX);
        match by.style {
            Style::Marker => self.follow_marker(by, page),
            _ if items == 0 => Ok(None),
            Style::Offset | Style::Page => self.count_on(by, page, items, body),
        }
    }

    fn follow_marker(&mut self, by: &Pagination, page: View<'_>) -> Result<Option<String>, String> {
        let next = by.next.and_then(|pointer| page.pointer(pointer));
        let marker = next.and_then(|next| match next.as_text() {
            Some(text) => Some(text.to_owned()),
            None => next.as_integer().map(|number| number.to_string()),
        });
        match marker.filter(|marker| !marker.is_empty()) {
            Some(marker) if self.markers.contains(&marker) => Err(format!(
                "the page leads to {} \"{}\", which was followed before: going on would never end",
                by.cursor,
                marker.escape_debug()
            )),
            Some(marker) => {
                self.markers.insert(marker.clone());
                Ok(Some(marker))
            }
            None => Ok(None),
        }
    }

    fn count_on(
        &mut self,
        by: &Pagination,
        page: View<'_>,
        items: i64,
        body: &Bytes,
    ) -> Result<Option<String>, String> {
        let overflow = || format!("{} cannot be counted any further", by.cursor);
        self.received = self.received.checked_add(items).ok_or_else(overflow)?;
        let first_page = *self.first_page.get_or_insert(items);
        let advance = if by.style == Style::Page { 1 } else { items };
        self.cursor = self.cursor.checked_add(advance).ok_or_else(overflow)?;
        // The items before a page number that the caller began at are taken to fill pages as long as
        // the first one received: where that is too few, the cost is one more, empty page.
        let skipped = match by.style {
            Style::Page => self.start.saturating_sub(by.first).saturating_mul(first_page),
            _ => self.start.saturating_sub(by.first),
        };
        let total = by.total.and_then(|pointer| page.pointer(pointer)).and_then(|total| total.as_integer());
        // A total of 0 beside items is no total.
        match total.filter(|total| *total > 0) {
            Some(total) if self.received.saturating_add(skipped) >= total => Ok(None),
            // Without a total only an empty page ends the list, and a service that overlooks the
            // cursor never sends one. A single item may well look like the one before.
            None if items > 1 && *body == self.previous => {
                Err(format!("the same page came again for {} {}", by.cursor, self.cursor - advance))
            }
            _ => Ok(Some(self.cursor.to_string())),
        }
    }
}
