//! Lists in pages.
#![allow(missing_docs)] // nothing here is public

#[path = "../support/mod.rs"]
mod support;

mod absence;
mod ahead;
mod drive;
mod in_body;
mod listing;
mod resume;
mod script;
mod sequential;
mod shapes;
mod sockets;
mod wrong;
