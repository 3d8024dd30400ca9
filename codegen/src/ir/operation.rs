//! Operations: what is called, what it takes and what it answers.

use super::{Answer, Body, Docs, ErrorDocs, Example, HeaderDocs, Shape, Success, Type};

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
    /// Method and path as documentation shows them.
    pub line: String,
    /// Address of the documentation page.
    pub docs_url: Option<String>,
    /// What every request has, whatever the caller says.
    pub fixed: Fixed,
    /// What has to be given, in the order of the method's arguments: the path's placeholders, then
    /// required parameters.
    pub arguments: Vec<Parameter>,
    /// The body; the last argument where it has to be given.
    pub body: Option<Body>,
    /// What can be set.
    pub options: Vec<Parameter>,
    /// What a success answers.
    pub answer: Success,
    /// Headers that successes are documented to have.
    pub headers: Vec<HeaderDocs>,
    /// How lists page.
    pub pagination: Option<Pagination>,
    /// What can be waited for.
    pub waiters: Vec<Waiter>,
    /// The documented successes that have a status of their own.
    pub answers: Vec<Answer>,
    /// The other documented answers that have one.
    pub error_answers: Vec<Answer>,
    /// What those are called together, where several operations have the same.
    pub shared_errors: Option<String>,
    /// The documented errors.
    pub errors: Vec<ErrorDocs>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

impl Operation {
    /// The body, where it has to be given: the method's last argument.
    pub fn required_body(&self) -> Option<&Body> {
        self.body.as_ref().filter(|body| body.required)
    }

    /// The body, where it may be left out: a setter.
    pub fn optional_body(&self) -> Option<&Body> {
        self.body.as_ref().filter(|body| !body.required)
    }

    /// Whether the runtime makes a token, by which the service knows a call again, where the caller gives
    /// none.
    pub fn makes_client_token(&self) -> bool {
        self.options.iter().any(Parameter::is_client_token)
    }

    /// The types that requests carry.
    pub fn sent(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.arguments.iter().chain(&self.options).map(|parameter| &parameter.ty);
        self.body.iter().flat_map(|body| body.content.types()).chain(parameters)
    }
}

/// What the path key and the answers ask of every request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fixed {
    /// Pairs of the query.
    pub query: Vec<(String, String)>,
    /// The address, where it is not one of the service's.
    pub server: Option<String>,
    /// The media type that is asked for, where the service has several to give.
    pub accept: Option<String>,
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
    /// How it is written there.
    pub manner: Manner,
    /// Type of the value.
    pub ty: Type,
    /// Doc comment.
    pub docs: Docs,
    /// Whether the spec requires it.
    pub required: bool,
    /// What the service takes.
    pub shape: Shape,
    /// A documented value as text, or one made up after the shape; of a list of scalars, one of its
    /// elements; of anything deeper, its JSON.
    pub sample: String,
}

impl Parameter {
    /// Whether it is the token by which the service knows a call again, and can be a UUID.
    pub fn is_client_token(&self) -> bool {
        const LENGTH: u64 = 36;
        self.location == Location::Header
            && self.wire.eq_ignore_ascii_case("x-client-token")
            && matches!(self.shape, Shape::Text(least, most)
                if least.is_none_or(|least| least <= LENGTH) && most.is_none_or(|most| most >= LENGTH))
    }
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A scalar as text.
    Plain,
    /// A list of scalars: the key is repeated.
    Each,
    /// A list of scalars with this between them.
    Joined(&'static str),
    /// Anything, by a style.
    Styled(ParameterStyle),
}

/// The styles that the runtime has, by the names that it has for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    /// `form`
    Form,
    /// `form`, exploded
    FormExploded,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `simple`
    Simple,
    /// `simple`, exploded
    SimpleExploded,
    /// `label`
    Label,
    /// `label`, exploded
    LabelExploded,
    /// `matrix`
    Matrix,
    /// `matrix`, exploded
    MatrixExploded,
    /// `content` of JSON
    Json,
}

/// How an operation pages, from `x-pagination`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    /// What the cursor counts or names.
    pub style: Style,
    /// Query parameter with the size of a page; or JSON pointer to the member of the body.
    pub limit: String,
    /// Query parameter with the place to go on from; or JSON pointer to the member of the body.
    pub cursor: String,
    /// How the two stand in the body, where they do.
    pub body: Option<InBody>,
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

/// Something that can be waited for, from `x-waiter`.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiter {
    /// What is waited for, as in `available`.
    pub name: String,
    /// Name of the builder's method, as in `wait_until_available`.
    pub method: String,
    /// Doc comment.
    pub docs: Docs,
    /// JSON pointer to the state.
    pub state: String,
    /// States that end the wait well.
    pub success: Vec<String>,
    /// States that end it with an error.
    pub failure: Vec<String>,
    /// Whether it ends well where there is nothing.
    pub gone: bool,
    /// Query parameters that have to be set.
    pub needs: Vec<String>,
    /// Seconds between the first two polls, where they are not the runtime's.
    pub interval: Option<i64>,
    /// Seconds after which it gives up, where they are not the runtime's.
    pub deadline: Option<i64>,
}

impl Waiter {
    /// Seconds between the first two polls that the runtime waits where nothing is said,
    pub const INTERVAL: i64 = 2;
    /// and after which it gives up.
    pub const DEADLINE: i64 = 600;
}

/// How limit and cursor stand in the body.
#[derive(Debug, Clone, PartialEq)]
pub struct InBody {
    /// Whether the limit is written as text.
    pub limit_as_text: bool,
    /// Whether the cursor is.
    pub cursor_as_text: bool,
    /// JSON pointers to the members that have to hold these texts for a page to be answered.
    pub when: Vec<(String, String)>,
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
