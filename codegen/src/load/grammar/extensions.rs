//! The objects of our extensions.

use crate::load::grammar::objects::{may, must};
use crate::load::grammar::{Object, Rule, Type};

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
