//! A mock's memory: what calls create, change and delete, as the services declare it.
//!
//! What is declared is a [`Plan`](plan::Plan); records are in the [`Store`]. A call that the plan knows is
//! an [`Act`].

mod act;
mod change;
mod look;
mod plan;
mod store;
mod text;
mod view;

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use huaweicloud_core::description::Description;

use crate::answered::Answered;
use crate::check::Call;
use crate::memory::act::Act;
use crate::memory::plan::Plan;
use crate::memory::store::Store;

pub(crate) use crate::memory::text::Fresh;
use crate::refusal::Refusal;
use crate::route::Route;

/// What a mock remembers.
pub(crate) struct Memory {
    plan: Plan,
    fresh: Fresh,
    store: Mutex<Store>,
}

impl Memory {
    pub fn new(services: &[Description], fresh: Fresh) -> Self {
        let plan = Plan::new(services);
        let store = Mutex::new(Store::new(plan.kinds.len()));
        Self { plan, fresh, store }
    }

    /// The answer to a call that is in order; none where nothing is declared of it.
    pub fn answer(
        &self,
        route: &Route,
        call: &Call<'_>,
        now: SystemTime,
        request_id: &str,
    ) -> Option<Result<Answered, Refusal>> {
        let act = Act::new(self, route, call, now, request_id)?;
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        Some(act.run(&mut store).or_else(|refusal| act.as_documented(refusal)))
    }
}
