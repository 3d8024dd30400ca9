//! The client crate's tests: every operation is called over HTTP on a mock of the service, and every
//! documented answer and error is understood.

use std::collections::{HashMap, HashSet};

use super::values;
use crate::emit::File;
use crate::emit::package::Package;
use crate::emit::pieces::{Piece, test_files};
use crate::emit::rust::header;
use crate::emit::types::type_text;
use crate::ir::{Answer, Operation, Success, Type, Waiter};
use crate::json::segments;
use crate::path_key::without_names;

/// The test files.
pub fn tests(package: &Package<'_>) -> Vec<File> {
    let crate_name = package.client_crate();
    let mut on_path: HashMap<(&str, String), usize> = HashMap::new();
    for operation in package.operations() {
        *on_path.entry(route(operation)).or_default() += 1;
    }
    let mut told: HashSet<&str> = HashSet::new();
    let mut pieces = Vec::new();
    for operation in package.operations() {
        let alone = on_path.get(&route(operation)).is_none_or(|count| *count == 1);
        let text = first_page(operation, &crate_name).unwrap_or_else(|| call(operation, &crate_name));
        let call = Call { operation, text, alone };
        let answer = answer_test(&call, &crate_name);
        // What several operations refuse alike is told of the first.
        let first = operation.shared_errors.as_deref().is_none_or(|name| told.insert(name));
        let (errors, pages) = (error_test(&call, first), pages_test(&call));
        let waits = waits_test(&call, &crate_name);
        let text = format!("{answer}{errors}{pages}{waits}");
        pieces.push(Piece { name: operation.constant.clone(), text });
    }
    let root =
        format!("{}{}", header(&package.spec_folder(), "//"), PREAMBLE.replace("CLIENT_CRATE", &crate_name));
    test_files(package, "calls", root, &pieces)
}

/// What tells requests apart for a mock that looks at nothing else.
fn route(operation: &Operation) -> (&str, String) {
    (&operation.http_method, without_names(&operation.path))
}

/// A call of an operation.
struct Call<'a> {
    operation: &'a Operation,
    text: String,
    /// Whether the mock knows by method and path which operation is meant.
    alone: bool,
}

impl Call<'_> {
    /// The call, with what the mock is to answer.
    fn preferring(&self, code: Option<&str>) -> String {
        let operation = (!self.alone).then(|| format!("operation={}", self.operation.id));
        let code = code.map(|code| format!("code={code}"));
        let preferences: Vec<String> = operation.into_iter().chain(code).collect();
        match preferences.is_empty() {
            true => self.text.clone(),
            false => format!("{}.with_header(\"prefer\", {:?})", self.text, preferences.join(", ")),
        }
    }

    /// The call for a status that stands in `status`.
    fn for_status(&self) -> String {
        match self.alone {
            true => format!("{}.with_header(\"prefer\", format!(\"code={{status}}\"))", self.text),
            false => format!(
                "{}.with_header(\"prefer\", format!({:?}))",
                self.text,
                format!("operation={}, code={{status}}", self.operation.id.replace(['{', '}'], ""))
            ),
        }
    }
}

fn answer_test(call: &Call<'_>, crate_name: &str) -> String {
    let operation = call.operation;
    let first = operation.answers.first();
    let mut steps = answer_steps(operation, &call.preferring(None), first, crate_name);
    // The others have to be asked for.
    if let Success::ByStatus(_) = operation.answer {
        for answer in operation.answers.iter().skip(1) {
            let call = call.preferring(Some(&answer.status.to_string()));
            steps.push_str(&answer_steps(operation, &call, Some(answer), crate_name));
        }
    }
    format!(
        "\n#[tokio::test]\nasync fn {}() {{\n    let (mock, client) = start(0).await;\n{steps}    \
         assert_scoped(&mock);\n}}\n",
        operation.method
    )
}

/// A call, and what comes back.
fn answer_steps(operation: &Operation, call: &str, success: Option<&Answer>, crate_name: &str) -> String {
    let status = success.map_or(204, |answer| answer.status);
    let request_id = request_id(success);
    let documented = format!("documented({:?}, {status})", operation.id);
    let answered = operation.answer.of(status);
    let (expected, value) = match answered {
        Success::Json(Type::Nothing) if answered == &operation.answer => {
            (format!("    assert_eq!(answer.status(), {status});\n"), None)
        }
        Success::Json(Type::Nothing) => (String::new(), Some("()".to_owned())),
        Success::Json(ty) => (
            format!(
                "    let expected: {} = serde_json::from_str({documented}).unwrap();\n",
                type_text(ty, "model::")
            ),
            Some("expected".to_owned()),
        ),
        Success::Text => (String::new(), Some(format!("huaweicloud_core::Text({documented}.to_owned())"))),
        Success::Bytes => (String::new(), Some(format!("huaweicloud_core::Blob({documented}.into())"))),
        Success::ByStatus(_) => (format!("    assert_eq!(answer.status(), {status});\n"), None),
    };
    let variant = match &operation.answer {
        Success::ByStatus(it) => it
            .variants
            .iter()
            .find(|variant| variant.holds(status))
            .map(|variant| format!("{crate_name}::answer::{}::{}", it.name, variant.name)),
        _ => None,
    };
    let compared = match (value, variant) {
        (Some(value), Some(variant)) => {
            format!("    assert_eq!(answer.into_inner(), {variant}({value}));\n")
        }
        (Some(value), None) => format!("    assert_eq!(answer.into_inner(), {value});\n"),
        (None, _) => String::new(),
    };
    format!("    let answer = {call}{request_id}.send().await.unwrap();\n{expected}{compared}")
}

/// The mock answers the caller's request id in place of the documented one, so the caller gives that.
fn request_id(answer: Option<&Answer>) -> String {
    let body: serde_json::Value =
        answer.and_then(|answer| serde_json::from_str(&answer.body).ok()).unwrap_or_default();
    match body.get("request_id").and_then(serde_json::Value::as_str) {
        Some(id) => format!(".with_header(\"x-request-id\", {id:?})"),
        None => String::new(),
    }
}

fn error_test(call: &Call<'_>, first: bool) -> String {
    let errors = call.operation.error_answers.iter().filter(|it| first && (400..600).contains(&it.status));
    let (told, others): (Vec<_>, Vec<_>) =
        errors.map(|answer| (answer.status, code(answer))).partition(|(_, code)| code.is_some());
    let told: Vec<String> = told.iter().map(|(status, code)| format!("({status}, {code:?})")).collect();
    let others: Vec<String> = others.iter().map(|(status, _)| status.to_string()).collect();
    let mut text = String::new();
    let refused = format!("        let error = {}.send().await.unwrap_err();\n        ", call.for_status());
    if !told.is_empty() {
        text.push_str(&format!(
            "    for (status, code) in [{}] {{\n{refused}\
             assert_eq!((error.status().unwrap().as_u16(), error.code()), (status, code));\n    }}\n",
            told.join(", ")
        ));
    }
    if !others.is_empty() {
        text.push_str(&format!(
            "    for status in [{}] {{\n{refused}assert_eq!(error.status().unwrap().as_u16(), status);\n    }}\n",
            others.join(", ")
        ));
    }
    text.push_str(&typed_errors(call));
    if text.is_empty() {
        return text;
    }
    format!(
        "\n#[tokio::test]\nasync fn {}_errors() {{\n    let (_mock, client) = start(0).await;\n{text}}}\n",
        call.operation.method.trim_start_matches("r#"),
    )
}

/// Errors whose bodies are read as types of their own.
fn typed_errors(call: &Call<'_>) -> String {
    let operation = call.operation;
    let mut text = String::new();
    for error in &operation.errors {
        let answer = operation.error_answers.iter().find(|answer| answer.status.to_string() == error.status);
        let documented = answer.filter(|answer| !answer.body.is_empty());
        let (Some(answer), Some(ty)) = (documented, &error.ty) else { continue };
        text.push_str(&format!(
            "    let error = {call}{request_id}.send().await.unwrap_err();\n    \
             let expected: {ty} = serde_json::from_str(documented({:?}, {status})).unwrap();\n    \
             assert_eq!(error.body_as(), Some(expected));\n",
            operation.id,
            call = call.preferring(Some(&error.status)),
            status = error.status,
            request_id = request_id(Some(answer)),
            ty = type_text(ty, "model::"),
        ));
    }
    text
}

/// The code that the runtime finds in an error's body at once; the mock has its own where the spec has
/// none.
fn code(answer: &Answer) -> Option<String> {
    if answer.body.is_empty() {
        return Some(format!("Mock.{:04}", answer.status));
    }
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let names = ["error_code", "errorCode", "errCode", "code"];
    names.iter().find_map(|name| body.get(name)?.as_str()).map(str::to_owned)
}

fn pages_test(call: &Call<'_>) -> String {
    let operation = call.operation;
    let Some(pagination) = &operation.pagination else { return String::new() };
    let call = call.preferring(None);
    let records = pagination.size + 1;
    format!(
        "\n#[tokio::test]\nasync fn {}_pages() {{\n    let (mock, client) = start({records}).await;\n    \
         let (mut items, mut count) = ({call}.items(), 0);\n    while let Some(item) = items.next().await {{\n        \
         item.unwrap();\n        count += 1;\n    }}\n    assert_eq!(count, {records});\n    \
         assert!(mock.requests().len() > 1);\n}}\n",
        operation.method.trim_start_matches("r#")
    )
}

/// The waits that a documented answer ends at once.
fn waits_test(call: &Call<'_>, crate_name: &str) -> String {
    let operation = call.operation;
    let waits: Vec<String> = operation
        .waiters
        .iter()
        .filter_map(|waiter| {
            let ended = call.preferring(ending(operation, waiter)?.as_deref());
            let needed = operation.options.iter().filter(|option| waiter.needs.contains(&option.wire));
            let needed = needed.map(|option| {
                format!(".{}({})", option.name, values::value(&option.ty, &option.sample, crate_name))
            });
            let needed: String = needed.collect();
            Some(format!("    {ended}{needed}.{}().await.unwrap();\n", waiter.method))
        })
        .collect();
    if waits.is_empty() {
        return String::new();
    }
    format!(
        "\n#[tokio::test]\nasync fn {}_waits() {{\n    let (mock, client) = start(0).await;\n{}    \
         assert_eq!(mock.requests().len(), {});\n}}\n",
        operation.method.trim_start_matches("r#"),
        waits.concat(),
        waits.len()
    )
}

/// The status that a mock has to be asked for, where it is not the usual one, for the documented answer
/// that ends a wait well; `None` where there is none.
fn ending(operation: &Operation, waiter: &Waiter) -> Option<Option<String>> {
    let usual = operation.answers.first();
    let body = usual.and_then(|answer| serde_json::from_str::<serde_json::Value>(&answer.body).ok());
    let state = body.as_ref().and_then(|body| body.pointer(&waiter.state)?.as_str());
    if state.is_some_and(|state| waiter.success.iter().any(|it| it == state)) {
        return Some(None);
    }
    let not_found = operation.error_answers.iter().any(|answer| answer.status == 404);
    (waiter.gone && not_found).then(|| Some("404".to_owned()))
}

/// The call for the first page of a list that takes its page in the body: the documented body may ask for
/// another one.
fn first_page(operation: &Operation, crate_name: &str) -> Option<String> {
    let pagination = operation.pagination.as_ref()?;
    let in_body = pagination.body.as_ref()?;
    let mut body = operation.body.clone()?;
    let mut sample: serde_json::Value = serde_json::from_str(&body.sample).ok()?;
    for pointer in [&pagination.limit, &pagination.cursor] {
        let (parent, _) = pointer.rsplit_once('/')?;
        let name = segments(pointer).last()?;
        if let Some(members) = sample.pointer_mut(parent).and_then(serde_json::Value::as_object_mut) {
            members.remove(&*name);
        }
    }
    for (pointer, text) in &in_body.when {
        *sample.pointer_mut(pointer)? = text.as_str().into();
    }
    body.sample = sample.to_string();
    let (method, arguments) = (&operation.method, values::arguments(operation, crate_name));
    let body = values::body(&body, crate_name);
    Some(match operation.required_body() {
        Some(_) if arguments.is_empty() => format!("client.{method}({body})"),
        Some(_) => format!("client.{method}({arguments}, {body})"),
        None => format!("client.{method}({arguments}).body({body})"),
    })
}

fn call(operation: &Operation, crate_name: &str) -> String {
    let mut arguments = values::arguments(operation, crate_name);
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        if !arguments.is_empty() {
            arguments.push_str(", ");
        }
        arguments.push_str(&values::body(body, crate_name));
    }
    format!("client.{}({arguments})", operation.method)
}

const PREAMBLE: &str = r#"
//! Every operation is called over HTTP on a mock of the service, which holds path, parameters, body and
//! signature against the spec; every documented answer and error is understood.
#![allow(deprecated, missing_docs, unused_imports)]

use std::collections::BTreeMap;

use CLIENT_CRATE::{Client, mock, model};
use huaweicloud_core::types::{Secret, Timestamp, Value};
use huaweicloud_mock::Mock;

/// A mock whose lists have so many records, or those of their examples for 0, and a client of it.
async fn start(records: u64) -> (Mock, Client) {
    let builder = if records == 0 { Mock::builder() } else { Mock::builder().records(records) };
    let mock = builder.start([mock::SERVICE]).await.unwrap();
    let client = Client::new(&mock.config());
    (mock, client)
}

/// The documented body of an answer.
#[allow(dead_code)]
fn documented(operation: &str, status: u16) -> &'static str {
    let described = mock::SERVICE.operations.iter().find(|described| described.operation.name == operation);
    described.and_then(|described| described.answer(status)).unwrap().body
}

/// The signature covers what the call is for.
fn assert_scoped(mock: &Mock) {
    let request = mock.requests().remove(0);
    let authorization = request.headers()["authorization"].to_str().unwrap();
    assert!(["x-project-id", "x-domain-id"].iter().any(|name| authorization.contains(name)), "{authorization}");
}
"#;
