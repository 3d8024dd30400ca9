#![doc = include_str!("../README.md")]

mod decode;
mod encode;
mod integer_enum;
mod json;
mod model;
mod nullable;
mod open_enum;
mod scalars;
mod secret;
mod timestamp;
mod union;

pub use decode::{DecodeError, decode, decode_slice};
pub use encode::View;
pub use integer_enum::UnknownCode;
pub use json::{Field, Json, Slot};
pub use model::Object;
pub use nullable::OrNull;
pub use open_enum::UnknownValue;
pub use secret::Secret;
/// JSON of any shape, for what the documentation leaves free.
pub use serde_json::Value;
pub use timestamp::{Timestamp, TimestampError};

/// What the macros of this crate expand to; not for use by hand.
#[doc(hidden)]
pub mod macros {
    pub use crate::decode::deserialize;
    pub use crate::json::{FromCode, FromText};
    pub use crate::nullable::null;
    pub use crate::union::{Reader, Union, Variant, read, tagged};
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
    pub use std::borrow::Cow;
}
