//! The surface of a service: everything of its two crates that a caller can name, as one flat list.

mod client;
mod model;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;

use super::Package;
use crate::emit::Packaging;
use crate::emit::package::Package as Crates;
use crate::ir::{Docs, Service};

/// Everything that a caller can name, by crate and path, in the order of the specs.
pub struct Surface {
    pub items: IndexMap<(Package, String), Item>,
}

/// Something that a caller can name.
pub struct Item {
    pub kind: Kind,
    /// The path of the item that brings this one along: with it, this one comes and goes.
    pub owner: Option<String>,
    /// What the service calls it: two items of one such name are one item under two names.
    pub identity: Option<String>,
    pub form: Form,
    /// What callers' code does not see: the same Rust, another request or answer.
    pub details: Vec<Detail>,
    pub docs: String,
    /// Whether the compiler warns callers.
    pub deprecated: bool,
}

/// What an item is in Rust.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Crate,
    Struct,
    TextEnum,
    NumberEnum,
    Union,
    /// An enum of what an operation answers.
    Answers,
    /// Another name of a type.
    Alias,
    Field,
    Variant,
    /// A function, but those of its own kind below.
    Function,
    /// `new(..)`.
    Constructor,
    /// `send()`, and with it `send_blocking()`.
    Send,
    Pages,
    Items,
    /// `wait_until_…()`.
    Wait,
    Conversion,
    Export,
    Region,
}

/// What callers' code has to fit.
#[derive(PartialEq)]
pub enum Form {
    /// Only the name.
    Name,
    /// What is read.
    Type(String),
    /// What is given.
    Arguments(Vec<Argument>),
}

/// An argument of a function.
#[derive(PartialEq)]
pub struct Argument {
    pub name: String,
    pub ty: String,
    /// Whether its place among the arguments says what it is, as in a path: then its name says nothing.
    pub by_place: bool,
}

/// A part of what is sent or read.
pub struct Detail {
    pub what: String,
    pub value: String,
    /// Whether people understand the value.
    pub shown: bool,
}

impl Surface {
    /// The surface of a service, or an empty one.
    pub fn of(service: Option<&Service>) -> Self {
        let mut surface = Self { items: IndexMap::new() };
        if let Some(service) = service {
            let packaging = &Packaging::Workspace;
            let crates = Crates { service, packaging };
            surface.add_model(&crates);
            surface.add_client(&crates);
        }
        surface
    }

    fn add(&mut self, package: Package, path: impl Into<String>, item: Item) {
        self.items.insert((package, path.into()), item);
    }

    /// Whether what brings an item along is there, and all that brings that.
    pub fn has_owners(&self, package: Package, item: &Item) -> bool {
        item.owner.as_ref().is_none_or(|owner| self.items.contains_key(&(package, owner.clone())))
    }
}

impl Item {
    fn new(kind: Kind, owner: &str) -> Self {
        Self {
            kind,
            owner: Some(owner.to_owned()),
            identity: None,
            form: Form::Name,
            details: Vec::new(),
            docs: String::new(),
            deprecated: false,
        }
    }

    /// A crate, which nothing brings along.
    fn of_crate(service: &Service) -> Self {
        Self { owner: None, ..Self::new(Kind::Crate, "") }
            .with_detail("title", &service.title)
            .with_detail("version of the API", &service.version)
    }

    fn with_type(self, ty: impl Into<String>) -> Self {
        Self { form: Form::Type(ty.into()), ..self }
    }

    fn with_arguments(self, arguments: impl IntoIterator<Item = Argument>) -> Self {
        Self { form: Form::Arguments(arguments.into_iter().collect()), ..self }
    }

    /// With docs whose deprecation is an attribute.
    fn with_docs(self, docs: &Docs) -> Self {
        Self { docs: docs.text.clone(), deprecated: docs.deprecated, ..self }
    }

    /// With docs whose deprecation is said in words, or not at all.
    fn with_words(self, docs: &Docs, deprecation: bool) -> Self {
        let said = if deprecation && docs.deprecated { "\ndeprecated" } else { "" };
        Self { docs: format!("{}{said}", docs.text), ..self }
    }

    fn with_identity(self, identity: impl Into<String>) -> Self {
        Self { identity: Some(identity.into()), ..self }
    }

    fn with_detail(mut self, what: impl Into<String>, value: impl Into<String>) -> Self {
        self.details.push(Detail { what: what.into(), value: value.into(), shown: true });
        self
    }

    /// With something that is only said to have changed: shown, it would fill pages.
    fn with_unseen(mut self, what: impl Into<String>, value: impl Into<String>) -> Self {
        self.details.push(Detail { what: what.into(), value: value.into(), shown: false });
        self
    }
}

impl Argument {
    fn new(name: &str, ty: impl Into<String>) -> Self {
        Self { name: name.to_owned(), ty: ty.into(), by_place: false }
    }
}

impl Kind {
    /// What it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Crate => "crate",
            Self::Struct => "struct",
            Self::TextEnum => "enum of texts",
            Self::NumberEnum => "enum of numbers",
            Self::Union | Self::Answers => "enum of types",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Function | Self::Constructor | Self::Send | Self::Pages | Self::Items | Self::Wait => {
                "function"
            }
            Self::Conversion => "conversion",
            Self::Alias => "other name of a type",
            Self::Export => "re-export",
            Self::Region => "region",
        }
    }
}
