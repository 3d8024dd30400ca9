//! Lower: from OpenAPI to the IR. Here names are chosen, references followed, types resolved and
//! doc comments written; nothing is left to decide for `emit`.

mod contents;
mod forms;
mod notes;
mod operations;
mod parts;
mod resources;
mod schemas;
mod words;

use openapiv3::{OpenAPI, PathItem, ReferenceOr, Tag};

use crate::diagnostic::Diagnostics;
use crate::ir::{Chapter, Service};
use crate::load::{Options, Spec};
use schemas::Schemas;
use words::{docs, names};

/// Names that the crates' roots use for something else, and files that cargo does.
const RESERVED_MODULES: &[&str] = &[
    "alloc",
    "answer",
    "core",
    "form",
    "huaweicloud_core",
    "huaweicloud_types",
    "lib",
    "main",
    "mock",
    "model",
    "request",
    "std",
];

/// Lowers the specs of one service; what cannot be expressed goes to `found`.
pub fn lower(spec: &Spec, name: &str, options: Options, found: &mut Diagnostics) -> Service {
    let mut schemas = Schemas::new(spec, options.foreign, found);
    notes::links_and_callbacks(&mut schemas);
    operations::security::note(&mut schemas);
    let endpoints = operations::servers::endpoints(&mut schemas);
    schemas.lower_components();
    let mut operations = operations::lower(&mut schemas);
    contents::samples::complete(&mut operations, schemas.shapes());
    contents::shared::once(&mut operations);
    let objects = schemas.sent_objects(&operations);
    let types = schemas.finish(&operations);
    let resources = resources::lower(spec, &types, &operations, options, found);

    let mut modules = names::Scope::with_reserved(RESERVED_MODULES);
    // Tags are the chapters, in the order in which `service.yaml` lists them; one that it does not list
    // comes behind them.
    let tags: Vec<&Tag> = spec.files.iter().flat_map(|file| &file.openapi.tags).collect();
    let mut chapters: Vec<(Option<usize>, Chapter)> = Vec::with_capacity(spec.files.len());
    let parts = spec.files.iter().zip(types).zip(operations);
    for ((file, types), operations) in parts {
        let stem = file.source.stem();
        let tag = first_tag(&file.openapi).and_then(|name| tags.iter().position(|tag| tag.name == name));
        let chapter = Chapter {
            spec: file.source.path.clone(),
            module: modules.claim(names::module(stem)),
            title: one_line(&file.openapi.info.title),
            docs: docs::docs([tag.and_then(|tag| tags[tag].description.as_deref())], false),
            types,
            operations,
        };
        chapters.push((tag, chapter));
    }
    chapters.sort_by_key(|(tag, _)| *tag);
    let chapters =
        chapters.into_iter().flat_map(|(_, chapter)| parts::split(chapter, &mut modules)).collect();
    let root = spec.files.first();
    let info = root.map(|file| &file.openapi.info);
    Service {
        name: name.to_owned(),
        title: info.map_or_else(|| name.to_owned(), |info| one_line(&info.title)),
        version: info.map_or_else(String::new, |info| one_line(&info.version)),
        docs: docs::docs([info.and_then(|info| info.description.as_deref())], false),
        docs_url: root.and_then(|file| docs::address(&file.openapi.external_docs.as_ref()?.url)),
        endpoints,
        chapters,
        objects,
        resources,
    }
}

/// The tag of a file's first operation.
fn first_tag(file: &OpenAPI) -> Option<&str> {
    let items = file.paths.paths.values().filter_map(ReferenceOr::as_item);
    items.flat_map(PathItem::iter).next()?.1.tags.first().map(String::as_str)
}

fn one_line(text: &str) -> String {
    docs::markdown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
