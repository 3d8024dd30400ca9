//! A server on loopback that answers as it is told, and a small service to call it with.
#![allow(dead_code, missing_docs)] // each test file uses its part, and none is public

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use huaweicloud_core::signing::{Message, authorization};
use huaweicloud_core::{
    Config, ConfigBuilder, Credentials, Endpoint, Operation, Pagination, Request, Retry, Service,
    ServiceClient, Style,
};
use huaweicloud_types::{Value, model};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Arrived {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the keys of [`config`] sign what arrived so.
    pub fn signature_holds(&self) -> bool {
        let sent = self.header("authorization").unwrap();
        let names = sent.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
        let headers: Vec<(&str, &str)> =
            names.split(';').map(|name| (name, self.header(name).unwrap())).collect();
        let (path, query) = self.path_and_query();
        let message = Message { method: &self.method, path, query, headers: &headers, body: &self.body };
        authorization("AK1", "SK1", self.header("x-sdk-date").unwrap(), &message) == sent
    }

    pub fn path_and_query(&self) -> (&str, &str) {
        self.target.split_once('?').unwrap_or((&self.target, ""))
    }

    pub fn query(&self, name: &str) -> Option<String> {
        let pair =
            self.path_and_query().1.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(str::to_owned)
    }
}

pub struct Server {
    pub url: String,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Server {
    /// Gives each request the next of `answers`, which are whole HTTP messages, on a connection of
    /// its own; then hears no more.
    pub fn start(answers: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (log, mut answers) =
            (arrived.clone(), answers.into_iter().map(Into::into).collect::<VecDeque<_>>());
        std::thread::spawn(move || {
            while let Some(answer) = answers.pop_front() {
                let Ok((mut stream, _)) = listener.accept() else { return };
                log.lock().unwrap().push(read_request(&mut BufReader::new(&stream)));
                let _ = stream.write_all(&answer);
            }
        });
        Self { url, arrived }
    }

    /// Answers every request as `answer` says, each on a connection and a thread of its own.
    pub fn answering<A: Into<Vec<u8>>>(answer: impl Fn(&Arrived) -> A + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (arrived.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (log, answer) = (log.clone(), answer.clone());
                std::thread::spawn(move || {
                    let request = read_request(&mut BufReader::new(&stream));
                    log.lock().unwrap().push(request.clone());
                    let _ = stream.write_all(&answer(&request).into());
                });
            }
        });
        Self { url, arrived }
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// A client of this server, with keys and a project.
    pub fn client(&self) -> ServiceClient {
        ServiceClient::new(&config(&self.url).build().unwrap(), &SERVICE)
    }
}

fn read_request(reader: &mut impl BufRead) -> Arrived {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    while let Some((name, value)) = line().split_once(": ") {
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut arrived = Arrived { method, target, headers, body: Vec::new() };
    let length = arrived.header("content-length").map_or(0, |length| length.parse().unwrap());
    arrived.body = vec![0; length];
    reader.read_exact(&mut arrived.body).unwrap();
    arrived
}

/// An HTTP answer with a JSON body.
pub fn answer(status: &str, body: &str) -> String {
    answer_with(status, "content-type: application/json\r\n", body)
}

/// An HTTP answer; `headers` is whole lines.
pub fn answer_with(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

pub fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .endpoint(url)
        .credentials(Credentials::access_key("AK1", "SK1"))
        .project_id("p1")
        .retry(Retry::off())
}

pub static SERVICE: Service = Service {
    name: "demo",
    title: "Demo Service",
    endpoints: &[Endpoint {
        url: "https://demo.{region}.example.com",
        regions: &["cn-north-4", "eu-west-101"],
    }],
};

pub static SHOW: Operation = Operation::new("ShowThing", "GET", "/v1/{project_id}/things/{thing_id}/state");

pub static UPDATE: Operation = Operation::new("UpdateThing", "PUT", "/v1/{project_id}/things/{thing_id}");

pub static GLOBAL: Operation = Operation::new("ShowAccount", "GET", "/v3/domains/{domain_id}");

const PAGINATION: Pagination = Pagination {
    style: Style::Marker,
    limit: "limit",
    cursor: "marker",
    size: 100,
    items: "/things",
    next: Some("/page_info/next_marker"),
    total: Some("/total_count"),
    ..Pagination::USUAL
};

const fn list(pagination: Pagination) -> Operation {
    Operation::new("ListThings", "GET", "/v1/{project_id}/things").in_pages(pagination)
}

pub static BY_MARKER: Operation = list(PAGINATION);

pub static BY_OFFSET: Operation = list(Pagination { style: Style::Offset, cursor: "offset", ..PAGINATION });

pub static BY_PAGE: Operation =
    list(Pagination { style: Style::Page, cursor: "page", first: 1, ..PAGINATION });

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Thing {
    pub id: Option<String>,
    pub size: Option<i64>,
}
model!(Thing { id, size });

#[derive(Debug, Default, Clone, PartialEq)]
pub struct Things {
    pub things: Vec<Thing>,
    pub total_count: Option<i64>,
    pub page_info: Option<Value>,
}
model!(Things { things, total_count, page_info });

huaweicloud_core::request! {
    /// A request.
    pub struct ShowThing -> Thing;
}

huaweicloud_core::waits! {
    ShowThing:
    wait_until_up -> huaweicloud_core::Response<Thing> = "/id", ["up"], [];
}

huaweicloud_core::request! {
    /// A request.
    pub struct ListThings -> Things, things: Thing;
}

pub fn show(client: &ServiceClient, id: &str) -> ShowThing {
    thing(client.request(&SHOW).path(id))
}

pub fn thing(request: Request) -> ShowThing {
    ShowThing(request)
}

pub fn things(request: Request) -> ListThings {
    ListThings(request)
}
