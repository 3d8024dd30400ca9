//! Pages fetched ahead, answered in whatever order.

use huaweicloud_core::{Pages, Style};

use crate::drive::*;
use crate::listing::Listing;
use crate::script::{Script, Timing};
use crate::support::Things;

fn held(listing: &Listing) -> Script {
    let listing = listing.clone();
    Script::new(Timing::Held, move |asked| (200, listing.body(asked)))
}

fn pages(script: &Script, listing: &Listing, limit: usize, prefetch: usize) -> Pages<Things> {
    script.list(listing.operation(), limit).pages().prefetch(prefetch)
}

#[test]
fn without_prefetch_nothing_is_fetched_before_it_is_asked_for() {
    let listing = Listing::new(Style::Offset, 30, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 0);
    assert!(script.asked().is_empty());
    assert!(is_pending(&mut pages));
    script.release("");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()).len(), 10);
    assert_eq!(script.cursors(), [""]);
    assert!(is_pending(&mut pages));
    assert_eq!((script.cursors(), script.most()), (vec![String::new(), "10".to_owned()], 1));
}

#[test]
fn counted_pages_are_fetched_at_once_and_handed_out_in_order() {
    for (style, cursors) in
        [(Style::Offset, ["10", "20", "30", "40", "50", "60"]), (Style::Page, ["2", "3", "4", "5", "6", "7"])]
    {
        let listing = Listing::new(style, 65, 10);
        let script = held(&listing);
        let mut pages = pages(&script, &listing, 10, 3);
        assert!(is_pending(&mut pages));
        assert_eq!(script.held(), [""], "the first page says how many there are");
        script.release("");
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(0..10));
        assert_eq!(script.held(), cursors[..3], "sent by the time that the first page is there");

        script.release(cursors[2]);
        script.release(cursors[1]);
        assert!(is_pending(&mut pages), "the others wait for the first");
        assert_eq!(script.asked().len(), 4, "three are held, and no more are fetched");
        script.release(cursors[0]);
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(10..20));
        assert_eq!(script.held(), [cursors[3]], "room for one");
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(20..30));
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(30..40));
        assert_eq!(script.held(), cursors[3..6]);
        assert_eq!(pages.next_cursor().as_deref(), Some(cursors[3]));
        for cursor in cursors[3..6].iter().rev() {
            script.release(cursor);
        }
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(40..50));
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(50..60));
        assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(60..65));
        assert!(ready(&mut pages).is_none());
        assert_eq!((script.asked().len(), script.most(), script.cancelled().len()), (7, 3, 0));
    }
}

#[test]
fn what_takes_a_page_s_place_is_sent_before_the_page_is_given() {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 2);
    let bell = Default::default();
    assert!(settled(pages.next(), &bell).is_pending());
    for (cursor, under_way) in [("", ["10", "20"]), ("10", ["20", "30"])] {
        script.release(cursor);
        assert!(once(pages.next(), &bell).is_pending(), "connections have a turn");
        assert_eq!((script.held(), bell.rang()), (under_way.map(str::to_owned).to_vec(), true));
        assert!(once(pages.next(), &bell).is_ready());
    }
}

#[test]
fn a_list_by_markers_is_fetched_ahead_while_its_items_are_taken() {
    let listing = Listing::new(Style::Marker, 40, 5);
    let script = held(&listing);
    let mut items = script.list(listing.operation(), 5).items().prefetch(3);
    assert!(glance(items.next()).is_pending());
    script.release("");
    assert!(glance(items.next()).is_ready());
    for marker in ["m5", "m10", "m15"] {
        assert_eq!(script.held(), [marker], "one after the other");
        script.release(marker);
        assert!(glance(items.next()).is_ready());
    }
    assert!(script.held().is_empty(), "three pages wait");
    assert_eq!(script.asked().len(), 4);
    assert!(glance(items.next()).is_ready());
    assert!(glance(items.next()).is_ready(), "the second page is begun");
    assert_eq!(script.held(), ["m20"]);
    assert_eq!(items.next_cursor().as_deref(), Some("m5"), "what waits is not handed out");
}

#[test]
fn what_was_fetched_beyond_a_page_of_another_length_is_dropped() {
    // The service takes a limit of 10 and gives 4 once; the pages beyond came from wrong offsets.
    let listing = Listing { short_every: 0, ..Listing::new(Style::Offset, 60, 10) };
    let script = Script::new(Timing::Held, {
        let listing = listing.clone();
        move |asked| {
            let mut asked = asked.clone();
            asked.limit = if asked.cursor.as_deref() == Some("10") { 4 } else { asked.limit };
            (200, listing.body(&asked))
        }
    });
    let mut pages = pages(&script, &listing, 10, 3);
    assert!(is_pending(&mut pages));
    script.release("");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()).len(), 10);
    script.release("20");
    script.release("10");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(10..14));
    assert_eq!(script.cancelled(), ["30", "40"]);
    assert_eq!(script.held(), ["14"], "one after the other, until pages are alike again");
    script.release("14");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(14..24));
    assert_eq!(script.held(), ["24"]);
    script.release("24");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(24..34));
    assert_eq!(script.held(), ["34", "44"]);
}

#[test]
fn a_service_that_gives_less_than_the_limit_is_fetched_by_what_it_gives() {
    let listing = Listing::new(Style::Offset, 1000, 100);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 500, 4);
    assert!(is_pending(&mut pages));
    script.release("");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()).len(), 100);
    assert_eq!(script.held(), ["100", "200", "300", "400"]);
}

#[test]
fn a_short_page_among_numbered_ones_calls_for_no_more_pages_than_its_items() {
    let listing = Listing::new(Style::Page, 60, 10);
    let script = Script::new(Timing::Held, {
        let listing = listing.clone();
        move |asked| match asked.cursor.as_deref() {
            Some("2") => (200, r#"{"things":[{"id":"10"},{"id":"11"}],"total_count":60}"#.to_owned()),
            _ => (200, listing.body(asked)),
        }
    });
    let mut pages = pages(&script, &listing, 10, 8);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    assert_eq!(script.held(), ["2", "3", "4", "5", "6"]);
    script.release("2");
    ready(&mut pages).unwrap().unwrap();
    assert_eq!(script.held(), ["3", "4", "5", "6", "7"], "48 of 60 are left, ten to a page");
}

#[test]
fn totals_may_shrink_and_grow() {
    for (lengths, expected) in [
        // By the page at 20 the list has lost what lay beyond 30: the pages from 30 on are not waited for.
        ([60, 60, 30, 30], vec!["", "10", "20", "30", "40", "50"]),
        // By the page at 20 it has gained ten.
        ([30, 30, 40, 40], vec!["", "10", "20", "30"]),
    ] {
        let mut asked_for = 0;
        let script = Script::new(Timing::Held, move |asked| {
            let listing = Listing::new(Style::Offset, lengths[asked_for.min(3)], 10);
            asked_for += 1;
            (200, listing.body(asked))
        });
        let listing = Listing::new(Style::Offset, 0, 10);
        let mut pages = pages(&script, &listing, 10, 3);
        assert!(is_pending(&mut pages));
        let mut numbers = Vec::new();
        for cursor in ["", "10", "20"] {
            script.release(cursor);
            numbers.extend(ids(ready(&mut pages).unwrap().unwrap()));
        }
        if lengths[3] == 40 {
            script.release("30");
            numbers.extend(ids(ready(&mut pages).unwrap().unwrap()));
        }
        assert!(ready(&mut pages).is_none());
        assert_eq!(numbers, Vec::from_iter(0..lengths[3]));
        assert_eq!(
            (script.cursors(), script.held().len()),
            (expected.iter().map(|c| c.to_string()).collect(), 0)
        );
    }
}

#[test]
fn an_empty_page_ends_a_list_whatever_its_total() {
    let script = Script::new(Timing::Held, |asked| match asked.cursor.as_deref() {
        None | Some("2") => (200, r#"{"things":[{"id":"1"},{"id":"2"}],"total_count":100}"#.to_owned()),
        _ => (200, r#"{"things":[],"total_count":100}"#.to_owned()),
    });
    let listing = Listing::new(Style::Offset, 0, 2);
    let mut pages = pages(&script, &listing, 2, 4);
    assert!(is_pending(&mut pages));
    for (cursor, items) in [("", 2), ("2", 2), ("4", 0)] {
        script.release(cursor);
        assert_eq!(ready(&mut pages).unwrap().unwrap().things.len(), items);
    }
    assert_eq!(script.cancelled(), ["6", "8", "10", "12"]);
    assert!(ready(&mut pages).is_none());
    assert!(script.held().is_empty());
}

#[test]
fn dropping_the_pages_cancels_what_is_under_way() {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 4);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages);
    assert_eq!(script.held(), ["10", "20", "30", "40"]);
    drop(pages);
    assert!(script.held().is_empty());
    assert_eq!(script.cancelled(), ["10", "20", "30", "40"]);
}

#[test]
fn a_call_is_polled_when_it_is_woken_and_not_whenever_another_is() {
    let listing = Listing::new(Style::Offset, 650, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 64);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    for cursor in script.held().iter().rev() {
        script.release(cursor);
        let _ = glance(pages.next());
    }
    assert_eq!(script.asked().len(), 65);
    assert_eq!(script.polls(), 2 * 65);
}

#[test]
fn prefetch_may_change_on_the_way() {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 4);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages);
    let mut pages = pages.prefetch(0);
    for cursor in ["10", "20", "30", "40"] {
        script.release(cursor);
        ready(&mut pages);
    }
    assert_eq!((script.asked().len(), script.held().len()), (5, 0));
}

#[test]
fn prefetch_and_beginning_elsewhere_go_together_in_any_order() {
    let listing = Listing::new(Style::Offset, 100, 10);
    for given_first in [true, false] {
        let script = held(&listing);
        let pages = script.list(listing.operation(), 10).pages();
        let mut pages = match given_first {
            true => pages.prefetch(2).starting_at("40"),
            false => pages.starting_at("40").prefetch(2),
        };
        assert!(is_pending(&mut pages));
        script.release("40");
        ready(&mut pages).unwrap().unwrap();
        assert_eq!(script.held(), ["50", "60"]);
    }
}

#[test]
fn a_list_woken_from_one_task_goes_on_in_another() {
    let listing = Listing::new(Style::Offset, 30, 10);
    let script = held(&listing);
    let mut pages = pages(&script, &listing, 10, 2);
    let (first, second) = (Default::default(), Default::default());
    assert!(settled(pages.next(), &first).is_pending());
    assert!(settled(pages.next(), &second).is_pending());
    script.release("");
    assert!(!first.rang() && second.rang(), "the task that asked last is woken");
    assert!(settled(pages.next(), &first).is_ready());
    assert!(settled(pages.next(), &first).is_pending());
    script.release("20");
    assert!(first.rang());
    assert!(settled(pages.next(), &first).is_pending());
    script.release("10");
    assert!(first.rang());
    assert!(settled(pages.next(), &first).is_ready());
    assert!(settled(pages.next(), &first).is_ready());
}
