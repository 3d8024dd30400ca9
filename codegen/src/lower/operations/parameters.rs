//! Parameters: what stands in the path, the query, the headers and the cookies.

use std::collections::HashSet;

use openapiv3::{
    Parameter as OpenApiParameter, ParameterData, ParameterSchemaOrContent, PathItem, ReferenceOr,
};

use super::paths::PathKey;
use super::security;
use super::styles::{location, manner};
use crate::ir::{Location, Manner, Parameter, ParameterStyle, Shape, Type};
use crate::load::Place;
use crate::lower::contents::media;
use crate::lower::contents::samples;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::schemas::Schemas;
use crate::lower::schemas::shapes::shape;
use crate::lower::words::docs::{code, docs, sentence};
use crate::lower::words::limits::with_limits;
use crate::lower::words::names::{Scope, snake};
use crate::path_key::placeholders;

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
    "send_blocking",
    "with_attempt_timeout",
    "with_connect_timeout",
    "with_header",
    "with_project_id",
    "with_raw_body",
    "with_retry",
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
        path: &PathKey,
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
        let mut names = Names { scope: Scope::with_reserved(BUILDER_METHODS), wanted: HashSet::new() };
        let mut lowered: Vec<Parameter> = all
            .into_iter()
            .filter(|(_, parameter)| !is_the_clients(parameter))
            .filter_map(|(place, parameter)| lower_one(schemas, &mut names, id, path, parameter, &place))
            .collect();
        for key in security::keys(schemas, operation, place.file) {
            let known = |it: &Parameter| it.location == key.location && it.wire == key.wire;
            if !lowered.iter().any(known) {
                lowered.push(Parameter { name: names.claim(&key.wire, key.location), ..key });
            }
        }

        let mut parameters = Self::default();
        for wire in placeholders(&path.template) {
            let is_it =
                |parameter: &Parameter| parameter.location == Location::Path && parameter.wire == wire;
            if let Some(index) = lowered.iter().position(is_it) {
                parameters.arguments.push(lowered.remove(index));
            } else if !FILLED_BY_THE_CLIENT.contains(&wire) {
                let name = names.claim(wire, Location::Path);
                parameters.arguments.push(undeclared(name, wire));
            }
        }
        // What has no placeholder goes nowhere.
        lowered.retain(|parameter| parameter.location != Location::Path);
        for token in lowered.iter_mut().filter(|it| it.is_client_token()) {
            let own = "Without, the runtime makes one up: the same for all attempts of a call, another for each call.";
            token.docs.text = format!("{}\n\n{own}", token.docs.text);
        }
        let argument = |it: &Parameter| it.required && !it.is_client_token();
        let (required, options): (Vec<_>, Vec<_>) = lowered.into_iter().partition(argument);
        parameters.arguments.extend(required);
        parameters.options = options;
        parameters
    }
}

/// The names of an operation's parameters.
struct Names {
    scope: Scope,
    /// What the parameters so far would be called if they were alone.
    wanted: HashSet<String>,
}

impl Names {
    /// The name of a parameter; where another place has one of that name, it says its own.
    fn claim(&mut self, wire: &str, location: Location) -> String {
        let wanted = snake(wire);
        if self.wanted.insert(wanted.clone()) {
            return self.scope.claim(wanted);
        }
        let place = match location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let plain = wanted.trim_start_matches("r#").trim_end_matches('_');
        self.scope.claim(format!("{plain}_{place}"))
    }
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
    names: &mut Names,
    id: &str,
    path: &PathKey,
    parameter: &'a OpenApiParameter,
    place: &Place,
) -> Option<Parameter> {
    let data = parameter.parameter_data_ref();
    let (schema, schema_place, json) = described(schemas, data, place)?;
    let schema_ref = SchemaRef::from(schema);
    let ty = schemas.type_of(schema_ref, &schema_place, &format!("{id}_{}", data.name));
    if let Some(description) = &data.description {
        schemas.describe_enum(&ty, description);
    }
    let (location, wire) = match path.query_name(&data.name) {
        Some(name) if location(parameter) == Location::Path => (Location::Query, name.to_owned()),
        _ => (location(parameter), data.name.clone()),
    };
    let manner = if json { Manner::Styled(ParameterStyle::Json) } else { manner(parameter, location, &ty) };
    note(schemas, parameter, &ty, location, place);
    let shape = shape(schemas, schema_ref, place.file, &ty);
    Some(Parameter {
        name: names.claim(&data.name, location),
        sample: sample(schemas, data, &ty, &shape, place),
        docs: parameter_docs(schemas, data, schema, place),
        required: data.required,
        wire,
        location,
        manner,
        ty,
        shape,
    })
}

/// The parameter of a placeholder of which the spec says nothing.
fn undeclared(name: String, wire: &str) -> Parameter {
    let shape = Shape::Text(None, None);
    Parameter {
        name,
        sample: samples::parameter(wire, &shape, None),
        docs: docs([Some(format!("The part {} of the path.", code(wire)).as_str())], false),
        required: true,
        wire: wire.to_owned(),
        location: Location::Path,
        manner: Manner::Plain,
        ty: Type::Text,
        shape,
    }
}

/// The schema of a parameter, where it stands, and whether it is that of JSON.
fn described<'a>(
    schemas: &mut Schemas<'a>,
    data: &'a ParameterData,
    place: &Place,
) -> Option<(&'a ReferenceOr<openapiv3::Schema>, Place, bool)> {
    let content = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => return Some((schema, place.child("schema"), false)),
        ParameterSchemaOrContent::Content(content) => content,
    };
    let place = place.child("content");
    let json = content.iter().find(|(name, _)| media::is_json(name));
    match json.and_then(|(name, media)| Some((name, media.schema.as_ref()?))) {
        Some((name, schema)) => Some((schema, place.children([name.as_str(), "schema"]), true)),
        None => {
            let name = content.keys().next().map_or("nothing", String::as_str);
            let message = format!("a parameter whose `content` is `{name}` cannot be written");
            let help =
                "name `application/json` and its `schema`, or describe it with `schema` alone".to_owned();
            schemas.report("unsupported-parameter", &place, message, Some(help));
            None
        }
    }
}

/// Says what a request has otherwise than the spec allows.
fn note(
    schemas: &mut Schemas<'_>,
    parameter: &OpenApiParameter,
    ty: &Type,
    location: Location,
    place: &Place,
) {
    let data = parameter.parameter_data_ref();
    if let OpenApiParameter::Query { allow_reserved, allow_empty_value, .. } = parameter {
        if *allow_reserved {
            schemas.advise_reserved(&place.child("allowReserved"));
        }
        // Text can be empty, a list can hold an empty text.
        if *allow_empty_value == Some(true) && !matches!(ty, Type::Text | Type::List(_) | Type::Any) {
            let message = format!("`{}` always has a value where it is sent", data.name);
            let help = "give it `type: string` if an empty value means something";
            schemas.advise("empty-value", &place.child("allowEmptyValue"), message, help);
        }
    }
    if *ty == Type::Secret && matches!(location, Location::Path | Location::Query) {
        let message =
            format!("the secret `{}` is part of the address, which logs and errors show", data.name);
        let help = "send it in a header or in the body if the service takes it there";
        schemas.advise("secret-in-address", &place.child("name"), message, help);
    }
}

/// The documented value of a parameter, or one made up; empty where only all objects together can tell.
fn sample(schemas: &Schemas<'_>, data: &ParameterData, ty: &Type, shape: &Shape, place: &Place) -> String {
    let deep = match ty {
        Type::List(element) => !element.is_scalar(),
        ty => !ty.is_scalar() && *ty != Type::Secret,
    };
    if !deep {
        return samples::parameter(&data.name, shape, data.example.as_ref());
    }
    let example = place.child("example");
    let is_text = schemas.spec.node(&example).is_none_or(|node| node.as_text().is_some());
    if is_text { String::new() } else { schemas.example(&example).unwrap_or_default() }
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
