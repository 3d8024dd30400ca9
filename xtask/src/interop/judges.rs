//! The judges, one function each.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use super::table::{Judge, Table};
use super::tools::pinned;
use super::{Setting, official_sdk};
use crate::failed::Failed;
use crate::process::kept::{Ended, Server, run};
use crate::process::progress;
use crate::report;

/// redocly's linter, on the bundles.
pub fn redocly(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let judge = npm(setting, "redocly lint", "@redocly/cli")?;
    progress("redocly lints the bundles");
    let lint = |files: &[PathBuf], log| {
        let mut command = setting.node()?.command("@redocly/cli/bin/cli.js");
        command.arg("lint").args(files).args(["--format", "json", "--config"]);
        run(command.arg(setting.pins("redocly.yaml")), setting.log(log))
    };
    let bundles: Vec<PathBuf> = setting.bundles.values().cloned().collect();
    let ended = lint(&bundles, "redocly")?;
    let totals = total(&ended.stdout, "errors").zip(total(&ended.stdout, "warnings"));
    let (good, remark) = match totals {
        Some(((errors, files), (warnings, _))) => (
            ended.success && errors == 0 && files == bundles.len(),
            format!("{}, {}", report::count(errors, "error"), report::count(warnings, "warning")),
        ),
        None => (false, "no totals in what it wrote".to_owned()),
    };
    let names: Vec<&str> = setting.bundles.keys().map(String::as_str).collect();
    table.verdict(&judge, good, &format!("the bundles of {}", names.join(", ")), &remark, &ended);
    let ended = lint(&[setting.pins("broken.json")], "redocly-broken")?;
    let refused = !ended.success && ended.stdout.contains("no-invalid-media-type-examples");
    broken(&judge, refused, &ended, table);
    Ok(())
}

/// openapi-spec-validator, on every file.
pub fn validator(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let judge = pypi(setting, "openapi-spec-validator", "openapi-spec-validator")?;
    progress("openapi-spec-validator validates specs and bundles");
    let validate = |files: &[PathBuf], log| {
        let mut command = setting.python.command();
        command.args(["-m", "openapi_spec_validator", "--validation-errors", "all"]);
        run(command.args(files), setting.log(log))
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for service in setting.project.read(&[])? {
        files.extend(service.sources.iter().map(|source| setting.project.root().join(&source.path)));
    }
    let specs = report::count(files.len(), "file");
    files.extend(setting.bundles.values().cloned());
    let ended = validate(&files, "openapi-spec-validator")?;
    // One `PATH: OK` a file.
    let fine = ended.stdout.lines().filter(|line| line.ends_with(": OK")).count();
    let good = ended.success && fine == files.len();
    let subject = format!("{specs} of specs/, {}", report::count(setting.bundles.len(), "bundle"));
    table.verdict(&judge, good, &subject, &format!("{fine} of {} valid", files.len()), &ended);
    let ended = validate(&[setting.pins("broken.json")], "openapi-spec-validator-broken")?;
    broken(&judge, !ended.success && ended.stdout.contains("undeclared"), &ended, table);
    Ok(())
}

/// Prism, serving the bundles: the generated clients' calls, and every documented example.
pub fn prism(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let judge = npm(setting, "Prism", "@stoplight/prism-cli")?;
    let calls = setting.calls()?;
    progress("Prism serves the bundles");
    let mut served = setting.bundles.clone();
    served.insert("broken".to_owned(), setting.pins("broken.json"));
    let start = |(name, file): (&String, &PathBuf)| {
        let mut command = setting.node()?.command("@stoplight/prism-cli/dist/index.js");
        command.args(["mock", "--errors", "--port", "0"]).arg(file);
        let log = setting.log(&format!("prism-{name}"));
        let (server, url) = Server::start(&mut command, &log, |line| {
            line.split_once("Prism is listening on ").map(|(_, url)| url.trim().to_owned())
        })?;
        Ok((server, format!("{name}={url}={}", file.display())))
    };
    // All at once: each takes a second or two to start.
    let started: Vec<(Server, String)> = std::thread::scope(|scope| {
        let threads: Vec<_> = served.iter().map(|it| scope.spawn(move || start(it))).collect();
        let joined = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(Failed::because("starting Prism panicked"))));
        joined.collect::<Result<_, Failed>>()
    })?;
    let mut script = setting.script("prism.py");
    script.arg(calls).arg(setting.pins("documented.json"));
    let ended = run(script.args(started.iter().map(|(_, it)| it)), setting.log("prism"))?;
    table.verdicts(&judge, &ended);
    Ok(())
}

/// The official Python SDK: what it sends and signs, beside what we do.
pub fn sdk(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let judge = official_sdk(setting.project)?;
    let calls = setting.calls()?;
    progress("the official SDK and the generated clients make the same calls");
    let mut script = setting.script("sdk_compare.py");
    script.arg(&calls).arg(setting.pins("documented.json")).arg(setting.pins("odd.json"));
    table.verdicts(&judge, &run(&mut script, setting.log("sdk-compare"))?);
    let mut script = setting.script("sdk_sign.py");
    script.arg(&calls).arg(setting.requests.to_string());
    table.verdicts(&judge, &run(&mut script, setting.log("sdk-sign"))?);
    Ok(())
}

/// The official Python SDK, calling our mock.
pub fn mock(setting: &Setting<'_>, table: &mut Table) -> Result<(), Failed> {
    let judge = official_sdk(setting.project)?;
    let mock = setting.built(&["--package", "huaweicloud-demo", "--bin", "mock"], "mock")?;
    progress("the official SDK calls our mock");
    let called = |script: &str, log: &str, flags: &[&str]| {
        // It says what to export before it serves; these four are what a caller needs.
        let mut exports = BTreeMap::new();
        let mut server = Command::new(&mock);
        server.args(["--port", "0"]).args(flags);
        let (server, exports) =
            Server::start(&mut server, &setting.log(&format!("mock-{log}")), move |line| {
                let (_, setting) = line.split_once("HUAWEICLOUD_SDK_")?;
                let (name, value) = setting.split_once('=')?;
                exports.insert(name.to_owned(), value.trim().trim_matches(['\'', '"']).to_owned());
                let all =
                    ["AK", "SK", "PROJECT_ID", "ENDPOINT"].iter().all(|name| exports.contains_key(*name));
                all.then(|| exports.clone())
            })?;
        let mut script = setting.script(script);
        for (name, value) in &exports {
            script.env(format!("HUAWEICLOUD_SDK_{name}"), value);
        }
        script.arg(&exports["ENDPOINT"]).arg(setting.pins("documented.json"));
        let ended = run(&mut script, setting.log(log));
        drop(server);
        ended
    };
    table.verdicts(&judge, &called("sdk_mock.py", "sdk-mock", &[])?);
    table.verdicts(&judge, &called("sdk_memory.py", "sdk-memory", &["--stateful"])?);
    Ok(())
}

/// What redocly counts under this name in all the documents it wrote, one a file, and how many there are.
/// Each begins with `"totals": {"errors": 0, "warnings": 0, …}`.
fn total(written: &str, name: &str) -> Option<(usize, usize)> {
    let mark = format!("\"{name}\":");
    let mut counts = Vec::new();
    for rest in written.split(&mark).skip(1) {
        counts.push(rest.trim_start().split(|it: char| !it.is_ascii_digit()).next()?.parse::<usize>().ok()?);
    }
    (!counts.is_empty()).then(|| (counts.iter().sum(), counts.len()))
}

/// The verdict on the document that every judge has to refuse.
fn broken(judge: &Judge, refused: bool, ended: &Ended, table: &mut Table) {
    let remark = if refused { "refused" } else { "not refused for what is wrong" };
    table.verdict(judge, refused, "a document with mistakes", remark, ended);
}

fn npm(setting: &Setting<'_>, name: &'static str, package: &str) -> Result<Judge, Failed> {
    Ok(Judge { name, version: pinned(&setting.pins("package.json"), package)? })
}

fn pypi(setting: &Setting<'_>, name: &'static str, package: &str) -> Result<Judge, Failed> {
    Ok(Judge { name, version: pinned(&setting.pins("requirements.txt"), package)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_all_files_are_added_up() {
        let one = r#"{"totals": {"errors": 1, "warnings": 20}, "problems": [{"message": "\"errors\": 7"}]}"#;
        let two = format!("{one}{one}");
        assert_eq!(total(&two, "errors"), Some((2, 2)));
        assert_eq!(total(&two, "warnings"), Some((40, 2)));
        assert_eq!(total("crashed", "errors"), None);
    }
}
