//! Which fault befalls a request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::request::Parts;

use super::{Effect, Fault};

/// The faults of a mock, and how far each is used up.
pub(crate) struct Faults {
    /// Whether there are any: a mock without faults asks no further.
    any: AtomicBool,
    state: Mutex<State>,
}

struct State {
    rules: Vec<Rule>,
    random: Random,
}

struct Rule {
    fault: Fault,
    label: Arc<str>,
    /// How many requests it was for.
    seen: u64,
    /// How many of them it befell.
    applied: u64,
}

/// The fault that befalls a request.
pub(crate) struct Due {
    pub effect: Effect,
    /// The fault as it prints.
    pub label: Arc<str>,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        let state = State { rules: Vec::new(), random: Random(seed) };
        Self { any: AtomicBool::new(false), state: Mutex::new(state) }
    }

    pub fn add(&self, fault: Fault) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let label = fault.to_string().into();
        state.rules.push(Rule { fault, label, seen: 0, applied: 0 });
        self.any.store(true, Ordering::Release);
    }

    pub fn clear(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.rules.clear();
        self.any.store(false, Ordering::Release);
    }

    /// The fault for a request, which counts as one that came.
    pub fn due(&self, request: &Parts, operation: impl Fn() -> Option<&'static str>) -> Option<Due> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { rules, random } = &mut *state;
        let mut applying = |rule: &mut Rule| rule.applies(request, &operation, random);
        let index = rules.iter_mut().position(&mut applying)?;
        let rule = &rules[index];
        let due = Due { effect: rule.fault.effect.clone(), label: rule.label.clone() };
        if rule.is_used_up() {
            rules.remove(index);
            self.any.store(!rules.is_empty(), Ordering::Release);
        }
        Some(due)
    }
}

impl Rule {
    fn applies(
        &mut self,
        request: &Parts,
        operation: impl Fn() -> Option<&'static str>,
        random: &mut Random,
    ) -> bool {
        if self.is_used_up() || !self.fault.is_for(request, operation) {
            return false;
        }
        self.seen += 1;
        let counted = self.seen.saturating_sub(self.fault.after);
        if counted == 0 || counted % self.fault.every != 0 {
            return false;
        }
        if self.fault.chance < 1.0 && random.next() >= self.fault.chance {
            return false;
        }
        self.applied += 1;
        true
    }

    fn is_used_up(&self) -> bool {
        self.fault.times.is_some_and(|times| self.applied >= times)
    }
}

/// Numbers that look random and are the same each time
/// ([SplitMix64](https://prng.di.unimi.it/splitmix64.c)).
struct Random(u64);

impl Random {
    /// A number from 0 up to and without 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;

    /// Which of the first requests each of the faults befalls, by its index.
    fn befallen(faults: &[Fault], seed: u64, count: usize) -> Vec<Option<usize>> {
        let rules = Faults::new(seed);
        faults.iter().for_each(|fault| rules.add(fault.clone()));
        let (request, _) = http::Request::get("/v1/p1/things").body(()).unwrap().into_parts();
        let labels: Vec<String> = faults.iter().map(Fault::to_string).collect();
        let due = |_| {
            let due = rules.due(&request, || Some("ListThings"))?;
            labels.iter().position(|label| *label == *due.label)
        };
        (0..count).map(due).collect()
    }

    fn reset() -> Fault {
        Fault::reset(Place::Answer)
    }

    #[test]
    fn conditions_are_counted() {
        let hit = |fault: Fault| -> Vec<usize> {
            let befallen = befallen(&[fault], 1, 10);
            (1..=10).filter(|number| befallen[number - 1].is_some()).collect()
        };
        assert_eq!(hit(reset()), (1..=10).collect::<Vec<_>>());
        assert_eq!(hit(reset().times(2)), [1, 2]);
        assert_eq!(hit(reset().once().after(4)), [5]);
        assert_eq!(hit(reset().every(3)), [3, 6, 9]);
        assert_eq!(hit(reset().every(3).after(1).times(2)), [4, 7]);
        assert_eq!(hit(reset().every(0)), hit(reset()));
        for never in [
            reset().on("ShowThing"),
            reset().method("POST"),
            reset().path("/v1/*"),
            reset().times(0),
            reset().chance(0.0),
        ] {
            assert!(hit(never.clone()).is_empty(), "{never:?}");
        }
        assert_eq!(hit(reset().on("ListThings").method("GET").path("/v1/*/things").once()), [1]);
    }

    #[test]
    fn the_first_that_is_due_is_applied() {
        let faults = [reset().times(2), Fault::flood().after(1).times(1), Fault::drip(Default::default())];
        let expected = [0, 0, 2, 1, 2].map(Some);
        assert_eq!(befallen(&faults, 1, 5), expected);
    }

    #[test]
    fn chance_is_as_great_as_said_and_the_same_each_time() {
        let befallen = |seed| befallen(&[reset().chance(0.05)], seed, 100_000);
        let hits = befallen(7);
        let count = hits.iter().flatten().count();
        assert!((4_700..5_300).contains(&count), "{count}");
        assert!(hits == befallen(7) && hits != befallen(8));
    }
}
