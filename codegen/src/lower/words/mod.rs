//! Words: names that Rust accepts, and texts that rustdoc does.

pub mod docs;
pub mod limits;
pub mod names;
