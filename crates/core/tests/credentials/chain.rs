use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use huaweicloud_core::credentials::{
    ChainProvider, EnvironmentProvider, InstanceMetadataProvider, PodIdentityProvider, ProfileProvider,
};
use huaweicloud_core::{Config, Credentials, Error};

use super::{Directory, Hands, Told, call, caller, config, done, variables};
use crate::support::Server;

fn none() -> Result<Credentials, Error> {
    Err(Error::no_credentials("no credentials in the vault: write some"))
}

fn keys(name: &str) -> Result<Credentials, Error> {
    Ok(Credentials::access_key(name, "my-secret-key"))
}

#[tokio::test]
async fn the_first_that_has_some_is_taken() {
    let server = Server::start([done()]);
    let chain = ChainProvider::starting_with(Told("empty", |_: &_| none()))
        .then(Told("second", |_: &_| keys("second")))
        .then(Told("third", |_: &_| unreachable!()));
    call(&config(&server.url, chain).build().unwrap()).await.unwrap();
    assert_eq!(caller(&server.arrived()[0]).0, "second");
}

#[tokio::test]
async fn one_that_has_some_and_is_broken_ends_the_search() {
    let broken = || Err(Error::unusable_credentials("the vault's entry has no sk: add it"));
    let chain = ChainProvider::starting_with(Told("empty", |_: &_| none()))
        .then(Told("broken", move |_: &_| broken()))
        .then(Told("third", |_: &_| unreachable!()));
    let error = call(&config("http://127.0.0.1:9", chain).build().unwrap()).await.unwrap_err();
    assert!(error.is_config() && !error.is_credentials());
    assert_eq!(error.to_string(), "ShowThing: the vault's entry has no sk: add it");
}

#[test]
fn one_that_is_broken_is_found_when_the_configuration_is_built() {
    let directory = Directory::new();
    let file = directory.file("credentials", "[basic]\nak = a\n");
    let good = directory.file("good", "[basic]\nak = a\nsk = s\n");
    let half = [("HUAWEICLOUD_SDK_AK", "a")];
    let whole = [("HUAWEICLOUD_SDK_AK", "a"), ("HUAWEICLOUD_SDK_SK", "s")];
    let build = |set: &[(&str, &str)], file: &str| {
        let chain = ChainProvider::starting_with(EnvironmentProvider::new().variables(variables(set)))
            .then(ProfileProvider::new().file(file))
            .then(InstanceMetadataProvider::new());
        Config::builder().region("cn-north-4").credentials(chain).build()
    };
    let error = build(&half, &good).unwrap_err();
    assert!(error.is_config() && error.to_string().contains("HUAWEICLOUD_SDK_SK is not"), "{error}");
    let error = build(&[], &file).unwrap_err();
    assert!(error.is_config() && error.to_string().contains(":1: section [basic] has no sk"), "{error}");
    // What stands behind one that is good is not looked at.
    build(&whole, &file).unwrap();
    build(&[], &good).unwrap();
}

#[tokio::test]
async fn where_nothing_is_found_each_place_says_what_it_lacks() {
    let directory = Directory::new();
    let home = directory.path();
    let home_variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let nothing = || variables(&[(home_variable, home)]);
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let chain = ChainProvider::starting_with(EnvironmentProvider::new().variables(nothing()))
        .then(ProfileProvider::new().variables(nothing()))
        .then(PodIdentityProvider::new().variables(nothing()))
        .then(InstanceMetadataProvider::new().endpoint(format!("http://{deaf}")));
    let error = call(&config("http://127.0.0.1:9", chain).build().unwrap()).await.unwrap_err();
    assert!(error.is_credentials() && !error.is_retryable());
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert_eq!(lines[0], "ShowThing: no credentials found anywhere:");
    for (line, (begin, hint)) in lines[1..].iter().zip([
        ("no credentials in the environment: ", "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"),
        ("no credentials in a profile file: ", "is not there; write [basic]"),
        ("no credentials from a pod identity: ", "HC_CONTAINER_CREDENTIALS_FULL_URI and"),
        ("no credentials from instance metadata: cannot connect to 127.0.0.1:", "answers on an ECS alone"),
    ]) {
        assert!(line.starts_with(&format!("  {begin}")) && line.contains(hint), "{line}");
    }
}

#[test]
fn what_can_be_told_without_a_network_is_told_at_once() {
    let chain = ChainProvider::starting_with(EnvironmentProvider::new().variables(|_| None))
        .then(PodIdentityProvider::new().variables(|_| None));
    let error = Config::builder().region("cn-north-4").credentials(chain).build().unwrap_err();
    assert!(error.is_credentials() && error.to_string().lines().count() == 3, "{error}");
}

#[tokio::test]
async fn a_chain_within_a_chain_is_listed_below() {
    let inner = ChainProvider::starting_with(Told("inner", |_: &_| none()));
    let chain = ChainProvider::starting_with(inner).then(Told("outer", |_: &_| none()));
    let error = call(&config("http://127.0.0.1:9", chain).build().unwrap()).await.unwrap_err();
    let expected = "ShowThing: no credentials found anywhere:\n  no credentials found anywhere:\n    \
                    no credentials in the vault: write some\n  no credentials in the vault: write some";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn who_had_credentials_is_asked_to_renew_them_and_nobody_else() {
    let server = Server::start([done(), done()]);
    let filled = Arc::new(AtomicBool::new(false));
    let first = filled.clone();
    let clock = Hands::default();
    let second = |context: &huaweicloud_core::credentials::ProviderContext| {
        let end = context.clock().now() + Duration::from_secs(60 * 60);
        keys("second").map(|keys| keys.with_expiry(end))
    };
    let chain = ChainProvider::starting_with(Told("first", move |_: &_| {
        if first.load(Ordering::Relaxed) { keys("first") } else { none() }
    }))
    .then(Told("second", second));
    let config = config(&server.url, chain).clock(clock.clone()).build().unwrap();
    call(&config).await.unwrap();
    filled.store(true, Ordering::Relaxed);
    clock.set(60 * 60);
    call(&config).await.unwrap();
    let callers: Vec<String> = server.arrived().iter().map(|request| caller(request).0).collect();
    assert_eq!(callers, ["second", "second"]);
}
