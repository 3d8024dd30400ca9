//! Waits, on scripted answers and a clock that nobody has to wait for.
#![allow(missing_docs)]

use std::future::{Future, ready};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use huaweicloud_core::types::model;
use huaweicloud_core::{
    Clock, Config, Error, Operation, Progress, Response, Retry, Service, ServiceClient, Sleep,
};
use huaweicloud_mock::{Reply, Script, TransportErrorKind};
use serde_json::json;

const SECOND: Duration = Duration::from_secs(1);

static SERVICE: Service = Service { name: "demo", title: "Demo", endpoints: &[] };

static SHOW: Operation = Operation::new("ShowThing", "GET", "/v1/{project_id}/things");

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Thing {
    pub id: Option<String>,
    pub status: Option<String>,
    pub error: Option<String>,
}
model!(Thing { id, status, error });

huaweicloud_core::request! {
    pub struct ShowThing -> Thing;
}

huaweicloud_core::waits! {
    ShowThing:
    wait_until_up -> Response<Thing> = "/status", ["up", "busy"], ["broken"];
    wait_until_deleted -> () = "/status", [], ["broken"];
    wait_until_first_up -> Response<Thing> = "/things/0/status", ["up"], [], interval 5, deadline 60;
    wait_until_first_deleted -> () = "/things/0/status", ["deleted"], [], needs ["id"];
}

fn show(config: &Config) -> ShowThing {
    ShowThing(ServiceClient::new(config, &SERVICE).request(&SHOW))
}

fn thing(status: &str) -> Reply {
    Reply::from(json!({ "id": "t1", "status": status }))
}

/// A clock on which time passes only by sleeping, that keeps how long was slept.
#[derive(Clone, Default)]
struct Sleeps(Arc<Mutex<(Duration, Vec<Duration>)>>);

impl Sleeps {
    fn all(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }

    fn seconds(&self) -> Vec<f64> {
        self.all().iter().map(Duration::as_secs_f64).collect()
    }
}

impl Clock for Sleeps {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let mut state = self.0.lock().unwrap();
        state.0 += time;
        state.1.push(time);
        Box::pin(ready(()))
    }
}

/// The script on a clock that keeps its sleeps, from which chance takes nothing off.
fn timed(script: &Script) -> (Config, Sleeps) {
    let clock = Sleeps::default();
    (script.config_builder().clock(clock.clone()).random(|| 0.0).build().unwrap(), clock)
}

#[tokio::test]
async fn it_asks_until_the_state_is_there_and_gives_the_last_answer() {
    let script = Script::new()
        .answer(json!({ "id": "t1" }))
        .answer(json!({ "id": "t1", "status": null }))
        .answer(thing("creating"))
        .answer(thing("a state of next year"))
        .answer("{}")
        .answer(thing("busy").header("x-request-id", "r6"));
    let found = show(&script.config()).wait_until_up().await.unwrap();
    assert_eq!((found.status.as_deref(), found.request_id()), (Some("busy"), Some("r6")));
    assert_eq!(script.requests().len(), 6);
    script.finish().unwrap();
}

#[tokio::test]
async fn what_is_there_already_takes_one_poll_and_no_time() {
    let script = Script::new().answer(thing("up"));
    let (config, clock) = timed(&script);
    show(&config).wait_until_up().await.unwrap();
    assert_eq!(clock.all(), [Duration::ZERO; 0]);
}

#[tokio::test]
async fn pauses_grow_to_four_times_the_first_and_chance_takes_up_to_a_quarter_off() {
    for (random, expected) in
        [(0.0, [2.0, 3.0, 4.5, 6.75, 8.0, 8.0]), (1.0, [1.5, 2.25, 3.375, 5.0625, 6.0, 6.0])]
    {
        let script: Script = ["new"; 6].into_iter().chain(["up"]).map(thing).collect();
        let clock = Sleeps::default();
        let config = script.config_builder().clock(clock.clone()).random(move || random).build().unwrap();
        show(&config).wait_until_up().await.unwrap();
        assert_eq!(clock.seconds(), expected);
    }
    let script: Script = ["new", "new", "up"].map(thing).into_iter().collect();
    let (config, clock) = timed(&script);
    show(&config).wait_until_up().interval(10 * SECOND).await.unwrap();
    assert_eq!(clock.seconds(), [10.0, 15.0]);
    // The spec's own.
    let script = Script::new().answer(r#"{"things": []}"#).answer(r#"{"things": [{"status": "up"}]}"#);
    let (config, clock) = timed(&script);
    show(&config).wait_until_first_up().await.unwrap();
    assert_eq!(clock.seconds(), [5.0]);
}

#[tokio::test]
async fn a_state_of_failure_ends_it_and_the_answer_says_why() {
    let broken = json!({ "status": "broken", "error": "no more addresses" });
    let script = Script::new().answer(thing("new")).answer(Reply::from(broken).header("x-request-id", "r2"));
    let error = show(&timed(&script).0).wait_until_up().await.unwrap_err();
    assert!(error.is_failed_state() && !error.is_timeout() && !error.is_retryable());
    assert_eq!(error.body_as::<Thing>().unwrap().error.as_deref(), Some("no more addresses"));
    assert_eq!((error.operation(), error.request_id()), (Some("ShowThing"), Some("r2")));
    assert!(error.request_line().unwrap().starts_with("GET /v1/"));
    let progress = error.progress().unwrap();
    assert_eq!((progress.waiter(), progress.state(), progress.polls()), ("wait_until_up", Some("broken"), 2));
    let text = error.to_string();
    for part in ["wait_until_up", "\"broken\"", "2 polls in 2s", "body_as()", "(request id r2)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // What the service says of a resource may be anything.
    assert!(!format!("{error:?}").contains("no more addresses"));
}

#[tokio::test]
async fn the_deadline_ends_it_with_the_last_state() {
    let script = Script::new().always(thing("creating").header("x-request-id", "r9"));
    let (config, clock) = timed(&script);
    let error = show(&config).wait_until_up().deadline(20 * SECOND).await.unwrap_err();
    // The last poll has a second.
    assert_eq!(clock.seconds(), [2.0, 3.0, 4.5, 6.75, 2.75]);
    assert!(error.is_timeout() && error.is_retryable() && !error.is_failed_state());
    let progress = error.progress().unwrap();
    assert_eq!((progress.state(), progress.polls()), (Some("creating"), 6));
    assert_eq!(progress.elapsed(), 19 * SECOND);
    assert_eq!(
        (error.request_id(), error.body_as::<Thing>().unwrap().id.as_deref()),
        (Some("r9"), Some("t1"))
    );
    let text = error.to_string();
    for part in ["after 20s", "\"creating\"", "6 polls in 19s", ".deadline(…)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The default, and one that is short.
    let error = show(&script.config()).wait_until_up().await.unwrap_err();
    assert!(error.to_string().contains("after 600s"), "{error}");
    let (config, clock) = timed(&script);
    show(&config).wait_until_up().deadline(SECOND).await.unwrap_err();
    assert_eq!(clock.seconds(), [0.9]);
}

#[tokio::test]
async fn a_poll_that_is_not_answered_is_cut_by_its_own_time_and_by_the_deadline() {
    let script = Script::new().waits().waits().waits();
    let config = script.config();
    let wait = show(&config).with_timeout(4 * SECOND).wait_until_up();
    let error = wait.deadline(10 * SECOND).await.unwrap_err();
    assert!(error.is_timeout());
    // 4 seconds of each of two polls, a pause of 2, and then a third poll has no time left.
    assert_eq!((error.progress().unwrap().polls(), script.clock().elapsed()), (2, 10 * SECOND));
    assert!(error.progress().unwrap().state().is_none());
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("ShowThing: timed out"), "{cause}");

    let script = Script::new().waits();
    let error = show(&script.config()).wait_until_up().deadline(3 * SECOND).await.unwrap_err();
    assert_eq!((error.progress().unwrap().polls(), script.clock().elapsed()), (1, 3 * SECOND));
    assert!(error.to_string().contains("got no answer"), "{error}");
}

#[tokio::test]
async fn what_a_later_poll_may_not_meet_does_not_end_it() {
    let script = Script::new()
        .fails(TransportErrorKind::Connect)
        .answer(Reply::error(429, "APIGW.0308", "too many requests"))
        .answer(thing("creating"))
        .answer(Reply::error(500, "EndPoint.0001", "system error"))
        .answer(Reply::html(502, "Bad Gateway"))
        .fails(TransportErrorKind::Interrupted)
        .waits()
        .answer(thing("up"));
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = told.clone();
    let wait = show(&script.config()).wait_until_up().on_progress(move |progress: &Progress| {
        let status = progress.error().map(|error| error.status().map(|status| status.as_u16()));
        tell.lock().unwrap().push((progress.polls(), progress.state().map(str::to_owned), status));
    });
    wait.await.unwrap();
    script.finish().unwrap();
    let creating = || Some("creating".to_owned());
    assert_eq!(
        *told.lock().unwrap(),
        [
            (1, None, Some(None)),
            (2, None, Some(Some(429))),
            (3, creating(), None),
            (4, creating(), Some(Some(500))),
            (5, creating(), Some(Some(502))),
            (6, creating(), Some(None)),
            (7, creating(), Some(None)),
            (8, Some("up".to_owned()), None),
        ]
    );
}

#[tokio::test]
async fn a_poll_is_repeated_as_every_call_is() {
    let script = Script::new().fails(TransportErrorKind::Connect).answer(thing("up"));
    let config = script.config_builder().retry(Retry::default()).build().unwrap();
    let polls = Arc::new(Mutex::new(0));
    let count = polls.clone();
    let wait = show(&config).wait_until_up().on_progress(move |it| *count.lock().unwrap() = it.polls());
    wait.await.unwrap();
    assert_eq!((*polls.lock().unwrap(), script.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_service_that_stays_down_is_the_source_of_the_deadline() {
    let script = Script::new()
        .answer(thing("creating"))
        .always(Reply::error(503, "EndPoint.0002", "down").header("x-request-id", "r2"));
    let error = show(&script.config()).wait_until_up().deadline(30 * SECOND).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!((cause.code(), cause.request_id()), (Some("EndPoint.0002"), Some("r2")));
    assert_eq!(error.progress().unwrap().state(), Some("creating"));
    assert!(error.to_string().contains("the last poll failed with 503"), "{error}");
    assert!(format!("{error:?}").contains("caused by: ShowThing: 503"), "{error:?}");
}

#[tokio::test]
async fn other_errors_end_it_and_stay_what_they_are() {
    for (reply, is_it) in [
        (Reply::error(403, "APIGW.0301", "no"), (|error| error.is_forbidden()) as fn(&Error) -> bool),
        (Reply::error(400, "EndPoint.0005", "no"), |error| error.status().is_some_and(|it| it == 400)),
        (Reply::error(404, "EndPoint.0006", "no"), Error::is_not_found),
        (Reply::html(200, "Login"), Error::is_decode),
        (Reply::from(json!({ "status": "up", "id": { "a": 1 } })), Error::is_decode),
    ] {
        let script = Script::new().answer(thing("creating")).answer(reply);
        let error = show(&script.config()).wait_until_up().await.unwrap_err();
        assert!(is_it(&error) && !error.is_failed_state() && !error.is_timeout(), "{error}");
        script.finish().unwrap();
    }
    let script = Script::new().answer(thing("creating")).answer(Reply::error(404, "EndPoint.0006", "no"));
    let error = show(&script.config()).wait_until_up().await.unwrap_err();
    let progress = error.progress().unwrap();
    assert_eq!((progress.state(), progress.polls()), (Some("creating"), 2));
    assert!(error.to_string().ends_with("(in poll 2 of wait_until_up)"), "{error}");
    assert!(std::error::Error::source(&error).is_none());
}

#[tokio::test]
async fn what_is_gone_is_not_found() {
    let script =
        Script::new().answer(thing("deleting")).answer(Reply::error(404, "EndPoint.0006", "no such thing"));
    show(&script.config()).wait_until_deleted().await.unwrap();
    script.finish().unwrap();

    let script = Script::new().answer(thing("deleting")).answer(thing("broken"));
    assert!(show(&script.config()).wait_until_deleted().await.unwrap_err().is_failed_state());

    // A gateway without such an API says nothing of the resource.
    for code in ["APIGW.0101", "APIG.0101"] {
        let script = Script::new().answer(Reply::error(404, code, "The API does not exist"));
        assert!(show(&script.config()).wait_until_deleted().await.unwrap_err().is_not_found());
    }
    // Nor does IAM, where it is asked for the project.
    let script = Script::new().answer(Reply::error(404, "IAM.0004", "no such project"));
    let config = Config::builder()
        .endpoint("https://script.example")
        .region("eu-west-101")
        .credentials(huaweicloud_core::Credentials::access_key("a", "s"))
        .retry(Retry::off())
        .transport(script.clone());
    let error = show(&config.build().unwrap()).wait_until_deleted().await.unwrap_err();
    assert!(script.requests()[0].path().contains("/v3/"), "{error}");
}

#[tokio::test]
async fn what_is_gone_is_no_longer_in_the_list() {
    let one = |status: &str| Reply::from(json!({ "things": [{ "status": status }] }));
    let by_id = |config: &Config| ShowThing(show(config).0.query("id", &"t1")).wait_until_first_deleted();
    let none = || Reply::from(json!({ "things": [] }));
    for end in [none(), one("deleted"), Reply::error(404, "EndPoint.0006", "no")] {
        let script = Script::new().answer(one("deleting")).answer("{}").answer(one("odd")).answer(end);
        by_id(&script.config()).await.unwrap();
        script.finish().unwrap();
    }
    // An empty list is not yet what it is to become.
    let script = Script::new().answer(none()).answer(one("up"));
    show(&script.config()).wait_until_first_up().await.unwrap();
    script.finish().unwrap();
}

#[tokio::test]
async fn what_cannot_end_well_is_refused_before_anything_is_sent() {
    let script = Script::new();
    let config = script.config();
    let error = show(&config).wait_until_first_deleted().await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("query parameter id"), "{error}");
    assert!(!error.to_string().contains("poll"), "{error}");
    let error = show(&config).wait_until_up().deadline(Duration::ZERO).await.unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".deadline(…)"), "{error}");
    let error = show(&config).wait_until_up().interval(Duration::ZERO).await.unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".interval(…)"), "{error}");
    assert!(script.requests().is_empty());
    // The longest times there are do no harm.
    let script = Script::new().answer(thing("up"));
    let wait = show(&script.config()).wait_until_up().deadline(Duration::MAX).interval(Duration::MAX);
    wait.await.unwrap();
}

#[tokio::test]
async fn the_service_may_ask_for_longer_pauses() {
    let script = Script::new()
        .answer(thing("new").header("retry-after", "7"))
        .answer(Reply::error(429, "APIGW.0308", "slowly").retry_after(30))
        .answer(thing("new").header("retry-after", "1"))
        .answer(thing("new").header("retry-after", "86400"))
        .answer(thing("up"));
    let (config, clock) = timed(&script);
    show(&config).wait_until_up().await.unwrap();
    assert_eq!(clock.seconds(), [7.0, 30.0, 4.5, 60.0]);
    // Never beyond the deadline.
    let script = Script::new().answer(thing("new").header("retry-after", "60")).answer(thing("up"));
    let (config, clock) = timed(&script);
    show(&config).wait_until_up().deadline(40 * SECOND).await.unwrap();
    assert_eq!(clock.seconds(), [39.0]);
}

#[tokio::test]
async fn options_of_the_request_hold_for_each_poll() {
    let script: Script = ["new", "new", "up"].map(thing).into_iter().collect();
    let request = show(&script.config()).with_project_id("p2").with_header("x-a", "b");
    let found = request.with_raw_body().wait_until_up().await.unwrap();
    assert!(found.raw_body().is_some());
    for request in script.requests() {
        assert_eq!((request.path(), request.header("x-a")), ("/v1/p2/things", Some("b")));
    }
}

#[tokio::test]
async fn several_waits_go_on_at_the_same_time_and_a_dropped_one_stops() {
    let script = Script::new().always(thing("new"));
    let config = script.config();
    // A wait can go to another thread.
    let wait = show(&config).wait_until_up().deadline(SECOND);
    tokio::spawn(async move { wait.await.unwrap_err() }).await.unwrap();

    let script: Script = ["new", "new", "up", "up"].map(thing).into_iter().collect();
    let config = script.config();
    let (first, second) = tokio::join!(show(&config).wait_until_up(), show(&config).wait_until_up());
    assert!(first.is_ok() && second.is_ok());
    script.finish().unwrap();

    let script = Script::new().waits().always(thing("up"));
    let mut wait = Box::pin(show(&script.config()).wait_until_up());
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    assert!(wait.as_mut().poll(&mut context).is_pending());
    drop(wait);
    tokio::task::yield_now().await;
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn it_shows_itself_without_what_is_sent() {
    let script = Script::new();
    let request = show(&script.config()).with_header("x-secret", "hidden");
    let wait = request.wait_until_up();
    let text = format!("{wait:?}");
    assert!(text.contains("wait_until_up") && text.contains("600s") && !text.contains("hidden"), "{text}");
}
