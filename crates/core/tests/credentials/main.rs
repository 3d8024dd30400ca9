//! Where credentials come from, and what a person reads where they do not.

#[path = "../support/mod.rs"]
mod support;

mod chain;
mod environment;
mod metadata;
mod password;
mod pod_identity;
mod profile;
mod secrets;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use huaweicloud_core::credentials::{CredentialsProvider, Provided, ProviderContext};
use huaweicloud_core::{Clock, Config, ConfigBuilder, Credentials, Error, Retry, ServiceClient, Sleep};
use support::{Arrived, SERVICE, Server, answer, show};

/// Noon of a day in 2025, by which all answers here are written.
const NOON: u64 = 1_735_732_800;
const IN_AN_HOUR: &str = "2025-01-01T13:00:00.123000Z";

/// The system's variables for a test.
fn variables(set: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + Send + Sync + Clone + use<> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
    let all: Vec<(String, OsString)> = set.iter().map(owned).collect();
    move |name| all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// A directory that lasts as long as its test.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("huaweicloud-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The path of a new file with this text.
    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.into_os_string().into_string().unwrap()
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A clock that is set by hand and on which waits are over at once, but not before they were begun.
#[derive(Clone, Default)]
struct Hands(Arc<AtomicU64>);

impl Hands {
    fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::Relaxed);
    }
}

impl Clock for Hands {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOON + self.0.load(Ordering::Relaxed))
    }

    /// Never over: sockets on loopback need no time limit.
    fn sleep(&self, _time: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}

/// A configuration that calls `url`.
fn config(url: &str, provider: impl CredentialsProvider) -> ConfigBuilder {
    Config::builder()
        .endpoint(url)
        .credentials(provider)
        .clock(Hands::default())
        .random(|| 0.0)
        .retry(Retry::off())
}

/// Makes a call, in a project unless that is to come from the credentials.
async fn call(config: &Config) -> Result<(), Error> {
    show(&ServiceClient::new(config, &SERVICE), "t").with_project_id("p1").send().await.map(drop)
}

/// What the provider's exchange and the call after it bring to a server that answers so, and what
/// comes of the call.
async fn exchange(
    answers: impl IntoIterator<Item = String>,
    provider: impl FnOnce(&str) -> ConfigBuilder,
) -> (Result<(), Error>, Vec<Arrived>) {
    let server = Server::start(answers);
    let config = provider(&server.url).build().unwrap();
    let outcome = call(&config).await;
    (outcome, server.arrived())
}

/// Who made a request: access key or token, security token, project.
fn caller(request: &Arrived) -> (String, Option<&str>, Option<&str>) {
    let signed =
        request.header("authorization").and_then(|text| text.split("Access=").nth(1)?.split(',').next());
    let caller = signed.or(request.header("x-auth-token")).unwrap_or_default().to_owned();
    (caller, request.header("x-security-token"), request.header("x-project-id"))
}

fn done() -> String {
    answer("200 OK", "{}")
}

/// A provider that says what it is told.
struct Told<F>(&'static str, F);

impl<F> fmt::Debug for Told<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<F: Fn(&ProviderContext) -> Result<Credentials, Error> + Send + Sync + 'static> CredentialsProvider
    for Told<F>
{
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(std::future::ready((self.1)(context)))
    }
}
