use huaweicloud_core::Config;
use huaweicloud_core::credentials::EnvironmentProvider;

use super::{call, caller, config, done, variables};
use crate::support::Server;

const AK: (&str, &str) = ("HUAWEICLOUD_SDK_AK", "my-access-key");
const SK: (&str, &str) = ("HUAWEICLOUD_SDK_SK", "hunter2");
const SECURITY_TOKEN: (&str, &str) = ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "my-security-token");
const AUTH_TOKEN: (&str, &str) = ("HUAWEICLOUD_SDK_AUTH_TOKEN", "my-token");
const USER: (&str, &str) = ("HUAWEICLOUD_SDK_USER_NAME", "my-user");
const PASSWORD: (&str, &str) = ("HUAWEICLOUD_SDK_USER_PASSWORD", "hunter2");
const DOMAIN: (&str, &str) = ("HUAWEICLOUD_SDK_DOMAIN_NAME", "my-account");

fn provider(set: &[(&str, &str)]) -> EnvironmentProvider {
    EnvironmentProvider::new().variables(variables(set))
}

#[tokio::test]
async fn keys_and_tokens_are_used() {
    type Row = (&'static [(&'static str, &'static str)], (&'static str, Option<&'static str>));
    let rows: &[Row] = &[
        (&[AK, SK], ("my-access-key", None)),
        (&[AK, SK, SECURITY_TOKEN], ("my-access-key", Some("my-security-token"))),
        (&[AK, SK, ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")], ("my-access-key", None)),
        (&[AUTH_TOKEN], ("my-token", None)),
        // A name without its password may be there for another program.
        (&[AK, SK, USER, DOMAIN], ("my-access-key", None)),
        (&[AUTH_TOKEN, DOMAIN], ("my-token", None)),
    ];
    for (set, expected) in rows {
        let server = Server::start([done()]);
        call(&config(&server.url, provider(set)).build().unwrap()).await.unwrap();
        let arrived = server.arrived();
        let (who, token, _) = caller(&arrived[0]);
        assert_eq!((who.as_str(), token), *expected, "{set:?}");
    }
}

#[test]
fn mistakes_are_found_when_the_configuration_is_built() {
    let rows: &[(&[(&str, &str)], &str)] = &[
        (&[AK], "HUAWEICLOUD_SDK_AK is set and HUAWEICLOUD_SDK_SK is not: set both"),
        (&[SK], "HUAWEICLOUD_SDK_SK is set and HUAWEICLOUD_SDK_AK is not: set both"),
        (&[SECURITY_TOKEN], "HUAWEICLOUD_SDK_SECURITY_TOKEN is set and HUAWEICLOUD_SDK_AK is not"),
        (&[("HUAWEICLOUD_SDK_AK", ""), SK], "environment variable HUAWEICLOUD_SDK_AK is empty"),
        (&[AK, ("HUAWEICLOUD_SDK_SK", "")], "environment variable HUAWEICLOUD_SDK_SK is empty"),
        (&[("HUAWEICLOUD_SDK_AK", ""), ("HUAWEICLOUD_SDK_SK", "")], "HUAWEICLOUD_SDK_AK is empty"),
        (&[("HUAWEICLOUD_SDK_AUTH_TOKEN", "")], "HUAWEICLOUD_SDK_AUTH_TOKEN is empty"),
        (&[AK, SK, ("HUAWEICLOUD_SDK_USER_PASSWORD", "")], "HUAWEICLOUD_SDK_USER_PASSWORD is empty"),
        (&[AK, SK, AUTH_TOKEN], "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_AUTH_TOKEN are all set"),
        (
            &[AK, SK, USER, PASSWORD, DOMAIN],
            "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_USER_PASSWORD are all set",
        ),
        (&[USER, DOMAIN], "HUAWEICLOUD_SDK_USER_NAME is set and HUAWEICLOUD_SDK_USER_PASSWORD is not"),
        (&[PASSWORD, DOMAIN], "HUAWEICLOUD_SDK_USER_PASSWORD is set and HUAWEICLOUD_SDK_USER_NAME is not"),
        (&[USER, PASSWORD], "HUAWEICLOUD_SDK_USER_PASSWORD is set and HUAWEICLOUD_SDK_DOMAIN_NAME is not"),
        (&[("HUAWEICLOUD_SDK_IDP_ID", "i")], "HUAWEICLOUD_SDK_IDP_ID is set, and this SDK does not"),
        (&[AK, ("HUAWEICLOUD_SDK_SK", "hunter2\n")], "the secret key (SK) has a blank, a line break"),
    ];
    for (set, expected) in rows {
        let builder = Config::builder().region("cn-north-4").credentials(provider(set));
        let error = builder.build().unwrap_err();
        assert!(error.is_config() && error.to_string().contains(expected), "{set:?}: {error}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[test]
fn nothing_at_all_says_what_to_set() {
    for set in [&[][..], &[DOMAIN], &[("HUAWEICLOUD_SDK_PROJECT_ID", "p"), ("HUAWEICLOUD_SDK_REGION", "r")]] {
        let error = Config::builder().region("cn-north-4").credentials(provider(set)).build().unwrap_err();
        assert!(error.is_credentials() && !error.is_config());
        assert_eq!(
            error.to_string(),
            "no credentials in the environment: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or \
             HUAWEICLOUD_SDK_AUTH_TOKEN"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_text_is_refused_by_name() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let broken = |name: &str| (name == "HUAWEICLOUD_SDK_SK").then(|| OsString::from_vec(vec![0xff]));
    let provider = EnvironmentProvider::new().variables(broken);
    let error = Config::builder().region("r").credentials(provider).build().unwrap_err();
    assert_eq!(error.to_string(), "environment variable HUAWEICLOUD_SDK_SK is not UTF-8");
}

#[tokio::test]
async fn ids_come_with_the_credentials() {
    let server = Server::start([done(), done()]);
    let ids = [AK, SK, ("HUAWEICLOUD_SDK_PROJECT_ID", "p2"), ("HUAWEICLOUD_SDK_DOMAIN_ID", "d2")];
    let config = config(&server.url, provider(&ids)).build().unwrap();
    let client = huaweicloud_core::ServiceClient::new(&config, &crate::support::SERVICE);
    crate::support::show(&client, "t").send().await.unwrap();
    crate::support::thing(client.request(&crate::support::GLOBAL)).send().await.unwrap();
    let arrived = server.arrived();
    assert_eq!(arrived[0].target, "/v1/p2/things/t/state");
    assert_eq!(arrived[1].target, "/v3/domains/d2");
}
