//! `speed compare USERS` decodes a page of so many users into the model, into plain structs, and into
//! the model as a client does; by turns, and prints how the times compare. `speed model|plain|client
//! USERS N` decodes it N times in one way, for callgrind.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use decode::{Page, page};
use huaweicloud_core::types::decode_slice;
use huaweicloud_vpn::model::ListVpnUsersResponse;

/// Users that a way decodes in a round, on as many pages as they fill: about a millisecond, so that most
/// rounds are not interrupted.
const ROUND: usize = 1_000;
/// Users that a way decodes in all rounds.
const ALL: usize = 2_000_000;

type Way = fn(&[u8]) -> Result<(), Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["compare", users] => compare(users.parse()?),
        ["model", users, times] => repeat(model, users, times),
        ["plain", users, times] => repeat(plain, users, times),
        ["client", users, times] => repeat(client, users, times),
        _ => Err("speed compare USERS | speed model|plain|client USERS N".into()),
    }
}

fn model(json: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(serde_json::from_slice::<ListVpnUsersResponse>(black_box(json))?);
    Ok(())
}

fn plain(json: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(serde_json::from_slice::<Page>(black_box(json))?);
    Ok(())
}

fn client(json: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(decode_slice::<ListVpnUsersResponse>(black_box(json))?);
    Ok(())
}

fn repeat(way: Way, users: &str, times: &str) -> Result<(), Box<dyn Error>> {
    let json = page(users.parse()?, 1, None);
    (0..times.parse()?).try_for_each(|_| way(json.as_bytes()))
}

/// Prints the medians of the rounds: the time of the model and of the client over that of the plain
/// structs, and the plain structs' MB a second.
fn compare(users: usize) -> Result<(), Box<dyn Error>> {
    let json = page(users, 1, None);
    let times = (ROUND / users).max(1);
    let time = |way: Way| -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        (0..times).try_for_each(|_| way(json.as_bytes()))?;
        Ok(start.elapsed().max(Duration::from_nanos(1)).as_secs_f64())
    };
    let (mut models, mut clients, mut speeds) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ALL / (users * times) {
        // Each round by itself: a machine that gets slower does so to all three.
        let (model, plain, client) = (time(model)?, time(plain)?, time(client)?);
        models.push(model / plain);
        clients.push(client / plain);
        speeds.push((json.len() * times) as f64 / plain / 1e6);
    }
    println!("{} {} {}", median(models), median(clients), median(speeds));
    Ok(())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
