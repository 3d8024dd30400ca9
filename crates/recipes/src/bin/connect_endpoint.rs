//! Connects a VPC to an endpoint service: an endpoint gets an address there, behind which the service is.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config, model};
use recipes::{MARK, SUBNET_ID, VPC_ID};

const ABOUT: &str = "Creates an endpoint for the endpoint service that publish_service made, \
                     or for RECIPE_SERVICE_ID, and waits until it is set up.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [vpc_id, subnet_id] = recipes::given(ABOUT, [VPC_ID, SUBNET_ID]);
    let vpcep = Client::new(&Config::from_env().await?);
    let service = recipes::endpoint_service(&vpcep).await?;

    let body = model::CreateEndpointRequestBody::new(service, vpc_id).subnet_id(subnet_id).description(MARK);
    let created = vpcep.create_endpoint(body).send().await?;
    let id = recipes::id(&created.id)?;
    println!("created the endpoint {id}");

    let endpoint = vpcep
        .list_endpoint_info_details(&id)
        .wait_until_set_up()
        .on_progress(|it| println!("  {} after {:.0?}", it.state().unwrap_or("no state"), it.elapsed()))
        .await?;
    println!("its address is {}", endpoint.ip.as_deref().unwrap_or("-"));
    if endpoint.status == Some(model::EndpointStatus::PendingAcceptance) {
        println!("the service's owner has to accept it");
    }
    Ok(())
}
