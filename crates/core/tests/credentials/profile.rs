use huaweicloud_core::Config;
use huaweicloud_core::credentials::ProfileProvider;

use super::{Directory, call, caller, config, done, variables};
use crate::support::Server;

const FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
const TEXT: &str = "[basic]\nak = my-access-key\nsk = hunter2\nsecurity_token = my-security-token\n\
                    [global]\nak = other-access-key\nsk = hunter2\n\
                    [basic_test]\nak = test-access-key\nsk = hunter2\n";

async fn access_key(provider: ProfileProvider) -> String {
    let server = Server::start([done()]);
    call(&config(&server.url, provider).build().unwrap()).await.unwrap();
    caller(&server.arrived()[0]).0
}

fn error(provider: ProfileProvider) -> huaweicloud_core::Error {
    let error = Config::builder().region("cn-north-4").credentials(provider).build().unwrap_err();
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    error
}

#[tokio::test]
async fn the_file_is_found_in_the_usual_place_or_by_its_name() {
    let directory = Directory::new();
    let named = directory.file("elsewhere", TEXT);
    directory.file(".huaweicloud/credentials", "[basic]\nak = home-access-key\nsk = hunter2\n");
    let home = (HOME, directory.path());
    let reading = |set: &[(&str, &str)]| ProfileProvider::new().variables(variables(set));
    for (provider, expected) in [
        (reading(&[home]), "home-access-key"),
        (reading(&[home, (FILE, "")]), "home-access-key"),
        (reading(&[home, (FILE, &named)]), "my-access-key"),
        (reading(&[home]).file(&named), "my-access-key"),
        (reading(&[home]).file(&named).section("global"), "other-access-key"),
        (reading(&[(FILE, &named)]).section("basic_test"), "test-access-key"),
    ] {
        assert_eq!(access_key(provider).await, expected);
    }
}

#[tokio::test]
async fn a_file_that_changes_is_read_again_when_its_key_is_refused() {
    let directory = Directory::new();
    let path = directory.file("credentials", "[basic]\nak = old\nsk = s\nsecurity_token = t\n");
    let expired =
        crate::support::answer("401 Unauthorized", r#"{"error_code":"APIGW.0307","error_msg":"expired"}"#);
    let server = Server::start([done(), expired, done()]);
    let config = config(&server.url, ProfileProvider::new().file(&path)).build().unwrap();
    call(&config).await.unwrap();
    directory.file("credentials", "[basic]\nak = new\nsk = s\nsecurity_token = t\n");
    call(&config).await.unwrap();
    let callers: Vec<String> = server.arrived().iter().map(|request| caller(request).0).collect();
    assert_eq!(callers, ["old", "old", "new"]);
}

#[test]
fn a_file_that_is_not_there_is_an_absence_unless_somebody_named_it() {
    let directory = Directory::new();
    let home = directory.path();
    let missing = format!("{home}/missing");
    let usual = error(ProfileProvider::new().variables(variables(&[(HOME, home)])));
    assert!(usual.is_credentials());
    let expected = format!(
        "no credentials in a profile file: {home}/.huaweicloud/credentials is not there; write [basic] with ak and sk \
         into it, or name another file with {FILE}"
    );
    assert_eq!(usual.to_string().replace('\\', "/"), expected.replace('\\', "/"));
    let file = directory.file("file", "");
    let unreachable = error(ProfileProvider::new().variables(variables(&[(HOME, &file)])));
    assert!(unreachable.is_credentials(), "{unreachable}");
    let homeless = error(ProfileProvider::new().variables(|_| None));
    assert!(homeless.is_credentials() && homeless.to_string().contains("no home directory"), "{homeless}");

    let by_variable = error(ProfileProvider::new().variables(variables(&[(HOME, home), (FILE, &missing)])));
    assert!(
        by_variable.is_config() && by_variable.to_string().ends_with(&format!("correct {FILE}")),
        "{by_variable}"
    );
    let by_program = error(ProfileProvider::new().file(&missing));
    assert!(by_program.is_config() && by_program.to_string().ends_with("correct .file(…)"), "{by_program}");
}

#[test]
fn a_file_that_holds_nothing_is_an_absence_and_a_broken_one_is_not() {
    let directory = Directory::new();
    for text in ["", "# nothing yet\n", "[vpn]\nendpoint = x\n", "[basic_test]\nak = a\nsk = s\n"] {
        let error = error(ProfileProvider::new().file(directory.file("empty", text)));
        assert!(error.is_credentials(), "{error}");
        assert!(error.to_string().contains("has no section [basic] or [global]"), "{error}");
    }
    let path = directory.file("broken", "[basic]\nak = a\nsk hunter2\n");
    let broken = error(ProfileProvider::new().file(&path));
    assert!(broken.is_config(), "{broken}");
    assert!(broken.to_string().starts_with(&format!("profile file {path}:3: neither a section")), "{broken}");

    let sectionless = error(ProfileProvider::new().file(directory.file("whole", TEXT)).section("basic_prod"));
    assert!(
        sectionless.is_config() && sectionless.to_string().contains("no section [basic_prod]"),
        "{sectionless}"
    );
}

#[test]
fn what_is_no_text_of_a_fair_size_is_refused() {
    let directory = Directory::new();
    for (path, hint) in [
        (directory.file("binary", [0xff, 0xfe, 0x00]), "it is not UTF-8"),
        (directory.file("large", vec![b'#'; (1 << 20) + 1]), "it has more than the 1024 KiB that are read"),
        (directory.path().to_owned(), "cannot be read"),
    ] {
        let error = error(ProfileProvider::new().file(path));
        assert!(error.is_config() && error.to_string().contains(hint), "{error}");
    }
}

/// Counts the warnings of its thread.
#[cfg(unix)]
#[derive(Clone, Default)]
struct Warnings(std::sync::Arc<std::sync::atomic::AtomicUsize>);

#[cfg(unix)]
impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn new_span(&self, _span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _span: &tracing::span::Id, _values: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _span: &tracing::span::Id, _follows: &tracing::span::Id) {}

    fn event(&self, _event: &tracing::Event<'_>) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    fn enter(&self, _span: &tracing::span::Id) {}

    fn exit(&self, _span: &tracing::span::Id) {}
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_warned_of_once() {
    use std::os::unix::fs::PermissionsExt;

    use huaweicloud_core::credentials::CredentialsProvider;

    let directory = Directory::new();
    for (mode, expected) in [(0o600, 0), (0o400, 0), (0o644, 1), (0o660, 1), (0o604, 1)] {
        let path = directory.file(&format!("{mode:o}"), TEXT);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let provider = ProfileProvider::new().file(&path);
        let warnings = Warnings::default();
        tracing::subscriber::with_default(warnings.clone(), || {
            provider.check().unwrap();
            provider.clone().check().unwrap();
        });
        assert_eq!(warnings.0.load(std::sync::atomic::Ordering::Relaxed), expected, "{mode:o}");
    }
}
