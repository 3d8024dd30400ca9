//! Operations as a whole: names, documentation, answers.

use std::collections::HashMap;

use crate::diagnostic::quoted;
use crate::lint::Report;
use crate::lint::registry as lints;
use crate::lint::walk::{Operation, Visit, walk};
use crate::load::Spec;
use crate::load::tree::Span;

/// Runs the lints of this file.
pub(crate) fn check(spec: &Spec, report: &mut Report) {
    let (ids, paths) = (HashMap::new(), HashMap::new());
    walk(spec, &mut Operations { report, ids, paths });
}

struct Operations<'r, 's> {
    report: &'r mut Report,
    ids: HashMap<&'s str, (usize, Span)>,
    paths: HashMap<(&'s str, String), (usize, Span)>,
}

impl<'s> Visit<'s> for Operations<'_, 's> {
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
        if it.at.text("summary").is_none_or(|text| text.trim().is_empty()) {
            let message = format!("{} has no summary", it.name());
            let help = "add `summary` with one line in the imperative".to_owned();
            self.report.add(&lints::MISSING_SUMMARY, file, key, message, Some(help));
        }
        if it.at.get("externalDocs").and_then(|docs| docs.text("url")).is_none() {
            let message = format!("{} names no documentation page", it.name());
            let help = "add `externalDocs` with the `url` of the page".to_owned();
            self.report.add(&lints::MISSING_DOCUMENTATION, file, key, message, Some(help));
        }
        let Some(responses) = it.at.get("responses") else { return };
        if !responses.entries().any(|(status, _)| status.starts_with('2') || status == "default") {
            let message = format!("{} has no response of success", it.name());
            let help = "add the documented 2XX response".to_owned();
            self.report.add(&lints::MISSING_SUCCESS, file, responses.key, message, Some(help));
        }
    }
}

impl<'s> Operations<'_, 's> {
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
        let upper = id.starts_with(|first: char| first.is_ascii_uppercase());
        if !upper || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let message = format!("the operationId {} is not in UpperCamelCase", quoted(id));
            let help = "write it as the official SDKs do, such as `ListVpnUsers`".to_owned();
            self.report.add(&lints::OPERATION_ID_CASE, file, at.span(), message, Some(help));
        }
    }
}

/// A path with the names taken out of its placeholders: what tells it apart from others.
fn without_names(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for character in path.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        out.push(character);
    }
    out
}
