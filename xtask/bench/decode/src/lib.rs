//! What the programs here have in common: the pages that are decoded, and the structs that a person
//! writes for them without an SDK.

pub mod endpoints;
pub mod numbers;
pub mod users;
