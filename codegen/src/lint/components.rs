//! Components: unused ones, and security schemes that nobody defined.

use std::collections::HashSet;

use crate::diagnostic::quoted;
use crate::lint::Report;
use crate::lint::registry as lints;
use crate::lint::walk::{At, Role, Visit, walk};
use crate::load::tree::Span;
use crate::load::{Kind, Node, Spec, names};

/// Runs the lints of this file.
pub(crate) fn check(spec: &Spec, report: &mut Report) {
    let mut used = Used { spec, report, used: HashSet::new() };
    walk(spec, &mut used);
    let Used { report, used, .. } = used;
    for (file, it) in spec.files.iter().enumerate() {
        for kind in Kind::ALL {
            let section = it.tree.get("components").and_then(|at| at.get(kind.section()));
            for (key, _) in section.into_iter().flat_map(Node::entries) {
                if used.contains(&(file, kind, key.span)) {
                    continue;
                }
                let message = format!("nothing refers to the {} {}", kind.word(), quoted(&key.text));
                let help = "remove it, or refer to it where it was meant to be used".to_owned();
                report.add(&lints::UNUSED_COMPONENT, file, key.span, message, Some(help));
            }
        }
    }
}

struct Used<'r, 's> {
    spec: &'s Spec,
    report: &'r mut Report,
    used: HashSet<(usize, Kind, Span)>,
}

impl<'s> Used<'_, 's> {
    fn mark(&mut self, file: usize, target: &str) {
        if let Some((file, kind, (key, _))) = self.spec.target(file, target) {
            self.used.insert((file, kind, key.span));
        }
    }

    /// The security schemes of all files: a service has one namespace.
    fn schemes(&self) -> impl Iterator<Item = (usize, &'s crate::load::tree::Key)> + Clone + use<'s> {
        self.spec.files.iter().enumerate().flat_map(|(file, it)| {
            let section = it.tree.get("components").and_then(|at| at.get("securitySchemes"));
            section.into_iter().flat_map(Node::entries).map(move |(key, _)| (file, key))
        })
    }
}

impl<'s> Visit<'s> for Used<'_, 's> {
    fn reference(&mut self, file: usize, target: &'s str) {
        self.mark(file, target);
    }

    fn schema(&mut self, at: At<'s>, _role: Role<'s>) {
        let mapping = at.get("discriminator").and_then(|at| at.get("mapping"));
        for (_, target) in mapping.into_iter().flat_map(At::entries) {
            let text = target.node.as_text().unwrap_or_default();
            self.mark(at.file, text);
            self.mark(at.file, &format!("#/components/schemas/{text}"));
        }
    }

    fn security(&mut self, at: At<'s>) {
        for (name, requirement) in at.items().flat_map(At::entries) {
            let found: Vec<_> = self.schemes().filter(|(_, key)| *key.text == *name).collect();
            if found.is_empty() {
                let message = format!("there is no security scheme named {}", quoted(name));
                let known: Vec<&str> = self.schemes().map(|(_, key)| &*key.text).collect();
                let near = names::nearest(name, known.iter().copied());
                // The one that was meant is not unused.
                for (file, key) in self.schemes().filter(|(_, key)| near == Some(&*key.text)) {
                    self.used.insert((file, Kind::SecurityScheme, key.span));
                }
                let help = names::suggest(name, known);
                let help = help.or_else(|| Some("define it under `components.securitySchemes`".to_owned()));
                self.report.add(&lints::UNKNOWN_SECURITY_SCHEME, at.file, requirement.key, message, help);
            }
            for (file, key) in found {
                self.used.insert((file, Kind::SecurityScheme, key.span));
            }
        }
    }
}
