//! The keywords of a schema, whatever mixture of them it has.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, NumberFormat, ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat,
    Type as SchemaType, VariantOrUnknownOrEmpty as Format,
};

/// What a schema says about the type of a value.
#[derive(Clone, Copy)]
pub struct Keywords<'a> {
    pub data: &'a SchemaData,
    pub typ: Option<&'a str>,
    pub format: Option<&'a str>,
    /// Whether it lists values.
    pub values: bool,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub all_of: &'a [ReferenceOr<Schema>],
    pub one_of: &'a [ReferenceOr<Schema>],
    pub any_of: &'a [ReferenceOr<Schema>],
    /// Whether it says what a value must not be.
    pub not: bool,
    /// The largest number, if that is more than `i64` holds.
    pub large: bool,
}

impl<'a> Keywords<'a> {
    pub fn of(schema: &'a Schema) -> Self {
        let mut it = Self {
            data: &schema.schema_data,
            typ: None,
            format: None,
            values: false,
            properties: None,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            not: false,
            large: false,
        };
        match &schema.schema_kind {
            SchemaKind::Type(typ) => it.typed(typ),
            SchemaKind::OneOf { one_of } => it.one_of = one_of,
            SchemaKind::AllOf { all_of } => it.all_of = all_of,
            SchemaKind::AnyOf { any_of } => it.any_of = any_of,
            SchemaKind::Not { .. } => it.not = true,
            SchemaKind::Any(any) => {
                it.typ = any.typ.as_deref();
                it.format = any.format.as_deref();
                it.values = !any.enumeration.is_empty();
                it.properties = Some(&any.properties);
                it.required = &any.required;
                it.additional = any.additional_properties.as_ref();
                it.items = any.items.as_ref();
                it.all_of = &any.all_of;
                it.one_of = &any.one_of;
                it.any_of = &any.any_of;
                it.not = any.not.is_some();
                it.large = any.maximum.is_some_and(|most| most > i64::MAX as f64);
            }
        }
        it
    }

    fn typed(&mut self, typ: &'a SchemaType) {
        self.typ = Some(match typ {
            SchemaType::String(text) => {
                self.format = match &text.format {
                    Format::Item(StringFormat::Date) => Some("date"),
                    Format::Item(StringFormat::DateTime) => Some("date-time"),
                    Format::Item(StringFormat::Password) => Some("password"),
                    Format::Item(StringFormat::Byte) => Some("byte"),
                    Format::Item(StringFormat::Binary) => Some("binary"),
                    Format::Unknown(format) => Some(format),
                    Format::Empty => None,
                };
                self.values = !text.enumeration.is_empty();
                "string"
            }
            SchemaType::Number(number) => {
                self.format = match &number.format {
                    Format::Item(NumberFormat::Float) => Some("float"),
                    Format::Item(NumberFormat::Double) => Some("double"),
                    Format::Unknown(format) => Some(format),
                    Format::Empty => None,
                };
                self.values = !number.enumeration.is_empty();
                "number"
            }
            SchemaType::Integer(number) => {
                self.format = match &number.format {
                    Format::Unknown(format) => Some(format),
                    _ => None,
                };
                self.values = !number.enumeration.is_empty();
                "integer"
            }
            SchemaType::Object(object) => {
                self.properties = Some(&object.properties);
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
                "object"
            }
            SchemaType::Array(array) => {
                self.items = array.items.as_ref();
                "array"
            }
            SchemaType::Boolean(boolean) => {
                self.values = !boolean.enumeration.is_empty();
                "boolean"
            }
        });
    }

    pub fn has_properties(&self) -> bool {
        self.properties.is_some_and(|properties| !properties.is_empty())
    }

    /// The alternatives, of `oneOf` and then of `anyOf`, with the keyword and the index of each.
    pub fn alternatives(&self) -> impl Iterator<Item = (&'static str, usize, &'a ReferenceOr<Schema>)> {
        let one_of = self.one_of.iter().enumerate().map(|(index, it)| ("oneOf", index, it));
        one_of.chain(self.any_of.iter().enumerate().map(|(index, it)| ("anyOf", index, it)))
    }
}
