//! References: the one namespace of a service's components, and the way through it.

use indexmap::IndexMap;
use openapiv3::{
    Callback, Components, Example, Header, Link, Parameter, PathItem, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};

use crate::load::SpecFile;
use crate::load::place::Place;
use crate::load::yaml::tree::{Key, Node};

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
    /// A path item: no component in OpenAPI 3.0, but something that references lead to.
    PathItem,
}

impl Kind {
    /// Every kind that `components` has, in the order of the specification.
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
            Self::PathItem => "pathItems",
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
            Self::PathItem => "path item",
        }
    }

    pub(crate) fn of_section(section: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.section() == section)
    }
}

/// What references lead to that do not lead to components, by pointer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nested {
    pub(crate) components: Components,
    pub(crate) path_items: IndexMap<String, ReferenceOr<PathItem>>,
}

/// What a reference may lead to; for [`Spec::resolve`](crate::load::Spec::resolve) and
/// [`Spec::follow`](crate::load::Spec::follow).
pub trait Component: Sized {
    /// Its kind.
    const KIND: Kind;
    /// The components of that kind, by name.
    fn named(file: &SpecFile) -> Option<&IndexMap<String, ReferenceOr<Self>>>;
    /// What else of that kind references lead to, by pointer.
    fn nested(file: &SpecFile) -> &IndexMap<String, ReferenceOr<Self>>;
}

macro_rules! component {
    ($($type:ident $field:ident),*) => {$(
        impl Component for $type {
            const KIND: Kind = Kind::$type;
            fn named(file: &SpecFile) -> Option<&IndexMap<String, ReferenceOr<Self>>> {
                file.openapi.components.as_ref().map(|components| &components.$field)
            }
            fn nested(file: &SpecFile) -> &IndexMap<String, ReferenceOr<Self>> {
                &file.nested.components.$field
            }
        }
    )*};
}
component!(
    Schema schemas, Response responses, Parameter parameters, Example examples,
    RequestBody request_bodies, Header headers, SecurityScheme security_schemes, Link links,
    Callback callbacks
);

impl Component for PathItem {
    const KIND: Kind = Kind::PathItem;
    fn named(_: &SpecFile) -> Option<&IndexMap<String, ReferenceOr<Self>>> {
        None
    }
    fn nested(file: &SpecFile) -> &IndexMap<String, ReferenceOr<Self>> {
        &file.nested.path_items
    }
}

/// What a reference leads to.
#[derive(Debug)]
pub struct Found<'a, T> {
    /// Where it is defined.
    pub place: Place,
    /// Its name, if it is a component; else the last part of the way there.
    pub name: &'a str,
    /// The component, which may be a reference again.
    pub item: &'a ReferenceOr<T>,
}

/// The component that a target names in the trees, with its key.
pub(crate) fn component<'t>(root: &'t Node, kind: Kind, name: &str) -> Option<&'t (Key, Node)> {
    let section = root.get("components")?.get(kind.section())?;
    section.as_mapping()?.entry(name)
}

/// Every component of every file.
pub(crate) fn all(trees: &[Option<Node>]) -> impl Iterator<Item = (usize, Kind, &Key, &Node)> {
    trees.iter().enumerate().flat_map(|(file, root)| {
        let components = root.as_ref().and_then(|root| root.get("components"));
        Kind::ALL.into_iter().flat_map(move |kind| {
            let section = components.and_then(|components| components.get(kind.section()));
            let entries = section.map_or([].iter(), Node::entries);
            entries.map(move |(key, node)| (file, kind, key, node))
        })
    })
}
