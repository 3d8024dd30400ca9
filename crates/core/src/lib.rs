#![doc = include_str!("../README.md")]

mod config;
mod credentials;
#[cfg(feature = "mock")]
pub mod description;
mod endpoint;
mod error;
mod macros;
mod operation;
mod paging;
mod path;
mod request;
mod response;
mod send;
mod service;
pub mod signing;
mod transport;

pub use config::{Config, ConfigBuilder};
pub use credentials::Credentials;
pub use error::Error;
/// The HTTP types of the public API: [`http::StatusCode`] and [`http::HeaderMap`].
pub use http;
/// The types that models share, for parameters of generated clients.
pub use huaweicloud_types as types;
pub use operation::{Operation, Pagination, Style};
pub use paging::{Items, Pages};
pub use request::{Request, ServiceClient};
pub use response::Response;
pub use send::Send;
pub use service::{Endpoint, Service};
