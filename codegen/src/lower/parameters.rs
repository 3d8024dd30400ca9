//! Parameters: what stands in the path, the query and the headers.

use openapiv3::{
    Parameter as OpenApiParameter, ParameterData, ParameterSchemaOrContent, PathItem, QueryStyle, ReferenceOr,
};

use super::docs::{docs, sentence};
use super::limits::with_limits;
use super::names::{Scope, snake};
use super::samples;
use super::schemas::{SchemaRef, Schemas};
use super::shapes::shape;
use crate::ir::{Location, Parameter, Type};
use crate::load::Place;

/// The client fills these from its configuration.
const FILLED_BY_THE_CLIENT: &[&str] = &["project_id", "domain_id"];

/// Headers that the client writes itself, from the credentials and the body.
const WRITTEN_BY_THE_CLIENT: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "upgrade",
    "x-auth-token",
    "x-sdk-date",
    "x-security-token",
];

/// Methods that every request builder has.
const BUILDER_METHODS: &[&str] = &[
    "body",
    "clone",
    "into",
    "into_future",
    "items",
    "pages",
    "send",
    "with_header",
    "with_project_id",
    "with_raw_body",
    "with_timeout",
];

/// An operation's parameters, by how they are given.
#[derive(Default)]
pub struct Parameters {
    /// Arguments of the method.
    pub arguments: Vec<Parameter>,
    /// Setters of the builder.
    pub options: Vec<Parameter>,
}

impl Parameters {
    /// Lowers the parameters of an operation and of its path.
    pub fn lower<'a>(
        schemas: &mut Schemas<'a>,
        id: &str,
        path: &str,
        (item, path_place): (&'a PathItem, &Place),
        (operation, place): (&'a openapiv3::Operation, &Place),
    ) -> Self {
        let mut all: Vec<(Place, &'a OpenApiParameter)> = Vec::new();
        let lists = [(&item.parameters, path_place), (&operation.parameters, place)];
        for (list, place) in lists {
            for (index, parameter) in list.iter().enumerate() {
                let place = place.child("parameters").index(index);
                if let Some((place, _, parameter)) = schemas.spec.follow(place, parameter) {
                    // The operation's own parameter replaces the path's of the same name and place.
                    all.retain(|(_, earlier)| !same(earlier, parameter));
                    all.push((place, parameter));
                }
            }
        }
        let mut scope = Scope::with_reserved(BUILDER_METHODS);
        let mut lowered: Vec<Parameter> = all
            .into_iter()
            .filter(|(_, parameter)| !is_the_clients(parameter))
            .filter_map(|(place, parameter)| lower_one(schemas, &mut scope, id, parameter, &place))
            .collect();

        let mut parameters = Self::default();
        for wire in placeholders(path) {
            let is_it =
                |parameter: &Parameter| parameter.location == Location::Path && parameter.wire == wire;
            if let Some(index) = lowered.iter().position(is_it) {
                parameters.arguments.push(lowered.remove(index));
            }
        }
        let (required, options): (Vec<_>, Vec<_>) = lowered.into_iter().partition(|it| it.required);
        parameters.arguments.extend(required);
        parameters.options = options;
        parameters
    }
}

/// The names in braces of a path, in order.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn same(a: &OpenApiParameter, b: &OpenApiParameter) -> bool {
    let place = |parameter: &OpenApiParameter| std::mem::discriminant(parameter);
    place(a) == place(b) && a.parameter_data_ref().name == b.parameter_data_ref().name
}

fn is_the_clients(parameter: &OpenApiParameter) -> bool {
    let name = parameter.parameter_data_ref().name.as_str();
    match parameter {
        OpenApiParameter::Path { .. } => FILLED_BY_THE_CLIENT.contains(&name),
        OpenApiParameter::Header { .. } => {
            WRITTEN_BY_THE_CLIENT.contains(&name.to_ascii_lowercase().as_str())
        }
        _ => false,
    }
}

fn lower_one<'a>(
    schemas: &mut Schemas<'a>,
    scope: &mut Scope,
    id: &str,
    parameter: &'a OpenApiParameter,
    place: &Place,
) -> Option<Parameter> {
    let data = parameter.parameter_data_ref();
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(_) => {
            return unsupported(schemas, place, "a parameter with `content`", "describe it with `schema`");
        }
    };
    let explode = data.explode.unwrap_or(true);
    let location = match parameter {
        OpenApiParameter::Path { style: openapiv3::PathStyle::Simple, .. } => Location::Path,
        OpenApiParameter::Path { .. } => {
            return unsupported(schemas, place, "this path style", "leave `style` out");
        }
        OpenApiParameter::Query { style: QueryStyle::Form, .. } if explode => Location::Query,
        OpenApiParameter::Query { style: QueryStyle::Form, .. } => Location::QueryJoined,
        OpenApiParameter::Query { .. } => {
            return unsupported(schemas, place, "this query style", "use `style: form`");
        }
        OpenApiParameter::Header { .. } => Location::Header,
        OpenApiParameter::Cookie { .. } => {
            return unsupported(schemas, place, "a cookie", "the cloud's services take none");
        }
    };
    let ty = schemas.type_of(SchemaRef::from(schema), &place.child("schema"), &format!("{id}_{}", data.name));
    if let Some(description) = &data.description {
        schemas.describe_enum(&ty, description);
    }
    let fits = match (&ty, location) {
        (Type::List(element), Location::Query | Location::QueryJoined) => is_scalar(element),
        (scalar, _) => is_scalar(scalar),
    };
    if !fits {
        return unsupported(
            schemas,
            place,
            "an object or a list here",
            "parameters are scalars, in queries also lists of them",
        );
    }
    let shape = shape(schemas, SchemaRef::from(schema), place.file, &ty);
    Some(Parameter {
        name: scope.claim(snake(&data.name)),
        wire: data.name.clone(),
        location,
        ty,
        docs: parameter_docs(schemas, data, schema, place),
        required: data.required,
        sample: samples::parameter(&data.name, &shape, data.example.as_ref()),
        shape,
    })
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Boolean | Type::Integer | Type::Float | Type::Timestamp | Type::Enum(_))
}

fn unsupported(schemas: &mut Schemas<'_>, place: &Place, what: &str, help: &str) -> Option<Parameter> {
    let message = format!("{what} is not supported yet");
    schemas.report("unsupported-parameter", place, message, Some(help.to_owned()));
    None
}

fn parameter_docs<'a>(
    schemas: &Schemas<'a>,
    data: &ParameterData,
    schema: &'a ReferenceOr<openapiv3::Schema>,
    place: &Place,
) -> crate::ir::Docs {
    let item = schemas.item(SchemaRef::from(schema), place.file);
    let described = item.and_then(|schema| schema.schema_data.description.as_deref());
    let text = sentence(
        data.description.as_deref().or(described).unwrap_or(&format!("The parameter `{}`.", data.name)),
    );
    let text = match item {
        Some(schema) => with_limits(text, schema),
        None => text,
    };
    docs([Some(text.as_str())], data.deprecated.unwrap_or(false))
}
