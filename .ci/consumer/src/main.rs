//! The five calls as a caller makes them, from a crate that is no part of the workspace, against a
//! small server of its own.
//!
//! Its answers are the documented ones, made worse in the ways that the cloud is known for: quoted
//! numbers, numbers as text, null lists, enum values that no document has, members that no document
//! has. `serde_json` has `arbitrary_precision` switched on, as some crate of a caller's may.
//!
//! Prints a line a call and exits with 0, or panics at what is wrong.

mod server;

use huaweicloud_vpn::{Config, Credentials, Error, Response};
use server::{Answer, Server};

const PROJECT: &str = "0123456789abcdef0123456789abcdef";
const GATEWAY: &str = "b2d5a6f0-4a5f-4a3e-9c1d-2f6d1c0e7a34";
const VPN_SERVER: &str = "2407a20d-0bf7-4530-ba9a-7ffa0cedfa3b";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let server = Server::start(answer);
        let config = Config::builder()
            .endpoint(server.address())
            .credentials(Credentials::access_key("an-access-key", "a-secret-key"))
            .project_id(PROJECT)
            .build()
            .expect("a configuration");
        let mut table = Table { server, rows: Vec::new() };
        vpn(&config, &mut table).await;
        vpcep(&config, &mut table).await;
        apig(&config, &mut table).await;
        css(&config, &mut table).await;
        errors(&config, &mut table).await;
        table.print();
    });
}

async fn vpn(config: &Config, table: &mut Table) {
    let client = huaweicloud_vpn::Client::new(config);

    let page = client.list_p2c_vgw_connections(GATEWAY).limit(10).send().await.expect("connections");
    let [first, second] = &page.connections[..] else { panic!("two connections: {page:?}") };
    assert_eq!(first.inbound_packets, Some(13), "a quoted number");
    assert_eq!(first.inbound_bytes, Some(4185), "a number with a fraction of nothing");
    assert_eq!(first.outbound_bytes, Some(i64::MAX), "the greatest number, every digit of it");
    assert_eq!(first.client_user_name.as_deref(), Some("1111"), "text that came as a number");
    let time = first.connection_established_time.as_ref().expect("a time");
    assert_eq!(time.as_str(), "2024-06-17T02:58:27.213Z");
    assert!(time.to_system_time().is_ok());
    assert_eq!(second.connection_id, None, "null");
    assert_eq!(page.total_count, Some(2));
    // Written back, numbers are numbers again, and nothing absent appears.
    let written = serde_json::to_value(second).expect("JSON");
    assert_eq!(written, serde_json::json!({"client_ip": "100.***.***.100", "inbound_packets": 24}));
    table.answer(&page, format!("{} connections", page.connections.len()));

    let mut names = Vec::new();
    let mut pages = client.list_vpn_users(VPN_SERVER).limit(1).pages();
    while let Some(page) = pages.next().await {
        let page = page.expect("a page of users");
        let name = page.users[0].name.clone().expect("a name");
        table.answer(&page, format!("a page with {name}"));
        names.push(name);
    }
    let mut users = client.list_vpn_users(VPN_SERVER).limit(1).items();
    for name in &names {
        assert_eq!(users.next().await.expect("a user").expect("a user").name.as_ref(), Some(name));
    }
    assert!(users.next().await.is_none());
    assert_eq!(names, ["user001", "user002"]);
    assert_eq!(table.server.take().len(), 2);
}

async fn vpcep(config: &Config, table: &mut Table) {
    use huaweicloud_vpcep::model::ConnectionEndpointsStatus as Status;
    let client = huaweicloud_vpcep::Client::new(config);
    let request = client.list_service_connections("4189d3c2-8882-4871-a3c2-d380272eed83").status("accepted");
    let page = request.sort_dir("desc").send().await.expect("connections");
    let [accepted, new] = &page.connections[..] else { panic!("two connections: {page:?}") };
    assert_eq!(accepted.status, Some(Status::Accepted));
    assert_eq!(accepted.marker_id, Some(422321), "a quoted number");
    assert!(accepted.error.is_empty(), "a null list");
    let status = new.status.as_ref().expect("a status");
    assert!(!matches!(status, Status::Accepted | Status::Failed));
    assert_eq!(status.as_str(), "suspended", "a value that no document has");
    assert_eq!(new.error[0].error_code.as_deref(), Some("404"), "text that came as a number");
    table.answer(&page, format!("2 connections: {} and {status}", Status::Accepted));
}

async fn apig(config: &Config, table: &mut Table) {
    let client = huaweicloud_apig::Client::new(config);
    let request = client.list_endpoint_connections("93c5e9cd0ef3427ea6ea66d4c5bb7ed1").marker_id(16777510);
    let page = request.send().await.expect("connections");
    assert!(page.connections.is_empty(), "a null list");
    assert_eq!((page.size, page.total), (Some(0), None));
    table.answer(&page, "no connections, from a null list");
}

async fn css(config: &Config, table: &mut Table) {
    let client = huaweicloud_css::Client::new(config);
    let page = client
        .show_vpcep_connection("4f3deec3-efa8-4598-bf91-560aad1377a3")
        .send()
        .await
        .expect("connections");
    let connection = &page.connections[0];
    assert_eq!(connection.max_session.as_deref(), Some("200"), "text that came as a number");
    assert_eq!(connection.update_at, None, "null");
    assert_eq!(page.vpcep_update_switch, Some(true), "a quoted boolean");
    assert_eq!(page.permissions.len(), 1);
    table.answer(&page, format!("{} connection", page.connections.len()));
}

async fn errors(config: &Config, table: &mut Table) {
    let client = huaweicloud_vpn::Client::new(config);
    let error = client.list_vpn_users("missing").send().await.expect_err("a 404");
    assert!(error.is_not_found(), "{error:?}");
    assert_eq!(error.code(), Some("VPN.0010"));
    assert_eq!(error.request_id(), Some("request-of-missing"));
    table.error(&error, format!("is_not_found(): {error}"));

    let error = client.list_vpn_users("odd").send().await.expect_err("an answer of the wrong shape");
    assert!(error.is_decode(), "{error:?}");
    assert_eq!(error.field(), Some("users[1].name"));
    assert!(error.raw_body().is_some(), "the body is kept");
    table.error(&error, format!("is_decode(): {error}"));

    let error = client.list_vpn_users("..").send().await.expect_err("a path that means another");
    assert!(error.is_invalid_request(), "{error:?}");
    assert_eq!(table.server.take(), Vec::<String>::new(), "nothing was sent");
    table.rows.push([
        "(nothing sent, for the id `..`)".to_owned(),
        "-".into(),
        "-".into(),
        "is_invalid_request()".into(),
    ]);

    // Other characters are the id's own: one segment, encoded once.
    let error = client.list_vpn_users("../ü %2F").send().await.expect_err("a 404");
    assert!(error.is_not_found(), "{error:?}");
    table.error(&error, "one segment of the path");
}

/// What the server answers to a path and query, by the documented examples.
fn answer(target: &str) -> Answer {
    let rest = target.split_once(PROJECT).map_or("", |(_, rest)| rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    match path {
        "/p2c-vpn-gateways/b2d5a6f0-4a5f-4a3e-9c1d-2f6d1c0e7a34/connections" => Answer::ok(
            r#"{"connections": [
                {"connection_id": "10293371-114e-4d2a-878e-c6a616d0ec0e", "client_user_name": 1111,
                 "inbound_packets": "13", "outbound_packets": 24, "inbound_bytes": 4185.0,
                 "outbound_bytes": 9223372036854775807,
                 "connection_established_time": "2024-06-17T02:58:27.213Z", "load": [0.5, {"of": 1e3}]},
                {"connection_id": null, "client_ip": "100.***.***.100", "inbound_packets": 24}
            ], "total_count": "2", "request_id": "6844f73ab1dd713d369b88904a935bd6"}"#,
        ),
        "/p2c-vpn-gateways/vpn-servers/2407a20d-0bf7-4530-ba9a-7ffa0cedfa3b/users"
            if query.contains("marker=") =>
        {
            Answer::ok(
                r#"{"users": [{"name": "user002"}], "page_info": {"next_marker": null, "current_count": 1}}"#,
            )
        }
        "/p2c-vpn-gateways/vpn-servers/2407a20d-0bf7-4530-ba9a-7ffa0cedfa3b/users" => Answer::ok(
            r#"{"users": [{"name": "user001"}],
                "page_info": {"next_marker": "2024-06-17T06:53:46.302Z", "current_count": "1"}}"#,
        ),
        "/p2c-vpn-gateways/vpn-servers/odd/users" => {
            Answer::ok(r#"{"users": [{"name": "user001"}, {"name": {"first": "user", "last": 2}}]}"#)
        }
        "/vpc-endpoint-services/4189d3c2-8882-4871-a3c2-d380272eed83/connections" => Answer::ok(
            r#"{"connections": [
                {"id": "8be3c4c7-7d34-4ef8-a52b-3a4b1d4c1ac0", "marker_id": "422321", "status": "accepted", "error": null},
                {"id": "4bf1ef5d-1d0e-4d6b-8a05-2d3a70a3a3a9", "marker_id": 422322, "status": "suspended",
                 "error": [{"error_code": 404, "error_message": "gone"}]}
            ], "total_count": 2}"#,
        ),
        "/apigw/instances/93c5e9cd0ef3427ea6ea66d4c5bb7ed1/vpc-endpoint/connections" => {
            Answer::ok(r#"{"size": "0", "total": null, "connections": null}"#)
        }
        "/clusters/4f3deec3-efa8-4598-bf91-560aad1377a3/vpcepservice/connections" => Answer::ok(
            r#"{"connections": [{"id": "2cb5ce0a-a1d4-4d7a-9b48-1b3a7d0a9a8f", "status": "accepted", "maxSession": 200,
                 "specificationName": "default", "created_at": "2024-06-11T09:36:24Z", "update_at": null}],
                "vpcServiceName": "test.4f3deec3", "vpcepUpdateSwitch": "true",
                "permissions": [{"id": "1", "permission": "iam:domain::*", "permission_type": "domainId"}]}"#,
        ),
        "/p2c-vpn-gateways/vpn-servers/missing/users" => Answer::missing(
            "request-of-missing",
            r#"{"error_code": "VPN.0010", "error_msg": "no such VPN server"}"#,
        ),
        "/p2c-vpn-gateways/vpn-servers/..%2F%C3%BC%20%252F/users" => {
            Answer::missing("request-of-odd-id", "{}")
        }
        _ => panic!("an unexpected request: {target}"),
    }
}

/// What is printed in the end.
struct Table {
    server: Server,
    rows: Vec<[String; 4]>,
}

impl Table {
    fn answer<T>(&mut self, answer: &Response<T>, what: impl Into<String>) {
        self.row(answer.status().as_str(), answer.request_id(), what);
    }

    fn error(&mut self, error: &Error, what: impl Into<String>) {
        let status = error.status();
        self.row(status.as_ref().map_or("-", |status| status.as_str()), error.request_id(), what);
    }

    /// A row for the one request since the last row.
    fn row(&mut self, status: &str, request_id: Option<&str>, what: impl Into<String>) {
        let requests = self.server.take();
        let [request] = &requests[..] else { panic!("one request: {requests:?}") };
        let request_id = request_id.unwrap_or("-").to_owned();
        self.rows.push([shortened(request), status.to_owned(), request_id, what.into()]);
    }

    fn print(&self) {
        let head = ["request", "status", "request id", "what came of it"].map(str::to_owned);
        let rows: Vec<&[String; 4]> = std::iter::once(&head).chain(&self.rows).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2)];
        for [request, status, request_id, what] in rows {
            let [a, b, c] = widths;
            println!("{request:a$}  {status:b$}  {request_id:c$}  {what}");
        }
    }
}

/// A request line with its long ids cut off.
fn shortened(request: &str) -> String {
    let cut = |part: &str| match part.char_indices().nth(8) {
        Some((at, _)) if part.len() >= 32 && !part.contains(['?', '%']) => format!("{}…", &part[..at]),
        _ => part.to_owned(),
    };
    request.split('/').map(cut).collect::<Vec<_>>().join("/")
}
