//! What the mock makes of a request: its route, its parameters, its body.
#![allow(missing_docs)]

mod support;

use support::{builder, call, exchange, start};

const THINGS: &str = "/v1/p1/things";

#[tokio::test]
async fn routes_are_found_by_method_and_path() {
    let mock = start().await;
    for (method, target, body, status) in [
        ("GET", THINGS, "", 200),
        ("GET", "/v1/a%2Fb%20%C3%A4/things", "", 200),
        ("POST", THINGS, r#"{"name":"n"}"#, 202),
        ("GET", "/v1/p1/things/t1?view=true", "", 200),
        ("GET", "/v1/p1/things/kinds", "", 200),
        ("DELETE", "/v1/p1/things/t1", "", 204),
    ] {
        let answer = call(&mock, method, target, body);
        assert_eq!(answer.status, status, "{answer:?}");
    }
    let operations: Vec<_> = mock.requests().iter().filter_map(|request| request.operation()).collect();
    let expected = ["ListThings", "ListThings", "CreateThing", "ShowThing", "ShowKinds", "DeleteThing"];
    assert_eq!(operations, expected);
}

#[tokio::test]
async fn an_unknown_path_names_the_nearest() {
    let mock = start().await;
    for target in ["/v1/p1/thing", "/v1/p1/things/t1/", "/v2/p1/things/t1", "/", "/v1/p1/things/t1/x/y/z"] {
        let answer = call(&mock, "GET", target, "");
        let (code, message) = answer.error();
        assert_eq!((answer.status, code.as_str()), (404, "APIGW.0101"), "{answer:?}");
        assert!(message.contains(&format!("no GET {target}; nearest: GET /v1/{{project_id}}/")), "{message}");
    }
    let message = call(&mock, "GET", "/v1/p1/thing", "").error().1;
    assert!(
        message.contains("nearest: GET /v1/{project_id}/things, POST /v1/{project_id}/things"),
        "{message}"
    );
}

#[tokio::test]
async fn another_method_is_told_which_there_are() {
    let mock = start().await;
    let answer = call(&mock, "PUT", "/v1/p1/things/t1", "{}");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("DELETE, GET")));
    assert_eq!(answer.error().0, "Mock.0405");
    assert_eq!(exchange(&mock, "HEAD", THINGS, "", "").status, 405);
    assert_eq!(exchange(&mock, "OPTIONS", "*", "", "").status, 404);
}

#[tokio::test]
async fn parameters_are_held_against_the_spec() {
    let mock = start().await;
    for (target, hint) in [
        (
            "/v1/p1/things?limit=501",
            r#"query parameter limit: expected an integer of at most 500, "501" came"#,
        ),
        ("/v1/p1/things?limit=ten", r#"an integer of at most 500, "ten" came"#),
        ("/v1/p1/things?limit=", r#""" came"#),
        ("/v1/p1/things?limit=1&limit=2", "query parameter limit: expected once, came 2 times"),
        ("/v1/p1/things?limt=1", r#"query parameter "limt" is unknown: did you mean limit?"#),
        ("/v1/p1/things?state=maybe", r#"expected one of on, off, "maybe" came"#),
        ("/v1/p1/things?sizes=1,b,3", r#"query parameter sizes: expected an integer, "b" came"#),
        ("/v1/p1/things?sizes=1,2,3,4", "expected a list of at most 3 elements, 4 came"),
        ("/v1/p1/things?since=soon", "a time such as"),
        ("/v1/p1/things?state=%FF", "percent-encoded UTF-8"),
        ("/v1/%FF/things", "path parameter project_id: expected percent-encoded UTF-8"),
        ("/v1//things", "path parameter project_id: expected text, nothing came"),
        ("/v1/p1/things/t1", "query parameter view: expected true or false, nothing came"),
        ("/v1/p1/things/t1?view=yes", "expected true or false"),
        (
            "/v1/p1/things/123456789?view=true",
            "path parameter thing_id: expected text of at most 8 characters",
        ),
        ("/v1/p1/things?marker=m", "expected a marker that the page before gave at /page_info/next_marker"),
    ] {
        let answer = call(&mock, "GET", target, "");
        let (code, message) = answer.error();
        assert_eq!((answer.status, code.as_str()), (400, "Mock.0400"), "{target} {answer:?}");
        assert!(message.contains(hint), "{target}: {message}");
    }
    let good = "/v1/p1/things?limit=500&state=on&sizes=1,2,3&since=2024-06-17T06%3A53%3A46Z&marker=";
    assert_eq!(call(&mock, "GET", good, "").status, 200);
    let several = call(&mock, "GET", "/v1/p1/things?limit=0.5&state=x", "").error().1;
    assert!(several.contains("limit") && several.contains("state"), "{several}");
}

#[tokio::test]
async fn bodies_are_held_against_the_spec() {
    let mock = start().await;
    for (body, hint) in [
        ("", "the body: expected an object as JSON, nothing came"),
        ("{", "expected JSON, and it is none"),
        ("[]", "the body: expected an object, a list of 0 came"),
        ("{}", "name: expected text of 1 to 8 characters, nothing came"),
        (r#"{"name":null}"#, "name: expected text of 1 to 8 characters, null came"),
        (r#"{"name":7}"#, "name: expected text of 1 to 8 characters, 7 came"),
        (r#"{"name":"n","size":11}"#, "size: expected an integer of 0 to 10, 11 came"),
        (r#"{"name":"n","size":"1"}"#, r#"size: expected an integer of 0 to 10, "1" came"#),
        (r#"{"name":"n","parts":[{"name":"n"},{"size":1}]}"#, "parts[1].name: expected text"),
        (
            r#"{"name":"n","parts":[{},{},{}]}"#,
            "parts: expected a list of at most 2 elements, a list of 3 came",
        ),
    ] {
        let answer = call(&mock, "POST", THINGS, body);
        assert_eq!((answer.status, answer.error().0.as_str()), (400, "Mock.0400"), "{answer:?}");
        assert!(answer.error().1.contains(hint), "{body}: {}", answer.error().1);
    }
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(call(&mock, "POST", THINGS, &deep).status, 400);
    let body = r#"{"name":"n","size":null,"parts":[{"name":"m"}],"else":{}}"#;
    assert_eq!(call(&mock, "POST", THINGS, body).json()["id"], "t1");
    let answer = exchange(&mock, "POST", THINGS, "x-auth-token: T1\r\ncontent-type: text/plain\r\n", body);
    assert!(answer.error().1.contains(r#"expected application/json, "text/plain" came"#), "{answer:?}");
}

#[tokio::test]
async fn the_project_of_the_header_is_that_of_the_path() {
    let mock = start().await;
    let headers = |project: &str| format!("x-auth-token: T1\r\nx-project-id: {project}\r\n");
    assert_eq!(exchange(&mock, "GET", "/v1/p%31/things", &headers("p1"), "").status, 200);
    let answer = exchange(&mock, "GET", THINGS, &headers("p2"), "");
    assert!(
        answer.error().1.contains(r#"X-Project-Id: expected "p1" as in the path, "p2" came"#),
        "{answer:?}"
    );
}

#[tokio::test]
async fn two_services_cannot_share_a_path() {
    use huaweicloud_core::Operation;
    use huaweicloud_core::description::{Description, OperationDescription};

    static OTHER: Operation = Operation::new("ListOthers", "GET", "/v1/{id}/things");
    static SERVICE: Description = Description {
        service: support::SERVICE.service,
        resources: &[],
        operations: &[OperationDescription {
            operation: &OTHER,
            parameters: &[],
            body: None,
            answers: &[],
            errors: &[],
        }],
    };
    let error = builder().start([support::SERVICE, SERVICE]).await.unwrap_err().to_string();
    assert!(
        error.contains("ListThings of demo and ListOthers of demo")
            && error.contains("start a mock for each")
    );
    assert!(builder().start([support::SERVICE, support::SERVICE]).await.is_ok());
}
