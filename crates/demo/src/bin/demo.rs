//! Makes the documented calls and shows what comes back: `cargo xtask demo`.

use std::fmt::Debug;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use huaweicloud_core::{Config, Error, Response};
use huaweicloud_demo::table::{cell, table};
use huaweicloud_demo::{count, services};
use huaweicloud_mock::Mock;

/// The ids that the calls need, with the values of the documentation, which the mock takes as well
/// as any.
const IDS: [(&str, &str, &str); 5] = [
    ("vpn-server", "2407a20d-0bf7-4530-ba9a-7ffa0cedfa3b", "Id of a VPN server"),
    ("p2c-vpn-gateway", "b2d5a6f0-4a5f-4a3e-9c1d-2f6d1c0e7a34", "Id of a P2C VPN gateway"),
    ("vpc-endpoint-service", "4189d3c2-8882-4871-a3c2-d380272eed88", "Id of a VPC endpoint service"),
    ("apig-instance", "eddc4d25480b4cd6b512f270a1b8b341", "Id of a dedicated API gateway"),
    ("css-cluster", "5c77b71c-5b35-4f50-8984-76387e42451a", "Id of a CSS cluster"),
];

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("no runtime to call with: {error}")),
    };
    match runtime.block_on(run(&arguments())) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(number) => failed(&format!("{} went wrong", count(number, "call"))),
        Err(error) => failed(&error),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::FAILURE
}

fn arguments() -> ArgMatches {
    let command = Command::new("demo")
        .bin_name("cargo xtask demo")
        .about("Makes the documented calls and shows what comes back")
        .long_about(
            "Makes the documented calls and shows what comes back.\n\n\
             Without --endpoint and --cloud a mock on this machine answers, and no account is needed.\n\
             Against the real cloud the environment says who calls: HUAWEICLOUD_SDK_AK, _SK,\n\
             _PROJECT_ID and _REGION; the ids below name resources of yours.",
        )
        .arg(
            Arg::new("endpoint")
                .long("endpoint")
                .value_name("URL")
                .help("Calls this address; the environment says who calls"),
        )
        .arg(
            Arg::new("cloud")
                .long("cloud")
                .action(clap::ArgAction::SetTrue)
                .help("Calls the real cloud, as the environment says"),
        );
    let ids = IDS.map(|(name, documented, help)| {
        Arg::new(name).long(name).value_name("ID").default_value(documented).help(help)
    });
    command.args(ids).get_matches()
}

/// Makes all calls and tells how many went wrong.
async fn run(arguments: &ArgMatches) -> Result<usize, String> {
    let endpoint = arguments.get_one::<String>("endpoint");
    let mut demo = Demo { arguments, config: None, failures: 0 };
    if endpoint.is_some() || arguments.get_flag("cloud") {
        demo.config = Some(config(endpoint).await.map_err(|error| error.to_string())?);
        println!("Calling {}\n", endpoint.map_or("the cloud, as the environment says", String::as_str));
    }
    demo.documented_calls().await?;
    demo.all_pages().await?;
    demo.not_found().await?;
    Ok(demo.failures)
}

async fn config(endpoint: Option<&String>) -> Result<Config, Error> {
    match endpoint {
        Some(url) => Config::builder_from_env().await?.endpoint(url).build(),
        None => Config::from_env().await,
    }
}

struct Demo<'a> {
    arguments: &'a ArgMatches,
    /// Where to call; a mock of its own for each part if there is none.
    config: Option<Config>,
    failures: usize,
}

impl Demo<'_> {
    fn id(&self, name: &str) -> &str {
        self.arguments.get_one::<String>(name).map_or("", String::as_str)
    }

    /// The configuration to call with, and the mock behind it, which lives as long as it is held.
    async fn server(&self, records: Option<u64>) -> Result<(Config, Option<Mock>), String> {
        if let Some(config) = &self.config {
            return Ok((config.clone(), None));
        }
        let mut builder = Mock::builder();
        if let Some(records) = records {
            builder = builder.records(records);
        }
        let mock = builder.start(services()).await.map_err(|error| error.to_string())?;
        println!("A mock at {} answers; nothing leaves this machine.\n", mock.url());
        Ok((mock.config(), Some(mock)))
    }

    async fn documented_calls(&mut self) -> Result<(), String> {
        let (config, _mock) = self.server(None).await?;
        let vpn = huaweicloud_vpn::Client::new(&config);
        let vpcep = huaweicloud_vpcep::Client::new(&config);
        let apig = huaweicloud_apig::Client::new(&config);
        let css = huaweicloud_css::Client::new(&config);

        let answer = vpn.list_vpn_users(self.id("vpn-server")).limit(10).send().await;
        self.show("ListVpnUsers", answer, |page| {
            let rows = page
                .users
                .iter()
                .map(|it| [cell(&it.id), cell(&it.name), cell(&it.user_group_name), cell(&it.created_at)]);
            table(3, ["id", "name", "group", "created"], &rows.collect::<Vec<_>>())
        });

        let answer = vpn.list_p2c_vgw_connections(self.id("p2c-vpn-gateway")).limit(10).send().await;
        self.show("ListP2cVgwConnections", answer, |page| {
            let rows = page.connections.iter().map(|it| {
                [
                    cell(&it.connection_id),
                    cell(&it.client_user_name),
                    cell(&it.client_ip),
                    cell(&it.inbound_bytes),
                    cell(&it.outbound_bytes),
                ]
            });
            table(3, ["connection", "user", "from", "bytes in", "bytes out"], &rows.collect::<Vec<_>>())
        });

        let answer =
            vpcep.list_service_connections(self.id("vpc-endpoint-service")).status("accepted").send().await;
        self.show("ListServiceConnections", answer, |page| {
            let rows = page
                .connections
                .iter()
                .map(|it| [cell(&it.id), cell(&it.marker_id), cell(&it.status), cell(&it.updated_at)]);
            table(3, ["endpoint", "marker", "status", "updated"], &rows.collect::<Vec<_>>())
        });

        let answer = apig.list_endpoint_connections(self.id("apig-instance")).send().await;
        self.show("ListEndpointConnections", answer, |page| {
            let rows = page
                .connections
                .iter()
                .map(|it| [cell(&it.id), cell(&it.marker_id), cell(&it.status), cell(&it.domain_id)]);
            table(3, ["connection", "marker", "status", "account"], &rows.collect::<Vec<_>>())
        });

        let answer = css.show_vpcep_connection(self.id("css-cluster")).send().await;
        self.show("ShowVpcepConnection", answer, |page| {
            let rows = page
                .connections
                .iter()
                .map(|it| [cell(&it.id), cell(&it.status), cell(&it.max_session), cell(&it.vpcep_ip)]);
            table(3, ["endpoint", "status", "sessions", "address"], &rows.collect::<Vec<_>>())
        });
        Ok(())
    }

    async fn all_pages(&mut self) -> Result<(), String> {
        println!("All pages of ListVpnUsers, ten users a page");
        let (config, _mock) = self.server(Some(25)).await?;
        let vpn = huaweicloud_vpn::Client::new(&config);
        let mut pages = vpn.list_vpn_users(self.id("vpn-server")).limit(10).pages();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => {
                    let id = |user: Option<&huaweicloud_vpn::model::VpnUser>| {
                        user.map_or_else(String::new, |user| cell(&user.id))
                    };
                    println!(
                        "   {}\n      {} of {}: {} … {}",
                        page.request_line(),
                        count(page.users.len(), "user"),
                        cell(&page.total_count),
                        id(page.users.first()),
                        id(page.users.last())
                    );
                }
                Err(error) => self.failed(&error),
            }
        }
        println!();
        Ok(())
    }

    async fn not_found(&mut self) -> Result<(), String> {
        println!("A 404 as a caller sees it");
        let (config, mock) = self.server(None).await?;
        let apig = huaweicloud_apig::Client::new(&config);
        let mut request = apig.list_endpoint_connections("00000000000000000000000000000000");
        if mock.is_some() {
            // The mock knows every id; this asks it for a documented error.
            request = request.with_header("Prefer", "code=404");
        }
        match request.send().await {
            Err(error) if error.is_not_found() => println!(
                "   {}\n   {error}\n      is_not_found()  true\n      status()        {:?}\n      code()          {:?}\n      request_id()    {:?}\n",
                error.request_line().unwrap_or_default(),
                error.status(),
                error.code(),
                error.request_id()
            ),
            Err(error) => self.failed(&error),
            Ok(answer) => {
                println!("   {} {}: not a 404", answer.request_line(), answer.status());
                self.failures += 1;
            }
        }
        Ok(())
    }

    fn show<T: Debug>(
        &mut self,
        operation: &str,
        answer: Result<Response<T>, Error>,
        rows: impl FnOnce(&T) -> String,
    ) {
        println!("{operation}");
        match answer {
            Ok(answer) => {
                println!("   {}", answer.request_line());
                println!("   {}, request id {}", answer.status(), answer.request_id().unwrap_or("-"));
                println!("{}", rows(&answer));
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&mut self, error: &Error) {
        self.failures += 1;
        println!("   {}\n   {error}\n", error.request_line().unwrap_or("(nothing was sent)"));
    }
}
