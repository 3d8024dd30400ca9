//! The checked specs of a service, and the ways through them.

use openapiv3::{Callback, Example, Header, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema};

use crate::diagnostic::Diagnostic;
use crate::load::place::locate;
use crate::load::references::refs::component;
use crate::load::references::targets::Target;
use crate::load::yaml::tree::{Key, Node};
use crate::load::{Component, Found, Kind, Part, Place, Spec};
use crate::source::Span;

impl Spec {
    /// What a reference in `file` leads to; none when it leads nowhere, which no `$ref` of a loaded
    /// spec does.
    pub fn resolve<'a, T: Component + 'a>(&'a self, file: usize, reference: &str) -> Option<Found<'a, T>> {
        match self.links.target(file, reference)? {
            Target::Component { file, kind, name } if kind == T::KIND => {
                let (name, item) = T::named(self.files.get(file)?)?.get_key_value(&name)?;
                let place = Place::root(file).children(["components", kind.section(), name]);
                Some(Found { place, name, item })
            }
            Target::Component { .. } => None,
            Target::Nested { file, pointer } => {
                let (key, item) = T::nested(self.files.get(file)?).get_key_value(&pointer)?;
                let name = key.rsplit_once('/').map_or("", |(_, last)| last);
                Some(Found { place: Place { file, pointer }, name, item })
            }
        }
    }

    /// What stands at `place`: the item itself, or what its reference leads to in the end, with the
    /// place and the name it has there.
    pub fn follow<'a, T: Component + 'a>(
        &'a self,
        place: Place,
        item: &'a ReferenceOr<T>,
    ) -> Option<(Place, Option<&'a str>, &'a T)> {
        let (mut place, mut item, mut name) = (place, item, None);
        loop {
            match item {
                ReferenceOr::Item(item) => return Some((place, name, item)),
                // No loop: references that go round in circles do not load.
                ReferenceOr::Reference { reference } => {
                    let found = self.resolve(place.file, reference)?;
                    (place, item, name) = (found.place, found.item, Some(found.name));
                }
            }
        }
    }

    /// [`Spec::resolve`] for schemas.
    pub fn schema(&self, file: usize, reference: &str) -> Option<Found<'_, Schema>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for parameters.
    pub fn parameter(&self, file: usize, reference: &str) -> Option<Found<'_, Parameter>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for request bodies.
    pub fn request_body(&self, file: usize, reference: &str) -> Option<Found<'_, RequestBody>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for responses.
    pub fn response(&self, file: usize, reference: &str) -> Option<Found<'_, Response>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for headers.
    pub fn header(&self, file: usize, reference: &str) -> Option<Found<'_, Header>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for examples.
    pub fn example(&self, file: usize, reference: &str) -> Option<Found<'_, Example>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for path items.
    pub fn path_item(&self, file: usize, reference: &str) -> Option<Found<'_, PathItem>> {
        self.resolve(file, reference)
    }

    /// [`Spec::resolve`] for callbacks.
    pub fn callback(&self, file: usize, reference: &str) -> Option<Found<'_, Callback>> {
        self.resolve(file, reference)
    }

    /// The component that a reference leads to in the trees, with its file and key.
    pub(crate) fn target(&self, file: usize, reference: &str) -> Option<(usize, Kind, &(Key, Node))> {
        let Target::Component { file, kind, name } = self.links.target(file, reference)? else { return None };
        let entry = component(&self.files.get(file)?.tree, kind, &name)?;
        Some((file, kind, entry))
    }

    /// The component that a reference leads to or into; the inner is none where that is elsewhere, the
    /// outer where it leads nowhere.
    pub(crate) fn holder(&self, file: usize, reference: &str) -> Option<Option<(Kind, &str)>> {
        let entry = |file: usize, kind: Kind, name: &str| {
            let entry = component(&self.files.get(file)?.tree, kind, name)?;
            Some((kind, &*entry.0.text))
        };
        match self.links.target(file, reference)? {
            Target::Component { file, kind, name } => entry(file, kind, &name).map(Some),
            Target::Nested { file, pointer } => {
                let outer = pointer.splitn(5, '/').take(4).collect::<Vec<_>>().join("/");
                match Target::at(file, outer) {
                    Target::Component { file, kind, name } => Some(entry(file, kind, &name)),
                    Target::Nested { .. } => Some(None),
                }
            }
        }
    }

    /// What a reference leads to in the trees: the file, where it is shown, and the node.
    pub(crate) fn landing(&self, file: usize, reference: &str) -> Option<(usize, Span, &Node)> {
        let target = self.links.target(file, reference)?;
        let place = Place { file: target.file(), pointer: target.pointer() };
        Some((place.file, self.locate_part(&place, Part::Key), self.node(&place)?))
    }

    /// The node at a place.
    pub fn node(&self, place: &Place) -> Option<&Node> {
        self.files.get(place.file)?.tree.at(&place.pointer)
    }

    /// Where a place stands in its file: its value if that is a scalar, else its key; the nearest
    /// place above if there is no such place.
    pub fn locate(&self, place: &Place) -> Span {
        self.locate_part(place, Part::Value)
    }

    /// [`Spec::locate`] for the key or the value.
    pub fn locate_part(&self, place: &Place, part: Part) -> Span {
        let file = self.files.get(place.file);
        file.map_or(Span::default(), |file| locate(&file.tree, &place.pointer, part))
    }

    /// An error at a place.
    pub fn error(
        &self,
        name: &'static str,
        place: &Place,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Diagnostic {
        let mut it = Diagnostic::error(name, place.file, self.locate(place), message);
        it.help = help;
        it
    }
}
