//! What callers write of VPC Endpoint: nested bodies, lists, changes that clear something. The mock holds
//! each request against the documentation.
#![allow(missing_docs)]

use huaweicloud_mock::Mock;
use huaweicloud_vpcep::model::{
    AcceptOrRejectEndpointRequestBody, AddOrRemoveServicePermissionsRequestBody,
    BatchAddEndpointServicePermissionsRequestBody, BatchAddOrRemoveResourceInstanceRequestBody,
    CreateEndpointRequestBody, CreateEndpointServiceRequestBody, EpsAddPermissionRequest, Match, PortList,
    PortListProtocol, QueryResourceInstanceTagsBody, ResourceTag, ServerType, TagList, TagValuesList,
    UpdateEndpointServiceRequestBody, UpdateEndpointWhiteRequestBody,
};
use huaweicloud_vpcep::{Client, mock};
use serde_json::{Value, json};

const ID: &str = "4189d3c2-8882-4871-a3c2-d380272eed83";

async fn start() -> (Mock, Client) {
    let mock = Mock::builder().start([mock::SERVICE]).await.unwrap();
    let client = Client::new(&mock.config());
    (mock, client)
}

fn bodies(mock: &Mock) -> Vec<Value> {
    mock.requests().iter().map(|it| serde_json::from_slice(it.body()).unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_service_is_published_and_an_account_let_in() {
    let (mock, client) = start().await;
    let service = CreateEndpointServiceRequestBody::new(
        "4189d3c2-8882-4871-a3c2-d380272eed88",
        "4189d3c2-8882-4871-a3c2-d380272eed80",
        ServerType::Vm,
        [PortList::new().client_port(8080).server_port(90).protocol("TCP")],
    );
    let service = service
        .service_name("test123")
        .approval_enabled(true)
        .service_type("interface")
        .tags([TagList::new().key("team").value("shop")]);
    client.create_endpoint_service(service).send().await.unwrap();

    let account = "iam:domain::6e9dfd51d1124e8d8498dce894923a0d";
    let let_in = AddOrRemoveServicePermissionsRequestBody::new([account.into()], "add");
    client.add_or_remove_service_permissions(ID, let_in).send().await.unwrap();
    let described = EpsAddPermissionRequest::new(account, "the shop");
    let let_in = BatchAddEndpointServicePermissionsRequestBody::new([described]);
    client.batch_add_endpoint_service_permissions(ID, let_in).send().await.unwrap();

    let sent = bodies(&mock);
    assert_eq!(
        sent[0],
        json!({
            "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88", "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80",
            "server_type": "VM", "ports": [{ "client_port": 8080, "server_port": 90, "protocol": "TCP" }],
            "service_name": "test123", "approval_enabled": true, "service_type": "interface",
            "tags": [{ "key": "team", "value": "shop" }]
        })
    );
    assert_eq!(sent[1], json!({ "permissions": [account], "action": "add" }));
    assert_eq!(sent[2], json!({ "permissions": [{ "permission": account, "description": "the shop" }] }));
}

#[tokio::test]
async fn an_endpoint_is_connected_accepted_and_torn_down() {
    let (mock, client) = start().await;
    let endpoint = CreateEndpointRequestBody::new(ID, ID)
        .subnet_id(ID)
        .enable_dns(true)
        .whitelist(["192.168.0.1".into(), "10.0.0.0/8".into()])
        .enable_whitelist(true);
    client.create_endpoint(endpoint).send().await.unwrap();
    let accept = AcceptOrRejectEndpointRequestBody::new("receive", [ID.into()]);
    client.accept_or_reject_endpoint(ID, accept).send().await.unwrap();
    client.list_service_connections(ID).status("accepted").send().await.unwrap();
    let gone = client.delete_endpoint(ID).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    client.delete_endpoint_service(ID).send().await.unwrap();
    let sent = bodies(&mock);
    assert_eq!(sent[0]["whitelist"], json!(["192.168.0.1", "10.0.0.0/8"]));
    assert_eq!(sent[1], json!({ "action": "receive", "endpoints": [ID] }));
    assert_eq!(sent[2..], [Value::Null, Value::Null, Value::Null]);
}

#[tokio::test]
async fn a_change_clears_what_is_given_empty_and_leaves_the_rest() {
    let (mock, client) = start().await;
    let none = UpdateEndpointWhiteRequestBody::new().whitelist([]);
    client.update_endpoint_white(ID, none).send().await.unwrap();
    let off = UpdateEndpointWhiteRequestBody::new().enable_whitelist(false);
    client.update_endpoint_white(ID, off).send().await.unwrap();
    let described = UpdateEndpointServiceRequestBody::new().description("");
    client.update_endpoint_service(ID, described).send().await.unwrap();
    let ports: Vec<PortList> =
        [80, 443].map(|port| PortList::new().client_port(port).server_port(port)).to_vec();
    client
        .update_endpoint_service(ID, UpdateEndpointServiceRequestBody::new().ports(ports))
        .send()
        .await
        .unwrap();
    assert_eq!(
        bodies(&mock),
        [
            json!({ "whitelist": [] }),
            json!({ "enable_whitelist": false }),
            json!({ "description": "" }),
            json!({ "ports": [
                { "client_port": 80, "server_port": 80 }, { "client_port": 443, "server_port": 443 }
            ] }),
        ]
    );
}

#[tokio::test]
async fn tags_are_set_and_looked_for() {
    let (mock, client) = start().await;
    let tags = [ResourceTag::new("team").value("shop"), ResourceTag::new("old")];
    let change = BatchAddOrRemoveResourceInstanceRequestBody::new("create").tags(tags);
    client.batch_add_or_remove_resource_instance("endpoint", ID, change).send().await.unwrap();
    let wanted = QueryResourceInstanceTagsBody::new("filter")
        .tags([TagValuesList::new("team", ["shop".into(), "it".into()])])
        .not_tags([TagValuesList::new("old", [])])
        .matches([Match::new("resource_name", "web")]);
    client.list_resource_instances("endpoint", wanted).send().await.unwrap();
    let sent = bodies(&mock);
    assert_eq!(sent[0]["tags"], json!([{ "key": "team", "value": "shop" }, { "key": "old" }]));
    assert_eq!(sent[1]["tags"], json!([{ "key": "team", "values": ["shop", "it"] }]));
    assert_eq!(sent[1]["not_tags"], json!([{ "key": "old", "values": [] }]));
}

#[test]
fn values_that_the_documentation_does_not_know_can_be_sent_too() {
    let port = PortList::new().protocol("SCTP");
    assert_eq!(serde_json::to_value(&port).unwrap(), json!({ "protocol": "SCTP" }));
    assert_eq!(PortList::new().protocol("TCP").protocol, Some(PortListProtocol::Tcp));
}
