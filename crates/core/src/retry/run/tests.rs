use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Waker};

use super::*;
use crate::retry::testing::{self, FakeClock, Seeded};

const SECOND: Duration = Duration::from_secs(1);

/// A call with scripted outcomes. The last one repeats for ever.
struct Script {
    clock: FakeClock,
    budget: Budget,
    random: f64,
    deadline: Option<Duration>,
    /// How long each attempt takes.
    takes: Duration,
    attempts: Mutex<Vec<Attempt>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            clock: FakeClock::default(),
            budget: Budget::default(),
            random: 0.5,
            deadline: None,
            takes: Duration::ZERO,
            attempts: Mutex::default(),
        }
    }
}

type Outcome = fn() -> Result<u32, Error>;

impl Script {
    async fn play(&self, policy: &Retry, safety: Safety, outcomes: &[Outcome]) -> Result<u32, Error> {
        let random = || self.random;
        let surroundings = Surroundings {
            clock: &self.clock,
            random: &random,
            budget: &self.budget,
            deadline: self.deadline,
        };
        run(policy, safety, &surroundings, |attempt| {
            let mut attempts = self.attempts.lock().unwrap();
            let outcome = outcomes.get(attempts.len()).or(outcomes.last()).unwrap();
            attempts.push(attempt);
            self.clock.pass(self.takes);
            std::future::ready(outcome())
        })
        .await
    }

    fn attempts(&self) -> usize {
        self.attempts.lock().unwrap().len()
    }

    /// How many tokens are left. Takes them all.
    fn tokens(&self) -> u32 {
        std::iter::from_fn(|| self.budget.lend(1)).map(Loan::spend).sum()
    }
}

fn success() -> Result<u32, Error> {
    Ok(7)
}

fn unavailable() -> Result<u32, Error> {
    Err(testing::answer(503, ""))
}

fn missing() -> Result<u32, Error> {
    Err(testing::answer(404, ""))
}

fn millis(millis: &[u64]) -> Vec<Duration> {
    millis.iter().copied().map(Duration::from_millis).collect()
}

#[tokio::test]
async fn a_success_is_not_repeated() {
    let script = Script::default();
    assert_eq!(script.play(&Retry::default(), Safety::Safe, &[success]).await.unwrap(), 7);
    assert_eq!((script.attempts(), script.clock.sleeps()), (1, vec![]));
}

#[tokio::test]
async fn a_fault_is_repeated_until_it_is_over() {
    let script = Script::default();
    let outcome = script.play(&Retry::default(), Safety::Safe, &[unavailable, unavailable, success]).await;
    assert_eq!(outcome.unwrap(), 7);
    assert_eq!((script.attempts(), script.clock.sleeps()), (3, millis(&[100, 200])));
    let numbers: Vec<u32> = script.attempts.lock().unwrap().iter().map(|attempt| attempt.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[tokio::test]
async fn attempts_end_and_the_last_error_counts_them() {
    for (policy, attempts) in [
        (Retry::off(), 1),
        (Retry::default(), 3),
        (Retry::default().max_attempts(1), 1),
        (Retry::default().max_attempts(7), 7),
    ] {
        let script = Script::default();
        let error = script.play(&policy, Safety::Safe, &[unavailable]).await.unwrap_err();
        assert_eq!((script.attempts(), error.attempts()), (attempts, attempts as u32));
        assert_eq!(script.clock.sleeps().len(), attempts - 1);
    }
}

#[tokio::test]
async fn an_error_that_a_repeat_cannot_cure_ends_the_call() {
    let script = Script::default();
    let error = script.play(&Retry::default(), Safety::Safe, &[unavailable, missing]).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((script.attempts(), error.attempts()), (2, 2));
}

#[tokio::test]
async fn a_request_that_does_harm_twice_is_sent_once() {
    let maybe_carried_out: [Outcome; 3] =
        [unavailable, || Err(testing::timeout()), || Err(testing::interrupted())];
    for outcome in maybe_carried_out {
        let script = Script::default();
        let error = script.play(&Retry::default(), Safety::Unsafe, &[outcome]).await.unwrap_err();
        assert_eq!((script.attempts(), error.attempts()), (1, 1), "{error}");
    }
    let surely_not: [Outcome; 2] = [|| Err(testing::connect()), || Err(testing::answer(429, ""))];
    for outcome in surely_not {
        let script = Script::default();
        let error = script.play(&Retry::default(), Safety::Unsafe, &[outcome]).await.unwrap_err();
        assert_eq!((script.attempts(), error.attempts()), (3, 3), "{error}");
    }
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept() {
    let script = Script::default();
    let outcomes: [Outcome; 3] = [|| Err(testing::throttled(5)), unavailable, success];
    script.play(&Retry::default(), Safety::Unsafe, &outcomes).await.unwrap_err();
    assert_eq!(script.clock.sleeps(), millis(&[5_100]));
    let script = Script::default();
    script.play(&Retry::default(), Safety::Safe, &outcomes).await.unwrap();
    assert_eq!(script.clock.sleeps(), millis(&[5_100, 200]));
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_not_begun() {
    // Longer than anybody waits, and longer than the operation has.
    for (deadline, asked) in [
        (None, (|| Err(testing::throttled(3_600))) as Outcome),
        (Some(3 * SECOND), || Err(testing::throttled(3))),
    ] {
        let script = Script { deadline, ..Script::default() };
        let error = script.play(&Retry::default(), Safety::Safe, &[asked]).await.unwrap_err();
        assert!(error.is_throttled() && error.retry_after() >= Some(3 * SECOND));
        assert_eq!((script.attempts(), script.clock.sleeps()), (1, vec![]));
        assert_eq!(script.tokens(), 500);
    }
}

#[tokio::test]
async fn each_attempt_knows_what_is_left_of_the_operations_time() {
    let script = Script { deadline: Some(3 * SECOND), takes: SECOND, ..Script::default() };
    let error =
        script.play(&Retry::default().max_attempts(9), Safety::Safe, &[unavailable]).await.unwrap_err();
    let attempts = script.attempts.lock().unwrap();
    let remaining: Vec<Duration> = attempts.iter().filter_map(|attempt| attempt.remaining).collect();
    assert_eq!(remaining, millis(&[3_000, 1_900, 700]));
    // The third attempt ends after the deadline, so no wait follows it.
    assert_eq!((error.attempts(), script.clock.sleeps()), (3, millis(&[100, 200])));
}

#[tokio::test]
async fn a_wait_that_outlasts_the_operations_time_is_its_end() {
    let script =
        Script { clock: FakeClock::late_by(3 * SECOND), deadline: Some(2 * SECOND), ..Script::default() };
    let error = script.play(&Retry::default(), Safety::Safe, &[unavailable]).await.unwrap_err();
    assert_eq!((script.attempts(), error.attempts()), (1, 1));
    assert_eq!(script.tokens(), 500);
}

#[tokio::test]
async fn a_repeat_that_succeeds_costs_nothing() {
    let script = Script::default();
    script.play(&Retry::default(), Safety::Safe, &[unavailable, success]).await.unwrap();
    assert_eq!(script.tokens(), 500);
    let script = Script::default();
    script.play(&Retry::default(), Safety::Safe, &[unavailable, unavailable, success]).await.unwrap();
    assert_eq!(script.tokens(), 495);
    let script = Script::default();
    script
        .play(&Retry::default(), Safety::Safe, &[unavailable, || Err(testing::timeout())])
        .await
        .unwrap_err();
    assert_eq!(script.tokens(), 485);
}

#[tokio::test]
async fn a_storm_wears_itself_out_and_successes_refill() {
    let script = Script::default();
    for _ in 0..1_000 {
        script.play(&Retry::default(), Safety::Safe, &[unavailable]).await.unwrap_err();
    }
    assert_eq!(script.attempts(), 1_100);
    // An empty bucket is no reason to wait.
    assert_eq!(script.clock.sleeps().len(), 100);
    for _ in 0..5 {
        script.play(&Retry::default(), Safety::Safe, &[success]).await.unwrap();
    }
    script.attempts.lock().unwrap().clear();
    let error = script.play(&Retry::default(), Safety::Safe, &[unavailable]).await.unwrap_err();
    assert_eq!((script.attempts(), error.attempts()), (2, 2));
}

#[test]
fn a_call_dropped_while_it_waits_takes_nothing() {
    let script = Script { clock: FakeClock::stuck(), ..Script::default() };
    {
        let policy = Retry::default();
        let mut call = pin!(script.play(&policy, Safety::Safe, &[unavailable]));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(script.clock.sleeps().len(), 1);
    assert_eq!(script.tokens(), 500);
}

#[test]
fn the_loop_moves_between_threads() {
    fn movable<T: Send>(_: T) {}
    let (script, policy) = (Script::default(), Retry::default());
    movable(script.play(&policy, Safety::Safe, &[success]));
}

/// Whatever the policy, the faults, their pace and the deadline.
#[tokio::test]
async fn no_wait_ever_passes_the_deadline() {
    const FAULTS: [Outcome; 7] = [
        success,
        unavailable,
        missing,
        || Err(testing::connect()),
        || Err(testing::timeout()),
        || Err(testing::throttled(2)),
        || Err(testing::throttled(90)),
    ];
    for seed in 0..20_000 {
        let chance = Seeded::new(seed);
        let any_millis = |limit| Duration::from_millis(chance.below(limit) + 1);
        let policy = Retry::default()
            .max_attempts(chance.below(12) as u32 + 1)
            .base_delay(any_millis(3_000))
            .max_delay(Duration::from_millis(3_000) + any_millis(60_000));
        let script = Script {
            deadline: (seed % 5 != 0).then(|| any_millis(30_000)),
            takes: any_millis(5_000),
            random: chance.unit(),
            ..Script::default()
        };
        let safety = [Safety::Unsafe, Safety::Idempotent, Safety::Safe][chance.below(3) as usize];
        let outcomes: Vec<Outcome> = (0..12).map(|_| FAULTS[chance.below(7) as usize]).collect();

        let outcome = script.play(&policy, safety, &outcomes).await;

        let (sleeps, attempts) = (script.clock.sleeps(), script.attempts.lock().unwrap());
        assert!(attempts.len() <= policy.max_attempts as usize, "seed {seed}");
        assert_eq!(sleeps.len(), attempts.len() - 1, "seed {seed}");
        if let Some(deadline) = script.deadline {
            assert!(sleeps.iter().sum::<Duration>() < deadline, "seed {seed}");
            // Each repeat begins with time left.
            assert!(attempts.iter().all(|attempt| attempt.remaining > Some(Duration::ZERO)), "seed {seed}");
        }
        if let Err(error) = outcome {
            assert_eq!(error.attempts() as usize, attempts.len(), "seed {seed}");
        }
    }
}
