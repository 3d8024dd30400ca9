//! JSON that keeps its members in order, so that an example is answered as it is written.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Null, a boolean, a number or text.
    Scalar(Value),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// Reads JSON text; what is none is null.
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or(Node::Scalar(Value::Null))
    }

    /// The elements of a list; none of anything else.
    pub fn elements(&self) -> &[Node] {
        match self {
            Node::List(elements) => elements,
            _ => &[],
        }
    }

    /// The members of an object; none of anything else.
    pub fn members(&self) -> &[(String, Node)] {
        match self {
            Node::Object(members) => members,
            _ => &[],
        }
    }

    /// A text as it is, a number or a boolean as text.
    pub fn text(&self) -> Option<String> {
        match self {
            Node::Scalar(Value::String(text)) => Some(text.clone()),
            Node::Scalar(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Gives an object a member; null takes it away.
    pub fn set(&mut self, name: &str, node: Node) {
        let Node::Object(members) = self else { return };
        let index = members.iter().position(|(known, _)| known == name);
        match (index, node == Node::Scalar(Value::Null)) {
            (Some(index), true) => _ = members.remove(index),
            (Some(index), false) => members[index].1 = node,
            (None, true) => {}
            (None, false) => members.push((name.to_owned(), node)),
        }
    }

    /// Gives an object a member, null too.
    pub fn put(&mut self, name: &str, node: Node) {
        if let Some(place) = self.ensure(&pointer_segment(name)) {
            *place = node;
        }
    }

    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// What a JSON pointer (RFC 6901) through objects leads to.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        segments(pointer).try_fold(self, |node, name| node.get(&name))
    }

    /// Makes sure that a JSON pointer leads somewhere, with nulls and objects on the way turned into
    /// objects; nothing happens where a list or a text is in the way.
    pub fn ensure(&mut self, pointer: &str) -> Option<&mut Node> {
        segments(pointer).try_fold(self, |node, name| {
            if *node == Node::Scalar(Value::Null) {
                *node = Node::Object(Vec::new());
            }
            let Node::Object(members) = node else { return None };
            let index = members.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                members.push((name, Node::Scalar(Value::Null)));
                members.len() - 1
            });
            Some(&mut members[index].1)
        })
    }

    /// Takes out the member that a JSON pointer through objects leads to.
    pub fn remove(&mut self, pointer: &str) {
        let Some((parent, _)) = pointer.rsplit_once('/') else { return };
        let name = segments(pointer).last();
        let parent = segments(parent).try_fold(self, |node, name| match node {
            Node::Object(members) => {
                members.iter_mut().find(|(known, _)| *known == name).map(|(_, node)| node)
            }
            _ => None,
        });
        if let Some(Node::Object(members)) = parent {
            members.retain(|(known, _)| Some(known) != name.as_ref());
        }
    }

    /// Writes the value as JSON text without blanks.
    pub fn write(&self, out: &mut String) {
        match self {
            Node::Scalar(value) => out.push_str(&value.to_string()),
            Node::List(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    element.write(out);
                }
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (name, node)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_name(name, out);
                    node.write(out);
                }
                out.push('}');
            }
        }
    }

    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

/// Writes the name of a member and its colon.
pub(crate) fn write_name(name: &str, out: &mut String) {
    out.push_str(&Value::from(name).to_string());
    out.push(':');
}

/// A name as a segment of a JSON pointer.
pub(crate) fn pointer_segment(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn segments(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Scalar(Number::from_f64(value).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = sequence.next_element()? {
            elements.push(element);
        }
        Ok(Node::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }
}
