//! The document tree: what a YAML or JSON text says, each part with its place in the text.

use std::fmt::Write as _;

use super::scalar;
pub use super::scalar::{Kind, Scalar};
use crate::json::{segments, write_group, write_text};
use crate::source::Span;

/// A value of the document and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands in its file.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Box<[Node]>),
    /// Keys with values.
    Mapping(Mapping),
}

impl Value {
    /// Text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Scalar(Scalar { text: text.into(), kind: Kind::Text, plain: false })
    }

    /// Nothing.
    pub(crate) fn null() -> Self {
        Self::Scalar(Scalar { text: Box::default(), kind: Kind::Null, plain: true })
    }

    /// A mapping that stands at a place as a whole.
    pub(crate) fn holding(at: Span, entries: Vec<(&str, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| entry(key, at, value));
        Self::Mapping(Mapping::new(entries.collect()).0)
    }
}

/// A key and its value that stand at the same place.
pub(crate) fn entry(key: &str, at: Span, value: Value) -> (Key, Node) {
    (Key { text: key.into(), span: at }, Node { span: at, value })
}

/// A key of a mapping and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The text of the key; `200` and `"200"` are the same key.
    pub text: Box<str>,
    /// Where the key stands in its file.
    pub span: Span,
}

/// Keys and values in the order of the file. No key stands twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    entries: Box<[(Key, Node)]>,
    /// Indices of the entries sorted by key, kept for large mappings only, so that finding one of
    /// thousands of schemas does not walk past all the others.
    order: Box<[u32]>,
}

/// From here on a binary search over the sorted keys beats a walk.
const LARGE: usize = 16;

impl Mapping {
    /// Builds a mapping and names the entries whose key stood before: `(first, again)` as indices
    /// into the given entries. Only the first of equal keys is kept.
    pub(crate) fn new(entries: Vec<(Key, Node)>) -> (Self, Vec<(Span, Key)>) {
        let mut order: Vec<u32> = (0..entries.len() as u32).collect();
        order.sort_by(|a, b| {
            let key = |index: &u32| &entries[*index as usize].0.text;
            key(a).cmp(key(b)).then(a.cmp(b))
        });
        let mut repeated = Vec::new();
        let mut first = 0;
        for at in 1..order.len() {
            let (one, other) = (&entries[order[first] as usize].0, &entries[order[at] as usize].0);
            if one.text == other.text {
                repeated.push((order[at], one.span));
            } else {
                first = at;
            }
        }
        if repeated.is_empty() {
            let order = if entries.len() > LARGE { order.into() } else { Box::default() };
            let entries = entries.into();
            return (Self { entries, order }, Vec::new());
        }
        repeated.sort_unstable();
        let mut kept = Vec::with_capacity(entries.len());
        let mut again = Vec::new();
        for (index, (key, node)) in (0u32..).zip(entries) {
            match repeated.binary_search_by_key(&index, |(index, _)| *index) {
                Ok(found) => again.push((repeated[found].1, key)),
                Err(_) => kept.push((key, node)),
            }
        }
        (Self::new(kept).0, again)
    }

    /// The keys and values in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, (Key, Node)> {
        self.entries.iter()
    }

    /// The same, with values that may change.
    pub(crate) fn nodes_mut(&mut self) -> impl Iterator<Item = (&Key, &mut Node)> {
        self.entries.iter_mut().map(|(key, node)| (&*key, node))
    }

    /// Changes the entries; of equal keys the first is kept.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Vec<(Key, Node)>)) {
        let mut entries = std::mem::take(&mut self.entries).into_vec();
        change(&mut entries);
        *self = Self::new(entries).0;
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The key of this name and its value.
    pub fn entry(&self, name: &str) -> Option<&(Key, Node)> {
        if self.order.is_empty() {
            return self.entries.iter().find(|(key, _)| *key.text == *name);
        }
        let found =
            self.order.binary_search_by(|index| (*self.entries[*index as usize].0.text).cmp(name)).ok()?;
        self.entries.get(self.order[found] as usize)
    }

    /// The value of this key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a (Key, Node);
    type IntoIter = std::slice::Iter<'a, (Key, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Node {
    /// The mapping that this is, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The keys and values, none when this is not a mapping.
    pub fn entries(&self) -> std::slice::Iter<'_, (Key, Node)> {
        self.as_mapping().map_or([].iter(), Mapping::iter)
    }

    /// The list that this is, if it is one.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// The items of the list, none when this is not a list.
    pub fn items(&self) -> &[Node] {
        self.as_sequence().unwrap_or_default()
    }

    /// The scalar that this is, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text, if this is text (a number or `true` is not).
    pub fn as_text(&self) -> Option<&str> {
        let scalar = self.as_scalar()?;
        (scalar.kind == Kind::Text).then_some(&scalar.text)
    }

    /// The whole number, if this is one that `i64` holds.
    pub fn as_integer(&self) -> Option<i64> {
        let scalar = self.as_scalar()?;
        match scalar.kind {
            Kind::Integer => scalar::integer(&scalar.text)?.try_into().ok(),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        let scalar = self.as_scalar()?;
        match scalar.kind {
            Kind::Integer | Kind::Float => scalar::float(&scalar.text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_boolean(&self) -> Option<bool> {
        let scalar = self.as_scalar()?;
        (scalar.kind == Kind::Boolean).then(|| scalar.text.starts_with(['t', 'T']))
    }

    /// Whether this is `null` or nothing.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|scalar| scalar.kind == Kind::Null)
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The node at a JSON pointer (RFC 6901) below this one; the empty pointer is this node.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        segments(pointer).try_fold(self, |node, segment| match &node.value {
            Value::Mapping(mapping) => mapping.get(&segment),
            Value::Sequence(nodes) => nodes.get(segment.parse::<usize>().ok()?),
            Value::Scalar(_) => None,
        })
    }

    /// Where an item of a list is shown: its first key, since it has none of its own to stand under.
    pub(crate) fn first_key(&self) -> Span {
        self.entries().next().map_or(self.span, |(key, _)| key.span)
    }

    /// What this is, in words for a message: "text", "a list", "nothing" …
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
            Value::Scalar(scalar) => match scalar.kind {
                Kind::Null => "nothing",
                Kind::Boolean => "a boolean",
                Kind::Integer => "a whole number",
                Kind::Float => "a number",
                Kind::Text => "text",
            },
        }
    }

    /// The same value as `serde_json` has it. Numbers that JSON cannot write become null; a loaded
    /// spec has none.
    pub fn to_value(&self) -> serde_json::Value {
        match &self.value {
            Value::Scalar(scalar) => match scalar.kind {
                Kind::Null => serde_json::Value::Null,
                Kind::Boolean => scalar.text.starts_with(['t', 'T']).into(),
                Kind::Text => (*scalar.text).into(),
                Kind::Integer | Kind::Float => {
                    scalar::number(scalar).map_or(serde_json::Value::Null, Into::into)
                }
            },
            Value::Sequence(nodes) => nodes.iter().map(Node::to_value).collect(),
            Value::Mapping(mapping) => {
                mapping.iter().map(|(key, node)| (key.text.to_string(), node.to_value())).collect()
            }
        }
    }

    /// The same value as JSON text in the order of the file, indented by two blanks.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out, 0);
        out
    }

    /// Appends [`Node::to_json`], for a value that stands `depth` levels deep.
    pub(crate) fn write_json(&self, out: &mut String, depth: usize) {
        match &self.value {
            Value::Scalar(scalar) if scalar.kind == Kind::Text => write_text(out, &scalar.text),
            Value::Scalar(scalar) => match scalar::number(scalar) {
                Some(number) => _ = write!(out, "{number}"),
                None => match self.as_boolean() {
                    Some(boolean) => _ = write!(out, "{boolean}"),
                    None => out.push_str("null"),
                },
            },
            Value::Sequence(nodes) => {
                write_group(out, depth, ['[', ']'], nodes.iter(), |out, node| {
                    node.write_json(out, depth + 1);
                });
            }
            Value::Mapping(mapping) => {
                write_group(out, depth, ['{', '}'], mapping.iter(), |out, (key, node)| {
                    write_text(out, &key.text);
                    out.push_str(": ");
                    node.write_json(out, depth + 1);
                });
            }
        }
    }
}
