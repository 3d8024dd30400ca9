//! The calls that faults happen to.

use huaweicloud_core::{Config, ConfigBuilder, Credentials, Operation, Retry, Send, ServiceClient};

use super::clock::{BASE_DELAY, NEVER, TestClock};
use crate::service::{SERVICE, SHOW, Thing, UPDATE};

pub static CREATE: Operation = Operation::new("CreateThing", "POST", "/v1/{project_id}/things");

/// What is called, as repeats see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Get,
    Put,
    Post,
    /// With an `X-Client-Token`, by which the service knows a request again.
    PostWithToken,
}

/// In the order of [`Attempts`].
pub const KINDS: [Kind; 4] = [Kind::Get, Kind::Put, Kind::Post, Kind::PostWithToken];

/// How often each of [`KINDS`] is attempted.
pub type Attempts = [u32; 4];
/// It surely was not carried out.
pub const ALL: Attempts = [3, 3, 3, 3];
/// It may have been carried out.
pub const IDEMPOTENT: Attempts = [3, 3, 1, 3];
/// It may have been carried out in part.
pub const READS: Attempts = [3, 1, 1, 1];
/// A repeat cures nothing.
pub const ONCE: Attempts = [1, 1, 1, 1];

impl Kind {
    pub fn call(self, client: &ServiceClient) -> Send<Thing> {
        let thing = Thing { id: Some("t".to_owned()), size: None };
        Send::new(match self {
            Self::Get => client.request(&SHOW).path("t"),
            Self::Put => client.request(&UPDATE).path("t").json(&thing),
            Self::Post => client.request(&CREATE).json(&thing),
            Self::PostWithToken => client.request(&CREATE).json(&thing).header("x-client-token", &"5ca1ab1e"),
        })
    }
}

/// A configuration with keys and a project, whose calls repeat as usual and never time out.
pub fn patient(url: &str, clock: &TestClock) -> ConfigBuilder {
    Config::builder()
        .endpoint(url)
        .credentials(Credentials::access_key("my-access-key", "my-secret-key"))
        .project_id("p1")
        .retry(Retry::default().base_delay(BASE_DELAY))
        .attempt_timeout(NEVER)
        .timeout(2 * NEVER)
        .random(|| 0.5)
        .clock(clock.clone())
}

pub fn client(config: ConfigBuilder) -> ServiceClient {
    ServiceClient::new(&config.build().unwrap(), &SERVICE)
}
