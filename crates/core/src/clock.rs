//! Time as the runtime sees it.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// The time of day, time that passes, and waiting: all that the runtime knows of time.
///
/// A closure that tells the time of day is a clock too, whose waits are real ones:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use huaweicloud_core::{Config, Credentials};
///
/// let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(12 * 60 * 60);
/// let config = Config::builder()
///     .endpoint("http://127.0.0.1:4010")
///     .credentials(Credentials::access_key("my-access-key", "my-secret-key"))
///     .clock(move || noon)
///     .build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time of day, by which signatures are dated and credentials expire.
    fn now(&self) -> SystemTime;

    /// The time since a point of the clock's choice, which never goes back. Timeouts count by it.
    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    /// Waits: before a repeat, and for a timeout. By default with Tokio's timer, so inside a Tokio
    /// runtime alone.
    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A wait as a future.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

impl<F: Fn() -> SystemTime + Send + Sync + 'static> Clock for F {
    fn now(&self) -> SystemTime {
        self()
    }
}
