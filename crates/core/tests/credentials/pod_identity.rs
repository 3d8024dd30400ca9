use std::fs;

use huaweicloud_core::Config;
use huaweicloud_core::credentials::PodIdentityProvider;

use super::{Directory, Hands, IN_AN_HOUR, call, caller, config, done, exchange, variables};
use crate::support::{Server, answer};

const URL: &str = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const FILE: &str = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";

fn keys(name: &str, expiration: &str) -> String {
    let body = format!(
        r#"{{"assumedAgency":{{"urn":"u","id":"i"}},"audience":"pod","credentials":{{"accessKeyId":"{name}","secretAccessKey":"hunter2","securityToken":"my-security-token","expiration":"{expiration}"}},"podIdentityAssociationId":"i","subject":{{"namespace":"n","serviceAccount":"s"}}}}"#
    );
    answer("200 OK", &body)
}

fn provider(url: &str, file: &str) -> PodIdentityProvider {
    PodIdentityProvider::new().variables(variables(&[(URL, &format!("{url}/v1/credentials")), (FILE, file)]))
}

#[tokio::test]
async fn the_service_accounts_token_is_exchanged_for_a_key() {
    let directory = Directory::new();
    let file = directory.file("token", "my-service-token\n");
    let asking = |url: &str| config(url, provider(url, &file));
    let (outcome, arrived) = exchange([keys("a", IN_AN_HOUR), done()], asking).await;
    outcome.unwrap();
    assert_eq!((arrived[0].method.as_str(), arrived[0].target.as_str()), ("POST", "/v1/credentials"));
    assert_eq!(arrived[0].header("authorization"), Some("my-service-token"));
    assert_eq!(arrived[0].header("content-type"), Some("application/json"));
    assert_eq!(arrived[0].body, b"{}");
    assert_eq!(caller(&arrived[1]), ("a".to_owned(), Some("my-security-token"), Some("p1")));
}

#[tokio::test]
async fn the_tokens_file_is_read_each_time() {
    let directory = Directory::new();
    let file = directory.file("token", "first");
    let server = Server::start([keys("a", IN_AN_HOUR), done(), keys("b", "2025-01-01T14:00:00Z"), done()]);
    let clock = Hands::default();
    let config = config(&server.url, provider(&server.url, &file)).clock(clock.clone()).build().unwrap();
    call(&config).await.unwrap();
    fs::write(&file, "second").unwrap();
    clock.set(56 * 60);
    call(&config).await.unwrap();
    let arrived = server.arrived();
    assert_eq!(arrived[2].header("authorization"), Some("second"));
    assert_eq!(caller(&arrived[3]).0, "b");
}

#[test]
fn pods_without_an_identity_are_told_apart_from_half_a_one() {
    let build = |set: &[(&str, &str)]| {
        let provider = PodIdentityProvider::new().variables(variables(set));
        Config::builder().region("cn-north-4").credentials(provider).build().unwrap_err()
    };
    for set in [&[][..], &[(URL, ""), (FILE, "")]] {
        let error = build(set);
        assert!(error.is_credentials());
        let expected = format!(
            "no credentials from a pod identity: {URL} and {FILE} are not set; CCE sets them in pods whose service \
             account has one"
        );
        assert_eq!(error.to_string(), expected);
    }
    for (set, other) in [((URL, "http://127.0.0.1"), FILE), ((FILE, "/token"), URL)] {
        let error = build(&[set]);
        assert!(error.is_config(), "{error}");
        assert!(error.to_string().starts_with(&format!("{} is set and {other} is not", set.0)), "{error}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_there_says_which_file_to_correct() {
    let directory = Directory::new();
    for (file, hint) in [
        (format!("{}/missing", directory.path()), "missing cannot be read"),
        (directory.file("empty", " \n"), "empty is empty"),
        (directory.file("lines", "hunter2\nhunter2"), "lines holds something else than one line"),
    ] {
        let error =
            call(&config("http://127.0.0.1:9", provider("http://127.0.0.1:9", &file)).build().unwrap())
                .await
                .unwrap_err();
        assert!(error.is_config() && error.to_string().contains(hint), "{error}");
        assert!(error.to_string().ends_with(&format!("correct {FILE}")), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn an_agent_that_does_not_answer_well_is_no_absence() {
    let directory = Directory::new();
    let file = directory.file("token", "hunter2");
    let asking = |url: &str| config(url, provider(url, &file));
    let refusal = |status: &str| answer(status, r#"{"error_code":"CCE.1","error_msg":"no association"}"#);
    for (status, shown) in [
        ("401 Unauthorized", "401 Unauthorized: CCE.1: no association"),
        ("404 Not Found", "404 Not Found: CCE.1: no association"),
        ("500 Internal Server Error", "500 Internal Server Error: CCE.1"),
    ] {
        let error = exchange([refusal(status)], asking).await.0.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(&format!("ShowThing: {shown}")) && text.contains(URL), "{text}");
        assert!(text.ends_with(
            "check that the service account still has its pod identity and the agency its permissions"
        ));
        // Nothing was asked of the service yet, so its resource is not what was not found.
        assert!(!error.is_credentials() && !error.is_not_found());
        assert!(!format!("{error:?}").contains("hunter2"));
    }
    let error = exchange([answer("200 OK", "{}")], asking).await.0.unwrap_err();
    assert!(
        error.to_string().contains("the answer of the pod identity agent has no access or accessKeyId"),
        "{error}"
    );

    let deaf = provider("http://127.0.0.1:1", &file);
    let error = call(&config("http://127.0.0.1:9", deaf).build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && error.to_string().contains("to get the pod's credentials"), "{error}");
}

#[tokio::test]
async fn the_token_goes_to_no_other_machine_in_the_clear() {
    let directory = Directory::new();
    let far = provider("http://10.0.0.1:8080", &directory.file("token", "hunter2"));
    let error = call(&config("http://127.0.0.1:9", far).build().unwrap()).await.unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".allow_http(true)"), "{error}");
}
