//! Drives lists without a runtime, and strictly: a list that waits must have seen to being woken.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use huaweicloud_core::{Error, Items, Pages, Response};

use crate::support::{Thing, Things};

/// What wakes the test.
#[derive(Default)]
pub struct Bell(AtomicBool);

impl Bell {
    /// Whether it was rung since it was asked the last time.
    pub fn rang(&self) -> bool {
        self.0.swap(false, Ordering::SeqCst)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Runs a future to its end. It must be woken each time that it waits.
pub fn run<F: Future>(future: F) -> F::Output {
    let (mut future, bell) = (pin!(future), Arc::new(Bell::default()));
    let waker = Waker::from(bell.clone());
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => assert!(bell.rang(), "it waits, and nothing will wake it"),
        }
    }
}

/// Polls a future once with `bell`, and drops it.
pub fn once<F: Future>(future: F, bell: &Arc<Bell>) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(&Waker::from(bell.clone())))
}

/// Polls a future with `bell` until it is not by itself that it is woken, and drops it.
pub fn settled<F: Future>(future: F, bell: &Arc<Bell>) -> Poll<F::Output> {
    let (mut future, waker) = (pin!(future), Waker::from(bell.clone()));
    loop {
        bell.rang();
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        if polled.is_ready() || !bell.rang() {
            return polled;
        }
    }
}

/// The same, with a bell that nobody hears later.
pub fn glance<F: Future>(future: F) -> Poll<F::Output> {
    settled(future, &Arc::default())
}

/// The page that is ready now.
pub fn ready(pages: &mut Pages<Things>) -> Option<Result<Response<Things>, Error>> {
    match glance(pages.next()) {
        Poll::Ready(page) => page,
        Poll::Pending => panic!("the page is not ready"),
    }
}

pub fn is_pending(pages: &mut Pages<Things>) -> bool {
    glance(pages.next()).is_pending()
}

/// The number of an item.
pub fn id(thing: Thing) -> usize {
    thing.id.unwrap().parse().unwrap()
}

/// The numbers of a page's items.
pub fn ids(page: Response<Things>) -> Vec<usize> {
    page.into_inner().things.into_iter().map(id).collect()
}

/// The numbers of all items, and the error at the end.
pub fn all(items: &mut Items<Things, Thing>) -> (Vec<usize>, Option<Error>) {
    collect(items, |items| run(items.next()))
}

/// The same, with `next()` dropped whenever it waits.
pub fn all_interrupted(items: &mut Items<Things, Thing>) -> (Vec<usize>, Option<Error>) {
    let bell = Arc::default();
    collect(items, |items| {
        loop {
            match once(items.next(), &bell) {
                Poll::Ready(item) => return item,
                Poll::Pending => assert!(bell.rang(), "it waits, and nothing will wake it"),
            }
        }
    })
}

fn collect(
    items: &mut Items<Things, Thing>,
    next: impl Fn(&mut Items<Things, Thing>) -> Option<Result<Thing, Error>>,
) -> (Vec<usize>, Option<Error>) {
    let (mut numbers, mut failure) = (Vec::new(), None);
    while let Some(item) = next(items) {
        assert!(failure.is_none(), "nothing follows an error");
        match item {
            Ok(item) => numbers.push(id(item)),
            Err(error) => failure = Some(error),
        }
    }
    assert!(next(items).is_none(), "an ended list stays so");
    (numbers, failure)
}
