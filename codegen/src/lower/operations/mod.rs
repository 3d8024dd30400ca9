//! Operations: methods, their arguments, options, body and answer.

pub mod pagination;
pub mod parameters;
pub mod paths;
pub mod security;
pub mod servers;
pub mod styles;
pub mod waiters;

use std::collections::HashSet;

use openapiv3::PathItem;

use self::parameters::Parameters;
use self::paths::PathKey;
use crate::ir::{Fixed, Operation};
use crate::load::{Place, Spec};
use crate::lower::contents::{answers, bodies, errors, examples};
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{address, code, docs, sentence};
use crate::lower::words::names::{Scope, shouty, snake, upper_camel};
use crate::path_key::placeholders;

/// What a client has already; of a trait's methods those that take the client itself, which come first.
const RESERVED_METHODS: &[&str] = &["new", "clone", "into", "try_into"];
/// Names that client modules use for something else.
const RESERVED_BUILDERS: &[&str] = &[
    "BTreeMap",
    "Blob",
    "Body",
    "Client",
    "InBody",
    "Multipart",
    "Operation",
    "Option",
    "Pagination",
    "ParameterStyle",
    "Request",
    "Response",
    "SERVICE",
    "Secret",
    "Self_",
    "Some",
    "None",
    "String",
    "Style",
    "Text",
    "Timestamp",
    "Value",
    "Vec",
    "Into",
];

/// The operations of each file, in the order of its paths.
pub fn lower(schemas: &mut Schemas<'_>) -> Vec<Vec<Operation>> {
    let builders: Vec<String> = ids(schemas.spec).map(|id| upper_camel(&id)).collect();
    let taken: Vec<&str> =
        builders.iter().map(String::as_str).chain(RESERVED_BUILDERS.iter().copied()).collect();
    let mut names = OperationNames {
        methods: Scope::with_reserved(RESERVED_METHODS),
        builders: Scope::with_reserved(RESERVED_BUILDERS),
        types: Scope::with_reserved(&taken),
        examples: Scope::default(),
    };
    let spec = schemas.spec;
    let mut files = Vec::with_capacity(spec.files.len());
    let mut seen = HashSet::new();
    for (index, file) in spec.files.iter().enumerate() {
        let mut operations = Vec::new();
        for (path, item) in &file.openapi.paths.paths {
            let place = Place::root(index).child("paths").child(path);
            let Some((place, _, item)) = spec.follow(place, item) else { continue };
            // A path may refer to the same path of another file, which is no second one.
            if !seen.insert((place.clone(), path.as_str())) {
                continue;
            }
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
    /// Forms and enums of answers, which are not called like any builder.
    types: Scope,
    examples: Scope,
}

/// The ids of all operations.
fn ids(spec: &Spec) -> impl Iterator<Item = String> + '_ {
    let files = spec.files.iter().enumerate();
    let paths = files.flat_map(|(file, it)| it.openapi.paths.paths.iter().map(move |path| (file, path)));
    let items = paths.filter_map(|(file, (path, item))| {
        let (_, _, item) = spec.follow(Place::root(file).children(["paths", path]), item)?;
        Some((path, item))
    });
    items.flat_map(|(path, item)| item.iter().map(move |(method, operation)| id(operation, method, path)))
}

/// The official name of an operation, or one made of method and path.
fn id(operation: &openapiv3::Operation, http_method: &str, path: &str) -> String {
    let made_up = || upper_camel(&format!("{http_method} {path}"));
    operation.operation_id.clone().unwrap_or_else(made_up)
}

fn path_operations<'a>(
    schemas: &mut Schemas<'a>,
    names: &mut OperationNames,
    key: &str,
    item: &'a PathItem,
    path_place: &Place,
) -> Vec<Operation> {
    let path = PathKey::read(schemas, key, path_place);
    let mut operations = Vec::new();
    let mut items: Vec<_> =
        item.iter().map(|(method, operation)| (path_place.child(method), method, operation)).collect();
    // As they stand in the file: a page that creates comes before one that lists.
    items.sort_by_key(|(place, ..)| schemas.spec.node(place).map(|node| node.span.start));
    for (place, http_method, operation) in items {
        let id = id(operation, http_method, key);
        let parameters = Parameters::lower(schemas, &id, &path, (item, path_place), (operation, &place));
        let body = bodies::request(schemas, &mut names.types, &id, operation, &place);
        let documented = answers::documented(schemas, operation, &place);
        let answer = answers::success(schemas, &mut names.types, &id, http_method, &documented);
        let pagination = pagination::lower(schemas, operation, &place, body.as_ref(), &answer);
        let waiters = waiters::lower(schemas, operation, &place, &answer);
        let mut lowered = Operation {
            builder: names.builders.claim(upper_camel(&id)),
            method: names.methods.claim(snake(&id)),
            // A builder's name is a value's too, as a constant's is.
            constant: names.builders.claim(shouty(&id)),
            http_method: http_method.to_uppercase(),
            path: path.template.clone(),
            docs: operation_docs(operation, &path.template),
            line: code(&format!("{} {}", http_method.to_uppercase(), path.template)),
            docs_url: operation.external_docs.as_ref().and_then(|docs| address(&docs.url)),
            fixed: Fixed {
                query: path.fixed.clone(),
                server: servers::own(schemas, (item, path_place), (operation, &place)),
                accept: answers::accept(&documented),
            },
            arguments: parameters.arguments,
            body,
            options: parameters.options,
            answer,
            headers: answers::headers(schemas, &documented),
            pagination,
            waiters,
            answers: Vec::new(),
            error_answers: Vec::new(),
            shared_errors: None,
            errors: errors::documented(schemas, &documented),
            examples: Vec::new(),
            id,
        };
        lowered.examples =
            examples::examples(schemas, &mut names.examples, &lowered, (operation, &place), &documented);
        (lowered.answers, lowered.error_answers) = answers::answers(schemas, &lowered, &documented);
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
