//! Paging: lists without it, and descriptions of it that do not fit the operation.

use crate::diagnostic::quoted;
use crate::lint::Report;
use crate::lint::registry as lints;
use crate::lint::walk::{At, Operation, Visit, walk};
use crate::load::tree::segments;
use crate::load::{Spec, names};

/// Runs the lints of this file.
pub(crate) fn check(spec: &Spec, report: &mut Report) {
    walk(spec, &mut Paging { spec, report });
}

struct Paging<'r, 's> {
    spec: &'s Spec,
    report: &'r mut Report,
}

/// The names that a page size goes by, without `_`, `-` and capitals.
const PAGE_SIZES: &[&str] =
    &["limit", "pagesize", "perpage", "pagelimit", "maxitems", "maxkeys", "maxresults"];

impl<'s> Visit<'s> for Paging<'_, 's> {
    fn operation(&mut self, it: Operation<'s>) {
        let parameters = it.parameters(self.spec);
        let queries = parameters.iter().filter(|(_, at)| at.text("in") == Some("query"));
        let queries: Vec<(At<'s>, &str)> =
            queries.filter_map(|(named, at)| Some((*named, at.text("name")?))).collect();
        let Some(pagination) = it.at.get("x-pagination") else {
            let size = queries.iter().find(|(_, name)| {
                let plain: String = name.chars().filter(|it| !matches!(it, '_' | '-')).collect();
                PAGE_SIZES.contains(&plain.to_ascii_lowercase().as_str())
            });
            if let (Some((_, name)), "get") = (size, it.method) {
                let message =
                    format!("{} takes {} but says nothing about its pages", it.name(), quoted(name));
                let help = format!(
                    "add `x-pagination` (`style`, `limit: {name}`, `cursor`, `items` …), or `style: none` in it"
                );
                self.report.add(&lints::LIST_WITHOUT_PAGINATION, it.at.file, it.at.key, message, Some(help));
            }
            return;
        };
        for key in ["limit", "cursor"] {
            let Some(at) = pagination.get(key) else { continue };
            let name = at.node.as_text().unwrap_or_default();
            if !queries.iter().any(|(_, query)| *query == name) {
                let message = format!("{} has no query parameter {}", it.name(), quoted(name));
                let help = names::suggest(name, queries.iter().map(|(_, name)| *name));
                self.report.add(&lints::PAGINATION_PARAMETER, at.file, at.span(), message, help);
            }
        }
        let Some(schema) = self.answer(it) else {
            if let Some(at) = pagination.get("items") {
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

impl<'s> Paging<'_, 's> {
    /// The schema of the JSON answer of success.
    fn answer(&self, it: Operation<'s>) -> Option<At<'s>> {
        let content = it.success(self.spec)?.get("content")?;
        let json = content.entries().find(|(name, _)| name.contains("json"));
        json?.1.get("schema")?.resolved(self.spec)
    }

    fn pointer(&mut self, key: &str, at: At<'s>, schema: At<'s>) {
        let pointer = at.node.as_text().unwrap_or_default();
        let mut schema = schema;
        for segment in segments(pointer) {
            let mut properties = Vec::new();
            let open = collect(self.spec, schema, &mut properties, &mut { MOST_PARTS });
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

/// How many parts of an object are looked at.
pub(crate) const MOST_PARTS: usize = 256;

/// Collects the properties of an object, those of its parts included; whether it may have others that
/// nothing describes.
pub(crate) fn collect<'s>(
    spec: &'s Spec,
    schema: At<'s>,
    properties: &mut Vec<(&'s str, At<'s>)>,
    steps: &mut usize,
) -> bool {
    // Parts of parts of parts: no spec has this many, a hostile one has more.
    if *steps == 0 {
        return true;
    }
    *steps -= 1;
    let own = schema.get("properties");
    properties.extend(own.into_iter().flat_map(At::entries));
    let additional = schema.node.get("additionalProperties");
    let mut open = additional.is_some_and(|it| it.as_boolean() != Some(false));
    let mut parts = 0;
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(key).into_iter().flat_map(At::items) {
            parts += 1;
            open |= match part.resolved(spec) {
                Some(part) => collect(spec, part, properties, steps),
                None => true,
            };
        }
    }
    // An object that describes nothing may be anything.
    open || (own.is_none() && parts == 0)
}
