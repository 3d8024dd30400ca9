//! Makes calls through the generated clients.

use huaweicloud_core::{Error, Response, signing};
use huaweicloud_vpn::{Config, Credentials};
use serde_json::{Value, json};

/// Makes the call of each case, in order, and prints what came of it.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (mut endpoints, mut clock, mut file) = (Vec::new(), None, None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (argument.as_str(), argument.split_once('=')) {
            ("--clock", _) => clock = rest.next(),
            (_, Some(endpoint)) => endpoints.push(endpoint),
            _ => file = Some(argument),
        }
    }
    let file = file.ok_or("which file has the cases?")?;
    let clock = match clock {
        Some(date) => Some(signing::parse_date(date).ok_or(format!("{date} is no time of signing"))?),
        None => None,
    };
    let cases = std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let cases: Vec<Value> =
        serde_json::from_str(&cases).map_err(|error| format!("{file} has no list of cases: {error}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime: {error}"))?;
    for case in &cases {
        let mut config = Config::builder();
        for (service, url) in &endpoints {
            config = config.service_endpoint(*service, *url);
        }
        if let Some(time) = clock {
            config = config.clock(move || time);
        }
        let mut credentials = Credentials::access_key(environment("AK")?, environment("SK")?);
        if let Some(token) = case.get("security_token").and_then(Value::as_str) {
            credentials = credentials.with_security_token(token);
        }
        let project = match case.get("project_id").and_then(Value::as_str) {
            Some(project) => project.to_owned(),
            None => environment("PROJECT_ID")?,
        };
        let config = config.credentials(credentials).project_id(project).build();
        let config = config.map_err(|error| format!("no configuration: {error}"))?;
        println!("{}", runtime.block_on(call(&config, case))?);
    }
    Ok(())
}

fn environment(name: &str) -> Result<String, String> {
    let name = format!("HUAWEICLOUD_SDK_{name}");
    std::env::var(&name).map_err(|_| format!("{name} is not set"))
}

/// Calls the operation of a case with its id and the pairs of its query.
async fn call(config: &Config, case: &Value) -> Result<Value, String> {
    let text = |name: &str| case.get(name).and_then(Value::as_str).ok_or(format!("{case} has no {name}"));
    let (operation, id) = (text("operation")?, text("id")?);
    // Sets each pair of the query with the setter of that name.
    macro_rules! called {
        ($request:expr, $($name:ident: $read:ident),+) => {{
            let mut request = $request;
            for (name, value) in pairs(case)? {
                request = match name {
                    $(stringify!($name) => request.$name($read(name, value)?),)+
                    _ => return Err(format!("{operation} has no parameter {name}")),
                };
            }
            outcome(operation, request.send().await)
        }};
    }
    let (apig, css) = (huaweicloud_apig::Client::new(config), huaweicloud_css::Client::new(config));
    let (vpcep, vpn) = (huaweicloud_vpcep::Client::new(config), huaweicloud_vpn::Client::new(config));
    Ok(match operation {
        "ListEndpointConnections" => called!(
            apig.list_endpoint_connections(id),
            offset: integer, limit: integer, id: word, marker_id: integer, status: word
        ),
        "ShowVpcepConnection" => {
            called!(css.show_vpcep_connection(id), offset: integer, limit: integer)
        }
        "ListServiceConnections" => called!(
            vpcep.list_service_connections(id),
            id: word, marker_id: word, status: word, sort_key: word, sort_dir: word,
            limit: integer, offset: integer
        ),
        "ListP2cVgwConnections" => {
            called!(vpn.list_p2c_vgw_connections(id), limit: integer, offset: integer)
        }
        "ListVpnUsers" => called!(vpn.list_vpn_users(id), limit: integer, marker: word),
        _ => return Err(format!("no client has {operation}")),
    })
}

/// The query as a list of pairs: a JSON object has no order, and ours is the order of the setters.
fn pairs(case: &Value) -> Result<Vec<(&str, &Value)>, String> {
    let pairs = case.get("query").and_then(Value::as_array);
    let pairs = pairs.map(|pairs| pairs.iter().map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?))));
    pairs.and_then(Iterator::collect).ok_or(format!("{case} has no query of pairs"))
}

fn integer(name: &str, value: &Value) -> Result<i64, String> {
    value.as_i64().ok_or(format!("{name} takes an integer, not {value}"))
}

fn word<'a>(name: &str, value: &'a Value) -> Result<&'a str, String> {
    value.as_str().ok_or(format!("{name} takes text, not {value}"))
}

fn outcome<T>(operation: &str, outcome: Result<Response<T>, Error>) -> Value {
    match outcome {
        Ok(response) => json!({
            "operation": operation,
            "status": response.status().as_u16(),
            "request_id": response.request_id(),
            // Where Prism writes what it holds against a call that it answers all the same.
            "violations": response.headers().get("sl-violations").and_then(|value| value.to_str().ok()),
        }),
        Err(error) => json!({
            "operation": operation,
            "status": error.status().map(|status| status.as_u16()),
            "request_id": error.request_id(),
            "error": error.to_string(),
            "body": error.raw_body().map(String::from_utf8_lossy),
        }),
    }
}
