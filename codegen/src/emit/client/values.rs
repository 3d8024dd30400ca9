//! Values that the service takes, as Rust writes them: for tests, for programs, for the first call that
//! a reader sees. `crate_name` is the client's.

use crate::emit::rust::raw_string;
use crate::emit::types::type_text;
use crate::ir::{Body, Content, Operation, Part, PartContent, Type};

/// Whether a call of the operation can be read at a glance.
pub fn is_simple(operation: &Operation) -> bool {
    let readable = |ty: &Type| match ty {
        Type::List(element) => element.is_scalar(),
        ty => ty.is_scalar() || *ty == Type::Secret,
    };
    operation.body.as_ref().is_none_or(|body| !body.required)
        && operation.arguments.iter().all(|argument| readable(&argument.ty))
        && !operation.docs.deprecated
}

/// The arguments of an operation's method, without the body.
pub fn arguments(operation: &Operation, crate_name: &str) -> String {
    let arguments = operation.arguments.iter();
    arguments.map(|argument| value(&argument.ty, &argument.sample, crate_name)).collect::<Vec<_>>().join(", ")
}

/// A body.
pub fn body(body: &Body, crate_name: &str) -> String {
    match &body.content {
        Content::Json { .. } | Content::Form { .. } => {
            format!("serde_json::from_str({}).unwrap()", raw_string(&body.sample))
        }
        Content::Multipart(form) => {
            let required = form.parts.iter().filter(|part| part.required);
            let arguments: Vec<String> = required.map(|part| self::part(part, crate_name)).collect();
            format!("{crate_name}::form::{}::new({})", form.name, arguments.join(", "))
        }
        Content::AnyParts => "huaweicloud_core::body::Multipart::default()".to_owned(),
        Content::Text { .. } | Content::Bytes { .. } => format!("{:?}", body.sample),
    }
}

fn part(part: &Part, crate_name: &str) -> String {
    match &part.content {
        PartContent::File { .. } => format!("{:?}, {:?}", part.wire, "content"),
        PartContent::Text { .. } => format!("{:?}", "content"),
        PartContent::Value(ty) | PartContent::Json { ty, .. } => value(ty, &part.sample, crate_name),
    }
}

/// A value that goes into an argument of this type.
pub fn value(ty: &Type, sample: &str, crate_name: &str) -> String {
    match ty {
        Type::Boolean | Type::Integer | Type::Unsigned => sample.to_owned(),
        Type::Code(_) => format!("{sample}_i64"),
        Type::Float => format!("{:?}", sample.parse::<f64>().unwrap_or_default()),
        // A list takes its very element type.
        Type::List(element) if element.is_scalar() => match &**element {
            Type::Text => format!("[{sample:?}.to_owned()]"),
            Type::Enum(name) => format!("[{crate_name}::model::{name}::from({sample:?})]"),
            Type::Code(name) => format!("[{crate_name}::model::{name}::from({sample})]"),
            Type::Timestamp => format!("[huaweicloud_core::types::Timestamp::from({sample:?})]"),
            element => format!("[{}]", value(element, sample, crate_name)),
        },
        Type::Text | Type::Timestamp | Type::Secret | Type::Enum(_) => format!("{sample:?}"),
        ty => {
            let ty = type_text(ty, &format!("{crate_name}::model::"));
            format!("serde_json::from_str::<{ty}>({}).unwrap()", raw_string(sample))
        }
    }
}
