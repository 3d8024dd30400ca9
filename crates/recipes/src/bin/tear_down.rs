//! Deletes what recipes made, and nothing else: endpoints first, since a service with connections stays.

use std::error::Error;

use huaweicloud_vpcep::model::{EndpointServiceStatus, EndpointStatus};
use huaweicloud_vpcep::{Client, Config};

const ABOUT: &str = "Deletes the endpoints and endpoint services of the project that recipes made, and waits \
                     until they are gone. They are known by their description.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [] = recipes::given(ABOUT, []);
    let vpcep = Client::new(&Config::from_env().await?);

    for endpoint in recipes::endpoints(&vpcep).await? {
        let id = recipes::id(&endpoint.id)?;
        if endpoint.status != Some(EndpointStatus::Deleting) {
            vpcep.delete_endpoint(&id).send().await?;
        }
        vpcep.list_endpoint_info_details(&id).wait_until_deleted().await?;
        println!("deleted the endpoint {id}");
    }
    for service in recipes::services(&vpcep).await? {
        let id = recipes::id(&service.id)?;
        if service.status != Some(EndpointServiceStatus::Deleting) {
            vpcep.delete_endpoint_service(&id).send().await?;
        }
        vpcep.list_service_details(&id).wait_until_deleted().await?;
        println!("deleted the endpoint service {id}");
    }
    println!("nothing of the recipes is left");
    Ok(())
}
