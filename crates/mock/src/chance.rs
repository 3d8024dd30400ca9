//! Numbers in place of chance.

use std::sync::atomic::{AtomicU32, Ordering};

/// Numbers so near to 0 that no wait is longer by them, each above the one before: what is made of them
/// is never the same, and another run has them again.
pub(crate) fn numbers() -> impl Fn() -> f64 + Send + Sync + 'static {
    let drawn = AtomicU32::new(0);
    move || f64::from(drawn.fetch_add(1, Ordering::Relaxed)) / 2f64.powi(53)
}
