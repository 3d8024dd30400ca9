//! Servers: where the service answers, and operations that answer elsewhere.

use openapiv3::{PathItem, Server};

use crate::ir::Endpoint;
use crate::load::Place;
use crate::lower::schemas::Schemas;
use crate::path_key::placeholders;

/// The addresses of the service, by the regions that they serve. Of those that serve none, the first
/// is called.
pub fn endpoints(schemas: &mut Schemas<'_>) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    let spec = schemas.spec;
    for (file, it) in spec.files.iter().enumerate() {
        for (index, server) in it.openapi.servers.iter().enumerate() {
            let place = Place::root(file).child("servers").index(index);
            let Some(endpoint) = endpoint(schemas, server, &place) else { continue };
            let fixed = |it: &&Endpoint| it.regions.is_empty();
            match endpoints.iter().find(fixed).filter(|_| endpoint.regions.is_empty()) {
                Some(first) if *first == endpoint => {}
                Some(first) => {
                    let message = format!("calls go to `{}`, and not to `{}`", first.url, endpoint.url);
                    let help = OTHER_ADDRESS;
                    schemas.advise("further-server", &place.child("url"), message, help);
                }
                None => endpoints.push(endpoint),
            }
        }
    }
    endpoints
}

/// The address of an operation that has one of its own.
pub fn own(
    schemas: &mut Schemas<'_>,
    (item, item_place): (&PathItem, &Place),
    (operation, place): (&openapiv3::Operation, &Place),
) -> Option<String> {
    let of_operation = operation.servers.first().map(|server| (server, place));
    let (server, place) = of_operation.or(item.servers.first().map(|server| (server, item_place)))?;
    let endpoint = endpoint(schemas, server, &place.child("servers").index(0))?;
    let files = &schemas.spec.files;
    let known = files.iter().flat_map(|file| &file.openapi.servers).any(|known| known.url == server.url);
    (!known).then_some(endpoint.url)
}

const OTHER_ADDRESS: &str = "callers who need another address give it to the configuration: `.endpoint(…)`";

/// A server as an endpoint: its `region` variable lists the regions, other variables take their
/// defaults.
fn endpoint(schemas: &mut Schemas<'_>, server: &Server, place: &Place) -> Option<Endpoint> {
    let mut url = server.url.trim().trim_end_matches('/').to_owned();
    let mut regions = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        if name == "region" {
            let known = &variable.enumeration;
            regions = if known.is_empty() { vec![variable.default.clone()] } else { known.clone() };
            continue;
        }
        let placeholder = format!("{{{name}}}");
        if variable.enumeration.len() != 1 && url.contains(&placeholder) {
            let message = format!("`{name}` is `{}` in the address that is called", variable.default);
            let place = place.children(["variables", name, "default"]);
            schemas.advise("server-variable", &place, message, OTHER_ADDRESS);
        }
        url = url.replace(&placeholder, &variable.default);
    }
    let unknown = placeholders(&url).find(|name| *name != "region" || regions.is_empty());
    let problem = match unknown {
        Some(name) => format!("nothing says what `{{{name}}}` is"),
        None if url.starts_with("https://") || url.starts_with("http://") => {
            return Some(Endpoint { url, regions });
        }
        None if url.contains("://") => "it is not called over HTTP".to_owned(),
        None => "it begins at no host".to_owned(),
    };
    let message = format!("`{}` is no address that can be called: {problem}", server.url);
    schemas.advise("unusable-server", &place.child("url"), message, OTHER_ADDRESS);
    None
}
