//! Errors: what their bodies say that the runtime's one error does not.

use openapiv3::ReferenceOr;

use super::answers::{Documented, successes};
use super::media::Kind;
use crate::ir::{ErrorDocs, Type};
use crate::lower::forms::spot::SchemaRef;
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{docs, first_paragraph, sentence};

/// Members that the runtime reads of every error, without case and separators: code, message, id of
/// the request, and what wraps them.
const READ_BY_THE_RUNTIME: &[&str] = &[
    "code",
    "detail",
    "encodedauthorizationmessage",
    "errcode",
    "errmsg",
    "error",
    "errorcode",
    "errordescription",
    "errormessage",
    "errormsg",
    "message",
    "msg",
    "requestid",
    "title",
];

/// How deep an error's code and message may lie.
const DEPTH: usize = 2;

/// The documented errors, with their types where one of them has a body that says more than code and
/// message; where none has, every error reads the same and there is nothing to choose.
pub fn documented<'a>(schemas: &mut Schemas<'a>, all: &[Documented<'a>]) -> Vec<ErrorDocs> {
    let successes = successes(all);
    let errors = all.iter().filter(|it| !successes.iter().any(|success| std::ptr::eq(*success, *it)));
    let mut listed = Vec::new();
    let mut telling = false;
    for error in errors {
        let ty = body_type(schemas, error);
        let ty = Some(ty).filter(|ty| ty.generated().is_some());
        telling |= ty.as_ref().is_some_and(|ty| !is_usual(schemas, ty, DEPTH));
        listed.push(ErrorDocs {
            status: error.status.text(),
            docs: docs([Some(sentence(first_paragraph(&error.response.description)).as_str())], false),
            ty,
        });
    }
    if !telling {
        listed.iter_mut().for_each(|error: &mut ErrorDocs| error.ty = None);
    }
    listed
}

/// The type of an error's body where it is a named one; the common fields are read without it.
pub fn body_type<'a>(schemas: &mut Schemas<'a>, error: &Documented<'a>) -> Type {
    let named = error.chosen.as_ref().filter(|chosen| chosen.kind == Kind::Json);
    match named.and_then(|chosen| Some((chosen, chosen.media.schema.as_ref()?))) {
        Some((chosen, schema @ ReferenceOr::Reference { .. })) => {
            schemas.type_of(SchemaRef::from(schema), &chosen.schema_place(), "Error")
        }
        _ => Type::Any,
    }
}

/// Whether a type has nothing that the runtime does not read of every error.
fn is_usual(schemas: &Schemas<'_>, ty: &Type, depth: usize) -> bool {
    let (Type::Model(name) | Type::Boxed(name)) = ty else { return false };
    let Some(model) = schemas.model_named(name) else { return true };
    model.fields.iter().all(|field| {
        let plain = field.wire.replace(['_', '-'], "").to_ascii_lowercase();
        let scalar = field.ty.generated().is_none();
        READ_BY_THE_RUNTIME.contains(&plain.as_str())
            && (scalar || (depth > 0 && is_usual(schemas, &field.ty, depth - 1)))
    })
}
