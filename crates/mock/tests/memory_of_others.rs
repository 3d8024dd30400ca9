//! A service that is nobody's: other names, other shapes, the same memory.
#![allow(missing_docs)]

mod support;

use huaweicloud_core::description::{
    Answer, Body, Description, Detail, Location, Member, Move, OperationDescription, Parameter, Reference,
    Resource, Shape, Use, Verb,
};
use huaweicloud_core::{Endpoint, Operation, Pagination, Service, Style};
use huaweicloud_mock::{Mock, TestClock};
use serde_json::{Value, json};
use std::time::Duration;
use support::{call, exchange};

static ZOO: Service = Service {
    name: "zoo",
    title: "Zoo",
    endpoints: &[Endpoint { url: "https://zoo.example.com", regions: &[] }],
};

static BUILD: Operation = Operation::new("BuildCage", "POST", "/v1/{project_id}/cages");
static CAGES: Operation = Operation::new("ListCages", "GET", "/v1/{project_id}/cages").in_pages(Pagination {
    style: Style::Marker,
    limit: "limit",
    cursor: "marker",
    first: 0,
    size: 2,
    items: "/cages",
    next: Some("/next"),
    total: None,
    body: None,
});
static TEAR_DOWN: Operation = Operation::new("TearDown", "DELETE", "/v1/{project_id}/cages/{cage}");
static TAKE: Operation = Operation::new("TakeAnimals", "POST", "/v1/{project_id}/cages/{cage}/animals");
static ANIMAL: Operation = Operation::new("ShowAnimal", "GET", "/v1/{project_id}/animals/{tag}");
static FREE: Operation = Operation::new("FreeAnimal", "DELETE", "/v1/{project_id}/animals/{tag}");
static LEND: Operation = Operation::new("LendAnimal", "PUT", "/v1/{project_id}/animals/{tag}/loan");

static TEXT: Shape = Shape::Text(None, None);
static CAGE_BODY: Shape =
    Shape::Object(&[Member::required("label", &TEXT), Member::optional("open", &Shape::Boolean)]);
static ANIMAL_BODY: Shape = Shape::Object(&[Member::required("name", &TEXT)]);
static TAKE_BODY: Shape = Shape::Object(&[
    Member::optional("animals", &Shape::List(&ANIMAL_BODY, None, None)),
    Member::optional("diet", &TEXT),
]);
static LOAN_BODY: Shape =
    Shape::Object(&[Member::optional("loan", &Shape::Object(&[Member::optional("to", &TEXT)]))]);

const NOT_FOUND: Answer =
    Answer::new(404, "Not here.", r#"{"fault":{"kind":"ZOO.4","message":"Gone"},"request_id":"r"}"#);

const fn described(
    operation: &'static Operation,
    parameters: &'static [Parameter],
    body: Option<Body>,
    answers: &'static [Answer],
) -> OperationDescription {
    OperationDescription { operation, parameters, body, answers, errors: &[NOT_FOUND] }
}

static SERVICE: Description = Description {
    service: &ZOO,
    operations: &[
        described(
            &BUILD,
            &[Parameter::optional(Location::Header, "X-Client-Token", TEXT)],
            Some(Body { required: true, shape: &CAGE_BODY }),
            &[Answer::new(201, "Built.", r#"{"cage":{"number":"c"},"request_id":"r"}"#)],
        ),
        described(
            &CAGES,
            &[
                Parameter::optional(Location::Query, "limit", Shape::Integer(None, None)),
                Parameter::optional(Location::Query, "marker", TEXT),
                Parameter::optional(Location::QueryJoined, "label", Shape::List(&TEXT, None, None)),
            ],
            None,
            &[Answer::new(200, "A page.", r#"{"cages":[],"next":"x","current_count":7}"#)],
        ),
        described(&TEAR_DOWN, &[], None, &[Answer::new(204, "Gone.", "")]),
        described(
            &TAKE,
            &[],
            Some(Body { required: true, shape: &TAKE_BODY }),
            &[Answer::new(200, "Here.", r#"{"taken":["x"],"diet":"hay"}"#)],
        ),
        described(&ANIMAL, &[], None, &[Answer::new(200, "The animal.", r#"{"tag":"a"}"#)]),
        described(&FREE, &[], None, &[Answer::new(202, "It goes.", "")]),
        described(
            &LEND,
            &[],
            Some(Body { required: true, shape: &LOAN_BODY }),
            &[Answer::new(200, "The animal.", r#"{"tag":"a"}"#)],
        ),
    ],
    resources: &[
        Resource {
            name: "cage",
            id: "number",
            parameter: "cage",
            state: "status",
            members: "number label open built crowd",
            given: &[("built", r#""{now}""#), ("number", r#""cage-{label}""#)],
            made: &[],
            shown: &[("crowd", r#""{count:animal}""#)],
            records: &[],
            refers: &[],
            moves: &[],
            uses: &[
                Use::new(
                    "BuildCage",
                    Verb::Create,
                    &[Detail::Answer("/cage", "number label open built"), Detail::Default("open", "false")],
                ),
                Use::new("ListCages", Verb::List, &[Detail::Answers("/cages", "number label crowd")]),
                Use::new("TearDown", Verb::Delete, &[]),
            ],
        },
        Resource {
            name: "animal",
            id: "tag",
            parameter: "tag",
            state: "mood",
            members: "tag name diet mood lent_to friend friend_name changed",
            given: &[("mood", r#""asleep""#)],
            made: &[("changed", r#""{now}""#)],
            shown: &[],
            records: &[],
            refers: &[Reference { member: "friend", to: "animal", copies: &[("friend_name", "name")] }],
            moves: &[
                Move { from: "asleep", to: "awake", condition: None },
                Move { from: "leaving", to: "", condition: None },
            ],
            uses: &[
                Use::new(
                    "TakeAnimals",
                    Verb::Create,
                    &[Detail::Body("/animals"), Detail::Answers("/taken", "")],
                ),
                Use::new(
                    "ShowAnimal",
                    Verb::Show,
                    &[Detail::Answer("", "tag name diet mood lent_to changed")],
                ),
                Use::new("FreeAnimal", Verb::Delete, &[Detail::Set("mood", r#""leaving""#)]),
                Use::new(
                    "LendAnimal",
                    Verb::Update,
                    &[
                        Detail::Body("/loan"),
                        Detail::Name("to", "lent_to"),
                        Detail::Answer("", "tag lent_to"),
                    ],
                ),
            ],
        },
    ],
};

fn ask(mock: &Mock, method: &str, target: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answered = call(mock, method, target, &body);
    (answered.status, serde_json::from_str(&answered.body).unwrap_or_default())
}

#[tokio::test]
async fn another_service_is_remembered_by_its_declaration() {
    let clock = TestClock::new();
    let builder = Mock::builder().token("T1").clock(clock.clone()).stateful();
    let mock = builder.start([SERVICE, huaweicloud_vpcep::mock::SERVICE]).await.unwrap();
    let nothing = Value::Null;

    // An id that is made of what the call says, in an object of the answer.
    let (status, built) = ask(&mock, "POST", "/v1/p1/cages", json!({"label": "a", "size": 9}));
    assert_eq!(status, 201);
    let expected = json!({"number": "cage-a", "label": "a", "open": false, "built": "2024-06-17T06:53:46Z"});
    assert_eq!(built["cage"], expected);
    assert_ne!(built["request_id"], "r");
    // Another project may have the same; this one has it already.
    assert_eq!(ask(&mock, "POST", "/v1/p2/cages", json!({"label": "a"})).0, 201);
    let (status, twice) = ask(&mock, "POST", "/v1/p1/cages", json!({"label": "a"}));
    assert_eq!((status, &twice["error_code"]), (400, &json!("Mock.0400")));

    // Records below another, texts in the answer, what stands beside the list.
    let animals = json!({"diet": "fish", "animals": [{"name": "ann"}, {"name": "bob"}]});
    let (_, taken) = ask(&mock, "POST", "/v1/p1/cages/cage-a/animals", animals.clone());
    assert_eq!((taken["taken"].as_array().unwrap().len(), &taken["diet"]), (2, &json!("fish")));
    let ann = format!("/v1/p1/animals/{}", taken["taken"][0].as_str().unwrap());
    let (_, shown) = ask(&mock, "GET", &ann, nothing.clone());
    assert_eq!(
        (&shown["name"], &shown["diet"], &shown["mood"]),
        (&json!("ann"), &json!("fish"), &json!("asleep"))
    );
    assert_eq!(ask(&mock, "GET", &ann, nothing.clone()).1["mood"], "awake");
    assert_eq!(ask(&mock, "POST", "/v1/p3/cages/cage-a/animals", animals).0, 404);

    // A change by another name, absent and null.
    clock.advance(Duration::from_secs(5));
    assert_eq!(
        ask(&mock, "PUT", &format!("{ann}/loan"), json!({"loan": {"to": "vienna"}})).1["lent_to"],
        "vienna"
    );
    assert_eq!(ask(&mock, "PUT", &format!("{ann}/loan"), json!({"loan": {}})).1["lent_to"], "vienna");
    assert_eq!(ask(&mock, "GET", &ann, nothing.clone()).1["changed"], "2024-06-17T06:53:51Z");

    // Pages by markers, a filter by several values, a count.
    for label in ["b", "c"] {
        ask(&mock, "POST", "/v1/p1/cages", json!({"label": label}));
    }
    let (_, page) = ask(&mock, "GET", "/v1/p1/cages", nothing.clone());
    let first = json!([{"number": "cage-a", "label": "a", "crowd": 2}, {"number": "cage-b", "label": "b", "crowd": 0}]);
    assert_eq!((&page["cages"], &page["current_count"]), (&first, &json!(2)));
    let next = format!("/v1/p1/cages?marker={}", page["next"].as_str().unwrap());
    let (_, page) = ask(&mock, "GET", &next, nothing.clone());
    assert_eq!((page["cages"].as_array().unwrap().len(), &page["next"]), (1, &nothing));
    let (_, some) = ask(&mock, "GET", "/v1/p1/cages?label=a,c", nothing.clone());
    assert_eq!(some["cages"].as_array().unwrap().len(), 2);

    // What belongs to a record goes with it, in this project alone; and the error is the service's.
    assert_eq!(ask(&mock, "DELETE", "/v1/p1/cages/cage-a", nothing.clone()).0, 204);
    let (status, gone) = ask(&mock, "GET", &ann, nothing.clone());
    assert_eq!((status, &gone["fault"]["kind"]), (404, &json!("ZOO.4")));
    assert!(gone["fault"]["message"].as_str().unwrap().starts_with("there is no animal"), "{gone}");
    assert_eq!(ask(&mock, "DELETE", "/v1/p2/cages/cage-a", nothing.clone()).0, 204);

    // The other service knows nothing of it.
    let services = "/v1/p1/vpc-endpoint-services";
    assert_eq!(ask(&mock, "GET", services, nothing).1["total_count"], 0);
}

#[tokio::test]
async fn a_create_that_comes_again_is_known_by_its_token() {
    let mock = Mock::builder().token("T1").stateful().start([SERVICE]).await.unwrap();
    let build = |label: &str, token: &str| {
        let headers =
            format!("x-auth-token: T1\r\ncontent-type: application/json\r\nx-client-token: {token}\r\n");
        let body = json!({ "label": label }).to_string();
        exchange(&mock, "POST", "/v1/p1/cages", &headers, &body).json()["cage"].clone()
    };
    let made = build("a", "t1");
    assert_eq!(build("a", "t1"), made);
    assert_eq!(build("b", "t2")["number"], "cage-b");
    assert_eq!(ask(&mock, "GET", "/v1/p1/cages", Value::Null).1["cages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_mock_without_memory_has_none() {
    let mock = Mock::builder().token("T1").start([SERVICE]).await.unwrap();
    let (status, built) = ask(&mock, "POST", "/v1/p1/cages", json!({"label": "a"}));
    assert_eq!((status, &built["cage"]["number"]), (201, &json!("c")));
    assert_eq!(ask(&mock, "GET", "/v1/p1/animals/none", Value::Null).0, 200);
}
