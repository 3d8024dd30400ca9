//! Parameters that only work with another, as far as their descriptions say so.

use std::collections::HashSet;

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::members;
use crate::lint::prose::{self, Dependency};
use crate::lint::walk::{At, Operation, Visit, json};
use crate::load::Spec;
use crate::load::grammar::names;
use crate::source::Span;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Dependencies { spec, report, told: HashSet::new() })
}

struct Dependencies<'s> {
    spec: &'s Spec,
    report: &'s Report,
    /// Descriptions of shared parameters, which are told once.
    told: HashSet<(usize, Span)>,
}

impl<'s> Visit<'s> for Dependencies<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        if it.lacks_parameters(self.spec) {
            return;
        }
        let parameters = it.parameters(self.spec);
        for (_, at) in &parameters {
            let Some(description) = at.get("description") else { continue };
            for dependency in prose::dependencies(description.node.as_text().unwrap_or_default()) {
                self.dependency(it, &parameters, *at, description, &dependency);
            }
        }
    }
}

impl<'s> Dependencies<'s> {
    fn dependency(
        &mut self,
        it: Operation<'s>,
        parameters: &[(At<'s>, At<'s>)],
        at: At<'s>,
        description: At<'s>,
        dependency: &Dependency<'_>,
    ) {
        let name = at.text("name").unwrap_or_default();
        let on = dependency.on;
        let other = parameters.iter().find(|(_, at)| at.text("name") == Some(on));
        let (message, help) = match other {
            None if self.known_elsewhere(it, on) => return,
            None => {
                let message = format!(
                    "{} depends on {} by its description, which {} does not have",
                    quoted(name),
                    quoted(on),
                    it.name()
                );
                let known = parameters.iter().filter_map(|(_, at)| at.text("name"));
                let help = match names::nearest(on, known.filter(|it| *it != name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add the parameter, or correct the description".to_owned(),
                };
                (message, help)
            }
            Some((_, other)) => {
                if !dependency.always || !at.is("required") || other.is("required") || on == name {
                    return;
                }
                let message = format!(
                    "{} is mandatory but works only with {}, which is optional",
                    quoted(name),
                    quoted(on)
                );
                (message, format!("make `{on}` mandatory too, or `{name}` optional"))
            }
        };
        let span = prose::place(self.spec, description, on).unwrap_or_else(|| description.span());
        if self.told.insert((description.file, span)) {
            self.report.add(&lints::DEPENDENT_PARAMETER, description.file, span, message, Some(help));
        }
    }

    /// Whether something is called so in what the operation sends or answers.
    fn known_elsewhere(&self, it: Operation<'s>, name: &str) -> bool {
        let name = name.split('.').next().unwrap_or(name);
        [it.body(self.spec), it.success(self.spec)].into_iter().flatten().any(|at| {
            let Some(schema) = json(at).and_then(|media| media.get("schema")) else { return false };
            // What leads nowhere could have it.
            let Some(schema) = schema.resolved(self.spec) else { return true };
            let (properties, _) = members::properties(self.spec, schema);
            properties.iter().any(|(property, _)| *property == name)
        })
    }
}
