//! A list that takes its page in the body, through the client of the service: `ListResourceInstances`.
#![allow(missing_docs)]

use std::collections::HashSet;

use huaweicloud_mock::Mock;
use huaweicloud_vpcep::{Client, mock, model};
use serde_json::Value;

async fn start(records: u64) -> (Mock, Client) {
    let mock = Mock::builder().records(records).start([mock::SERVICE]).await.unwrap();
    let client = Client::new(&mock.config());
    (mock, client)
}

fn body(action: &str) -> model::QueryResourceInstanceTagsBody {
    model::QueryResourceInstanceTagsBody::new(action)
}

/// Limit and offset of each request, as they stand in the body.
fn asked(mock: &Mock) -> Vec<(Value, Value)> {
    let requests = mock.requests();
    let bodies = requests.iter().map(|it| serde_json::from_slice::<Value>(it.body()).unwrap());
    bodies.map(|body| (body["limit"].clone(), body["offset"].clone())).collect()
}

#[tokio::test]
async fn all_records_come_whatever_is_fetched_ahead() {
    for prefetch in [0, 1, 4] {
        let (mock, client) = start(250).await;
        let list = client.list_resource_instances("endpoint", body("filter").limit("50"));
        let (mut items, mut ids) = (list.items().prefetch(prefetch), HashSet::new());
        while let Some(item) = items.next().await {
            ids.insert(item.unwrap().resource_id.unwrap());
        }
        assert_eq!(ids.len(), 250);
        let mut offsets = asked(&mock);
        offsets.sort_by_key(|(_, offset)| offset.as_str().map_or(0, |offset| offset.parse::<u64>().unwrap()));
        let expected = [Value::Null, "50".into(), "100".into(), "150".into(), "200".into()];
        assert_eq!(offsets, expected.map(|offset| ("50".into(), offset)));
    }
}

#[tokio::test]
async fn a_later_run_goes_on_where_this_one_stopped() {
    let (_mock, client) = start(250).await;
    let list = client.list_resource_instances("endpoint", body("filter").limit("50"));
    let mut items = list.clone().items();
    for _ in 0..70 {
        items.next().await.unwrap().unwrap();
    }
    let cursor = items.next_cursor().unwrap();
    assert_eq!(cursor, "70");
    let (mut rest, mut count) = (list.items().starting_at(cursor), 0);
    while let Some(item) = rest.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 180);
}

#[tokio::test]
async fn a_count_is_one_page_without_items_and_is_asked_for_without_a_limit() {
    let (mock, client) = start(250).await;
    let count = client.list_resource_instances("endpoint", body("count"));
    let mut pages = count.clone().pages();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.total_count, page.resources.len()), (Some(250), 0));
    assert!(pages.next().await.is_none() && count.clone().items().next().await.is_none());
    assert_eq!(asked(&mock), [(Value::Null, Value::Null), (Value::Null, Value::Null)]);
    assert_eq!(*count.send().await.unwrap(), *page);

    let refused =
        client.list_resource_instances("endpoint", body("count").limit("9")).send().await.unwrap_err();
    assert!(refused.to_string().contains("body member /limit: expected only where /action"), "{refused}");
}
