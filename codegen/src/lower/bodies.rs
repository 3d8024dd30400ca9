//! Bodies: what is sent, what is answered, and documented examples of both.

use openapiv3::{Content, Example as OpenApiExample, MediaType, ReferenceOr, StatusCode};

use super::docs::{docs, plain_line};
use super::names::{Scope, snake};
use super::samples;
use super::schemas::{SchemaRef, Schemas};
use super::shapes::shape;
use crate::ir::{Answer, Body, Example, Operation, Role, Shape, Type};
use crate::load::Place;

/// The body that an operation sends.
pub fn request<'a>(
    schemas: &mut Schemas<'a>,
    id: &str,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Option<Body> {
    let place = place.child("requestBody");
    let (place, _, body) = schemas.spec.follow(place, operation.request_body.as_ref()?)?;
    let Some((media_type, media)) = json(&body.content) else {
        unsupported(
            schemas,
            &place.child("content"),
            "request bodies are JSON; other media types are not supported yet",
        );
        return None;
    };
    let place = place.child("content").child(media_type).child("schema");
    let (ty, shape) = match &media.schema {
        Some(schema) => {
            let schema = SchemaRef::from(schema);
            let ty = schemas.type_of(schema, &place, &format!("{id}Request"));
            let shape = shape(schemas, schema, place.file, &ty);
            (ty, shape)
        }
        None => (Type::Any, Shape::Any),
    };
    let text = body.description.as_deref().unwrap_or("The body of the request.");
    let docs = docs([Some(text)], false);
    Some(Body { ty, required: body.required, docs, shape, sample: String::new() })
}

/// What an operation answers when it succeeds.
pub fn answer<'a>(
    schemas: &mut Schemas<'a>,
    id: &str,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Type {
    let place = place.child("responses");
    let mut answer: Option<Type> = None;
    for (status, response) in operation.responses.responses.iter().filter(|(status, _)| is_success(status)) {
        let Some((place, _, response)) = schemas.spec.follow(place.child(&status.to_string()), response)
        else {
            continue;
        };
        if response.content.is_empty() {
            continue;
        }
        let content_place = place.child("content");
        let Some((media_type, media)) = json(&response.content) else {
            unsupported(schemas, &content_place, "answers are JSON; other media types are not supported yet");
            continue;
        };
        let Some(schema) = &media.schema else { continue };
        let place = content_place.child(media_type).child("schema");
        let ty = schemas.type_of(SchemaRef::from(schema), &place, &format!("{id}Response"));
        match &answer {
            None => answer = Some(ty),
            Some(first) if *first == ty => {}
            Some(_) => unsupported(
                schemas,
                &place,
                "two successful answers of different shapes are not supported yet",
            ),
        }
    }
    answer.unwrap_or(Type::Nothing)
}

fn unsupported(schemas: &mut Schemas<'_>, place: &Place, message: &str) {
    schemas.report("unsupported-body", place, message.to_owned(), None);
}

/// The JSON form of a body, if it has one.
fn json(content: &Content) -> Option<(&str, &MediaType)> {
    let is_json = |name: &str| {
        let name = name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase();
        name == "application/json" || name.ends_with("+json") || name == "*/*"
    };
    content.iter().find(|(name, _)| is_json(name)).map(|(name, media)| (name.as_str(), media))
}

/// The documented examples of an operation's bodies, errors included.
pub fn examples<'a>(
    schemas: &mut Schemas<'a>,
    names: &mut Scope,
    lowered: &Operation,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut collect =
        |schemas: &Schemas<'a>, content: &'a Content, place: &Place, what: &str, role: Role, ty: &Type| {
            for (name, json) in documented(schemas, content, place) {
                let name = names.claim(snake(&format!("{}_{what}_{name}", lowered.id)));
                examples.push(Example { name, role: role.clone(), ty: ty.clone(), json });
            }
        };
    let request = operation
        .request_body
        .as_ref()
        .and_then(|body| schemas.spec.follow(place.child("requestBody"), body));
    if let (Some((place, _, body)), Some(lowered_body)) = (request, &lowered.body) {
        collect(schemas, &body.content, &place, "request", Role::Request, &lowered_body.ty);
    }
    for (status, response) in &operation.responses.responses {
        let StatusCode::Code(code) = status else { continue };
        let place = place.child("responses").child(&status.to_string());
        let Some((place, _, response)) = schemas.spec.follow(place, response) else { continue };
        let (role, ty) = match is_success(status) {
            true => (Role::Answer(*code), lowered.answer.clone()),
            false => (Role::Error(*code), error_type(schemas, &response.content, &place)),
        };
        collect(schemas, &response.content, &place, &code.to_string(), role, &ty);
    }
    examples
}

/// The documented answers that have a status of their own. Ranges of statuses and `default` name none.
pub fn answers<'a>(
    schemas: &Schemas<'a>,
    lowered: &Operation,
    operation: &'a openapiv3::Operation,
    place: &Place,
) -> Vec<Answer> {
    let place = place.child("responses");
    let mut answers = Vec::new();
    for (status, response) in &operation.responses.responses {
        let StatusCode::Code(code) = status else { continue };
        let Some((_, _, response)) = schemas.spec.follow(place.child(&status.to_string()), response) else {
            continue;
        };
        let example = lowered.examples.iter().find(|example| match example.role {
            Role::Answer(documented) | Role::Error(documented) => documented == *code,
            Role::Request => false,
        });
        answers.push(Answer {
            status: *code,
            meaning: plain_line(&response.description),
            body: example.map_or(String::new(), |example| samples::on_one_line(&example.json)),
        });
    }
    answers
}

/// The type of an error's body where it is a named one; the common fields are read without it.
fn error_type<'a>(schemas: &mut Schemas<'a>, content: &'a Content, place: &Place) -> Type {
    let named = json(content).and_then(|(name, media)| Some((name, media.schema.as_ref()?)));
    match named {
        Some((name, schema @ ReferenceOr::Reference { .. })) => {
            let place = place.child("content").child(name).child("schema");
            schemas.type_of(SchemaRef::from(schema), &place, "Error")
        }
        _ => Type::Any,
    }
}

/// Names and JSON texts of a body's examples, in the order of the file.
fn documented<'a>(schemas: &Schemas<'a>, content: &'a Content, place: &Place) -> Vec<(String, String)> {
    let Some((media_type, media)) = json(content) else { return Vec::new() };
    let place = place.child("content").child(media_type);
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

/// 2xx, and nothing else.
fn is_success(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    }
}
