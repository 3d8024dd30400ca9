//! Lists over real sockets, several pages at a time.

use std::sync::{Arc, Condvar, Mutex};

use futures_core::Stream;
use huaweicloud_core::Style;

use crate::drive::id;
use crate::listing::{Asked, Listing};
use crate::support::*;

fn serve(listing: &Listing, before: impl Fn(&Asked) + Send + Sync + 'static) -> Server {
    let listing = listing.clone();
    Server::answering(move |request| {
        let asked = Asked::of(request.path_and_query().1);
        before(&asked);
        answer("200 OK", &listing.body(&asked))
    })
}

#[tokio::test]
async fn every_style_arrives_whole() {
    for style in [Style::Offset, Style::Page, Style::Marker] {
        for prefetch in [0, 1, 8] {
            let listing = Listing::new(style, 205, 10);
            let server = serve(&listing, |_| ());
            let list = things(server.client().request(listing.operation()).query("limit", &10));
            let mut items = list.items().prefetch(prefetch);
            for number in 0..205 {
                assert_eq!(id(items.next().await.unwrap().unwrap()), number);
            }
            assert!(items.next().await.is_none());
            assert_eq!(server.arrived().len(), 21);
        }
    }
}

#[tokio::test]
async fn requests_are_under_way_together() {
    // After the first page, none is answered before eight are there.
    let gate = Arc::new((Mutex::new(0), Condvar::new()));
    let listing = Listing::new(Style::Offset, 90, 10);
    let server = serve(&listing, move |asked| {
        if asked.cursor.is_some() {
            let (arrived, all_here) = &*gate;
            let mut arrived = arrived.lock().unwrap();
            *arrived += 1;
            all_here.notify_all();
            drop(all_here.wait_while(arrived, |arrived| *arrived < 8).unwrap());
        }
    });
    let list = things(server.client().request(listing.operation()).query("limit", &10));
    let mut pages = list.pages().prefetch(8);
    let mut numbers = Vec::new();
    while let Some(page) = pages.next().await {
        numbers.extend(page.unwrap().into_inner().things.into_iter().map(id));
    }
    assert_eq!(numbers, Vec::from_iter(0..90));
    assert_eq!(server.arrived().len(), 9);
}

#[tokio::test]
async fn lists_move_between_tasks_and_are_streams() {
    let listing = Listing::new(Style::Offset, 50, 5);
    let server = serve(&listing, |_| ());
    let list = things(server.client().request(listing.operation()).query("limit", &5));
    let mut items = list.items().prefetch(4);
    let mut numbers = Vec::new();
    loop {
        // Each item is taken by a task of its own, which gives the list back.
        let next = async move {
            let item =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut items).poll_next(context)).await;
            (item, items)
        };
        let (item, list) = tokio::spawn(next).await.unwrap();
        items = list;
        match item {
            Some(item) => numbers.push(id(item.unwrap())),
            None => break,
        }
    }
    assert_eq!(numbers, Vec::from_iter(0..50));
}

#[cfg(feature = "blocking")]
#[test]
fn programs_without_async_take_pages_and_items_too() {
    let listing = Listing::new(Style::Marker, 23, 5);
    let server = serve(&listing, |_| ());
    let list = things(server.client().request(listing.operation()).query("limit", &5));
    let mut pages = list.clone().pages();
    assert_eq!(pages.next_blocking().unwrap().unwrap().things.len(), 5);
    let mut items = list.items().prefetch(2).starting_at(pages.next_cursor().unwrap());
    for number in 5..23 {
        assert_eq!(id(items.next_blocking().unwrap().unwrap()), number);
    }
    assert!(items.next_blocking().is_none());
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_inside_a_runtime_is_an_error_and_ends_the_list() {
    let listing = Listing::new(Style::Marker, 23, 5);
    let server = serve(&listing, |_| ());
    let list = things(server.client().request(listing.operation()));
    let mut pages = list.clone().pages();
    assert!(pages.next_blocking().unwrap().unwrap_err().is_config());
    assert!(pages.next_blocking().is_none() && pages.next().await.is_none());
    let mut items = list.items();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next_blocking().unwrap().unwrap_err().is_config());
    assert!(items.next().await.is_none());
}
