//! The model crate.

pub mod chapters;
pub mod examples;
mod root;
