//! `cargo xtask bundle`: the files of a service as one OpenAPI document.

use std::fs;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use huaweicloud_codegen::{bundle, load};

use crate::failed::{Doing as _, Failed};
use crate::project::Project;
use crate::report;

/// The arguments.
pub fn command() -> Command {
    Command::new("bundle")
        .about("Writes each service's specs as one OpenAPI file, for tools that want one")
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("Folders of specs/ [default: all]"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Where SERVICE.json goes [default: target/bundles]"),
        )
}

/// Runs it.
pub fn run(project: &Project, arguments: &ArgMatches) -> Result<(), Failed> {
    let named: Vec<String> = arguments.get_many("service").into_iter().flatten().cloned().collect();
    let out = match arguments.get_one::<PathBuf>("out") {
        Some(out) => out.clone(),
        None => project.root().join("target/bundles"),
    };
    let mut bundles = Vec::new();
    let mut total = (0, 0);
    for service in project.read(&named)? {
        match load::load(service.sources) {
            Ok(spec) => bundles.push((service.name, bundle::bundle(&spec))),
            Err(failure) => {
                report::diagnostics(&failure.diagnostics, &failure.sources);
                let (errors, warnings) = failure.diagnostics.count();
                total = (total.0 + errors, total.1 + warnings);
            }
        }
    }
    if total.0 > 0 {
        return Err(Failed::because(format!("{}; no file was touched", report::tally(total))));
    }
    fs::create_dir_all(&out).doing("create", &out)?;
    for (name, text) in bundles {
        let path = out.join(format!("{name}.json"));
        fs::write(&path, text).doing("write", &path)?;
        println!("wrote {}", project.shown(&path));
    }
    Ok(())
}
