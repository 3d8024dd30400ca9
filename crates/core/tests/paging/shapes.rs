//! Lists of all shapes: every item arrives once and in order, by the requests that it takes.

use huaweicloud_core::Style;

use crate::drive::{all, all_interrupted};
use crate::listing::{Asked, Listing};
use crate::script::{Script, Timing};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        // Knuth's MMIX generator; its high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

struct Case {
    listing: Listing,
    limit: usize,
    prefetch: usize,
    timing: Timing,
}

fn case(seed: u64) -> Case {
    let dice = &mut Dice(seed);
    dice.roll(2);
    let style = [Style::Offset, Style::Page, Style::Marker][dice.roll(3)];
    let limit = 1 + dice.roll(9);
    let longest = if dice.roll(3) == 0 { 1 + dice.roll(limit) } else { limit };
    let mut listing = Listing::new(style, dice.roll(120), longest);
    listing.total = dice.roll(4) > 0;
    listing.short_every = if dice.roll(3) == 0 { 1 + dice.roll(20) } else { 0 };
    listing.empty_end = dice.roll(2) == 0;
    let prefetch = [0, 1, 2, 3, 8, 64][dice.roll(6)];
    let timing = if dice.roll(4) == 0 { Timing::Now } else { Timing::Polls(dice.roll(12) as u32) };
    Case { listing, limit, prefetch, timing }
}

/// Whether single items repeat one another's answer often enough to be taken for a service that
/// overlooks the cursor. They do not: every item has its own number.
fn script(case: &Case) -> Script {
    let listing = case.listing.clone();
    Script::new(case.timing, move |asked| (200, listing.body(asked)))
}

/// What may be asked for beside what a plain loop asks for.
fn check(case: &Case, seed: u64, asked: &[Asked], walk: &[Asked]) {
    let Case { listing, prefetch, .. } = case;
    let mut sorted = asked.to_vec();
    sorted.sort();
    let mut plain = walk.to_vec();
    plain.sort();
    if *prefetch == 0 || listing.style == Style::Marker || !listing.total {
        assert_eq!(asked, walk, "seed {seed}: {listing:?}");
    } else if listing.short_every == 0 {
        assert_eq!(sorted, plain, "seed {seed}: {listing:?}");
    } else {
        // Pages of several lengths: what was fetched from wrong offsets is fetched anew.
        assert!(asked.len() < 2 * walk.len() + prefetch, "seed {seed}: {} for {}", asked.len(), walk.len());
        assert!(walk.iter().all(|needed| asked.contains(needed)), "seed {seed}");
    }
}

#[test]
fn every_item_arrives_once_and_in_order() {
    for seed in 0..800 {
        let case = case(seed);
        let script = script(&case);
        let list = script.list(case.listing.operation(), case.limit);
        let (items, error) = all(&mut list.items().prefetch(case.prefetch));
        let (walk, expected) = case.listing.walk(case.limit, None);
        assert!(error.is_none(), "seed {seed}: {error:?}");
        assert_eq!(items, expected, "seed {seed}: {:?} by {}", case.listing, case.limit);
        assert!(script.most() <= case.prefetch.max(1), "seed {seed}: {} at once", script.most());
        check(&case, seed, &script.asked(), &walk);
    }
}

#[test]
fn dropping_next_at_every_await_changes_nothing() {
    for seed in 3000..3400 {
        let case = Case { timing: Timing::Polls(9), ..case(seed) };
        let script = script(&case);
        let list = script.list(case.listing.operation(), case.limit);
        let (items, error) = all_interrupted(&mut list.items().prefetch(case.prefetch));
        let (walk, expected) = case.listing.walk(case.limit, None);
        assert!(error.is_none(), "seed {seed}: {error:?}");
        assert_eq!(items, expected, "seed {seed}: {:?} by {}", case.listing, case.limit);
        assert!(script.most() <= case.prefetch.max(1), "seed {seed}");
        check(&case, seed, &script.asked(), &walk);
    }
}

#[test]
fn an_error_comes_in_its_place() {
    for seed in 5000..5600 {
        let case = case(seed);
        let (walk, _) = case.listing.walk(case.limit, None);
        let bad = walk[Dice(seed ^ 77).roll(walk.len())].clone();
        let listing = case.listing.clone();
        let failing = bad.clone();
        let script = Script::new(case.timing, move |asked| match *asked == failing {
            true => (500, r#"{"error_code":"X.1","error_msg":"no"}"#.to_owned()),
            false => (200, listing.body(asked)),
        });
        let mut items = script.list(case.listing.operation(), case.limit).items().prefetch(case.prefetch);
        let (received, error) = all(&mut items);
        let pages = walk.iter().take_while(|asked| **asked != bad);
        let expected: Vec<usize> = pages.flat_map(|asked| case.listing.page(asked)).collect();
        assert_eq!(received, expected, "seed {seed}");
        let error = error.unwrap();
        assert!(error.is_server() && error.code() == Some("X.1"), "seed {seed}: {error}");
        assert!(error.request_line().unwrap().starts_with("GET /v1/p1/things?"), "{error:?}");
        assert_eq!(items.next_cursor(), bad.cursor, "seed {seed}");
        assert!(script.held().is_empty(), "seed {seed}: nothing goes on after an error");
    }
}

#[test]
fn a_list_goes_on_from_the_cursor_of_every_page() {
    for seed in 7000..7030 {
        let case = case(seed);
        let (walk, whole) = case.listing.walk(case.limit, None);
        for asked in &walk {
            let Some(cursor) = &asked.cursor else { continue };
            let script = script(&case);
            let list = script.list(case.listing.operation(), case.limit);
            let (items, error) = all(&mut list.items().prefetch(case.prefetch).starting_at(cursor.as_str()));
            let rest = &whole[whole.len() - walk_items(&case, asked)..];
            assert!(error.is_none(), "seed {seed}: {error:?}");
            assert_eq!(items, rest, "seed {seed}: from {cursor} of {:?}", case.listing);
            let (walk, _) = case.listing.walk(case.limit, Some(cursor));
            check(&case, seed, &script.asked(), &walk);
        }
    }
}

/// How many items there are from a page on.
fn walk_items(case: &Case, from: &Asked) -> usize {
    case.listing.walk(case.limit, from.cursor.as_deref()).1.len()
}
