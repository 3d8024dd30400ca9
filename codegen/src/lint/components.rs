//! Components: unused ones, and security schemes that nobody defined.

use std::collections::HashSet;

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::walk::{At, Visit};
use crate::load::grammar::names;
use crate::load::yaml::tree::{Key, Value};
use crate::load::{Kind, Node, Spec};

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    let mut used = Used { spec, names: HashSet::new(), lost: HashSet::new() };
    for (file, it) in spec.files.iter().enumerate() {
        used.scan(file, &it.tree);
    }
    // The security schemes of all files: a service has one namespace.
    let known = all(spec).filter(|(_, kind, _)| *kind == Kind::SecurityScheme);
    let known = known.map(|(_, _, key)| &*key.text).collect();
    Box::new(Components { known, report, used })
}

/// Every component of every file.
fn all(spec: &Spec) -> impl Iterator<Item = (usize, Kind, &Key)> {
    spec.files.iter().enumerate().flat_map(|(file, it)| {
        Kind::ALL.into_iter().flat_map(move |kind| {
            let section = it.tree.get("components").and_then(|at| at.get(kind.section()));
            section.into_iter().flat_map(Node::entries).map(move |(key, _)| (file, kind, key))
        })
    })
}

/// The components that something refers to. A name stands for one thing in a service.
struct Used<'s> {
    spec: &'s Spec,
    names: HashSet<(Kind, &'s str)>,
    /// References that lead nowhere, which has been told: what they were meant to lead to is used.
    lost: HashSet<&'s str>,
}

impl<'s> Used<'s> {
    /// Goes through everything, known to the grammar or not: a misspelt key hides no reference.
    fn scan(&mut self, file: usize, node: &'s Node) {
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter().for_each(|item| self.scan(file, item)),
            Value::Mapping(mapping) => {
                if let Some(target) = mapping.get("$ref").and_then(Node::as_text) {
                    self.mark(file, target);
                }
                let mapped = mapping.get("discriminator").and_then(|at| at.get("mapping"));
                for target in mapped.into_iter().flat_map(Node::entries).filter_map(|(_, it)| it.as_text()) {
                    self.mark(file, target);
                }
                mapping.iter().for_each(|(_, node)| self.scan(file, node));
            }
        }
    }

    fn mark(&mut self, file: usize, target: &'s str) {
        if let Some(holder) = self.spec.holder(file, target) {
            self.names.extend(holder);
        } else {
            self.lost.insert(target);
        }
    }

    /// Takes for used what lost references were probably meant to lead to; whether that can be told.
    fn find(&mut self) -> bool {
        const MOST: usize = 100;
        if self.lost.len() > MOST {
            return false;
        }
        for target in std::mem::take(&mut self.lost) {
            let mut found = false;
            for (_, kind, key) in all(self.spec) {
                if target.split(['/', '#']).any(|part| part == &*key.text) {
                    found = true;
                    self.names.insert((kind, &key.text));
                }
            }
            let last = target.rsplit(['/', '#']).next().unwrap_or(target);
            let all_names = all(self.spec).map(|(_, _, key)| &*key.text);
            if let Some(near) = names::nearest(last, all_names).filter(|_| !found) {
                self.names.extend(Kind::ALL.map(|kind| (kind, near)));
            }
        }
        true
    }
}

struct Components<'s> {
    /// The names of the security schemes.
    known: Vec<&'s str>,
    report: &'s Report,
    used: Used<'s>,
}

impl<'s> Visit<'s> for Components<'s> {
    fn security(&mut self, at: At<'s>) {
        if !self.report.whole {
            return;
        }
        for (name, requirement) in at.items().flat_map(At::entries) {
            if self.known.contains(&name) {
                self.used.names.insert((Kind::SecurityScheme, name));
                continue;
            }
            let message = format!("there is no security scheme named {}", quoted(name));
            // The one that was meant is not unused.
            let near = names::nearest(name, self.known.iter().copied());
            self.used.names.extend(near.map(|near| (Kind::SecurityScheme, near)));
            let help = names::suggest(name, self.known.iter().copied());
            let help = help.or_else(|| Some("define it under `components.securitySchemes`".to_owned()));
            self.report.add(&lints::UNKNOWN_SECURITY_SCHEME, at.file, requirement.key, message, help);
        }
    }

    fn finish(&mut self) {
        // Where a file could not be read, what is used is not known.
        if !self.report.whole || !self.used.find() {
            return;
        }
        for (file, kind, key) in all(self.used.spec) {
            if !self.used.names.contains(&(kind, &*key.text)) {
                let message = format!("nothing refers to the {} {}", kind.word(), quoted(&key.text));
                let help = "remove it, or refer to it where it was meant to be used".to_owned();
                self.report.add(&lints::UNUSED_COMPONENT, file, key.span, message, Some(help));
            }
        }
    }
}
