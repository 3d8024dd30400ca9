//! One call through the client: `client URL`.

use std::error::Error;

use huaweicloud_vpn::{Client, Config, Credentials};

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("client URL")?;
    let config = Config::builder()
        .endpoint(url)
        .credentials(Credentials::access_key("MOCKACCESSKEY0000000", "mock-secret-key"))
        .project_id("0123456789abcdef0123456789abcdef")
        .build()?;
    let vpn = Client::new(&config);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let page = runtime.block_on(vpn.list_vpn_users("server").limit(10).send())?;
    println!("{} users", page.users.len());
    Ok(())
}
