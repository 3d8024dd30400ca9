//! The surface of the client crate.

use super::super::Package;
use super::{Argument, Crates, Item, Kind, Surface};
use crate::emit::client::manual::operation as manual;
use crate::emit::client::requests::{MODEL, declared, declared_body};
use crate::emit::client::{answers, forms};
use crate::emit::types::type_text;
use crate::ir::{
    Alternatives, Body, Content, Form, Location, Manner, Operation, Pagination, Parameter, Part, PartContent,
    Service, Success, Waiter,
};

const CLIENT: Package = Package::Client;

impl Surface {
    pub fn add_client(&mut self, crates: &Crates<'_>) {
        if crates.operations().next().is_none() {
            return;
        }
        let name = crates.client_package();
        self.add(CLIENT, &name, Item::of_crate(crates.service).with_words(&crates.service.docs, false));
        self.regions(&name, crates.service);
        let (answers, bodies) = crates.raw_types();
        for export in answers.into_iter().chain(bodies) {
            self.add(CLIENT, export, Item::new(Kind::Export, &name));
        }
        for operation in crates.operations() {
            self.operation(&name, operation);
        }
    }

    fn regions(&mut self, owner: &str, service: &Service) {
        for endpoint in &service.endpoints {
            let mut region = |name: String| {
                let item = Item::new(Kind::Region, owner).with_detail("address", &endpoint.url);
                self.add(CLIENT, name, item);
            };
            // An address without regions is for callers who name none.
            if endpoint.regions.is_empty() {
                region("SERVICE, without a region".to_owned());
            }
            for name in &endpoint.regions {
                region(format!("SERVICE, region {name}"));
            }
        }
    }

    fn operation(&mut self, owner: &str, operation: &Operation) {
        let method = format!("Client::{}(..)", operation.method);
        let docs = manual::summary(operation);
        // The line with method and path is a detail below.
        let more = manual::description(operation).replace(&operation.line, "");
        let words = format!("{}{more}{}", docs.text, manual::error_rows(operation));
        let mut arguments: Vec<Argument> = operation.arguments.iter().map(given).collect();
        arguments.extend(operation.required_body().map(taken_body));
        let request = format!("{} {}", operation.http_method, operation.path);
        let mut item = Item::new(Kind::Function, owner)
            .with_arguments(arguments)
            .with_docs(&docs)
            .with_identity(&request)
            .with_detail("request", request)
            .with_detail("fixed parts of the request", fixed(operation))
            .with_unseen(
                "examples",
                format!("{:?}{:?}{:?}", operation.answers, operation.error_answers, operation.examples),
            );
        item.docs = words;
        for parameter in &operation.arguments {
            item = detailed(item, parameter, &format!(" of `{}`", parameter.name));
        }
        if let Some(body) = operation.required_body() {
            item = detailed_body(item, body);
        }
        self.add(CLIENT, &method, item);
        self.request(&method, operation);
        if let Some(Content::Multipart(form)) = operation.body.as_ref().map(|body| &body.content) {
            self.form(&method, form);
        }
        if let Success::ByStatus(alternatives) = &operation.answer {
            self.answers(&method, alternatives);
        }
    }

    fn request(&mut self, method: &str, operation: &Operation) {
        let name = format!("request::{}", operation.builder);
        self.add(CLIENT, &name, Item::new(Kind::Struct, method));
        for parameter in &operation.options {
            let setter = Item::new(Kind::Function, &name)
                .with_arguments([given(parameter)])
                .with_docs(&parameter.docs)
                .with_identity(&parameter.wire);
            self.add(CLIENT, format!("{name}::{}(..)", parameter.name), detailed(setter, parameter, ""));
        }
        if let Some(body) = operation.optional_body() {
            let setter =
                Item::new(Kind::Function, &name).with_arguments([taken_body(body)]).with_docs(&body.docs);
            self.add(CLIENT, format!("{name}::body(..)"), detailed_body(setter, body));
        }
        let send = Item::new(Kind::Send, &name).with_type(answered(&operation.answer));
        self.add(CLIENT, format!("{name}::send()"), send);
        if let Some(pagination) = &operation.pagination {
            // What a page is, `send()` says.
            let pages = detailed_pages(Item::new(Kind::Pages, &name), pagination);
            self.add(CLIENT, format!("{name}::pages()"), pages);
            let item = type_text(&pagination.item, MODEL);
            self.add(CLIENT, format!("{name}::items()"), Item::new(Kind::Items, &name).with_type(item));
        }
        for waiter in &operation.waiters {
            // What the answer is, `send()` says.
            let until = if waiter.gone { "Wait<()>" } else { "Wait<Response<_>>" };
            let wait = Item::new(Kind::Wait, &name).with_type(until).with_docs(&waiter.docs);
            self.add(CLIENT, format!("{name}::{}()", waiter.method), detailed_wait(wait, waiter));
        }
    }

    fn form(&mut self, method: &str, form: &Form) {
        let name = format!("form::{}", form.name);
        self.add(CLIENT, &name, Item::new(Kind::Struct, method));
        let arguments = |part: &Part| {
            let arguments = forms::arguments(part).into_iter();
            arguments.map(|(name, ty)| Argument::new(name, ty)).collect::<Vec<_>>()
        };
        let required = form.parts.iter().filter(|part| part.required);
        let mut new =
            Item::new(Kind::Constructor, &name).with_arguments(required.clone().flat_map(arguments));
        for part in required {
            new.docs.push_str(&part.docs.text);
            new = detailed_part(new, part, &format!(" of `{}`", part.name));
        }
        let constructor = format!("{name}::new(..)");
        self.add(CLIENT, &constructor, new);
        for part in form.parts.iter().filter(|part| !part.required) {
            let setter = Item::new(Kind::Function, &constructor)
                .with_arguments(arguments(part))
                .with_docs(&part.docs)
                .with_identity(&part.wire);
            self.add(CLIENT, format!("{name}::{}(..)", part.name), detailed_part(setter, part, ""));
        }
    }

    fn answers(&mut self, method: &str, alternatives: &Alternatives) {
        let name = format!("answer::{}", alternatives.name);
        self.add(CLIENT, &name, Item::new(Kind::Answers, method));
        for variant in &alternatives.variants {
            let (first, last) = variant.statuses;
            let item = Item::new(Kind::Variant, &name)
                .with_type(answers::text(&variant.answer))
                .with_words(&variant.docs, false)
                .with_detail(
                    "status",
                    if first == last { first.to_string() } else { format!("{first}–{last}") },
                );
            self.add(CLIENT, format!("{name}::{}", variant.name), item);
        }
    }
}

fn given(parameter: &Parameter) -> Argument {
    let by_place = parameter.location == Location::Path;
    Argument { by_place, ..Argument::new(&parameter.name, declared(&parameter.ty)) }
}

/// What is answered; another name of a type is the same type.
fn answered(answer: &Success) -> String {
    match answer {
        Success::Json(ty) => type_text(ty.target(), MODEL),
        answer => answers::text(answer),
    }
}

/// What a body is, its type says, and its name is always the same.
fn taken_body(body: &Body) -> Argument {
    Argument::new("body", declared_body(&body.content))
}

fn fixed(operation: &Operation) -> String {
    let fixed = &operation.fixed;
    let mut parts: Vec<String> = fixed.query.iter().map(|(name, value)| format!("?{name}={value}")).collect();
    parts.extend(fixed.server.clone());
    parts.extend(fixed.accept.as_ref().map(|it| format!("accept: {it}")));
    parts.extend(operation.makes_client_token().then(|| "a client token".to_owned()));
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

fn detailed(item: Item, parameter: &Parameter, of: &str) -> Item {
    let place = match parameter.location {
        // A placeholder's name is not sent.
        Location::Path => "path".to_owned(),
        Location::Query => format!("query {}", parameter.wire),
        Location::Header => format!("header {}", parameter.wire),
        Location::Cookie => format!("cookie {}", parameter.wire),
    };
    let manner = match parameter.manner {
        Manner::Plain => String::new(),
        Manner::Each => ", repeated".to_owned(),
        Manner::Joined(separator) => format!(", joined by {separator:?}"),
        Manner::Styled(style) => format!(", {style:?}"),
    };
    item.with_detail(format!("place{of}"), format!("{place}{manner}"))
        .with_unseen(format!("limits{of}"), format!("{:?}", parameter.shape))
        .with_unseen(format!("example{of}"), &parameter.sample)
}

fn detailed_body(item: Item, body: &Body) -> Item {
    let media_type = match &body.content {
        Content::Json { media_type, .. } | Content::Text { media_type } | Content::Bytes { media_type } => {
            media_type.as_str()
        }
        Content::Form { .. } => "application/x-www-form-urlencoded",
        Content::Multipart(_) | Content::AnyParts => "multipart/form-data",
    };
    let item = item
        .with_detail("media type", media_type)
        .with_unseen("limits of the body", format!("{:?}", body.shape))
        .with_unseen("example of the body", &body.sample);
    match &body.content {
        Content::Form { styles, .. } => item.with_detail("styles of the pairs", format!("{styles:?}")),
        _ => item,
    }
}

fn detailed_part(item: Item, part: &Part, of: &str) -> Item {
    let media_type = match &part.content {
        PartContent::File { media_type, .. }
        | PartContent::Text { media_type }
        | PartContent::Json { media_type, .. } => media_type,
        PartContent::Value(_) => "of its type",
    };
    item.with_detail(format!("part{of}"), &part.wire)
        .with_detail(format!("media type{of}"), media_type)
        .with_unseen(format!("limits{of}"), format!("{:?}", part.shape))
        .with_unseen(format!("example{of}"), &part.sample)
}

fn detailed_pages(item: Item, pagination: &Pagination) -> Item {
    let pointer = |pointer: &Option<String>| pointer.clone().unwrap_or_else(|| "none".to_owned());
    let when = pagination.body.iter().flat_map(|body| &body.when);
    let when: Vec<String> = when.map(|(pointer, text)| format!("{pointer} is {text}")).collect();
    let when = if when.is_empty() { "always".to_owned() } else { when.join(" and ") };
    item.with_detail("style", format!("{:?}", pagination.style))
        .with_detail("parameter with the size of a page", &pagination.limit)
        .with_detail("parameter with the place to go on from", &pagination.cursor)
        .with_detail("number of the first page", pagination.first.to_string())
        .with_detail("size of a page", pagination.size.to_string())
        .with_detail("place of the items", &pagination.items)
        .with_detail("place of the next cursor", pointer(&pagination.next))
        .with_detail("place of the total", pointer(&pagination.total))
        .with_detail("pages are answered", when)
}

fn detailed_wait(item: Item, waiter: &Waiter) -> Item {
    let listed = |values: &[String]| match values {
        [] => "none".to_owned(),
        values => values.join(", "),
    };
    let seconds = |seconds: Option<i64>| seconds.map_or("the usual".to_owned(), |it| format!("{it} s"));
    item.with_detail("place of the state", &waiter.state)
        .with_detail("states of success", listed(&waiter.success))
        .with_detail("states of failure", listed(&waiter.failure))
        .with_detail("parameters that have to be set", listed(&waiter.needs))
        .with_detail("first pause", seconds(waiter.interval))
        .with_detail("deadline", seconds(waiter.deadline))
}
