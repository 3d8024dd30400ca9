//! Lists, page by page and item by item.

mod in_flight;
mod items;
mod pager;
mod place;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use huaweicloud_types::Json;

pub use self::items::Items;
use self::pager::{Page, Pager, Shelf};
use crate::error::Error;
use crate::request::Request;
use crate::response::{Answer, Response};

/// The pages of a list, fetched as they are asked for, or ahead of it ([`prefetch`](Self::prefetch)).
///
/// Begins at the caller's own cursor, where the request has one, and ends after the last page or an
/// error. Every page's length is set: the caller's limit, or the one the operation documents.
///
/// A page is taken with [`next`](Self::next) or as a `Stream`. Both are cancel-safe: a call that is
/// in progress when they are dropped goes on the next time, and no page is lost. Dropping the pages
/// cancels the calls in progress.
///
/// ```
/// use huaweicloud_core::types::Json;
/// use huaweicloud_core::{Error, Pages};
///
/// /// Goes through a list, from where an earlier run came to. `pages` is what `.pages()` of an
/// /// operation's builder gives.
/// async fn go_on<T: Json + Default>(mut pages: Pages<T>, stored: Option<String>) -> Result<(), Error> {
///     if let Some(cursor) = stored {
///         pages = pages.starting_at(cursor);
///     }
///     while let Some(page) = pages.next().await {
///         println!("request {:?}, then {:?}", page?.request_id(), pages.next_cursor());
///     }
///     Ok(())
/// }
/// ```
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<T> {
    pager: Pager,
    fetched: VecDeque<Result<Response<T>, Error>>,
}

impl<T> Pages<T> {
    /// Makes the pages of a list's request; generated code does this.
    pub fn new(request: Request) -> Self {
        // What is typed comes last, so that a service's crate compiles nothing to drop it.
        Self { pager: Pager::new(request), fetched: VecDeque::new() }
    }

    /// Begins at a cursor that [`next_cursor`](Self::next_cursor) gave, of the same list: same
    /// arguments, and for a list by page numbers the same limit.
    ///
    /// A cursor that is none of this list's kind is an error of the first [`next`](Self::next)
    /// ([`is_invalid_request`](Error::is_invalid_request)). Pages fetched before are forgotten.
    pub fn starting_at(self, cursor: impl Into<String>) -> Self {
        Self { pager: self.pager.starting_at(cursor.into()), fetched: VecDeque::new() }
    }

    /// Fetches up to as many pages beyond the one that was handed out last, and has as many calls
    /// under way; 0, the default, fetches a page when it is asked for. Each page fetched is held in
    /// memory and each call takes a connection: 4 to 8 go far.
    ///
    /// A list by offset or page number whose total is known after its first page is fetched by several
    /// calls at a time, any other by one after the other. Pages are handed out in their order either
    /// way. A page that has come counts as handed out: the call that takes its place begins before it is
    /// decoded. A page that is shorter or longer than the one before shows that offsets beyond it were
    /// wrong: what was fetched from there is dropped, and fetched anew from the right place.
    ///
    /// There is no background task: calls begin and go on while a page is asked for, and where some begin,
    /// other tasks of the runtime have a turn before the page is given, so that requests leave at once.
    /// A call that fails because its list was left alone for long is made again.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pager.set_prefetch(pages);
        self
    }

    /// Where the list goes on after the pages handed out so far: what can be stored and given to
    /// [`starting_at`](Self::starting_at) later, by another program too. A marker, an offset or a page
    /// number, by the list's kind.
    ///
    /// After an error of a call it is the cursor of the page that failed, so that the list can be taken
    /// up again there. `None` after the last page and after an error that leaves no way on
    /// ([`is_paging`](Error::is_paging)), and before the first page of a list that begins at its start.
    pub fn next_cursor(&self) -> Option<String> {
        self.pager.next_cursor().map(str::to_owned)
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

    /// The next page, waited for on this thread; not inside an async runtime.
    ///
    /// # Errors
    /// Those of [`next`](Self::next), and [`is_config`](Error::is_config) inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Response<T>, Error>> {
        if self.is_over() {
            return None;
        }
        crate::blocking::block_on(async { Ok(self.next().await) }).unwrap_or_else(|error| {
            self.end();
            Some(Err(error))
        })
    }

    #[cfg(feature = "blocking")]
    fn is_over(&self) -> bool {
        self.pager.is_over()
    }

    /// Ends the list: nothing follows an error.
    #[cfg(feature = "blocking")]
    fn end(&mut self) {
        self.pager.end();
        self.fetched.clear();
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        ready!(self.pager.poll(context, &mut self.fetched));
        Poll::Ready(self.fetched.pop_front())
    }

    /// Lets calls go on that are ahead, where one can.
    fn poll_ahead(&mut self, context: &Context<'_>) {
        if self.pager.is_woken() {
            self.pager.poll_ahead(context, &mut self.fetched);
        }
    }
}

impl<T: Json + Default> Shelf for VecDeque<Result<Response<T>, Error>> {
    fn add(&mut self, answer: Answer, read: &mut dyn FnMut(Page<'_>)) {
        let page = answer.decode::<T>();
        if let Ok(page) = &page {
            read(Page {
                view: page.view(),
                status: page.status(),
                headers: page.headers(),
                request_line: page.request_line(),
            });
        }
        self.push_back(page);
    }

    fn add_error(&mut self, error: Error) {
        self.push_back(Err(error));
    }
}

/// Nothing in it is pinned: pages are moved out by value.
impl<T> Unpin for Pages<T> {}

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
