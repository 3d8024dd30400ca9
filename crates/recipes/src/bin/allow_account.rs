//! Puts an account on the whitelist of an endpoint service: its endpoints may ask to connect.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config, model};
use recipes::{ACCOUNT_ID, MARK};

const ABOUT: &str = "Lets an account connect to the endpoint service that publish_service made, \
                     or to RECIPE_SERVICE_ID.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [account] = recipes::given(ABOUT, [ACCOUNT_ID]);
    let vpcep = Client::new(&Config::from_env().await?);
    let service = recipes::endpoint_service(&vpcep).await?;

    let record = model::EpsAddPermissionRequest::new(format!("iam:domain::{account}"), MARK);
    let body = model::BatchAddEndpointServicePermissionsRequestBody::new([record]);
    vpcep.batch_add_endpoint_service_permissions(&service, body).send().await?;

    println!("whitelist of the endpoint service {service}:");
    let mut records = vpcep.list_service_permissions_details(&service).items();
    while let Some(record) = records.next().await {
        println!("  {}", record?.permission.as_deref().unwrap_or("-"));
    }
    Ok(())
}
