//! Plays services on loopback until it is stopped: `cargo xtask mock [SERVICE…] [--port N] [--stateful]`.

use std::process::ExitCode;

use clap::{Arg, ArgAction, Command, value_parser};
use huaweicloud_core::description::Description;
use huaweicloud_demo::services;
use huaweicloud_mock::{Builder, Mock};

fn main() -> ExitCode {
    let arguments = Command::new("mock")
        .bin_name("cargo xtask mock")
        .about("Plays services of the cloud on this machine, until Ctrl-C")
        .arg(Arg::new("service").value_name("SERVICE").num_args(0..).help("What to play [default: all]"))
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("N")
                .value_parser(value_parser!(u16))
                .default_value("4010")
                .help("Port on 127.0.0.1; 0 takes a free one"),
        )
        .arg(
            Arg::new("records")
                .long("records")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .help("How many records each list has [default: those of the documented example]"),
        )
        .arg(
            Arg::new("stateful")
                .long("stateful")
                .action(ArgAction::SetTrue)
                .help("Remembers what is created, changed and deleted, where the specs say how"),
        )
        .get_matches();
    let named: Vec<&String> = arguments.get_many("service").into_iter().flatten().collect();
    let port = arguments.get_one("port").copied().unwrap_or_default();
    let mut builder = Mock::builder().port(port).log(|request| println!("{request}"));
    if let Some(records) = arguments.get_one("records").copied() {
        builder = builder.records(records);
    }
    if arguments.get_flag("stateful") {
        builder = builder.stateful();
    }
    let outcome = selected(&named).and_then(|services| serve(services, builder));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn selected(named: &[&String]) -> Result<Vec<Description>, String> {
    let all = services();
    let names = || all.iter().map(|described| described.service.name).collect::<Vec<_>>().join(", ");
    if named.is_empty() {
        return Ok(all.to_vec());
    }
    let find = |name: &&String| {
        let found = all.iter().find(|described| described.service.name == name.as_str());
        found.copied().ok_or_else(|| format!("there is no service `{name}`: there are {}", names()))
    };
    named.iter().map(find).collect()
}

fn serve(services: Vec<Description>, builder: Builder) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime to serve with: {error}"))?;
    runtime.block_on(async {
        let titles: Vec<&str> = services.iter().map(|described| described.service.title).collect();
        let mock = builder.start(services).await.map_err(|error| error.to_string())?;
        println!("{} at {}\n", titles.join(", "), mock.url());
        println!("In another shell:\n");
        for (name, value) in mock.environment() {
            println!("    export {name}={value}");
        }
        println!("\nThen `Config::from_env().await?` calls this server. Ctrl-C stops it.\n");
        tokio::signal::ctrl_c().await.map_err(|error| format!("Ctrl-C cannot be heard: {error}"))
    })
}
