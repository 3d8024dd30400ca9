//! The call of `client` without an SDK: `by-hand URL`.

use std::error::Error;
use std::fmt::Write;
use std::time::{Duration, SystemTime};

use ring::{digest, hmac};
use serde::Deserialize;

const ACCESS_KEY: &str = "MOCKACCESSKEY0000000";
const SECRET_KEY: &str = "mock-secret-key";
const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";

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

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("by-hand URL")?;
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "there is a TLS provider")?;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .user_agent("by-hand/1.0")
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let page = runtime.block_on(list_vpn_users(&client, &url, "server", 10))?;
    println!("{} users", page.users.len());
    Ok(())
}

async fn list_vpn_users(
    client: &reqwest::Client,
    url: &str,
    server_id: &str,
    limit: i64,
) -> Result<Page, Box<dyn Error>> {
    let path = format!("/v5/{PROJECT_ID}/p2c-vpn-gateways/vpn-servers/{server_id}/users");
    let query = format!("limit={limit}");
    let url = reqwest::Url::parse(&format!("{url}{path}?{query}"))?;
    let date = humantime::format_rfc3339_seconds(SystemTime::now()).to_string().replace(['-', ':'], "");
    let request = client
        .get(url.clone())
        .header("X-Project-Id", PROJECT_ID)
        .header("X-Sdk-Date", &date)
        .header("Authorization", authorization(&path, &query, url.authority(), &date));
    let answer = request.send().await?.error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}

/// Signs a GET without a body.
fn authorization(path: &str, query: &str, host: &str, date: &str) -> String {
    let signed = "host;x-project-id;x-sdk-date";
    let body = hex(digest::digest(&digest::SHA256, b"").as_ref());
    let request = format!(
        "GET\n{path}/\n{query}\nhost:{host}\nx-project-id:{PROJECT_ID}\nx-sdk-date:{date}\n\n{signed}\n{body}"
    );
    let request = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET_KEY.as_bytes());
    let signature = hmac::sign(&key, format!("SDK-HMAC-SHA256\n{date}\n{request}").as_bytes());
    let signature = hex(signature.as_ref());
    format!("SDK-HMAC-SHA256 Access={ACCESS_KEY}, SignedHeaders={signed}, Signature={signature}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
