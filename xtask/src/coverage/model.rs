//! What is compared: operations with all that goes in and comes out, whoever describes them.

use huaweicloud_codegen::load::Place;

/// An operation.
#[derive(Debug, Default)]
pub struct Operation {
    /// The official name.
    pub id: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path with placeholders, from the root of the endpoint.
    pub path: String,
    /// Parameters, those apart that carry credentials or follow from the body.
    pub parameters: Vec<Parameter>,
    /// The body that is sent.
    pub body: Option<Body>,
    /// What a success answers, all statuses together.
    pub answer: Option<Value>,
    /// Where the operation stands; of a table, nowhere.
    pub place: Option<Place>,
}

/// A parameter in path, query or header.
#[derive(Debug)]
pub struct Parameter {
    /// `path`, `query`, `header` or `cookie`.
    pub location: String,
    /// What it is, and whether it has to be there.
    pub member: Member,
}

/// A body that is sent.
#[derive(Debug)]
pub struct Body {
    /// Whether it has to be there.
    pub required: bool,
    /// What it is.
    pub value: Value,
    /// Where it stands; of a table, nowhere.
    pub place: Option<Place>,
}

/// What may stand in a place.
#[derive(Clone, Debug, Default)]
pub struct Value {
    /// Its type.
    pub kind: Kind,
    /// The values that it can have, where they are counted up.
    pub values: Option<Vec<String>>,
    /// Whether it is called deprecated.
    pub deprecated: bool,
    /// The members of an object.
    pub members: Vec<Member>,
    /// The elements of a list.
    pub items: Option<Box<Value>>,
    /// It contains itself: what is in it has been said further up.
    pub again: bool,
    /// Where it stands, and where what it refers to stands, one after the other; of a table, nowhere.
    pub places: Vec<Place>,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name in JSON or in the request.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Where it stands; of a table, nowhere.
    pub place: Option<Place>,
    /// Where it is said whether it is required; of a table, nowhere.
    pub required_at: Option<Place>,
    /// What it is.
    pub value: Value,
}

/// A type, as coarse as all sources tell them apart: sizes of numbers and forms of texts are no types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text, times and files too.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// An object, with members or with any names.
    Object,
    /// Anything.
    #[default]
    Any,
}

impl Kind {
    /// The kind that OpenAPI calls so; anything where it says nothing.
    pub fn of(word: Option<&str>) -> Option<Self> {
        Some(match word {
            None => Self::Any,
            Some("string" | "file") => Self::Text,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("boolean") => Self::Boolean,
            Some("array") => Self::List,
            Some("object") => Self::Object,
            Some(_) => return None,
        })
    }

    /// In words, with an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Any => "anything",
        }
    }

    /// The word that a comment names it by.
    pub fn word(self) -> &'static str {
        self.words().rsplit(' ').next().unwrap_or_default()
    }
}

impl Value {
    /// Something of this type, and no more known of it.
    pub fn of(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// How many members it has, those inside them too.
    pub fn count(&self) -> usize {
        let members: usize = self.members.iter().map(|it| 1 + it.value.count()).sum();
        members + self.items.as_ref().map_or(0, |it| it.count())
    }

    /// The member of this name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|it| it.name == name)
    }

    /// Adds what another description of the same thing has; what both say stays as it is.
    pub fn join(&mut self, other: Value) {
        if self.kind == Kind::Any {
            self.kind = other.kind;
        }
        self.again |= other.again;
        self.deprecated |= other.deprecated;
        self.values = self.values.take().or(other.values);
        self.items = self.items.take().or(other.items);
        for mut member in other.members {
            if self.member(&member.name).is_none() {
                // The way to it leads through the other description.
                member.value.places.splice(0..0, other.places.iter().cloned());
                self.members.push(member);
            }
        }
    }
}

impl Operation {
    /// How many fields a request has.
    pub fn sent(&self) -> usize {
        let parameters: usize = self.parameters.iter().map(|it| 1 + it.member.value.count()).sum();
        parameters + self.body.as_ref().map_or(0, |it| it.value.count())
    }

    /// How many fields an answer has.
    pub fn answered(&self) -> usize {
        self.answer.as_ref().map_or(0, Value::count)
    }
}

/// Whether a header is no parameter here: credentials are security schemes, and the type of a body
/// follows from the body.
pub fn is_no_parameter(location: &str, name: &str) -> bool {
    let names = ["X-Auth-Token", "Authorization", "X-Security-Token", "X-Sdk-Date", "Content-Type"];
    location == "header" && names.iter().any(|it| it.eq_ignore_ascii_case(name))
}
