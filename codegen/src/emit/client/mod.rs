//! The client crate.

pub mod answers;
pub mod calls;
pub mod chapters;
pub mod forms;
pub mod manual;
pub mod mock;
pub mod programs;
pub mod requests;
mod root;
mod values;
pub mod waiters;
