//! Defaults that contradict their schema, their description or their parameter.

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::fits::Fit;
use crate::lint::walk::{At, Role, Visit, Way};
use crate::lint::{Report, prose};
use crate::load::Spec;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Defaults { spec, report })
}

struct Defaults<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

impl<'s> Visit<'s> for Defaults<'s> {
    fn schema(&mut self, at: At<'s>, _role: Role<'s>) {
        let Some(default) = at.get("default") else { return };
        let mut fit = Fit::new(self.spec, Way::Both);
        fit.check(at, default.node, default.span());
        for misfit in fit.misfits {
            let message = misfit.message.replace("the example", "the default");
            let help = misfit.help.map(|help| help.replace("the example", "the default"));
            self.report.add(&lints::BAD_DEFAULT, at.file, misfit.span, message, help);
        }
        self.described(at, default);
    }

    fn parameter(&mut self, at: At<'s>, header: Option<&'s str>) {
        let Some(default) = at.get("schema").and_then(|schema| schema.get("default")) else { return };
        self.described(at, default);
        if header.is_none() && at.is("required") {
            let name = quoted(at.text("name").unwrap_or_default());
            let message = format!("{name} is mandatory and has a default, which can never apply");
            let help = "remove `default`, or `required: true` if calls work without the parameter".to_owned();
            self.report.add(&lints::DEFAULT_REQUIRED, at.file, default.span(), message, Some(help));
        }
    }
}

impl<'s> Defaults<'s> {
    /// Compares a default with the one that a description names.
    fn described(&mut self, at: At<'s>, default: At<'s>) {
        let Some(said) = at.text("description").and_then(prose::default_in) else { return };
        let Some(scalar) = default.node.as_scalar() else { return };
        let number = default.node.as_number();
        let same = scalar.text.eq_ignore_ascii_case(said) || number.is_some() && number == said.parse().ok();
        if same {
            return;
        }
        let message =
            format!("the default is {}, but the description says {}", quoted(&scalar.text), quoted(said));
        let help = "keep the one that the page has, and leave it out of the description".to_owned();
        let described = at.get("description").map(|it| (it.file, self.within(it, said), "said here"));
        self.report.add_with(
            &lints::DEFAULT_DIFFERS,
            at.file,
            default.span(),
            message,
            Some(help),
            described,
        );
    }

    /// Where a word of a text stands.
    fn within(&self, at: At<'s>, word: &str) -> crate::source::Span {
        prose::place(self.spec, at, word).unwrap_or_else(|| at.span())
    }
}
