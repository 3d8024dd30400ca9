//! `Retry-After`, and how long is waited.

use std::time::{Duration, SystemTime};

use crate::harness::calls::{Kind, client, patient};
use crate::harness::clock::TestClock;
use crate::harness::script::accepts;
use crate::harness::server::Server;
use crate::service::answer_with;

/// What is told about the wait for a repeat, the waits there are, and how long the error says to wait.
type Row = (&'static str, String, &'static [u64], Option<u64>);

#[tokio::test]
#[rustfmt::skip]
async fn waits_that_are_asked_for() {
    const YEAR: u64 = 365 * 24 * 60 * 60;
    // By chance the wait before the first repeat is 5 s and that before the second 10 s. What is added to a wait
    // that was asked for is 5 s.
    let usual: &[u64] = &[5, 10];
    let date = |seconds: i64| httpdate::fmt_http_date(shifted(SystemTime::now(), seconds));
    let rows: Vec<Row> = vec![
        ("no Retry-After",              String::new(),                                      usual,     None),
        ("seconds",                     "retry-after: 7\r\n".into(),                        &[12, 12], Some(7)),
        ("no seconds",                  "retry-after: 0\r\n".into(),                        &[5, 5],   Some(0)),
        ("a minute",                    "retry-after: 60\r\n".into(),                       &[65, 65], Some(60)),
        ("more than a minute",          "retry-after: 61\r\n".into(),                       &[],       Some(61)),
        ("more than all time",          format!("retry-after: {}\r\n", "9".repeat(100)),    &[],       Some(YEAR)),
        ("negative",                    "retry-after: -7\r\n".into(),                       usual,     None),
        ("a fraction",                  "retry-after: 1.5\r\n".into(),                      usual,     None),
        ("garbage",                     "retry-after: soon, or later\r\n".into(),           usual,     None),
        ("empty",                       "retry-after: \r\n".into(),                         usual,     None),
        ("not even text",               "retry-after: \u{fffd}\r\n".into(),                 usual,     None),
        ("a date, by the answer's own", "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:49:57 GMT\r\n".into(), &[25, 25], Some(20)),
        ("a date that has passed",      format!("retry-after: {}\r\n", date(-3600)),        &[5, 5],   Some(0)),
        ("a date in an hour",           format!("date: {}\r\nretry-after: {}\r\n", date(0), date(3600)), &[], Some(3600)),
        ("a date at the end of time",   "retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n".into(), &[],  Some(YEAR)),
        ("a date that is none",         "retry-after: Sun, 31 Feb 2026 25:00:00 GMT\r\n".into(), usual, None),
        ("twice, the first counts",     "retry-after: 7\r\nretry-after: 30\r\n".into(),     &[12, 12], Some(7)),
    ];
    for (name, headers, waits, told) in rows {
        for (kind, status) in [(Kind::Post, "429 Too Many Requests"), (Kind::Get, "503 Service Unavailable")] {
            let server = Server::always(accepts().reads().sends(answer_with(status, &headers, "{}"))).await;
            let clock = TestClock::default();
            let error = kind.call(&client(patient(&server.url(), &clock))).await.unwrap_err();
            let waited: Vec<u64> = clock.waits().iter().map(Duration::as_secs).collect();
            println!("{status}, Retry-After {name:<30} | waits {waited:?} | {error}");
            assert_eq!(waited, waits, "{name}: {error}");
            assert_eq!(error.retry_after(), told.map(Duration::from_secs), "{name}: {error}");
            assert_eq!(error.attempts() as usize, waits.len() + 1, "{name}: {error}");
            assert_eq!(server.arrived().len(), waits.len() + 1, "{name}: {error}");
            assert_eq!((error.is_throttled(), error.is_server()), (kind == Kind::Post, kind == Kind::Get));
        }
    }
}

/// A storm: where everything fails, calls soon fail at once instead of adding to it.
#[tokio::test]
async fn a_service_that_is_down_is_not_stormed() {
    let server =
        Server::always(accepts().reads().sends(answer_with("503 Service Unavailable", "", ""))).await;
    let client = client(patient(&server.url(), &TestClock::default()));
    for _ in 0..200 {
        assert!(Kind::Get.call(&client).await.unwrap_err().is_server());
    }
    // 200 calls and the hundred repeats that are granted, instead of 400.
    assert_eq!(server.arrived().len(), 300);
}

/// A wait that would outlast the call's time is not begun: the caller gets the error there is.
#[tokio::test]
async fn no_wait_outlasts_the_call() {
    let throttled = answer_with("429 Too Many Requests", "retry-after: 20\r\n", "");
    let server = Server::always(accepts().reads().sends(throttled)).await;
    let config = patient(&server.url(), &TestClock::default()).timeout(Duration::from_millis(900));
    let error = Kind::Get.call(&client(config)).await.unwrap_err();
    assert_eq!((error.is_throttled(), error.attempts(), server.arrived().len()), (true, 1, 1), "{error}");
}

fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { time - by } else { time + by }
}
