//! The IAM of a mock: tokens for a password, and projects of regions.
#![allow(missing_docs)]

mod support;

use std::time::Duration;

use huaweicloud_core::credentials::PasswordProvider;
use huaweicloud_core::{Config, Credentials};
use huaweicloud_mock::{Fault, Mock, Reply, TestClock};
use serde_json::{Value, json};
use support::{Answered, LIST, SERVICE, ask, builder, exchange};

const TOKENS: &str = "/v3/auth/tokens";
const THINGS: &str = "/v1/p1/things";

fn asking(password: &str, scope: Value) -> String {
    let user = json!({"name": "ann", "password": password, "domain": {"name": "acme"}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    json!({"auth": {"identity": identity, "scope": scope}}).to_string()
}

fn token(mock: &Mock, body: &str) -> Answered {
    exchange(mock, "POST", TOKENS, "content-type: application/json\r\n", body)
}

async fn start(clock: &TestClock) -> Mock {
    let builder =
        builder().clock(clock.clone()).password("acme", "ann", "my-password").project_id("my-project");
    builder.token_lifetime(Duration::from_secs(3600)).start([SERVICE]).await.unwrap()
}

#[tokio::test]
async fn a_password_gives_a_token_that_is_good_until_it_expires() {
    let clock = TestClock::new();
    let mock = start(&clock).await;
    let given = token(&mock, &asking("my-password", json!({"project": {"name": "eu-west-101"}})));
    assert_eq!(given.status, 201, "{given:?}");
    let subject = given.header("x-subject-token").unwrap().to_owned();
    let content = &given.json()["token"];
    assert_eq!(
        (&content["project"]["id"], &content["project"]["name"], &content["expires_at"]),
        (&json!("my-project"), &json!("eu-west-101"), &json!("2024-06-17T07:53:46Z"))
    );
    let list = |token: &str| exchange(&mock, "GET", THINGS, &format!("x-auth-token: {token}\r\n"), "");
    assert_eq!((list(&subject).status, list("T1").status), (200, 200));
    let forged = list(&subject.replace("-1-", "-2-"));
    assert_eq!((forged.status, forged.error().0.as_str()), (401, "APIGW.0301"));

    clock.advance(Duration::from_secs(3600));
    let expired = list(&subject);
    assert_eq!((expired.status, expired.error().0.as_str()), (401, "APIGW.0307"));
    assert!(expired.error().1.contains("it expired at 20240617T075346Z"), "{expired:?}");
    let again = token(&mock, &asking("my-password", json!({"domain": {"name": "acme"}})));
    assert_eq!(again.json()["token"]["domain"]["name"], "acme");
    assert_eq!(list(again.header("x-subject-token").unwrap()).status, 200);
    let operations: Vec<_> = mock.requests().iter().filter_map(|request| request.operation()).collect();
    assert_eq!(operations[0], "KeystoneCreateUserTokenByPassword");
    assert!(!format!("{:?}", mock.requests()).contains("my-password"));
}

#[tokio::test]
async fn another_password_gives_none() {
    let mock = start(&TestClock::new()).await;
    for (body, status, hint) in [
        (asking("another", Value::Null), 401, "This mock knows the user ann of the account acme"),
        ("{".to_owned(), 400, "not JSON"),
        ("{}".to_owned(), 400, "auth.identity.password.user.domain.name: expected text, none came"),
    ] {
        let refused = token(&mock, &body);
        let error = &refused.json()["error"];
        assert_eq!((refused.status, &error["code"]), (status, &json!(status)));
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(hint) && !message.contains("my-password"), "{message}");
    }
}

#[tokio::test]
async fn every_region_has_a_project() {
    let mock = start(&TestClock::new()).await;
    let projects = |query: &str| {
        let answer = exchange(&mock, "GET", &format!("/v3/projects{query}"), "x-auth-token: T1\r\n", "");
        let projects = answer.json()["projects"].as_array().unwrap().clone();
        projects
            .iter()
            .map(|one| [&one["name"], &one["id"]].map(|it| it.as_str().unwrap().to_owned()))
            .collect()
    };
    let own: Vec<[String; 2]> = projects("?name=eu-west-101");
    assert_eq!(own, [["eu-west-101", "my-project"]]);
    assert_eq!(projects(""), own);
    let other = projects("?name=cn-north-4");
    assert!(other == projects("?name=cn-north-4") && other != projects("?name=cn-north-9"));
    assert!(other[0][1].len() == 32 && other[0][0] == "cn-north-4", "{other:?}");
    let refused = exchange(&mock, "GET", "/v3/projects", "", "");
    assert_eq!((refused.status, refused.error().0.as_str()), (401, "APIGW.0301"));
}

#[tokio::test]
async fn clients_log_in_and_in_again() {
    let clock = TestClock::new();
    let mock = start(&clock).await;
    let user = PasswordProvider::new("acme", "ann", "my-password");
    let config = mock.config_builder().credentials(user).build().unwrap();
    let operations = || {
        let requests = mock.requests();
        requests.iter().map(|request| request.operation().unwrap()).collect::<Vec<_>>()
    };
    ask(&config, &LIST).await.unwrap();
    ask(&config, &LIST).await.unwrap();
    clock.advance(Duration::from_secs(3600));
    ask(&config, &LIST).await.unwrap();
    let login = "KeystoneCreateUserTokenByPassword";
    assert_eq!(operations(), [login, "ListThings", "ListThings", login, "ListThings"]);

    let wrong = PasswordProvider::new("acme", "ann", "another");
    let error = ask(&mock.config_builder().credentials(wrong).build().unwrap(), &LIST).await.unwrap_err();
    assert!(error.to_string().contains("The username or password is wrong"), "{error}");
    assert!(!format!("{error:?}").contains("another"), "{error:?}");
}

#[tokio::test]
async fn an_expired_token_is_renewed_in_the_middle_of_a_list() {
    let expired = Fault::answer(Reply::expired_token()).on("ListVpnUsers").after(1).once();
    let mock = builder().records(250).fault(expired).start([huaweicloud_vpn::mock::SERVICE]).await.unwrap();
    let user = PasswordProvider::new("mock-domain", "mock-user", "mock-password");
    let config = mock.config_builder().credentials(user).build().unwrap();
    let mut users = huaweicloud_vpn::Client::new(&config).list_vpn_users("server").items();
    let mut count = 0;
    while let Some(user) = users.next().await {
        user.unwrap();
        count += 1;
    }
    assert_eq!(count, 250);
    let seen: Vec<_> = mock.requests().iter().map(|one| one.status().unwrap().as_u16()).collect();
    assert_eq!(seen, [201, 200, 401, 201, 200, 200]);

    // A token that is given outright has no other behind it.
    mock.fault(Fault::answer(Reply::expired_token())).unwrap();
    let config = mock.config_builder().credentials(Credentials::token("T1")).build().unwrap();
    let error = huaweicloud_vpn::Client::new(&config).list_vpn_users("s").send().await.unwrap_err();
    assert!(error.is_auth() && error.code() == Some("APIGW.0307"), "{error}");
}

#[tokio::test]
async fn clients_find_their_project() {
    let mock = start(&TestClock::new()).await;
    let config = |region: &str| {
        let keys = Credentials::access_key("AK1", "SK1");
        let config = Config::builder().endpoint(mock.url()).region(region).credentials(keys);
        config.clock(support::now).build().unwrap()
    };
    let near = config("eu-west-101");
    ask(&near, &LIST).await.unwrap();
    ask(&near, &LIST).await.unwrap();
    ask(&config("cn-north-4"), &LIST).await.unwrap();
    let asked = mock.requests();
    let paths: Vec<_> = asked.iter().map(|request| request.path()).collect();
    assert_eq!(
        paths[..4],
        ["/v3/projects", "/v1/my-project/things", "/v1/my-project/things", "/v3/projects"]
    );
    assert_eq!(
        (asked[0].operation(), asked[0].query("name")),
        (Some("KeystoneListProjects"), Some("eu-west-101"))
    );
    assert!(paths[4].len() == "/v1//things".len() + 32, "{paths:?}");
}

#[tokio::test]
async fn iam_may_have_faults_too() {
    let several = json!({"projects": [{"id": "p1", "name": "r"}, {"id": "p2", "name": "r_sub"}]});
    let fault = Fault::answer(Reply::from(several)).on("KeystoneListProjects");
    let mock = builder().fault(fault).start([SERVICE]).await.unwrap();
    let config = Config::builder().endpoint(mock.url()).region("r").credentials(Credentials::token("T1"));
    let error = ask(&config.build().unwrap(), &LIST).await.unwrap_err();
    assert!(error.is_config() && error.to_string().contains("2 projects: r (p1), r_sub (p2)"), "{error}");
}
