//! Calls for programs without async.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Drives a call to its end on this thread.
///
/// One Tokio runtime with one thread of its own is made at the first call and serves all of them: it
/// keeps connections alive between calls.
pub(crate) fn block_on<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::config(
            "a blocking call inside an async runtime, whose thread it would stop: await it there, as in .send().await",
        ));
    }
    runtime()?.block_on(call)
}

fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("huaweicloud")
        .enable_all()
        .build()
        .map_err(|error| {
            Error::config(format!("no runtime for blocking calls: {error}")).with_source(error)
        })?;
    Ok(RUNTIME.get_or_init(|| made))
}
