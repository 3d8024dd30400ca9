//! Paging: lists without it, and descriptions of it that do not fit the operation.

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::json::segments;
use crate::lint::Report;
use crate::lint::fits::Fit;
use crate::lint::members;
use crate::lint::walk::{At, Operation, Visit, Way};
use crate::load::grammar::names;
use crate::load::{Node, Spec};

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Paging { spec, report })
}

struct Paging<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

/// The names that a page size goes by, without `_`, `-` and capitals.
const PAGE_SIZES: &[&str] =
    &["limit", "pagesize", "perpage", "pagelimit", "maxitems", "maxkeys", "maxresults"];
/// The names that the place of a page goes by; they mean something else where no list is answered.
const CURSORS: &[&str] =
    &["offset", "marker", "cursor", "page", "pageno", "pagenum", "pagenumber", "pagetoken", "nexttoken"];

impl<'s> Visit<'s> for Paging<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        let parameters = it.parameters(self.spec);
        // A misspelt location may be meant to be this one.
        let others = [Some("path"), Some("header"), Some("cookie")];
        let queries = parameters.iter().filter(|(_, at)| !others.contains(&at.text("in")));
        let queries: Vec<(At<'s>, &str)> =
            queries.filter_map(|(_, at)| Some((*at, at.text("name")?))).collect();
        let Some(pagination) = it.at.get("x-pagination") else {
            self.missing(it, &queries);
            return;
        };
        for (key, parameter) in [("size", "limit"), ("first", "cursor")] {
            let name = pagination.text(parameter);
            let parameter = queries.iter().find(|(_, query)| Some(*query) == name);
            if let (Some(value), Some((at, name))) = (pagination.get(key), parameter) {
                self.range(key, value, *at, name);
            }
        }
        for key in ["limit", "cursor"] {
            let Some(at) = pagination.get(key) else { continue };
            let name = at.node.as_text().unwrap_or_default();
            let known = queries.iter().any(|(_, query)| *query == name);
            if !known && !it.lacks_parameters(self.spec) {
                let message = format!("{} has no query parameter {}", it.name(), quoted(name));
                let help = names::suggest(name, queries.iter().map(|(_, name)| *name));
                self.report.add(&lints::PAGINATION_PARAMETER, at.file, at.span(), message, help);
            }
        }
        let Some(schema) = it.answer(self.spec) else {
            if let Some(at) = pagination.get("items").filter(|_| !it.answer_is_lost(self.spec)) {
                let message = format!("{} has no JSON answer that the pointer could lead into", it.name());
                let help = "describe the 200 response under `content.application/json.schema`".to_owned();
                self.report.add(&lints::PAGINATION_POINTER, at.file, at.span(), message, Some(help));
            }
            return;
        };
        for key in ["items", "next", "total"] {
            if let Some(at) = pagination.get(key) {
                self.pointer(key, at, schema);
            }
        }
    }
}

impl<'s> Paging<'s> {
    /// An operation without `x-pagination` that takes a page by the names of its parameters.
    fn missing(&mut self, it: Operation<'s>, queries: &[(At<'s>, &str)]) {
        let called = |names: &[&str]| {
            let plain = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
            queries.iter().find(|(_, name)| names.contains(&&*plain(name))).map(|(_, name)| *name)
        };
        let size = called(PAGE_SIZES);
        let Some(name) = size.or_else(|| called(CURSORS).filter(|_| self.answers_list(it))) else { return };
        if it.method != "get" {
            return;
        }
        let message = format!("{} takes {} but says nothing about its pages", it.name(), quoted(name));
        let keys = match size {
            Some(name) => format!("`limit: {name}`, `cursor`"),
            None => format!("`limit`, `cursor: {name}`"),
        };
        let help = format!("add `x-pagination` (`style`, {keys}, `items` …), or `style: none` in it");
        self.report.add(&lints::LIST_WITHOUT_PAGINATION, it.at.file, it.at.key, message, Some(help));
    }

    /// Whether the answer is a list, or has one among its properties.
    fn answers_list(&self, it: Operation<'s>) -> bool {
        let Some(schema) = it.answer(self.spec) else { return false };
        let (properties, _) = members::properties(self.spec, schema);
        let is_list = |at: At<'s>| at.text("type") == Some("array");
        let listed = properties.into_iter().filter_map(|(_, at)| at.resolved(self.spec)).any(is_list);
        listed || is_list(schema)
    }

    /// Holds `size` and `first` against the parameters that they are sent in.
    fn range(&mut self, key: &str, value: At<'s>, parameter: At<'s>, name: &str) {
        let Some(schema) = parameter.get("schema").and_then(|at| at.resolved(self.spec)) else { return };
        let bound = |key: &str| schema.node.get(key).and_then(Node::as_number);
        let empty = bound("minimum").zip(bound("maximum")).is_some_and(|(least, most)| least > most);
        // A page may be counted in text: then it has no range. What is no size at all has been told.
        let counted = matches!(schema.text("type"), Some("integer" | "number"));
        let sensible = value.node.as_integer().is_some_and(|it| it >= i64::from(key == "size"));
        if !counted || !sensible || empty {
            return;
        }
        let mut fit = Fit::new(self.spec, Way::Request);
        fit.check(schema, value.node, value.span());
        for misfit in fit.misfits {
            let what = misfit.message.trim_start_matches("the example ");
            let message = format!("`{key}` {what} of {}", quoted(name));
            let help = "take a value that the parameter has by the documentation page".to_owned();
            let related = Some((schema.file, schema.key, "the parameter's schema"));
            self.report.add_with(
                &lints::PAGINATION_RANGE,
                value.file,
                misfit.span,
                message,
                Some(help),
                related,
            );
        }
    }

    fn pointer(&mut self, key: &str, at: At<'s>, schema: At<'s>) {
        let pointer = at.node.as_text().unwrap_or_default();
        if !pointer.starts_with('/') {
            return;
        }
        let mut schema = schema;
        for segment in segments(pointer) {
            let (properties, open) = members::properties(self.spec, schema);
            let Some((_, next)) = properties.iter().find(|(name, _)| *name == segment) else {
                if !open {
                    let message = format!("the answer has no {} for {}", quoted(&segment), quoted(pointer));
                    let help = names::suggest(&segment, properties.iter().map(|(name, _)| *name));
                    self.report.add(&lints::PAGINATION_POINTER, at.file, at.span(), message, help);
                }
                return;
            };
            let Some(next) = next.resolved(self.spec) else { return };
            schema = next;
        }
        let kind = schema.text("type");
        if key == "items" && kind.is_some_and(|kind| kind != "array") {
            let message =
                format!("{} leads to no list but to {}", quoted(pointer), quoted(kind.unwrap_or_default()));
            let help = "point at the list of records".to_owned();
            self.report.add(&lints::PAGINATION_POINTER, at.file, at.span(), message, Some(help));
        }
    }
}
