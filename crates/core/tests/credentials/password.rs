use huaweicloud_core::credentials::{EnvironmentProvider, PasswordProvider};
use huaweicloud_core::{Config, ConfigBuilder};

use super::{Hands, IN_AN_HOUR, call, caller, config, done, exchange, variables};
use crate::support::{Server, answer, answer_with};

fn token(name: &str, expires_at: &str) -> String {
    let body = format!(
        r#"{{"token":{{"expires_at":"{expires_at}","methods":["password"],"project":{{"id":"p9","name":"cn-north-4","domain":{{"id":"d9"}}}},"user":{{"domain":{{"id":"d8"}}}}}}}}"#
    );
    answer_with("201 Created", &format!("X-Subject-Token: {name}\r\n"), &body)
}

fn user() -> PasswordProvider {
    PasswordProvider::new("my-account", "my-user", "hunter2\"")
}

#[tokio::test]
async fn a_token_is_got_and_sent() {
    let (outcome, arrived) =
        exchange([token("my-token", IN_AN_HOUR), done()], |url| config(url, user())).await;
    outcome.unwrap();
    assert_eq!(
        (arrived[0].method.as_str(), arrived[0].target.as_str()),
        ("POST", "/v3/auth/tokens?nocatalog=true")
    );
    assert_eq!(arrived[0].header("content-type"), Some("application/json;charset=utf8"));
    assert_eq!(arrived[0].header("authorization"), None);
    assert_eq!(arrived[1].header("x-auth-token"), Some("my-token"));
}

#[tokio::test]
async fn what_the_token_is_for_follows_from_the_provider_or_the_configuration() {
    let plain = |builder: ConfigBuilder| builder;
    type Change = fn(ConfigBuilder) -> ConfigBuilder;
    let rows: [(PasswordProvider, Change, &str); 6] = [
        (user(), plain, r#"{"domain":{"name":"my-account"}}"#),
        (user(), |builder| builder.region("cn-north-4"), r#"{"project":{"name":"cn-north-4"}}"#),
        (user(), |builder| builder.region("cn-north-4").project_id("p7"), r#"{"project":{"id":"p7"}}"#),
        (user().project_id("p8"), |builder| builder.project_id("p7"), r#"{"project":{"id":"p8"}}"#),
        (user().project_name("r_test"), |builder| builder.region("r"), r#"{"project":{"name":"r_test"}}"#),
        (user().domain(), |builder| builder.project_id("p7"), r#"{"domain":{"name":"my-account"}}"#),
    ];
    for (provider, change, scope) in rows {
        let asking = |url: &str| change(config(url, provider));
        let (outcome, arrived) = exchange([token("t", IN_AN_HOUR), done()], asking).await;
        outcome.unwrap();
        let identity = r#"{"methods":["password"],"password":{"user":{"domain":{"name":"my-account"},"name":"my-user","password":"hunter2\""}}}"#;
        let expected = format!(r#"{{"auth":{{"identity":{identity},"scope":{scope}}}}}"#);
        assert_eq!(String::from_utf8_lossy(&arrived[0].body), expected);
    }
}

#[tokio::test]
async fn project_and_account_come_with_the_token() {
    let server = Server::start([token("t", IN_AN_HOUR), done(), done()]);
    let config = config(&server.url, user()).build().unwrap();
    let client = huaweicloud_core::ServiceClient::new(&config, &crate::support::SERVICE);
    crate::support::show(&client, "t").send().await.unwrap();
    crate::support::thing(client.request(&crate::support::GLOBAL)).send().await.unwrap();
    let arrived = server.arrived();
    assert_eq!(arrived[1].target, "/v1/p9/things/t/state");
    assert_eq!(arrived[2].target, "/v3/domains/d9");
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires_and_when_it_is_refused() {
    let expired =
        answer("401 Unauthorized", r#"{"error_code":"APIGW.0307","error_msg":"The token must be updated."}"#);
    let server = Server::start([
        token("a", IN_AN_HOUR),
        done(),
        token("b", "2025-01-02T12:00:00.000000Z"),
        done(),
        expired,
        token("c", "2025-01-02T12:00:00.000000Z"),
        done(),
    ]);
    let clock = Hands::default();
    let config = config(&server.url, user()).clock(clock.clone()).build().unwrap();
    for minute in [0, 56, 57] {
        clock.set(minute * 60);
        call(&config).await.unwrap();
    }
    let callers: Vec<String> = server.arrived().iter().map(|one| caller(one).0).collect();
    assert_eq!(callers, ["", "a", "", "b", "b", "", "c"]);
}

#[tokio::test]
async fn refusals_say_who_was_refused_and_not_with_what() {
    let refusal =
        r#"{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}"#;
    let asking = |url: &str| config(url, user());
    let error = exchange([answer("401 Unauthorized", refusal)], asking).await.0.unwrap_err();
    assert!(error.is_auth() && !error.is_credentials());
    let text = error.to_string();
    assert!(text.contains("The username or password is wrong."), "{text}");
    let end = "this call was to get a token of IAM for user my-user of account my-account: check the names, the \
               password and the project that the token is to be for";
    assert!(text.ends_with(end), "{text}");
    assert!(!format!("{error:?}").contains("hunter2"));

    for (status, matches) in [
        ("429 Too Many Requests", huaweicloud_core::Error::is_throttled as fn(&_) -> bool),
        ("503 Service Unavailable", huaweicloud_core::Error::is_server),
        ("403 Forbidden", huaweicloud_core::Error::is_forbidden),
        ("404 Not Found", huaweicloud_core::Error::is_config),
        ("400 Bad Request", huaweicloud_core::Error::is_config),
        ("302 Found", huaweicloud_core::Error::is_config),
    ] {
        let error = exchange([answer(status, "")], asking).await.0.unwrap_err();
        assert!(matches(&error) && error.to_string().contains(status), "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_a_token_is_an_error_and_one_without_more_is_not() {
    let asking = |url: &str| config(url, user());
    let error = exchange([answer("200 OK", "<html>log in</html>")], asking).await.0.unwrap_err();
    assert!(error.is_unreadable() && error.to_string().contains("no token in X-Subject-Token"), "{error}");
    let bare = answer_with("201 Created", "X-Subject-Token: t\r\n", "not JSON");
    let (outcome, arrived) = exchange([bare, done()], asking).await;
    outcome.unwrap();
    assert_eq!(caller(&arrived[1]).0, "t");
}

#[test]
fn what_is_empty_is_found_when_the_configuration_is_built() {
    for (provider, hint) in [
        (PasswordProvider::new("", "u", "p"), "the account's name is empty"),
        (PasswordProvider::new("d", "", "p"), "the user's name is empty"),
        (PasswordProvider::new("d", "u", ""), "the password is empty"),
    ] {
        let error = Config::builder().region("cn-north-4").credentials(provider).build().unwrap_err();
        assert!(error.is_config() && error.to_string().starts_with(hint), "{error}");
    }
}

#[test]
fn the_password_goes_to_no_other_machine_in_the_clear() {
    let builder = Config::builder().region("cn-north-4").credentials(user());
    let error = builder.service_endpoint("iam", "http://192.0.2.1").build().unwrap_err();
    assert!(error.is_config() && error.to_string().contains(".allow_http(true)"), "{error}");
}

#[tokio::test]
async fn a_user_can_stand_in_the_environment() {
    let set = [
        ("HUAWEICLOUD_SDK_USER_NAME", "my-user"),
        ("HUAWEICLOUD_SDK_USER_PASSWORD", "hunter2"),
        ("HUAWEICLOUD_SDK_DOMAIN_NAME", "my-account"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "p6"),
    ];
    let asking = |url: &str| config(url, EnvironmentProvider::new().variables(variables(&set)));
    let (outcome, arrived) = exchange([token("my-token", IN_AN_HOUR), done()], asking).await;
    outcome.unwrap();
    assert!(String::from_utf8_lossy(&arrived[0].body).ends_with(r#""scope":{"project":{"id":"p6"}}}}"#));
    assert_eq!(caller(&arrived[1]).0, "my-token");
}
