//! Secrets where providers of credentials find them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use huaweicloud_core::credentials::{
    InstanceMetadataProvider, PasswordProvider, PodIdentityProvider, ProfileProvider,
};
use huaweicloud_core::{Config, Retry, Send, ServiceClient};

use super::capture::{self, Shown};
use super::harness::server::Server;
use super::service::{SERVICE, answer, answer_with};
use super::{
    Login, PASSWORD, PROXY_PASSWORD, SECRET_KEY, SECURITY_TOKEN, TOKEN, call, config, request, secrets,
    signing,
};

/// Providers whose sources are broken in the middle of a secret.
#[tokio::test]
async fn credentials_that_are_not_found() {
    capture::start();
    let mut shown = Shown::default();
    let files = std::env::temp_dir().join(format!("huaweicloud-secrets-{}", std::process::id()));
    std::fs::create_dir_all(&files).unwrap();
    let file = |name: &str, text: String| {
        std::fs::write(files.join(name), text).unwrap();
        files.join(name)
    };
    let profiles = [
        format!("[basic]\nak = a\nsk {SECRET_KEY}\n"),
        format!("[basic]\nak = a\nsk = {SECRET_KEY} two\n"),
        format!("[basic\nsk = {SECRET_KEY}\n"),
        format!("sk = {SECRET_KEY}\n"),
        format!("[basic]\nsk = {SECRET_KEY}\n"),
        format!("[basic]\nak = a\nsk = {SECRET_KEY}\nsk = {SECRET_KEY}\n"),
        format!("[basic]\nak = a\nsk = b\nno: {SECRET_KEY}\n"),
    ];
    let agent_token = file("agent", TOKEN.to_owned());
    let keys = format!(
        r#"{{"credential":{{"access":"a","secret":"{SECRET_KEY}","securitytoken":"{SECURITY_TOKEN}","expires_at":"?"}}}}"#
    );
    let answers = [
        answer("200 OK", &keys),
        answer("201 Created", &keys[..keys.len() - 2]),
        answer("200 OK", &keys.replace("secret\"", "secretive\"")),
        answer("200 OK", &keys.replace(SECRET_KEY, &format!("{SECRET_KEY} \\n"))),
        answer_with("201 Created", &format!("x-subject-token: {TOKEN} two\r\n"), "{}"),
        answer_with(
            "201 Created",
            &format!("x-subject-token: {TOKEN}\r\n"),
            r#"{"token":{"expires_at":"?"}}"#,
        ),
        answer("401 Unauthorized", "{}"),
        answer("500 Internal Server Error", "{}"),
    ];
    for (number, profile) in profiles.into_iter().enumerate() {
        let provider = ProfileProvider::new().file(file(&format!("profile-{number}"), profile));
        shown.debug("profile", &provider);
        let builder = config("http://127.0.0.1:9", signing()).credentials(provider);
        match builder.build() {
            Ok(config) => {
                let client = ServiceClient::new(&config, &SERVICE);
                let error = Send::<Login>::new(request(&client)).await.unwrap_err();
                assert!(error.is_config() || error.is_credentials() || error.is_connect(), "{error}");
                shown.error("profile", &error);
            }
            Err(error) => shown.error("profile", &error),
        }
    }
    for text in answers {
        let server = Server::of(move |_| text.clone()).await;
        let (url, agent) = (format!("{}/agent", server.url()), agent_token.clone());
        let variables = move |name: &str| match name {
            "HC_CONTAINER_CREDENTIALS_FULL_URI" => Some(url.clone().into()),
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE" => Some(agent.clone().into()),
            _ => None,
        };
        let base = || config("http://127.0.0.1:9", signing()).service_endpoint("iam", server.url());
        // Real waits: providers have timeouts of their own, which the suite's clock would take for others.
        let base = || base().clock(std::time::SystemTime::now).retry(Retry::off());
        let password = PasswordProvider::new("my-account", "my-user", PASSWORD);
        let metadata = InstanceMetadataProvider::new().endpoint(server.url());
        let pod = PodIdentityProvider::new().variables(variables);
        call(&mut shown, "password", base().credentials(password)).await;
        call(&mut shown, "metadata", base().credentials(metadata)).await;
        call(&mut shown, "pod identity", base().credentials(pod)).await;
        let arrived = server.overheard();
        assert!(arrived.iter().any(|request| String::from_utf8_lossy(&request.body).contains(PASSWORD)));
        assert!(arrived.iter().any(|request| request.header("authorization") == Some(TOKEN)));
    }
    std::fs::remove_dir_all(&files).unwrap();
    shown.has_none_of(&secrets());
}

/// What IAM says about a renewal that fails may be anything, and is not logged; that it failed is.
#[tokio::test]
async fn renewals_that_fail() {
    capture::start();
    const WORDS: &str = "marker-words-of-iam";
    let asked = AtomicUsize::new(0);
    let server = Server::of(move |request| match request.path_and_query().0 {
        "/v3/auth/tokens" if asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            let body = r#"{"token":{"expires_at":"1970-01-01T01:00:00Z"}}"#;
            answer_with("201 Created", &format!("x-subject-token: {TOKEN}\r\n"), body)
        }
        "/v3/auth/tokens" => answer("401 Unauthorized", &format!(r#"{{"error":{{"message":"{WORDS}"}}}}"#)),
        _ => answer("200 OK", "{}"),
    })
    .await;
    // The token is good for an hour, and the second call comes a minute before its end.
    let minute = Arc::new(AtomicU64::new(0));
    let now = minute.clone();
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(60 * now.load(Ordering::SeqCst));
    let password = PasswordProvider::new("my-account", "my-user", PASSWORD);
    let config = config(&server.url(), signing()).credentials(password).clock(clock);
    let client = ServiceClient::new(&config.build().unwrap(), &SERVICE);
    for time in [0, 59] {
        minute.store(time, Ordering::SeqCst);
        Send::<Login>::new(request(&client)).await.unwrap();
    }
    assert_eq!(server.arrived().iter().filter(|request| request.target.contains("tokens")).count(), 2);
    let logs = capture::logged();
    assert!(logs.contains("credentials were not renewed"), "{logs}");
    let lines: Vec<&str> = logs.lines().filter(|line| line.contains(WORDS)).collect();
    assert!(lines.is_empty(), "{lines:?}");
}

/// In a process of its own, because the environment is one per process.
#[test]
fn secrets_of_the_environment() {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "sources::in_an_environment_with_secrets", "--ignored", "--nocapture"]);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        child.env(name, format!("http://caller:{PROXY_PASSWORD}@127.0.0.1:9"));
    }
    for name in ["NO_PROXY", "no_proxy", "HUAWEICLOUD_SDK_AUTH_TOKEN", "HUAWEICLOUD_SDK_ENDPOINT"] {
        child.env_remove(name);
    }
    child.env("HUAWEICLOUD_SDK_AK", "my-access-key").env("HUAWEICLOUD_SDK_SK", SECRET_KEY);
    child.env("HUAWEICLOUD_SDK_SECURITY_TOKEN", SECURITY_TOKEN);
    child.env("HUAWEICLOUD_SDK_REGION", "cn-north-4").env("HUAWEICLOUD_SDK_PROJECT_ID", "p1");
    let output = child.output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    for (what, secret) in secrets() {
        assert!(!text.contains(&secret), "{what}: {text}");
    }
}

#[tokio::test]
#[ignore = "a part of secrets_of_the_environment"]
async fn in_an_environment_with_secrets() {
    capture::start();
    let mut shown = Shown::default();
    let builder = Config::builder_from_env().await.unwrap().endpoint("https://vpn.example.invalid");
    call(&mut shown, "environment", builder.clone().retry(Retry::off())).await;
    shown.error("environment", &builder.endpoint("no URL").build().unwrap_err());
    shown.has_none_of(&secrets());
    println!("{}", capture::logged());
}
