//! What the service takes and answers, as data for mocks.

use indexmap::IndexMap;

use crate::emit::literal::Literal;
use crate::emit::rust::raw_string;
use crate::emit::types::{ident, import};
use crate::ir::{
    Answer, Body, Content, Location, Manner, Member, ObjectShape, Operation, Parameter, ParameterStyle, Part,
    PartContent, Shape, Type,
};

/// What the module says of itself.
pub const ABOUT: &str = "What the service takes and answers, for `huaweicloud-mock`.";

/// An object as a static.
pub fn object(object: &ObjectShape) -> String {
    let members = Literal::list(object.members.iter().map(|it| member(it, "")));
    Literal::call("Shape::Object", [members])
        .between(&format!("pub static {}: Shape = ", ident(&object.name)), ";")
}

/// What the descriptions of these operations name, and `names`.
pub fn imports(described: &[&Operation], mut names: Vec<&str>) -> String {
    let operations = || described.iter().copied();
    let parameters = operations()
        .any(|it| !(it.arguments.is_empty() && it.options.is_empty() && it.fixed.query.is_empty()));
    if parameters {
        names.extend(["Location", "Parameter"]);
    }
    let inline =
        |body: &Body| !matches!((&body.content, &body.shape), (Content::Json { .. }, Shape::Object(_)));
    if parameters || operations().any(|it| it.body.as_ref().is_some_and(inline)) {
        names.push("Shape");
    }
    let parts = |body: &Body| matches!(&body.content, Content::Multipart(form) if !form.parts.is_empty());
    if operations().any(|it| it.body.as_ref().is_some_and(parts)) {
        names.push("Member");
    }
    if operations().any(|it| it.body.is_some()) {
        names.push("Body");
    }
    if operations().any(|it| !it.answers.is_empty() || has_own_errors(it)) {
        names.push("Answer");
    }
    names.sort_unstable();
    names.dedup();
    import("huaweicloud_core::description", names)
}

/// The description of an operation.
pub fn operation(module: &str, operation: &Operation) -> Literal {
    let fixed = operation.fixed.query.iter().map(|(name, value)| {
        let value = Literal::call("Shape::Enum", [Literal::list([Literal::text(value)])]);
        Literal::call("Parameter::required", [Literal::atom("Location::Query"), Literal::text(name), value])
    });
    let parameters = operation.arguments.iter().chain(&operation.options).map(parameter).chain(fixed);
    let body = match &operation.body {
        Some(body) => {
            let required = Literal::atom(body.required.to_string());
            let body = Literal::record("Body", [("required", required), ("shape", self::body(body))]);
            Literal::call("Some", [body])
        }
        None => Literal::atom("None"),
    };
    let errors = match &operation.shared_errors {
        Some(name) => Literal::atom(name),
        None => error_list(operation),
    };
    let constant = format!("&crate::{}::{}", ident(module), ident(&operation.constant));
    Literal::record(
        "OperationDescription",
        [
            ("operation", Literal::atom(constant)),
            ("parameters", Literal::list(parameters)),
            ("body", body),
            ("answers", Literal::list(operation.answers.iter().map(answer))),
            ("errors", errors),
        ],
    )
}

/// Errors that no other operation has alike.
fn has_own_errors(operation: &Operation) -> bool {
    operation.shared_errors.is_none() && !operation.error_answers.is_empty()
}

fn error_list(operation: &Operation) -> Literal {
    Literal::list(operation.error_answers.iter().map(answer))
}

/// The lists of errors that several of these operations have, by name.
pub fn shared_errors(described: &[&Operation]) -> String {
    let mut named: IndexMap<&str, &Operation> = IndexMap::new();
    for operation in described {
        if let Some(name) = &operation.shared_errors {
            named.entry(name).or_insert(operation);
        }
    }
    let one = |(name, operation): (&str, &Operation)| {
        error_list(operation).between(&format!("const {name}: &[Answer] = "), ";")
    };
    let lists: Vec<String> = named.into_iter().map(one).collect();
    match lists.is_empty() {
        true => String::new(),
        false => format!("// What several operations refuse alike.\n{}", lists.join("\n\n")),
    }
}

/// A reference to what a body must be.
fn body(body: &Body) -> Literal {
    let wrapped = |shape: &str, inner| Literal::call(&format!("&Shape::{shape}"), [inner]);
    match &body.content {
        Content::Json { .. } => reference(&body.shape, "objects::"),
        Content::Form { .. } => wrapped("Form", reference(&body.shape, "objects::")),
        Content::Multipart(form) => wrapped("Parts", Literal::list(form.parts.iter().map(part))),
        Content::AnyParts => wrapped("Parts", Literal::list([])),
        Content::Text { media_type } | Content::Bytes { media_type } => {
            wrapped("Bytes", Literal::text(media_type))
        }
    }
}

fn part(part: &Part) -> Literal {
    // JSON of a scalar is not the text that its shape is held against.
    let shape = match part.content {
        PartContent::Json { .. } => anything(),
        _ => shape(&part.shape, ""),
    };
    named("Member", part.required, [Literal::text(&part.wire), shape.reference()])
}

fn parameter(parameter: &Parameter) -> Literal {
    let is_list = matches!(parameter.ty, Type::List(_));
    let of_shape = || shape(&parameter.shape, "");
    let (location, shape) = match (parameter.location, parameter.manner) {
        (Location::Path, Manner::Plain) => ("Path", of_shape()),
        (Location::Query, Manner::Plain | Manner::Each) => ("Query", of_shape()),
        (Location::Query, Manner::Joined(",")) => ("QueryJoined", of_shape()),
        (Location::Query, Manner::Styled(ParameterStyle::DeepObject)) => ("QueryDeep", anything()),
        (Location::Query, Manner::Styled(ParameterStyle::FormExploded)) if is_list => {
            ("Query", Literal::atom("Shape::List(&Shape::Any, None, None)"))
        }
        (Location::Query, Manner::Styled(ParameterStyle::FormExploded)) => ("QueryFree", anything()),
        (Location::Header, Manner::Plain) => ("Header", of_shape()),
        (Location::Path, _) => ("Path", anything()),
        (Location::Query, _) => ("Query", anything()),
        (Location::Header, _) => ("Header", anything()),
        (Location::Cookie, _) => ("Cookie", anything()),
    };
    let location = Literal::atom(format!("Location::{location}"));
    named("Parameter", parameter.required, [location, Literal::text(&parameter.wire), shape])
}

fn member(member: &Member, objects: &str) -> Literal {
    named("Member", member.required, [Literal::text(&member.name), reference(&member.shape, objects)])
}

/// A parameter or a member, which has to be there or not.
fn named<const N: usize>(what: &str, required: bool, arguments: [Literal; N]) -> Literal {
    let function = format!("{what}::{}", if required { "required" } else { "optional" });
    Literal::call(&function, arguments)
}

fn answer(answer: &Answer) -> Literal {
    let arguments =
        [Literal::atom(answer.status.to_string()), Literal::text(&answer.meaning), text(&answer.body)];
    let literal = Literal::call("Answer::new", arguments);
    match &answer.media_type {
        Some(media_type) => literal.method("of_type", &Literal::text(media_type)),
        None => literal,
    }
}

/// A text as a raw literal where it has quotes, unless a character needs to be escaped to be seen.
pub fn text(text: &str) -> Literal {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() || (!c.is_ascii() && c.is_alphanumeric());
    let raw = text.contains('"') && text.chars().all(plain);
    if raw { Literal::atom(raw_string(text)) } else { Literal::text(text) }
}

/// A reference to a shape, with `objects` before the names of objects.
fn reference(shape: &Shape, objects: &str) -> Literal {
    match shape {
        Shape::Object(name) => Literal::atom(format!("&{objects}{}", ident(name))),
        shape => self::shape(shape, objects).reference(),
    }
}

fn shape(shape: &Shape, objects: &str) -> Literal {
    match shape {
        Shape::Text(least, most) => {
            Literal::call("Shape::Text", [Literal::option(*least), Literal::option(*most)])
        }
        Shape::Integer(least, most) => {
            Literal::call("Shape::Integer", [Literal::option(*least), Literal::option(*most)])
        }
        Shape::Number(least, most) => {
            let bound = |bound: Option<f64>| Literal::option(bound.map(proc_macro2::Literal::f64_unsuffixed));
            Literal::call("Shape::Number", [bound(*least), bound(*most)])
        }
        Shape::Boolean => Literal::atom("Shape::Boolean"),
        Shape::Enum(values) => {
            Literal::call("Shape::Enum", [Literal::list(values.iter().map(|value| Literal::text(value)))])
        }
        Shape::Time => Literal::atom("Shape::Time"),
        Shape::List(element, least, most) => {
            let bounds = [Literal::option(*least), Literal::option(*most)];
            Literal::call("Shape::List", std::iter::once(reference(element, objects)).chain(bounds))
        }
        Shape::Map(value) => Literal::call("Shape::Map", [reference(value, objects)]),
        // Objects stand in bodies, behind a reference.
        Shape::Object(_) | Shape::Any => anything(),
    }
}

fn anything() -> Literal {
    Literal::atom("Shape::Any")
}
