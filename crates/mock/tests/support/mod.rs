//! A small service of the tests' own, and a way to call it byte by byte.
#![allow(dead_code, missing_docs)] // each test file uses its part, and none is public

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, SystemTime};

use huaweicloud_core::description::{
    Answer, Body, Description, Location, Member, OperationDescription, Parameter, Shape,
};
use huaweicloud_core::signing::{Message, authorization};
use huaweicloud_core::{
    Config, Endpoint, Error, Operation, Pagination, Response, Send, Service, ServiceClient, Style,
};
use huaweicloud_mock::{Builder, Mock};
use serde_json::Value;

static DEMO: Service = Service {
    name: "demo",
    title: "Demo Service",
    endpoints: &[Endpoint { url: "https://demo.example.com", regions: &[] }],
};

pub static LIST: Operation =
    Operation::new("ListThings", "GET", "/v1/{project_id}/things").in_pages(Pagination {
        style: Style::Marker,
        limit: "limit",
        cursor: "marker",
        size: 100,
        items: "/things",
        next: Some("/page_info/next_marker"),
        total: Some("/total_count"),
        ..Pagination::USUAL
    });
pub static CREATE: Operation = Operation::new("CreateThing", "POST", "/v1/{project_id}/things");
static SHOW: Operation = Operation::new("ShowThing", "GET", "/v1/{project_id}/things/{thing_id}");
static SHOW_KINDS: Operation = Operation::new("ShowKinds", "GET", "/v1/{project_id}/things/kinds");
static DELETE: Operation = Operation::new("DeleteThing", "DELETE", "/v1/{project_id}/things/{thing_id}");

static THING: Shape = Shape::Object(&[
    Member::required("name", &Shape::Text(Some(1), Some(8))),
    Member::optional("size", &Shape::Integer(Some(0), Some(10))),
    Member::optional("parts", &Shape::List(&THING, None, Some(2))),
]);

pub static SERVICE: Description = Description {
    service: &DEMO,
    resources: &[],
    operations: &[
        OperationDescription {
            operation: &LIST,
            parameters: &[
                Parameter::optional(Location::Query, "limit", Shape::Integer(None, Some(500))),
                Parameter::optional(Location::Query, "marker", Shape::Text(None, None)),
                Parameter::optional(Location::Query, "state", Shape::Enum(&["on", "off"])),
                Parameter::optional(
                    Location::QueryJoined,
                    "sizes",
                    Shape::List(&Shape::Integer(None, None), None, Some(3)),
                ),
                Parameter::optional(Location::Query, "since", Shape::Time),
            ],
            body: None,
            answers: &[Answer::new(
                200,
                "A page.",
                r#"{"things":[{"name":"b","id":"41ad472e-d3e4-482b-8f00-7b2c1bfc4b7d"},{"name":"a","id":"41ad472e-d3e4-482b-8f00-7b2c1bfc4b7d"}],"total_count":2,"page_info":{"next_marker":null,"current_count":2},"request_id":"b04b"}"#,
            )],
            errors: &[
                Answer::new(403, "Not yours.", r#"{"error_code":"DEMO.0403","error_msg":"Not yours"}"#),
                Answer::new(404, "There is no such thing.", ""),
            ],
        },
        OperationDescription {
            operation: &CREATE,
            parameters: &[],
            body: Some(Body { required: true, shape: &THING }),
            answers: &[Answer::new(202, "Accepted.", r#"{"id":"t1"}"#)],
            errors: &[],
        },
        OperationDescription {
            operation: &SHOW,
            parameters: &[
                Parameter::required(Location::Path, "thing_id", Shape::Text(None, Some(8))),
                Parameter::required(Location::Query, "view", Shape::Boolean),
            ],
            body: None,
            answers: &[Answer::new(200, "The thing.", r#"{"id":"t1"}"#)],
            errors: &[],
        },
        OperationDescription {
            operation: &SHOW_KINDS,
            parameters: &[],
            body: None,
            answers: &[Answer::new(200, "All kinds.", r#"["big","small"]"#)],
            errors: &[],
        },
        OperationDescription {
            operation: &DELETE,
            parameters: &[],
            body: None,
            answers: &[Answer::new(204, "Gone.", "")],
            errors: &[],
        },
    ],
};

/// 2024-06-17T06:53:46Z, at which the mock's clock stands.
pub const DATE: &str = "20240617T065346Z";

pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_718_607_226)
}

pub fn builder() -> Builder {
    Mock::builder().access_key("AK1", "SK1").token("T1").clock(now)
}

pub async fn start() -> Mock {
    builder().start([SERVICE]).await.unwrap()
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answered {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Code and message of an error.
    pub fn error(&self) -> (String, String) {
        let text = |name: &str| self.json()[name].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned();
        (text("error_code"), text("error_msg"))
    }
}

/// A connection to the mock.
pub fn connect(mock: &Mock) -> TcpStream {
    let stream = TcpStream::connect(mock.url().strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Sends these bytes and no more, and hears what comes until the mock hangs up.
pub fn send(mock: &Mock, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(mock);
    // Who is hung up on early cannot send the rest.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Closed,
    Reset,
    /// It did not, for a while.
    Open,
}

/// Sends these bytes and hears what comes until the mock hangs up.
pub fn hear(mock: &Mock, request: &str) -> (String, Ending) {
    hear_for(mock, request, Duration::from_secs(20))
}

/// The same, but not after so long a silence.
pub fn hear_for(mock: &Mock, request: &str, silence: Duration) -> (String, Ending) {
    let mut stream = connect(mock);
    stream.set_read_timeout(Some(silence)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let ending = match stream.read_to_end(&mut answer) {
        Ok(_) => Ending::Closed,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Ending::Reset,
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ending::Open,
        Err(error) => panic!("{error}"),
    };
    (String::from_utf8(answer).unwrap(), ending)
}

/// A request with the token, whose connection may be kept.
pub fn written(method: &str, target: &str, body: &str) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nhost: mock\r\nx-auth-token: T1\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Calls an operation of the service through the runtime.
pub async fn ask(config: &Config, operation: &'static Operation) -> Result<Response<Value>, Error> {
    let request = ServiceClient::new(config, &DEMO).request(operation);
    let request =
        if operation.method == "POST" { request.json(&serde_json::json!({"name": "n"})) } else { request };
    Send::new(request).await
}

/// Calls with these header lines beside those that every request has.
pub fn exchange(mock: &Mock, method: &str, target: &str, headers: &str, body: &str) -> Answered {
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: mock\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    let answer = String::from_utf8(send(mock, request.as_bytes())).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{request}\n{answer:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Answered { status, head: head.to_owned(), body: body.to_owned() }
}

/// Calls with the token.
pub fn call(mock: &Mock, method: &str, target: &str, body: &str) -> Answered {
    exchange(mock, method, target, "x-auth-token: T1\r\ncontent-type: application/json\r\n", body)
}

/// Header lines that sign a request without a body.
pub fn signed(access_key: &str, secret_key: &str, date: &str, target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = [("host", "mock"), ("x-sdk-date", date)];
    let message = Message { method: "GET", path, query, headers: &headers, body: b"" };
    let authorization = authorization(access_key, secret_key, date, &message);
    format!("x-sdk-date: {date}\r\nauthorization: {authorization}\r\n")
}
