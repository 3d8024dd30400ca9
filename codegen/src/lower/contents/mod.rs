//! What is sent and what comes back: bodies of requests and answers, their media types, examples.

pub mod answers;
pub mod bodies;
pub mod errors;
pub mod examples;
pub mod media;
pub mod multipart;
pub mod samples;
pub mod shared;
