//! Mistakes that `build()` finds, and what never shows.

mod support;

use std::time::Duration;

use huaweicloud_core::{Config, ConfigBuilder, Credentials, ServiceClient};
use support::{SERVICE, show};

fn whole() -> ConfigBuilder {
    Config::builder().region("cn-north-4").credentials(Credentials::access_key("ak", "sk"))
}

#[test]
fn every_mistake_says_what_to_change() {
    let keys = Credentials::access_key;
    for (builder, hint) in [
        (Config::builder(), ".region("),
        (Config::builder().credentials(keys("a", "s")), ".endpoint("),
        (Config::builder().region("cn-north-4"), ".credentials("),
        (whole().credentials(keys("", "s")), "access key (AK) is empty"),
        (whole().credentials(keys("a", "")), "secret key (SK) is empty"),
        (whole().credentials(keys("a\n", "s")), "access key (AK) has a blank, a line break"),
        (whole().credentials(keys("a", "s\r\n")), "secret key (SK) has a blank, a line break"),
        (whole().credentials(keys("a", "s").with_security_token("")), "security token is empty"),
        (whole().credentials(Credentials::token("")), "token is empty"),
        (whole().credentials(Credentials::token("t\u{e9}")), "trim"),
        (whole().region(""), ".region("),
        (whole().project_id("p\r\nX-Evil: 1"), ".project_id("),
        (whole().domain_id(" d"), ".domain_id("),
        (whole().application("my\napp"), ".application("),
        (whole().endpoint("example.com"), "https://"),
        (whole().endpoint("https://example.com/?a=b"), "query"),
        (whole().endpoint("http://example.com"), ".allow_http(true)"),
        (whole().service_endpoint("vpn", "http://192.168.1.1"), ".allow_http(true)"),
        (whole().timeout(Duration::ZERO), ".timeout("),
        (whole().connect_timeout(Duration::ZERO), ".connect_timeout("),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_config() && error.to_string().contains(hint), "{hint}: {error}");
        assert_eq!((error.status(), error.operation()), (None, None));
    }
}

#[test]
fn what_is_right_is_built() {
    for builder in [
        whole(),
        Config::builder().endpoint("https://example.com/base").credentials(Credentials::token("t")),
        whole().endpoint("http://127.0.0.1:4010"),
        whole().endpoint("http://localhost:4010"),
        whole().endpoint("http://example.com").allow_http(true),
    ] {
        builder.build().unwrap();
    }
}

#[test]
fn secrets_do_not_show() {
    let secret = "hunter2";
    let builder = whole()
        .credentials(Credentials::access_key("ak", secret).with_security_token(secret))
        .endpoint(format!("https://user:{secret}@example.com"))
        .project_id("p");
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap_err());
    assert!(!shown.contains(secret), "{shown}");
    let config = builder.endpoint("https://example.com").build().unwrap();
    let client = ServiceClient::new(&config, &SERVICE);
    let body = support::Thing { id: Some(secret.into()), size: None };
    let request =
        support::thing(client.request(&support::UPDATE).path("t").json(&body)).with_header("X-Key", secret);
    let shown = format!(
        "{config:?} {client:?} {request:?} {:?} {:?}",
        show(&client, "t").send(),
        Credentials::token(secret)
    );
    assert!(!shown.contains(secret), "{shown}");
}
