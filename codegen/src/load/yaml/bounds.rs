//! How much of a file is read, so that no file takes all the memory or the stack there is.

use crate::load::yaml::tree::Node;

/// How deep values may stand in one another. Every later walk recurses, so this bounds its stack.
pub(super) const DEEPEST: usize = 96;
/// How many nodes all aliases of a file may stand for, so that a few nested ones cannot fill memory.
pub(super) const MOST_ALIASED: usize = 200_000;
/// So much text of an alias counts as a node.
const NODE_OF_TEXT: usize = 64;
/// How many values a file may have: `[[],[],[],…` takes much more memory than its text. Specs have one in
/// some thirty bytes.
const MOST_VALUES: usize = 2_000_000;
/// How many keys or elements may stand beside one another. What is generated takes some kilobytes for each.
const MOST_BESIDE: usize = 100_000;

/// What is wrong with a file of so many values, and with so many beside the next one.
pub(super) fn exceeded(values: usize, beside: usize) -> Option<String> {
    if values > MOST_VALUES {
        return Some(format!("the file has more than the {MOST_VALUES} values that are read"));
    }
    (beside >= MOST_BESIDE)
        .then(|| format!("more than the {MOST_BESIDE} values that are read stand beside one another"))
}

/// How many nodes a value counts for, and how deep they stand in one another.
pub(super) fn measure(node: &Node) -> (usize, usize) {
    let (mut count, mut depth) = (0, 0);
    add(node, 1, &mut count, &mut depth);
    (count, depth)
}

fn add(node: &Node, level: usize, count: &mut usize, depth: &mut usize) {
    *count += 1 + node.as_scalar().map_or(0, |scalar| scalar.text.len() / NODE_OF_TEXT);
    *depth = level.max(*depth);
    for child in node.items() {
        add(child, level + 1, count, depth);
    }
    for (key, child) in node.entries() {
        *count += key.text.len() / NODE_OF_TEXT;
        add(child, level + 1, count, depth);
    }
}
