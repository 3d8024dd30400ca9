//! Lists over real sockets that take their page in the request's JSON body.

use std::time::Duration;

use huaweicloud_core::types::Value;
use huaweicloud_core::{Error, InBody, Operation, Pagination, Request, Retry, Style};
use serde_json::json;

use crate::support::*;

const BY_BODY: Pagination = Pagination {
    limit: "/limit",
    cursor: "/offset",
    size: 50,
    items: "/things",
    total: Some("/total_count"),
    body: Some(InBody { limit_as_text: true, cursor_as_text: true, when: &[("/action", "filter")] }),
    ..Pagination::USUAL
};

const fn search(pagination: Pagination) -> Operation {
    Operation::new("SearchThings", "POST", "/v1/{project_id}/things/action").in_pages(pagination)
}

static AS_TEXT: Operation = search(BY_BODY);
static DEEP: Operation = search(Pagination {
    limit: "/page/limit",
    cursor: "/page/the~1offset",
    body: Some(InBody { limit_as_text: false, cursor_as_text: false, when: &[] }),
    ..BY_BODY
});
static MARKERS: Operation = search(Pagination {
    style: Style::Marker,
    cursor: "/marker",
    next: Some("/page_info/next_marker"),
    body: Some(InBody { limit_as_text: false, cursor_as_text: true, when: &[] }),
    ..BY_BODY
});

/// A number of the body, quoted or not.
fn number(body: &Value, pointer: &str) -> Option<i64> {
    let member = body.pointer(pointer)?;
    member.as_i64().or_else(|| member.as_str()?.parse().ok())
}

/// Serves so many things, by what the body asks for.
fn serve(operation: &'static Operation, records: i64) -> Server {
    let by = operation.pagination.as_ref().unwrap();
    Server::answering(move |request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let start = match by.style {
            Style::Marker => {
                body.pointer(by.cursor).map_or(0, |it| it.as_str().unwrap()[1..].parse().unwrap())
            }
            _ => number(&body, by.cursor).unwrap_or(0),
        };
        let end = number(&body, by.limit).map_or(start, |limit| (start + limit).min(records));
        let page: Vec<Value> = (start..end).map(|id| json!({ "id": id.to_string() })).collect();
        let next = (end < records).then(|| format!("m{end}"));
        let page = json!({ "things": page, "total_count": records, "page_info": { "next_marker": next } });
        answer("200 OK", &page.to_string())
    })
}

fn bodies(server: &Server) -> Vec<Value> {
    server.arrived().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
}

fn request(server: &Server, operation: &'static Operation, body: &Value) -> ListThings {
    things(server.client().request(operation).json(body))
}

async fn ids(mut items: huaweicloud_core::Items<Things, Thing>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    ids
}

fn all(from: i64) -> Vec<String> {
    (from..250).map(|id| id.to_string()).collect()
}

async fn refused(request: Request) -> Error {
    things(request).pages().next().await.unwrap().unwrap_err()
}

#[tokio::test]
async fn limit_and_cursor_are_set_in_the_body_and_nothing_else_is() {
    let server = serve(&AS_TEXT, 250);
    let body =
        json!({ "action": "filter", "tags": [{ "key": "a", "values": [] }], "matches": null, "size": 1.5 });
    assert_eq!(ids(request(&server, &AS_TEXT, &body).items()).await, all(0));
    let sent = bodies(&server);
    assert_eq!(sent.len(), 5);
    for (page, sent) in sent.iter().enumerate() {
        let mut expected = body.clone();
        expected["limit"] = "50".into();
        if page > 0 {
            expected["offset"] = (page * 50).to_string().into();
        }
        assert_eq!(*sent, expected);
    }
    let first = &server.arrived()[0];
    assert_eq!((first.header("content-type"), first.path_and_query().1), (Some("application/json"), ""));
}

#[tokio::test]
async fn every_form_of_it_arrives_whole_and_ahead() {
    for (operation, body) in
        [(&AS_TEXT, json!({ "action": "filter" })), (&DEEP, json!({})), (&MARKERS, json!({}))]
    {
        for prefetch in [0, 1, 4] {
            let server = serve(operation, 250);
            assert_eq!(ids(request(&server, operation, &body).items().prefetch(prefetch)).await, all(0));
            assert_eq!(server.arrived().len(), 5, "{prefetch}");
        }
    }
}

#[tokio::test]
async fn a_body_and_the_objects_in_it_are_made_where_there_are_none() {
    let bodies_of = async |request: &dyn Fn(&Server) -> Request| {
        let server = serve(&DEEP, 60);
        assert_eq!(ids(things(request(&server)).items()).await.len(), 60);
        bodies(&server)
    };
    let expected = [json!({ "page": { "limit": 50 } }), json!({ "page": { "limit": 50, "the/offset": 50 } })];
    assert_eq!(bodies_of(&|server| server.client().request(&DEEP)).await, expected);
    assert_eq!(
        bodies_of(&|server| server.client().request(&DEEP).json(&json!({ "page": null }))).await,
        expected
    );
}

#[tokio::test]
async fn the_callers_own_limit_and_cursor_count_quoted_or_not() {
    for (limit, offset) in [(json!("100"), json!("40")), (json!(100), json!(40))] {
        let server = serve(&AS_TEXT, 250);
        let body = json!({ "action": "filter", "limit": limit, "offset": offset });
        let list = request(&server, &AS_TEXT, &body).items();
        assert_eq!(list.next_cursor().as_deref(), Some("40"));
        assert_eq!(ids(list).await, all(40));
        let sent: Vec<_> =
            bodies(&server).iter().map(|body| (body["limit"].clone(), number(body, "/offset"))).collect();
        assert_eq!(sent, [40, 140, 240].map(|offset| (limit.clone(), Some(offset))));
    }
}

#[tokio::test]
async fn a_list_goes_on_at_a_cursor_that_was_kept() {
    for (operation, cursor) in [(&AS_TEXT, "50"), (&DEEP, "50"), (&MARKERS, "m50")] {
        let server = serve(operation, 250);
        let body = json!({ "action": "filter" });
        let mut pages = request(&server, operation, &body).pages();
        pages.next().await.unwrap().unwrap();
        assert_eq!(pages.next_cursor().as_deref(), Some(cursor));
        assert_eq!(ids(request(&server, operation, &body).items().starting_at(cursor)).await, all(50));
    }
}

#[tokio::test]
async fn what_is_no_page_is_sent_as_it_is_and_is_all() {
    let server = serve(&AS_TEXT, 250);
    let body = json!({ "action": "count" });
    let mut pages = request(&server, &AS_TEXT, &body).pages().prefetch(3);
    assert_eq!(pages.next().await.unwrap().unwrap().total_count, Some(250));
    assert_eq!((pages.next_cursor(), pages.next().await.is_none()), (None, true));
    assert_eq!(bodies(&server), [body]);
}

#[tokio::test]
async fn bodies_that_have_no_place_for_a_page_are_refused() {
    let server = serve(&AS_TEXT, 250);
    let request = |operation, body: Value| server.client().request(operation).json(&body);
    for (request, named) in [
        (request(&AS_TEXT, json!({ "action": "filter", "limit": "many" })), "body member /limit is \"many\""),
        (request(&AS_TEXT, json!({ "action": "filter", "offset": "-1" })), "body member /offset"),
        (request(&AS_TEXT, json!({ "action": "filter", "limit": [1] })), "neither a number nor text"),
        (request(&DEEP, json!({ "page": "first" })), "no place for /page/limit"),
        (request(&DEEP, json!([])), "no place for /page/limit"),
        (server.client().request(&DEEP).body("application/json", "{".into()), "no JSON"),
    ] {
        let error = refused(request).await;
        assert!(error.is_invalid_request() && error.to_string().contains(named), "{error}");
    }
    let on_its_way = request(&DEEP, json!({ "page": { "limit": 1 } }));
    let mut pages = things(on_its_way).pages().starting_at("many");
    assert!(pages.next().await.unwrap().unwrap_err().is_invalid_request());
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn a_list_is_repeated_as_what_only_reads_also_where_it_is_a_post() {
    let busy = answer("500 Internal Server Error", "{}");
    let page = answer("200 OK", r#"{"things":[{"id":"1"}],"total_count":1}"#);
    let server = Server::start([busy, page]);
    let once = Retry::default().base_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(1));
    let list = things(server.client().request(&AS_TEXT).json(&json!({ "action": "filter" })));
    assert_eq!(ids(list.with_retry(once).items()).await, ["1"]);
    assert_eq!(server.arrived().len(), 2);
}
