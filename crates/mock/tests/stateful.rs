//! A mock with memory, by the client of a real service.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use huaweicloud_core::Error;
use huaweicloud_mock::{Builder, Mock};
use huaweicloud_vpcep::Client;
use huaweicloud_vpcep::model::*;

fn builder() -> Builder {
    Mock::builder().stateful()
}

async fn start() -> (Mock, Client) {
    let mock = builder().start([huaweicloud_vpcep::mock::SERVICE]).await.unwrap();
    let client = Client::new(&mock.config());
    (mock, client)
}

fn service(name: &str) -> CreateEndpointServiceRequestBody {
    let ports = vec![PortList::new().client_port(8080).server_port(80).protocol("TCP")];
    CreateEndpointServiceRequestBody::new("port", "vpc", "VM", ports).service_name(name)
}

async fn created(client: &Client, name: &str) -> String {
    client.create_endpoint_service(service(name)).send().await.unwrap().id.clone().unwrap()
}

/// Looks until the state is another than this.
async fn service_past(client: &Client, id: &str, state: &str) -> Option<String> {
    for _ in 0..5 {
        match client.list_service_details(id).send().await {
            Ok(service) if service.status.as_ref().unwrap().as_str() != state => {
                return Some(service.status.as_ref().unwrap().as_str().to_owned());
            }
            Ok(_) => {}
            Err(error) if error.is_not_found() => return None,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("still {state}")
}

async fn endpoint_past(client: &Client, id: &str, state: &str) -> Option<String> {
    for _ in 0..5 {
        match client.list_endpoint_info_details(id).send().await {
            Ok(it) if it.status.as_ref().unwrap().as_str() != state => {
                return Some(it.status.as_ref().unwrap().as_str().to_owned());
            }
            Ok(_) => {}
            Err(error) if error.is_not_found() => return None,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("still {state}")
}

fn is_missing(error: &Error) -> bool {
    error.status() == Some(StatusCode::NOT_FOUND) && error.code() == Some("EndPoint.0005")
}

#[tokio::test]
async fn the_life_of_a_service_and_an_endpoint() {
    let (_mock, client) = start().await;

    // Publish.
    let made = client.create_endpoint_service(service("web").description("first")).send().await.unwrap();
    let id = made.id.clone().unwrap();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_eq!(made.status.as_ref().unwrap().as_str(), "creating");
    assert_eq!(made.service_name, Some(format!("eu-west-101.web.{id}")));
    assert_eq!((made.approval_enabled, made.connection_count), (Some(true), Some(0)));
    assert_eq!(made.created_at, made.updated_at);
    assert_eq!(made.ports.len(), 1);
    assert_eq!(service_past(&client, &id, "creating").await.as_deref(), Some("available"));

    // Whitelist.
    let body = AddOrRemoveServicePermissionsRequestBody::new(vec!["*".to_owned()], "add");
    let added = client.add_or_remove_service_permissions(&id, body.clone()).send().await.unwrap();
    assert_eq!(added.permissions, ["*"]);
    client.add_or_remove_service_permissions(&id, body).send().await.unwrap();
    let listed = client.list_service_permissions_details(&id).send().await.unwrap();
    assert_eq!((listed.permissions.len(), listed.total_count), (1, Some(1)), "added twice, there once");

    // Connect.
    let body = CreateEndpointRequestBody::new(&id, "vpc").port_ip("10.0.0.7");
    let endpoint = client.create_endpoint(body).send().await.unwrap();
    let endpoint_id = endpoint.id.clone().unwrap();
    assert_eq!(endpoint.status.as_ref().unwrap().as_str(), "creating");
    assert_eq!(endpoint.endpoint_service_name, made.service_name);
    assert_eq!(endpoint.service_type, made.service_type);
    assert_eq!(endpoint.ip.as_deref(), Some("10.0.0.7"));
    assert_eq!(endpoint_past(&client, &endpoint_id, "creating").await.as_deref(), Some("pendingAcceptance"));

    // Accept.
    let connections = client.list_service_connections(&id).status("pendingAcceptance").send().await.unwrap();
    let waiting = connections.connections[0].id.clone().unwrap();
    assert_eq!((waiting.as_str(), connections.total_count), (endpoint_id.as_str(), Some(1)));
    let body = AcceptOrRejectEndpointRequestBody::new("receive", vec![waiting.clone()]);
    let accepted = client.accept_or_reject_endpoint(&id, body).send().await.unwrap();
    assert_eq!(accepted.connections[0].status.as_ref().unwrap().as_str(), "accepted");
    assert_eq!(endpoint_past(&client, &endpoint_id, "pendingAcceptance").await.as_deref(), Some("accepted"));
    let shown = client.list_service_details(&id).send().await.unwrap();
    assert_eq!(shown.connection_count, Some(1));

    // A description of the connection is the endpoint's.
    let described = ConnectionsDesc::new(&endpoint_id, "mine");
    let body = UpdateEndpointConnectionsDescRequestBody::new(vec![described]);
    let described = client.update_endpoint_connections_desc(&id, body).send().await.unwrap();
    assert_eq!(described.connections[0].description.as_deref(), Some("mine"));
    let shown = client.list_endpoint_info_details(&endpoint_id).send().await.unwrap();
    assert_eq!(shown.description.as_deref(), Some("mine"));

    // A service with endpoints stays.
    let refused = client.delete_endpoint_service(&id).send().await.unwrap_err();
    assert_eq!(refused.status(), Some(StatusCode::CONFLICT));

    // Reject, and tear down.
    let body = AcceptOrRejectEndpointRequestBody::new("reject", vec![waiting]);
    client.accept_or_reject_endpoint(&id, body).send().await.unwrap();
    assert_eq!(endpoint_past(&client, &endpoint_id, "accepted").await.as_deref(), Some("rejected"));
    client.delete_endpoint(&endpoint_id).send().await.unwrap();
    assert_eq!(endpoint_past(&client, &endpoint_id, "deleting").await, None);
    client.delete_endpoint_service(&id).send().await.unwrap();
    assert_eq!(service_past(&client, &id, "deleting").await, None);
    let gone = client.list_service_details(&id).send().await.unwrap_err();
    assert!(is_missing(&gone), "{gone:?}");
    assert!(is_missing(&client.delete_endpoint_service(&id).send().await.unwrap_err()));
    assert!(is_missing(&client.list_service_permissions_details(&id).send().await.unwrap_err()));
}

/// What waits by the states of the specs comes to an end, whichever way it looks.
#[tokio::test]
async fn waiters_end() {
    const SOON: Duration = Duration::from_millis(1);
    let (_mock, client) = start().await;
    let id = created(&client, "web").await;
    client.list_service_details(&id).wait_until_available().interval(SOON).await.unwrap();
    let endpoint = client.create_endpoint(CreateEndpointRequestBody::new(&id, "vpc")).send().await.unwrap();
    let endpoint = endpoint.id.clone().unwrap();
    let connection = || client.list_service_connections(&id).id(&endpoint);
    connection().wait_until_pending().interval(SOON).await.unwrap();
    let body = AcceptOrRejectEndpointRequestBody::new("receive", vec![endpoint.clone()]);
    client.accept_or_reject_endpoint(&id, body).send().await.unwrap();
    client.list_endpoint_info_details(&endpoint).wait_until_accepted().interval(SOON).await.unwrap();
    client.delete_endpoint(&endpoint).send().await.unwrap();
    connection().wait_until_deleted().interval(SOON).await.unwrap();
    client.delete_endpoint_service(&id).send().await.unwrap();
    client.list_service_details(&id).wait_until_deleted().interval(SOON).await.unwrap();
}

#[tokio::test]
async fn without_approval_an_endpoint_is_connected_by_itself() {
    let (_mock, client) = start().await;
    let body = service("open").approval_enabled(false);
    let id = client.create_endpoint_service(body).send().await.unwrap().id.clone().unwrap();
    let endpoint = client.create_endpoint(CreateEndpointRequestBody::new(&id, "vpc")).send().await.unwrap();
    let endpoint = endpoint.id.clone().unwrap();
    assert_eq!(endpoint_past(&client, &endpoint, "creating").await.as_deref(), Some("accepted"));
}

#[tokio::test]
async fn many_records_come_in_pages_and_by_filters() {
    let (_mock, client) = start().await;
    let mut ids = Vec::new();
    for number in 0..250 {
        ids.push(created(&client, &format!("n{number}")).await);
    }
    let mut listed = Vec::new();
    let mut services = client.list_endpoint_service().limit(100).items();
    while let Some(service) = services.next().await {
        listed.push(service.unwrap().id.unwrap());
    }
    assert_eq!(listed, ids);
    let page = client.list_endpoint_service().limit(20).offset(240).send().await.unwrap();
    assert_eq!((page.endpoint_services.len(), page.total_count), (10, Some(250)));

    let one = client.list_endpoint_service().id(&ids[7]).send().await.unwrap();
    assert_eq!((one.endpoint_services.len(), one.total_count), (1, Some(1)));
    let named = client.list_endpoint_service().endpoint_service_name(".N24").send().await.unwrap();
    assert_eq!(named.total_count, Some(11), "n24 and n240 to n249");
    let none = client.list_endpoint_service().status("failed").send().await.unwrap();
    assert_eq!((none.endpoint_services.len(), none.total_count), (0, Some(0)));
    let available = client.list_endpoint_service().status("available").send().await.unwrap();
    assert_eq!(available.total_count, Some(250), "they were looked at");
    let past = client.list_endpoint_service().offset(300).send().await.unwrap();
    assert_eq!((past.endpoint_services.len(), past.total_count), (0, Some(250)));
}

#[tokio::test]
async fn waiting_by_a_filtered_list_ends_too() {
    let (_mock, client) = start().await;
    let id = created(&client, "web").await;
    let list = || client.list_endpoint_service().status("available").send();
    assert_eq!(list().await.unwrap().total_count, Some(0));
    let found = list().await.unwrap();
    assert_eq!(found.endpoint_services[0].id.as_ref(), Some(&id));
}

#[tokio::test]
async fn an_update_replaces_what_it_brings_and_leaves_the_rest() {
    let (_mock, client) = start().await;
    let made = client.create_endpoint_service(service("web").description("text")).send().await.unwrap();
    let id = made.id.clone().unwrap();

    let body = UpdateEndpointServiceRequestBody::new().approval_enabled(false);
    let updated = client.update_endpoint_service(&id, body).send().await.unwrap();
    assert_eq!(updated.approval_enabled, Some(false));
    assert_eq!((&updated.description, &updated.ports), (&made.description, &made.ports));
    assert_eq!(updated.service_name, made.service_name);

    let body = UpdateEndpointServiceRequestBody::new().description("").ports(Vec::new());
    let updated = client.update_endpoint_service(&id, body).send().await.unwrap();
    assert_eq!((updated.description.as_deref(), updated.ports.len()), (Some(""), 0));
    assert_eq!(updated.approval_enabled, Some(false));

    let body = UpdateEndpointServiceNameRequestBody::new().endpoint_service_name("new");
    let renamed = client.update_endpoint_service_name(&id, body).send().await.unwrap();
    assert_eq!(renamed.endpoint_service_name, Some(format!("eu-west-101.new.{id}")));
    let shown = client.list_service_details(&id).send().await.unwrap();
    assert_eq!(shown.service_name, renamed.endpoint_service_name);

    let endpoint = CreateEndpointRequestBody::new(&id, "vpc").whitelist(vec!["10.0.0.1".to_owned()]);
    let endpoint = client.create_endpoint(endpoint).send().await.unwrap();
    let endpoint_id = endpoint.id.clone().unwrap();
    assert_eq!(endpoint.endpoint_service_name, renamed.endpoint_service_name);
    let body = UpdateEndpointWhiteRequestBody::new().enable_whitelist(true);
    let updated = client.update_endpoint_white(&endpoint_id, body).send().await.unwrap();
    assert_eq!((updated.whitelist.len(), updated.enable_whitelist), (1, Some(true)));
    let body = UpdateEndpointWhiteRequestBody::new().whitelist(Vec::new());
    let updated = client.update_endpoint_white(&endpoint_id, body).send().await.unwrap();
    assert_eq!((updated.whitelist.len(), updated.enable_whitelist), (0, Some(true)));

    let body = UpdateEndpointRoutetableRequestBody::new(vec!["r1".to_owned()]);
    let routed = client.update_endpoint_routetable(&endpoint_id, body).send().await.unwrap();
    assert_eq!(routed.routetables, ["r1"]);
}

#[tokio::test]
async fn projects_are_kept_apart_and_meet_at_connections() {
    let (mock, owner) = start().await;
    let config = mock.config_builder().project_id("fedcba9876543210fedcba9876543210").build().unwrap();
    let guest = Client::new(&config);
    let id = created(&owner, "web").await;

    assert!(is_missing(&guest.list_service_details(&id).send().await.unwrap_err()));
    assert_eq!(guest.list_endpoint_service().send().await.unwrap().total_count, Some(0));
    assert!(is_missing(&guest.delete_endpoint_service(&id).send().await.unwrap_err()));

    // Whoever wants to connect finds the service, by its name too.
    let name = owner.list_service_details(&id).send().await.unwrap().service_name.clone().unwrap();
    let found = guest.list_service_describe_details().endpoint_service_name(&name).send().await.unwrap();
    assert_eq!((found.id.as_ref(), found.is_charge), (Some(&id), Some(true)));
    let nothing = guest.list_service_describe_details().id("none").send().await.unwrap_err();
    assert!(is_missing(&nothing));

    let endpoint = guest.create_endpoint(CreateEndpointRequestBody::new(&id, "vpc")).send().await.unwrap();
    assert_eq!(owner.list_endpoints().send().await.unwrap().total_count, Some(0));
    let connections = owner.list_service_connections(&id).send().await.unwrap();
    assert_eq!(connections.connections[0].id, endpoint.id);
    assert!(is_missing(&guest.list_service_connections(&id).send().await.unwrap_err()));

    let used = |client: &Client| {
        let call = client.list_quota_details().r#type("endpoint").send();
        async {
            call.await.unwrap().quotas.clone().unwrap().resources.iter().map(|it| it.used).collect::<Vec<_>>()
        }
    };
    assert_eq!((used(&owner).await, used(&guest).await), (vec![Some(0)], vec![Some(1)]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn creating_at_once_gives_as_many_ids() {
    let (_mock, client) = start().await;
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { created(&client, &format!("n{number}")).await })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for call in calls {
        ids.insert(call.await.unwrap());
    }
    assert_eq!(ids.len(), 64);
    assert_eq!(client.list_endpoint_service().send().await.unwrap().total_count, Some(64));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_mock, client) = start().await;
    let id = created(&client, "web").await;
    let endpoint = client.create_endpoint(CreateEndpointRequestBody::new("none", "vpc")).send().await;
    assert!(is_missing(&endpoint.unwrap_err()));
    let body = UpdateEndpointServiceRequestBody::new().description("x");
    assert!(is_missing(&client.update_endpoint_service("none", body).send().await.unwrap_err()));
    let body = AcceptOrRejectEndpointRequestBody::new("receive", vec!["none".to_owned()]);
    assert!(is_missing(&client.accept_or_reject_endpoint(&id, body).send().await.unwrap_err()));
    let error = client.list_endpoint_info_details("none").send().await.unwrap_err();
    assert!(is_missing(&error) && error.request_id().is_some());
    assert!(error.to_string().contains("there is no endpoint \"none\""), "{error}");
}

#[tokio::test]
async fn other_preferences_and_other_operations_are_as_ever() {
    let (_mock, client) = start().await;
    let call = client.create_endpoint_service(service("web")).with_header("prefer", "code=500");
    assert_eq!(call.send().await.unwrap_err().status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(client.list_endpoint_service().send().await.unwrap().total_count, Some(0));
    // No declaration speaks of the cloud's own services.
    let public = client.list_service_public_details().send().await.unwrap();
    assert_eq!(public.endpoint_services.len(), 2);
    // What is wrong with a call is told before anything is done.
    let wrong = client.create_endpoint_service(service("a name that is too long")).send().await;
    assert!(wrong.unwrap_err().to_string().contains("service_name"));
    assert_eq!(client.list_endpoint_service().send().await.unwrap().total_count, Some(0));
}

#[tokio::test]
async fn whitelists_have_records_with_descriptions() {
    let (_mock, client) = start().await;
    let id = created(&client, "web").await;
    let records = ["iam:domain::a", "iam:domain::b", "iam:domain::c"];
    let records = records.map(|it| EpsAddPermissionRequest::new(it, format!("of {it}"))).to_vec();
    let body = BatchAddEndpointServicePermissionsRequestBody::new(records).permission_type("domainId");
    let added = client.batch_add_endpoint_service_permissions(&id, body).send().await.unwrap();
    assert_eq!(added.permissions.len(), 3);
    assert!(added.permissions.iter().all(|it| it.created_at.is_some() && it.permission_type.is_some()));

    let first = added.permissions[0].id.clone().unwrap();
    let body = EpsUpdatePermissionDesc::new("new");
    let body = UpdateEndpointServicePermissionDescRequestBody::new(body);
    let updated = client.update_endpoint_service_permission_desc(&id, &first, body).send().await.unwrap();
    assert_eq!(updated.permissions.len(), 1);
    assert_eq!(updated.permissions[0].description.as_deref(), Some("new"));

    let body =
        BatchRemoveEndpointServicePermissionsRequestBody::new(vec![EpsRemovePermissionRequest::new(&first)]);
    client.batch_remove_endpoint_service_permissions(&id, body).send().await.unwrap();
    let gone = vec!["iam:domain::c".to_owned()];
    let body = AddOrRemoveServicePermissionsRequestBody::new(gone.clone(), "remove");
    let removed = client.add_or_remove_service_permissions(&id, body).send().await.unwrap();
    assert_eq!(removed.permissions, gone);
    let left = client.list_service_permissions_details(&id).send().await.unwrap();
    let left: Vec<_> = left.permissions.iter().map(|it| it.permission.as_deref().unwrap()).collect();
    assert_eq!(left, ["iam:domain::b"]);
    let other =
        client.list_service_permissions_details(created(&client, "other").await).send().await.unwrap();
    assert_eq!(other.total_count, Some(0));
}

#[tokio::test]
async fn tags_are_put_on_and_taken_off_and_found() {
    let (_mock, client) = start().await;
    let (one, other) = (created(&client, "one").await, created(&client, "other").await);
    let tag = |key: &str, value: &str| ResourceTag::new(key).value(value);
    for (id, tags) in [
        (&one, vec![tag("env", "test"), tag("team", "a")]),
        (&one, vec![tag("team", "b")]),
        (&other, vec![tag("env", "live")]),
    ] {
        let body = BatchAddOrRemoveResourceInstanceRequestBody::new("create").tags(tags);
        client.batch_add_or_remove_resource_instance("endpoint_service", id, body).send().await.unwrap();
    }
    let shown = client.list_service_details(&one).send().await.unwrap();
    let tags: Vec<_> =
        shown.tags.iter().map(|it| (it.key.as_deref().unwrap(), it.value.as_deref().unwrap())).collect();
    assert_eq!(tags, [("env", "test"), ("team", "b")]);

    let all = client.list_query_project_resource_tags("endpoint_service").send().await.unwrap();
    let all: Vec<_> =
        all.tags.iter().map(|it| (it.key.clone().unwrap(), it.values.clone().unwrap())).collect();
    assert_eq!(all[0], ("env".to_owned(), vec!["test".to_owned(), "live".to_owned()]));

    let with = |action: &str| {
        let tags = vec![TagValuesList::new("env", vec!["live".to_owned()])];
        QueryResourceInstanceTagsBody::new(action).tags(tags)
    };
    let found = client.list_resource_instances("endpoint_service", with("filter")).send().await.unwrap();
    assert_eq!((found.resources.len(), found.total_count), (1, Some(1)));
    assert_eq!(found.resources[0].resource_id.as_ref(), Some(&other));
    let count = client.list_resource_instances("endpoint_service", with("count")).send().await.unwrap();
    assert_eq!((count.resources.len(), count.total_count), (0, Some(1)));

    let tags = vec![ResourceTag::new("team"), tag("env", "other")];
    let body = BatchAddOrRemoveResourceInstanceRequestBody::new("delete").tags(tags);
    client.batch_add_or_remove_resource_instance("endpoint_service", &one, body).send().await.unwrap();
    let shown = client.list_service_details(&one).send().await.unwrap();
    assert_eq!(shown.tags.len(), 1, "env has another value");
    let missing = BatchAddOrRemoveResourceInstanceRequestBody::new("delete");
    let missing = client.batch_add_or_remove_resource_instance("endpoint", &one, missing).send().await;
    assert!(is_missing(&missing.unwrap_err()));
}
