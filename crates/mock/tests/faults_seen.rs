//! What callers of the SDK see of faults, and what the runtime makes of them.
#![allow(missing_docs)]

mod support;

use std::time::Duration;

use huaweicloud_core::{Error, Retry};
use huaweicloud_mock::{ErrorShape, Fault, Mock, Place, Reply, TestClock};
use support::{CREATE, LIST, SERVICE, ask, builder, now};

const HOUR: Duration = Duration::from_secs(60 * 60);

type Predicate = fn(&Error) -> bool;

/// The error of one attempt at a mock with this fault.
async fn seen(fault: Fault) -> Error {
    let mock = builder().fault(fault).start([SERVICE]).await.unwrap();
    let config = mock.config_builder().retry(Retry::off()).build().unwrap();
    let error = ask(&config, &LIST).await.map(drop).unwrap_err();
    assert_eq!(mock.requests().len(), 1, "{error}");
    error
}

#[tokio::test]
async fn each_fault_is_an_error_of_its_kind() {
    let broken: Predicate = |error| error.is_interrupted() && error.is_retryable();
    let undecoded: Predicate = |error| error.is_decode() && error.status().is_some_and(|it| it == 200);
    let gzip = || Reply::from("{}").header("content-encoding", "gzip");
    for (fault, is_it) in [
        (Fault::reset(Place::Request), broken),
        (Fault::reset(Place::Answer), broken),
        (Fault::reset(Place::Head), broken),
        (Fault::reset(Place::Body), broken),
        (Fault::hang_up(Place::Request), broken),
        (Fault::hang_up(Place::Answer), broken),
        (Fault::hang_up(Place::Head), broken),
        (Fault::hang_up(Place::Body), broken),
        (Fault::bytes("SSH-2.0-mock\r\n"), broken),
        (Fault::answer(Reply::error(404, "VPN.0001", "no")), |error| error.is_not_found()),
        (Fault::answer(Reply::error(409, "VPN.0001", "no")), |error| error.is_conflict()),
        (Fault::answer(Reply::error(403, "VPN.0001", "no")), |error| error.is_forbidden()),
        (Fault::answer(Reply::html(502, "Bad Gateway")), |error| {
            error.is_server() && error.message() == Some("Bad Gateway") && error.code().is_none()
        }),
        (Fault::answer(Reply::error(429, "APIGW.0308", "slowly").retry_after(7)), |error| {
            error.is_throttled() && error.retry_after() == Some(Duration::from_secs(7))
        }),
        (Fault::answer(Reply::new(302).header("location", "/")), |error| {
            error.to_string().contains("redirect")
        }),
        (Fault::answer(Reply::html(200, "Login")), undecoded),
        (Fault::body(r#"{"things":"#), undecoded),
        (Fault::answer(gzip()), |error| error.is_unreadable()),
        (Fault::header("content-encoding", "br"), |error| error.is_unreadable()),
    ] {
        let error = seen(fault.clone()).await;
        assert!(is_it(&error), "{fault:?}: {error:?}");
    }
}

#[tokio::test]
async fn what_never_ends_is_a_timeout() {
    for fault in [
        Fault::stall(Place::Request),
        Fault::stall(Place::Answer),
        Fault::stall(Place::Head),
        Fault::stall(Place::Body),
        Fault::wait(Place::Answer, HOUR),
        Fault::wait(Place::Body, HOUR),
        Fault::drip(HOUR),
    ] {
        let label = fault.to_string();
        let mock = builder().fault(fault).start([SERVICE]).await.unwrap();
        let clock = TestClock::at(now());
        let config = mock.config_builder().clock(clock.clone()).retry(Retry::off()).build().unwrap();
        let call = tokio::spawn(async move { ask(&config, &LIST).await.map(drop) });
        while mock.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(!call.is_finished(), "{label}");
        clock.advance(Duration::from_secs(60));
        let error = call.await.unwrap().unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{label}: {error:?}");
    }
}

#[tokio::test]
async fn a_flood_is_not_received_to_its_end() {
    let mock = builder().fault(Fault::flood()).start([SERVICE]).await.unwrap();
    let config = mock.config_builder().max_response_size(1 << 20).build().unwrap();
    let error = ask(&config, &LIST).await.unwrap_err();
    assert!(error.is_unreadable() && error.to_string().contains("1048576 bytes"), "{error}");
}

#[tokio::test]
async fn codes_and_messages_are_read_in_every_shape() {
    for shape in ErrorShape::ALL {
        let error = seen(Fault::answer(Reply::error_in(shape, 403, "VPN.0403", "not yours"))).await;
        assert!(error.is_forbidden() && error.request_id().is_some(), "{shape:?}: {error:?}");
        assert!(error.message().is_some_and(|message| message.contains("not yours")), "{shape:?}: {error:?}");
    }
}

#[tokio::test]
async fn the_runtime_gets_over_faults_that_pass() {
    let mock = builder()
        .fault(Fault::reset(Place::Body).once())
        .fault(Fault::answer(Reply::html(502, "Bad Gateway")).once())
        .start([SERVICE])
        .await
        .unwrap();
    let answer = ask(&mock.config(), &LIST).await.unwrap();
    assert_eq!(answer.status(), 200);
    let faults: Vec<_> = mock.requests().iter().map(|one| one.fault().map(str::to_owned)).collect();
    assert_eq!(faults, [Some("reset at Body".to_owned()), Some("answer 502".to_owned()), None]);
}

#[tokio::test]
async fn what_may_have_been_carried_out_is_not_repeated() {
    for place in [Place::Request, Place::Answer, Place::Head, Place::Body] {
        let mock = builder().fault(Fault::reset(place).on("CreateThing")).start([SERVICE]).await.unwrap();
        let error = ask(&mock.config(), &CREATE).await.unwrap_err();
        assert!(error.is_interrupted(), "{error:?}");
        assert_eq!(mock.requests().len(), 1, "{place:?}");
    }
    let busy = Fault::answer(Reply::error(429, "APIGW.0308", "slowly")).times(2);
    let mock = builder().fault(busy).start([SERVICE]).await.unwrap();
    ask(&mock.config(), &CREATE).await.unwrap();
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn faults_come_and_go_while_the_mock_runs() {
    let mock = builder().start([SERVICE]).await.unwrap();
    let config = mock.config_builder().retry(Retry::off()).build().unwrap();
    ask(&config, &LIST).await.unwrap();
    mock.fault(Fault::answer(Reply::new(500)).method("POST")).unwrap();
    mock.fault(Fault::answer(Reply::new(503)).path("/v1/*/things")).unwrap();
    assert_eq!(ask(&config, &CREATE).await.unwrap_err().status().unwrap(), 500);
    assert_eq!(ask(&config, &LIST).await.unwrap_err().status().unwrap(), 503);
    mock.clear_faults();
    ask(&config, &LIST).await.unwrap();

    let error = mock.fault(Fault::flood().on("ListThing")).unwrap_err().to_string();
    assert_eq!(error, "the fault \"flood\": there is no operation ListThing; the nearest is ListThings");
    let error = builder().fault(Fault::answer(Reply::new(9))).start([SERVICE]).await.unwrap_err().to_string();
    assert!(error.contains("9 is not the status of an answer"), "{error}");
}

#[tokio::test]
async fn chance_is_the_same_each_time() {
    let hits = async |seed: u64| {
        let fault = Fault::answer(Reply::new(404)).chance(0.3);
        let mock = builder().seed(seed).fault(fault).start([SERVICE]).await.unwrap();
        for _ in 0..100 {
            let _ = ask(&mock.config(), &LIST).await;
        }
        mock.requests().iter().map(|request| request.fault().is_some()).collect::<Vec<_>>()
    };
    let first = hits(1).await;
    assert!((15..45).contains(&first.iter().filter(|hit| **hit).count()), "{first:?}");
    assert!(first == hits(1).await && first != hits(2).await);
}

#[tokio::test]
async fn dates_follow_the_mocks_clock_and_wrong_ones_are_learned_from() {
    let mock = builder().start([SERVICE]).await.unwrap();
    let answer = ask(&mock.config(), &LIST).await.unwrap();
    assert_eq!(answer.headers()["date"], "Mon, 17 Jun 2024 06:53:46 GMT");

    // This machine is an hour late: refused, and signed again by the gateway's clock.
    let late = TestClock::at(now() - HOUR);
    let config = mock.config_builder().clock(late.clone()).build().unwrap();
    ask(&config, &LIST).await.unwrap();
    ask(&config, &LIST).await.unwrap();
    let status = |index: usize| mock.requests()[index].status().unwrap().as_u16();
    assert_eq!([1, 2, 3].map(status), [401, 200, 200]);

    // The gateway's clock is off, and every client's is then.
    let mock = builder().fault(Fault::clock(|| now() + HOUR)).start([SERVICE]).await.unwrap();
    let answer = ask(&mock.config(), &LIST).await.unwrap();
    assert_eq!(answer.headers()["date"], "Mon, 17 Jun 2024 07:53:46 GMT");
    let faults: Vec<_> = mock
        .requests()
        .iter()
        .map(|one| (one.status().unwrap().as_u16(), one.fault().unwrap().to_owned()))
        .collect();
    assert_eq!(faults, [(401, "clock".to_owned()), (200, "clock".to_owned())]);

    // Without a clock of its own, the mock shows the system's.
    let mock = Mock::start([SERVICE]).await.unwrap();
    let answer = ask(&mock.config(), &LIST).await.unwrap();
    assert!(!answer.headers()["date"].to_str().unwrap().contains("2024 06:53"));
}
