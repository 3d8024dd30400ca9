//! Every object of OpenAPI 3.0.3 and of our extensions, as tables: which keys it has, what their
//! values are, which must be there. The tables name the objects as the specification does
//! (<https://spec.openapis.org/oas/v3.0.3>).

use crate::load::grammar::extensions;
use crate::load::grammar::resources::RESOURCE;
use crate::load::grammar::{Field, Keys, Object, Rule, Type, may, must};
use crate::load::references::refs::Kind;

const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, extensions: true, rule: Rule::None }
}

const fn ruled(name: &'static str, rule: Rule, fields: &'static [Field]) -> Object {
    Object { name, fields, extensions: true, rule }
}

pub(crate) static SCHEMA_OR_REF: Type = Type::OrReference(&SCHEMA, Kind::Schema);
pub(crate) static PARAMETER_OR_REF: Type = Type::OrReference(&PARAMETER, Kind::Parameter);
pub(crate) static RESPONSE_OR_REF: Type = Type::OrReference(&RESPONSE, Kind::Response);
pub(crate) static REQUEST_BODY_OR_REF: Type = Type::OrReference(&REQUEST_BODY, Kind::RequestBody);
pub(crate) static HEADER_OR_REF: Type = Type::OrReference(&HEADER, Kind::Header);
pub(crate) static EXAMPLE_OR_REF: Type = Type::OrReference(&EXAMPLE, Kind::Example);
pub(crate) static LINK_OR_REF: Type = Type::OrReference(&LINK, Kind::Link);
pub(crate) static CALLBACK_OR_REF: Type = Type::OrReference(&CALLBACK, Kind::Callback);
pub(crate) static SCHEME_OR_REF: Type = Type::OrReference(&SECURITY_SCHEME, Kind::SecurityScheme);
pub(crate) static PATH_ITEM_OR_REF: Type = Type::OrReference(&PATH_ITEM, Kind::PathItem);

/// A whole file.
pub(crate) static DOCUMENT: Type = Type::Object(&OPENAPI);

pub(crate) static OPENAPI: Object = object(
    "OpenAPI",
    &[
        must("openapi", Type::Text),
        must("info", Type::Object(&INFO)),
        may("servers", Type::List(&Type::Object(&SERVER))),
        must("paths", Type::Keyed(Keys::Paths, &PATH_ITEM_OR_REF)),
        may("components", Type::Object(&COMPONENTS)),
        may("security", Type::List(&SECURITY_REQUIREMENT)),
        may("tags", Type::List(&Type::Object(&TAG))),
        may("externalDocs", Type::Object(&EXTERNAL_DOCS)),
        may("x-resources", Type::Map(&Type::Object(&RESOURCE))),
    ],
);

static INFO: Object = object(
    "Info",
    &[
        must("title", Type::Text),
        may("description", Type::Text),
        may("termsOfService", Type::Text),
        may("contact", Type::Object(&CONTACT)),
        may("license", Type::Object(&LICENSE)),
        must("version", Type::Text),
    ],
);

static CONTACT: Object =
    object("Contact", &[may("name", Type::Text), may("url", Type::Text), may("email", Type::Text)]);

static LICENSE: Object = object("License", &[must("name", Type::Text), may("url", Type::Text)]);

static SERVER: Object = object(
    "Server",
    &[
        must("url", Type::Text),
        may("description", Type::Text),
        may("variables", Type::Map(&Type::Object(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = object(
    "Server Variable",
    &[may("enum", Type::List(&Type::Text)), must("default", Type::Text), may("description", Type::Text)],
);

static COMPONENTS: Object = object(
    "Components",
    &[
        may("schemas", Type::Keyed(Keys::Names, &SCHEMA_OR_REF)),
        may("responses", Type::Keyed(Keys::Names, &RESPONSE_OR_REF)),
        may("parameters", Type::Keyed(Keys::Names, &PARAMETER_OR_REF)),
        may("examples", Type::Keyed(Keys::Names, &EXAMPLE_OR_REF)),
        may("requestBodies", Type::Keyed(Keys::Names, &REQUEST_BODY_OR_REF)),
        may("headers", Type::Keyed(Keys::Names, &HEADER_OR_REF)),
        may("securitySchemes", Type::Keyed(Keys::Names, &SCHEME_OR_REF)),
        may("links", Type::Keyed(Keys::Names, &LINK_OR_REF)),
        may("callbacks", Type::Keyed(Keys::Names, &CALLBACK_OR_REF)),
    ],
);

static PATH_ITEM: Object = object(
    "Path Item",
    &[
        may("summary", Type::Text),
        may("description", Type::Text),
        may("get", Type::Object(&OPERATION)),
        may("put", Type::Object(&OPERATION)),
        may("post", Type::Object(&OPERATION)),
        may("delete", Type::Object(&OPERATION)),
        may("options", Type::Object(&OPERATION)),
        may("head", Type::Object(&OPERATION)),
        may("patch", Type::Object(&OPERATION)),
        may("trace", Type::Object(&OPERATION)),
        may("servers", Type::List(&Type::Object(&SERVER))),
        may("parameters", Type::List(&PARAMETER_OR_REF)),
    ],
);

static OPERATION: Object = object(
    "Operation",
    &[
        may("tags", Type::List(&Type::Text)),
        may("summary", Type::Text),
        may("description", Type::Text),
        may("externalDocs", Type::Object(&EXTERNAL_DOCS)),
        may("operationId", Type::Text),
        may("parameters", Type::List(&PARAMETER_OR_REF)),
        may("requestBody", Type::OrReference(&REQUEST_BODY, Kind::RequestBody)),
        must("responses", Type::Keyed(Keys::Statuses, &RESPONSE_OR_REF)),
        may("callbacks", Type::Map(&CALLBACK_OR_REF)),
        may("deprecated", Type::Boolean),
        may("security", Type::List(&SECURITY_REQUIREMENT)),
        may("servers", Type::List(&Type::Object(&SERVER))),
        may("x-pagination", Type::Object(&extensions::PAGINATION)),
        may("x-waiter", Type::List(&Type::Object(&extensions::WAITER))),
    ],
);

static EXTERNAL_DOCS: Object =
    object("External Documentation", &[may("description", Type::Text), must("url", Type::Text)]);

static PARAMETER: Object = ruled(
    "Parameter",
    Rule::Parameter,
    &[
        must("name", Type::Text),
        must("in", Type::Word(&["query", "path", "header", "cookie"])),
        may("description", Type::Text),
        may("required", Type::Boolean),
        may("deprecated", Type::Boolean),
        may("allowEmptyValue", Type::Boolean),
        may("style", Type::Word(STYLES)),
        may("explode", Type::Boolean),
        may("allowReserved", Type::Boolean),
        may("schema", Type::OrReference(&SCHEMA, Kind::Schema)),
        may("example", Type::Any),
        may("examples", Type::Map(&EXAMPLE_OR_REF)),
        may("content", Type::Map(&Type::Object(&MEDIA_TYPE))),
    ],
);

/// The styles of parameters, whatever the location.
pub(crate) const STYLES: &[&str] =
    &["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject"];

static REQUEST_BODY: Object = object(
    "Request Body",
    &[
        may("description", Type::Text),
        must("content", Type::Map(&Type::Object(&MEDIA_TYPE))),
        may("required", Type::Boolean),
    ],
);

static MEDIA_TYPE: Object = object(
    "Media Type",
    &[
        may("schema", Type::OrReference(&SCHEMA, Kind::Schema)),
        may("example", Type::Any),
        may("examples", Type::Map(&EXAMPLE_OR_REF)),
        may("encoding", Type::Map(&Type::Object(&ENCODING))),
    ],
);

static ENCODING: Object = object(
    "Encoding",
    &[
        may("contentType", Type::Text),
        may("headers", Type::Map(&HEADER_OR_REF)),
        may("style", Type::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Type::Boolean),
        may("allowReserved", Type::Boolean),
    ],
);

static RESPONSE: Object = object(
    "Response",
    &[
        must("description", Type::Text),
        may("headers", Type::Map(&HEADER_OR_REF)),
        may("content", Type::Map(&Type::Object(&MEDIA_TYPE))),
        may("links", Type::Map(&LINK_OR_REF)),
    ],
);

static CALLBACK: Object = object("Callback", &[]);

/// What stands below the expressions of a [`CALLBACK`].
pub(crate) static CALLBACK_ITEM: Type = Type::OrReference(&PATH_ITEM, Kind::PathItem);

/// Whether this is the Callback object, whose keys are expressions.
pub(crate) fn is_callback(object: &Object) -> bool {
    std::ptr::eq(object, &CALLBACK)
}

static EXAMPLE: Object = object(
    "Example",
    &[
        may("summary", Type::Text),
        may("description", Type::Text),
        may("value", Type::Any),
        may("externalValue", Type::Text),
    ],
);

static LINK: Object = ruled(
    "Link",
    Rule::Link,
    &[
        may("operationRef", Type::Text),
        may("operationId", Type::Text),
        may("parameters", Type::Map(&Type::Any)),
        may("requestBody", Type::Any),
        may("description", Type::Text),
        may("server", Type::Object(&SERVER)),
    ],
);

static HEADER: Object = ruled(
    "Header",
    Rule::SchemaOrContent,
    &[
        may("description", Type::Text),
        may("required", Type::Boolean),
        may("deprecated", Type::Boolean),
        may("allowEmptyValue", Type::Boolean),
        may("style", Type::Word(&["simple"])),
        may("explode", Type::Boolean),
        may("allowReserved", Type::Boolean),
        may("schema", Type::OrReference(&SCHEMA, Kind::Schema)),
        may("example", Type::Any),
        may("examples", Type::Map(&EXAMPLE_OR_REF)),
        may("content", Type::Map(&Type::Object(&MEDIA_TYPE))),
    ],
);

static TAG: Object = object(
    "Tag",
    &[
        must("name", Type::Text),
        may("description", Type::Text),
        may("externalDocs", Type::Object(&EXTERNAL_DOCS)),
    ],
);

static SCHEMA: Object = ruled(
    "Schema",
    Rule::Schema,
    &[
        may("title", Type::Text),
        may("multipleOf", Type::Number),
        may("maximum", Type::Number),
        may("exclusiveMaximum", Type::Boolean),
        may("minimum", Type::Number),
        may("exclusiveMinimum", Type::Boolean),
        may("maxLength", Type::Integer(0)),
        may("minLength", Type::Integer(0)),
        may("pattern", Type::Text),
        may("maxItems", Type::Integer(0)),
        may("minItems", Type::Integer(0)),
        may("uniqueItems", Type::Boolean),
        may("maxProperties", Type::Integer(0)),
        may("minProperties", Type::Integer(0)),
        may("required", Type::List(&Type::Text)),
        may("enum", Type::List(&Type::Any)),
        may("type", Type::Word(&["string", "integer", "number", "boolean", "object", "array"])),
        may("allOf", Type::List(&SCHEMA_OR_REF)),
        may("oneOf", Type::List(&SCHEMA_OR_REF)),
        may("anyOf", Type::List(&SCHEMA_OR_REF)),
        may("not", Type::OrReference(&SCHEMA, Kind::Schema)),
        may("items", Type::OrReference(&SCHEMA, Kind::Schema)),
        may("properties", Type::Map(&SCHEMA_OR_REF)),
        may("additionalProperties", Type::OrBoolean(&SCHEMA_OR_REF)),
        may("description", Type::Text),
        may("format", Type::Text),
        may("default", Type::Any),
        may("nullable", Type::Boolean),
        may("discriminator", Type::Object(&DISCRIMINATOR)),
        may("readOnly", Type::Boolean),
        may("writeOnly", Type::Boolean),
        may("xml", Type::Object(&XML)),
        may("externalDocs", Type::Object(&EXTERNAL_DOCS)),
        may("example", Type::Any),
        may("deprecated", Type::Boolean),
        may("x-enum-descriptions", Type::Map(&Type::Text)),
    ],
);

static DISCRIMINATOR: Object = ruled(
    "Discriminator",
    Rule::Discriminator,
    &[must("propertyName", Type::Text), may("mapping", Type::Map(&Type::Text))],
);

static XML: Object = object(
    "XML",
    &[
        may("name", Type::Text),
        may("namespace", Type::Text),
        may("prefix", Type::Text),
        may("attribute", Type::Boolean),
        may("wrapped", Type::Boolean),
    ],
);

static SECURITY_SCHEME: Object = ruled(
    "Security Scheme",
    Rule::SecurityScheme,
    &[
        must("type", Type::Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", Type::Text),
        may("name", Type::Text),
        may("in", Type::Word(&["query", "header", "cookie"])),
        may("scheme", Type::Text),
        may("bearerFormat", Type::Text),
        may("flows", Type::Object(&FLOWS)),
        may("openIdConnectUrl", Type::Text),
    ],
);

static FLOWS: Object = object(
    "OAuth Flows",
    &[
        may("implicit", Type::Object(&IMPLICIT_FLOW)),
        may("password", Type::Object(&TOKEN_FLOW)),
        may("clientCredentials", Type::Object(&TOKEN_FLOW)),
        may("authorizationCode", Type::Object(&CODE_FLOW)),
    ],
);

static IMPLICIT_FLOW: Object = object(
    "OAuth Flow",
    &[
        must("authorizationUrl", Type::Text),
        may("tokenUrl", Type::Text),
        may("refreshUrl", Type::Text),
        must("scopes", Type::Map(&Type::Text)),
    ],
);

static TOKEN_FLOW: Object = object(
    "OAuth Flow",
    &[
        may("authorizationUrl", Type::Text),
        must("tokenUrl", Type::Text),
        may("refreshUrl", Type::Text),
        must("scopes", Type::Map(&Type::Text)),
    ],
);

static CODE_FLOW: Object = object(
    "OAuth Flow",
    &[
        must("authorizationUrl", Type::Text),
        must("tokenUrl", Type::Text),
        may("refreshUrl", Type::Text),
        must("scopes", Type::Map(&Type::Text)),
    ],
);

static SECURITY_REQUIREMENT: Type = Type::Map(&Type::List(&Type::Text));
