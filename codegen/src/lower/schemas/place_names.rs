//! What to call a type after the place of its schema, for one that is referred to where it stands.

use crate::json::segments;
use crate::load::yaml::tree::Node;
use crate::load::{Place, Spec};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Keys that say how things are put together, and nothing of what they are.
const STRUCTURE: [&str; 12] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "components",
    "content",
    "items",
    "not",
    "oneOf",
    "paths",
    "properties",
    "schema",
    "schemas",
];

/// A name for the schema at a place, much as it would get where it is met. `named` knows the types that
/// have one.
pub fn name<'n>(spec: &Spec, place: &Place, named: &dyn Fn(&Place) -> Option<&'n str>) -> String {
    let mut name = spec.files.get(place.file).map_or("", |file| file.source.stem()).to_owned();
    let mut at = Place::root(place.file);
    let mut holder = String::new();
    for segment in segments(&place.pointer) {
        at = at.child(&segment);
        let node = spec.node(&at);
        let key = std::mem::replace(&mut holder, segment.clone().into_owned());
        if let Some(known) = named(&at) {
            known.clone_into(&mut name);
            continue;
        }
        match (key.as_str(), &*segment) {
            ("properties", wire) => name = format!("{name}_{wire}"),
            (_, structure) if STRUCTURE.contains(&structure) => {}
            (_, method) if METHODS.contains(&method) => {
                let id = node.and_then(|it| it.get("operationId")).and_then(Node::as_text);
                name = id.map_or_else(|| format!("{method}_{name}"), str::to_owned);
            }
            ("responses", status) if status.starts_with('2') => name.push_str("_response"),
            ("responses", status) if status.starts_with(|it: char| it.is_ascii_digit()) => {
                name = format!("{name}_{status}");
            }
            ("parameters", index) => {
                let named = node.and_then(|it| it.get("name")).and_then(Node::as_text);
                name = format!("{name}_{}", named.unwrap_or(index));
            }
            (_, "requestBody") => name.push_str("_request"),
            (_, "responses" | "parameters" | "headers") => {}
            // A place in a list, or a media type.
            (_, other) if other.bytes().all(|it| it.is_ascii_digit()) || key == "content" => {}
            (_, other) => other.clone_into(&mut name),
        }
    }
    // The name of a list is not that of an element.
    let has = |key: &str| spec.node(place).is_some_and(|node| node.get(key).is_some());
    if has("items") {
        name.push_str("_item");
    } else if has("additionalProperties") && !has("properties") {
        name.push_str("_value");
    }
    name
}
