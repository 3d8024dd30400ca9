//! What the time of the link is kept by.

use std::thread;
use std::time::{Duration, SystemTime};

use huaweicloud_core::Sleep;

/// Waits to the tenth of a millisecond. Tokio's timer goes by whole ones and takes one or two more than
/// was asked for, which would be a link slower than it is said to be.
pub struct Clock;

impl huaweicloud_core::Clock for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(async move {
            // It ends early only if the server does.
            let _ = tokio::task::spawn_blocking(move || thread::sleep(time)).await;
        })
    }
}
