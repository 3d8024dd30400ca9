//! Lists that are left alone while pages are fetched ahead.

use std::time::Duration;

use huaweicloud_core::{Pages, Style};

use crate::drive::*;
use crate::listing::Listing;
use crate::script::{Script, Timing};
use crate::support::Things;

/// The first of ten pages handed out, and the next ones under way.
fn begun(prefetch: usize) -> (Script, Pages<Things>) {
    let listing = Listing::new(Style::Offset, 100, 10);
    let script = Script::new(Timing::Held, {
        let listing = listing.clone();
        move |asked| (200, listing.body(asked))
    });
    let mut pages = script.list(listing.operation(), 10).pages().prefetch(prefetch);
    assert!(is_pending(&mut pages));
    script.release("");
    ready(&mut pages).unwrap().unwrap();
    (script, pages)
}

#[test]
fn calls_that_ran_out_of_time_meanwhile_are_made_again() {
    let (script, mut pages) = begun(3);
    script.pass(Duration::from_secs(600));
    assert!(is_pending(&mut pages));
    assert_eq!(script.cancelled(), ["10", "20", "30"]);
    assert_eq!(script.held(), ["10", "20", "30"], "made again");
    script.release("10");
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(10..20));
}

#[test]
fn an_answer_that_came_meanwhile_is_taken() {
    let (script, mut pages) = begun(1);
    script.release("10");
    script.pass(Duration::from_secs(600));
    assert_eq!(ids(ready(&mut pages).unwrap().unwrap()), Vec::from_iter(10..20));
}

#[test]
fn a_call_that_runs_out_of_time_while_it_is_waited_for_is_not() {
    let (script, mut pages) = begun(3);
    assert!(is_pending(&mut pages));
    script.pass(Duration::from_secs(600));
    assert!(ready(&mut pages).unwrap().unwrap_err().is_timeout());
    assert!(ready(&mut pages).is_none());
    assert_eq!(pages.next_cursor().as_deref(), Some("10"));

    // Nor one that was made again.
    let (script, mut pages) = begun(1);
    script.pass(Duration::from_secs(600));
    assert!(is_pending(&mut pages));
    script.pass(Duration::from_secs(600));
    assert!(ready(&mut pages).unwrap().unwrap_err().is_timeout());
}

#[test]
fn other_errors_stand() {
    let (script, mut pages) = begun(1);
    script.release_with("10", (403, String::new()));
    script.pass(Duration::from_secs(600));
    assert!(ready(&mut pages).unwrap().unwrap_err().is_forbidden());

    // Broken off at once: nobody's absence is at fault.
    let (script, mut pages) = begun(1);
    script.break_off("10");
    assert!(ready(&mut pages).unwrap().unwrap_err().is_interrupted());

    // Broken off while the list was left alone.
    let (script, mut pages) = begun(1);
    script.break_off("10");
    script.pass(Duration::from_secs(5));
    assert!(is_pending(&mut pages));
    assert_eq!(script.held(), ["10"]);
}
