//! `x-resources`: what a mock with memory keeps.

use crate::load::grammar::{Field, Object, Rule, Type, may, must};

const fn ours(name: &'static str, rule: Rule, fields: &'static [Field]) -> Object {
    Object { name, fields, extensions: false, rule }
}

pub(crate) static RESOURCE: Object = ours(
    "x-resources",
    Rule::None,
    &[
        may("parameter", Type::Text),
        may("id", Type::Text),
        may("given", Type::Map(&Type::Any)),
        may("made", Type::Map(&Type::Any)),
        may("shown", Type::Map(&Type::Any)),
        may("records", Type::List(&Type::Map(&Type::Any))),
        may("refers", Type::Map(&Type::Object(&REFERENCE))),
        may("state", Type::Text),
        may("moves", Type::List(&Type::Object(&MOVE))),
        must("operations", Type::List(&Type::Object(&USE))),
    ],
);

static REFERENCE: Object = ours(
    "x-resources reference",
    Rule::None,
    &[must("to", Type::Text), may("copies", Type::Map(&Type::Text))],
);

static MOVE: Object = ours(
    "x-resources move",
    Rule::None,
    &[must("from", Type::Text), may("to", Type::Text), may("if", Type::Text)],
);

/// What an operation may do.
pub(crate) const VERBS: &[&str] = &["create", "list", "show", "update", "delete", "add", "remove", "collect"];

static USE: Object = ours(
    "x-resources operation",
    Rule::Use,
    &[
        may("create", Type::Text),
        may("list", Type::Text),
        may("show", Type::Text),
        may("update", Type::Text),
        may("delete", Type::Text),
        may("add", Type::Text),
        may("remove", Type::Text),
        may("collect", Type::Text),
        may("when", Type::Map(&Type::Any)),
        may("names", Type::Map(&Type::Text)),
        may("parts", Type::List(&Type::Text)),
        may("body", Type::Pointer),
        may("answer", Type::Pointer),
        may("total", Type::Pointer),
        may("member", Type::Text),
        may("key", Type::Text),
        may("set", Type::Map(&Type::Any)),
        may("clear", Type::List(&Type::Text)),
        may("unless", Type::Text),
        may("shared", Type::Boolean),
        may("tagged", Type::Pointer),
    ],
);
