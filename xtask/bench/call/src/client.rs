//! The call through the generated client.

use huaweicloud_vpn::{Client, Config, Credentials};

use crate::{ACCESS_KEY, Caller, Failed, LIMIT, PROJECT_ID, SECRET_KEY, SERVER_ID};

/// The generated client.
#[derive(Clone)]
pub struct Generated(Client);

impl Caller for Generated {
    fn new(url: &str) -> Result<Self, Failed> {
        let config = Config::builder()
            .endpoint(url)
            .credentials(Credentials::access_key(ACCESS_KEY, SECRET_KEY))
            .project_id(PROJECT_ID)
            .build()?;
        Ok(Self(Client::new(&config)))
    }

    async fn call(&self) -> Result<usize, Failed> {
        let page = self.0.list_vpn_users(SERVER_ID).limit(LIMIT).send().await?;
        Ok(page.users.len())
    }
}
