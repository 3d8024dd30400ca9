//! Operations: methods, their arguments, options, body and answer.

use openapiv3::{PathItem, ReferenceOr};

use super::bodies;
use super::docs::{docs, sentence};
use super::names::{Scope, shouty, snake, upper_camel};
use super::pagination;
use super::parameters::{Parameters, placeholders};
use super::schemas::Schemas;
use crate::ir::Operation;
use crate::load::Place;

/// Names that client modules use for something else.
const RESERVED_BUILDERS: &[&str] = &[
    "BTreeMap",
    "Client",
    "Operation",
    "Option",
    "Pagination",
    "Request",
    "Secret",
    "Self_",
    "Some",
    "None",
    "String",
    "Style",
    "Timestamp",
    "Value",
    "Vec",
    "Into",
];

/// The operations of each file, in the order of its paths.
pub fn lower(schemas: &mut Schemas<'_>) -> Vec<Vec<Operation>> {
    let mut names = OperationNames {
        methods: Scope::with_reserved(&["new", "clone"]),
        builders: Scope::with_reserved(RESERVED_BUILDERS),
        constants: Scope::with_reserved(&["SERVICE"]),
        examples: Scope::default(),
    };
    let spec = schemas.spec;
    let mut files = Vec::with_capacity(spec.files.len());
    for (index, file) in spec.files.iter().enumerate() {
        let mut operations = Vec::new();
        for (path, item) in &file.openapi.paths.paths {
            let place = Place::root(index).child("paths").child(path);
            let ReferenceOr::Item(item) = item else {
                let message = "a reference in place of a path's operations".to_owned();
                let help = "write the operations here".to_owned();
                schemas.report("unsupported-path-reference", &place, message, Some(help));
                continue;
            };
            operations.extend(path_operations(schemas, &mut names, path, item, &place));
        }
        files.push(operations);
    }
    files
}

/// The scopes in which operations claim their names.
struct OperationNames {
    methods: Scope,
    builders: Scope,
    constants: Scope,
    examples: Scope,
}

fn path_operations<'a>(
    schemas: &mut Schemas<'a>,
    names: &mut OperationNames,
    path: &str,
    item: &'a PathItem,
    path_place: &Place,
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (http_method, operation) in item.iter() {
        let place = path_place.child(http_method);
        let id =
            operation.operation_id.clone().unwrap_or_else(|| upper_camel(&format!("{http_method} {path}")));
        let parameters = Parameters::lower(schemas, &id, path, (item, path_place), (operation, &place));
        let body = bodies::request(schemas, &id, operation, &place);
        let answer = bodies::answer(schemas, &id, operation, &place);
        let pagination = pagination::lower(schemas, operation, &place, &answer);
        let mut lowered = Operation {
            builder: names.builders.claim(upper_camel(&id)),
            method: names.methods.claim(snake(&id)),
            constant: names.constants.claim(shouty(&id)),
            http_method: http_method.to_uppercase(),
            path: path.to_owned(),
            docs: operation_docs(operation, path),
            docs_url: operation.external_docs.as_ref().map(|docs| docs.url.clone()),
            arguments: parameters.arguments,
            body,
            options: parameters.options,
            answer,
            pagination,
            answers: Vec::new(),
            examples: Vec::new(),
            id,
        };
        lowered.examples = bodies::examples(schemas, &mut names.examples, &lowered, operation, &place);
        lowered.answers = bodies::answers(schemas, &lowered, operation, &place);
        operations.push(lowered);
    }
    operations
}

fn operation_docs(operation: &openapiv3::Operation, path: &str) -> crate::ir::Docs {
    let summary = operation.summary.as_deref().map(sentence);
    let fallback = (summary.is_none() && operation.description.is_none()).then(|| {
        let last = placeholders(path).last().map_or(path, |name| name);
        format!("Calls `{last}`.")
    });
    docs([summary.as_deref(), operation.description.as_deref(), fallback.as_deref()], operation.deprecated)
}
