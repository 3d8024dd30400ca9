//! Services that are at fault, with pages fetched ahead.

use huaweicloud_core::Style;

use crate::drive::*;
use crate::listing::Listing;
use crate::script::{Script, Timing};
use crate::support::{BY_MARKER, BY_OFFSET};

#[test]
fn markers_in_a_circle_end_with_an_error() {
    for prefetch in [0, 1, 2, 8] {
        let script = Script::new(Timing::Polls(3), |asked| {
            let next = match asked.cursor.as_deref() {
                None => "a",
                Some("a") => "b",
                _ => "a",
            };
            (200, format!(r#"{{"things":[{{"id":"1"}}],"page_info":{{"next_marker":"{next}"}}}}"#))
        });
        let mut items = script.list(&BY_MARKER, 1).items().prefetch(prefetch);
        let (received, error) = all(&mut items);
        let error = error.unwrap();
        assert_eq!((received.len(), script.asked().len()), (3, 3));
        assert!(error.is_paging() && error.raw_body().is_some(), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(error.request_line(), Some("GET /v1/p1/things?limit=1&marker=b"));
        assert_eq!(items.next_cursor(), None, "there is no way on");
    }
}

#[test]
fn the_same_page_again_ends_with_an_error() {
    let same = r#"{"things":[{"id":"1"},{"id":"2"}]}"#;
    for prefetch in [0, 4] {
        let script = Script::new(Timing::Polls(3), move |_| (200, same.to_owned()));
        let (received, error) = all(&mut script.list(&BY_OFFSET, 2).items().prefetch(prefetch));
        assert_eq!((received.len(), script.asked().len()), (4, 2));
        assert!(error.unwrap().to_string().contains("the same page came again for offset 2"));
    }
}

#[test]
fn single_items_may_look_alike() {
    for prefetch in [0, 4] {
        let script = Script::new(Timing::Polls(3), |asked| {
            let things = if asked.cursor.as_deref() == Some("3") { "" } else { r#"{"id":"1"}"# };
            (200, format!(r#"{{"things":[{things}]}}"#))
        });
        let (received, error) = all(&mut script.list(&BY_OFFSET, 2).items().prefetch(prefetch));
        assert_eq!((received, error.is_none()), (vec![1, 1, 1], true));
    }
}

#[test]
fn a_service_that_overlooks_the_cursor_ends_at_its_total() {
    let same = r#"{"things":[{"id":"1"},{"id":"2"}],"total_count":9}"#;
    for prefetch in [0, 4] {
        let script = Script::new(Timing::Polls(3), move |_| (200, same.to_owned()));
        let (received, error) = all(&mut script.list(&BY_OFFSET, 2).items().prefetch(prefetch));
        assert_eq!((received.len(), script.asked().len(), error.is_none()), (10, 5, true));
    }
}

#[test]
fn totals_beyond_all_measure_do_no_harm() {
    for (total, style) in [(i64::MAX, Style::Offset), (i64::MAX, Style::Page), (i64::MIN, Style::Offset)] {
        let listing = Listing { total: false, ..Listing::new(style, 25, 10) };
        let script = Script::new(Timing::Polls(3), {
            let listing = listing.clone();
            move |asked| (200, listing.body(asked).replacen('{', &format!(r#"{{"total_count":{total},"#), 1))
        });
        let (received, error) = all(&mut script.list(listing.operation(), 10).items().prefetch(50));
        assert_eq!((received.len(), error.is_none()), (25, true));
        assert!(script.asked().len() <= 54, "{}", script.asked().len());
    }
}

#[test]
fn an_offset_at_its_end_is_an_error_and_not_another_offset() {
    let script = Script::new(Timing::Now, |_| (200, r#"{"things":[{}],"total_count":9}"#.to_owned()));
    let mut items = script.list(&BY_OFFSET, 1).items().prefetch(4).starting_at((i64::MAX - 1).to_string());
    assert!(run(items.next()).unwrap().is_ok());
    assert!(run(items.next()).is_none(), "the total is long passed");
}

#[test]
fn pages_after_one_that_cannot_be_decoded_are_dropped() {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = Script::new(Timing::Held, {
        let listing = listing.clone();
        move |asked| (200, listing.body(asked))
    });
    let mut pages = script.list(listing.operation(), 10).pages().prefetch(4);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    script.release_with("20", (200, "{".to_owned()));
    script.release("30");
    script.release("10");
    ready(&mut pages).unwrap().unwrap();
    let error = ready(&mut pages).unwrap().unwrap_err();
    assert!(error.is_decode() && error.request_line().unwrap().contains("offset=20"), "{error:?}");
    assert_eq!(pages.next_cursor().as_deref(), Some("20"));
    assert!(ready(&mut pages).is_none());
    assert!(script.held().is_empty());
}

#[test]
fn nothing_is_fetched_beyond_a_page_that_failed() {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = Script::new(Timing::Held, {
        let listing = listing.clone();
        move |asked| (200, listing.body(asked))
    });
    let mut pages = script.list(listing.operation(), 10).pages().prefetch(4);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    script.release_with("30", (403, String::new()));
    assert!(is_pending(&mut pages));
    assert_eq!(script.cancelled(), ["40"]);
    script.release("10");
    ready(&mut pages).unwrap().unwrap();
    assert_eq!(script.held(), ["20"]);
    script.release("20");
    ready(&mut pages).unwrap().unwrap();
    assert!(ready(&mut pages).unwrap().unwrap_err().is_forbidden());
    assert!(ready(&mut pages).is_none());
    assert_eq!(script.asked().len(), 5);
}

#[test]
fn an_error_beyond_the_end_is_nobody_s_concern() {
    // The list shrank to 20 items while the page at 30 was asked for, which the service then refuses.
    let mut pages_given = 0;
    let script = Script::new(Timing::Held, move |asked| {
        pages_given += 1;
        let length = if pages_given == 1 { 60 } else { 20 };
        (200, Listing::new(Style::Offset, length, 10).body(asked))
    });
    let mut pages = script.list(&BY_OFFSET, 10).pages().prefetch(3);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    script.release_with("30", (400, String::new()));
    script.release("10");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(10..20));
    assert!(ready(&mut pages).is_none());
}
