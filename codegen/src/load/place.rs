//! Where something stands: a file and a JSON pointer into it.

use std::fmt;

use crate::load::yaml::tree::Node;

/// A place in a spec: which file, and a JSON pointer (RFC 6901) into its tree.
///
/// ```
/// use huaweicloud_codegen::load::Place;
///
/// let place = Place::root(0).child("paths").child("/v5/users").child("get").child("parameters").index(2);
/// assert_eq!(place.pointer, "/paths/~1v5~1users/get/parameters/2");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The index of the file in [`Spec::files`](crate::load::Spec::files).
    pub file: usize,
    /// The pointer, empty for the whole document.
    pub pointer: String,
}

impl Place {
    /// The whole document of a file.
    pub fn root(file: usize) -> Self {
        let pointer = String::new();
        Self { file, pointer }
    }

    /// The value of a key below.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        push(&mut pointer, key);
        Self { file: self.file, pointer }
    }

    /// The values of keys below one another.
    #[must_use]
    pub fn children<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let mut pointer = self.pointer.clone();
        for key in keys {
            push(&mut pointer, key);
        }
        Self { file: self.file, pointer }
    }

    /// An item of a list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let pointer = format!("{}/{index}", self.pointer);
        Self { file: self.file, pointer }
    }

    /// The place that this one stands in; none for a whole document.
    pub fn parent(&self) -> Option<Self> {
        let (pointer, _) = self.pointer.rsplit_once('/')?;
        let pointer = pointer.to_owned();
        Some(Self { file: self.file, pointer })
    }

    /// The last key or index, with the pointer's escapes undone.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.pointer.rsplit_once('/')?;
        Some(last.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.pointer)
    }
}

/// Appends a segment with the pointer's escapes.
pub(crate) fn push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    for character in segment.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(character),
        }
    }
}

/// Which part of an entry to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key, where there is one: for what is wrong with a thing as a whole or missing in it.
    Key,
    /// The value: for what is wrong with what it says. Lists and mappings show their key.
    Value,
}

/// The span of a pointer's key or value, or of the nearest ancestor that exists.
pub(crate) fn locate(root: &Node, pointer: &str, part: Part) -> crate::source::Span {
    use crate::json::segments;
    use crate::load::yaml::tree::Value;

    let mut node = root;
    let mut key = root.first_key();
    for segment in segments(pointer) {
        match &node.value {
            Value::Mapping(mapping) => match mapping.entry(&segment) {
                Some((found, value)) => (key, node) = (found.span, value),
                None => return key,
            },
            Value::Sequence(nodes) => match segment.parse::<usize>().ok().and_then(|at| nodes.get(at)) {
                Some(item) => (key, node) = (item.first_key(), item),
                None => return key,
            },
            Value::Scalar(_) => return key,
        }
    }
    let scalar = node.as_scalar().is_some() && node.span.start < node.span.end;
    if part == Part::Value && scalar { node.span } else { key }
}
