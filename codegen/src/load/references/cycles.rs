//! Things that consist of nothing but one another.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::references::links::Links;
use crate::load::references::refs::{all, component};
use crate::load::references::targets::Target;
use crate::load::yaml::tree::{Node, Value};
use crate::source::Span;

/// Things that consist of others deeper than this are refused: every later stage follows them down.
const DEEPEST: usize = 100;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    /// How many things stand in one another below.
    Done(usize),
}

/// A thing on the way down.
struct Step<'t> {
    target: Target,
    parts: std::vec::IntoIter<(Span, &'t str)>,
    height: usize,
    /// Where it is referred to.
    span: Span,
}

/// Reports what consists of nothing but one another: by `$ref` alone, or as schemas through `allOf`,
/// `oneOf`, `anyOf` and `not`. Such a thing has no value at all. Recursion through properties and items
/// is fine.
pub(crate) fn check(trees: &[Option<Node>], links: &Links, found: &mut Diagnostics) {
    let mut states: HashMap<Target, State> = HashMap::new();
    let components =
        all(trees).map(|(file, kind, key, _)| Target::Component { file, kind, name: key.text.to_string() });
    for start in components.chain(links.places.keys().cloned()) {
        let Some(node) = at(trees, &start) else { continue };
        let parts = parts_of(node);
        if parts.is_empty() || states.contains_key(&start) {
            continue;
        }
        // Depth first with a stack of its own: a chain may be as long as the file.
        states.insert(start.clone(), State::Open);
        let mut path =
            vec![Step { target: start, parts: parts.into_iter(), height: 0, span: node.first_key() }];
        while let Some(step) = path.last_mut() {
            let Some((span, reference)) = step.parts.next() else {
                let Some(done) = path.pop() else { break };
                states.insert(done.target, State::Done(done.height));
                if let Some(above) = path.last_mut() {
                    let height = done.height + 1;
                    if height == DEEPEST {
                        found.push(too_deep(above.target.file(), done.span));
                    }
                    above.height = above.height.max(height);
                }
                continue;
            };
            let file = step.target.file();
            let Some(target) = links.target(file, reference) else { continue };
            match states.get(&target) {
                Some(State::Done(below)) => {
                    let height = *below + 1;
                    if height == DEEPEST {
                        found.push(too_deep(file, span));
                    }
                    step.height = step.height.max(height);
                }
                Some(State::Open) => {
                    let message = format!("the {} consists of itself", named(&target, links));
                    let it = Diagnostic::error("reference-cycle", file, span, message).with_help(
                        "a schema may contain itself in a property or in the items of a list, not as a whole",
                    );
                    found.push(it);
                }
                None => {
                    let Some(node) = self::at(trees, &target) else { continue };
                    states.insert(target.clone(), State::Open);
                    path.push(Step { target, parts: parts_of(node).into_iter(), height: 0, span });
                }
            }
        }
    }
}

fn too_deep(file: usize, span: Span) -> Diagnostic {
    let message = format!("more than {DEEPEST} schemas consist of one another from here down");
    Diagnostic::error("too-deep", file, span, message)
        .with_help("write what is meant in place of some of the references")
}

fn at<'t>(trees: &'t [Option<Node>], target: &Target) -> Option<&'t Node> {
    let root = trees.get(target.file())?.as_ref()?;
    match target {
        Target::Component { kind, name, .. } => component(root, *kind, name).map(|(_, node)| node),
        Target::Nested { pointer, .. } => root.at(pointer),
    }
}

fn named(target: &Target, links: &Links) -> String {
    match target {
        Target::Component { kind, name, .. } => format!("{} {}", kind.word(), quoted(name)),
        Target::Nested { pointer, .. } => {
            let kind = links.places.get(target).map_or("thing", |kind| kind.word());
            format!("{kind} at {}", quoted(&format!("#{pointer}")))
        }
    }
}

/// The references that a thing consists of.
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
    // With a discriminator, the alternatives are heirs, which take over the rest alone.
    let keys: &[&str] =
        if mapping.get("discriminator").is_some() { &["allOf"] } else { &["allOf", "oneOf", "anyOf"] };
    for key in keys {
        for item in mapping.get(key).map_or(&[][..], Node::items) {
            collect(item, parts);
        }
    }
    if let Some(not) = mapping.get("not") {
        collect(not, parts);
    }
}
