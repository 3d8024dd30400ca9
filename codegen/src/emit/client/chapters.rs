//! The client crate: one module a chapter.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::manual::operation::summary;
use super::requests::{MODEL, argument, fixed, passed_on, put_off, with_body};
use super::{answers, forms, manual, waiters};
use crate::emit::layout::WIDTH;
use crate::emit::literal::{Literal, REST, string};
use crate::emit::rust::{SourceFile, doc_attributes, indent};
use crate::emit::types::{Mentioned, ident, import, import_block, type_text};
use crate::ir::{
    Chapter, Content, InBody, Manner, Operation, Pagination, Parameter, PartContent, Style, Success,
};

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
        file.text(description(operation));
        builder(&mut file, operation);
        if !operation.waiters.is_empty() {
            file.text(waiters::waits(operation));
        }
        if let Some(Content::Multipart(form)) = operation.body.as_ref().map(|body| &body.content) {
            forms::form(&mut file, operation, form);
        }
        if let Success::ByStatus(alternatives) = &operation.answer {
            file.text(answers::alternatives(operation, alternatives));
        }
    }
    Some(file.finish())
}

fn imports(chapter: &Chapter) -> String {
    let mut mentioned = Mentioned::default();
    let mut core = BTreeSet::from(["Operation"]);
    let mut bodies = BTreeSet::new();
    for operation in &chapter.operations {
        operation.sent().chain(operation.answer.types()).for_each(|ty| mentioned.add(ty));
        add_answer(&operation.answer, &mut core);
        let mut parameters = operation.arguments.iter().chain(&operation.options);
        if parameters.any(|parameter| matches!(parameter.manner, Manner::Styled(_))) {
            core.insert("ParameterStyle");
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Form { styles, .. }) if !styles.is_empty() => _ = core.insert("ParameterStyle"),
            Some(Content::Multipart(form)) => {
                bodies.insert("Multipart");
                let raw =
                    |it: &PartContent| matches!(it, PartContent::File { .. } | PartContent::Text { .. });
                if form.parts.iter().any(|part| raw(&part.content)) {
                    bodies.insert("Body");
                }
            }
            Some(Content::AnyParts) => _ = bodies.insert("Multipart"),
            Some(Content::Text { .. } | Content::Bytes { .. }) => _ = bodies.insert("Body"),
            Some(Content::Form { .. } | Content::Json { .. }) | None => {}
        }
        if operation.waiters.iter().any(|waiter| !waiter.gone) {
            core.insert("Response");
        }
        if let Some(pagination) = &operation.pagination {
            mentioned.add(&pagination.item);
            core.insert("Pagination");
            core.extend((pagination.style != Style::Offset).then_some("Style"));
            core.extend(pagination.body.as_ref().map(|_| "InBody"));
        }
    }
    let std = if mentioned.maps { "use std::collections::BTreeMap;" } else { "" };
    let shared = mentioned.shared.iter().copied();
    let own =
        if mentioned.generated.is_empty() { "use crate::Client;" } else { "use crate::{Client, model};" };
    import_block([
        std.to_owned(),
        import("huaweicloud_core", core),
        import("huaweicloud_core::body", bodies),
        import("huaweicloud_core::types", shared),
        format!("\n{own}"),
    ])
}

fn add_answer(answer: &Success, core: &mut BTreeSet<&str>) {
    match answer {
        Success::Json(_) => {}
        Success::Text => _ = core.insert("Text"),
        Success::Bytes => _ = core.insert("Blob"),
        Success::ByStatus(it) => it.variants.iter().for_each(|variant| add_answer(&variant.answer, core)),
    }
}

/// Beyond so many arguments, `self` included, clippy asks for a struct; the service asks for them all.
const MOST_ARGUMENTS: usize = 7;

fn method(operation: &Operation) -> TokenStream {
    let docs = doc_attributes(&summary(operation));
    let method = ident(&operation.method);
    let builder = ident(&operation.builder);
    let constant = ident(&operation.constant);
    let mut declarations = Vec::new();
    let mut request = fixed(quote!(self.0.request(&#constant)), &operation.fixed);
    if operation.makes_client_token() {
        request = quote!(#request.client_token());
    }
    for parameter in &operation.arguments {
        declarations.push(argument(&parameter.name, &parameter.ty).declaration);
        request = passed_on(request, parameter);
    }
    let mut inline = None;
    if let Some(body) = operation.required_body() {
        let (declaration, with_body) = with_body(request, body);
        declarations.push(declaration);
        request = with_body;
        inline = put_off(body, &operation.arguments);
    }
    let many =
        (declarations.len() + 1 > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let page = format!("../{}", manual::operation::path(operation));
    quote! {
        #docs
        #[doc = include_str!(#page)]
        #many
        #inline
        pub fn #method(&self, #(#declarations),*) -> #builder {
            #builder(#request)
        }
    }
}

/// The operation as the runtime knows it.
fn description(operation: &Operation) -> String {
    let declared = format!("pub(crate) static {}: Operation =", ident(&operation.constant));
    let texts = [&operation.id, &operation.http_method, &operation.path];
    let [name, http_method, path] = texts.map(|text| string(text));
    let call = format!("Operation::new({name}, {http_method}, {path})");
    let pages = operation.pagination.as_ref().map(|it| pagination(it).between(".in_pages(", ")"));
    let pages = pages.unwrap_or_default();
    let opening = pages.lines().next().unwrap_or_default();
    if pages.is_empty() && declared.len() + call.len() + 2 <= WIDTH {
        format!("{declared} {call};")
    } else if call.len() + opening.len() + 5 <= WIDTH {
        format!("{declared}\n{};", indent(&format!("{call}{pages}")))
    } else {
        let call = format!("Operation::new(\n    {name},\n    {http_method},\n    {path},\n)");
        let below = if pages.is_empty() { "" } else { "\n" };
        format!("{declared} {call}{below}{pages};")
    }
}

/// How a list pages; what is usual is left to the runtime.
fn pagination(pagination: &Pagination) -> Literal {
    let style = match pagination.style {
        Style::Offset => None,
        Style::Marker => Some("Style::Marker"),
        Style::Page => Some("Style::Page"),
    };
    let first = Some(pagination.first).filter(|first| *first != 0);
    let pointer = |pointer: &Option<String>| Some(Literal::call("Some", [Literal::text(pointer.as_ref()?)]));
    let body = pagination.body.as_ref().map(|body| Literal::call("Some", [in_body(body)]));
    let fields = [
        ("style", style.map(Literal::atom)),
        ("limit", Some(Literal::text(&pagination.limit))),
        ("cursor", Some(Literal::text(&pagination.cursor))),
        ("first", first.map(|first| Literal::atom(first.to_string()))),
        ("size", Some(Literal::atom(pagination.size.to_string()))),
        ("items", Some(Literal::text(&pagination.items))),
        ("next", pointer(&pagination.next)),
        ("total", pointer(&pagination.total)),
        ("body", body),
    ];
    let whole = fields.iter().all(|(_, value)| value.is_some());
    let usual = (!whole).then(|| (REST, Literal::atom("Pagination::USUAL")));
    let given = fields.into_iter().filter_map(|(field, value)| Some((field, value?)));
    Literal::record("Pagination", given.chain(usual))
}

fn in_body(body: &InBody) -> Literal {
    let when = body
        .when
        .iter()
        .map(|(pointer, text)| Literal::call("", [pointer, text].map(|it| Literal::text(it))));
    Literal::record(
        "InBody",
        [
            ("limit_as_text", Literal::atom(body.limit_as_text.to_string())),
            ("cursor_as_text", Literal::atom(body.cursor_as_text.to_string())),
            ("when", Literal::list(when)),
        ],
    )
}

/// The type that the client's method gives, and what can be set on it.
fn builder(file: &mut SourceFile, operation: &Operation) {
    file.below(request(operation));
    let optional_body = operation.optional_body();
    if operation.options.is_empty() && optional_body.is_none() {
        return;
    }
    let builder = ident(&operation.builder);
    let setters = operation.options.iter().map(setter);
    let body = optional_body.map(|body| {
        let docs = doc_attributes(&body.docs);
        let (declaration, request) = with_body(quote!(self.0), body);
        let inline = put_off(body, &[]);
        quote!(#docs #inline pub fn body(self, #declaration) -> Self { Self(#request) })
    });
    file.item(quote!(impl #builder { #(#setters)* #body }));
}

/// The type, with what all requests have.
fn request(operation: &Operation) -> String {
    let mut declared = format!("pub struct {} -> {}", operation.builder, answers::text(&operation.answer));
    if let Some(pagination) = &operation.pagination {
        let items = format!("{}: {}", pagination.items_path.join("."), type_text(&pagination.item, MODEL));
        let long = declared.len() + items.len() + 7 > WIDTH;
        declared.push_str(if long { ",\n        " } else { ", " });
        declared.push_str(&items);
    }
    format!(
        "huaweicloud_core::request! {{\n    /// Request of [`Client::{}`].\n    {declared};\n}}",
        operation.method.trim_start_matches("r#")
    )
}

fn setter(parameter: &Parameter) -> TokenStream {
    let docs = doc_attributes(&parameter.docs);
    let name = ident(&parameter.name);
    let declaration = argument(&parameter.name, &parameter.ty).declaration;
    let request = passed_on(quote!(self.0), parameter);
    quote!(#docs pub fn #name(self, #declaration) -> Self { Self(#request) })
}

/// The re-export of a chapter's types of a kind.
pub fn exports<'a>(chapter: &'a Chapter, names: impl Fn(&'a Operation) -> Option<&'a str>) -> String {
    let names = chapter.operations.iter().filter_map(names);
    import(&format!("pub use crate::{}", chapter.module), names).replacen("use ", "", 1)
}
