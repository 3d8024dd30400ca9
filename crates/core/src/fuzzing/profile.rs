//! The profile file: mistakes are told in a line that shows no value, and what is written plainly is
//! read as it stands.

use huaweicloud_types::Secret;

use super::texts;
use crate::credentials::Kind;
use crate::credentials::profile::parse;
use crate::endpoint::Base;

/// A key that nothing in an error or a `Debug` may show.
const SECRET: &str = "my-very-secret-key";

/// Takes the texts of the input as a profile file, in which `*` stands for a secret, and as the keys of
/// a plain one.
pub fn profile(input: &[u8]) {
    let Some([file, access_key, secret_key, token, project]) = texts(input) else { return };
    any_file(&file.replace('*', SECRET));
    plain_file(access_key, secret_key, token, project);
}

fn any_file(text: &str) {
    let lines = text.lines().count();
    let told = |error: crate::Error| {
        let shown = error.to_string();
        let line = shown.strip_prefix("profile file f:").and_then(|rest| rest.split(':').next());
        let line: usize = line.and_then(|line| line.parse().ok()).unwrap_or_else(|| panic!("{shown}"));
        assert!(error.is_config() && (1..=lines).contains(&line), "{shown}");
        assert!(
            !shown.contains(char::is_control) && shows_no_secret(&format!("{error:?}"), text),
            "{shown:?}"
        );
    };
    let profiles = match parse(text, "f") {
        Ok(profiles) => profiles,
        Err(error) => return told(error),
    };
    assert!(shows_no_secret(&format!("{profiles:?}"), text));
    for name in [None, Some("basic"), Some("global"), Some("basic_test")] {
        let Some(section) = profiles.select(name) else { continue };
        assert!(profiles.iam_endpoint(section).is_none_or(|url| Base::parse(url, true).is_ok()));
        match profiles.credentials(section) {
            Ok(credentials) => {
                credentials.checked().expect("what a file gives can be sent");
                assert!(shows_no_secret(&format!("{credentials:?}"), text));
            }
            Err(error) => told(error),
        }
    }
}

/// Names of sections and access keys are shown. A secret may stand there too, in which case nothing can
/// be told.
fn shows_no_secret(shown: &str, text: &str) -> bool {
    let shown_anyway = |line: &str| {
        let line = line.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
        line.contains(SECRET)
            && ["[", "ak", "project_id", "domain_id"].iter().any(|start| line.starts_with(start))
    };
    !shown.contains(SECRET) || text.lines().any(shown_anyway)
}

/// A file that is written by the book is read, exactly where its values can be sent.
fn plain_file(access_key: &str, secret_key: &str, token: &str, project: &str) {
    let text = format!(
        "# mine\n[basic]\nak = {access_key}\nsk = {secret_key}\nsecurity_token={token}\n\n; more\nproject_id = {project}\n"
    );
    let values = [access_key, secret_key, token, project];
    let plain =
        |value: &str| value.bytes().all(|byte| byte.is_ascii_graphic()) && !value.contains(['"', '\'']);
    if values
        .iter()
        .any(|value| value.contains(['"', '\'']) || value.trim() != *value || value.contains(['\n', '\r']))
    {
        return;
    }
    let read =
        parse(&text, "f").and_then(|profiles| profiles.credentials(profiles.select(None).expect("[basic]")));
    let good = values.iter().all(|value| plain(value)) && !access_key.is_empty() && !secret_key.is_empty();
    let Ok(credentials) = read else { return assert!(!good, "{values:?} is refused") };
    assert!(good, "{values:?} is read");
    let Kind::AccessKey { access_key: ak, secret_key: sk, security_token } = &credentials.kind else {
        panic!("an access key stands there")
    };
    let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
    assert_eq!((ak.as_str(), sk.expose()), (access_key, secret_key));
    assert_eq!(security_token.as_ref().map(Secret::expose), some(token));
    assert_eq!(credentials.project_id(), some(project));
}
