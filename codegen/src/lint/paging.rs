//! Paging: lists without it, and descriptions of it that do not fit the operation.

mod in_body;

use self::in_body::is_pointer;
use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::fits::Fit;
use crate::lint::members::{self, Followed};
use crate::lint::walk::{At, Operation, Visit, Way};
use crate::load::grammar::names;
use crate::load::{Node, Spec};
use crate::source::Span;

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
        self.one_kind(pagination);
        let body = self.body_of_page(it, pagination);
        for (key, bound) in [("limit", "size"), ("cursor", "first")] {
            let Some(at) = pagination.get(key) else { continue };
            let name = at.node.as_text().unwrap_or_default();
            let value = pagination.get(bound);
            if is_pointer(name) {
                let member = body.and_then(|body| self.member(body, key, at));
                if let (Some(schema), Some(value)) = (member, value) {
                    self.range(bound, value, schema, name);
                }
                continue;
            }
            let known = queries.iter().find(|(_, query)| *query == name);
            let schema = known.and_then(|(at, _)| at.get("schema")?.resolved(self.spec));
            if let (Some(schema), Some(value)) = (schema, value) {
                self.range(bound, value, schema, name);
            }
            if known.is_none() && !it.lacks_parameters(self.spec) {
                let message = format!("{} has no query parameter {}", it.name(), quoted(name));
                let help = names::suggest(name, queries.iter().map(|(_, name)| *name));
                self.report.add(&lints::PAGINATION_PARAMETER, at.file, at.span(), message, help);
            }
        }
        if let Some(body) = body {
            self.conditions(body, pagination);
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
    /// An operation without `x-pagination` that takes a page by the names of its parameters, or of the
    /// members of its body. But for a GET with a page size, these names may mean something else where no
    /// list is answered, or where something is created or changed.
    fn missing(&mut self, it: Operation<'s>, queries: &[(At<'s>, &'s str)]) {
        let queries: Vec<&str> = queries.iter().map(|(_, name)| *name).collect();
        let reads = match it.method {
            "get" => true,
            "post" => it.at.get("responses").is_some_and(|at| at.get("200").is_some()),
            _ => false,
        };
        if !reads {
            return;
        }
        let lists = self.answers_list(it);
        let members = if lists { self.body_members(it) } else { Vec::new() };
        let sure = lists || it.method == "get";
        let found = called(PAGE_SIZES, &queries).filter(|_| sure).map(|name| ("limit", name.to_owned()));
        let found =
            found.or_else(|| Some(("cursor", called(CURSORS, &queries).filter(|_| lists)?.to_owned())));
        let member = |key, names| Some((key, format!("/{}", called(names, &members)?)));
        let found = found.or_else(|| member("limit", PAGE_SIZES)).or_else(|| member("cursor", CURSORS));
        let Some((key, name)) = found else { return };
        let shown = quoted(name.trim_start_matches('/'));
        let message = format!("{} takes {shown} but says nothing about its pages", it.name());
        let keys = match key {
            "limit" => format!("`limit: {name}`, `cursor`"),
            _ => format!("`limit`, `cursor: {name}`"),
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
    fn range(&mut self, key: &str, value: At<'s>, schema: At<'s>, name: &str) {
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
        let Some(schema) = self.follow(schema, "answer", pointer, (at.file, at.span())) else { return };
        let kind = schema.text("type");
        if key == "items" && kind.is_some_and(|kind| kind != "array") {
            let message =
                format!("{} leads to no list but to {}", quoted(pointer), quoted(kind.unwrap_or_default()));
            let help = "point at the list of records".to_owned();
            self.report.add(&lints::PAGINATION_POINTER, at.file, at.span(), message, Some(help));
        }
    }

    /// What a pointer leads to in the answer or the body; one that leads past what there is is told.
    fn follow(&mut self, from: At<'s>, whole: &str, pointer: &str, place: (usize, Span)) -> Option<At<'s>> {
        match members::follow(self.spec, from, pointer) {
            Followed::To(schema) => Some(schema),
            Followed::Unknown => None,
            Followed::Past(segment, names) => {
                let message = format!("the {whole} has no {} for {}", quoted(&segment), quoted(pointer));
                let help = names::suggest(&segment, names.iter().copied());
                self.report.add(&lints::PAGINATION_POINTER, place.0, place.1, message, help);
                None
            }
        }
    }
}

/// The first of the names that is called like one of these, whatever its `_`, `-` and capitals.
fn called<'n>(these: &[&str], names: &[&'n str]) -> Option<&'n str> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    names.iter().find(|name| these.contains(&&*plain(name))).copied()
}
