//! Which files a file refers to.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::load::references::targets::percent_decoded;
use crate::load::yaml::outdented;
use crate::load::yaml::tree::{Node, Value};
use crate::source::Source;

/// The files that a source refers to, relative to its folder and as it writes them, each once; none where
/// it cannot be read, which [`load`](crate::load::load) tells.
///
/// ```
/// use huaweicloud_codegen::{load, source::Source};
///
/// let text = "paths:\n  /a: {$ref: 'paths/a.yaml#/~1a'}\n  /b: {$ref: '#/paths/~1a'}\n";
/// let files = load::referred(&Source::new("api.yaml", text));
/// assert!(files.iter().eq(["paths/a.yaml"]));
/// ```
pub fn referred(source: &Source) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    // Most files stand alone, and need not be read twice.
    let away = source.text.match_indices("$ref").any(|(at, _)| {
        let rest = source.text[at + 4..].trim_start_matches([' ', '"', '\'', ':']);
        !rest.starts_with('#')
    });
    if let Some(tree) = away.then(|| outdented::parse(0, &source.text, &mut Diagnostics::new())).flatten() {
        collect(&tree, &mut files);
    }
    files
}

fn collect(node: &Node, files: &mut BTreeSet<String>) {
    if let Some(reference) = node.get("$ref").and_then(Node::as_text) {
        let path = reference.split_once('#').map_or(reference, |(path, _)| path);
        if !path.is_empty() && !path.contains("://") {
            files.insert(percent_decoded(path).into_owned());
        }
    }
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().for_each(|(_, node)| collect(node, files)),
        Value::Sequence(items) => items.iter().for_each(|node| collect(node, files)),
        Value::Scalar(_) => {}
    }
}
