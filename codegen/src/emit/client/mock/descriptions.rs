//! What the service takes and answers, as data for mocks.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::package::Package;
use crate::emit::rust::raw_string;
use crate::emit::types::{ident, import};
use crate::ir::{
    Answer, Body, Content, Location, Manner, Member, ObjectShape, Operation, Parameter, ParameterStyle, Part,
    PartContent, Shape, Type,
};

/// What the module says of itself.
pub const ABOUT: &str = "What the service takes and answers, for `huaweicloud-mock`.";

/// The documentation of the one static that callers name.
pub fn service_docs(package: &Package<'_>) -> String {
    let name = package.client_crate();
    format!(" The service, for `huaweicloud_mock::Mock::start([{name}::mock::SERVICE])`.")
}

/// An object as a static.
pub fn object(object: &ObjectShape) -> TokenStream {
    let name = ident(&object.name);
    let members = object.members.iter().map(|it| member(it, &quote!()));
    quote!(pub static #name: Shape = Shape::Object(&[#(#members),*]);)
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
    if operations().any(|it| !it.answers.is_empty()) {
        names.push("Answer");
    }
    names.sort_unstable();
    import("huaweicloud_core::description", names)
}

/// The description of an operation.
pub fn operation(module: &str, operation: &Operation) -> TokenStream {
    let (module, constant) = (ident(module), ident(&operation.constant));
    let fixed = operation
        .fixed
        .query
        .iter()
        .map(|(name, value)| quote!(Parameter::required(Location::Query, #name, Shape::Enum(&[#value]))));
    let parameters = operation.arguments.iter().chain(&operation.options).map(parameter).chain(fixed);
    let body = match &operation.body {
        Some(body) => {
            let (required, shape) = (body.required, self::body(body));
            quote!(Some(Body { required: #required, shape: #shape }))
        }
        None => quote!(None),
    };
    let answers = operation.answers.iter().map(answer);
    quote! {
        OperationDescription {
            operation: &crate::#module::#constant,
            parameters: &[#(#parameters),*],
            body: #body,
            answers: &[#(#answers),*],
        }
    }
}

/// A reference to what a body must be.
fn body(body: &Body) -> TokenStream {
    match &body.content {
        Content::Json { .. } => reference(&body.shape, &quote!(objects::)),
        Content::Form { .. } => {
            let shape = reference(&body.shape, &quote!(objects::));
            quote!(&Shape::Form(#shape))
        }
        Content::Multipart(form) => {
            let parts = form.parts.iter().map(part);
            quote!(&Shape::Parts(&[#(#parts),*]))
        }
        Content::AnyParts => quote!(&Shape::Parts(&[])),
        Content::Text { media_type } | Content::Bytes { media_type } => quote!(&Shape::Bytes(#media_type)),
    }
}

fn part(part: &Part) -> TokenStream {
    let (name, kind) = (&part.wire, necessity(part.required));
    // JSON of a scalar is not the text that its shape is held against.
    let shape = match part.content {
        PartContent::Json { .. } => quote!(Shape::Any),
        _ => shape(&part.shape, &quote!()),
    };
    quote!(Member::#kind(#name, &#shape))
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let is_list = matches!(parameter.ty, Type::List(_));
    let anything = quote!(Shape::Any);
    let of_shape = || shape(&parameter.shape, &quote!());
    let (location, shape) = match (parameter.location, parameter.manner) {
        (Location::Path, Manner::Plain) => (quote!(Path), of_shape()),
        (Location::Query, Manner::Plain | Manner::Each) => (quote!(Query), of_shape()),
        (Location::Query, Manner::Joined(",")) => (quote!(QueryJoined), of_shape()),
        (Location::Query, Manner::Styled(ParameterStyle::DeepObject)) => (quote!(QueryDeep), anything),
        (Location::Query, Manner::Styled(ParameterStyle::FormExploded)) if is_list => {
            (quote!(Query), quote!(Shape::List(&Shape::Any, None, None)))
        }
        (Location::Query, Manner::Styled(ParameterStyle::FormExploded)) => (quote!(QueryFree), anything),
        (Location::Header, Manner::Plain) => (quote!(Header), of_shape()),
        (Location::Path, _) => (quote!(Path), anything),
        (Location::Query, _) => (quote!(Query), anything),
        (Location::Header, _) => (quote!(Header), anything),
        (Location::Cookie, _) => (quote!(Cookie), anything),
    };
    let (name, kind) = (&parameter.wire, necessity(parameter.required));
    quote!(Parameter::#kind(Location::#location, #name, #shape))
}

fn member(member: &Member, objects: &TokenStream) -> TokenStream {
    let (name, kind, shape) = (&member.name, necessity(member.required), reference(&member.shape, objects));
    quote!(Member::#kind(#name, #shape))
}

fn necessity(required: bool) -> proc_macro2::Ident {
    ident(if required { "required" } else { "optional" })
}

fn answer(answer: &Answer) -> TokenStream {
    let status = Literal::u16_unsuffixed(answer.status);
    let meaning = &answer.meaning;
    let body = text(&answer.body);
    let of_type = answer.media_type.as_ref().map(|media_type| quote!(.of_type(#media_type)));
    quote!(Answer::new(#status, #meaning, #body)#of_type)
}

/// A text as a raw literal where it has quotes, unless a character needs to be escaped to be seen.
fn text(text: &str) -> TokenStream {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() || (!c.is_ascii() && c.is_alphanumeric());
    let raw = text.contains('"') && text.chars().all(plain);
    match raw.then(|| raw_string(text).parse()) {
        Some(Ok(tokens)) => tokens,
        _ => quote!(#text),
    }
}

/// A reference to a shape, with `objects` before the names of objects.
fn reference(shape: &Shape, objects: &TokenStream) -> TokenStream {
    match shape {
        Shape::Object(name) => {
            let name = ident(name);
            quote!(&#objects #name)
        }
        shape => {
            let shape = self::shape(shape, objects);
            quote!(&#shape)
        }
    }
}

fn shape(shape: &Shape, objects: &TokenStream) -> TokenStream {
    match shape {
        Shape::Text(least, most) => {
            let (min, max) = (count(least), count(most));
            quote!(Shape::Text(#min, #max))
        }
        Shape::Integer(least, most) => {
            let bound = |bound: &Option<i64>| option(bound.map(Literal::i64_unsuffixed));
            let (min, max) = (bound(least), bound(most));
            quote!(Shape::Integer(#min, #max))
        }
        Shape::Number(least, most) => {
            let bound = |bound: &Option<f64>| option(bound.map(Literal::f64_unsuffixed));
            let (min, max) = (bound(least), bound(most));
            quote!(Shape::Number(#min, #max))
        }
        Shape::Boolean => quote!(Shape::Boolean),
        Shape::Enum(values) => quote!(Shape::Enum(&[#(#values),*])),
        Shape::Time => quote!(Shape::Time),
        Shape::List(element, least, most) => {
            let (element, min, max) = (reference(element, objects), count(least), count(most));
            quote!(Shape::List(#element, #min, #max))
        }
        Shape::Map(value) => {
            let value = reference(value, objects);
            quote!(Shape::Map(#value))
        }
        // Objects stand in bodies, behind a reference.
        Shape::Object(_) | Shape::Any => quote!(Shape::Any),
    }
}

fn count(count: &Option<u64>) -> TokenStream {
    option(count.map(Literal::u64_unsuffixed))
}

fn option(literal: Option<Literal>) -> TokenStream {
    match literal {
        Some(literal) => quote!(Some(#literal)),
        None => quote!(None),
    }
}
