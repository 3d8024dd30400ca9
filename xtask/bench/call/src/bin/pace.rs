//! `pace latency URL N` makes N calls each way, by turns, and prints the median time of both in
//! microseconds. `pace client URL IN_FLIGHT N` and `pace by-hand URL IN_FLIGHT N` make N calls, so many at
//! a time through one client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use call::by_hand::ByHand;
use call::client::Generated;
use call::{Caller, Failed, in_a_row};

/// Calls before time is taken.
const FEW: usize = 200;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["latency", url, rounds] => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(latency(url, rounds.parse()?))
        }
        [way, url, in_flight, count] => {
            let (in_flight, count) = (in_flight.parse()?, count.parse()?);
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            match *way {
                "client" => runtime.block_on(at_a_time(Generated::new(url)?, in_flight, count)),
                _ => runtime.block_on(at_a_time(ByHand::new(url)?, in_flight, count)),
            }
        }
        _ => Err("pace latency URL N | pace client URL IN_FLIGHT N | pace by-hand URL IN_FLIGHT N".into()),
    }
}

async fn latency(url: &str, rounds: usize) -> Result<(), Failed> {
    let (client, by_hand) = (Generated::new(url)?, ByHand::new(url)?);
    in_a_row(&client, FEW).await?;
    in_a_row(&by_hand, FEW).await?;
    let mut times = [Vec::with_capacity(rounds), Vec::with_capacity(rounds)];
    for _ in 0..rounds {
        times[0].push(time_of(&client).await?);
        times[1].push(time_of(&by_hand).await?);
    }
    let [client, by_hand] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    });
    println!("{client} {by_hand}");
    Ok(())
}

async fn time_of(caller: &impl Caller) -> Result<Duration, Failed> {
    let begin = Instant::now();
    in_a_row(caller, 1).await?;
    Ok(begin.elapsed())
}

async fn at_a_time(caller: impl Caller, in_flight: usize, count: usize) -> Result<(), Failed> {
    let begun = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..in_flight)
        .map(|_| {
            let (caller, begun) = (caller.clone(), begun.clone());
            tokio::spawn(async move {
                while begun.fetch_add(1, Ordering::Relaxed) < count {
                    in_a_row(&caller, 1).await?;
                }
                Ok::<(), Failed>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}
