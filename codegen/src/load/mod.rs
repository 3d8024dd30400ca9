//! Texts to a checked spec: a tree with positions, held against the grammar, its references
//! followed, and then `openapiv3`'s types. Every mistake of every file is found in one go.

mod check;
mod convert;
mod grammar;
pub(crate) mod names;
mod objects;
mod offsets;
mod place;
pub mod refs;
mod resolve;
mod rules;
mod scalar;
pub mod tree;
mod yaml;

use openapiv3::{Callback, Example, Header, OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema};

use crate::diagnostic::{Colour, Diagnostic, Diagnostics};
use crate::source::Source;

pub use place::{Part, Place};
pub use refs::{Component, Found, Kind};
pub use tree::{Node, Span};

/// How strict to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The specs are not this project's: house conventions, and mistakes that the generator can go on
    /// with, are warnings.
    pub foreign: bool,
}

/// The specs of one service, read and checked.
#[derive(Debug)]
pub struct Spec {
    /// The files: `service.yaml` first, the others by path.
    pub files: Vec<SpecFile>,
    /// What is worth a look but no error.
    pub warnings: Diagnostics,
    paths: refs::Files,
}

/// One file of a service.
#[derive(Debug)]
pub struct SpecFile {
    /// Its path and text.
    pub source: Source,
    /// Its tree with positions.
    pub tree: Node,
    /// The same as `openapiv3` has it.
    pub openapi: OpenAPI,
}

impl AsRef<Source> for SpecFile {
    fn as_ref(&self) -> &Source {
        &self.source
    }
}

/// Why specs were not loaded: the sources, in the order that the diagnostics count them, and what is
/// wrong with them.
#[derive(Debug)]
pub struct Failure {
    /// The files: `service.yaml` first, the others by path.
    pub sources: Vec<Source>,
    /// Everything that was found, warnings included.
    pub diagnostics: Diagnostics,
    /// The trees, where all files have one and references end: lints can still go through them, so
    /// that a person sees all mistakes at once.
    pub(crate) trees: Option<Box<Spec>>,
}

impl Failure {
    /// The diagnostics as text.
    pub fn render(&self, colour: Colour) -> String {
        self.diagnostics.render(&self.sources, colour)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(Colour::Plain))
    }
}

impl std::error::Error for Failure {}

/// Loads the files of one service by the rules of the house.
///
/// # Errors
///
/// A [`Failure`] with every mistake of every file.
///
/// ```
/// use huaweicloud_codegen::{load, source::Source};
///
/// let text = "openapi: 3.0.3\ninfo: {title: VPN, version: v5}\npathss: {}\n";
/// let failure = load::load(vec![Source::new("specs/vpn/service.yaml", text)]).unwrap_err();
/// assert!(failure.to_string().contains("specs/vpn/service.yaml:3:1"));
/// ```
pub fn load(sources: Vec<Source>) -> Result<Spec, Failure> {
    load_with(sources, Options::default())
}

/// Loads the files of one service.
///
/// # Errors
///
/// A [`Failure`] with every mistake of every file.
pub fn load_with(mut sources: Vec<Source>, options: Options) -> Result<Spec, Failure> {
    sources.sort_by(|a, b| {
        let key = |it: &Source| it.file_name() != "service.yaml";
        key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
    });
    let mut found = Diagnostics::new();
    let trees: Vec<Option<Node>> = sources
        .iter()
        .enumerate()
        .map(|(file, source)| yaml::parse(file, &source.text, &mut found))
        .collect();
    for (file, tree) in trees.iter().enumerate() {
        // The parser gives no tree for a text without values, and no error either.
        if tree.is_none() && !found.iter().any(|it| it.file == file) {
            let message = "the file says nothing";
            let it = Diagnostic::error("not-openapi", file, Span::default(), message);
            found.push(it.with_help("begin with `openapi: 3.0.3`"));
        }
    }
    let paths = refs::Files::new(sources.iter().map(|source| source.path.as_str()));
    let mut references = Vec::with_capacity(trees.len());
    for (file, tree) in trees.iter().enumerate() {
        references.push(match tree {
            Some(tree) => check::check(file, tree, options, &mut found),
            None => Vec::new(),
        });
    }
    resolve::check(&sources, &trees, &references, &paths, &mut found);
    drop(references);
    let mut documents = Vec::new();
    if !found.has_errors() {
        for (file, tree) in trees.iter().enumerate() {
            let document = tree.as_ref().map(|tree| convert::openapi(file, tree, &mut found));
            documents.push(document.unwrap_or_default());
        }
    }
    found.sort();
    if found.has_errors() {
        let endless = found.iter().any(|it| it.name == "reference-cycle");
        let complete = !endless && trees.iter().all(Option::is_some);
        let trees = complete.then(|| {
            let documents = vec![OpenAPI::default(); trees.len()];
            Box::new(spec(sources.clone(), trees, documents, Diagnostics::new(), paths))
        });
        return Err(Failure { sources, diagnostics: found, trees });
    }
    Ok(spec(sources, trees, documents, found, paths))
}

fn spec(
    sources: Vec<Source>,
    trees: Vec<Option<Node>>,
    documents: Vec<OpenAPI>,
    warnings: Diagnostics,
    paths: refs::Files,
) -> Spec {
    let parts = sources.into_iter().zip(trees.into_iter().flatten()).zip(documents);
    let files = parts.map(|((source, tree), openapi)| SpecFile { source, tree, openapi }).collect();
    Spec { files, warnings, paths }
}

impl Spec {
    /// The component that a reference in `file` leads to; none when it leads nowhere, which no `$ref`
    /// of a loaded spec does.
    pub fn resolve<'a, T: Component + 'a>(&'a self, file: usize, reference: &str) -> Option<Found<'a, T>> {
        let target = self.paths.target(file, reference).ok()?;
        if target.kind != T::KIND {
            return None;
        }
        let components = self.files.get(target.file)?.openapi.components.as_ref()?;
        let (name, item) = T::of(components).get_key_value(&target.name)?;
        let place = Place::root(target.file).children(["components", T::KIND.section(), name]);
        Some(Found { place, name, item })
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

    /// [`Spec::resolve`] for callbacks.
    pub fn callback(&self, file: usize, reference: &str) -> Option<Found<'_, Callback>> {
        self.resolve(file, reference)
    }

    /// Where a reference leads in the trees: the file, and the component with its key.
    pub(crate) fn target(&self, file: usize, reference: &str) -> Option<(usize, Kind, &(tree::Key, Node))> {
        let target = self.paths.target(file, reference).ok()?;
        let tree = &self.files.get(target.file)?.tree;
        let entry = refs::component(tree, target.kind, &target.name)?;
        Some((target.file, target.kind, entry))
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
        file.map_or(Span::default(), |file| place::locate(&file.tree, &place.pointer, part))
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
