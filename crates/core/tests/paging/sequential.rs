//! Lists over real sockets, one page after the other: where they begin, go on and end.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::support::*;
use futures_core::Stream;
use huaweicloud_core::{Error, Operation, Pages};

/// A page of things with these ids, and further members.
fn page(ids: &[i64], more: &str) -> String {
    let things: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    answer("200 OK", &format!(r#"{{"things":[{}]{more}}}"#, things.join(",")))
}

fn next(marker: &str) -> String {
    format!(r#","page_info":{{"next_marker":{marker}}}"#)
}

/// All ids of a list, the error that ended it, and what was asked for: limit and cursor of each page.
async fn list(
    operation: &'static Operation,
    arguments: &[(&'static str, &str)],
    answers: Vec<String>,
) -> (Vec<String>, Option<Error>, Vec<(Option<String>, Option<String>)>) {
    let server = Server::start(answers);
    let mut request = server.client().request(operation);
    for (name, value) in arguments {
        request = request.query(name, value);
    }
    let mut items = things(request).items();
    let (mut ids, mut error) = (Vec::new(), None);
    while let Some(item) = items.next().await {
        assert!(error.is_none(), "nothing follows an error");
        match item {
            Ok(thing) => ids.push(thing.id.unwrap()),
            Err(found) => error = Some(found),
        }
    }
    assert!(items.next().await.is_none(), "an ended list stays so");
    let cursor = operation.pagination.as_ref().unwrap().cursor;
    let asked =
        server.arrived().iter().map(|request| (request.query("limit"), request.query(cursor))).collect();
    (ids, error, asked)
}

fn asked(pages: &[(&str, &str)]) -> Vec<(Option<String>, Option<String>)> {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    pages.iter().map(|(limit, cursor)| (some(limit), some(cursor))).collect()
}

#[tokio::test]
async fn markers_are_followed_to_the_end() {
    for end in [next("null"), next("\"\""), String::new(), r#","page_info":null"#.to_owned()] {
        let answers = vec![page(&[1, 2], &next("\"a b&c\"")), page(&[], &next("77")), page(&[3], &end)];
        let (ids, error, pages) = list(&BY_MARKER, &[], answers).await;
        assert_eq!((ids.as_slice(), error.is_none()), (&["1", "2", "3"].map(str::to_owned)[..], true));
        assert_eq!(pages, asked(&[("100", ""), ("100", "a%20b%26c"), ("100", "77")]));
    }
}

#[tokio::test]
async fn a_marker_seen_before_is_an_error() {
    let circle = vec![page(&[1], &next("\"a\"")), page(&[2], &next("\"b\"")), page(&[3], &next("\"a\""))];
    let (ids, error, _) = list(&BY_MARKER, &[], circle).await;
    let error = error.unwrap();
    assert_eq!(ids, ["1", "2", "3"]);
    assert!(error.is_paging() && error.to_string().contains("marker \"a\""), "{error}");
    assert!(error.to_string().starts_with("ListThings: 200 OK: ") && error.raw_body().is_some(), "{error}");

    // The caller's own marker counts as seen.
    let (ids, error, pages) =
        list(&BY_MARKER, &[("marker", "x"), ("limit", "5")], vec![page(&[1], &next("\"x\""))]).await;
    assert_eq!(ids, ["1"]);
    assert!(error.unwrap().is_paging());
    assert_eq!(pages, asked(&[("5", "x")]));
}

#[tokio::test]
async fn offsets_advance_by_what_was_received() {
    // The server gives fewer than asked for, and says no total: an empty page ends it.
    let answers = vec![page(&[1, 2, 3], ""), page(&[4], ""), page(&[], "")];
    let (ids, error, pages) = list(&BY_OFFSET, &[("limit", "50")], answers).await;
    assert!(error.is_none());
    assert_eq!(ids, ["1", "2", "3", "4"]);
    assert_eq!(pages, asked(&[("50", ""), ("50", "3"), ("50", "4")]));

    // At the total no further page is asked for, wherever the list began.
    let total = r#","total_count":"7""#;
    let (ids, error, pages) =
        list(&BY_OFFSET, &[("offset", "4")], vec![page(&[1, 2], total), page(&[3], total)]).await;
    assert!(error.is_none());
    assert_eq!((ids.len(), pages), (3, asked(&[("100", "4"), ("100", "6")])));
}

#[tokio::test]
async fn a_total_of_zero_beside_items_ends_nothing() {
    let total = r#","total_count":0"#;
    let (ids, error, _) = list(&BY_OFFSET, &[], vec![page(&[1], total), page(&[], total)]).await;
    assert_eq!((ids.len(), error.is_none()), (1, true));
}

#[tokio::test]
async fn a_service_that_overlooks_the_cursor_does_not_hold_us_for_ever() {
    let same = page(&[1, 2], "");
    let (ids, error, _) = list(&BY_OFFSET, &[], vec![same.clone(), same]).await;
    assert_eq!(ids.len(), 4);
    assert!(error.unwrap().is_paging());
}

#[tokio::test]
async fn page_numbers_count_up() {
    let total = r#","total_count":5"#;
    let answers = vec![page(&[1, 2], total), page(&[3, 4], total), page(&[5], total)];
    let (ids, error, pages) = list(&BY_PAGE, &[("limit", "2")], answers).await;
    assert!(error.is_none());
    assert_eq!((ids.len(), pages), (5, asked(&[("2", ""), ("2", "2"), ("2", "3")])));

    // Begun at page 2 by the caller, the total still ends it.
    let (ids, error, pages) =
        list(&BY_PAGE, &[("limit", "2"), ("page", "2")], vec![page(&[3, 4], total), page(&[5], total)]).await;
    assert!(error.is_none());
    assert_eq!((ids.len(), pages), (3, asked(&[("2", "2"), ("2", "3")])));

    let (ids, error, pages) = list(&BY_PAGE, &[], vec![page(&[1], ""), page(&[], "")]).await;
    assert!(error.is_none());
    assert_eq!((ids.len(), pages), (1, asked(&[("100", ""), ("100", "2")])));
}

#[tokio::test]
async fn limits_and_cursors_that_lead_nowhere_are_refused() {
    for (operation, name, value) in [
        (&BY_OFFSET, "limit", "0"),
        (&BY_MARKER, "limit", "-1"),
        (&BY_PAGE, "limit", "many"),
        (&BY_OFFSET, "offset", "next"),
        (&BY_OFFSET, "offset", "-1"),
        (&BY_PAGE, "page", "0"),
        (&BY_OFFSET, "offset", "99999999999999999999"),
    ] {
        let (ids, error, pages) = list(operation, &[(name, value)], Vec::new()).await;
        let error = error.unwrap();
        assert!(error.is_invalid_request() && error.to_string().contains(name), "{error}");
        assert!(ids.is_empty() && pages.is_empty());
    }
    // The same limit is the service's to judge in a single call.
    let server = Server::start([page(&[], "")]);
    things(server.client().request(&BY_OFFSET).query("limit", &0)).send().await.unwrap();
}

#[tokio::test]
async fn an_offset_at_its_end_is_an_error() {
    let (ids, error, _) = list(&BY_OFFSET, &[("offset", &i64::MAX.to_string())], vec![page(&[1], "")]).await;
    assert_eq!(ids.len(), 1);
    assert!(error.unwrap().is_paging());
}

#[tokio::test]
async fn what_is_no_list_has_no_pages() {
    let server = Server::start([page(&[], "")]);
    let mut pages = Pages::<Things>::new(server.client().request(&SHOW).path("t"));
    assert!(pages.next().await.unwrap().unwrap_err().is_invalid_request());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_error_ends_a_list() {
    for failure in [answer("500 Internal Server Error", ""), answer("200 OK", "{")] {
        let (ids, error, _) = list(&BY_MARKER, &[], vec![page(&[1], &next("\"a\"")), failure]).await;
        let error = error.unwrap();
        assert_eq!(ids, ["1"]);
        assert!(error.is_server() || error.is_decode(), "{error}");
    }
}

#[tokio::test]
async fn a_dropped_next_loses_nothing() {
    let server = Server::start([page(&[1], &next("\"a\"")), page(&[2], "")]);
    let mut pages = things(server.client().request(&BY_MARKER)).pages();
    for id in ["1", "2"] {
        {
            let mut dropped = pin!(pages.next());
            let poll = dropped.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(poll.is_pending());
        }
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.things[0].id.as_deref(), Some(id));
        assert_eq!(page.status().as_u16(), 200);
    }
    assert!(pages.next().await.is_none());
    assert_eq!(server.arrived().len(), 2);
}

#[tokio::test]
async fn lists_are_streams() {
    let server = Server::start([page(&[1], &next("\"a\"")), page(&[2], "")]);
    let mut items = pin!(things(server.client().request(&BY_MARKER)).items());
    let mut ids = Vec::new();
    while let Some(item) =
        std::future::poll_fn(|context| -> Poll<_> { items.as_mut().poll_next(context) }).await
    {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["1", "2"]);
}
