//! Security: the runtime proves who calls by the cloud's own schemes. A key of another scheme is a
//! parameter where it stands in the query or in a cookie, and else said to be the caller's.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use crate::ir::{Location, Manner, Parameter, ParameterStyle, Shape, Type};
use crate::load::{Place, Spec};
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::docs;

/// The header that holds a token of the cloud.
const TOKEN: &str = "x-auth-token";

/// The header that holds a signature in the specs of the house; in those of others it may hold
/// anything.
const SIGNATURE: &str = "authorization";

/// Says of each scheme that the runtime does not know what callers do about it.
pub fn note(schemas: &mut Schemas<'_>) {
    let spec = schemas.spec;
    for (file, it) in spec.files.iter().enumerate() {
        for (name, scheme) in it.openapi.components.iter().flat_map(|it| &it.security_schemes) {
            let place = Place::root(file).children(["components", "securitySchemes", name]);
            let Some((place, _, scheme)) = spec.follow(place, scheme) else { continue };
            let Some(help) = way(scheme, schemas.foreign) else { continue };
            let message = format!("`{name}` is proved by no credentials of the runtime");
            schemas.advise("foreign-credentials", &place.child("type"), message, &help);
        }
    }
}

/// What callers do about a scheme; `None` where the client does it.
fn way(scheme: &SecurityScheme, foreign: bool) -> Option<String> {
    let of_own = "callers need a `Transport` of their own that adds the header `Authorization`";
    match scheme {
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. } => {
            let lower = name.to_ascii_lowercase();
            match lower.as_str() {
                TOKEN => None,
                SIGNATURE => foreign.then(|| of_own.to_owned()),
                _ => Some(format!("callers give it to each call: `.with_header({name:?}, …)`")),
            }
        }
        // These are parameters.
        SecurityScheme::APIKey { .. } => None,
        SecurityScheme::HTTP { .. }
        | SecurityScheme::OAuth2 { .. }
        | SecurityScheme::OpenIDConnect { .. } => Some(of_own.to_owned()),
    }
}

/// The keys that an operation wants in its query or its cookies, as parameters that may be given.
pub fn keys(schemas: &Schemas<'_>, operation: &openapiv3::Operation, file: usize) -> Vec<Parameter> {
    let mut keys: Vec<Parameter> = Vec::new();
    for name in requirements(schemas.spec, operation, file).iter().flat_map(|it| it.keys()) {
        let Some(SecurityScheme::APIKey { location, name, description, .. }) = scheme(schemas.spec, name)
        else {
            continue;
        };
        let location = match location {
            APIKeyLocation::Query => Location::Query,
            APIKeyLocation::Cookie => Location::Cookie,
            APIKeyLocation::Header => continue,
        };
        if keys.iter().any(|key| key.location == location && key.wire == *name) {
            continue;
        }
        let text = description.as_deref().unwrap_or("What proves who is calling.");
        keys.push(Parameter {
            name: String::new(),
            wire: name.clone(),
            location,
            manner: Manner::Styled(ParameterStyle::Form),
            ty: Type::Secret,
            docs: docs([Some(text)], false),
            required: false,
            shape: Shape::Text(None, None),
            sample: "key".to_owned(),
        });
    }
    keys
}

/// What an operation says of security, its file, or the first file of the service.
fn requirements<'s>(
    spec: &'s Spec,
    operation: &'s openapiv3::Operation,
    file: usize,
) -> &'s [SecurityRequirement] {
    let of_file = |file: usize| spec.files.get(file)?.openapi.security.as_ref();
    let stated = operation.security.as_ref().or_else(|| of_file(file)).or_else(|| of_file(0));
    stated.map_or(&[], Vec::as_slice)
}

fn scheme<'s>(spec: &'s Spec, name: &str) -> Option<&'s SecurityScheme> {
    spec.files.iter().enumerate().find_map(|(file, it)| {
        let scheme = it.openapi.components.as_ref()?.security_schemes.get(name)?;
        Some(spec.follow(Place::root(file), scheme)?.2)
    })
}
