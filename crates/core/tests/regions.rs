//! Addresses that the environment gives, each seen by a program that runs in it.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use huaweicloud_core::{Config, Error, ServiceClient};
use support::{SERVICE, Server, answer, show};

/// Set where the program below is to run.
const RUN: &str = "HUAWEICLOUD_TEST_RUN";

/// The program: it calls the service that its environment leads to, and says what came of it.
#[tokio::test]
async fn program() {
    if std::env::var_os(RUN).is_none() {
        return;
    }
    async fn call() -> Result<(), Error> {
        let config = Config::from_env().await?;
        show(&ServiceClient::new(&config, &SERVICE), "t").send().await.map(drop)
    }
    let outcome = call().await.map_or_else(|error| error.to_string(), |()| "answered".to_owned());
    println!("outcome: {outcome}");
}

/// What the program says in an environment of `variables` beside keys, a project and a region.
fn run(variables: &[(&str, &str)], home: &Path) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HUAWEICLOUD_") {
            command.env_remove(name);
        }
    }
    let whole = [
        (RUN, "1"),
        ("HUAWEICLOUD_SDK_AK", "my-access-key"),
        ("HUAWEICLOUD_SDK_SK", "my-secret-key"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "p1"),
        ("HUAWEICLOUD_SDK_REGION", "my-region-1"),
    ];
    let output = command
        .args(["--exact", "program", "--nocapture"])
        .envs(whole.iter().chain(variables).copied())
        .envs([("HOME", home), ("USERPROFILE", home)])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .find_map(|line| line.split_once("outcome: "))
        .map_or(text.clone(), |(_, said)| said.to_owned())
}

/// A home folder with this regions file.
fn home(name: &str, regions: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(home.join(".huaweicloud")).unwrap();
    std::fs::write(home.join(".huaweicloud").join("regions.yaml"), regions).unwrap();
    home
}

#[test]
fn variables_and_files_lead_to_the_service() {
    let server = Server::start(vec![answer("200 OK", "{}"); 3]);
    let empty = home("empty", "");
    let file = format!("DEMO:\n  - id: my-region-1\n    endpoint: {}/file\n", server.url);
    let full = home("full", &file);
    let path = full.join(".huaweicloud").join("regions.yaml");

    let variable = format!("{}/variable,https://spare.example", server.url);
    let variable = [("HUAWEICLOUD_SDK_REGION_DEMO_MY_REGION_1", variable.as_str())];
    assert_eq!(run(&variable, &full), "answered");
    assert_eq!(run(&[], &full), "answered");
    assert_eq!(run(&[("HUAWEICLOUD_SDK_REGIONS_FILE", path.to_str().unwrap())], &empty), "answered");
    let paths = ["/variable", "/file", "/file"].map(|base| format!("{base}/v1/p1/things/t/state"));
    assert_eq!(server.arrived().iter().map(|request| request.target.clone()).collect::<Vec<_>>(), paths);
}

#[test]
fn mistakes_in_the_environment_are_told_where_they_are() {
    let none = home("none", "");
    let broken = home("broken", "DEMO:\n  - id: my-region-1\n    url: https://a.example\n");
    for (variables, home, hints) in [
        (&[][..], &none, ["Demo Service (demo) has no known endpoint", "nearest: "]),
        (&[], &broken, ["regions.yaml:3: unknown key", "endpoints"]),
        (
            &[("HUAWEICLOUD_SDK_REGIONS_FILE", "no/such.yaml")],
            &none,
            ["no/such.yaml", "HUAWEICLOUD_SDK_REGIONS_FILE"],
        ),
        (
            &[("HUAWEICLOUD_SDK_REGION_DEMO_MY_REGION_1", "demo.example")],
            &none,
            ["HUAWEICLOUD_SDK_REGION_DEMO_MY_REGION_1", "put https:// before the host"],
        ),
        (
            &[("HUAWEICLOUD_SDK_CLOUD_DOMAIN", "https://mycloud.example")],
            &none,
            ["HUAWEICLOUD_SDK_CLOUD_DOMAIN is a URL", "such as mycloud.example"],
        ),
        (&[("HUAWEICLOUD_SDK_REGION", "my.region")], &none, ["\"my.region\" is not a region id", ".region("]),
    ] {
        let said = run(variables, home);
        assert!(hints.iter().all(|hint| said.contains(hint)), "{hints:?}: {said}");
    }
}
