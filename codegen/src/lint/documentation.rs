//! What documents an operation: summary, description, page, examples, tags.

use std::collections::HashSet;

use crate::diagnostic::rules::{Rule, lint as lints};
use crate::lint::Report;
use crate::lint::walk::{At, Operation, Visit, json};
use crate::load::grammar::names;
use crate::load::{Node, Spec};

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    let mut tags = HashSet::new();
    for file in &spec.files {
        let described = file.tree.get("tags").map_or(&[][..], Node::items);
        tags.extend(described.iter().filter_map(|tag| tag.get("name")?.as_text()));
    }
    Box::new(Documentation { spec, report, tags, left: 300 })
}

struct Documentation<'s> {
    spec: &'s Spec,
    report: &'s Report,
    /// The tags that some file describes.
    tags: HashSet<&'s str>,
    /// How many more tags are looked for among the others: when hundreds are wrong, what is wrong is
    /// not their spelling, and comparing all with all takes long.
    left: usize,
}

impl<'s> Visit<'s> for Documentation<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        if !it.at.says("summary") {
            let help = "add `summary` with one line in the imperative";
            self.lacks(&lints::MISSING_SUMMARY, it, "has no summary", help);
        }
        if !it.at.says("description") {
            let help = "add `description` with what a caller should know, in your own words";
            self.lacks(&lints::MISSING_DESCRIPTION, it, "has no description", help);
        }
        if it.at.get("externalDocs").and_then(|docs| docs.text("url")).is_none() {
            let help = "add `externalDocs` with the `url` of the page";
            self.lacks(&lints::MISSING_DOCUMENTATION, it, "names no documentation page", help);
        }
        let help = "copy the page's under `examples` of the media type; made up, a comment says so";
        if it.body(self.spec).is_some_and(|body| self.shows_nothing(body)) {
            self.lacks(&lints::MISSING_EXAMPLE, it, "has no example of its body", help);
        }
        if it.success(self.spec).is_some_and(|answer| self.shows_nothing(answer)) {
            self.lacks(&lints::MISSING_EXAMPLE, it, "has no example of its answer", help);
        }
        self.tags(it);
    }
}

impl<'s> Documentation<'s> {
    fn lacks(&mut self, rule: &'static Rule, it: Operation<'s>, what: &str, help: &str) {
        let message = format!("{} {what}", it.name());
        self.report.add(rule, it.at.file, it.at.key, message, Some(help.to_owned()));
    }

    /// Whether there is JSON with a schema and no example.
    fn shows_nothing(&self, at: At<'s>) -> bool {
        let Some((media, schema)) = json(at).and_then(|media| Some((media, media.get("schema")?))) else {
            return false;
        };
        // What leads nowhere has been told, and could have an example.
        let Some(schema) = schema.resolved(self.spec) else { return false };
        let several = media.get("examples").is_some_and(|examples| examples.entries().next().is_some());
        !several && media.get("example").or_else(|| schema.get("example")).is_none()
    }

    fn tags(&mut self, it: Operation<'s>) {
        // Where nothing is described, tags are just words.
        if self.tags.is_empty() || !self.report.whole {
            return;
        }
        for tag in it.at.get("tags").into_iter().flat_map(At::items) {
            let Some(name) = tag.node.as_text().filter(|name| !self.tags.contains(name)) else { continue };
            let message = format!("no file describes the tag {}", crate::diagnostic::quoted(name));
            let help = match self.near(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `tags` of the chapter, with a description".to_owned(),
            };
            self.report.add(&lints::UNKNOWN_TAG, tag.file, tag.span(), message, Some(help));
        }
    }

    fn near(&mut self, name: &str) -> Option<&'s str> {
        self.left = self.left.checked_sub(1)?;
        let mut known: Vec<&str> = self.tags.iter().copied().collect();
        known.sort_unstable();
        names::nearest(name, known)
    }
}
