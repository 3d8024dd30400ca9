//! References: what they name, where they lead, and that they lead somewhere.

pub mod beside;
mod cycles;
pub mod links;
pub mod refs;
pub mod resolve;
pub mod targets;
