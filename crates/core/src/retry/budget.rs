//! What keeps repeats from becoming a storm.

use std::sync::atomic::{AtomicU32, Ordering};

/// The tokens of a full bucket: a hundred repeats in a row, or fifty where nothing answers.
const CAPACITY: u32 = 500;
/// What a repeat takes after an answer.
pub(super) const AFTER_ANSWER: u32 = 5;
/// What a repeat takes where none came: the service is further down then, and the wait for the repeat
/// ties up more on both sides.
pub(super) const AFTER_SILENCE: u32 = 10;
/// What a call gives that succeeds at once.
pub(super) const FIRST_SUCCESS: u32 = 1;

/// A bucket of tokens, shared by all calls of a configuration. A repeat takes some out and puts them
/// back where it succeeds, so that single faults are always repeated; where everything fails the
/// bucket is soon empty, and calls fail at their first attempt until some succeed again.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { tokens: AtomicU32::new(CAPACITY) }
    }
}

impl Budget {
    /// Takes `cost` tokens; `None` where there are too few.
    pub(super) fn lend(&self, cost: u32) -> Option<Loan<'_>> {
        // Nothing but the count itself hangs on it, so it needs no order with other memory.
        let taken =
            self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost));
        taken.is_ok().then(|| Loan { budget: self, cost })
    }

    /// Puts tokens in; what the bucket does not hold is lost.
    pub(super) fn give(&self, tokens: u32) {
        // Nothing is written to a full bucket, which is the usual one. The outcome says no more.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
            (held < CAPACITY).then(|| held.saturating_add(tokens).min(CAPACITY))
        });
    }
}

/// Tokens for a repeat that is to come. They go back where it does not: the call may be dropped while
/// it waits.
pub(super) struct Loan<'a> {
    budget: &'a Budget,
    cost: u32,
}

impl Loan<'_> {
    /// Makes use of the tokens, and tells how many to give back where the repeat succeeds.
    pub(super) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.cost)
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.budget.give(self.cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(budget: &Budget) -> u32 {
        budget.tokens.load(Ordering::Relaxed)
    }

    #[test]
    fn a_full_bucket_lasts_for_a_hundred_repeats_or_fifty() {
        for (cost, repeats) in [(AFTER_ANSWER, 100), (AFTER_SILENCE, 50)] {
            let budget = Budget::default();
            let taken = (0..1000).filter_map(|_| budget.lend(cost)).map(Loan::spend).count();
            assert_eq!((taken, tokens(&budget)), (repeats, 0));
        }
    }

    #[test]
    fn tokens_that_are_not_spent_go_back() {
        let budget = Budget::default();
        let loan = budget.lend(AFTER_SILENCE);
        assert_eq!(tokens(&budget), 490);
        drop(loan);
        assert_eq!(tokens(&budget), 500);
        assert_eq!(budget.lend(AFTER_SILENCE).map(Loan::spend), Some(10));
        assert_eq!(tokens(&budget), 490);
    }

    #[test]
    fn the_bucket_never_runs_over() {
        let budget = Budget::default();
        budget.give(u32::MAX);
        assert_eq!(tokens(&budget), CAPACITY);
        assert_eq!(budget.lend(3).map(Loan::spend), Some(3));
        budget.give(u32::MAX);
        assert_eq!(tokens(&budget), CAPACITY);
    }

    #[test]
    fn no_token_is_lost_or_made_between_threads() {
        let budget = Budget::default();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..10_000 {
                        if let Some(loan) = budget.lend(AFTER_SILENCE) {
                            budget.give(loan.spend());
                        }
                    }
                });
            }
        });
        assert_eq!(tokens(&budget), CAPACITY);
    }
}
