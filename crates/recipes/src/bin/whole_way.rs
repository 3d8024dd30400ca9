//! The whole way in one program: what it made is deleted in the end, also where something fails.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config, model};
use recipes::{ACCOUNT_ID, MARK, PORT_ID, SUBNET_ID, VPC_ID, id};

const ABOUT: &str = "Publishes a server, lets an account in, connects an endpoint of the same VPC, accepts it, and \
                     deletes service and endpoint again, also where something fails.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let given = recipes::given(ABOUT, [PORT_ID, VPC_ID, SUBNET_ID, ACCOUNT_ID]);
    let vpcep = Client::new(&Config::from_env().await?);
    let mut made = Vec::new();
    let connected = connect(&vpcep, given, &mut made).await;
    let deleted = delete(&vpcep, &mut made).await;
    if !made.is_empty() {
        eprintln!("left behind: {}", made.join(", "));
    }
    connected.and(deleted)
}

/// `made` has the ids of service and endpoint as soon as they are known.
async fn connect(vpcep: &Client, given: [String; 4], made: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let [port_id, vpc_id, subnet_id, account] = given;
    let port = model::PortList::new().client_port(80).server_port(80).protocol("TCP");
    let body = model::CreateEndpointServiceRequestBody::new(port_id, &vpc_id, "VM", [port]).description(MARK);
    let service = id(&vpcep.create_endpoint_service(body).send().await?.id)?;
    made.push(service.clone());
    vpcep.list_service_details(&service).wait_until_available().await?;

    let record = model::EpsAddPermissionRequest::new(format!("iam:domain::{account}"), MARK);
    let body = model::BatchAddEndpointServicePermissionsRequestBody::new([record]);
    vpcep.batch_add_endpoint_service_permissions(&service, body).send().await?;

    let body = model::CreateEndpointRequestBody::new(&service, vpc_id).subnet_id(subnet_id).description(MARK);
    let endpoint = id(&vpcep.create_endpoint(body).send().await?.id)?;
    made.push(endpoint.clone());
    vpcep.list_endpoint_info_details(&endpoint).wait_until_set_up().await?;

    let body = model::AcceptOrRejectEndpointRequestBody::new("receive", [endpoint.clone()]);
    vpcep.accept_or_reject_endpoint(&service, body).send().await?;
    vpcep.list_endpoint_info_details(&endpoint).wait_until_accepted().await?;
    println!("connected the endpoint {endpoint} to the service {service}");
    Ok(())
}

/// The endpoint first: a service with connections stays. What is gone is taken out of `made`.
async fn delete(vpcep: &Client, made: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    while let Some(id) = made.last() {
        if made.len() > 1 {
            vpcep.delete_endpoint(id).send().await?;
            vpcep.list_endpoint_info_details(id).wait_until_deleted().await?;
        } else {
            vpcep.delete_endpoint_service(id).send().await?;
            vpcep.list_service_details(id).wait_until_deleted().await?;
        }
        println!("deleted {id}");
        made.pop();
    }
    Ok(())
}
