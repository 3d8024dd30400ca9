//! The client crate: one module a chapter.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{SourceFile, doc_attributes};
use super::types::{Mentioned, ident, import, import_block, type_text, type_tokens};
use crate::ir::{Chapter, Docs, Location, Operation, Pagination, Parameter, Style, Type};

/// The module of a chapter, or `None` when it has no operations.
pub fn module(chapter: &Chapter) -> Option<String> {
    if chapter.operations.is_empty() {
        return None;
    }
    let mut file = SourceFile::generated_from(&chapter.spec);
    file.module_docs(&chapter.title);
    file.text(imports(chapter));
    let methods = chapter.operations.iter().map(method);
    file.item(quote!(impl Client { #(#methods)* }));
    for operation in &chapter.operations {
        description(&mut file, operation);
        builder(&mut file, operation);
    }
    Some(file.finish())
}

fn imports(chapter: &Chapter) -> String {
    let mut mentioned = Mentioned::default();
    let mut core = BTreeSet::from(["Operation", "Request"]);
    for operation in &chapter.operations {
        operation
            .arguments
            .iter()
            .chain(&operation.options)
            .for_each(|parameter| mentioned.add(&parameter.ty));
        operation.body.iter().for_each(|body| mentioned.add(&body.ty));
        mentioned.add(&operation.answer);
        if let Some(pagination) = &operation.pagination {
            mentioned.add(&pagination.item);
            core.extend(["Pagination", "Style"]);
        }
    }
    let std = if mentioned.maps { "use std::collections::BTreeMap;" } else { "" };
    let shared = mentioned.shared.iter().copied();
    let own =
        if mentioned.generated.is_empty() { "use crate::Client;" } else { "use crate::{Client, model};" };
    import_block([
        std.to_owned(),
        import("huaweicloud_core", core),
        import("huaweicloud_core::types", shared),
        format!("\n{own}"),
    ])
}

/// How the client's modules name the types of the model crate: a service may call a type `Request`
/// or `Client`.
const MODEL: &str = "model::";

/// How an argument is declared and how its value is passed on.
struct Argument {
    declaration: TokenStream,
    value: TokenStream,
}

fn argument(name: &str, ty: &Type) -> Argument {
    let name = ident(name);
    let rust = type_tokens(ty, MODEL);
    match ty {
        Type::Boolean | Type::Integer | Type::Float => {
            Argument { declaration: quote!(#name: #rust), value: quote!(#name) }
        }
        _ => Argument { declaration: quote!(#name: impl Into<#rust>), value: quote!(#name.into()) },
    }
}

fn method(operation: &Operation) -> TokenStream {
    let docs = doc_attributes(&method_docs(operation));
    let method = ident(&operation.method);
    let builder = ident(&operation.builder);
    let constant = ident(&operation.constant);
    let mut declarations = Vec::new();
    let mut request = quote!(self.0.request(&#constant));
    for parameter in &operation.arguments {
        declarations.push(argument(&parameter.name, &parameter.ty).declaration);
        request = passed_on(request, parameter);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        // A body is taken as it is: its constructor already says what it needs.
        let ty = type_tokens(&body.ty, MODEL);
        declarations.push(quote!(body: #ty));
        request = quote!(#request.json(&body));
    }
    quote! {
        #docs
        pub fn #method(&self, #(#declarations),*) -> #builder {
            #builder(#request)
        }
    }
}

/// `request` with the parameter's value added.
fn passed_on(request: TokenStream, parameter: &Parameter) -> TokenStream {
    let value = argument(&parameter.name, &parameter.ty).value;
    let wire = &parameter.wire;
    match (parameter.location, &parameter.ty) {
        (Location::Path, Type::Text) => quote!(#request.path(#value)),
        (Location::Path, Type::Enum(_) | Type::Timestamp) => {
            let (name, ty) = (ident(&parameter.name), type_tokens(&parameter.ty, MODEL));
            quote!(#request.path(Into::<#ty>::into(#name).to_string()))
        }
        (Location::Path, _) => quote!(#request.path(#value.to_string())),
        (Location::Header, _) => quote!(#request.header(#wire, &#value)),
        (Location::Query, Type::List(_)) => quote!(#request.query_each(#wire, #value)),
        (Location::QueryJoined, Type::List(_)) => quote!(#request.query_joined(#wire, #value, ",")),
        (Location::Query | Location::QueryJoined, _) => quote!(#request.query(#wire, &#value)),
    }
}

/// The summary comes first, the HTTP line and the address of the page last.
fn method_docs(operation: &Operation) -> Docs {
    let mut text = operation.docs.text.clone();
    let described = operation.arguments.iter().filter(|argument| !argument.docs.text.is_empty());
    for (number, argument) in described.enumerate() {
        text.push_str(if number == 0 { "\n\n" } else { "\n" });
        let name = argument.name.trim_start_matches("r#");
        text.push_str(&format!("- `{name}`: {}", argument.docs.text.replace('\n', "\n  ")));
    }
    text.push_str(&format!("\n\n`{} {}`", operation.http_method, operation.path));
    if let Some(url) = &operation.docs_url {
        text.push_str(&format!("\n([documentation]({url}))"));
    }
    Docs { text: text.trim_start().to_owned(), deprecated: operation.docs.deprecated }
}

fn description(file: &mut SourceFile, operation: &Operation) {
    let constant = ident(&operation.constant);
    let (name, http_method, path) = (&operation.id, &operation.http_method, &operation.path);
    let pagination = match &operation.pagination {
        Some(pagination) => self::pagination(pagination),
        None => quote!(None),
    };
    file.item(quote! {
        pub(crate) static #constant: Operation = Operation {
            name: #name,
            method: #http_method,
            path: #path,
            pagination: #pagination,
        };
    });
}

fn pagination(pagination: &Pagination) -> TokenStream {
    let Pagination { limit, cursor, items, .. } = pagination;
    let (first, size) = (integer(pagination.first), integer(pagination.size));
    let style = match pagination.style {
        Style::Offset => quote!(Offset),
        Style::Marker => quote!(Marker),
        Style::Page => quote!(Page),
    };
    let optional = |pointer: &Option<String>| match pointer {
        Some(pointer) => quote!(Some(#pointer)),
        None => quote!(None),
    };
    let (next, total) = (optional(&pagination.next), optional(&pagination.total));
    quote! {
        Some(Pagination {
            style: Style::#style,
            limit: #limit,
            cursor: #cursor,
            first: #first,
            size: #size,
            items: #items,
            next: #next,
            total: #total,
        })
    }
}

fn integer(value: i64) -> proc_macro2::Literal {
    proc_macro2::Literal::i64_unsuffixed(value)
}

fn builder(file: &mut SourceFile, operation: &Operation) {
    let builder = ident(&operation.builder);
    let docs = format!(" Request of [`Client::{}`].", operation.method.trim_start_matches("r#"));
    file.item(quote! {
        #[doc = #docs]
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder(Request);
    });
    file.below(request_call(operation));
    let optional_body = operation.body.as_ref().filter(|body| !body.required);
    if operation.options.is_empty() && optional_body.is_none() {
        return;
    }
    let setters = operation.options.iter().map(setter);
    let body = optional_body.map(|body| {
        let docs = doc_attributes(&body.docs);
        let ty = type_tokens(&body.ty, MODEL);
        quote!(#docs pub fn body(self, body: #ty) -> Self { Self(self.0.json(&body)) })
    });
    file.item(quote!(impl #builder { #(#setters)* #body }));
}

/// The call of the macro that gives a builder what all builders have.
fn request_call(operation: &Operation) -> String {
    let mut arguments = vec![format!("{} -> {}", operation.builder, type_text(&operation.answer, MODEL))];
    if let Some(pagination) = &operation.pagination {
        let items = pagination.items_path.join(".");
        arguments.push(format!("{items}: {}", type_text(&pagination.item, MODEL)));
    }
    let line = format!("huaweicloud_core::request!({});", arguments.join(", "));
    if line.len() <= 100 {
        line
    } else {
        format!("huaweicloud_core::request!(\n    {}\n);", arguments.join(",\n    "))
    }
}

fn setter(parameter: &Parameter) -> TokenStream {
    let docs = doc_attributes(&parameter.docs);
    let name = ident(&parameter.name);
    let declaration = argument(&parameter.name, &parameter.ty).declaration;
    let request = passed_on(quote!(self.0), parameter);
    quote!(#docs pub fn #name(self, #declaration) -> Self { Self(#request) })
}

/// The re-export of a chapter's request builders.
pub fn builders(chapter: &Chapter) -> String {
    let names: Vec<String> = chapter.operations.iter().map(|operation| operation.builder.clone()).collect();
    import(&format!("pub use crate::{}", chapter.module), names.iter().map(String::as_str))
        .replacen("use ", "", 1)
}
