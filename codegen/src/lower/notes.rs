//! What is worth saying of a spec that is right: what a client leaves out, or has otherwise.

use super::schemas::Schemas;
use crate::load::{Node, Place};

impl Schemas<'_> {
    /// Adds a warning about something that is generated all the same.
    pub fn advise(&mut self, name: &'static str, place: &Place, message: String, help: &str) {
        let warning = self.spec.error(name, place, message, Some(help.to_owned())).as_warning();
        self.found.push(warning);
    }

    /// Says that reserved characters are encoded.
    pub fn advise_reserved(&mut self, place: &Place) {
        let message = "reserved characters are sent percent-encoded all the same".to_owned();
        let help = "a service reads both alike; what is signed has to be encoded";
        self.advise("allow-reserved", place, message, help);
    }
}

/// Says once a file that links and callbacks are no part of a client.
pub fn links_and_callbacks(schemas: &mut Schemas<'_>) {
    let spec = schemas.spec;
    for (index, file) in spec.files.iter().enumerate() {
        let (links, callbacks) = extras(&file.tree, &Place::root(index));
        let help = "a client follows no links: callers make the next call";
        tell(schemas, &links, "unfollowed-link", "link", help);
        let help = "a client hears no callbacks: the service that is called back is a program of its own";
        tell(schemas, &callbacks, "unheard-callback", "callback", help);
    }
}

fn tell(schemas: &mut Schemas<'_>, places: &[Place], name: &'static str, what: &str, help: &str) {
    let Some(first) = places.first() else { return };
    let message = match places.len() {
        1 => format!("the {what} is not generated"),
        count => format!("this {what} and {} more in the file are not generated", count - 1),
    };
    schemas.advise(name, first, message, help);
}

/// The links and the callbacks of a file, in its order.
fn extras(root: &Node, place: &Place) -> (Vec<Place>, Vec<Place>) {
    let (mut links, mut callbacks) = (Vec::new(), Vec::new());
    let below = |node: &Node, key: &str, place: Place, found: &mut Vec<Place>| {
        let names = node.get(key).into_iter().flat_map(Node::entries);
        found.extend(names.map(|(name, _)| place.child(key).child(&name.text)));
    };
    for (path, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        for (method, operation) in item.entries() {
            let place = || place.children(["paths", &path.text, &method.text]);
            if operation.get("callbacks").is_some() {
                below(operation, "callbacks", place(), &mut callbacks);
            }
            for (status, response) in operation.get("responses").into_iter().flat_map(Node::entries) {
                if response.get("links").is_some() {
                    below(response, "links", place().children(["responses", &status.text]), &mut links);
                }
            }
        }
    }
    let Some(components) = root.get("components") else { return (links, callbacks) };
    for (name, response) in components.get("responses").into_iter().flat_map(Node::entries) {
        below(response, "links", place.children(["components", "responses", &name.text]), &mut links);
    }
    for (key, found) in [("links", &mut links), ("callbacks", &mut callbacks)] {
        below(components, key, place.child("components"), found);
    }
    (links, callbacks)
}
