//! The client crate's module `mock` of a service that is too large for one file: a root, a file for some
//! operations each, and the objects in files of their own.

use std::collections::BTreeSet;

use super::descriptions::{ABOUT, imports, object, operation, shared_errors};
use super::service;
use crate::emit::File;
use crate::emit::literal::Literal;
use crate::emit::package::{MOCK_FILE, Package};
use crate::emit::pieces::{Part, Piece, modules, parts};
use crate::emit::rust::SourceFile;
use crate::emit::types::{ident, import};
use crate::ir::{ObjectShape, Operation};

/// About how many lines describe an operation.
pub fn lines(operation: &Operation) -> usize {
    12 + 2 * (operation.arguments.len() + operation.options.len())
        + 3 * (operation.answers.len() + operation.error_answers.len())
}

/// About how many lines describe an object.
pub fn object_lines(object: &ObjectShape) -> usize {
    2 + 2 * object.members.len()
}

/// The files.
pub fn files(
    package: &Package<'_>,
    operations: &[(&str, &Operation)],
    resources: Literal,
    keeps: bool,
) -> Vec<File> {
    let spec = package.spec_folder();
    let pieces: Vec<Piece> = operations
        .iter()
        .map(|(module, it)| {
            let before = format!("const {}: OperationDescription = ", ident(&it.constant));
            let text = operation(module, it).between(&before, ";\n\n");
            Piece { name: it.constant.clone(), text }
        })
        .collect();
    let mut parts = parts(&pieces);
    if parts.is_empty() {
        // It is the objects that are too long for one file.
        parts.push(Part::whole(&pieces));
    }
    let mut files = Vec::with_capacity(parts.len() + 2);
    let mut rest = operations;
    for part in &parts {
        let (own, others) = rest.split_at(part.pieces.len());
        rest = others;
        let own: Vec<&Operation> = own.iter().map(|(_, operation)| *operation).collect();
        let mut file = SourceFile::generated_from(&spec);
        let mut text = imports(&own, vec!["OperationDescription"]);
        let descriptions = part.text();
        let objects = descriptions.contains("objects::").then_some("objects");
        let errors: BTreeSet<&str> = own.iter().filter_map(|it| it.shared_errors.as_deref()).collect();
        let above = import("super", errors.into_iter().chain(objects));
        if !above.is_empty() {
            text.push_str(&format!("\n\n{above}"));
        }
        file.text(text);
        let names: Vec<&str> = own.iter().map(|operation| operation.constant.as_str()).collect();
        let list = crate::emit::rust::invocation(
            "pub const OPERATIONS: &[OperationDescription] = &[",
            &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(),
            "];",
        );
        file.text(list);
        file.text(descriptions.trim_end());
        files.push(File { path: beside(&part.module), text: file.finish() });
    }
    files.extend(objects(package));

    let mut root = SourceFile::generated_from(&spec);
    root.module_docs(ABOUT);
    let all_objects = if package.service.objects.is_empty() { "" } else { "mod objects;\n" };
    let resources_module = if keeps { "mod resources;\n" } else { "" };
    root.text(format!("{all_objects}{resources_module}{}", modules(&parts)));
    let all: Vec<&Operation> = operations.iter().map(|(_, operation)| *operation).collect();
    let shared = shared_errors(&all);
    let answer = (!shared.is_empty()).then_some("Answer");
    let used = answer.into_iter().chain(["Description", "OperationDescription"]);
    root.text(import("huaweicloud_core::description", used));
    let count = operations.len();
    let lists = parts.iter().map(|part| Literal::atom(format!("{}::OPERATIONS", ident(&part.module))));
    root.text(service(package, Literal::atom("&OPERATIONS"), resources));
    let joined = Literal::call("joined", [Literal::list(lists)]);
    root.text(joined.between(&format!("static OPERATIONS: [OperationDescription; {count}] = "), ";"));
    root.text(JOINED);
    root.text(shared);
    files.insert(0, File { path: MOCK_FILE.to_owned(), text: root.finish() });
    files
}

/// What the objects must be, in a module with parts.
fn objects(package: &Package<'_>) -> Vec<File> {
    let spec = package.spec_folder();
    let piece = |it: &ObjectShape| Piece { name: it.name.clone(), text: format!("{}\n\n", object(it)) };
    let pieces: Vec<Piece> = package.service.objects.iter().map(piece).collect();
    if pieces.is_empty() {
        return Vec::new();
    }
    let parts = parts(&pieces);
    let shared = "#![allow(non_upper_case_globals, unused_imports)]\n\n\
                  use huaweicloud_core::description::{Member, Shape};";
    let mut files = Vec::with_capacity(parts.len() + 1);
    let mut root = SourceFile::generated_from(&spec);
    root.module_docs("What the objects that requests carry must be, by the names of their models.");
    root.text(shared);
    if parts.is_empty() {
        root.text(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>().trim_end());
    }
    for part in &parts {
        let mut file = SourceFile::generated_from(&spec);
        file.text(format!("{shared}\n\nuse super::*;"));
        file.text(part.text().trim_end());
        files.push(File { path: beside(&format!("objects/{}", part.module)), text: file.finish() });
    }
    root.text(modules(&parts));
    let exports: Vec<String> = parts.iter().map(|part| format!("pub use {}::*;", part.module)).collect();
    root.text(exports.join("\n"));
    files.insert(0, File { path: beside("objects"), text: root.finish() });
    files
}

/// The path of a module beside the root.
pub fn beside(module: &str) -> String {
    let folder = MOCK_FILE.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{module}.rs")
}

const JOINED: &str = "/// All lists behind one another.
const fn joined<const N: usize>(lists: &[&[OperationDescription]]) -> [OperationDescription; N] {
    let mut all = [lists[0][0]; N];
    let (mut list, mut next) = (0, 0);
    while list < lists.len() {
        let mut index = 0;
        while index < lists[list].len() {
            all[next] = lists[list][index];
            index += 1;
            next += 1;
        }
        list += 1;
    }
    all
}";
