//! Unions: one of several types, named by a discriminator or told by what is there.

use openapiv3::{Discriminator, SchemaData};

use crate::ir::{Type, TypeDef, Union, UnionVariant};
use crate::load::Place;
use crate::lower::forms::heirs::mapped;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::forms::{Alternative, What};
use crate::lower::schemas::Schemas;
use crate::lower::words::docs::{code, docs, sentence};
use crate::lower::words::names::{Scope, upper_camel};

/// Texts that a member has to be one of, so that it tells objects apart; of more it is a mere member.
const MOST_TEXTS: usize = 16;

/// An alternative on its way to a variant.
struct Candidate<'a> {
    alternative: Alternative<'a>,
    /// What it is in the end, and where that stands.
    end: Option<(What, Place)>,
    /// The members that tell it, each with its texts.
    needs: Vec<(String, Vec<String>)>,
    tags: Vec<String>,
}

impl<'a> Schemas<'a> {
    /// Adds a union.
    pub fn union(
        &mut self,
        name: String,
        alternatives: &[Alternative<'a>],
        data: Option<&'a SchemaData>,
        place: &Place,
    ) {
        let position = self.reserve(&name, place.file);
        let mut candidates: Vec<Candidate<'a>> =
            alternatives.iter().map(|it| self.candidate(it.clone())).collect();
        let discriminator = data.and_then(|data| data.discriminator.as_ref());
        let tag = discriminator.filter(|it| self.tag(it, place, &mut candidates));
        let tag = tag.map(|it| it.property_name.clone());
        let mut variants: Vec<UnionVariant> = Vec::new();
        let mut scope = Scope::with_reserved(&["Other"]);
        for (index, candidate) in candidates.into_iter().enumerate() {
            let hint = candidate.hint(index, tag.as_deref());
            let ty = self.alternative_type(&candidate, place, &format!("{name}_{hint}"));
            if tag.is_none() {
                // Two alternatives of one type are one.
                if !variants.iter().any(|variant| variant.ty == ty) {
                    let variant = scope.claim(variant_name(&ty, &name));
                    let docs = self.variant_docs(&candidate, &ty);
                    let needs = candidate.needs;
                    variants.push(UnionVariant { name: variant, docs, ty, shared: false, tag: None, needs });
                }
                continue;
            }
            let alone = candidate.tags.len() == 1;
            for value in &candidate.tags {
                let variant = if alone { variant_name(&ty, &name) } else { upper_camel(value) };
                let docs = docs([Some(code(value).as_str())], false);
                let (ty, tag) = (ty.clone(), Some(value.clone()));
                let (name, shared) = (scope.claim(variant), !alone);
                variants.push(UnionVariant { name, docs, ty, shared, tag, needs: Vec::new() });
            }
        }
        // Two tags may lead to one type by different ways.
        for index in 0..variants.len() {
            let same = variants.iter().filter(|other| other.ty == variants[index].ty).count();
            variants[index].shared |= same > 1;
        }
        let fallback = format!("One of the types of `{name}`.");
        let text = data.and_then(|data| data.description.as_deref().or(data.title.as_deref()));
        let text = sentence(text.filter(|text| !text.trim().is_empty()).unwrap_or(&fallback));
        let docs = docs([Some(text.as_str())], data.is_some_and(|data| data.deprecated));
        self.types[place.file][position] = TypeDef::Union(Union { name, docs, tag, variants });
    }

    fn candidate(&self, alternative: Alternative<'a>) -> Candidate<'a> {
        let Alternative::At(spot) = &alternative else {
            return Candidate { alternative, end: None, needs: Vec::new(), tags: Vec::new() };
        };
        let look = self.forms.look(spot);
        let mut needs = Vec::new();
        if look.what == What::Object {
            for (wire, property) in self.forms.members(std::slice::from_ref(&look.spot)).properties {
                if let Some(texts) = property.required.then(|| self.texts(&property.spots)).flatten() {
                    needs.push((wire.to_owned(), texts));
                }
            }
        }
        Candidate { alternative, end: Some((look.what, look.spot.place)), needs, tags: Vec::new() }
    }

    /// The texts that a member can hold, none for any; `None` where it may be null.
    fn texts(&self, spots: &[Spot<'a>]) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        for spot in spots {
            let look = self.forms.look(spot);
            let SchemaRef::Item(item) = look.spot.schema else { continue };
            if item.schema_data.nullable {
                return None;
            }
            if look.what == What::TextEnum {
                let values = self.forms.listed(&look.spot.place).iter();
                texts = values.filter_map(|it| Some(it.as_scalar()?.text.to_string())).collect();
            }
        }
        Some(if texts.len() > MOST_TEXTS { Vec::new() } else { texts })
    }

    /// Finds the tags of all alternatives; false where one has none, and the members have to tell.
    fn tag(&self, discriminator: &Discriminator, union: &Place, candidates: &mut Vec<Candidate<'a>>) -> bool {
        for (value, to) in &discriminator.mapping {
            let Some(spot) = mapped(self.spec, union.file, to) else { continue };
            let place = self.forms.look(&spot).spot.place;
            if place == *union {
                // It has no type of its own beside the others: its values are `Other`.
                continue;
            }
            let is_it = |it: &&mut Candidate<'_>| it.end.as_ref().is_some_and(|(_, end)| *end == place);
            match candidates.iter_mut().find(is_it) {
                Some(candidate) => candidate.tags.push(value.clone()),
                None => {
                    let mut candidate = self.candidate(Alternative::At(spot));
                    candidate.tags.push(value.clone());
                    candidates.push(candidate);
                }
            }
        }
        for candidate in candidates.iter_mut().filter(|it| it.tags.is_empty()) {
            let texts = candidate.needs.iter().find(|(name, _)| *name == discriminator.property_name);
            match (texts, candidate.component()) {
                (Some((_, texts)), _) if !texts.is_empty() => candidate.tags.clone_from(texts),
                (_, Some(name)) => candidate.tags.push(name),
                _ => {}
            }
        }
        let mut all = candidates.iter().flat_map(|it| &it.tags).collect::<Vec<_>>();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        let object = |what: &What| matches!(what, What::Object | What::Union);
        all.len() == count
            && candidates
                .iter()
                .all(|it| !it.tags.is_empty() && it.end.as_ref().is_some_and(|(what, _)| object(what)))
    }

    fn alternative_type(&mut self, candidate: &Candidate<'a>, union: &Place, name: &str) -> Type {
        match &candidate.alternative {
            Alternative::Enum { integers, places } => {
                let name = self.scope.claim(upper_camel(name));
                self.open_enum(name.clone(), (*integers, places), None, union.file);
                if *integers { Type::Code(name) } else { Type::Enum(name) }
            }
            Alternative::At(spot) => match self.type_of(spot.schema, &spot.place, name) {
                // An object of which nothing is known is an object still.
                Type::Any => Type::Map(Box::new(Type::Any)),
                ty => ty,
            },
        }
    }

    /// What an alternative says itself; a reference is documented where it leads.
    fn variant_docs(&self, candidate: &Candidate<'a>, ty: &Type) -> crate::ir::Docs {
        let said = match &candidate.alternative {
            Alternative::At(spot) => Self::data(spot.schema).and_then(|data| data.description.as_deref()),
            Alternative::Enum { .. } => None,
        };
        let words = match ty {
            Type::Text | Type::Enum(_) => "Text.",
            Type::Timestamp => "A time.",
            Type::Secret => "A secret.",
            Type::Boolean => "`true` or `false`.",
            Type::Integer | Type::Unsigned | Type::Code(_) => "A whole number.",
            Type::Float => "A number.",
            Type::List(_) => "A list.",
            Type::Map(_) => "An object with any names.",
            _ => "An object.",
        };
        docs([Some(said.map_or_else(|| words.to_owned(), sentence).as_str())], false)
    }
}

impl Candidate<'_> {
    /// The name of the component that it is.
    fn component(&self) -> Option<String> {
        let (_, place) = self.end.as_ref()?;
        let name = place.pointer.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then(|| place.last()).flatten()
    }

    /// What to call a type that is made for it.
    fn hint(&self, index: usize, tag: Option<&str>) -> String {
        if let (Some(_), [tag, ..]) = (tag, self.tags.as_slice()) {
            return tag.clone();
        }
        let single = self.needs.iter().find_map(|(_, texts)| match texts.as_slice() {
            [text] => Some(text.clone()),
            _ => None,
        });
        single.unwrap_or_else(|| match self.alternative {
            Alternative::At(_) => format!("variant_{}", index + 1),
            Alternative::Enum { .. } => "text".to_owned(),
        })
    }
}

/// A variant is called after its type; of one that was made for it, the union's own name is left out.
fn variant_name(ty: &Type, union: &str) -> String {
    let plain = match ty {
        Type::Text => "Text",
        Type::Timestamp => "Time",
        Type::Secret => "Secret",
        Type::Boolean => "Boolean",
        Type::Integer | Type::Unsigned => "Integer",
        Type::Float => "Number",
        Type::List(_) => "List",
        Type::Map(_) => "Map",
        Type::Nullable(ty) => return variant_name(ty, union),
        Type::Any | Type::Nothing => "Any",
        Type::Model(name)
        | Type::Boxed(name)
        | Type::Enum(name)
        | Type::Code(name)
        | Type::Union(name)
        | Type::Alias(name, _) => {
            let own = name.strip_prefix(union).unwrap_or(name);
            if own.starts_with(|first: char| first.is_ascii_uppercase()) { own } else { name }
        }
    };
    plain.to_owned()
}
