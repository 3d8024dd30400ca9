//! Why a change costs callers what it does, by what generated Rust is like.

use super::surface::Kind;

pub const KIND: &str = "what callers do with the one cannot be done with the other";
pub const RENAMED: &str = "the same for the service, but code that has the old name no longer compiles";
pub const NUMBER_OF_ARGUMENTS: &str = "calls with another number of arguments no longer compile";
pub const TYPE_OF_ARGUMENT: &str = "callers give a value of another type";
pub const ORDER_OF_ARGUMENTS: &str = "calls compile as before and give values to the wrong arguments";
pub const ANOTHER_ARGUMENT: &str = "calls compile as before and give the value to another argument";
pub const NAME_OF_ARGUMENT: &str = "callers do not write the names of arguments";
pub const DEPRECATED: &str = "callers compile as before, with a warning";
pub const NO_LONGER_DEPRECATED: &str = "callers have a warning less";
pub const DOCUMENTATION: &str = "only the documentation differs";
pub const UNSEEN: &str = "only mocks, tests and documentation show it";

/// Why it matters that something is gone.
pub fn gone(kind: Kind) -> &'static str {
    match kind {
        Kind::Crate => "callers depend on it",
        Kind::Variant => "code that names it no longer compiles",
        Kind::Field => "code that reads it no longer compiles",
        Kind::Function | Kind::Constructor | Kind::Send | Kind::Pages | Kind::Items | Kind::Wait => {
            "code that calls it no longer compiles"
        }
        Kind::Conversion => "code that converts so no longer compiles",
        Kind::Region => "clients for it compile as before and are refused when they run",
        Kind::Struct
        | Kind::TextEnum
        | Kind::NumberEnum
        | Kind::Union
        | Kind::Answers
        | Kind::Alias
        | Kind::Export => "code that names it no longer compiles",
    }
}

/// Why something new breaks nobody.
pub fn new(kind: Kind) -> &'static str {
    match kind {
        Kind::Variant => "the enum is `#[non_exhaustive]`: every `match` has an arm for others",
        Kind::Field => "the struct is `#[non_exhaustive]`: no caller lists its fields",
        Kind::Function | Kind::Constructor | Kind::Send | Kind::Pages | Kind::Items | Kind::Wait => {
            "nobody has to call it"
        }
        Kind::Conversion => "nobody has to convert so",
        Kind::Region => "clients for it were refused",
        Kind::Crate
        | Kind::Struct
        | Kind::TextEnum
        | Kind::NumberEnum
        | Kind::Union
        | Kind::Answers
        | Kind::Alias
        | Kind::Export => "nobody has to name it",
    }
}

/// Why another type does not fit.
pub fn ty(kind: Kind) -> &'static str {
    match kind {
        Kind::Send => "callers are answered another type",
        Kind::Wait => "callers get another type in the end",
        Kind::Items => "callers go through items of another type",
        Kind::Variant => "callers find another type inside",
        _ => "callers read another type",
    }
}

/// Why something that callers do not see breaks nobody.
pub fn detail(kind: Kind) -> &'static str {
    match kind {
        Kind::Crate => "only what people read differs",
        Kind::Field | Kind::Variant | Kind::Union => "the same Rust, other JSON",
        Kind::Region => "the same Rust, called at another place",
        Kind::Wait => "the same Rust, it ends at another state or time",
        _ => "the same Rust, another request",
    }
}
