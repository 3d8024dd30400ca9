//! The client crate.

mod answers;
pub mod calls;
pub mod chapters;
mod forms;
pub mod mock;
pub mod programs;
mod requests;
mod root;
mod values;
