//! What operations document alike, as a whole service does with its errors.

use std::collections::{HashMap, HashSet};

use crate::ir::{Answer, Operation, Role, Type};

/// Names the lists of errors that several operations have, and keeps an error's example once: they would
/// be described and tested for each operation anew, which says nothing more.
pub fn once(operations: &mut [Vec<Operation>]) {
    let named = names(operations);
    let mut seen: HashSet<(Type, String)> = HashSet::new();
    for operation in operations.iter_mut().flatten() {
        operation.shared_errors = named.get(&operation.error_answers).cloned();
        operation.examples.retain(|example| match example.role {
            Role::Error(_) => seen.insert((example.ty.clone(), example.json.clone())),
            Role::Request | Role::Answer(_) => true,
        });
    }
}

/// A name for each list of errors that stands in more than one place, in the order of the spec.
fn names(operations: &[Vec<Operation>]) -> HashMap<Vec<Answer>, String> {
    let mut seen: HashSet<&[Answer]> = HashSet::new();
    let mut named: HashMap<Vec<Answer>, String> = HashMap::new();
    for operation in operations.iter().flatten().filter(|it| !it.error_answers.is_empty()) {
        let errors = &operation.error_answers;
        if !seen.insert(errors) && !named.contains_key(errors) {
            let name = match named.len() {
                0 => "ERRORS".to_owned(),
                before => format!("ERRORS_{}", before + 1),
            };
            named.insert(errors.clone(), name);
        }
    }
    named
}
