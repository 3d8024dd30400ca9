//! The client crate's module `mock`: what the service takes and answers, as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::package::Package;
use super::rust::{SourceFile, raw_string};
use super::types::{ident, import};
use crate::ir::{Answer, Location, Member, Operation, Parameter, Shape};

/// The module.
pub fn module(package: &Package<'_>) -> String {
    let mut file = SourceFile::generated_from(&package.spec_folder());
    file.module_docs("What the service takes and answers, for `huaweicloud-mock`.");
    file.text(imports(package));
    let chapters = package.service.chapters.iter();
    let operations =
        chapters.flat_map(|chapter| chapter.operations.iter().map(|it| operation(&chapter.module, it)));
    let docs = format!(
        " The service, for `huaweicloud_mock::Mock::start([{}::mock::SERVICE])`.",
        package.client_crate()
    );
    file.item(quote! {
        #[doc = #docs]
        pub static SERVICE: Description =
            Description { service: &crate::SERVICE, operations: &[#(#operations),*] };
    });
    if !package.service.objects.is_empty() {
        let objects = package.service.objects.iter().map(|object| {
            let name = ident(&object.name);
            let members = object.members.iter().map(|it| member(it, &quote!()));
            quote!(pub static #name: Shape = Shape::Object(&[#(#members),*]);)
        });
        file.text("/// What the objects that requests carry must be, by the names of their models.");
        file.below(super::rust::formatted(quote! {
            #[allow(non_upper_case_globals)]
            mod objects {
                use huaweicloud_core::description::{Member, Shape};

                #(#objects)*
            }
        }));
    }
    file.finish()
}

fn imports(package: &Package<'_>) -> String {
    let mut names = vec!["Description", "OperationDescription"];
    let operations = || package.operations();
    let mut parameters = operations().flat_map(|it| it.arguments.iter().chain(&it.options)).peekable();
    if parameters.peek().is_some() {
        names.extend(["Location", "Parameter"]);
    }
    let inline = |body: &crate::ir::Body| !matches!(body.shape, Shape::Object(_));
    if parameters.peek().is_some() || operations().any(|it| it.body.as_ref().is_some_and(inline)) {
        names.push("Shape");
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

fn operation(module: &str, operation: &Operation) -> TokenStream {
    let (module, constant) = (ident(module), ident(&operation.constant));
    let parameters = operation.arguments.iter().chain(&operation.options).map(parameter);
    let body = match &operation.body {
        Some(body) => {
            let (required, shape) = (body.required, reference(&body.shape, &quote!(objects::)));
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

fn parameter(parameter: &Parameter) -> TokenStream {
    let location = match parameter.location {
        Location::Path => quote!(Path),
        Location::Query => quote!(Query),
        Location::QueryJoined => quote!(QueryJoined),
        Location::Header => quote!(Header),
    };
    let (name, kind, shape) =
        (&parameter.wire, necessity(parameter.required), shape(&parameter.shape, &quote!()));
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
    quote!(Answer::new(#status, #meaning, #body))
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
