//! A checkout to run commands on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A service without a mistake.
pub const CLOCK: &str = "\
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
      description: It is the time of the place that the clock hangs in.
      externalDocs: {url: 'https://clock.example.com/docs'}
      responses:
        '200':
          description: The time.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ShowTimeResponse'}
              example: {now: '12:00'}
components:
  schemas:
    ShowTimeResponse:
      type: object
      description: The time.
      properties:
        now: {type: string, description: The time.}
";

/// A checkout with the services `clock` and `watch`, removed at the end.
pub struct Checkout {
    pub root: PathBuf,
}

impl Checkout {
    pub fn new(test: &str) -> Self {
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

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[])
    }

    /// Runs a command with variables of the environment.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(&self.root).args(arguments).current_dir(&self.root);
        // These tests may run where annotations are made of what they print.
        command.env_remove("GITHUB_ACTIONS").envs(environment.iter().copied());
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Every file below a folder with its text and the time it was written.
    pub fn files(&self, folder: &str) -> BTreeMap<String, (String, std::time::SystemTime)> {
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
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    #[track_caller]
    pub fn failed(self) -> Self {
        assert_eq!(self.code, 1, "{self:#?}");
        self
    }
}
