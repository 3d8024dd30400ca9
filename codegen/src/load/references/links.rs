//! Where references lead: through the trees of all files, and through other references on the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::json::segments;
use crate::load::place::push;
use crate::load::references::refs::Kind;
use crate::load::references::targets::{Broken, Files, Target};
use crate::load::yaml::tree::{Node, Value};
use crate::source::Span;

/// References behind each other beyond this lead nowhere: they go round in circles.
const MOST_HOPS: usize = 64;

/// The references of a spec.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    files: Files,
    /// Which files are no documents of OpenAPI, but hold parts of one.
    parts: Vec<bool>,
    /// Where the references lead that do not name a component, by file and text.
    nested: Vec<HashMap<String, Target>>,
    /// What they lead to.
    pub(crate) places: BTreeMap<Target, Kind>,
    /// The files that something refers to.
    reached: BTreeSet<usize>,
}

/// A place that a reference leads to.
#[derive(Clone, Copy)]
pub(crate) struct Landing<'t> {
    pub(crate) file: usize,
    /// Where it is shown: its key, or its first one where it stands in a list.
    pub(crate) shown: Span,
    pub(crate) node: &'t Node,
}

impl Links {
    pub(crate) fn new<'a>(paths: impl Iterator<Item = &'a str>, parts: Vec<bool>) -> Self {
        let nested = parts.iter().map(|_| HashMap::new()).collect();
        Self { files: Files::new(paths), parts, nested, places: BTreeMap::new(), reached: BTreeSet::new() }
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// Whether a file is a document of OpenAPI.
    pub(crate) fn is_document(&self, file: usize) -> bool {
        self.parts.get(file) == Some(&false)
    }

    /// Takes down that something refers to a file.
    pub(crate) fn reach(&mut self, file: usize) {
        self.reached.insert(file);
    }

    /// Whether something refers to a file.
    pub(crate) fn is_reached(&self, file: usize) -> bool {
        self.reached.contains(&file)
    }

    /// Whether a file is no document, and nothing refers to it.
    pub(crate) fn is_idle(&self, file: usize) -> bool {
        self.parts.get(file) == Some(&true) && !self.places.keys().any(|target| target.file() == file)
    }

    /// Takes a reference apart. In a file that is no document, `components` are places like others.
    pub(crate) fn named(&self, file: usize, reference: &str) -> Result<Target, Broken> {
        Ok(self.in_its_file(self.files.target(file, reference)?))
    }

    fn in_its_file(&self, target: Target) -> Target {
        match target {
            Target::Component { file, .. } if self.parts.get(file) == Some(&true) => {
                Target::Nested { file, pointer: target.pointer() }
            }
            target => target,
        }
    }

    /// Where a reference leads, once [`Links::keep`] has been told of those that do not name a component.
    pub(crate) fn target(&self, file: usize, reference: &str) -> Option<Target> {
        match self.named(file, reference).ok()? {
            target @ Target::Component { .. } => Some(target),
            Target::Nested { .. } => self.nested.get(file)?.get(reference).cloned(),
        }
    }

    /// Remembers where a reference leads.
    pub(crate) fn keep(&mut self, file: usize, reference: &str, target: Target) {
        if let Some(of_file) = self.nested.get_mut(file) {
            of_file.insert(reference.to_owned(), target);
        }
    }

    /// What stands at a target, followed through the references on the way there; that which stands
    /// there may be one itself. With the target that has no reference on its way.
    pub(crate) fn land<'t>(
        &self,
        trees: &'t [Option<Node>],
        target: Target,
    ) -> Result<(Target, Landing<'t>), Lost> {
        let mut hops = 0;
        self.land_after(trees, target, &mut hops)
    }

    fn land_after<'t>(
        &self,
        trees: &'t [Option<Node>],
        target: Target,
        hops: &mut usize,
    ) -> Result<(Target, Landing<'t>), Lost> {
        let mut file = target.file();
        let root = trees.get(file).and_then(Option::as_ref).ok_or(Lost::Nowhere)?;
        let mut landing = Landing { file, shown: root.first_key(), node: root };
        let mut pointer = String::new();
        let wanted = target.pointer();
        for segment in segments(&wanted) {
            while let Some(reference) = landing.node.get("$ref").and_then(Node::as_text)
                && segment != "$ref"
            {
                *hops += 1;
                if *hops > MOST_HOPS {
                    return Err(Lost::InCircles);
                }
                let next = self.named(file, reference).map_err(|_| Lost::Nowhere)?;
                let (target, there) = self.land_after(trees, next, hops)?;
                (file, pointer, landing) = (there.file, target.pointer(), there);
            }
            let (shown, node) = step(landing.node, &segment).ok_or(Lost::Nowhere)?;
            push(&mut pointer, &segment);
            landing = Landing { file, shown, node };
        }
        let target = self.in_its_file(Target::at(file, pointer));
        Ok((target, landing))
    }
}

/// Why a reference leads to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    Nowhere,
    InCircles,
}

fn step<'t>(node: &'t Node, segment: &str) -> Option<(Span, &'t Node)> {
    match &node.value {
        Value::Mapping(mapping) => mapping.entry(segment).map(|(key, node)| (key.span, node)),
        Value::Sequence(items) => {
            let item = items.get(segment.parse::<usize>().ok()?)?;
            Some((item.first_key(), item))
        }
        Value::Scalar(_) => None,
    }
}
