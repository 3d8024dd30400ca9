//! References: the one namespace of a service's components, and the way through it.

use std::collections::BTreeMap;

use openapiv3::{
    Callback, Components, Example, Header, Link, Parameter, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};

use crate::load::place::Place;
use crate::load::tree::Node;

/// The kinds of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `components.schemas`
    Schema,
    /// `components.responses`
    Response,
    /// `components.parameters`
    Parameter,
    /// `components.examples`
    Example,
    /// `components.requestBodies`
    RequestBody,
    /// `components.headers`
    Header,
    /// `components.securitySchemes`
    SecurityScheme,
    /// `components.links`
    Link,
    /// `components.callbacks`
    Callback,
}

impl Kind {
    /// Every kind, in the order of the specification.
    pub const ALL: [Self; 9] = [
        Self::Schema,
        Self::Response,
        Self::Parameter,
        Self::Example,
        Self::RequestBody,
        Self::Header,
        Self::SecurityScheme,
        Self::Link,
        Self::Callback,
    ];

    /// The key under `components`.
    pub fn section(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
        }
    }

    /// The kind in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Response => "response",
            Self::Parameter => "parameter",
            Self::Example => "example",
            Self::RequestBody => "request body",
            Self::Header => "header",
            Self::SecurityScheme => "security scheme",
            Self::Link => "link",
            Self::Callback => "callback",
        }
    }

    fn of_section(section: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.section() == section)
    }
}

/// What a component may be; for [`Spec::resolve`](crate::load::Spec::resolve) and
/// [`Spec::follow`](crate::load::Spec::follow).
pub trait Component: Sized {
    /// Its kind.
    const KIND: Kind;
    /// The components of that kind, by name.
    fn of(components: &Components) -> &indexmap::IndexMap<String, ReferenceOr<Self>>;
}

macro_rules! component {
    ($($type:ident $field:ident),*) => {$(
        impl Component for $type {
            const KIND: Kind = Kind::$type;
            fn of(components: &Components) -> &indexmap::IndexMap<String, ReferenceOr<Self>> {
                &components.$field
            }
        }
    )*};
}
component!(
    Schema schemas, Response responses, Parameter parameters, Example examples,
    RequestBody request_bodies, Header headers, SecurityScheme security_schemes, Link links
);

impl Component for Callback {
    const KIND: Kind = Kind::Callback;
    fn of(components: &Components) -> &indexmap::IndexMap<String, ReferenceOr<Self>> {
        &components.callbacks
    }
}

/// A component that a reference leads to.
#[derive(Debug)]
pub struct Found<'a, T> {
    /// Where it is defined.
    pub place: Place,
    /// Its name.
    pub name: &'a str,
    /// The component, which may be a reference again.
    pub item: &'a ReferenceOr<T>,
}

/// A reference taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) file: usize,
    pub(crate) kind: Kind,
    pub(crate) name: String,
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// To another machine.
    Remote,
    /// To a whole file, or empty.
    NoFragment,
    /// To a place that is not a component: a path, or a part of a component.
    Nested,
    /// To a file that is not among the sources.
    NoFile(String),
    /// To a section that components do not have.
    NoSection(String),
}

/// The files of a spec by path, for references between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    by_path: BTreeMap<String, usize>,
    folders: Vec<String>,
}

impl Files {
    pub(crate) fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut files = Self::default();
        for (index, path) in paths.enumerate() {
            let path = join("", path);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            files.folders.push(folder.to_owned());
            files.by_path.insert(path, index);
        }
        files
    }

    /// Takes a reference that stands in `file` apart.
    pub(crate) fn target(&self, file: usize, reference: &str) -> Result<Target, Broken> {
        let (path, fragment) = reference.split_once('#').ok_or(Broken::NoFragment)?;
        if path.contains("://") {
            return Err(Broken::Remote);
        }
        let file = if path.is_empty() {
            file
        } else {
            let folder = self.folders.get(file).map_or("", String::as_str);
            let path = join(folder, path);
            *self.by_path.get(&path).ok_or(Broken::NoFile(path))?
        };
        let mut segments = fragment.split('/');
        let first = (segments.next(), segments.next());
        let (Some(section), Some(name), None) = (segments.next(), segments.next(), segments.next()) else {
            return Err(Broken::Nested);
        };
        if first != (Some(""), Some("components")) || name.is_empty() {
            return Err(Broken::Nested);
        }
        let kind = Kind::of_section(section).ok_or_else(|| Broken::NoSection(section.to_owned()))?;
        let name = unescape(name);
        Ok(Target { file, kind, name })
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_path.keys().map(String::as_str)
    }
}

/// The component that a target names in the trees, with its key.
pub(crate) fn component<'t>(
    root: &'t Node,
    kind: Kind,
    name: &str,
) -> Option<&'t (crate::load::tree::Key, Node)> {
    let section = root.get("components")?.get(kind.section())?;
    section.as_mapping()?.entry(name)
}

/// A path relative to a folder, with `.` and `..` taken out.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Undoes the percent-encoding of a URI fragment, then the escapes of a JSON pointer.
fn unescape(segment: &str) -> String {
    let decoded = if segment.contains('%') {
        let bytes = segment.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let digits = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
            match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                Some(byte) if bytes[at] == b'%' => {
                    out.push(byte);
                    at += 3;
                }
                _ => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8(out).unwrap_or_else(|_| segment.to_owned())
    } else {
        segment.to_owned()
    };
    decoded.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_between_files() {
        let files = Files::new(["specs/vpn/service.yaml", "specs/vpn/users.yaml", "other.yaml"].into_iter());
        let target = |file, reference| files.target(file, reference);
        let schema = |file, name: &str| Ok(Target { file, kind: Kind::Schema, name: name.to_owned() });
        assert_eq!(target(1, "#/components/schemas/A"), schema(1, "A"));
        assert_eq!(target(1, "service.yaml#/components/schemas/A~1b"), schema(0, "A/b"));
        assert_eq!(target(1, "./service.yaml#/components/schemas/A%20b"), schema(0, "A b"));
        assert_eq!(target(1, "../../other.yaml#/components/schemas/A"), schema(2, "A"));
        assert_eq!(
            target(1, "nope.yaml#/components/schemas/A"),
            Err(Broken::NoFile("specs/vpn/nope.yaml".to_owned()))
        );
        assert_eq!(target(1, "#/components/schemas/A/properties/b"), Err(Broken::Nested));
        assert_eq!(target(1, "#/paths/~1a/get"), Err(Broken::Nested));
        assert_eq!(target(1, "#/components/schema/A"), Err(Broken::NoSection("schema".to_owned())));
        assert_eq!(target(1, "https://example.com/a.yaml#/components/schemas/A"), Err(Broken::Remote));
        assert_eq!(target(1, "A"), Err(Broken::NoFragment));
    }
}
