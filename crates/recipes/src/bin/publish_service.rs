//! Publishes a server as an endpoint service: others can reach it from their VPCs, once they are let in.

use std::error::Error;

use huaweicloud_vpcep::{Client, Config, model};
use recipes::{MARK, PORT_ID, VPC_ID};

const ABOUT: &str = "Publishes port 80 of a server as an endpoint service, and waits until it is available.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let [port_id, vpc_id] = recipes::given(ABOUT, [PORT_ID, VPC_ID]);
    let vpcep = Client::new(&Config::from_env().await?);

    let port = model::PortList::new().client_port(80).server_port(80).protocol("TCP");
    let body = model::CreateEndpointServiceRequestBody::new(port_id, vpc_id, "VM", [port])
        .service_name("recipe")
        .approval_enabled(true)
        .description(MARK);
    let created = vpcep.create_endpoint_service(body).send().await?;
    let id = recipes::id(&created.id)?;
    println!("created the endpoint service {id}");

    let service = vpcep
        .list_service_details(&id)
        .wait_until_available()
        .on_progress(|it| println!("  {} after {:.0?}", it.state().unwrap_or("no state"), it.elapsed()))
        .await?;
    println!("it is available, as {}", service.service_name.as_deref().unwrap_or("-"));
    Ok(())
}
