//! Types: what the models are made of.

use super::Docs;

/// A type that is generated.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeDef {
    /// A struct.
    Model(Model),
    /// An open enum of texts or of whole numbers.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name of a type.
    Alias(Alias),
}

impl TypeDef {
    /// The type's name in Rust.
    pub fn name(&self) -> &str {
        match self {
            TypeDef::Model(model) => &model.name,
            TypeDef::Enum(open_enum) => &open_enum.name,
            TypeDef::Union(union) => &union.name,
            TypeDef::Alias(alias) => &alias.name,
        }
    }
}

/// Another name of a type: what several answers are that are called differently and are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// The type that it stands for.
    pub ty: Type,
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
    /// The map of the members that the spec does not name, where it allows such and says so.
    pub others: Option<Field>,
    /// Whether a request carries it: then it has a constructor and setters, and an absent list
    /// differs from an empty one.
    pub sent: bool,
}

impl Model {
    /// Whether the field's type in Rust is an `Option`: an answer does not tell an absent list from an
    /// empty one, a request does.
    pub fn is_optional(&self, field: &Field) -> bool {
        self.sent || !matches!(field.ty, Type::List(_) | Type::Map(_))
    }

    /// What `new` takes, if a request carries the model. What may be null is null until it is set.
    pub fn constructor(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|it| it.required && !it.read_only && it.ty.or_null().is_none())
    }

    /// What has a setter, if a request carries the model.
    pub fn setters(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|it| !it.read_only && (!it.required || it.ty.or_null().is_some()))
    }
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
    /// Whether the service alone says it: then nobody sets it.
    pub read_only: bool,
    /// Doc comment.
    pub docs: Docs,
}

/// A closed list of values in the spec, open in Rust.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// Whether the values are whole numbers; else they are texts.
    pub integers: bool,
    /// Whether the docs of the variants show the values; else that is left to the macro.
    pub documented: bool,
    /// Values, in the order of the spec.
    pub variants: Vec<Variant>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Name in Rust.
    pub name: String,
    /// The text in JSON, or the digits.
    pub wire: String,
    /// Doc comment; may be empty, the text is documented anyway.
    pub docs: Docs,
}

/// One of several types, and open for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// The member that says which type it is, where one does.
    pub tag: Option<String>,
    /// The types, in the order in which they are tried.
    pub variants: Vec<UnionVariant>,
}

/// One of the types of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Name in Rust.
    pub name: String,
    /// Doc comment.
    pub docs: Docs,
    /// The type.
    pub ty: Type,
    /// Whether another variant has the same type.
    pub shared: bool,
    /// The tag's value.
    pub tag: Option<String>,
    /// Without a tag, the members that such an object must have, each with the texts that it may hold;
    /// none is any.
    pub needs: Vec<(String, Vec<String>)>,
}

/// A type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `String`
    Text,
    /// `bool`
    Boolean,
    /// `i64`
    Integer,
    /// `u64`
    Unsigned,
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
    /// A generated enum of texts.
    Enum(String),
    /// A generated enum of whole numbers.
    Code(String),
    /// A generated union.
    Union(String),
    /// A generated type by another name of it: what an operation answers. Types name others by their own.
    Alias(String, Box<Type>),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`: null or that, of a member that is sent.
    Nullable(Box<Type>),
}

impl Type {
    /// Whether a value is one text, which it prints as.
    pub fn is_scalar(&self) -> bool {
        matches!(
            self,
            Type::Text
                | Type::Boolean
                | Type::Integer
                | Type::Unsigned
                | Type::Float
                | Type::Timestamp
                | Type::Enum(_)
                | Type::Code(_)
        )
    }

    /// The type itself, whatever it is called.
    pub fn target(&self) -> &Type {
        match self {
            Type::Alias(_, target) => target,
            ty => ty,
        }
    }

    /// What it is where it is not null, if it may be.
    pub fn or_null(&self) -> Option<&Type> {
        match self {
            Type::Nullable(inner) => Some(inner),
            _ => None,
        }
    }

    /// The generated type inside, if there is one.
    pub fn generated(&self) -> Option<&str> {
        match self {
            Type::Model(name)
            | Type::Boxed(name)
            | Type::Enum(name)
            | Type::Code(name)
            | Type::Union(name) => Some(name),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Alias(_, inner) => {
                inner.generated()
            }
            _ => None,
        }
    }
}
