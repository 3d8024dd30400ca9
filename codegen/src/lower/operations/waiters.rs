//! Waiting: from `x-waiter` to methods of the builder.

use crate::ir::{Docs, Success, Waiter};
use crate::json::segments;
use crate::load::{Node, Place};
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{code, docs, sentence};

/// What can be waited for by calling an operation.
pub fn lower(
    schemas: &mut Schemas<'_>,
    operation: &openapiv3::Operation,
    place: &Place,
    answer: &Success,
) -> Vec<Waiter> {
    if !operation.extensions.contains_key("x-waiter") {
        return Vec::new();
    }
    let place = place.child("x-waiter");
    if !matches!(answer, Success::Json(_)) {
        let message = "a state is looked for in an answer of JSON that has one shape".to_owned();
        let help = "document that answer alone, or remove `x-waiter`".to_owned();
        schemas.report("waiter-operation", &place, message, Some(help));
        return Vec::new();
    }
    let list = schemas.spec.node(&place).map(Node::items).unwrap_or_default();
    list.iter().filter_map(waiter).collect()
}

fn waiter(node: &Node) -> Option<Waiter> {
    let texts = |key: &str| -> Vec<String> {
        let items = node.get(key).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::as_text).map(str::to_owned).collect()
    };
    let text = |key: &str| node.get(key).and_then(Node::as_text);
    let seconds = |key: &str| node.get(key).and_then(Node::as_integer);
    let name = text("name")?;
    let mut waiter = Waiter {
        name: name.to_owned(),
        method: format!("wait_until_{name}"),
        docs: Docs::default(),
        state: text("state")?.to_owned(),
        success: texts("success"),
        failure: texts("failure"),
        gone: node.get("gone").and_then(Node::as_boolean) == Some(true),
        needs: texts("needs"),
        interval: seconds("interval"),
        deadline: seconds("deadline"),
    };
    let description = text("description").map(sentence);
    waiter.docs = docs([Some(words(&waiter).as_str()), description.as_deref()], false);
    Some(waiter)
}

/// What ends the wait, and how.
fn words(waiter: &Waiter) -> String {
    let (state, in_list) = shown(&waiter.state);
    let mut ends = Vec::new();
    if waiter.gone {
        let empty = if in_list { ", or an empty list" } else { "" };
        ends.push(format!("it is gone (404{empty})"));
    }
    if !waiter.success.is_empty() {
        ends.push(format!("{state} is {}", listed(&waiter.success, "or")));
    }
    let time = time(waiter.deadline.unwrap_or(Waiter::DEADLINE));
    let mut text = format!("Waits up to {time} until {}", ends.join(" or "));
    match waiter.failure.as_slice() {
        [] => {}
        [one] => text.push_str(&format!("; {} is an error", code(one))),
        several => text.push_str(&format!("; {} are errors", listed(several, "and"))),
    }
    text.push('.');
    if !waiter.needs.is_empty() {
        text.push_str(&format!(" Needs {}.", listed(&waiter.needs, "and")));
    }
    text
}

/// A pointer as people write paths, and whether it goes through a list.
fn shown(pointer: &str) -> (String, bool) {
    let (mut path, mut in_list) = (String::new(), false);
    for segment in segments(pointer) {
        if !path.is_empty() && segment.bytes().all(|it| it.is_ascii_digit()) {
            path.push_str(&format!("[{segment}]"));
            in_list = true;
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(&segment);
        }
    }
    (code(&path), in_list)
}

fn listed(values: &[String], word: &str) -> String {
    let values: Vec<String> = values.iter().map(|it| code(it)).collect();
    match values.as_slice() {
        [init @ .., last] if !init.is_empty() => format!("{} {word} {last}", init.join(", ")),
        values => values.concat(),
    }
}

fn time(seconds: i64) -> String {
    let (number, unit) = match seconds {
        _ if seconds % 3600 == 0 => (seconds / 3600, "hour"),
        _ if seconds % 60 == 0 => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
