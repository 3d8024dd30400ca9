//! What the recipes made: it is known by its description.

use std::error::Error;

use huaweicloud_vpcep::Client;
use huaweicloud_vpcep::model::{EndpointResponseBody, EndpointServiceStatus, EndpointStatus, ServiceList};

use crate::Problem;
use crate::given::variable;

/// The description of all that recipes create; what has another is nobody's business here.
pub const MARK: &str = "Made by a recipe of huaweicloud-rs";

/// The endpoint services of the project that recipes made.
///
/// # Errors
///
/// Those of the call.
pub async fn services(vpcep: &Client) -> Result<Vec<ServiceList>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut services = vpcep.list_endpoint_service().items();
    while let Some(service) = services.next().await {
        found.push(service?);
    }
    found.retain(|it| it.description.as_deref() == Some(MARK));
    Ok(found)
}

/// The endpoints of the project that recipes made.
///
/// # Errors
///
/// Those of the call.
pub async fn endpoints(vpcep: &Client) -> Result<Vec<EndpointResponseBody>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut endpoints = vpcep.list_endpoints().items();
    while let Some(endpoint) = endpoints.next().await {
        found.push(endpoint?);
    }
    found.retain(|it| it.description.as_deref() == Some(MARK));
    Ok(found)
}

/// The id of the service to go on with: `RECIPE_SERVICE_ID`, such as another account's, or the one that
/// `publish_service` made.
///
/// # Errors
///
/// When there is none, and those of the call.
pub async fn endpoint_service(vpcep: &Client) -> Result<String, Box<dyn Error>> {
    if let Some(id) = variable("RECIPE_SERVICE_ID") {
        return Ok(id);
    }
    let mut found = services(vpcep).await?.into_iter();
    let found = found.find(|it| it.status != Some(EndpointServiceStatus::Deleting));
    found.and_then(|it| it.id).ok_or_else(|| {
        Problem::because("no service was published: run publish_service, or set RECIPE_SERVICE_ID")
    })
}

/// The id of the endpoint to go on with: `RECIPE_ENDPOINT_ID`, such as another account's, or the one that
/// `connect_endpoint` made.
///
/// # Errors
///
/// When there is none, and those of the call.
pub async fn endpoint(vpcep: &Client) -> Result<String, Box<dyn Error>> {
    if let Some(id) = variable("RECIPE_ENDPOINT_ID") {
        return Ok(id);
    }
    let mut found = endpoints(vpcep).await?.into_iter();
    let found = found.find(|it| it.status != Some(EndpointStatus::Deleting));
    found.and_then(|it| it.id).ok_or_else(|| {
        Problem::because("no endpoint was connected: run connect_endpoint, or set RECIPE_ENDPOINT_ID")
    })
}
