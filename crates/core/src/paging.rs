//! Lists, page by page and item by item.

mod pager;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use huaweicloud_types::Json;
use pager::Pager;

use crate::error::Error;
use crate::request::Request;
use crate::response::Response;

/// The pages of a list, fetched as they are asked for.
///
/// Begins at the caller's own cursor, where the request has one, and ends after the last page or an
/// error. Every page's length is set: the caller's limit, or the one the operation documents.
///
/// A page is taken with [`next`](Self::next) or as a `Stream`. Both are cancel-safe: a call that is
/// in progress when they are dropped goes on the next time, and no page is lost.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<T> {
    pager: Pager,
    answer: PhantomData<fn() -> T>,
}

impl<T> Pages<T> {
    /// Makes the pages of a list's request; generated code does this.
    pub fn new(request: Request) -> Self {
        Self { pager: Pager::new(request), answer: PhantomData }
    }
}

impl<T: Json + Default> Pages<T> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Any error of a call, and [`is_paging`](Error::is_paging) where a page leads to one seen before.
    /// No page follows an error.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        let answer = match ready!(self.pager.poll(context)) {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let body = answer.received.body.clone();
        let page = answer.decode::<T>();
        match &page {
            Ok(page) => self.pager.advance(page.view(), page.status(), page.headers(), body),
            Err(_) => self.pager.end(),
        }
        Poll::Ready(Some(page))
    }
}

impl<T: Json + Default> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("pager", &self.pager).finish_non_exhaustive()
    }
}

/// The items of a list, page after page fetched as they are asked for.
///
/// As [`Pages`], with each page's items handed out one by one.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<T, I> {
    pages: Pages<T>,
    items_of: fn(T) -> Vec<I>,
    current: vec::IntoIter<I>,
}

impl<T, I> Items<T, I> {
    /// Makes the items of a list's request; generated code does this. `items_of` takes them out of a
    /// page.
    pub fn new(request: Request, items_of: fn(T) -> Vec<I>) -> Self {
        Self { pages: Pages::new(request), items_of, current: Vec::new().into_iter() }
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

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            if let Some(item) = self.current.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.current = (self.items_of)(page.into_inner()).into_iter(),
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
