//! Examples against the schemas they are examples of.

use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::fits::Fit;
use crate::lint::walk::{At, Role, Visit, Way};
use crate::load::Spec;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Examples { spec, report })
}

struct Examples<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

impl<'s> Visit<'s> for Examples<'s> {
    fn parameter(&mut self, at: At<'s>, _header: Option<&'s str>) {
        self.all(at, Way::Both);
    }

    fn media_type(&mut self, at: At<'s>, way: Way) {
        self.all(at, way);
    }

    fn schema(&mut self, at: At<'s>, _role: Role<'s>) {
        if let Some(example) = at.get("example") {
            self.one(at, example, Way::Both);
        }
    }
}

impl<'s> Examples<'s> {
    /// `example` and `examples` beside a `schema`.
    fn all(&mut self, at: At<'s>, way: Way) {
        let Some(schema) = at.get("schema") else { return };
        if let Some(example) = at.get("example") {
            self.one(schema, example, way);
        }
        for (_, example) in at.get("examples").into_iter().flat_map(At::entries) {
            let value = example.resolved(self.spec).and_then(|at| at.get("value"));
            if let Some(value) = value {
                self.one(schema, value, way);
            }
        }
    }

    fn one(&mut self, schema: At<'s>, example: At<'s>, way: Way) {
        let mut fit = Fit::new(self.spec, way);
        fit.check(schema, example.node, example.span());
        for misfit in fit.misfits {
            let lint = if misfit.unknown { &lints::EXAMPLE_PROPERTY } else { &lints::EXAMPLE_MISFIT };
            self.report.add(lint, example.file, misfit.span, misfit.message, misfit.help);
        }
    }
}
