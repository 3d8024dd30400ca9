//! Operations as a whole: that each is told from the others, and answers.

use std::collections::HashMap;

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::walk::{Operation, Visit};
use crate::load::Spec;
use crate::path_key::without_names;
use crate::source::Span;

/// The lints of this file.
pub(crate) fn lints<'s>(_spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Operations { report, ids: HashMap::new(), paths: HashMap::new() })
}

struct Operations<'s> {
    report: &'s Report,
    ids: HashMap<&'s str, (usize, Span)>,
    paths: HashMap<(&'s str, String), (usize, Span)>,
}

impl<'s> Visit<'s> for Operations<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        let (file, key) = (it.at.file, it.at.key);
        self.name(it);
        let path = without_names(it.path);
        if let Some(first) = self.paths.get(&(it.method, path.clone())) {
            let message = format!("a second {} {}", it.method.to_uppercase(), it.path);
            let help = "describe both in one operation".to_owned();
            let related = Some((first.0, first.1, "first here"));
            self.report.add_with(&lints::DUPLICATE_OPERATION, file, key, message, Some(help), related);
        } else {
            self.paths.insert((it.method, path), (file, key));
        }
        let Some(responses) = it.at.get("responses").filter(|_| !it.lacks_responses()) else { return };
        if !responses.entries().any(|(status, _)| status.starts_with('2') || status == "default") {
            let message = format!("{} has no response of success", it.name());
            let help = "add the documented 2XX response".to_owned();
            self.report.add(&lints::MISSING_SUCCESS, file, responses.key, message, Some(help));
        }
    }
}

impl<'s> Operations<'s> {
    fn name(&mut self, it: Operation<'s>) {
        let file = it.at.file;
        let Some((at, id)) = it.at.get("operationId").and_then(|at| Some((at, at.node.as_text()?))) else {
            let message = format!("{} has no operationId", it.name());
            let help = "add the official name of the operation, such as `ListVpnUsers`".to_owned();
            self.report.add(&lints::MISSING_OPERATION_ID, file, it.at.key, message, Some(help));
            return;
        };
        if let Some(first) = self.ids.get(id) {
            let message = format!("a second operation is named {}", quoted(id));
            let help = "every operation of a service has a name of its own".to_owned();
            let related = Some((first.0, first.1, "first here"));
            self.report.add_with(
                &lints::DUPLICATE_OPERATION_ID,
                file,
                at.span(),
                message,
                Some(help),
                related,
            );
        } else {
            self.ids.insert(id, (file, at.span()));
        }
    }
}
