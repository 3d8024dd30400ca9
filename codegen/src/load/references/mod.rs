//! References: what they name, where they lead, and that they lead somewhere.

mod cycles;
pub mod links;
pub mod refs;
pub mod resolve;
pub mod targets;
