//! The commands from outside: the program is run on a copy of a checkout, and what it prints, writes
//! and leaves alone is looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A service without a mistake.
const CLOCK: &str = "\
openapi: 3.0.3
info: {title: Clock, version: v1, description: Tells the time.}
servers: [{url: 'https://clock.example.com'}]
tags: [{name: Time, description: What time it is.}]
paths:
  /v1/time:
    get:
      operationId: ShowTime
      tags: [Time]
      summary: Shows the time.
      externalDocs: {url: 'https://clock.example.com/docs'}
      responses:
        '200':
          description: The time.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ShowTimeResponse'}
components:
  schemas:
    ShowTimeResponse:
      type: object
      description: The time.
      properties:
        now: {type: string, description: The time.}
";

/// A checkout with the services `clock` and `watch`, removed at the end.
struct Checkout {
    root: PathBuf,
}

impl Checkout {
    fn new(test: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let it = Self { root };
        it.write("specs/clock/service.yaml", CLOCK);
        it.write("specs/watch/service.yaml", &CLOCK.replace("Clock", "Watch"));
        it.write("specs/README.md", "no service\n");
        it.write("crates/generated/rustfmt.toml", "disable_all_formatting = true\n");
        it.write("crates/generated/.gitattributes", "* linguist-generated\n");
        it
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(&self.root).args(arguments).current_dir(&self.root);
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Every file below a folder with its text and the time it was written.
    fn files(&self, folder: &str) -> BTreeMap<String, (String, std::time::SystemTime)> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.root.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.root).unwrap().to_string_lossy().replace('\\', "/");
                    let modified = path.metadata().unwrap().modified().unwrap();
                    found.insert(name, (fs::read_to_string(path).unwrap(), modified));
                }
            }
        }
        found
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // Kept after a failure, to be looked at.
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// What a run came to.
#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    #[track_caller]
    fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    #[track_caller]
    fn failed(self) -> Self {
        assert_eq!(self.code, 1, "{self:#?}");
        self
    }
}

#[test]
fn regenerate_writes_once() {
    let checkout = Checkout::new("regenerate-writes-once");
    let first = checkout.run(&["regenerate"]).succeeded();
    assert!(first.stdout.contains("wrote   crates/generated/clock/src/lib.rs\n"), "{first:#?}");
    assert!(first.stdout.contains("\n2 services: "), "{first:#?}");
    assert!(first.stdout.contains("INSTA_UPDATE=always cargo test -p huaweicloud-codegen"), "{first:#?}");
    let written = checkout.files("crates/generated");
    assert!(written.contains_key("crates/generated/watch-model/src/service.rs"));
    assert!(written.contains_key("crates/generated/rustfmt.toml"));
    assert!(written.contains_key("crates/generated/.gitattributes"));

    let count = written.len() - 2;
    let second = checkout.run(&["regenerate"]).succeeded();
    assert_eq!(second.stdout, format!("2 services: 0 files written, 0 removed, {count} unchanged\n"));
    assert_eq!(second.stderr, "");
    assert_eq!(checkout.files("crates/generated"), written);
    checkout.run(&["regenerate", "--check"]).succeeded();
}

#[test]
fn regenerate_touches_nothing_while_a_spec_is_wrong() {
    let checkout = Checkout::new("regenerate-touches-nothing");
    checkout.run(&["regenerate"]).succeeded();
    let before = checkout.files("crates/generated");
    // One service changes for good, the other has two mistakes.
    checkout.write("specs/clock/service.yaml", &CLOCK.replace("Tells the time.", "Says the time."));
    let wrong = CLOCK
        .replace("operationId: ShowTime", "operationid: ShowTime")
        .replace("type: string", "type: strin");
    checkout.write("specs/watch/service.yaml", &wrong);

    let ran = checkout.run(&["regenerate"]).failed();
    assert!(ran.stderr.contains("specs/watch/service.yaml:8:7"), "{}", ran.stderr);
    assert!(ran.stderr.contains("specs/watch/service.yaml:24:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("operationid: ShowTime"), "the line is shown: {}", ran.stderr);
    assert!(ran.stderr.contains("no file was touched"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\x1b'), "no colour in a pipe: {}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert_eq!(checkout.files("crates/generated"), before);
}

#[test]
fn regenerate_removes_what_no_spec_stands_for() {
    let checkout = Checkout::new("regenerate-removes");
    checkout.run(&["regenerate"]).succeeded();
    checkout.write("crates/generated/clock/src/old_chapter.rs", "");
    checkout.write("crates/generated/watch/src/old_chapter.rs", "");

    // One service only: the other keeps its orphan.
    let one = checkout.run(&["regenerate", "clock"]).succeeded();
    assert!(one.stdout.contains("removed crates/generated/clock/src/old_chapter.rs\n"), "{one:#?}");
    assert!(one.stdout.contains("1 service: 0 files written, 1 removed, "), "{one:#?}");
    assert!(checkout.root.join("crates/generated/watch/src/old_chapter.rs").exists());

    // The whole service is gone, with its folders: an empty one would break the workspace.
    fs::remove_dir_all(checkout.root.join("specs/watch")).unwrap();
    checkout.run(&["regenerate"]).succeeded();
    assert!(!checkout.root.join("crates/generated/watch").exists());
    assert!(!checkout.root.join("crates/generated/watch-model").exists());
    assert!(checkout.root.join("crates/generated/clock/src/lib.rs").exists());
    assert!(checkout.root.join("crates/generated/rustfmt.toml").exists());
}

#[test]
fn check_finds_drift_and_mends_nothing() {
    let checkout = Checkout::new("check-finds-drift");
    checkout.run(&["regenerate"]).succeeded();
    let path = "crates/generated/clock/src/lib.rs";
    let text = checkout.read(path);
    checkout.write(path, &text.replacen("Tells the time.", "Told the time.", 1));
    fs::remove_file(checkout.root.join("crates/generated/clock/README.md")).unwrap();
    checkout.write("crates/generated/clock/src/orphan.rs", "");
    let before = checkout.files("crates/generated");

    let ran = checkout.run(&["regenerate", "--check", "clock"]).failed();
    let line = 1 + text.lines().position(|line| line.contains("Tells the time.")).unwrap();
    let expected = format!(
        "missing crates/generated/clock/README.md\ndiffers {path}:{line}\n\
         orphan  crates/generated/clock/src/orphan.rs\n"
    );
    assert_eq!(ran.stdout, expected);
    assert!(ran.stderr.contains("run `cargo xtask regenerate clock`"), "{}", ran.stderr);
    assert_eq!(checkout.files("crates/generated"), before);
    checkout.run(&["regenerate", "--check", "watch"]).succeeded();
}

#[test]
fn unknown_services_are_named_with_the_nearest() {
    let checkout = Checkout::new("unknown-services");
    for command in ["regenerate", "lint", "bundle"] {
        let ran = checkout.run(&[command, "clcok"]).failed();
        assert!(ran.stderr.contains("no service is called `clcok`"), "{}", ran.stderr);
        assert!(ran.stderr.contains("did you mean `clock`? The services are clock, watch"), "{}", ran.stderr);
    }
    let ran = checkout.run(&["regenerate", "dns"]).failed();
    assert!(ran.stderr.contains("the services are clock, watch"), "{}", ran.stderr);
    assert!(!checkout.root.join("crates/generated/clock").exists());
}

#[test]
fn spec_folders_hold_yaml_and_have_plain_names() {
    let checkout = Checkout::new("spec-folders");
    checkout.write("specs/clock/more.yml", CLOCK);
    let ran = checkout.run(&["regenerate"]).failed();
    assert!(ran.stderr.contains("specs/clock/more.yml would not be read"), "{}", ran.stderr);
    fs::remove_file(checkout.root.join("specs/clock/more.yml")).unwrap();
    for name in ["clock-model", "Clock_2"] {
        checkout.write(&format!("specs/{name}/service.yaml"), CLOCK);
        let ran = checkout.run(&["regenerate"]).failed();
        assert!(ran.stderr.contains(&format!("specs/{name} cannot name")), "{}", ran.stderr);
        fs::remove_dir_all(checkout.root.join("specs").join(name)).unwrap();
    }
}

#[test]
fn lint_tells_house_and_foreign_apart() {
    let checkout = Checkout::new("lint");
    let ran = checkout.run(&["lint"]).succeeded();
    assert!(ran.stdout.contains("specs/clock: 1 file, nothing found\n"), "{ran:#?}");

    let undocumented = CLOCK.replace("      externalDocs: {url: 'https://clock.example.com/docs'}\n", "");
    checkout.write("specs/clock/service.yaml", &undocumented);
    checkout.write("foreign.yaml", &undocumented);
    // A file of a service stands for the service.
    for spec in ["clock", "specs/clock/service.yaml"] {
        let ran = checkout.run(&["lint", spec]).failed();
        assert!(ran.stderr.contains("error[missing-documentation]"), "{}", ran.stderr);
        assert!(ran.stdout.contains("specs/clock: 1 file, 1 error\n"), "{ran:#?}");
    }
    let ran = checkout.run(&["lint", "foreign.yaml"]).succeeded();
    assert!(ran.stderr.contains("warning[missing-documentation]"), "{}", ran.stderr);
    assert!(ran.stdout.contains("foreign.yaml: 1 file, 1 warning\n"), "{ran:#?}");
}

#[test]
fn lint_explains() {
    let checkout = Checkout::new("lint-explains");
    let ran = checkout.run(&["lint", "--explain", "list-without-pagination"]).succeeded();
    assert!(ran.stdout.contains("x-pagination"), "{ran:#?}");
    let ran = checkout.run(&["lint", "--explain", "list-without"]).failed();
    assert!(ran.stderr.contains("did you mean `list-without-pagination`?"), "{}", ran.stderr);
}

#[test]
fn bundle_writes_one_file_a_service() {
    let checkout = Checkout::new("bundle");
    let ran = checkout.run(&["bundle"]).succeeded();
    assert_eq!(ran.stdout, "wrote target/bundles/clock.json\nwrote target/bundles/watch.json\n");
    assert!(checkout.read("target/bundles/clock.json").contains("\"operationId\": \"ShowTime\""));
    let ran = checkout.run(&["bundle", "watch", "--out", "elsewhere"]).succeeded();
    assert_eq!(ran.stdout, "wrote elsewhere/watch.json\n");
    assert!(!checkout.root.join("elsewhere/clock.json").exists());
}

#[test]
fn generate_writes_crates_of_its_own() {
    let checkout = Checkout::new("generate");
    checkout.write("someones/Wall Clock.yaml", CLOCK);
    let arguments = ["generate", "someones/Wall Clock.yaml", "--out", "out"];
    let ran = checkout.run(&arguments).succeeded();
    assert!(ran.stdout.contains("wall-clock-client and wall-clock-model: "), "{ran:#?}");
    assert!(ran.stdout.contains("cargo build --manifest-path out/Cargo.toml"), "{ran:#?}");
    let manifest = checkout.read("out/wall-clock/Cargo.toml");
    let runtime = checkout.root.canonicalize().unwrap().join("crates").to_string_lossy().replace('\\', "/");
    assert!(manifest.contains(&format!("path = \"{runtime}/core\"")), "{manifest}");

    // Its own folder it writes again, and leaves what cargo made beside the packages.
    checkout.write("out/Cargo.lock", "");
    checkout.write("out/wall-clock/src/orphan.rs", "");
    let ran = checkout.run(&arguments).succeeded();
    assert!(ran.stdout.contains("removed out/wall-clock/src/orphan.rs\n"), "{ran:#?}");
    assert!(ran.stdout.contains(": 0 files written, 1 removed, "), "{ran:#?}");
    assert!(checkout.root.join("out/Cargo.lock").exists());
}

#[test]
fn generate_refuses_folders_of_others() {
    let checkout = Checkout::new("generate-refuses");
    checkout.write("clock.yaml", CLOCK);
    checkout.write("out/notes.txt", "mine\n");
    let ran = checkout.run(&["generate", "clock.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("out is not empty"), "{}", ran.stderr);
    assert_eq!(checkout.files("out").len(), 1);

    // Neither the project's own crates nor those of another spec.
    checkout.run(&["regenerate"]).succeeded();
    checkout.run(&["generate", "clock.yaml", "--out", "crates/generated"]).failed();
    checkout.run(&["generate", "clock.yaml", "--out", "fresh"]).succeeded();
    let before = checkout.files("fresh");
    checkout.run(&["generate", "clock.yaml", "--out", "fresh", "--name", "watch"]).failed();
    checkout.run(&["generate", "clock.yaml", "--out", "fresh", "--name", "4you"]).failed();
    assert_eq!(checkout.files("fresh"), before);
}

#[test]
fn generate_writes_nothing_from_a_wrong_spec() {
    let checkout = Checkout::new("generate-wrong");
    checkout.write("clock.yaml", &CLOCK.replace("3.0.3", "3.1.0"));
    let ran = checkout.run(&["generate", "clock.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("clock.yaml:1:10"), "{}", ran.stderr);
    assert!(!checkout.root.join("out").exists());
    let ran = checkout.run(&["generate", "absent.yaml", "--out", "out"]).failed();
    assert!(ran.stderr.contains("cannot read absent.yaml"), "{}", ran.stderr);
}
