//! Answers: how a success is named as a type, and the enums of those that have several shapes.

use super::requests::MODEL;
use crate::emit::rust::comment;
use crate::emit::types::type_text;
use crate::ir::{Alternatives, Operation, Success};

/// The type of a success as the client's modules write it.
pub fn text(answer: &Success) -> String {
    match answer {
        Success::Json(ty) => type_text(ty, MODEL),
        Success::Text => "Text".to_owned(),
        Success::Bytes => "Blob".to_owned(),
        Success::ByStatus(it) => it.name.clone(),
    }
}

/// The enum of an operation's answers.
pub fn alternatives(operation: &Operation, answers: &Alternatives) -> String {
    let method = operation.method.trim_start_matches("r#");
    let mut text = format!(
        "huaweicloud_core::answers! {{\n    /// What [`Client::{method}`] answers, by the status.\n    pub enum {} {{\n",
        answers.name
    );
    for variant in &answers.variants {
        if !variant.docs.text.is_empty() {
            text.push_str(&comment(&variant.docs.text, "        ///"));
            text.push('\n');
        }
        let statuses = match variant.statuses {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}..={last}"),
        };
        text.push_str(&format!("        {}({statuses}) = {},\n", variant.name, self::text(&variant.answer)));
    }
    text.push_str("    }\n}");
    text
}
