//! Clocks that are wrong.

use std::time::{Duration, SystemTime};

use crate::harness::calls::{KINDS, client, patient};
use crate::harness::clock::TestClock;
use crate::harness::fault::predicates;
use crate::harness::server::Server;
use crate::service::{Arrived, answer, answer_with};

/// When a request says that it was signed.
fn signed_at(request: &Arrived) -> SystemTime {
    let date = request.header("x-sdk-date").unwrap();
    let text: String = date
        .char_indices()
        .flat_map(|(at, digit)| {
            let before = match at {
                4 | 6 => "-",
                11 | 13 => ":",
                _ => "",
            };
            before.chars().chain([digit])
        })
        .collect();
    humantime::parse_rfc3339(&text).unwrap()
}

/// A gateway whose own clock is right, and which takes signatures of the last and next 15 minutes.
async fn gateway(date: impl Fn() -> String + std::marker::Send + Sync + 'static) -> Server {
    Server::of(move |request| {
        let signed = signed_at(request);
        let now = SystemTime::now();
        let distance = now.duration_since(signed).unwrap_or_else(|ahead| ahead.duration());
        if distance < Duration::from_secs(15 * 60) {
            return answer("200 OK", "{}");
        }
        let body = r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: x-sdk-date expired"}"#;
        answer_with("401 Unauthorized", &date(), body)
    })
    .await
}

fn right() -> String {
    format!("date: {}\r\n", httpdate::fmt_http_date(SystemTime::now()))
}

/// The clock's error, the answers' date, the requests of a first and a second call, and what the caller
/// sees.
type Row = (&'static str, i64, fn() -> String, [usize; 2], &'static str);

#[tokio::test]
#[rustfmt::skip]
async fn clocks_that_are_wrong() {
    const HOUR: i64 = 60 * 60;
    let rows: [Row; 9] = [
        ("clock right",                           0,            right,                              [1, 1], ""),
        ("clock a minute behind",                 -60,          right,                              [1, 1], ""),
        ("clock an hour behind",                  -HOUR,        right,                              [2, 1], ""),
        ("clock an hour ahead",                   HOUR,         right,                              [2, 1], ""),
        ("clock ten years behind",                -87_660 * HOUR, right,                            [2, 1], ""),
        ("clock an hour behind, answer undated",  -HOUR,        String::new,                        [1, 1], "auth"),
        ("clock an hour ahead, date is none",     HOUR,         || "date: today\r\n".to_owned(),    [1, 1], "auth"),
        // The date is believed once, and not twice.
        ("clock an hour behind, date of 1994",    -HOUR,        || "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".to_owned(), [2, 1], "auth"),
        ("clock an hour ahead, date out of range", HOUR,        || "date: Fri, 31 Dec 9999 23:59:59 GMT\r\n".to_owned(), [2, 1], "auth"),
    ];
    for (name, off, date, requests, sees) in rows {
        println!("{name:<40} | {requests:?} requests | {sees}");
        for kind in KINDS {
            let server = gateway(date).await;
            let client = client(patient(&server.url(), &TestClock::off_by(off)));
            let mut before = 0;
            for expected in requests {
                match kind.call(&client).await {
                    Ok(_) => assert_eq!(sees, "", "{name}"),
                    Err(error) => {
                        assert_eq!((predicates(&error).as_str(), error.attempts()), (sees, 1), "{name}: {error:?}");
                        assert_eq!(error.code(), Some("APIGW.0301"), "{name}");
                    }
                }
                let arrived = server.arrived().len();
                assert_eq!(arrived - before, expected, "{name} ({kind:?})");
                before = arrived;
            }
        }
    }
}

/// A refusal for another reason, from a gateway whose own clock is wrong, does not spoil the calls to
/// others.
#[tokio::test]
async fn a_gateway_whose_clock_is_wrong_misleads_nobody_for_long() {
    let past = || answer_with("403 Forbidden", "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "{}");
    let (wrong, good) = (Server::of(move |_| past()).await, gateway(right).await);
    let config = patient(&good.url(), &TestClock::default()).service_endpoint("astray", wrong.url());
    static ASTRAY: huaweicloud_core::Service =
        huaweicloud_core::Service { name: "astray", ..crate::service::SERVICE };
    let config = config.build().unwrap();
    let astray = huaweicloud_core::ServiceClient::new(&config, &ASTRAY);
    let client = huaweicloud_core::ServiceClient::new(&config, &crate::service::SERVICE);
    for kind in KINDS {
        assert!(kind.call(&astray).await.unwrap_err().is_forbidden());
        kind.call(&client).await.unwrap();
    }
}
