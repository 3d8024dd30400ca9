//! Values that are made: constants, and texts with placeholders.

use std::sync::atomic::{AtomicU64, Ordering};

use huaweicloud_core::signing::signature;
use serde_json::Value;

use crate::json::Node;
use crate::route::PathValues;

/// Numbers begin here: those that services give are large.
const FIRST_NUMBER: u64 = 16_777_216;

/// A value, or the way to it.
pub(crate) enum Made {
    Constant(Node),
    /// Placeholders, each with the text before it, and the text after the last.
    Text(Vec<(String, Placeholder)>, String),
}

/// What stands in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Placeholder {
    Uuid,
    Number,
    Now,
    Region,
    DomainId,
    /// How many records of a resource there are.
    Count(String),
    /// A member or a path parameter.
    Named(String),
}

/// Where placeholders are filled from.
pub(crate) struct Sources<'a> {
    /// What the call brings.
    pub brought: &'a Node,
    /// The record as it is.
    pub record: &'a Node,
    pub path: &'a PathValues,
    pub fresh: &'a Fresh,
    pub now: &'a str,
    pub count: &'a dyn Fn(&str) -> u64,
}

/// What no record has had before, the same each time for the same seed.
pub(crate) struct Fresh {
    seed: String,
    made: AtomicU64,
    pub region: &'static str,
    pub domain_id: &'static str,
}

impl Fresh {
    pub fn new(seed: u64, region: &'static str, domain_id: &'static str) -> Self {
        Self { seed: seed.to_string(), made: AtomicU64::new(0), region, domain_id }
    }

    fn next(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// A UUID by its looks, of version 4.
    pub fn uuid(&self) -> String {
        let digits = signature(&self.seed, &self.next().to_string());
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
    }
}

impl Made {
    /// Reads JSON; text may have placeholders in braces.
    pub fn new(json: &str) -> Self {
        let node = Node::read(json);
        let Node::Scalar(Value::String(text)) = &node else { return Self::Constant(node) };
        let (mut parts, mut rest) = (Vec::new(), text.as_str());
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            parts.push((before.to_owned(), Placeholder::new(name)));
            rest = after;
        }
        if parts.is_empty() {
            return Self::Constant(node);
        }
        Self::Text(parts, rest.to_owned())
    }

    /// The value; none where all that it is made of is absent.
    ///
    /// A placeholder alone keeps its type. One whose value is absent or empty is left out, and the text
    /// before it with it.
    pub fn make(&self, from: &Sources<'_>) -> Option<Node> {
        let (parts, end) = match self {
            Self::Constant(node) => return Some(node.clone()),
            Self::Text(parts, end) => (parts, end),
        };
        if let ([(before, placeholder)], "") = (parts.as_slice(), end.as_str()) {
            if before.is_empty() {
                return placeholder.fill(from);
            }
        }
        let mut text = String::new();
        for (before, placeholder) in parts {
            let filled = placeholder.fill(from).and_then(|node| node.text());
            if let Some(filled) = filled.filter(|filled| !filled.is_empty()) {
                text.push_str(before);
                text.push_str(&filled);
            }
        }
        text.push_str(end);
        Some(Node::Scalar(text.into()))
    }

    /// The resources whose records are counted.
    pub fn counted(&self) -> impl Iterator<Item = &str> {
        let parts = match self {
            Self::Constant(_) => &[][..],
            Self::Text(parts, _) => parts,
        };
        parts.iter().filter_map(|(_, placeholder)| match placeholder {
            Placeholder::Count(resource) => Some(resource.as_str()),
            _ => None,
        })
    }

    /// Whether a change that brings these members makes it anew: one of them is in it, or it has none
    /// of the record's members but the id.
    pub fn is_due(&self, brought: &Node, members: &[&str], id: &str) -> bool {
        let Self::Text(parts, _) = self else { return true };
        let mut named = parts
            .iter()
            .filter_map(|(_, placeholder)| match placeholder {
                Placeholder::Named(name) if name != id && members.contains(&name.as_str()) => Some(name),
                _ => None,
            })
            .peekable();
        named.peek().is_none() || named.any(|name| brought.get(name).is_some())
    }
}

impl Placeholder {
    fn new(name: &str) -> Self {
        match name {
            "uuid" => Self::Uuid,
            "number" => Self::Number,
            "now" => Self::Now,
            "region" => Self::Region,
            "domain_id" => Self::DomainId,
            name => match name.strip_prefix("count:") {
                Some(resource) => Self::Count(resource.to_owned()),
                None => Self::Named(name.to_owned()),
            },
        }
    }

    fn fill(&self, from: &Sources<'_>) -> Option<Node> {
        let value = match self {
            Self::Uuid => Value::from(from.fresh.uuid()),
            Self::Number => Value::from(FIRST_NUMBER + from.fresh.next()),
            Self::Now => Value::from(from.now),
            Self::Region => Value::from(from.fresh.region),
            Self::DomainId => Value::from(from.fresh.domain_id),
            Self::Count(resource) => Value::from((from.count)(resource)),
            Self::Named(name) => {
                let member = from.brought.get(name).or_else(|| from.record.get(name));
                return member.cloned().or_else(|| {
                    let value = from.path.iter().find(|(known, _)| known == name);
                    value.map(|(_, value)| Node::Scalar(value.as_str().into()))
                });
            }
        };
        Some(Node::Scalar(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(json: &str, brought: &str) -> Option<String> {
        let (brought, record) = (Node::read(brought), Node::read(r#"{"id":"i1","size":3}"#));
        let fresh = Fresh::new(0, "r", "d");
        let path = vec![("project_id", "p1".to_owned())];
        let count = |_: &str| 7;
        let from = Sources {
            brought: &brought,
            record: &record,
            path: &path,
            fresh: &fresh,
            now: "t",
            count: &count,
        };
        Made::new(json).make(&from).map(|node| node.to_text())
    }

    #[test]
    fn placeholders_are_filled_and_leave_with_their_text() {
        let made = |json, brought| made(json, brought).unwrap_or_default();
        assert_eq!(made(r#""{region}.{name}.{id}""#, r#"{"name":"n"}"#), r#""r.n.i1""#);
        assert_eq!(made(r#""{region}.{name}.{id}""#, r#"{"name":""}"#), r#""r.i1""#);
        assert_eq!(made(r#""{size}""#, "{}"), "3");
        assert_eq!(made(r#""{size}""#, r#"{"size":4}"#), "4");
        assert_eq!(made(r#""{count:x} of {project_id}!""#, "{}"), r#""7 of p1!""#);
        assert_eq!(made(r#"["{now}"]"#, "{}"), r#"["{now}"]"#);
        assert_eq!(made(r#""{""#, "{}"), r#""{""#);
        assert_eq!(made(r#""{name}""#, "{}"), "");
    }

    #[test]
    fn ids_look_like_uuids_and_differ() {
        let fresh = Fresh::new(5, "r", "d");
        let (one, other) = (fresh.uuid(), fresh.uuid());
        assert_ne!(one, other);
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(Fresh::new(5, "r", "d").uuid(), one);
        assert_ne!(Fresh::new(6, "r", "d").uuid(), one);
    }
}
