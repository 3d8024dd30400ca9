//! Cursors: what they are on the way, and what beginning at one gives.

use std::task::Poll;

use huaweicloud_core::Style;

use crate::drive::*;
use crate::listing::Listing;
use crate::script::{Script, Timing};
use crate::support::things;

fn now(listing: &Listing) -> Script {
    let listing = listing.clone();
    Script::new(Timing::Now, move |asked| (200, listing.body(asked)))
}

#[test]
fn pages_tell_where_they_go_on() {
    for (style, cursors) in [
        (Style::Offset, [None, Some("10"), Some("20"), None]),
        (Style::Page, [None, Some("2"), Some("3"), None]),
        (Style::Marker, [None, Some("m10"), Some("m20"), None]),
    ] {
        for prefetch in [0, 1, 5] {
            let listing = Listing::new(style, 25, 10);
            let script = now(&listing);
            let mut pages = script.list(listing.operation(), 10).pages().prefetch(prefetch);
            for cursor in &cursors[..3] {
                assert_eq!(pages.next_cursor().as_deref(), *cursor, "whatever was fetched ahead");
                assert!(matches!(ready(&mut pages), Some(Ok(_))));
            }
            assert_eq!(pages.next_cursor().as_deref(), cursors[3]);
            assert!(ready(&mut pages).is_none());
            assert_eq!(pages.next_cursor(), None);
        }
    }
}

#[test]
fn items_of_a_list_by_offset_go_on_at_the_very_next_one() {
    let listing = Listing::new(Style::Offset, 23, 5);
    for (taken, prefetch) in (0..=23).flat_map(|taken| [0, 3].map(|prefetch| (taken, prefetch))) {
        let script = now(&listing);
        let mut items = script.list(listing.operation(), 5).items().prefetch(prefetch);
        for _ in 0..taken {
            run(items.next()).unwrap().unwrap();
        }
        let cursor = items.next_cursor();
        let expected = (0 < taken && taken < 23).then(|| taken.to_string());
        assert_eq!(cursor, expected, "none at the beginning and at the end");
        let Some(cursor) = cursor else { continue };
        let (rest, error) = all(&mut script.list(listing.operation(), 5).items().starting_at(cursor));
        assert!(error.is_none());
        assert_eq!(rest, Vec::from_iter(taken..23));
    }
}

#[test]
fn items_of_other_lists_go_on_at_their_page() {
    for (style, cursors) in [(Style::Page, ["2", "3"]), (Style::Marker, ["m5", "m10"])] {
        let listing = Listing::new(style, 23, 5);
        let script = now(&listing);
        let mut items = script.list(listing.operation(), 5).items().prefetch(2);
        let mut take = |count: usize| {
            (0..count).for_each(|_| drop(run(items.next()).unwrap().unwrap()));
            items.next_cursor()
        };
        assert_eq!(take(3), None, "the first page comes again, from the beginning");
        assert_eq!(take(2).as_deref(), Some(cursors[0]), "the first page is done");
        assert_eq!(take(1).as_deref(), Some(cursors[0]));
        assert_eq!(take(3).as_deref(), Some(cursors[0]));
        assert_eq!(take(1).as_deref(), Some(cursors[1]));
        let (rest, _) = all(&mut script.list(listing.operation(), 5).items().starting_at(cursors[0]));
        assert_eq!(rest, Vec::from_iter(5..23));
    }
}

#[test]
fn a_list_goes_on_from_the_page_that_failed() {
    for style in [Style::Offset, Style::Page, Style::Marker] {
        for prefetch in [0, 4] {
            let listing = Listing::new(style, 40, 5);
            let mut answers = 0;
            let script = Script::new(Timing::Now, {
                let listing = listing.clone();
                move |asked| {
                    answers += 1;
                    if answers == 4 { (503, String::new()) } else { (200, listing.body(asked)) }
                }
            });
            let mut items = script.list(listing.operation(), 5).items().prefetch(prefetch);
            let (mut received, error) = all(&mut items);
            assert_eq!((received.len(), error.unwrap().is_server()), (15, true));
            let cursor = items.next_cursor().unwrap();
            let (rest, error) = all(&mut items.starting_at(cursor));
            received.extend(rest);
            assert!(error.is_none());
            assert_eq!(received, Vec::from_iter(0..40));
        }
    }
}

#[test]
fn the_caller_s_own_cursor_is_where_a_list_begins() {
    let listing = Listing::new(Style::Offset, 30, 10);
    let script = now(&listing);
    let request = script.client().request(listing.operation()).query("limit", &10);
    let list = things(request.query("offset", &20));
    let pages = list.clone().pages();
    assert_eq!(pages.next_cursor().as_deref(), Some("20"));
    // What is given later stands, and what was fetched before is forgotten.
    let mut pages = pages.prefetch(2).starting_at("0");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(0..10));
    let mut pages = pages.starting_at("25");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(25..30));
    assert!(ready(&mut pages).is_none());
}

#[test]
fn a_cursor_of_another_kind_is_an_error_of_the_first_next() {
    for (style, cursor) in [
        (Style::Offset, "m10"),
        (Style::Offset, "-1"),
        (Style::Offset, ""),
        (Style::Page, "0"),
        (Style::Page, "next"),
        (Style::Marker, ""),
    ] {
        let listing = Listing::new(style, 30, 10);
        let script = now(&listing);
        let mut items = script.list(listing.operation(), 10).items().prefetch(3).starting_at(cursor);
        let error = run(items.next()).unwrap().unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(error.to_string().starts_with("ListThings: "), "{error}");
        assert!(run(items.next()).is_none() && script.asked().is_empty());
    }
}

#[test]
fn any_text_is_a_marker() {
    let script = Script::new(Timing::Now, |_| (200, r#"{"things":[]}"#.to_owned()));
    let mut pages = script.list(&crate::support::BY_MARKER, 10).pages().starting_at("a b&c=ü");
    assert!(matches!(glance(pages.next()), Poll::Ready(Some(Ok(_)))));
    assert_eq!(script.cursors(), ["a%20b%26c%3D%C3%BC"]);
}
