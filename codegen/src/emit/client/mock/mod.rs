//! The client crate's module `mock`: what the service takes and answers, as data.

mod descriptions;
mod parts;
mod resources;

use self::descriptions::{ABOUT, imports, object, operation, shared_errors};
use crate::emit::File;
use crate::emit::literal::Literal;
use crate::emit::package::{MOCK_FILE, Package};
use crate::emit::rust::{SourceFile, indent};
use crate::ir::Operation;
use crate::parting::MOST;

/// The module: one file, or a root and parts.
pub fn module(package: &Package<'_>) -> Vec<File> {
    let (resources, kept) = resources::resources(package);
    let operations: Vec<(&str, &Operation)> = package
        .service
        .chapters
        .iter()
        .flat_map(|chapter| chapter.operations.iter().map(|it| (chapter.module.as_str(), it)))
        .collect();
    let objects = &package.service.objects;
    let described = || operations.iter().map(|(_, operation)| parts::lines(operation));
    let whole = described().sum::<usize>() + objects.iter().map(parts::object_lines).sum::<usize>();
    if whole > MOST {
        let mut files = parts::files(package, &operations, resources, kept.is_some());
        files.extend(kept);
        return files;
    }
    let mut file = SourceFile::generated_from(&package.spec_folder());
    file.module_docs(ABOUT);
    if kept.is_some() {
        file.text("mod resources;");
    }
    let all: Vec<&Operation> = package.operations().collect();
    let shared = shared_errors(&all);
    let mut names = vec!["Description", "OperationDescription"];
    names.extend((!shared.is_empty()).then_some("Answer"));
    file.text(imports(&all, names));
    let operations = Literal::list(operations.iter().map(|(module, it)| operation(module, it)));
    file.text(service(package, operations, resources));
    file.text(shared);
    if !objects.is_empty() {
        let objects: String = objects.iter().map(|it| format!("\n\n{}", object(it))).collect();
        let used = "use huaweicloud_core::description::{Member, Shape};";
        file.text(format!(
            "/// What the objects that requests carry must be, by the names of their models.\n\
             #[allow(non_upper_case_globals)]\nmod objects {{\n{}\n}}",
            indent(&format!("{used}{objects}"))
        ));
    }
    let description = File { path: MOCK_FILE.to_owned(), text: file.finish() };
    std::iter::once(description).chain(kept).collect()
}

/// The one static that callers name.
fn service(package: &Package<'_>, operations: Literal, resources: Literal) -> String {
    let service = Literal::atom("&crate::SERVICE");
    let name = package.client_crate();
    Literal::record(
        "Description",
        [("service", service), ("operations", operations), ("resources", resources)],
    )
    .between(
        &format!(
            "/// The service, for `huaweicloud_mock::Mock::start([{name}::mock::SERVICE])`.\n\
             pub static SERVICE: Description = "
        ),
        ";",
    )
}
