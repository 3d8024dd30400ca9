//! Lists that take their page in the request's JSON body.

use super::Paging;
use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::fits::Fit;
use crate::lint::members;
use crate::lint::walk::{At, Operation, Way, json};

/// Whether `limit` or `cursor` is a member of the body; else it is a query parameter.
pub(super) fn is_pointer(name: &str) -> bool {
    name.starts_with('/')
}

impl<'s> Paging<'s> {
    /// Limit and cursor are both in the body or both in the query; only in the body are they sent on
    /// conditions.
    pub(super) fn one_kind(&mut self, pagination: At<'s>) {
        let (limit, cursor) = (pagination.text("limit"), pagination.text("cursor"));
        if let (Some(limit), Some(cursor), Some(at)) = (limit, cursor, pagination.get("cursor"))
            && is_pointer(limit) != is_pointer(cursor)
        {
            let kind = |name| if is_pointer(name) { "a member of the body" } else { "a query parameter" };
            let message = format!("`limit` is {}, but `cursor` {}", kind(limit), kind(cursor));
            let help = "write both as JSON pointers into the body, or both as names of query parameters";
            self.report.add(&lints::PAGINATION_PARAMETER, at.file, at.span(), message, Some(help.to_owned()));
        }
        if let Some(at) =
            pagination.get("when").filter(|_| ![limit, cursor].into_iter().flatten().any(is_pointer))
        {
            let message = "`when` is about members of the body, but `limit` and `cursor` are none".to_owned();
            let help =
                "remove `when`, or write `limit` and `cursor` as JSON pointers into the body".to_owned();
            self.report.add(&lints::PAGINATION_PARAMETER, at.file, at.span(), message, Some(help));
        }
    }

    /// The schema of the body, where limit or cursor is a member of it.
    pub(super) fn body_of_page(&mut self, it: Operation<'s>, pagination: At<'s>) -> Option<At<'s>> {
        let said = ["limit", "cursor"].into_iter().filter_map(|key| pagination.get(key));
        let first = said.into_iter().find(|at| at.node.as_text().is_some_and(is_pointer))?;
        let schema = self.body(it);
        let media = it.body(self.spec).and_then(json).and_then(|media| media.get("schema"));
        // A reference that leads nowhere has been told.
        let lost = media.is_some() || (it.at.get("requestBody").is_some() && it.body(self.spec).is_none());
        if schema.is_none() && !lost {
            let message = format!("{} has no JSON body that the pointer could lead into", it.name());
            let help = "describe it under `requestBody.content.application/json.schema`".to_owned();
            self.report.add(&lints::PAGINATION_PARAMETER, first.file, first.span(), message, Some(help));
        }
        schema
    }

    /// The schema of the member that limit or cursor is, where it can be one.
    pub(super) fn member(&mut self, body: At<'s>, key: &str, at: At<'s>) -> Option<At<'s>> {
        let pointer = at.node.as_text().unwrap_or_default();
        let schema = self.follow(body, "body", pointer, (at.file, at.span()))?;
        let kind = schema.text("type")?;
        if ["integer", "number", "string"].contains(&kind) {
            return Some(schema);
        }
        let message = format!("{} leads to no number or text but to {}", quoted(pointer), quoted(kind));
        let help = format!("point at the member that is the `{key}`");
        self.report.add(&lints::PAGINATION_POINTER, at.file, at.span(), message, Some(help));
        None
    }

    /// Holds the texts of `when` against the members that they are of.
    pub(super) fn conditions(&mut self, body: At<'s>, pagination: At<'s>) {
        for (pointer, text) in pagination.get("when").into_iter().flat_map(At::entries) {
            if !is_pointer(pointer) {
                let message = format!("{} is no JSON pointer: it has to begin with `/`", quoted(pointer));
                let help = Some(format!("write `/{pointer}`"));
                self.report.add(&lints::PAGINATION_POINTER, text.file, text.key, message, help);
                continue;
            }
            let Some(schema) = self.follow(body, "body", pointer, (text.file, text.key)) else { continue };
            let mut fit = Fit::new(self.spec, Way::Request);
            fit.check(schema, text.node, text.span());
            for misfit in fit.misfits {
                let what = misfit.message.trim_start_matches("the example ");
                let message = format!("the text for {} {what}", quoted(pointer));
                self.report.add(&lints::PAGINATION_RANGE, text.file, misfit.span, message, misfit.help);
            }
        }
    }

    /// The names of the body's members.
    pub(super) fn body_members(&self, it: Operation<'s>) -> Vec<&'s str> {
        let schema = self.body(it).map(|schema| members::properties(self.spec, schema).0);
        schema.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    }

    /// The schema of the JSON body.
    fn body(&self, it: Operation<'s>) -> Option<At<'s>> {
        json(it.body(self.spec)?)?.get("schema")?.resolved(self.spec)
    }
}
