//! Accepts the connection of an endpoint, as the owner of the endpoint service.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config, model};

const ABOUT: &str = "Accepts the endpoint that connect_endpoint made, or RECIPE_ENDPOINT_ID, to the endpoint \
                     service that publish_service made, or to RECIPE_SERVICE_ID.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [] = recipes::given(ABOUT, []);
    let vpcep = Client::new(&Config::from_env().await?);
    let service = recipes::endpoint_service(&vpcep).await?;
    let endpoint = recipes::endpoint(&vpcep).await?;

    let body = model::AcceptOrRejectEndpointRequestBody::new("receive", [endpoint.clone()]);
    vpcep.accept_or_reject_endpoint(&service, body).send().await?;
    vpcep.list_service_connections(&service).id(&endpoint).wait_until_accepted().await?;
    println!("the endpoint {endpoint} is connected");
    Ok(())
}
