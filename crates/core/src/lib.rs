#![doc = include_str!("../README.md")]

#[cfg(feature = "blocking")]
mod blocking;
pub mod body;
mod clock;
mod config;
pub mod credentials;
#[cfg(feature = "mock")]
pub mod description;
mod endpoint;
mod error;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod macros;
mod operation;
mod paging;
mod path;
mod pointer;
mod projects;
mod random;
mod regions;
mod request;
mod response;
mod retry;
mod send;
mod service;
pub mod signing;
mod style;
pub mod transport;
mod wait;

/// Bytes of answers.
pub use bytes::Bytes;
pub use clock::{Clock, Sleep};
pub use config::{Config, ConfigBuilder};
pub use credentials::Credentials;
pub use error::Error;
/// The HTTP types of the public API: [`http::StatusCode`] and [`http::HeaderMap`].
pub use http;
/// The types that models share, for parameters of generated clients.
pub use huaweicloud_types as types;
pub use operation::{InBody, Operation, Pagination, Style};
pub use paging::{Items, Pages};
pub use request::{Request, ServiceClient};
pub use response::{Blob, FromAnswer, Response, Text};
pub use retry::Retry;
pub use send::Send;
pub use service::{Endpoint, Service};
pub use style::ParameterStyle;
pub use wait::{Progress, Wait, Waiter};
