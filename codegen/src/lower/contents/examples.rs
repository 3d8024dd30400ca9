//! The documented examples of bodies, as tests read them.

use openapiv3::Example as OpenApiExample;

use super::answers::{Documented, Status, successes};
use super::errors;
use super::media::{self, Chosen, Kind};
use crate::ir::{Content, Example, Operation, Role, Success, Type};
use crate::load::Place;
use crate::lower::schemas::Schemas;
use crate::lower::words::names::{Scope, snake};

/// The documented examples of an operation's bodies, errors included.
pub fn examples<'a>(
    schemas: &mut Schemas<'a>,
    names: &mut Scope,
    lowered: &Operation,
    (operation, place): (&'a openapiv3::Operation, &Place),
    all: &[Documented<'a>],
) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut collect = |schemas: &Schemas<'a>, chosen: &Chosen<'a>, what: &str, role: Role, ty: &Type| {
        for (name, json) in documented(schemas, chosen).into_iter().filter(|(_, json)| may_be(ty, json)) {
            let name = names.claim(snake(&format!("{}_{what}_{name}", lowered.id)));
            examples.push(Example { name, role: role.clone(), ty: ty.clone(), json });
        }
    };
    let request = operation
        .request_body
        .as_ref()
        .and_then(|body| schemas.spec.follow(place.child("requestBody"), body));
    let content = lowered.body.as_ref().map(|body| &body.content);
    if let (Some((place, _, body)), Some(Content::Json { ty, .. } | Content::Form { ty, .. })) =
        (request, content)
        && let Some(chosen) = media::choose(schemas, &body.content, &place.child("content"), media::SENT)
    {
        collect(schemas, &chosen, "request", Role::Request, ty);
    }
    let successes = successes(all);
    for it in all {
        let is_success = successes.iter().any(|success| std::ptr::eq(*success, it));
        let code = match it.status {
            Status::Code(code) => code,
            Status::Range(_) | Status::Default if is_success => 200,
            Status::Range(_) | Status::Default => continue,
        };
        let (role, ty) = if is_success {
            let Success::Json(ty) = lowered.answer.of(code) else { continue };
            (Role::Answer(code), ty.clone())
        } else {
            (Role::Error(code), errors::body_type(schemas, it))
        };
        if let Some(chosen) = it.chosen.as_ref().filter(|chosen| chosen.kind == Kind::Json) {
            collect(schemas, chosen, &code.to_string(), role, &ty);
        }
    }
    examples
}

/// Whether JSON can be read as a type at all. What lints do not see, tests would fail by.
fn may_be(ty: &Type, json: &str) -> bool {
    match ty.target() {
        Type::Model(_) | Type::Boxed(_) | Type::Map(_) => json.starts_with('{'),
        Type::List(_) => json.starts_with('['),
        _ => true,
    }
}

/// Names and JSON texts of a body's examples, in the order of the file.
fn documented<'a>(schemas: &Schemas<'a>, chosen: &Chosen<'a>) -> Vec<(String, String)> {
    let Chosen { media, place, .. } = chosen;
    let mut found: Vec<(String, String)> = Vec::new();
    if media.example.is_some() {
        found.extend(schemas.example(&place.child("example")).map(|json| ("example".to_owned(), json)));
    }
    for (name, example) in &media.examples {
        let place = place.child("examples").child(name);
        let followed: Option<(Place, _, &OpenApiExample)> = schemas.spec.follow(place, example);
        if let Some((place, _, example)) = followed
            && example.value.is_some()
        {
            found.extend(schemas.example(&place.child("value")).map(|json| (name.clone(), json)));
        }
    }
    found
}
