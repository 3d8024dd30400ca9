//! Pages of VPC endpoints: records of texts, numbers, booleans, enums and lists of each and of objects,
//! whose members come in another order than the documentation has them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::numbers::Numbers;

/// A page of endpoints as structs with serde's derive.
#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    pub total_count: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Endpoint {
    pub id: Option<String>,
    pub service_type: Option<ServiceType>,
    pub status: Option<Status>,
    #[serde(default)]
    pub active_status: Vec<ActiveStatus>,
    pub enable_status: Option<EnableStatus>,
    pub specification_name: Option<String>,
    pub endpoint_service_name: Option<String>,
    pub marker_id: Option<i64>,
    pub endpoint_service_id: Option<String>,
    pub enable_dns: Option<bool>,
    #[serde(default)]
    pub dns_names: Vec<String>,
    pub ip: Option<String>,
    pub ipv6_address: Option<String>,
    pub vpc_id: Option<String>,
    pub subnet_id: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub project_id: Option<String>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub error: Vec<Failure>,
    #[serde(default)]
    pub whitelist: Vec<String>,
    pub enable_whitelist: Option<bool>,
    #[serde(default)]
    pub routetables: Vec<String>,
    pub description: Option<String>,
    #[serde(default)]
    pub policy_statement: Vec<Statement>,
    #[serde(default)]
    pub policy_document: BTreeMap<String, Value>,
    pub endpoint_pool_id: Option<String>,
    pub public_border_group: Option<String>,
    #[serde(rename = "jobId")]
    pub job_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ServiceType {
    Gateway,
    Interface,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    PendingAcceptance,
    Creating,
    Accepted,
    Rejected,
    Failed,
    Deleting,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActiveStatus {
    Frozen,
    Active,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EnableStatus {
    Enable,
    Disable,
}

#[derive(Debug, Deserialize)]
pub struct Tag {
    pub key: Option<String>,
    pub value: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Failure {
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    pub effect: Option<Effect>,
    pub action: Option<Vec<String>>,
    pub resource: Option<Vec<String>>,
    pub condition: Option<BTreeMap<String, Value>>,
    pub sid: Option<String>,
}

#[derive(Debug, Deserialize)]
pub enum Effect {
    Allow,
    Deny,
}

/// The JSON of a page: the endpoints of the documented example, with tags, and with the policies that
/// endpoints of gateway services have.
pub fn page(endpoints: usize) -> String {
    let mut numbers = Numbers(1);
    let all: Vec<String> = (0..endpoints).map(|_| endpoint(&mut numbers)).collect();
    format!(r#"{{"endpoints":[{}],"total_count":{endpoints}}}"#, all.join(","))
}

fn endpoint(numbers: &mut Numbers) -> String {
    let [id, vpc, subnet, service, pool] = [(); 5].map(|()| numbers.uuid());
    let (project, marker) = (numbers.hexadecimal(32), numbers.below(1 << 24));
    let (host, second) = (numbers.below(256), numbers.below(60));
    let status = ["accepted", "accepted", "pendingAcceptance", "creating"][numbers.below(4)];
    let gateway = numbers.below(4) == 0;
    let kind = if gateway { "gateway" } else { "interface" };
    let policy = if gateway {
        r#","policy_statement":[{"Effect":"Allow","Action":["obs:*:*"],"Resource":["obs:*:*:*:*/*"]}]"#
    } else {
        ""
    };
    let tags: Vec<String> = (0..numbers.below(3))
        .map(|number| format!(r#"{{"key":"team{number}","value":"value of {number}"}}"#))
        .collect();
    let tags = tags.join(",");
    format!(
        r#"{{"id":"{id}","status":"{status}","ip":"192.168.0.{host}","marker_id":{marker},"active_status":["active"],"vpc_id":"{vpc}","service_type":"{kind}","project_id":"{project}","subnet_id":"{subnet}","enable_dns":true,"dns_names":["test123"],"created_at":"2018-10-18T06:49:{second:02}Z","updated_at":"2018-10-18T06:49:{second:02}Z","endpoint_service_id":"{service}","endpoint_service_name":"test123","endpoint_pool_id":"{pool}","whitelist":["127.0.0.1"],"enable_whitelist":false,"tags":[{tags}]{policy}}}"#
    )
}
