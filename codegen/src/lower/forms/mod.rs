//! What a schema becomes: a scalar, a list, a struct, one of several types. Decided here once, for
//! naming, for generating and for joining alike.

pub mod heirs;
mod joins;
pub mod keywords;
pub mod members;
pub mod spot;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use openapiv3::{AdditionalProperties, Schema};

use self::heirs::Heirs;
use self::keywords::Keywords;
use self::spot::{SchemaRef, Spot};
use crate::ir::Type;
use crate::load::yaml::tree::Kind as Scalar;
use crate::load::{Node, Place, Spec};

/// Schemas that consist of others deeper than this are refused.
const DEEPEST: usize = 100;

/// What a schema becomes.
#[derive(Clone)]
pub enum Form<'a> {
    /// A scalar, or JSON of any shape.
    Plain(Type),
    /// An enum of the values that are listed at these places.
    Enum { integers: bool, places: Vec<Place> },
    /// A struct with the members of all of these.
    Object(Vec<Spot<'a>>),
    /// One of these types.
    Union(Vec<Alternative<'a>>),
    /// A list, of anything where nothing is said.
    List(Option<Spot<'a>>),
    /// An object with any names, and anything for values where nothing is said.
    Map(Option<Spot<'a>>),
    /// An object of which nothing is known.
    Free,
    /// `null`, and nothing else.
    Null,
    /// Nothing is said of the type.
    Silent,
    /// The same as another.
    Alias(Spot<'a>),
    /// No type in Rust says it; the word is the construct.
    Untyped(&'static str),
    /// These two cannot be joined.
    Conflict(Box<[(What, Place); 2]>),
}

/// One of the types of a union.
#[derive(Clone)]
pub enum Alternative<'a> {
    /// What a schema becomes.
    At(Spot<'a>),
    /// An enum of the values that are listed at these places.
    Enum { integers: bool, places: Vec<Place> },
}

/// A [`Form`] without its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Text,
    Time,
    Secret,
    Boolean,
    Integer,
    Unsigned,
    Number,
    TextEnum,
    IntegerEnum,
    Object,
    Union,
    List,
    Map,
    Free,
    Null,
    Silent,
    Any,
}

impl What {
    pub fn words(self) -> &'static str {
        match self {
            Self::Text | Self::TextEnum => "text",
            Self::Time => "a time",
            Self::Secret => "a secret",
            Self::Boolean => "true or false",
            Self::Integer | Self::IntegerEnum | Self::Unsigned => "a whole number",
            Self::Number => "a number",
            Self::Object | Self::Map | Self::Free => "an object",
            Self::Union => "one of several types",
            Self::List => "a list",
            Self::Null => "null",
            Self::Silent | Self::Any => "anything",
        }
    }

    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Time | Self::Secret | Self::TextEnum)
    }

    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Unsigned | Self::Number | Self::IntegerEnum)
    }

    pub fn is_object(self) -> bool {
        matches!(self, Self::Object | Self::Union | Self::Map | Self::Free)
    }
}

/// A schema at the end of its references and aliases.
#[derive(Clone)]
pub struct Look<'a> {
    pub what: What,
    /// Where it stands itself: two looks of one place are the same thing.
    pub spot: Spot<'a>,
    /// The members that it says have to be there.
    pub demands: bool,
}

/// The forms of a spec's schemas.
pub struct Forms<'a> {
    pub spec: &'a Spec,
    pub heirs: Heirs<'a>,
    looks: RefCell<HashMap<Place, Look<'a>>>,
    level: Cell<usize>,
    /// A schema that consists of others too deep, which consist of others.
    pub too_deep: RefCell<Option<Place>>,
}

impl<'a> Forms<'a> {
    pub fn new(spec: &'a Spec) -> Self {
        Self {
            spec,
            heirs: Heirs::new(spec),
            looks: RefCell::default(),
            level: Cell::new(0),
            too_deep: RefCell::default(),
        }
    }

    /// The form of a schema.
    pub fn form(&self, item: &'a Schema, place: &Place) -> Form<'a> {
        let keywords = Keywords::of(item);
        if let Some(heirs) = self.heirs.of(place, &keywords) {
            return Form::Union(heirs.into_iter().map(Alternative::At).collect());
        }
        if !keywords.all_of.is_empty() {
            return self.joined(item, &keywords, place);
        }
        let own = self.own(item, &keywords, place);
        match keywords.alternatives().next() {
            Some(_) => self.alternatives(item, &keywords, place, own),
            None => own,
        }
    }

    /// The form by what stands in the schema itself.
    pub fn own(&self, item: &'a Schema, keywords: &Keywords<'a>, place: &Place) -> Form<'a> {
        let here = || vec![Spot { schema: SchemaRef::Item(item), place: place.clone() }];
        if keywords.values
            && let Some(form) = self.values(keywords, place)
        {
            return form;
        }
        match keywords.typ {
            Some("string") => Form::Plain(match keywords.format {
                Some("date-time" | "timestamp") => Type::Timestamp,
                Some("password") => Type::Secret,
                _ => Type::Text,
            }),
            Some("integer") if keywords.large => Form::Plain(Type::Unsigned),
            Some("integer") => Form::Plain(match keywords.format {
                Some("uint64") => Type::Unsigned,
                _ => Type::Integer,
            }),
            Some("number") => Form::Plain(Type::Float),
            Some("boolean") => Form::Plain(Type::Boolean),
            Some("array") => Form::List(items(keywords, place)),
            typ => match keywords.additional {
                _ if keywords.has_properties() => Form::Object(here()),
                Some(AdditionalProperties::Schema(schema)) => {
                    let schema = SchemaRef::from(&**schema);
                    Form::Map(Some(Spot { schema, place: place.child("additionalProperties") }))
                }
                _ if typ.is_none() && keywords.items.is_some() => Form::List(items(keywords, place)),
                _ if typ.is_none() => Form::Silent,
                // An answer or a body without members may get some later.
                Some(AdditionalProperties::Any(false)) => Form::Object(here()),
                Some(AdditionalProperties::Any(true)) => Form::Map(None),
                None => Form::Free,
            },
        }
    }

    /// The form by the values that are listed; none where they add nothing to the type.
    fn values(&self, keywords: &Keywords<'a>, place: &Place) -> Option<Form<'a>> {
        let listed = self.spec.node(place)?.get("enum")?.items();
        let mut kinds =
            listed.iter().filter(|it| !it.is_null()).map(|it| it.as_scalar().map(|scalar| scalar.kind));
        let places = || vec![place.clone()];
        let Some(first) = kinds.next() else {
            return keywords.typ.is_none().then_some(if listed.is_empty() {
                Form::Silent
            } else {
                Form::Null
            });
        };
        let whole = || listed.iter().all(|it| it.is_null() || it.as_integer().is_some());
        match keywords.typ {
            // A number or a boolean without its quotes is meant as text there.
            Some("string") if first.is_some() && kinds.all(|kind| kind.is_some()) => {
                Some(Form::Enum { integers: false, places: places() })
            }
            Some("integer") if whole() => Some(Form::Enum { integers: true, places: places() }),
            Some(_) => None,
            None if first == Some(Scalar::Integer) && whole() => {
                Some(Form::Enum { integers: true, places: places() })
            }
            None => {
                let mut all = std::iter::once(first).chain(kinds);
                let number = |kind| matches!(kind, Some(Scalar::Integer | Scalar::Float));
                Some(match first {
                    Some(Scalar::Text) if all.all(|kind| kind == first) => {
                        Form::Enum { integers: false, places: places() }
                    }
                    Some(Scalar::Boolean) if all.all(|kind| kind == first) => Form::Plain(Type::Boolean),
                    _ if number(first) && all.all(number) => Form::Plain(Type::Float),
                    _ => Form::Plain(Type::Any),
                })
            }
        }
    }

    /// What a schema is, at the end of its references and aliases.
    pub fn look(&self, spot: &Spot<'a>) -> Look<'a> {
        let silent = |spot: &Spot<'a>| Look { what: What::Silent, spot: spot.clone(), demands: false };
        let Some((item, place)) = self.end(spot) else { return silent(spot) };
        if let Some(look) = self.looks.borrow().get(&place) {
            return look.clone();
        }
        let spot = Spot { schema: SchemaRef::Item(item), place };
        if self.level.get() > DEEPEST {
            self.too_deep.borrow_mut().get_or_insert_with(|| spot.place.clone());
            return Look { what: What::Any, spot, demands: false };
        }
        self.level.set(self.level.get() + 1);
        let demands = !Keywords::of(item).required.is_empty();
        let look = match self.form(item, &spot.place) {
            Form::Alias(other) => self.look(&other),
            form => Look { what: what(&form), spot: spot.clone(), demands },
        };
        self.level.set(self.level.get() - 1);
        self.looks.borrow_mut().insert(spot.place, look.clone());
        look
    }

    /// The schema that a reference leads to in the end, and its place.
    pub fn end(&self, spot: &Spot<'a>) -> Option<(&'a Schema, Place)> {
        match spot.schema {
            SchemaRef::Item(item) => Some((item, spot.place.clone())),
            SchemaRef::Reference(reference) => {
                let target = self.spec.schema(spot.place.file, reference)?;
                let (place, _, item) = self.spec.follow(target.place, target.item)?;
                Some((item, place))
            }
        }
    }

    /// The schema that a reference leads to in the end.
    pub fn item(&self, spot: &Spot<'a>) -> Option<&'a Schema> {
        match spot.schema {
            SchemaRef::Item(item) => Some(item),
            SchemaRef::Reference(_) => self.end(spot).map(|(item, _)| item),
        }
    }

    /// The texts that a list of values at a place holds.
    pub fn listed(&self, place: &Place) -> &'a [Node] {
        self.spec.node(place).and_then(|node| node.get("enum")).map_or(&[], Node::items)
    }
}

fn items<'a>(keywords: &Keywords<'a>, place: &Place) -> Option<Spot<'a>> {
    let schema = SchemaRef::from(keywords.items?);
    Some(Spot { schema, place: place.child("items") })
}

/// A form without its parts.
pub fn what(form: &Form<'_>) -> What {
    match form {
        Form::Plain(ty) => match ty {
            Type::Text => What::Text,
            Type::Timestamp => What::Time,
            Type::Secret => What::Secret,
            Type::Boolean => What::Boolean,
            Type::Integer => What::Integer,
            Type::Unsigned => What::Unsigned,
            Type::Float => What::Number,
            _ => What::Any,
        },
        Form::Enum { integers: false, .. } => What::TextEnum,
        Form::Enum { integers: true, .. } => What::IntegerEnum,
        Form::Object(_) => What::Object,
        Form::Union(_) => What::Union,
        Form::List(_) => What::List,
        Form::Map(_) => What::Map,
        Form::Free => What::Free,
        Form::Null => What::Null,
        Form::Silent => What::Silent,
        Form::Alias(_) | Form::Untyped(_) | Form::Conflict(_) => What::Any,
    }
}
