//! What a spec that loads may still have wrong: contradictions, and breaches of the house rules that
//! `specs/README.md` states.

mod components;
mod defaults;
mod dependencies;
mod documentation;
mod examples;
mod fits;
pub(crate) mod members;
mod naming;
mod operations;
mod paging;
mod parameters;
mod patterns;
mod prose;
mod schemas;
mod secrets;
mod servers;
mod waiting;
pub(crate) mod walk;

use std::cell::RefCell;

use crate::diagnostic::rules::Rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::{Options, Spec};
use crate::source::Span;

/// Looks for everything that the lints know, in all files.
///
/// Conventions are errors in the specs of the house and warnings in those of others, which the rules of
/// the house say nothing about; errors stay errors.
pub fn lint(spec: &Spec, options: Options) -> Diagnostics {
    let whole = spec.files.iter().all(|file| !file.tree.is_null());
    let report = Report { options, whole, found: RefCell::default() };
    let begin = [
        operations::lints,
        documentation::lints,
        naming::lints,
        parameters::lints,
        dependencies::lints,
        paging::lints,
        waiting::lints,
        schemas::lints,
        secrets::lints,
        defaults::lints,
        examples::lints,
        servers::lints,
        components::lints,
    ];
    walk::walk(spec, &mut begin.map(|begin| begin(spec, &report)).into());
    let mut found = report.found.into_inner();
    found.sort();
    found
}

/// Where lints put what they find.
pub(crate) struct Report {
    options: Options,
    /// Whether all files could be read. Else what seems to be missing may stand in another.
    whole: bool,
    found: RefCell<Diagnostics>,
}

impl Report {
    /// Adds a finding at the level that its lint has here.
    fn add(&self, lint: &'static Rule, file: usize, span: Span, message: String, help: Option<String>) {
        self.add_with(lint, file, span, message, help, None);
    }

    /// [`Report::add`] with a second place.
    fn add_with(
        &self,
        lint: &'static Rule,
        file: usize,
        span: Span,
        message: String,
        help: Option<String>,
        related: Option<(usize, Span, &str)>,
    ) {
        // Generating can go on with whatever a lint finds that may be a warning.
        let Some(severity) = lint.level.severities(self.options.foreign).last() else { return };
        let mut it = Diagnostic::error(lint.name, file, span, message);
        it.help = help;
        if let Some((file, span, label)) = related {
            it = it.with_related(file, span, label);
        }
        it.severity = *severity;
        self.found.borrow_mut().push(it);
    }
}
