//! What the generator knows of a service once everything is decided: every name chosen, every type
//! resolved, every doc comment ready to print. Plain data; `emit` only prints it.

/// A service: becomes a model crate and a client crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Short name, as in `vpn`; crate names are made from it.
    pub name: String,
    /// Full name, as in `Virtual Private Network`.
    pub title: String,
    /// Version of the service's API, as in `v5`.
    pub version: String,
    /// What the service does.
    pub docs: Docs,
    /// Address of the service's documentation.
    pub docs_url: Option<String>,
    /// Where the service answers.
    pub endpoints: Vec<Endpoint>,
    /// One chapter a spec file.
    pub chapters: Vec<Chapter>,
    /// What the objects that requests carry must be.
    pub objects: Vec<ObjectShape>,
}

/// An address and the regions that it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// The address, with `{region}` where the region goes.
    pub url: String,
    /// The regions; empty for a fixed address.
    pub regions: Vec<String>,
}

/// What one spec file defines: becomes a module in each of the two crates.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Path of the spec file.
    pub spec: String,
    /// Name of the module.
    pub module: String,
    /// Heading.
    pub title: String,
    /// Models and enums, in the order of the file.
    pub types: Vec<TypeDef>,
    /// Operations, in the order of the file.
    pub operations: Vec<Operation>,
}

/// Text for a doc comment: Markdown that rustdoc accepts without a warning.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Docs {
    /// The lines' text, separated by `\n`.
    pub text: String,
    /// Whether the spec calls it deprecated.
    pub deprecated: bool,
}

/// A type that is generated.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeDef {
    /// A struct.
    Model(Model),
    /// An open enum of texts.
    Enum(Enum),
}

impl TypeDef {
    /// The type's name in Rust.
    pub fn name(&self) -> &str {
        match self {
            TypeDef::Model(model) => &model.name,
            TypeDef::Enum(open_enum) => &open_enum.name,
        }
    }
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// Members, in the order of the spec.
    pub fields: Vec<Field>,
    /// Whether a request carries it: then it has a constructor and setters, and an absent list
    /// differs from an empty one.
    pub sent: bool,
}

/// A member of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name in Rust, a plain or raw identifier.
    pub name: String,
    /// Name in JSON.
    pub wire: String,
    /// Type of the value.
    pub ty: Type,
    /// Whether the spec requires it.
    pub required: bool,
    /// Doc comment.
    pub docs: Docs,
}

/// A closed list of texts in the spec, open in Rust.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// Values, in the order of the spec.
    pub variants: Vec<Variant>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Name in Rust.
    pub name: String,
    /// The text in JSON.
    pub wire: String,
    /// Doc comment; may be empty, the text is documented anyway.
    pub docs: Docs,
}

/// A type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `String`
    Text,
    /// `bool`
    Boolean,
    /// `i64`
    Integer,
    /// `f64`
    Float,
    /// `Timestamp`
    Timestamp,
    /// `Secret`
    Secret,
    /// `Value`: JSON of any shape
    Any,
    /// `()`: no body
    Nothing,
    /// A generated model.
    Model(String),
    /// A generated model that contains itself, in a box.
    Boxed(String),
    /// A generated enum.
    Enum(String),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
}

impl Type {
    /// The generated type inside, if there is one.
    pub fn generated(&self) -> Option<&str> {
        match self {
            Type::Model(name) | Type::Boxed(name) | Type::Enum(name) => Some(name),
            Type::List(inner) | Type::Map(inner) => inner.generated(),
            _ => None,
        }
    }
}

/// An operation: becomes a method of the client and a request builder.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The official name, as in `ListVpnUsers`.
    pub id: String,
    /// Name of the builder, as in `ListVpnUsers`.
    pub builder: String,
    /// Name of the client's method, as in `list_vpn_users`.
    pub method: String,
    /// Name of the constant that describes the operation, as in `LIST_VPN_USERS`.
    pub constant: String,
    /// HTTP method in capitals.
    pub http_method: String,
    /// Path with placeholders, from the root of the endpoint.
    pub path: String,
    /// Doc comment.
    pub docs: Docs,
    /// Address of the documentation page.
    pub docs_url: Option<String>,
    /// What has to be given, in the order of the method's arguments: the path's placeholders, then
    /// required parameters.
    pub arguments: Vec<Parameter>,
    /// Type of the body that has to be given; the last argument.
    pub body: Option<Body>,
    /// What can be set.
    pub options: Vec<Parameter>,
    /// Type of the answer.
    pub answer: Type,
    /// How lists page.
    pub pagination: Option<Pagination>,
    /// The documented answers with a status of their own, errors included.
    pub answers: Vec<Answer>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

/// A body that is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its type.
    pub ty: Type,
    /// Whether the spec requires it; if not, there is a setter.
    pub required: bool,
    /// Doc comment.
    pub docs: Docs,
    /// What the service takes.
    pub shape: Shape,
    /// A documented body as JSON, or one made up after the shape.
    pub sample: String,
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name in Rust.
    pub name: String,
    /// Name in the request.
    pub wire: String,
    /// Where it goes.
    pub location: Location,
    /// Type of the value.
    pub ty: Type,
    /// Doc comment.
    pub docs: Docs,
    /// Whether the spec requires it.
    pub required: bool,
    /// What the service takes.
    pub shape: Shape,
    /// A documented value as text, or one made up after the shape; of a list, one of its elements.
    pub sample: String,
}

/// What a value of a request must be. The types in Rust leave that to the service; a mock is one.
/// Bounds are inclusive.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Text, of so many characters.
    Text(Option<u64>, Option<u64>),
    /// A whole number.
    Integer(Option<i64>, Option<i64>),
    /// Any number.
    Number(Option<f64>, Option<f64>),
    /// `true` or `false`.
    Boolean,
    /// One of these texts.
    Enum(Vec<String>),
    /// A time as text.
    Time,
    /// A list, of so many elements.
    List(Box<Shape>, Option<u64>, Option<u64>),
    /// An object with any names.
    Map(Box<Shape>),
    /// The object of this name, one of [`Service::objects`].
    Object(String),
    /// Anything.
    Any,
}

impl Shape {
    /// The object inside, if there is one.
    pub fn object(&self) -> Option<&str> {
        match self {
            Shape::Object(name) => Some(name),
            Shape::List(inner, ..) | Shape::Map(inner) => inner.object(),
            _ => None,
        }
    }
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectShape {
    /// The name of its model.
    pub name: String,
    /// Its members, in the order of the spec.
    pub members: Vec<Member>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Name in JSON.
    pub name: String,
    /// Whether it has to be there and not be null.
    pub required: bool,
    /// What it must be.
    pub shape: Shape,
}

/// A documented answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What the status means, in one line.
    pub meaning: String,
    /// The documented example as JSON on one line; for a success without one, values made up after its
    /// schema. Empty where there is neither.
    pub body: String,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query; a list repeats the key.
    Query,
    /// The query; a list is joined by commas.
    QueryJoined,
    /// A header.
    Header,
}

/// How an operation pages, from `x-pagination`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    /// What the cursor counts or names.
    pub style: Style,
    /// Query parameter with the size of a page.
    pub limit: String,
    /// Query parameter with the place to go on from.
    pub cursor: String,
    /// Number of the first page.
    pub first: i64,
    /// Size of a page when the caller gives none.
    pub size: i64,
    /// JSON pointer to the page's elements.
    pub items: String,
    /// The same as Rust field names from the answer.
    pub items_path: Vec<String>,
    /// Type of an element.
    pub item: Type,
    /// JSON pointer to the next cursor.
    pub next: Option<String>,
    /// JSON pointer to the number of all elements.
    pub total: Option<String>,
}

/// The styles of paging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The cursor counts elements.
    Offset,
    /// The cursor is named by the page before.
    Marker,
    /// The cursor counts pages.
    Page,
}

/// A documented body.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Name for a test function, as in `list_vpn_users_200_documented`.
    pub name: String,
    /// What it is an example of.
    pub role: Role,
    /// Type that it decodes to.
    pub ty: Type,
    /// The JSON text as the spec has it.
    pub json: String,
}

/// What an example shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The body of a request.
    Request,
    /// An answer with this status.
    Answer(u16),
    /// An error with this status.
    Error(u16),
}
