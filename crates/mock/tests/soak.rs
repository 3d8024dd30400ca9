//! Many calls at once with every fault by chance: each ends, and nothing is left of any.
#![allow(missing_docs)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use huaweicloud_mock::{Fault, Place, Reply};
use support::{CREATE, LIST, SERVICE, ask, builder};
use tokio::sync::Semaphore;

const CALLS: usize = 2_000;
const AT_ONCE: usize = 64;

fn open_files() -> Option<usize> {
    std::fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

#[tokio::test]
async fn every_call_ends_and_leaves_nothing_open() {
    let answers = [
        Fault::answer(Reply::error(429, "APIGW.0308", "slowly")),
        Fault::answer(Reply::html(502, "Bad Gateway")),
        Fault::answer(Reply::expired_token()),
        Fault::header("content-encoding", "gzip"),
        Fault::header("content-length", "5"),
        Fault::body("[[["),
        Fault::bytes("\0\r\n"),
        Fault::drip(Duration::ZERO),
        Fault::flood(),
    ];
    let places = [Place::Request, Place::Answer, Place::Head, Place::Body];
    let moment = Duration::from_millis(1);
    let breaks = places.map(|place| {
        [Fault::reset(place), Fault::hang_up(place), Fault::stall(place), Fault::wait(place, moment)]
    });
    let faults = answers.into_iter().chain(breaks.into_iter().flatten());
    let mock = faults.fold(builder(), |builder, fault| builder.fault(fault.chance(0.01)));
    let mock = mock.start([SERVICE]).await.unwrap();
    let before = open_files();
    let config = mock.config_builder().attempt_timeout(Duration::from_millis(100)).max_response_size(1 << 16);
    let config = config.build().unwrap();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = Vec::new();
    for number in 0..CALLS {
        let (config, place) = (config.clone(), places.clone().acquire_owned().await.unwrap());
        calls.push(tokio::spawn(async move {
            let operation = if number % 4 == 0 { &CREATE } else { &LIST };
            let ended = ask(&config, operation).await.map(drop);
            drop(place);
            ended
        }));
    }
    let mut failed = 0;
    for call in calls {
        failed += usize::from(call.await.unwrap().is_err());
    }
    assert!((1..CALLS / 2).contains(&failed), "{failed}");
    drop(config);
    // Both ends close their sockets in tasks of their own.
    for _ in 0..10_000 {
        if open_files() <= before {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{before:?} files were open, and now {:?} are", open_files());
}
