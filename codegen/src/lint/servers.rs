//! Servers: the defaults of their variables, and that a region has one address.

use std::collections::HashMap;

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::fits::same;
use crate::lint::walk::{At, Operation, Visit};
use crate::load::Spec;
use crate::load::grammar::names;
use crate::source::Span;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    let servers = Servers { report };
    let mut regions = HashMap::new();
    for (file, it) in spec.files.iter().enumerate() {
        let root = At { file, key: Span::default(), node: &it.tree };
        servers.defaults(root);
        servers.regions(root, &mut regions);
    }
    Box::new(servers)
}

struct Servers<'s> {
    report: &'s Report,
}

impl<'s> Visit<'s> for Servers<'s> {
    fn operation(&mut self, it: Operation<'s>) {
        self.defaults(it.item);
        self.defaults(it.at);
    }
}

impl<'s> Servers<'s> {
    /// The variables of the servers of a document, a path or an operation.
    fn defaults(&self, at: At<'s>) {
        for (name, variable) in at.get("servers").into_iter().flat_map(At::items).flat_map(variables) {
            let (Some(default), Some(values)) = (variable.get("default"), variable.get("enum")) else {
                continue;
            };
            if values.node.items().iter().any(|value| same(value, default.node)) {
                continue;
            }
            let text = default.node.as_text().unwrap_or_default();
            let message = format!("the default {} of {} is none of its values", quoted(text), quoted(name));
            let known = values.node.items().iter().filter_map(|value| value.as_text());
            let help = names::nearest(text, known).map(|near| format!("did you mean `{near}`?"));
            let help = help.unwrap_or_else(|| "add it to `enum`, or take one of those".to_owned());
            self.report.add(&lints::BAD_DEFAULT, default.file, default.span(), message, Some(help));
        }
    }

    fn regions(&self, root: At<'s>, seen: &mut HashMap<&'s str, (usize, Span)>) {
        let variables = root.get("servers").into_iter().flat_map(At::items).flat_map(variables);
        for (_, variable) in variables.filter(|(name, _)| *name == "region") {
            for value in variable.get("enum").into_iter().flat_map(At::items) {
                let Some(region) = value.node.as_text() else { continue };
                let Some((file, first)) = seen.insert(region, (value.file, value.span())) else { continue };
                let message = format!("the region {} has an address already", quoted(region));
                let help = "keep it under the server that the endpoint table names".to_owned();
                let related = Some((file, first, "first here"));
                self.report.add_with(
                    &lints::DUPLICATE_REGION,
                    value.file,
                    value.span(),
                    message,
                    Some(help),
                    related,
                );
            }
        }
    }
}

fn variables(server: At<'_>) -> impl Iterator<Item = (&str, At<'_>)> {
    server.get("variables").into_iter().flat_map(At::entries)
}
