use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::task::Poll;

use super::*;
use crate::credentials::Provided;

const BEGIN: u64 = 1_700_000_000;
const HOUR: u64 = 60 * 60;

/// Provides what its script says next, after its gate has been opened; the last for ever.
#[derive(Default)]
struct Scripted {
    asked: AtomicU64,
    shut: AtomicBool,
    script: Mutex<VecDeque<Result<Credentials, Error>>>,
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

impl CredentialsProvider for Arc<Scripted> {
    fn provide<'a>(&'a self, _context: &'a ProviderContext) -> Provided<'a> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async {
            while self.shut.load(Ordering::Relaxed) {
                tokio::task::yield_now().await;
            }
            let mut script = self.script.lock().unwrap();
            if script.len() > 1 { script.pop_front().unwrap() } else { copy(&script[0]) }
        })
    }
}

fn copy(outcome: &Result<Credentials, Error>) -> Result<Credentials, Error> {
    match outcome {
        Ok(credentials) => Ok(credentials.clone()),
        Err(error) => Err(error.copied()),
    }
}

/// A configuration with a clock that is set by hand.
struct Bench {
    provider: Arc<Scripted>,
    seconds: Arc<AtomicU64>,
    config: Config,
}

impl Bench {
    fn new(script: impl IntoIterator<Item = Result<Credentials, Error>>) -> Self {
        let script = Mutex::new(script.into_iter().collect());
        let provider = Arc::new(Scripted { script, ..Scripted::default() });
        let seconds = Arc::new(AtomicU64::new(0));
        let clock = seconds.clone();
        let config = Config::builder()
            .endpoint("http://127.0.0.1:9")
            .credentials(provider.clone())
            .clock(move || at(clock.load(Ordering::Relaxed)))
            .random(|| 0.0)
            .build()
            .unwrap();
        Self { provider, seconds, config }
    }

    fn set_time(&self, seconds: u64) {
        self.seconds.store(seconds, Ordering::Relaxed);
    }

    fn shut(&self, shut: bool) {
        self.provider.shut.store(shut, Ordering::Relaxed);
    }

    fn asked(&self) -> u64 {
        self.provider.asked.load(Ordering::Relaxed)
    }

    async fn get(&self) -> Result<Arc<Held>, Error> {
        self.config.credentials().get(&self.config).await
    }

    fn started(&self) -> Started<'_, Result<Arc<Held>, Error>> {
        Box::pin(self.get())
    }

    fn renewing<'a>(&'a self, refused: &'a Arc<Held>) -> Started<'a, Result<Option<Arc<Held>>, Error>> {
        Box::pin(self.config.credentials().renewed(&self.config, refused))
    }

    /// The name of the credentials that a call gets now.
    async fn name(&self) -> String {
        name(&self.get().await.unwrap())
    }
}

type Started<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(BEGIN + seconds)
}

fn keys(name: &str) -> Credentials {
    Credentials::access_key(name, "my-secret-key")
}

fn until(name: &str, seconds: u64) -> Result<Credentials, Error> {
    Ok(keys(name).with_expiry(at(seconds)))
}

fn nothing() -> Result<Credentials, Error> {
    Err(Error::no_credentials("no credentials in the vault"))
}

fn name(held: &Held) -> String {
    match &held.credentials.kind {
        crate::credentials::Kind::AccessKey { access_key, .. } => access_key.clone(),
        crate::credentials::Kind::Token(_) => "token".to_owned(),
    }
}

/// Goes on with a future as far as it comes.
async fn poll<T>(future: &mut Started<'_, T>) -> Poll<T> {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

#[tokio::test]
async fn callers_that_come_together_ask_once() {
    let bench = Bench::new([until("a", HOUR)]);
    bench.shut(true);
    let mut callers: Vec<_> = (0..100).map(|_| bench.started()).collect();
    for caller in &mut callers {
        assert!(poll(caller).await.is_pending());
    }
    bench.shut(false);
    for caller in callers {
        assert_eq!(name(&caller.await.unwrap()), "a");
    }
    assert_eq!(bench.asked(), 1);
}

#[tokio::test]
async fn what_does_not_expire_is_asked_for_once() {
    let bench = Bench::new([Ok(keys("a")), Ok(keys("b"))]);
    for time in [0, HOUR, 1000 * HOUR] {
        bench.set_time(time);
        assert_eq!(bench.name().await, "a");
    }
    assert_eq!(bench.asked(), 1);
}

#[tokio::test]
async fn one_renews_early_while_the_others_go_on_with_the_old() {
    let bench = Bench::new([until("a", HOUR), until("b", 2 * HOUR)]);
    assert_eq!(bench.name().await, "a");
    bench.set_time(HOUR - 301);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", 1));

    bench.set_time(HOUR - 300);
    bench.shut(true);
    let mut renewing = bench.started();
    assert!(poll(&mut renewing).await.is_pending());
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", 2));
    bench.shut(false);
    assert_eq!(name(&renewing.await.unwrap()), "b");
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("b", 2));
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_old_and_is_tried_again() {
    let bench = Bench::new([until("a", HOUR), nothing(), nothing(), until("b", 2 * HOUR)]);
    assert_eq!(bench.name().await, "a");
    for (time, asked) in [(300, 2), (271, 2), (270, 3)] {
        bench.set_time(HOUR - time);
        assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", asked), "{time} s left");
    }
    bench.set_time(HOUR - 240);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("b", 4));
}

#[tokio::test]
async fn what_has_expired_is_not_used() {
    let bench = Bench::new([until("a", HOUR), nothing()]);
    assert_eq!(bench.name().await, "a");
    // The pause after this failure would outlast the credentials.
    bench.set_time(HOUR - 10);
    assert_eq!(bench.name().await, "a");
    bench.set_time(HOUR);
    let error = bench.get().await.err().unwrap();
    assert!(error.is_credentials(), "{error}");
}

#[tokio::test]
async fn callers_that_wait_share_a_failure_and_later_ones_ask_again() {
    let bench = Bench::new([nothing(), until("a", HOUR)]);
    bench.shut(true);
    let mut callers: Vec<_> = (0..100).map(|_| bench.started()).collect();
    for caller in &mut callers {
        assert!(poll(caller).await.is_pending());
    }
    bench.shut(false);
    for caller in callers {
        let error = caller.await.err().unwrap();
        assert_eq!(error.to_string(), "no credentials in the vault");
    }
    assert_eq!(bench.asked(), 1);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", 2));
}

#[tokio::test]
async fn who_gives_up_hands_over() {
    let bench = Bench::new([until("a", HOUR)]);
    bench.shut(true);
    let (mut first, mut second) = (bench.started(), bench.started());
    assert!(poll(&mut first).await.is_pending());
    assert!(poll(&mut second).await.is_pending());
    assert_eq!(bench.asked(), 1);
    drop(first);
    assert!(poll(&mut second).await.is_pending());
    assert_eq!(bench.asked(), 2);
    bench.shut(false);
    assert_eq!(name(&second.await.unwrap()), "a");
}

#[tokio::test]
async fn who_gives_up_renewing_early_leaves_the_old_to_the_next_attempt() {
    let bench = Bench::new([until("a", HOUR), until("b", 2 * HOUR)]);
    assert_eq!(bench.name().await, "a");
    bench.set_time(HOUR - 300);
    bench.shut(true);
    let mut renewing = bench.started();
    assert!(poll(&mut renewing).await.is_pending());
    drop(renewing);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", 2));
    bench.set_time(HOUR - 270);
    bench.shut(false);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("b", 3));
}

#[tokio::test]
async fn what_seems_expired_when_it_comes_is_used_and_asked_for_again_soon() {
    let bench = Bench::new([until("a", 0), until("b", 0)]);
    bench.set_time(HOUR);
    assert_eq!(bench.name().await, "a");
    bench.set_time(HOUR + 29);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("a", 1));
    bench.set_time(HOUR + 30);
    assert_eq!((bench.name().await.as_str(), bench.asked()), ("b", 2));
}

#[tokio::test]
async fn what_was_refused_is_renewed_once_for_all() {
    let bench = Bench::new([until("a", HOUR), until("b", HOUR)]);
    let refused = bench.get().await.unwrap();
    bench.shut(true);
    let mut callers: Vec<_> = (0..100).map(|_| bench.renewing(&refused)).collect();
    for caller in &mut callers {
        assert!(poll(caller).await.is_pending());
    }
    bench.shut(false);
    for caller in callers {
        assert_eq!(name(&caller.await.unwrap().unwrap()), "b");
    }
    // One who comes late with the same refusal takes what is there.
    assert_eq!(name(&bench.renewing(&refused).await.unwrap().unwrap()), "b");
    assert_eq!(bench.asked(), 2);
}

#[tokio::test]
async fn what_was_refused_and_has_no_better_is_asked_for_once_too() {
    let bench = Bench::new([Ok(keys("a"))]);
    let refused = bench.get().await.unwrap();
    bench.shut(true);
    let mut callers: Vec<_> = (0..100).map(|_| bench.renewing(&refused)).collect();
    for caller in &mut callers {
        assert!(poll(caller).await.is_pending());
    }
    bench.shut(false);
    for caller in callers {
        assert!(caller.await.unwrap().is_none());
    }
    assert_eq!(bench.asked(), 2);
}

#[tokio::test]
async fn a_renewal_that_failed_early_does_not_pass_for_one_after_a_refusal() {
    let bench = Bench::new([until("a", HOUR), nothing(), until("b", 2 * HOUR)]);
    let refused = bench.get().await.unwrap();
    bench.set_time(HOUR - 300);
    assert_eq!(bench.name().await, "a");
    assert_eq!(name(&bench.renewing(&refused).await.unwrap().unwrap()), "b");
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error() {
    let bench = Bench::new([Ok(Credentials::token("my token\n"))]);
    let error = bench.get().await.err().unwrap();
    assert!(error.is_config() && error.to_string().contains("the token has a blank"), "{error}");
}

#[test]
fn renewals_spread_over_the_time_before_the_end() {
    let early = |seconds: u64, random: f64| {
        let end = at(seconds);
        end.duration_since(renewal(at(0), end, random)).unwrap().as_secs()
    };
    assert_eq!((early(HOUR, 0.0), early(HOUR, 0.5), early(HOUR, 1.0)), (300, 450, 600));
    assert_eq!((early(24 * HOUR, 0.0), early(24 * HOUR, 1.0)), (300, 600));
    assert_eq!((early(600, 0.0), early(600, 1.0)), (150, 300));
    assert_eq!((early(4, 0.0), early(4, 1.0)), (1, 2));
    for odd in [f64::NAN, f64::INFINITY, -1.0, 2.0] {
        assert_eq!(early(HOUR, odd), 450);
    }
    assert_eq!(renewal(at(0), at(0), 0.0), at(30));
    assert_eq!(renewal(at(1), at(0), 0.0), at(31));
}
