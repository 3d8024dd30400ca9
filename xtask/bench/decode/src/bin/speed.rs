//! `speed compare SHAPE RECORDS` decodes a page of so many records into the model, into plain structs, and
//! into the model as a client does; by turns, and prints the bytes of the page and the milliseconds that it
//! takes each way. `speed model|plain|client SHAPE RECORDS N` decodes it N times in one way, for callgrind.
//! The shape is `users` or `endpoints`.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use decode::{endpoints, users};
use huaweicloud_core::types::{Json, decode_slice};
use huaweicloud_vpcep::model::ListEndpointsResponse;
use huaweicloud_vpn::model::ListVpnUsersResponse;
use serde::de::DeserializeOwned;

/// Records that a way decodes in a round, on as many pages as they fill: about a millisecond, so that most
/// rounds are not interrupted.
const ROUND: usize = 1_000;
/// Records that a way decodes in all rounds.
const ALL: usize = 2_000_000;

type Way = fn(&[u8]) -> Result<(), Box<dyn Error>>;

/// The ways to decode a page.
struct Shape {
    page: fn(usize) -> String,
    model: Way,
    plain: Way,
    client: Way,
}

impl Shape {
    fn of<M: Json + DeserializeOwned, P: DeserializeOwned>(page: fn(usize) -> String) -> Self {
        Self { page, model: derived::<M>, plain: derived::<P>, client: client::<M> }
    }

    fn named(name: &str) -> Result<Self, Box<dyn Error>> {
        match name {
            "users" => {
                Ok(Self::of::<ListVpnUsersResponse, users::Page>(|records| users::page(records, 1, None)))
            }
            "endpoints" => Ok(Self::of::<ListEndpointsResponse, endpoints::Page>(endpoints::page)),
            _ => Err("the shape is users or endpoints".into()),
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["compare", shape, records] => compare(&Shape::named(shape)?, records.parse()?),
        [way, shape, records, times] => {
            let shape = Shape::named(shape)?;
            let way = match *way {
                "model" => shape.model,
                "plain" => shape.plain,
                "client" => shape.client,
                _ => return Err("the way is model, plain or client".into()),
            };
            let json = (shape.page)(records.parse()?);
            (0..times.parse()?).try_for_each(|_| way(json.as_bytes()))
        }
        _ => Err("speed compare SHAPE RECORDS | speed model|plain|client SHAPE RECORDS N".into()),
    }
}

fn derived<T: DeserializeOwned>(json: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(serde_json::from_slice::<T>(black_box(json))?);
    Ok(())
}

fn client<T: Json>(json: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(decode_slice::<T>(black_box(json))?);
    Ok(())
}

/// Prints what the plain structs take by the median of the rounds, and the others by the median of how
/// they compare with that in the same round.
fn compare(shape: &Shape, records: usize) -> Result<(), Box<dyn Error>> {
    let json = (shape.page)(records);
    let times = (ROUND / records).max(1);
    let time = |way: Way| -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        (0..times).try_for_each(|_| way(json.as_bytes()))?;
        Ok(start.elapsed().max(Duration::from_nanos(1)).as_secs_f64())
    };
    let (mut models, mut plains, mut clients) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ALL / (records * times) {
        // Each round by itself: a machine that gets slower does so to all three.
        let (model, plain, client) = (time(shape.model)?, time(shape.plain)?, time(shape.client)?);
        models.push(model / plain);
        plains.push(plain / times as f64 * 1e3);
        clients.push(client / plain);
    }
    let plain = median(plains);
    println!("{} {} {plain} {}", json.len(), median(models) * plain, median(clients) * plain);
    Ok(())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
