//! The objects of our extensions.

use crate::load::grammar::{Object, Rule, Type, may, must};

/// `x-pagination`.
pub(crate) static PAGINATION: Object = Object {
    name: "x-pagination",
    extensions: false,
    rule: Rule::Pagination,
    fields: &[
        must("style", Type::Word(&["offset", "marker", "page", "none"])),
        may("limit", Type::Text),
        may("cursor", Type::Text),
        may("size", Type::Integer(1)),
        may("first", Type::Bit),
        may("items", Type::Pointer),
        may("next", Type::Pointer),
        may("total", Type::Pointer),
        may("when", Type::Map(&Type::Text)),
    ],
};

/// An element of `x-waiter`.
pub(crate) static WAITER: Object = Object {
    name: "x-waiter",
    extensions: false,
    rule: Rule::Waiter,
    fields: &[
        must("name", Type::Text),
        may("description", Type::Text),
        must("state", Type::Pointer),
        may("success", Type::List(&Type::Text)),
        may("failure", Type::List(&Type::Text)),
        may("gone", Type::Boolean),
        may("needs", Type::List(&Type::Text)),
        may("interval", Type::Integer(1)),
        may("deadline", Type::Integer(1)),
    ],
};
