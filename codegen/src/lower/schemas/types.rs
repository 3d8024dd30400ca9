//! From a schema to a type, generated on the way where it has to be.

use openapiv3::SchemaData;

use super::place_names;
use crate::ir::Type;
use crate::load::Place;
use crate::lower::forms::Form;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::schemas::Schemas;
use crate::lower::words::names::upper_camel;

/// Inline schemas, and lists of lists, that stand in one another deeper than this are refused: later
/// stages and the compiler recurse over them.
const DEEPEST: usize = 100;
const MOST_LISTS: usize = 24;

impl<'a> Schemas<'a> {
    /// The type of a schema. One that has to be generated on the way is called `name`.
    pub fn type_of(&mut self, schema: SchemaRef<'a>, place: &Place, name: &str) -> Type {
        let item = match schema {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(reference) => return self.referenced(reference, place),
        };
        if self.level >= DEEPEST {
            self.too_deep(place);
            return Type::Any;
        }
        self.level += 1;
        let form = self.forms.form(item, place);
        let ty = self.formed(form, Some(&item.schema_data), place, name);
        self.level -= 1;
        ty
    }

    /// The type of a form.
    pub fn formed(
        &mut self,
        form: Form<'a>,
        data: Option<&'a SchemaData>,
        place: &Place,
        name: &str,
    ) -> Type {
        let kind: fn(String) -> Type = match &form {
            Form::Plain(ty) => return ty.clone(),
            Form::Free | Form::Null | Form::Silent => return self.untold(data, place),
            Form::Alias(spot) => return self.type_of(spot.schema, &spot.place, name),
            Form::List(items) => {
                return Type::List(Box::new(self.part(items.as_ref(), place, name)));
            }
            Form::Map(values) => {
                return Type::Map(Box::new(self.part(values.as_ref(), place, name)));
            }
            Form::Untyped(construct) => return self.kept_as_value(place, construct),
            Form::Conflict(parts) => {
                self.conflict(place, "the schema", parts);
                return Type::Any;
            }
            Form::Object(_) => Type::Model,
            Form::Enum { integers: false, .. } => Type::Enum,
            Form::Enum { integers: true, .. } => Type::Code,
            Form::Union(_) => Type::Union,
        };
        if let Some(ty) = self.named.get(place) {
            return ty.clone();
        }
        let reserved = self.reserved.remove(place);
        let name = reserved.unwrap_or_else(|| self.scope.claim(upper_camel(name)));
        let ty = kind(name.clone());
        self.named.insert(place.clone(), ty.clone());
        self.define(name, &form, data, place);
        ty
    }

    /// Adds a type that has a name.
    pub fn define(&mut self, name: String, form: &Form<'a>, data: Option<&'a SchemaData>, place: &Place) {
        let lists = std::mem::take(&mut self.lists);
        match form {
            Form::Object(sources) => self.model(name, sources, data, place),
            Form::Enum { integers, places } => self.open_enum(name, (*integers, places), data, place.file),
            Form::Union(alternatives) => self.union(name, alternatives, data, place),
            _ => {}
        }
        self.lists = lists;
    }

    /// The elements of a list, or the values of a map.
    fn part(&mut self, spot: Option<&Spot<'a>>, place: &Place, name: &str) -> Type {
        let Some(spot) = spot else { return Type::Any };
        if self.lists >= MOST_LISTS {
            self.too_deep(place);
            return Type::Any;
        }
        self.lists += 1;
        let ty = self.type_of(spot.schema, &spot.place, name);
        self.lists -= 1;
        ty
    }

    fn referenced(&mut self, reference: &'a str, place: &Place) -> Type {
        let spot = Spot { schema: SchemaRef::Reference(reference), place: place.clone() };
        let Some((item, place)) = self.forms.end(&spot) else { return Type::Any };
        if let Some(ty) = self.named.get(&place) {
            return ty.clone();
        }
        if self.following.contains(&place) {
            let message = "this contains itself without an object in between".to_owned();
            let help = "put the recursion into a property of an object".to_owned();
            self.report("recursive-alias", &place, message, Some(help));
            return Type::Any;
        }
        let name = place_names::name(self.spec, &place, &|owner| self.named(owner));
        self.following.push(place.clone());
        let ty = self.type_of(SchemaRef::Item(item), &place, &name);
        self.following.pop();
        ty
    }

    /// A schema that says what a value must not be, and nothing else, is worth a word.
    fn untold(&mut self, data: Option<&'a SchemaData>, place: &Place) -> Type {
        let only_not = data.is_some()
            && self.spec.node(place).is_some_and(|it| it.get("not").is_some() && it.get("type").is_none());
        if only_not { self.kept_as_value(place, "`not`") } else { Type::Any }
    }
}
