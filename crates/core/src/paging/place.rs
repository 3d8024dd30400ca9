//! Where a list stands, and what follows from that. It knows answers as views alone, so it is compiled
//! once for all lists.

use std::collections::HashSet;

use bytes::Bytes;
use huaweicloud_types::View;

use crate::error::Error;
use crate::operation::{Pagination, Style};
use crate::request::Request;

/// How far a list has come.
pub(super) struct Place {
    by: &'static Pagination,
    /// The offset or page number of the next page.
    cursor: i64,
    /// The offset or page number that the list was begun at.
    start: i64,
    /// Items received.
    received: i64,
    /// Whether the answer is no page but all there is.
    whole: bool,
    /// Items of the page that the list was begun at.
    first_page: Option<i64>,
    /// How many items the service says there are in all.
    total: Option<i64>,
    /// Markers that were followed.
    markers: HashSet<String>,
    /// The body of the page before, in a list without a total.
    previous: Bytes,
    outlook: Outlook,
}

/// What pages are expected to be like that are not received yet.
#[derive(Clone, Copy, Default)]
struct Outlook {
    /// The length of a page that was asked for.
    limit: i64,
    /// The length of a page, as far as the pages received show it.
    stride: i64,
    /// How many pages from the next one on may be fetched by this stride.
    reach: usize,
}

/// What is known of a page beyond the next one.
pub(super) enum Ahead {
    /// It begins at this cursor.
    At(String),
    /// There is none, going by the total.
    Beyond,
    /// The pages before it will tell.
    Unknown,
}

impl Place {
    /// Reads the caller's own limit and cursor, and sets the limit where there is none.
    pub(super) fn begin(request: &mut Request) -> Result<Self, Error> {
        let Some(by) = &request.operation.pagination else {
            return Err(Error::invalid_request("this operation does not answer in pages"));
        };
        let whole = !request.asks_for_page(by)?;
        let limit = match request.page_value(by, by.limit)? {
            _ if whole => by.size,
            Some(limit) => whole_number(by, by.limit, &limit, 1)?,
            None => {
                request.set_page_value(by, by.limit, by.size.to_string())?;
                by.size
            }
        };
        let mut place = Self {
            by,
            cursor: by.first,
            start: by.first,
            received: 0,
            whole,
            first_page: None,
            total: None,
            markers: HashSet::new(),
            previous: Bytes::new(),
            outlook: Outlook { limit, ..Outlook::default() },
        };
        match (by.style, request.page_value(by, by.cursor)?.as_deref()) {
            _ if whole => {}
            (Style::Marker, _) if by.next.is_none() => {
                return Err(Error::invalid_request(
                    "it is not known where an answer has the next page's marker",
                ));
            }
            (_, None) => {}
            (Style::Marker, Some("")) => {
                return Err(Error::invalid_request(format!(
                    "{} is empty: going through pages needs a marker there, or none",
                    by.called(by.cursor)
                )));
            }
            (Style::Marker, Some(marker)) => drop(place.markers.insert(marker.to_owned())),
            (Style::Offset | Style::Page, Some(cursor)) => {
                place.cursor = whole_number(by, by.cursor, cursor, by.first)?;
                place.start = place.cursor;
            }
        }
        Ok(place)
    }

    /// Takes a page that was received, and finds the next one's cursor; `None` after the last page.
    /// `Err` says why there is no way on.
    pub(super) fn step(&mut self, page: View<'_>, body: &Bytes) -> Result<Option<String>, String> {
        let items = page.pointer(self.by.items).and_then(|items| items.list_len()).unwrap_or_default();
        let items = i64::try_from(items).unwrap_or(i64::MAX);
        match self.by.style {
            _ if self.whole => Ok(None),
            Style::Marker => self.follow_marker(page),
            _ if items == 0 => Ok(None),
            Style::Offset | Style::Page => self.count_on(page, items, body),
        }
    }

    fn follow_marker(&mut self, page: View<'_>) -> Result<Option<String>, String> {
        let next = self.by.next.and_then(|pointer| page.pointer(pointer));
        let marker = next.and_then(|next| match next.as_text() {
            Some(text) => Some(text.to_owned()),
            None => next.as_integer().map(|number| number.to_string()),
        });
        match marker.filter(|marker| !marker.is_empty()) {
            Some(marker) if self.markers.contains(&marker) => Err(format!(
                "the page leads to {} \"{}\", which was followed before: going on would never end",
                self.by.cursor,
                marker.escape_debug()
            )),
            Some(marker) => {
                self.markers.insert(marker.clone());
                Ok(Some(marker))
            }
            None => Ok(None),
        }
    }

    fn count_on(&mut self, page: View<'_>, items: i64, body: &Bytes) -> Result<Option<String>, String> {
        let overflow = || format!("{} cannot be counted any further", self.by.cursor);
        self.received = self.received.checked_add(items).ok_or_else(overflow)?;
        let advance = if self.by.style == Style::Page { 1 } else { items };
        let cursor = self.cursor.checked_add(advance).ok_or_else(overflow)?;
        self.look_ahead(items);
        let total =
            self.by.total.and_then(|pointer| page.pointer(pointer)).and_then(|total| total.as_integer());
        // A total of 0 beside items is no total.
        self.total = total.filter(|total| *total > 0);
        if self.total.is_some_and(|total| self.passed() >= total) {
            return Ok(None);
        }
        if self.total.is_none() {
            // Only an empty page ends the list now, and a service that overlooks the cursor never sends
            // one. A single item may well look like the one before.
            if items > 1 && *body == self.previous {
                return Err(format!("the same page came again for {} {}", self.by.cursor, self.cursor));
            }
            self.previous = body.clone();
        }
        self.cursor = cursor;
        Ok(Some(cursor.to_string()))
    }

    /// How many items there are before the next page.
    fn passed(&self) -> i64 {
        // The items before a page number that the caller began at are taken to fill pages as long as
        // the first one received: where that is too few, the cost is one more, empty page.
        let length = if self.by.style == Style::Page { self.first_page.unwrap_or_default() } else { 1 };
        self.received.saturating_add(self.start.saturating_sub(self.by.first).saturating_mul(length))
    }

    /// Learns from a page's length.
    fn look_ahead(&mut self, items: i64) {
        let numbered = self.by.style == Style::Page;
        let outlook = &mut self.outlook;
        if self.first_page.is_none() {
            self.first_page = Some(items);
            // Begun at a later page that is short, and may be the last one, whatever the total seems
            // to call for.
            let doubtful = numbered && self.start > self.by.first && items < outlook.limit;
            (outlook.stride, outlook.reach) = (items, if doubtful { 1 } else { usize::MAX });
        } else if items == outlook.stride {
            outlook.reach = outlook.reach.saturating_add(1);
        } else if numbered {
            outlook.stride = outlook.stride.max(items);
        } else {
            // Offsets ahead were wrong. One page after the other for now, and one more at a time with each
            // that is like the one before: what is fetched for nothing is then never more than what is
            // of use.
            (outlook.stride, outlook.reach) = (items, 1);
        }
    }

    /// Foretells the page that is `distance` pages after the next one.
    pub(super) fn ahead(&self, distance: usize) -> Ahead {
        let (Some(total), Outlook { stride, reach, .. }) = (self.total, self.outlook) else {
            return Ahead::Unknown;
        };
        let pages = i64::try_from(distance).unwrap_or(i64::MAX);
        let items = pages.saturating_mul(stride);
        if self.passed().saturating_add(items) >= total {
            return Ahead::Beyond;
        }
        if distance >= reach {
            return Ahead::Unknown;
        }
        let steps = if self.by.style == Style::Page { pages } else { items };
        self.cursor.checked_add(steps).map_or(Ahead::Beyond, |cursor| Ahead::At(cursor.to_string()))
    }
}

/// The cursor of an item in the page that begins at `page`, where the style can tell it.
pub(super) fn cursor_of_item(by: &Pagination, page: Option<&str>, index: usize) -> Option<String> {
    let index = i64::try_from(index).ok().filter(|_| by.style == Style::Offset)?;
    let page = page.map_or(Some(by.first), |page| page.parse().ok())?;
    page.checked_add(index).map(|cursor| cursor.to_string())
}

fn whole_number(by: &Pagination, name: &str, text: &str, least: i64) -> Result<i64, Error> {
    text.parse().ok().filter(|number| *number >= least).ok_or_else(|| {
        Error::invalid_request(format!(
            "{} is \"{}\": going through pages needs a whole number of at least {least} there, or none",
            by.called(name),
            text.escape_debug()
        ))
    })
}
