//! The client crate's tests: every operation is called over HTTP on a mock of the service, and every
//! documented answer and error is understood.

use super::package::{Package, arguments};
use super::rust::{header, raw_string};
use super::types::type_text;
use crate::ir::{Answer, Operation, Type};

/// The test file.
pub fn tests(package: &Package<'_>) -> String {
    let crate_name = package.client_crate();
    let mut text = header(&package.spec_folder(), "//");
    text.push_str(&PREAMBLE.replace("CLIENT_CRATE", &crate_name));
    for operation in package.operations() {
        let call = call(operation, &crate_name);
        text.push_str(&answer_test(operation, &call));
        text.push_str(&error_test(operation, &call));
        text.push_str(&pages_test(operation, &call));
    }
    text
}

fn answer_test(operation: &Operation, call: &str) -> String {
    let success = operation.answers.iter().find(|answer| is_success(answer));
    let status = success.map_or(204, |answer| answer.status);
    // The mock answers the caller's request id in place of the documented one.
    let body: serde_json::Value =
        success.and_then(|answer| serde_json::from_str(&answer.body).ok()).unwrap_or_default();
    let request_id = match body.get("request_id").and_then(serde_json::Value::as_str) {
        Some(id) => format!(".with_header(\"x-request-id\", {id:?})"),
        None => String::new(),
    };
    let expected = match &operation.answer {
        Type::Nothing => format!("    assert_eq!(answer.status(), {status});\n"),
        ty => format!(
            "    let expected: {} = serde_json::from_str(documented({:?}, {status})).unwrap();\n    \
             assert_eq!(answer.into_inner(), expected);\n",
            type_text(ty, "model::"),
            operation.id
        ),
    };
    format!(
        "\n#[tokio::test]\nasync fn {}() {{\n    let (mock, client) = start(0).await;\n    \
         let answer = {call}{request_id}.send().await.unwrap();\n{expected}    assert_scoped(&mock);\n}}\n",
        operation.method
    )
}

fn error_test(operation: &Operation, call: &str) -> String {
    let errors: Vec<String> = operation
        .answers
        .iter()
        .filter(|answer| (400..600).contains(&answer.status))
        .map(|answer| format!("({}, {:?})", answer.status, code(answer)))
        .collect();
    if errors.is_empty() {
        return String::new();
    }
    format!(
        "\n#[tokio::test]\nasync fn {}_errors() {{\n    let (_mock, client) = start(0).await;\n    \
         for (status, code) in [{}] {{\n        \
         let error = {call}.with_header(\"prefer\", format!(\"code={{status}}\")).send().await.unwrap_err();\n        \
         assert_eq!((error.status().unwrap().as_u16(), error.code()), (status, code));\n    }}\n}}\n",
        operation.method.trim_start_matches("r#"),
        errors.join(", ")
    )
}

/// The code that the runtime finds in an error's body; the mock has its own where the spec has none.
fn code(answer: &Answer) -> Option<String> {
    if answer.body.is_empty() {
        return Some(format!("Mock.{:04}", answer.status));
    }
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let names = ["error_code", "errorCode", "errCode", "code"];
    names.iter().find_map(|name| body.get(name)?.as_str()).map(str::to_owned)
}

fn pages_test(operation: &Operation, call: &str) -> String {
    let Some(pagination) = &operation.pagination else { return String::new() };
    let records = pagination.size + 1;
    format!(
        "\n#[tokio::test]\nasync fn {}_pages() {{\n    let (mock, client) = start({records}).await;\n    \
         let (mut items, mut count) = ({call}.items(), 0);\n    while let Some(item) = items.next().await {{\n        \
         item.unwrap();\n        count += 1;\n    }}\n    assert_eq!(count, {records});\n    \
         assert!(mock.requests().len() > 1);\n}}\n",
        operation.method.trim_start_matches("r#")
    )
}

fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

fn call(operation: &Operation, crate_name: &str) -> String {
    let mut arguments = arguments(operation, crate_name);
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        if !arguments.is_empty() {
            arguments.push_str(", ");
        }
        arguments.push_str(&format!("serde_json::from_str({}).unwrap()", raw_string(&body.sample)));
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
