//! Lists who is connected to an endpoint service, or wants to be.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config};

const ABOUT: &str = "Lists the connections of the endpoint service that publish_service made, \
                     or of RECIPE_SERVICE_ID.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [] = recipes::given(ABOUT, []);
    let vpcep = Client::new(&Config::from_env().await?);
    let service = recipes::endpoint_service(&vpcep).await?;

    println!("connections of the endpoint service {service}:");
    let mut connections = vpcep.list_service_connections(&service).items();
    while let Some(connection) = connections.next().await {
        let connection = connection?;
        println!(
            "  {}  {}  of the account {}",
            connection.id.as_deref().unwrap_or("-"),
            connection.status.as_ref().map_or("-", |it| it.as_str()),
            connection.domain_id.as_deref().unwrap_or("-"),
        );
    }
    Ok(())
}
