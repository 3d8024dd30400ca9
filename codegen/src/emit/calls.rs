//! The client crate's tests: every operation is called over HTTP on loopback, and every documented
//! answer and error is understood.

use super::examples::raw_string;
use super::package::{Package, argument_text, arguments};
use super::rust::header;
use super::types::type_text;
use crate::ir::{Example, Location, Operation, Role, Type};

const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";

/// The test file.
pub fn tests(package: &Package<'_>) -> String {
    let mut text = header(&package.spec_folder(), "//");
    text.push_str(&PREAMBLE.replace("CLIENT_CRATE", &package.client_crate()));
    for operation in package.operations() {
        text.push_str(&answer_test(operation));
        for example in &operation.examples {
            if let Role::Error(status) = example.role {
                text.push_str(&error_test(operation, example, status));
            }
        }
    }
    text
}

fn answer_test(operation: &Operation) -> String {
    let documented = operation.examples.iter().find(|example| matches!(example.role, Role::Answer(_)));
    let (status, json) = match documented {
        Some(Example { role: Role::Answer(status), json, .. }) => (*status, json.as_str()),
        _ if operation.answer == Type::Nothing => (204, ""),
        _ if matches!(operation.answer, Type::List(_)) => (200, "[]"),
        _ => (200, "{}"),
    };
    let ty = qualified(&operation.answer);
    let expected = match operation.answer {
        Type::Nothing => "    assert_eq!(answer.status(), 204);\n".to_owned(),
        _ => format!(
            "    let expected: {ty} = serde_json::from_str(&exchange.body).unwrap();\n    assert_eq!(answer.into_inner(), expected);\n"
        ),
    };
    format!(
        "\n#[tokio::test]\nasync fn {}() {{\n{}    let answer = {}.send().await.unwrap();\n{expected}    exchange.assert_signed().await;\n}}\n",
        operation.method,
        exchange(operation, status, json),
        call(operation)
    )
}

fn error_test(operation: &Operation, example: &Example, status: u16) -> String {
    let documented: serde_json::Value = serde_json::from_str(&example.json).unwrap_or_default();
    let code =
        ["error_code", "errorCode", "errCode", "code"].iter().find_map(|key| documented.get(key)?.as_str());
    let code = code.map_or(String::new(), |code| format!("    assert_eq!(error.code(), Some({code:?}));\n"));
    format!(
        "\n#[tokio::test]\nasync fn {}() {{\n{}    let error = {}.send().await.unwrap_err();\n    \
         assert_eq!(error.status().map(|status| status.as_u16()), Some({status}));\n{code}}}\n",
        example.name,
        exchange(operation, status, &example.json),
        call(operation)
    )
}

fn exchange(operation: &Operation, status: u16, json: &str) -> String {
    let mut path = operation.path.replace("{project_id}", PROJECT_ID).replace("{domain_id}", DOMAIN_ID);
    for argument in operation.arguments.iter().filter(|argument| argument.location == Location::Path) {
        path = path.replace(&format!("{{{}}}", argument.wire), &argument_text(argument));
    }
    let json = if json.is_empty() { "\"\"".to_owned() } else { raw_string(json) };
    format!(
        "    let exchange = Exchange::start({:?}, {path:?}, {status}, {json}).await;\n",
        operation.http_method
    )
}

const DOMAIN_ID: &str = "fedcba9876543210fedcba9876543210";

fn call(operation: &Operation) -> String {
    let mut arguments = arguments(operation);
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        if !arguments.is_empty() {
            arguments.push_str(", ");
        }
        let documented = operation.examples.iter().find(|example| example.role == Role::Request);
        match documented {
            Some(example) => {
                arguments.push_str(&format!("serde_json::from_str({}).unwrap()", raw_string(&example.json)))
            }
            None => arguments.push_str(&format!("<{}>::default()", qualified(&body.ty))),
        }
    }
    format!("exchange.client.{}({arguments})", operation.method)
}

/// A type as a test names it, which imports no shared types.
fn qualified(ty: &Type) -> String {
    let text = type_text(ty, "model::");
    text.replace("BTreeMap<", "std::collections::BTreeMap<").replace("Value", "serde_json::Value")
}

const PREAMBLE: &str = r#"
//! Every operation is called over HTTP on loopback with a real signature, and every documented
//! answer and error is understood.
#![allow(dead_code, deprecated, missing_docs, unused_imports)]

use huaweicloud_core::signing::{Authorization, Message, canonical_request, signature, string_to_sign};
use CLIENT_CRATE::{Client, Config, Credentials, model};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A server that has one answer, and a client that calls it.
struct Exchange {
    server: MockServer,
    client: Client,
    body: String,
}

impl Exchange {
    async fn start(http_method: &str, http_path: &str, status: u16, body: &str) -> Self {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
        Mock::given(method(http_method)).and(path(http_path)).respond_with(answer).expect(1).mount(&server).await;
        let config = Config::builder()
            .endpoint(server.uri())
            .credentials(Credentials::access_key("test-access-key", "test-secret-key"))
            .project_id("0123456789abcdef0123456789abcdef")
            .domain_id("fedcba9876543210fedcba9876543210")
            .build()
            .unwrap();
        Self { client: Client::new(&config), server, body: body.to_owned() }
    }

    /// Computes the signature again from what arrived.
    async fn assert_signed(&self) {
        let requests = self.server.received_requests().await.unwrap();
        let request = &requests[0];
        let header = |name: &str| request.headers[name].to_str().unwrap();
        let sent = Authorization::parse(header("authorization")).unwrap();
        let headers: Vec<(&str, &str)> = sent.signed_headers.split(';').map(|name| (name, header(name))).collect();
        let message = Message {
            method: request.method.as_str(),
            path: request.url.path(),
            query: request.url.query().unwrap_or_default(),
            headers: &headers,
            body: &request.body,
        };
        let to_sign = string_to_sign(header("x-sdk-date"), &canonical_request(&message));
        assert_eq!(sent.signature, signature("test-secret-key", &to_sign));
        assert!(headers.iter().any(|(name, _)| ["x-project-id", "x-domain-id"].contains(name)), "{headers:?}");
    }
}
"#;
