//! Tokens and signatures.
#![allow(missing_docs)]

mod support;

use huaweicloud_core::signing::format_date;
use std::time::Duration;
use support::{DATE, SERVICE, builder, exchange, now, signed, start};

const THINGS: &str = "/v1/p1/things?limit=10&state=on";

#[tokio::test]
async fn a_token_or_a_signature_is_accepted() {
    let mock = start().await;
    for headers in ["x-auth-token: T1\r\n".to_owned(), signed("AK1", "SK1", DATE, THINGS)] {
        assert_eq!(exchange(&mock, "GET", THINGS, &headers, "").status, 200, "{headers}");
    }
}

#[tokio::test]
async fn what_proves_nothing_is_unauthorized() {
    let mock = start().await;
    let good = signed("AK1", "SK1", DATE, THINGS);
    let late = format_date(now() + Duration::from_secs(15 * 60 + 1));
    for (headers, hint) in [
        (String::new(), "neither X-Auth-Token nor Authorization came"),
        ("x-auth-token: T2\r\n".to_owned(), "X-Auth-Token is not the token of this mock"),
        ("authorization: Bearer x\r\n".to_owned(), "another form came"),
        (signed("AK2", "SK1", DATE, THINGS), r#"access key "AK2" is unknown; this mock knows "AK1""#),
        (good.replace("x-sdk-date: ", "x-other: "), "X-Sdk-Date did not come"),
        (good.replace(DATE, "2024-06-17"), "expected a time such as 20191115T033655Z"),
        (signed("AK1", "SK1", &late, THINGS), "more than 15 minutes apart"),
        (
            good.replace("SignedHeaders=host;", "SignedHeaders=host;x-project-id;"),
            "\"x-project-id\", which did not come",
        ),
        (good.replace("host;x-sdk-date", "host"), "x-sdk-date is not among SignedHeaders"),
        (good.replace("SignedHeaders=", "Signed="), "another form came"),
        ("x-auth-token: \u{e4}\r\n".to_owned(), "X-Auth-Token is not"),
    ] {
        let answer = exchange(&mock, "GET", THINGS, &headers, "");
        let (code, message) = answer.error();
        assert_eq!((answer.status, code.as_str()), (401, "APIGW.0301"), "{answer:?}");
        assert!(message.starts_with("Incorrect IAM authentication information: "), "{message}");
        assert!(message.contains(hint), "{headers}: {message}");
    }
}

#[tokio::test]
async fn a_wrong_signature_is_told_what_was_computed() {
    let mock = builder().start([SERVICE]).await.unwrap();
    let headers = signed("AK1", "SK2", DATE, THINGS);
    let message = exchange(&mock, "GET", THINGS, &headers, "").error().1;
    assert!(message.contains("verify aksk signature fail"), "{message}");
    assert!(
        message.contains(
            "canonical request:\nGET\n/v1/p1/things/\nlimit=10&state=on\nhost:mock\nx-sdk-date:20240617T065346Z\n\n\
             host;x-sdk-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        ),
        "{message}"
    );
    assert!(message.contains("string to sign:\nSDK-HMAC-SHA256\n20240617T065346Z\n"), "{message}");
    assert!(!message.contains("SK1"), "{message}");
}

#[tokio::test]
async fn a_security_token_is_signed_but_not_repeated() {
    let mock = start().await;
    let headers = signed("AK1", "SK1", DATE, THINGS)
        .replace("SignedHeaders=host;", "SignedHeaders=host;x-security-token;");
    let message =
        exchange(&mock, "GET", THINGS, &format!("{headers}x-security-token: hush\r\n"), "").error().1;
    assert!(message.contains("x-security-token:***") && !message.contains("hush"), "{message}");
}

#[tokio::test]
async fn clients_of_its_configuration_are_accepted() {
    for builder in [
        huaweicloud_mock::Mock::builder(),
        huaweicloud_mock::Mock::builder().token("my-token"),
        builder().project_id("another-project"),
    ] {
        let mock = builder.start([huaweicloud_vpn::mock::SERVICE]).await.unwrap();
        let vpn = huaweicloud_vpn::Client::new(&mock.config());
        assert_eq!(vpn.list_vpn_users("server").limit(1).send().await.unwrap().users.len(), 1);
    }
    let error = builder().access_key("", "x").start([SERVICE]).await.unwrap_err().to_string();
    assert!(error.contains("the access key (AK) is empty"), "{error}");
}
