//! One signed call, through the generated client and as somebody without an SDK writes it.

pub mod by_hand;
pub mod client;

use std::error::Error;
use std::future::Future;

/// Whose signature it is.
pub const ACCESS_KEY: &str = "BENCHACCESSKEY000000";
/// What it is made with.
pub const SECRET_KEY: &str = "bench-secret-key";
/// In the path, and in a header that is signed.
pub const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
/// In the path.
pub const SERVER_ID: &str = "bench-server";
/// Items on the page that is asked for.
pub const LIMIT: i64 = 10;

/// Whatever goes wrong.
pub type Failed = Box<dyn Error + Send + Sync>;

/// A way of making the call.
pub trait Caller: Clone + Send + Sync + Sized + 'static {
    /// One that calls this address.
    ///
    /// # Errors
    ///
    /// When it cannot be set up.
    fn new(url: &str) -> Result<Self, Failed>;

    /// Makes the call, and says how many users came back.
    fn call(&self) -> impl Future<Output = Result<usize, Failed>> + Send;
}

/// Makes one call after the other.
///
/// # Errors
///
/// When one of them fails, or has not what was asked for.
pub async fn in_a_row(caller: &impl Caller, count: usize) -> Result<(), Failed> {
    for _ in 0..count {
        assert_eq!(caller.call().await? as i64, LIMIT);
    }
    Ok(())
}
