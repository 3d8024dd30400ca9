//! The methods of a builder that wait.

use super::answers;
use crate::emit::layout::WIDTH;
use crate::emit::literal::string;
use crate::emit::rust::comment;
use crate::ir::{Operation, Waiter};

/// The call of the macro that gives a builder its waits.
pub fn waits(operation: &Operation) -> String {
    let waits = operation.waiters.iter().map(|waiter| wait(operation, waiter)).collect::<Vec<_>>();
    format!("huaweicloud_core::waits! {{\n    {}:\n{}\n}}", operation.builder, waits.join("\n"))
}

fn wait(operation: &Operation, waiter: &Waiter) -> String {
    let docs = comment(&waiter.docs.text, "    ///");
    let head = format!("    {} -> {} =", waiter.method, until(operation, waiter));
    let ends = ends(waiter);
    let break_ = if head.len() + ends.len() + 2 > WIDTH { "\n        " } else { " " };
    format!("{docs}\n{head}{break_}{ends};")
}

/// What a wait gives in the end.
fn until(operation: &Operation, waiter: &Waiter) -> String {
    if waiter.gone { "()".to_owned() } else { format!("Response<{}>", answers::text(&operation.answer)) }
}

/// What ends it.
fn ends(waiter: &Waiter) -> String {
    let list = |values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| string(value)).collect();
        format!("[{}]", values.join(", "))
    };
    let mut ends = vec![string(&waiter.state), list(&waiter.success), list(&waiter.failure)];
    ends.extend((!waiter.needs.is_empty()).then(|| format!("needs {}", list(&waiter.needs))));
    ends.extend(waiter.interval.map(|seconds| format!("interval {seconds}")));
    ends.extend(waiter.deadline.map(|seconds| format!("deadline {seconds}")));
    ends.join(", ")
}
