//! Lower: from OpenAPI to the IR. Here names are chosen, references followed, types resolved and
//! doc comments written; nothing is left to decide for `emit`.

mod bodies;
mod docs;
mod enums;
mod graph;
mod limits;
mod names;
mod objects;
mod operations;
mod pagination;
mod parameters;
mod samples;
mod schemas;
mod shapes;

use crate::diagnostic::Diagnostics;
use crate::ir::{Chapter, Endpoint, Service};
use crate::load::Spec;
use schemas::Schemas;

/// Lowers the specs of one service; what cannot be expressed goes to `found`.
pub fn lower(spec: &Spec, name: &str, found: &mut Diagnostics) -> Service {
    let mut schemas = Schemas::new(spec, found);
    schemas.lower_components();
    let mut operations = operations::lower(&mut schemas);
    samples::complete(&mut operations, schemas.shapes());
    let objects = schemas.sent_objects(&operations);
    let types = schemas.finish(&operations);

    let mut modules = names::Scope::with_reserved(&["request", "mock", "model", "std", "core"]);
    let chapters = spec.files.iter().zip(types).zip(operations).map(|((file, types), operations)| {
        let stem = file.source.file_name().rsplit_once('.').map_or(file.source.file_name(), |(stem, _)| stem);
        Chapter {
            spec: file.source.path.clone(),
            module: modules.claim(names::snake(stem).trim_start_matches("r#").to_owned()),
            title: docs::docs([Some(file.openapi.info.title.as_str())], false).text,
            types,
            operations,
        }
    });
    let chapters: Vec<Chapter> = chapters.collect();
    let root = spec.files.first();
    let info = root.map(|file| &file.openapi.info);
    Service {
        name: name.to_owned(),
        title: info.map_or_else(|| name.to_owned(), |info| one_line(&info.title)),
        version: info.map_or_else(String::new, |info| one_line(&info.version)),
        docs: docs::docs([info.and_then(|info| info.description.as_deref())], false),
        docs_url: root.and_then(|file| Some(file.openapi.external_docs.as_ref()?.url.clone())),
        endpoints: spec.files.iter().flat_map(|file| &file.openapi.servers).map(endpoint).collect(),
        chapters,
        objects,
    }
}

fn one_line(text: &str) -> String {
    docs::markdown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A server as an endpoint: its `region` variable lists the regions, other variables take their
/// defaults.
fn endpoint(server: &openapiv3::Server) -> Endpoint {
    let mut url = server.url.trim_end_matches('/').to_owned();
    let mut regions = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        if name == "region" {
            regions = variable.enumeration.clone();
        } else {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
    }
    Endpoint { url, regions }
}
