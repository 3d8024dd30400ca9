//! The call without an SDK: reqwest, serde's derive, and the signer.

use std::time::{Duration, SystemTime};

use huaweicloud_core::signing::{self, Message};
use serde::Deserialize;

use crate::{ACCESS_KEY, Caller, Failed, LIMIT, PROJECT_ID, SECRET_KEY, SERVER_ID};

#[derive(Debug, Deserialize)]
#[allow(dead_code)] // read from the answer, as a caller's types are
struct Page {
    users: Vec<User>,
    total_count: Option<i64>,
    page_info: Option<PageInfo>,
    request_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct User {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    user_group_id: Option<String>,
    user_group_name: Option<String>,
    static_ip: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct PageInfo {
    next_marker: Option<String>,
    current_count: Option<i64>,
}

/// A client of reqwest's, and where it calls.
#[derive(Clone)]
pub struct ByHand {
    client: reqwest::Client,
    url: String,
}

impl Caller for ByHand {
    fn new(url: &str) -> Result<Self, Failed> {
        let tls =
            rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
                .with_safe_default_protocol_versions()?
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .user_agent("by-hand/1.0")
            .build()?;
        Ok(Self { client, url: url.to_owned() })
    }

    async fn call(&self) -> Result<usize, Failed> {
        Ok(list_vpn_users(&self.client, &self.url, LIMIT).await?.users.len())
    }
}

async fn list_vpn_users(client: &reqwest::Client, url: &str, limit: i64) -> Result<Page, Failed> {
    let path = format!("/v5/{PROJECT_ID}/p2c-vpn-gateways/vpn-servers/{SERVER_ID}/users");
    let query = format!("limit={limit}");
    let url = reqwest::Url::parse(&format!("{url}{path}?{query}"))?;
    let date = signing::format_date(SystemTime::now());
    let host = url.authority().to_owned();
    let headers = [("host", host.as_str()), ("x-project-id", PROJECT_ID), ("x-sdk-date", &date)];
    let message = Message { method: "GET", path: &path, query: &query, headers: &headers, body: b"" };
    let authorization = signing::authorization(ACCESS_KEY, SECRET_KEY, &date, &message);
    let answer = client
        .get(url)
        .header("x-project-id", PROJECT_ID)
        .header("x-sdk-date", &date)
        .header("authorization", authorization)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}
