use huaweicloud_core::credentials::{
    ChainProvider, CredentialsProvider, EnvironmentProvider, InstanceMetadataProvider, PasswordProvider,
    PodIdentityProvider, ProfileProvider,
};
use huaweicloud_core::{Config, Credentials};

use super::{Directory, variables};

const SECRET: &str = "hunter2";

#[test]
fn no_provider_shows_what_it_was_given_or_found() {
    let directory = Directory::new();
    let file = directory.file("credentials", format!("[basic]\nak = a\nsk = {SECRET}\n"));
    let all = |names: &[&str]| {
        let set: Vec<(&str, &str)> = names.iter().map(|name| (*name, SECRET)).collect();
        variables(&set)
    };
    let keys = || EnvironmentProvider::new().variables(all(&["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"]));
    let pod = all(&["HC_CONTAINER_CREDENTIALS_FULL_URI", "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"]);
    let providers: Vec<Box<dyn CredentialsProvider>> = vec![
        Box::new(Credentials::access_key("a", SECRET).with_security_token(SECRET)),
        Box::new(Credentials::token(SECRET)),
        Box::new(keys()),
        Box::new(ProfileProvider::new().file(file)),
        Box::new(PodIdentityProvider::new().variables(pod)),
        Box::new(InstanceMetadataProvider::new()),
        Box::new(PasswordProvider::new("d", "u", SECRET).project_id("p")),
        Box::new(ChainProvider::starting_with(keys()).then(Credentials::token(SECRET))),
    ];
    for provider in providers {
        let shown = format!("{provider:?} {provider:#?}");
        assert!(!shown.contains(SECRET), "{shown}");
        provider.check().unwrap();
    }
    let config = Config::builder().region("cn-north-4").credentials(keys());
    let shown = format!("{config:?} {:?}", config.clone().build().unwrap());
    assert!(!shown.contains(SECRET), "{shown}");
}
