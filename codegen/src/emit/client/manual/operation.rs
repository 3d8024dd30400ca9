//! The page of an operation: what it does, what it takes, what it is refused for, and a call of it.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::expressions::Expressions;
use crate::emit::client::values;
use crate::emit::package::Package;
use crate::emit::rust::formatted;
use crate::emit::types::{ident, tokens};
use crate::ir::{Body, Content, Docs, ErrorDocs, Operation, Success, Type};

/// Where the page is, from the client's folder.
pub fn path(operation: &Operation) -> String {
    format!("docs/operations/{}.md", operation.method.trim_start_matches("r#"))
}

/// What stands with the method itself: the first paragraph.
pub fn summary(operation: &Operation) -> Docs {
    let text = &operation.docs.text;
    let summary = text.split_once(PARAGRAPH).map_or(text.as_str(), |(summary, _)| summary);
    Docs { text: summary.to_owned(), deprecated: operation.docs.deprecated }
}

/// What follows: description, arguments, headers of the answer, waits, method and path.
pub fn description(operation: &Operation) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs.extend(operation.docs.text.split_once(PARAGRAPH).map(|(_, rest)| rest.to_owned()));
    let described = operation.arguments.iter().filter(|argument| !argument.docs.text.is_empty());
    let mut arguments: Vec<String> = described.map(|it| row(&identifier(&it.name), &it.docs)).collect();
    // What a JSON body is, its type says.
    let told = |body: &&Body| !matches!(body.content, Content::Json { .. });
    arguments.extend(operation.required_body().filter(told).map(|body| row("`body`", &body.docs)));
    paragraphs.extend(Some(arguments.concat()).filter(|rows| !rows.is_empty()));
    let headers: String = operation.headers.iter().map(|it| row(&it.name, &it.docs)).collect();
    if !headers.is_empty() {
        paragraphs.push(format!("The answer has the headers:\n{headers}"));
    }
    let waits: Vec<String> = operation
        .waiters
        .iter()
        .map(|it| format!("[`{0}`](crate::request::{1}::{0})", it.method, operation.builder))
        .collect();
    if !waits.is_empty() {
        paragraphs.push(format!("In place of `send()`, to wait for a state:\n{}.", waits.join(",\n")));
    }
    let page = operation.docs_url.as_ref().map(|url| format!("\n([documentation]({url}))"));
    paragraphs.push(format!("{}{}", operation.line, page.unwrap_or_default()));
    paragraphs.iter().map(|paragraph| paragraph.trim_end()).collect::<Vec<_>>().join(PARAGRAPH)
}

const PARAGRAPH: &str = "\n\n";

/// What the service documents to refuse, and with which types.
pub fn error_rows(operation: &Operation) -> String {
    let row = |error: &ErrorDocs| {
        let ty = error.ty.as_ref().and_then(|ty| ty.generated());
        let link = ty.map_or(String::new(), |name| format!(" [`{name}`](crate::model::{name})"));
        format!("{}{link}\n", row(&format!("`{}`", error.status), &error.docs).trim_end())
    };
    let rows: String = operation.errors.iter().map(row).collect();
    let typed = operation.errors.iter().any(|error| error.ty.is_some());
    let how = "\n[`Error::body_as`](crate::Error::body_as) reads a body as its type.\n";
    format!("{rows}{}", if typed { how } else { "" })
}

/// The page; `of_all` where the crate's page tells the errors.
pub fn page(
    package: &Package<'_>,
    expressions: &Expressions<'_>,
    operation: &Operation,
    of_all: bool,
) -> String {
    let errors = match (operation.errors.is_empty(), of_all) {
        (true, _) => String::new(),
        (false, true) => format!("{ERRORS} those that [all operations](crate#errors) document.\n\n"),
        (false, false) => {
            format!("{ERRORS} those that the service documents:\n\n{}\n", error_rows(operation))
        }
    };
    // The summary above it is a paragraph of its own.
    format!("\n{}\n\n{errors}{}", description(operation), example(package, expressions, operation))
}

const ERRORS: &str = "# Errors\n\nThose of any call ([`Error`](crate::Error)), and";

/// A call of the operation.
fn example(package: &Package<'_>, expressions: &Expressions<'_>, operation: &Operation) -> String {
    let crate_name = package.client_crate();
    let call = call(&crate_name, expressions, operation);
    let statements = match (&operation.pagination, &operation.answer) {
        (Some(_), _) => quote! {
            let mut items = #call.items();
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
        },
        (None, Success::Json(Type::Nothing)) => quote!(#call.send().await?;),
        (None, _) => quote! {
            let answer = #call.send().await?.into_inner();
            println!("{answer:?}");
        },
    };
    let text = formatted(quote! {
        async fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
            #statements
            Ok(())
        }
    });
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let [opening, inner @ .., ok, closing] = lines.as_slice() else { return String::new() };
    let uses = |path: &str, name: &str| {
        let named = text.contains(&format!("{name}::")) || text.contains(&format!("<{name}"));
        if named { format!("use {path}::{name};\n") } else { String::new() }
    };
    let imports = [
        uses("std::collections", "BTreeMap"),
        ["Secret", "Timestamp", "Value"].map(|name| uses("huaweicloud_core::types", name)).concat(),
        uses(&crate_name, "model"),
    ];
    let inner: String =
        inner.iter().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
    format!(
        "# Example\n\n```no_run\n# use {crate_name}::Client;\n{}# {opening}\n{inner}# {}\n# {closing}\n```\n",
        imports.concat(),
        ok.trim()
    )
}

fn call(crate_name: &str, expressions: &Expressions<'_>, operation: &Operation) -> TokenStream {
    let plain = |body: &Body| tokens(&values::body(body, crate_name));
    let body = operation.required_body().map(|body| match &body.content {
        Content::Json { ty, .. } | Content::Form { ty, .. } => {
            let json: Value = serde_json::from_str(&body.sample).unwrap_or_default();
            expressions.body(ty, &json).unwrap_or_else(|| plain(body))
        }
        _ => plain(body),
    });
    let arguments = tokens(&values::arguments(operation, crate_name));
    let arguments = match body {
        Some(body) if arguments.is_empty() => body,
        Some(body) => quote!(#arguments, #body),
        None => arguments,
    };
    let method = ident(&operation.method);
    quote!(client.#method(#arguments))
}

/// What a name stands for, as an item of a list.
fn row(name: &str, docs: &Docs) -> String {
    let deprecated = if docs.deprecated { " The service calls it deprecated." } else { "" };
    let text = docs.text.replace('\n', "\n  ");
    format!("- {name}: {text}{deprecated}\n")
}

fn identifier(name: &str) -> String {
    format!("`{}`", name.trim_start_matches("r#"))
}
