use std::collections::VecDeque;
use std::sync::Mutex;

use super::*;
use crate::credentials::{Credentials, Kind};
use crate::transport::{
    Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse,
};

const KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", "hunter2")];
const SET_REGION: (&str, &str) = (REGION, "cn-north-4");
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// Gives its answers in order, and then no connection.
#[derive(Default)]
struct Script {
    answers: Mutex<VecDeque<&'static str>>,
    asked: Mutex<Vec<String>>,
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        self.asked.lock().unwrap().push(format!("{} {}", request.method(), request.url()));
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            let refused = || TransportError::new(TransportErrorKind::Connect, "connection refused");
            answer.map(|body| TransportResponse::new(body.into())).ok_or_else(refused)
        })
    }
}

/// The configuration that is found, and what was asked over the network for it.
async fn find(set: &[(&str, &str)], answers: &[&'static str]) -> (Result<Config, Error>, Vec<String>) {
    let script = Arc::new(Script { answers: Mutex::new(answers.to_vec().into()), ..Script::default() });
    let found = match from_variables(&Variables::of(set)) {
        Ok(builder) => complete(builder.transport(script.clone())).await,
        Err(error) => Err(error),
    };
    let asked = script.asked.lock().unwrap().clone();
    (found, asked)
}

async fn found(set: &[(&str, &str)]) -> Config {
    let (found, asked) = find(set, &[]).await;
    assert!(asked.is_empty(), "{asked:?}");
    found.unwrap()
}

async fn credentials(config: &Config) -> Credentials {
    config.credentials().get(config).await.unwrap().credentials.clone()
}

fn host(config: &Config, service: &str) -> Option<String> {
    config.endpoint_of(service).map(|base| base.host().to_owned())
}

/// A profile file in a directory of its own.
struct Profile(std::path::PathBuf);

impl Profile {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("huaweicloud-test-{name}-{}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn variable(&self) -> (&str, &str) {
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", self.0.to_str().unwrap())
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn keys_and_places_are_read() {
    let places = [
        (PROJECT_ID, "p"),
        (DOMAIN_ID, "d"),
        SET_REGION,
        (ENDPOINT, "http://127.0.0.1:4010"),
        (IAM_ENDPOINT, "https://iam.example.com"),
    ];
    let config = found(&[&KEYS[..], &places].concat()).await;
    assert_eq!(
        (config.region(), config.project_id(), config.domain_id()),
        (Some("cn-north-4"), Some("p"), Some("d"))
    );
    assert_eq!(host(&config, "vpn").as_deref(), Some("127.0.0.1:4010"));
    assert_eq!(host(&config, "iam").as_deref(), Some("iam.example.com"));
    assert!(matches!(
        &credentials(&config).await.kind,
        Kind::AccessKey { access_key, secret_key, security_token: None }
            if access_key == "ak" && secret_key.expose() == "hunter2"
    ));
}

#[tokio::test]
async fn empty_settings_are_none() {
    let config =
        found(&[&KEYS[..], &[SET_REGION, (PROJECT_ID, ""), (ENDPOINT, ""), (IAM_ENDPOINT, "")]].concat())
            .await;
    assert_eq!((config.project_id(), host(&config, "vpn"), host(&config, "iam")), (None, None, None));
}

#[tokio::test]
async fn without_a_place_the_variables_for_it_are_named() {
    for set in [&[][..], &KEYS, &[(IAM_ENDPOINT, "https://iam.example.com")]] {
        let (outcome, asked) = find(set, &[]).await;
        let text = outcome.unwrap_err().to_string();
        assert!(text.contains(REGION) && text.contains(ENDPOINT) && asked.is_empty(), "{text}");
    }
    let error = from_variables(&Variables::new(|_| Some(broken()))).err().unwrap();
    assert!(error.to_string().contains("is not UTF-8"), "{error}");
}

#[cfg(unix)]
fn broken() -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(vec![0xff])
}

#[cfg(windows)]
fn broken() -> std::ffi::OsString {
    std::os::windows::ffi::OsStringExt::from_wide(&[0xd800])
}

#[tokio::test]
async fn a_machine_with_nothing_lists_the_four_places() {
    let (outcome, asked) = find(&[SET_REGION, (HOME, "/nowhere")], &[]).await;
    let error = outcome.unwrap_err();
    assert!(error.is_credentials(), "{error}");
    let text = error.to_string();
    let places: Vec<&str> = text.lines().filter_map(|line| line.split(": ").next()).collect();
    let expected = [
        "no credentials found anywhere:",
        "  no credentials in the environment",
        "  no credentials in a profile file",
        "  no credentials from a pod identity",
        "  no credentials from instance metadata",
    ];
    assert_eq!(places, expected, "{text}");
    assert!(
        text.ends_with("cannot connect to 169.254.169.254: connection refused; it answers on an ECS alone")
    );
    assert_eq!(asked, ["PUT http://169.254.169.254/meta-data/latest/api/token"]);
}

#[tokio::test]
async fn keys_that_are_half_there_or_empty_never_lead_to_the_metadata_service() {
    for (set, hint) in [
        (vec![SET_REGION, KEYS[0]], "HUAWEICLOUD_SDK_SK is not"),
        (
            vec![SET_REGION, ("HUAWEICLOUD_SDK_AK", ""), ("HUAWEICLOUD_SDK_SK", "")],
            "HUAWEICLOUD_SDK_AK is empty",
        ),
        (vec![SET_REGION, ("HUAWEICLOUD_SDK_AUTH_TOKEN", "")], "HUAWEICLOUD_SDK_AUTH_TOKEN is empty"),
    ] {
        let (outcome, asked) = find(&set, &["my-session", "{}"]).await;
        let error = outcome.unwrap_err();
        assert!(error.is_config() && error.to_string().contains(hint) && asked.is_empty(), "{error}");
        // Who brings their own has nothing to do with it.
        let builder = from_variables(&Variables::of(&set)).unwrap();
        builder.credentials(Credentials::token("t")).build().unwrap();
    }
}

#[tokio::test]
async fn an_ecs_gives_its_key_before_the_first_call() {
    let keys = r#"{"credential":{"access":"a","secret":"s","securitytoken":"t","expires_at":"2999-01-01T00:00:00Z"}}"#;
    let (outcome, asked) = find(&[SET_REGION, (HOME, "/nowhere")], &["my-session", keys]).await;
    let config = outcome.unwrap();
    assert_eq!(asked.len(), 2);
    assert!(credentials(&config).await.expires_at().is_some());
}

#[tokio::test]
async fn the_profile_file_gives_key_and_address_of_iam() {
    let text = "[basic]\nak=a\nsk=s\nproject_id=p\niam_endpoint=https://iam.profile.example\n";
    let profile = Profile::new("whole", text);
    let config = found(&[SET_REGION, profile.variable()]).await;
    assert_eq!(credentials(&config).await.project_id(), Some("p"));
    assert_eq!(host(&config, "iam").as_deref(), Some("iam.profile.example"));

    let config = found(&[SET_REGION, profile.variable(), (IAM_ENDPOINT, "https://iam.example.com")]).await;
    assert_eq!(host(&config, "iam").as_deref(), Some("iam.example.com"));
    let config = found(&[&KEYS[..], &[SET_REGION, profile.variable()]].concat()).await;
    assert_eq!(host(&config, "iam"), None);
}

#[tokio::test]
async fn a_profile_file_with_a_mistake_ends_the_search() {
    let profile = Profile::new("broken", "[basic]\nak=a\nsk hunter2\n");
    let (outcome, asked) = find(&[SET_REGION, profile.variable()], &["my-session", "{}"]).await;
    let error = outcome.unwrap_err();
    assert!(error.is_config() && error.to_string().contains(":3: neither a section"), "{error}");
    assert!(asked.is_empty() && !format!("{error:?}").contains("hunter2"));
    found(&[&KEYS[..], &[SET_REGION, profile.variable()]].concat()).await;
}
