//! Lists, item by item.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use huaweicloud_types::Json;

use super::Pages;
use crate::error::Error;
use crate::request::Request;

/// The items of a list, page after page fetched as they are asked for, or ahead of it
/// ([`prefetch`](Self::prefetch)).
///
/// As [`Pages`], with each page's items handed out one by one.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<T, I> {
    pages: Pages<T>,
    items_of: fn(T) -> Vec<I>,
    current: Option<Current<I>>,
}

/// The page whose items are being handed out.
struct Current<I> {
    length: usize,
    left: vec::IntoIter<I>,
}

impl<T, I> Items<T, I> {
    /// Makes the items of a list's request; generated code does this. `items_of` takes them out of a
    /// page.
    pub fn new(request: Request, items_of: fn(T) -> Vec<I>) -> Self {
        let pages = Pages::new(request);
        Self { pages, items_of, current: None }
    }

    /// Begins at a cursor that [`next_cursor`](Self::next_cursor) gave, of the same list, as
    /// [`Pages::starting_at`] does. Items fetched before are forgotten.
    pub fn starting_at(self, cursor: impl Into<String>) -> Self {
        let pages = self.pages.starting_at(cursor);
        Self { pages, items_of: self.items_of, current: None }
    }

    /// Fetches up to as many pages beyond the one whose items are handed out, as [`Pages::prefetch`]
    /// does. Calls ahead go on with every item that is taken.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Where the list goes on after the items handed out so far: what can be stored and given to
    /// [`starting_at`](Self::starting_at) later.
    ///
    /// In a list by offset this is the very next item. In any other it is the page that has the next
    /// item: where some of that page's items were handed out, they come again. For the rest as
    /// [`Pages::next_cursor`]; `None` also stands for the first page of a list that begins at its
    /// start.
    pub fn next_cursor(&self) -> Option<String> {
        match &self.current {
            Some(page) if page.left.len() > 0 => {
                self.pages.pager.cursor_of_item(page.length - page.left.len())
            }
            _ => self.pages.next_cursor(),
        }
    }
}

impl<T: Json + Default, I> Items<T, I> {
    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::next`]. The items of the pages before the error have been handed out by then, and
    /// none follows.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next item, waited for on this thread; not inside an async runtime.
    ///
    /// # Errors
    /// Those of [`next`](Self::next), and [`is_config`](Error::is_config) inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<I, Error>> {
        if self.pages.is_over() && self.current.as_ref().is_none_or(|page| page.left.len() == 0) {
            return None;
        }
        crate::blocking::block_on(async { Ok(self.next().await) }).unwrap_or_else(|error| {
            self.current = None;
            self.pages.end();
            Some(Err(error))
        })
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            if let Some(item) = self.current.as_mut().and_then(|page| page.left.next()) {
                self.pages.poll_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => {
                    let left = (self.items_of)(page.into_inner()).into_iter();
                    self.current = Some(Current { length: left.len(), left });
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned: items are moved out by value.
impl<T, I> Unpin for Items<T, I> {}

impl<T: Json + Default, I> Stream for Items<T, I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T, I> fmt::Debug for Items<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
