//! What the caller sees when things go wrong: a list of faults, each provoked over real sockets.
//!
//! A row names a fault, says what the server does, what the caller sees, and how often a GET, a PUT, a
//! POST and a POST with a client token are attempted. Behind each row stand up to eight calls: each kind
//! of call at a server that stays as it is, and, where it is repeated, at one that is well after its
//! first connection. Of all of them it is shown that they end, that nothing panics, that the server sees
//! every connection closed, that as many requests arrive as there were attempts, that no POST without a
//! client token arrives twice unless the answer says that it was not carried out, and that the error
//! shows neither secrets nor what is no text.
//!
//! `cargo test -p huaweicloud-core --test faults -- --nocapture` prints the list, with the text of each
//! error.

mod bodies;
mod cancelling;
mod clocks;
mod compression;
mod connections;
mod harness;
mod heads;
mod http2;
mod keeping;
mod proxies;
#[path = "../support/mod.rs"]
mod service;
mod statuses;
mod throttling;
mod tls;
mod tokens;
mod uploads;
