//! Texts to a checked spec: a tree with positions, held against the grammar, its references
//! followed, and then `openapiv3`'s types. Every mistake of every file is found in one go.

mod convert;
pub(crate) mod grammar;
mod place;
pub(crate) mod references;
mod spec;
pub(crate) mod yaml;

use openapiv3::OpenAPI;

use crate::diagnostic::{Colour, Diagnostic, Diagnostics};
use crate::source::{Source, Span};

pub use place::{Part, Place};
pub use references::beside::referred;
pub use references::refs::{Component, Found, Kind, Nested};
pub use yaml::tree::Node;

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
    links: references::links::Links,
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
    /// What references lead to in it beside components.
    pub nested: Nested,
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
    /// The trees, nothing in place of one that could not be made: lints can still go through them, so
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
        let key = |it: &Source| (it.aside, it.file_name() != "service.yaml", !names_version(it));
        key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
    });
    let mut found = Diagnostics::new();
    let (trees, said): (Vec<_>, Vec<_>) =
        sources.iter().enumerate().map(|(file, source)| read(file, source, options)).unzip();
    let mut trees: Vec<Option<Node>> = trees;
    let parts = trees.iter().zip(&sources);
    let parts: Vec<bool> = parts.map(|(tree, it)| it.aside || is_part(tree.as_ref(), options)).collect();
    // One that stands alone is a document, if a bad one.
    let parts = if parts.iter().all(|it| *it) { vec![false; parts.len()] } else { parts };
    let mut links = references::links::Links::new(sources.iter().map(|source| source.path.as_str()), parts);
    let mut references = Vec::with_capacity(trees.len());
    for (file, tree) in trees.iter().enumerate() {
        references.push(match tree {
            Some(tree) if links.is_document(file) => grammar::check::check(file, tree, options, &mut found),
            _ => Vec::new(),
        });
    }
    let replaced = references::resolve::check(&sources, &trees, references, &mut links, options, &mut found);
    for (file, said) in said.into_iter().enumerate() {
        if !sources[file].aside || links.is_reached(file) {
            found.extend(said);
        }
    }
    for (tree, replaced) in trees.iter_mut().zip(replaced).filter(|(_, replaced)| !replaced.is_empty()) {
        tree.iter_mut().for_each(|tree| grammar::mend::replace(tree, &replaced));
    }
    let is_idle = |file: usize| links.is_idle(file) && !sources[file].aside;
    for (file, tree) in trees.iter().enumerate().filter(|(file, _)| is_idle(*file)) {
        // No part of anything: then it should have been a document.
        tree.iter().for_each(|tree| drop(grammar::check::check(file, tree, options, &mut found)));
    }
    let mut documents = Vec::new();
    if !found.has_errors() {
        for (file, tree) in trees.iter().enumerate() {
            let tree = tree.as_ref().filter(|_| links.is_document(file));
            let document = tree.map(|tree| convert::openapi(file, tree, &mut found)).unwrap_or_default();
            documents.push((document, Nested::default()));
        }
        for (target, kind) in &links.places {
            if let Ok((_, landing)) = links.land(&trees, target.clone()) {
                convert::nested(&mut documents[landing.file].1, (target, *kind), landing, &mut found);
            }
        }
    }
    found.sort();
    if found.has_errors() {
        let documents = vec![(OpenAPI::default(), Nested::default()); trees.len()];
        let trees = Box::new(spec(sources.clone(), trees, documents, Diagnostics::new(), links));
        return Err(Failure { sources, diagnostics: found, trees: Some(trees) });
    }
    Ok(spec(sources, trees, documents, found, links))
}

/// The tree of a file, and what is to be said of its text.
fn read(file: usize, source: &Source, options: Options) -> (Option<Node>, Diagnostics) {
    let mut said = Diagnostics::new();
    let parse = if options.foreign { yaml::outdented::parse } else { yaml::parse };
    let mut tree = parse(file, &source.text, &mut said);
    // The parser gives no tree for a text without values, and no error either.
    if tree.is_none() && said.is_empty() {
        let it = Diagnostic::error("not-openapi", file, Span::default(), "the file says nothing");
        said.push(it.with_help("begin with `openapi: 3.0.3`"));
    }
    if options.foreign {
        tree.iter_mut().for_each(|tree| grammar::mend::mend(file, tree, &mut said));
    }
    (tree, said)
}

/// Whether a text looks like a document rather than parts of one: those come first, since the first
/// file says what the service is called.
fn names_version(source: &Source) -> bool {
    source.text.contains("openapi:") || source.text.contains("\"openapi\"")
}

/// Whether a file is no document but may hold parts of one, which others refer to.
fn is_part(tree: Option<&Node>, options: Options) -> bool {
    let says = |tree: &Node| tree.get("openapi").is_some() || tree.get("swagger").is_some();
    options.foreign && tree.is_some_and(|tree| tree.as_mapping().is_some() && !says(tree))
}

fn spec(
    sources: Vec<Source>,
    trees: Vec<Option<Node>>,
    documents: Vec<(OpenAPI, Nested)>,
    warnings: Diagnostics,
    links: references::links::Links,
) -> Spec {
    // A file without a tree keeps its place: others are counted after it.
    let nothing = || Node { span: Span::default(), value: yaml::tree::Value::null() };
    let trees = trees.into_iter().map(|tree| tree.unwrap_or_else(nothing));
    let parts = sources.into_iter().zip(trees).zip(documents);
    let files =
        parts.map(|((source, tree), (openapi, nested))| SpecFile { source, tree, openapi, nested }).collect();
    Spec { files, warnings, links }
}
