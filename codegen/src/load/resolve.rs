//! Holds the references of all files against the components of all files.

use std::cell::Cell;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::check::Reference;
use crate::load::names;
use crate::load::refs::{Broken, Files, Kind, Target, component};
use crate::load::tree::{Key, Node, Span, Value};
use crate::source::Source;

/// Reports two components of one kind and name, references that lead nowhere or to the wrong kind,
/// and components that refer to nothing but each other. A file without a tree has its errors already.
pub(crate) fn check(
    sources: &[Source],
    trees: &[Option<Node>],
    references: &[Vec<Reference<'_>>],
    files: &Files,
    found: &mut Diagnostics,
) {
    let names = Names::new(trees, found);
    for (file, references) in references.iter().enumerate() {
        for reference in references {
            if let Some(it) = broken(sources, trees, files, &names, file, reference) {
                found.push(it);
            }
        }
    }
    cycles(trees, files, found);
}

/// All component names of the service.
struct Names<'t> {
    first: HashMap<(Kind, &'t str), usize>,
    /// How many more names are looked for among the others: when hundreds are wrong, what is wrong is
    /// not their spelling, and comparing all with all takes long.
    left: Cell<usize>,
}

impl<'t> Names<'t> {
    fn new(trees: &'t [Option<Node>], found: &mut Diagnostics) -> Self {
        let mut first: HashMap<(Kind, &str), usize> = HashMap::new();
        for (file, kind, key, _) in all(trees) {
            let before = *first.entry((kind, &key.text)).or_insert(file);
            if before == file {
                continue;
            }
            let message = format!("two files define a {} named {}", kind.word(), quoted(&key.text));
            let mut it = Diagnostic::error("duplicate-component", file, key.span, message)
                .with_help("a service has one namespace: rename one, or keep one and refer to it");
            if let Some((other, _)) = trees[before].as_ref().and_then(|root| component(root, kind, &key.text))
            {
                it = it.with_related(before, other.span, "the other one");
            }
            found.push(it);
        }
        let left = Cell::new(300);
        Self { first, left }
    }

    fn suggest(&self, kind: Kind, name: &str) -> Option<String> {
        self.left.set(self.left.get().checked_sub(1)?);
        let of_kind = self.first.keys().filter(|(it, _)| *it == kind);
        let mut names: Vec<&str> = of_kind.map(|(_, name)| *name).collect();
        names.sort_unstable();
        names::suggest(name, names)
    }
}

/// Every component of every file.
fn all(trees: &[Option<Node>]) -> impl Iterator<Item = (usize, Kind, &Key, &Node)> {
    trees.iter().enumerate().flat_map(|(file, root)| {
        let components = root.as_ref().and_then(|root| root.get("components"));
        Kind::ALL.into_iter().flat_map(move |kind| {
            let section = components.and_then(|components| components.get(kind.section()));
            let entries = section.map_or([].iter(), Node::entries);
            entries.map(move |(key, node)| (file, kind, key, node))
        })
    })
}

fn broken(
    sources: &[Source],
    trees: &[Option<Node>],
    files: &Files,
    names: &Names<'_>,
    file: usize,
    reference: &Reference<'_>,
) -> Option<Diagnostic> {
    let wanted = reference.kind;
    let error = |name, message: String, help: Option<String>| {
        let mut it = Diagnostic::error(name, file, reference.span, message);
        it.help = help;
        Some(it)
    };
    let local = |name: &str| format!("#/components/{}/{name}", wanted.section());
    let target = match files.target(file, reference.target) {
        Ok(target) => target,
        Err(Broken::Remote) => {
            let help = "copy what is needed into a file beside this one".to_owned();
            let message = "references to other machines are not followed".to_owned();
            return error("remote-reference", message, Some(help));
        }
        Err(Broken::NoFragment) => {
            let name = reference.target.rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(".yaml").unwrap_or(name);
            let message = format!("{} names no component", quoted(reference.target));
            return error("broken-reference", message, Some(format!("write `{}`", local(name))));
        }
        Err(Broken::Nested) => {
            let message = format!("{} leads into the middle of something", quoted(reference.target));
            let help = format!(
                "only components are referred to: give it a name under `components.{}`",
                wanted.section()
            );
            return error("nested-reference", message, Some(help));
        }
        Err(Broken::NoFile(path)) => {
            let near = names::nearest(&path, files.paths());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "references between files are relative to the file they stand in".to_owned(),
            };
            let message = format!("there is no file {} among the specs", quoted(&path));
            return error("broken-reference", message, Some(help));
        }
        Err(Broken::NoSection(section)) => {
            let message = format!("components have no {}", quoted(&section));
            let help = names::nearest(&section, Kind::ALL.map(Kind::section))
                .map_or_else(|| local("…"), |near| near.to_owned());
            return error("broken-reference", message, Some(format!("did you mean `{help}`?")));
        }
    };
    let root = trees.get(target.file)?.as_ref()?;
    if target.kind != wanted {
        let message =
            format!("a {} has to stand here, but this refers to a {}", wanted.word(), target.kind.word());
        let help = match component(root, wanted, &target.name) {
            Some(_) => format!("did you mean `{}`?", local(&target.name)),
            None => format!("refer to one under `components.{}`", wanted.section()),
        };
        return error("wrong-reference", message, Some(help));
    }
    if component(root, target.kind, &target.name).is_some() {
        return None;
    }
    let message = format!(
        "there is no {} named {} in {}",
        wanted.word(),
        quoted(&target.name),
        sources[target.file].path
    );
    let help = match names.first.get(&(target.kind, target.name.as_str())) {
        Some(other) => Some(format!(
            "it stands in another file: write `{}{}`",
            if *other == file { "" } else { sources[*other].file_name() },
            local(&target.name)
        )),
        None => names.suggest(target.kind, &target.name),
    };
    error("broken-reference", message, help)
}

/// Components that consist of nothing but one another: by `$ref` alone, or as schemas through
/// `allOf`, `oneOf`, `anyOf` and `not`. Such a thing has no value at all. Recursion through
/// properties and items is fine.
fn cycles(trees: &[Option<Node>], files: &Files, found: &mut Diagnostics) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Open,
        Done,
    }
    let mut states: HashMap<Target, State> = HashMap::new();
    for (file, kind, key, node) in all(trees) {
        if parts_of(node).is_empty() {
            continue;
        }
        let start = Target { file, kind, name: key.text.to_string() };
        if states.contains_key(&start) {
            continue;
        }
        // Depth first with a stack of its own: a chain may be as long as the file.
        states.insert(start.clone(), State::Open);
        let mut path = vec![(start, parts_of(node).into_iter())];
        while let Some((at, parts)) = path.last_mut() {
            let Some((span, reference)) = parts.next() else {
                states.insert(at.clone(), State::Done);
                path.pop();
                continue;
            };
            let place = at.file;
            let Ok(target) = files.target(place, reference) else { continue };
            match states.get(&target) {
                Some(State::Done) => {}
                Some(State::Open) => {
                    let message =
                        format!("the {} {} consists of itself", target.kind.word(), quoted(&target.name));
                    let it = Diagnostic::error("reference-cycle", place, span, message).with_help(
                        "a schema may contain itself in a property or in the items of a list, not as a whole",
                    );
                    found.push(it);
                }
                None => {
                    let root = trees.get(target.file).and_then(Option::as_ref);
                    let Some((_, node)) = root.and_then(|root| component(root, target.kind, &target.name))
                    else {
                        continue;
                    };
                    states.insert(target.clone(), State::Open);
                    path.push((target, parts_of(node).into_iter()));
                }
            }
        }
    }
}

/// The references that a component consists of.
fn parts_of(node: &Node) -> Vec<(Span, &str)> {
    let mut parts = Vec::new();
    collect(node, &mut parts);
    parts
}

fn collect<'t>(node: &'t Node, parts: &mut Vec<(Span, &'t str)>) {
    let Value::Mapping(mapping) = &node.value else { return };
    if let Some(value) = mapping.get("$ref") {
        parts.extend(value.as_text().map(|text| (value.span, text)));
        return;
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for item in mapping.get(key).map_or(&[][..], Node::items) {
            collect(item, parts);
        }
    }
    if let Some(not) = mapping.get("not") {
        collect(not, parts);
    }
}
