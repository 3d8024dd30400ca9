//! Answers: what a success gives, by its status where it gives several things.

use openapiv3::{Response, Schema, StatusCode};

use super::media::{self, Chosen, Kind};
use super::multipart::documented_text;
use super::samples;
use crate::ir::{Alternative, Alternatives, Answer, HeaderDocs, Operation, Role, Success, Type};
use crate::load::Place;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{code, docs, plain_line, sentence};
use crate::lower::words::names::{Scope, upper_camel};

/// A documented response, with the statuses that it is for.
pub struct Documented<'a> {
    pub status: Status,
    pub place: Place,
    pub response: &'a Response,
    /// The media type that is read of it; `None` where it has no body.
    pub chosen: Option<Chosen<'a>>,
}

/// A key of `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Code(u16),
    /// The first digit.
    Range(u16),
    Default,
}

impl Status {
    /// The key as it is written.
    pub fn text(self) -> String {
        match self {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}XX"),
            Status::Default => "default".to_owned(),
        }
    }

    /// 2xx, and nothing else.
    pub fn is_success(self) -> bool {
        matches!(self, Status::Code(200..=299) | Status::Range(2))
    }

    /// A name that stands for the status in Rust.
    fn name(self) -> String {
        let name = match self {
            Status::Code(200) => "Ok",
            Status::Code(201) => "Created",
            Status::Code(202) => "Accepted",
            Status::Code(203) => "NonAuthoritative",
            Status::Code(204) => "NoContent",
            Status::Code(205) => "ResetContent",
            Status::Code(206) => "PartialContent",
            Status::Code(207) => "MultiStatus",
            Status::Code(code) => return format!("Status{code}"),
            Status::Range(_) | Status::Default => "Success",
        };
        name.to_owned()
    }

    /// The first and the last status that is meant, the successes of `default`.
    fn bounds(self) -> (u16, u16) {
        match self {
            Status::Code(code) => (code, code),
            Status::Range(digit) => (digit * 100, digit * 100 + 99),
            Status::Default => (200, 299),
        }
    }
}

/// All responses of an operation, references followed, `default` last.
pub fn documented<'a>(
    schemas: &Schemas<'a>,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Vec<Documented<'a>> {
    let place = place.child("responses");
    let coded = operation.responses.responses.iter().map(|(status, response)| {
        let status = match status {
            StatusCode::Code(code) => Status::Code(*code),
            StatusCode::Range(digit) => Status::Range(*digit),
        };
        (status, response)
    });
    let default = operation.responses.default.iter().map(|response| (Status::Default, response));
    coded
        .chain(default)
        .filter_map(|(status, response)| {
            let (place, _, response) = schemas.spec.follow(place.child(&status.text()), response)?;
            let content = place.child("content");
            let chosen = media::choose(schemas, &response.content, &content, media::ANSWERED);
            Some(Documented { status, place, response, chosen })
        })
        .collect()
}

/// Those that a success may be: 2xx, or `default` where there is none.
pub fn successes<'d, 'a>(all: &'d [Documented<'a>]) -> Vec<&'d Documented<'a>> {
    let coded: Vec<_> = all.iter().filter(|it| it.status.is_success()).collect();
    if coded.is_empty() { all.iter().filter(|it| it.status == Status::Default).collect() } else { coded }
}

/// What an operation answers when it succeeds. `types` are the names that the client crate has.
pub fn success<'a>(
    schemas: &mut Schemas<'a>,
    types: &mut Scope,
    id: &str,
    http_method: &str,
    all: &[Documented<'a>],
) -> Success {
    let nothing = || Success::Json(Type::Nothing);
    // An answer to HEAD is its headers.
    if http_method.eq_ignore_ascii_case("head") {
        return nothing();
    }
    let mut inline: Vec<(&'a Schema, Type)> = Vec::new();
    let mut shapes: Vec<(&Documented<'a>, Option<Success>)> = Vec::new();
    for documented in successes(all) {
        let first = shapes.iter().all(|(_, shape)| shape.is_none());
        let name =
            if first { format!("{id}Response") } else { format!("{id}{}Response", documented.status.name()) };
        shapes.push((documented, shape_of(schemas, documented, &name, &mut inline)));
    }
    let mut distinct: Vec<&Success> = Vec::new();
    for (_, shape) in &shapes {
        distinct.extend(shape.iter().filter(|shape| !distinct.contains(shape)).collect::<Vec<_>>());
    }
    match distinct.as_slice() {
        [] => nothing(),
        [Success::Json(ty)] => Success::Json(named(schemas, ty.clone(), &shapes)),
        [only] => (*only).clone(),
        _ => {
            let mut scope = Scope::with_reserved(&["Other"]);
            let mut variants: Vec<Alternative> = shapes
                .into_iter()
                .map(|(documented, shape)| Alternative {
                    name: scope.claim(documented.status.name()),
                    statuses: documented.status.bounds(),
                    docs: docs([Some(sentence(&documented.response.description).as_str())], false),
                    answer: shape.unwrap_or_else(nothing),
                })
                .collect();
            variants.sort_by_key(|variant| variant.statuses.0 != variant.statuses.1);
            Success::ByStatus(Alternatives {
                name: types.claim(upper_camel(&format!("{id}Answer"))),
                variants,
            })
        }
    }
}

/// The type of the one answer that has a body, by the name that the spec gives it there.
fn named<'a>(schemas: &Schemas<'a>, ty: Type, shapes: &[(&Documented<'a>, Option<Success>)]) -> Type {
    let mut bodies = shapes.iter().filter(|(_, shape)| shape.is_some()).map(|(documented, _)| documented);
    let (Some(only), None) = (bodies.next(), bodies.next()) else { return ty };
    let schema = only.chosen.as_ref().and_then(|chosen| Some((chosen, chosen.media.schema.as_ref()?)));
    match schema {
        Some((chosen, schema)) => schemas.by_its_name(ty, SchemaRef::from(schema), &chosen.schema_place()),
        None => ty,
    }
}

/// What one response carries; `None` for nothing.
fn shape_of<'a>(
    schemas: &mut Schemas<'a>,
    documented: &Documented<'a>,
    name: &str,
    inline: &mut Vec<(&'a Schema, Type)>,
) -> Option<Success> {
    let chosen = documented.chosen.as_ref()?;
    if matches!(documented.status, Status::Code(204 | 205)) {
        let message = format!("an answer of {} has no body", documented.status.text());
        let help = "document the body under the status that it comes with";
        schemas.advise("bodiless-answer", &documented.place.child("content"), message, help);
        return None;
    }
    media::note(schemas, chosen, media::ANSWERED);
    Some(match chosen.kind {
        Kind::Json => {
            let Some(schema) = &chosen.media.schema else { return Some(Success::Json(Type::Any)) };
            let schema = SchemaRef::from(schema);
            // The same object written twice is one type.
            if let SchemaRef::Item(item) = schema
                && let Some((_, ty)) = inline.iter().find(|(earlier, _)| *earlier == item)
            {
                return Some(Success::Json(ty.clone()));
            }
            let ty = schemas.type_of(schema, &chosen.schema_place(), name);
            if let SchemaRef::Item(item) = schema {
                inline.push((item, ty.clone()));
            }
            Success::Json(ty)
        }
        Kind::Text | Kind::Xml | Kind::Form => Success::Text,
        Kind::Bytes | Kind::Multipart => Success::Bytes,
    })
}

/// What to ask for where the service has several media types to give.
pub fn accept(all: &[Documented<'_>]) -> Option<String> {
    let successes = successes(all);
    let several = successes.iter().any(|it| it.response.content.len() > 1);
    let mut asked: Vec<String> = Vec::new();
    for chosen in successes.iter().filter_map(|it| it.chosen.as_ref()) {
        let name = chosen.name.trim().to_owned();
        if !asked.contains(&name) {
            asked.push(name);
        }
    }
    (several && !asked.is_empty() && asked.iter().all(|name| name.contains('/'))).then(|| asked.join(", "))
}

/// Headers that every answer may have and that the runtime reads itself.
const READ_BY_THE_RUNTIME: &[&str] = &["requestid", "xrequestid", "contenttype", "contentlength", "date"];

/// The headers of successes, each once.
pub fn headers<'a>(schemas: &Schemas<'a>, all: &[Documented<'a>]) -> Vec<HeaderDocs> {
    let mut headers: Vec<HeaderDocs> = Vec::new();
    for documented in successes(all) {
        for (name, header) in &documented.response.headers {
            let plain = name.replace(['-', '_'], "").to_ascii_lowercase();
            if READ_BY_THE_RUNTIME.contains(&plain.as_str()) || headers.iter().any(|it| it.name == code(name))
            {
                continue;
            }
            let place = documented.place.child("headers").child(name);
            let Some((_, _, header)) = schemas.spec.follow(place, header) else { continue };
            let text = header.description.as_deref().map(sentence);
            let deprecated = header.deprecated.unwrap_or(false);
            headers.push(HeaderDocs { name: code(name), docs: docs([text.as_deref()], deprecated) });
        }
    }
    headers
}

/// The documented answers that have a status of their own, successes and others; of a range of
/// successes, its first.
pub fn answers<'a>(
    schemas: &Schemas<'a>,
    lowered: &Operation,
    all: &[Documented<'a>],
) -> (Vec<Answer>, Vec<Answer>) {
    let mut answers: Vec<Answer> = Vec::new();
    let successes = successes(all);
    for documented in all {
        let is_success = successes.iter().any(|it| std::ptr::eq(*it, documented));
        let status = match documented.status {
            Status::Code(code) => code,
            Status::Range(_) | Status::Default if is_success => documented.status.bounds().0,
            Status::Range(_) | Status::Default => continue,
        };
        if answers.iter().any(|answer| answer.status == status) {
            continue;
        }
        let text = is_success && matches!(lowered.answer.of(status), Success::Text | Success::Bytes);
        let chosen = documented.chosen.as_ref().filter(|_| text);
        let example = lowered.examples.iter().find(|example| match example.role {
            Role::Answer(documented) | Role::Error(documented) => documented == status,
            Role::Request => false,
        });
        let body = match &chosen {
            Some(chosen) => documented_text(schemas, chosen),
            None => example.map(|example| samples::on_one_line(&example.json)),
        };
        answers.push(Answer {
            status,
            meaning: plain_line(&documented.response.description),
            media_type: chosen.map(|chosen| chosen.sent_as()),
            body: body.unwrap_or_default(),
        });
    }
    answers.into_iter().partition(|answer| (200..300).contains(&answer.status))
}
