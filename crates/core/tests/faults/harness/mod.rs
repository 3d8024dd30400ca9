//! What the faults are provoked with.

pub mod calls;
pub mod certificates;
pub mod clock;
mod connection;
pub mod fault;
pub mod http2;
pub mod panics;
pub mod script;
pub mod server;
