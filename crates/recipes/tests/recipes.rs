//! Every recipe, run as a person runs it: a program of its own against a mock on real sockets.
//!
//! The mock moves a record on when it has been looked at; the waits take their time all the same, so the
//! whole way lasts some seconds.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use huaweicloud_mock::{Fault, Mock, Reply};

/// A mock that remembers.
fn mock() -> Mock {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mock = Mock::builder().stateful().start([huaweicloud_vpcep::mock::SERVICE]);
    runtime.block_on(mock).unwrap()
}

/// A recipe that nothing is known to but the mock.
fn recipe(program: &str, mock: &Mock) -> Command {
    let mut command = Command::new(program);
    let environment = mock.environment().iter().map(|(name, value)| (name, value));
    command.env_clear().envs(environment);
    // Windows opens no socket without it.
    command.envs(std::env::var_os("SystemRoot").map(|value| ("SystemRoot", value)));
    command
}

/// What a program says and how it ends; one that waits for what never comes is ended.
#[track_caller]
fn ran(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pipes = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (said, heard) = mpsc::channel();
    thread::spawn(move || {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let (mut one, mut other) = pipes;
        let _ = one.read_to_end(&mut stdout).and_then(|_| other.read_to_end(&mut stderr));
        let _ = said.send((stdout, stderr));
    });
    match heard.recv_timeout(Duration::from_secs(60)) {
        Ok((stdout, stderr)) => Output { status: child.wait().unwrap(), stdout, stderr },
        Err(_) => {
            child.kill().unwrap();
            panic!("{command:?} goes on and on");
        }
    }
}

#[track_caller]
fn run(program: &str, mock: &Mock) -> String {
    let output = ran(&mut recipe(program, mock));
    assert!(output.status.success(), "{program}: {output:#?}");
    assert_eq!(text(&output.stderr), "", "{program}");
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The last word of a line that begins like this.
#[track_caller]
fn after<'a>(said: &'a str, words: &str) -> &'a str {
    said.lines().find_map(|line| line.strip_prefix(words)).unwrap_or_else(|| panic!("{words}: {said}"))
}

/// How often an operation has succeeded.
fn done(mock: &Mock, operation: &str) -> usize {
    let is = |it: &&huaweicloud_mock::Received| {
        it.operation() == Some(operation) && it.status().is_some_and(|it| it.is_success())
    };
    mock.requests().iter().filter(is).count()
}

#[test]
fn one_after_the_other() {
    let mock = mock();
    let said = run(env!("CARGO_BIN_EXE_publish_service"), &mock);
    let service = after(&said, "created the endpoint service ").to_owned();
    assert!(said.contains("  creating after ") && said.contains("  available after "), "{said}");
    assert!(said.contains("it is available, as ") && said.contains(".recipe."), "{said}");

    let said = run(env!("CARGO_BIN_EXE_allow_account"), &mock);
    let listed = format!(
        "whitelist of the endpoint service {service}:\n  iam:domain::1564ec50ef2a47c791ea5536353ed4b9\n"
    );
    assert_eq!(said, listed);

    let said = run(env!("CARGO_BIN_EXE_connect_endpoint"), &mock);
    let endpoint = after(&said, "created the endpoint ").to_owned();
    assert!(said.contains("  pendingAcceptance after "), "{said}");
    assert!(said.ends_with("the service's owner has to accept it\n"), "{said}");

    let listed = |state: &str| {
        let said = run(env!("CARGO_BIN_EXE_list_connections"), &mock);
        assert!(
            said.starts_with(&format!(
                "connections of the endpoint service {service}:\n  {endpoint}  {state}  of "
            )),
            "{said}"
        );
    };
    listed("pendingAcceptance");
    let said = run(env!("CARGO_BIN_EXE_accept_connection"), &mock);
    assert_eq!(said, format!("the endpoint {endpoint} is connected\n"));
    listed("accepted");

    let said = run(env!("CARGO_BIN_EXE_tear_down"), &mock);
    let all = format!(
        "deleted the endpoint {endpoint}\ndeleted the endpoint service {service}\nnothing of the recipes is left\n"
    );
    assert_eq!(said, all);
    assert_eq!(run(env!("CARGO_BIN_EXE_tear_down"), &mock), "nothing of the recipes is left\n");
    assert_eq!((done(&mock, "DeleteEndpoint"), done(&mock, "DeleteEndpointService")), (1, 1));
}

#[test]
fn the_whole_way_leaves_nothing() {
    let mock = mock();
    let said = run(env!("CARGO_BIN_EXE_whole_way"), &mock);
    assert!(said.starts_with("connected the endpoint "), "{said}");
    assert_eq!(said.matches("\ndeleted ").count(), 2, "{said}");
    assert_eq!(run(env!("CARGO_BIN_EXE_tear_down"), &mock), "nothing of the recipes is left\n");
}

/// What was made is deleted where a later step fails, and told where that fails too.
#[test]
fn the_whole_way_turns_back() {
    let mock = mock();
    let refused = || Fault::answer(Reply::error(403, "EndPoint.0004", "not allowed"));
    mock.fault(refused().on("AcceptOrRejectEndpoint").once()).unwrap();
    let output = ran(&mut recipe(env!("CARGO_BIN_EXE_whole_way"), &mock));
    assert_eq!(output.status.code(), Some(1), "{output:#?}");
    assert!(text(&output.stderr).starts_with("Error: AcceptOrRejectEndpoint: 403"), "{output:#?}");
    assert_eq!((done(&mock, "DeleteEndpoint"), done(&mock, "DeleteEndpointService")), (1, 1));

    mock.fault(refused().on("BatchAddEndpointServicePermissions").once()).unwrap();
    mock.fault(refused().on("DeleteEndpointService").once()).unwrap();
    let output = ran(&mut recipe(env!("CARGO_BIN_EXE_whole_way"), &mock));
    let said = text(&output.stderr);
    assert!(said.contains("Error: BatchAddEndpointServicePermissions: 403"), "{said}");
    let left = after(&said, "left behind: ").to_owned();
    let said = run(env!("CARGO_BIN_EXE_tear_down"), &mock);
    assert_eq!(said, format!("deleted the endpoint service {left}\nnothing of the recipes is left\n"));
}

/// What was created is told before anything can go wrong with it.
#[test]
fn what_was_created_is_told() {
    let mock = mock();
    let refused = Fault::answer(Reply::error(403, "EndPoint.0004", "not allowed"));
    mock.fault(refused.on("ListServiceDetails")).unwrap();
    let output = ran(&mut recipe(env!("CARGO_BIN_EXE_publish_service"), &mock));
    assert_eq!(output.status.code(), Some(1));
    after(&text(&output.stdout), "created the endpoint service ");
    assert!(text(&output.stderr).starts_with("Error: ListServiceDetails: 403"), "{output:#?}");
}

/// What somebody else made is not deleted, and not gone on with.
#[test]
fn what_others_made_stays() {
    let mock = mock();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let vpcep = huaweicloud_vpcep::Client::new(&mock.config());
    let port = huaweicloud_vpcep::model::PortList::new().client_port(1).server_port(1);
    let body = huaweicloud_vpcep::model::CreateEndpointServiceRequestBody::new("p", "v", "VM", [port]);
    runtime.block_on(vpcep.create_endpoint_service(body.description("mine")).send()).unwrap();
    assert_eq!(run(env!("CARGO_BIN_EXE_tear_down"), &mock), "nothing of the recipes is left\n");
    assert_eq!(done(&mock, "DeleteEndpointService"), 0);
    let output = ran(&mut recipe(env!("CARGO_BIN_EXE_list_connections"), &mock));
    assert_eq!(
        text(&output.stderr),
        "Error: no service was published: run publish_service, or set RECIPE_SERVICE_ID\n"
    );
}

/// On the command line, in the environment, or not at all: then only a mock is called.
#[test]
fn what_is_given_is_used() {
    let mock = mock();
    let program = env!("CARGO_BIN_EXE_publish_service");
    let said = text(&ran(recipe(program, &mock).arg("--help")).stdout);
    assert!(said.contains("Usage: publish_service PORT_ID VPC_ID\n"), "{said}");

    let refused = |output: Output, words: &str| {
        assert_eq!(output.status.code(), Some(2), "{output:#?}");
        let said = text(&output.stderr);
        assert!(said.starts_with(words) && said.contains("Usage: publish_service"), "{said}");
    };
    let mut cloud = recipe(program, &mock);
    cloud.env("HUAWEICLOUD_SDK_ENDPOINT", "https://127.0.0.1.example.com");
    refused(ran(&mut cloud), "error: there is no PORT_ID\n");
    refused(ran(cloud.arg("one")), "error: there is no VPC_ID\n");
    refused(ran(recipe(program, &mock).args(["a", "b", "c"])), "error: nothing is known to do with `c`\n");
    assert_eq!(mock.requests().len(), 0);

    let output = ran(recipe(program, &mock).arg("one").env("RECIPE_VPC_ID", "two"));
    assert!(output.status.success(), "{output:#?}");
    let body = mock.requests()[0].json();
    assert_eq!((body["port_id"].as_str(), body["vpc_id"].as_str()), (Some("one"), Some("two")));
}

/// A recipe that no test runs would rot, and one that README.md does not name would not be found.
#[test]
fn all_recipes_are_here() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (tests, readme) =
        (include_str!("recipes.rs"), fs::read_to_string(package.join("README.md")).unwrap());
    for (name, value) in mock().environment().iter().filter(|(name, _)| !name.ends_with("_ENDPOINT")) {
        assert!(readme.contains(&format!("export {name}={value}\n")), "{name}={value}");
    }
    for file in fs::read_dir(package.join("src/bin")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(tests.contains(&format!("CARGO_BIN_EXE_{name}\"")), "{name}");
        assert!(readme.contains(&format!("cargo run -q -p huaweicloud-recipes --bin {name}")), "{name}");
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[tokio::main").nth(1).unwrap().lines().count();
        assert!(code < 60, "{name} is no recipe that one reads at a glance: {code} lines");
    }
}
