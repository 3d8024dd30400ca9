//! What a recipe is given: on the command line, in the environment, or made up where a mock answers.

use std::env;
use std::fmt::Write as _;
use std::process;

/// Something that a recipe has to be given.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    name: &'static str,
    about: &'static str,
    /// What a mock takes as well as any.
    made_up: &'static str,
}

/// The port of what is to be published.
pub const PORT_ID: Given = Given {
    name: "PORT_ID",
    about: "Id of the port of a server's network card, which is published",
    made_up: "4189d3c2-8882-4871-a3c2-d380272eed88",
};
/// The VPC of either side.
pub const VPC_ID: Given = Given {
    name: "VPC_ID",
    about: "Id of the VPC that it is in",
    made_up: "4189d3c2-8882-4871-a3c2-d380272eed80",
};
/// The subnet of an endpoint.
pub const SUBNET_ID: Given = Given {
    name: "SUBNET_ID",
    about: "Network id of the subnet of the VPC that the endpoint gets its address in",
    made_up: "16f4a1d5-0b0f-4c1b-9c5d-5b1c2f3d4e5f",
};
/// The account that is let in.
pub const ACCOUNT_ID: Given = Given {
    name: "ACCOUNT_ID",
    about: "Id of the account that may connect",
    made_up: "1564ec50ef2a47c791ea5536353ed4b9",
};

/// The values of `wanted`, in this order: an argument of the command line each, or a variable of the
/// environment such as `RECIPE_VPC_ID`. Without one of them, and with `--help`, the program ends and says
/// how it is used, unless a mock on this machine is called: that takes what is made up here.
pub fn given<const N: usize>(about: &str, wanted: [Given; N]) -> [String; N] {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--help" || it == "-h") {
        print!("{}", usage(about, &wanted));
        process::exit(0);
    }
    let refused = |message: String| -> ! {
        eprint!("error: {message}\n\n{}", usage(about, &wanted));
        process::exit(2);
    };
    if let Some(unknown) = arguments.get(N) {
        refused(format!("nothing is known to do with `{unknown}`"));
    }
    let value = |index: usize| -> String {
        let Given { name, made_up, .. } = wanted[index];
        let stated = arguments.get(index).cloned().or_else(|| variable(&format!("RECIPE_{name}")));
        match stated {
            Some(value) => value,
            None if calls_a_mock() => made_up.to_owned(),
            None => refused(format!("there is no {name}")),
        }
    };
    std::array::from_fn(value)
}

fn usage(about: &str, wanted: &[Given]) -> String {
    let program = env::args().next().unwrap_or_default();
    let program = program.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe");
    let mut text = format!("{about}\n\nUsage: {program}");
    for Given { name, .. } in wanted {
        let _ = write!(text, " {name}");
    }
    text.push_str("\n\n");
    for Given { name, about, .. } in wanted {
        let _ = writeln!(text, "  {name:10}  {about}; or RECIPE_{name} in the environment");
    }
    if !wanted.is_empty() {
        text.push_str("\nAgainst a mock on this machine they may be left out.\n");
    }
    text.push_str(
        "Who calls, and where, is in the environment too: HUAWEICLOUD_SDK_AK, _SK, _PROJECT_ID, _REGION.\n",
    );
    text
}

/// Whether the environment names an address of this machine.
fn calls_a_mock() -> bool {
    let endpoint = variable("HUAWEICLOUD_SDK_ENDPOINT").unwrap_or_default();
    let host = endpoint.split("://").nth(1).unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|it| {
        let rest = host.strip_prefix(it);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

/// A variable of the environment that is not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
