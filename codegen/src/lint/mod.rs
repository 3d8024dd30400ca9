//! What a spec that loads may still have wrong: contradictions, and breaches of the house rules that
//! `specs/README.md` states.

mod components;
mod examples;
mod fits;
mod operations;
mod paging;
mod parameters;
mod registry;
mod schemas;
mod walk;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::tree::Span;
use crate::load::{Options, Spec};

pub use registry::{LINTS, Level, Lint, explain};

/// Looks for everything that the lints know, in all files.
///
/// Conventions are errors in the specs of the house and warnings in those of others; errors stay
/// errors.
pub fn lint(spec: &Spec, options: Options) -> Diagnostics {
    let found = Diagnostics::new();
    let mut report = Report { options, found };
    operations::check(spec, &mut report);
    parameters::check(spec, &mut report);
    paging::check(spec, &mut report);
    schemas::check(spec, &mut report);
    examples::check(spec, &mut report);
    components::check(spec, &mut report);
    report.found.sort();
    report.found
}

/// Where lints put what they find.
pub(crate) struct Report {
    options: Options,
    found: Diagnostics,
}

impl Report {
    /// Adds a finding at the level that its lint has here.
    fn add(&mut self, lint: &'static Lint, file: usize, span: Span, message: String, help: Option<String>) {
        self.add_with(lint, file, span, message, help, None);
    }

    /// [`Report::add`] with a second place.
    fn add_with(
        &mut self,
        lint: &'static Lint,
        file: usize,
        span: Span,
        message: String,
        help: Option<String>,
        related: Option<(usize, Span, &str)>,
    ) {
        let mut it = Diagnostic::error(lint.name, file, span, message);
        it.help = help;
        if let Some((file, span, label)) = related {
            it = it.with_related(file, span, label);
        }
        let warning = match lint.level {
            Level::Error => false,
            Level::Convention => self.options.foreign,
            Level::Advice => true,
        };
        self.found.push(if warning { it.as_warning() } else { it });
    }
}
