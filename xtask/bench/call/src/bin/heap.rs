//! `heap client URL` and `heap by-hand URL` print how often a call asks the allocator for memory, and for
//! how many bytes.

use std::alloc::System;

use call::by_hand::ByHand;
use call::client::Generated;
use call::{Caller, Failed, in_a_row};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls before it is counted: what a client keeps from its first calls on is not the others'.
const FEW: usize = 50;
/// Calls that are counted.
const COUNTED: usize = 500;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match words.as_slice() {
        ["client", url] => runtime.block_on(count(&Generated::new(url)?)),
        ["by-hand", url] => runtime.block_on(count(&ByHand::new(url)?)),
        _ => Err("heap client URL | heap by-hand URL".into()),
    }
}

async fn count(caller: &impl Caller) -> Result<(), Failed> {
    in_a_row(caller, FEW).await?;
    let region = Region::new(HEAP);
    in_a_row(caller, COUNTED).await?;
    let change = region.change();
    let each = |number: usize| number as f64 / COUNTED as f64;
    println!("{} {}", each(change.allocations + change.reallocations), each(change.bytes_allocated));
    Ok(())
}
