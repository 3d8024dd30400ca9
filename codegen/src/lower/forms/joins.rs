//! Forms of what consists of several schemas: `allOf`, `oneOf`, `anyOf`, and properties that several
//! parts of an object define.

use std::collections::HashSet;

use openapiv3::Schema;

use super::keywords::Keywords;
use crate::load::Place;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;
use crate::lower::forms::{Alternative, Form, Forms, Look, What};

impl<'a> Forms<'a> {
    /// The form of a schema with `allOf`.
    pub fn joined(&self, item: &'a Schema, keywords: &Keywords<'a>, place: &Place) -> Form<'a> {
        let all_of = place.child("allOf");
        let spots = keywords
            .all_of
            .iter()
            .enumerate()
            .map(|(index, part)| Spot { schema: SchemaRef::from(part), place: all_of.index(index) });
        let mut parts = self.looks(spots.map(|spot| (spot, true)));
        let own = self.own(item, keywords, place);
        let own = match keywords.alternatives().next() {
            Some(_) => self.alternatives(item, keywords, place, own),
            None => own,
        };
        let here = Spot { schema: SchemaRef::Item(item), place: place.clone() };
        let demands = !keywords.required.is_empty();
        let mine = crate::lower::forms::what(&own);
        if !matches!(mine, What::Silent | What::Any) {
            parts.push(Look { what: mine, spot: here.clone(), demands });
        }
        // A part that only names what must be there makes another object of one that is there already.
        let demands = demands || parts.iter().any(|part| part.what == What::Silent && part.demands);
        match self.common(parts, demands) {
            Common::Same(look) if look.spot.place == *place => own,
            // It is one of the types that the other stands for, even if it adds nothing.
            Common::Same(look) if self.heirs.is_heir(place, &look.spot) => Form::Object(vec![here]),
            Common::Same(look) => Form::Alias(look.spot),
            Common::Objects(_) => Form::Object(vec![here]),
            Common::Form(form) => form,
        }
    }

    /// The form of a property that several parts of an object define: `allOf` of these, or one of them
    /// where they come from alternatives.
    pub fn several(&self, spots: &[Spot<'a>], alternatives: bool) -> Form<'a> {
        let looks = self.looks(spots.iter().map(|spot| (spot.clone(), false)));
        if alternatives {
            return self.one_of(looks);
        }
        match self.common(looks, false) {
            Common::Same(look) => Form::Alias(look.spot),
            Common::Objects(looks) => Form::Object(looks.into_iter().map(|look| look.spot).collect()),
            Common::Form(form) => form,
        }
    }

    /// Each of several schemas at its end, each once, with whether it is a part of another.
    fn looks(&self, spots: impl Iterator<Item = (Spot<'a>, bool)>) -> Vec<Look<'a>> {
        let mut looks: Vec<Look<'a>> = Vec::new();
        let mut seen = HashSet::new();
        for (spot, part) in spots {
            let look = match self.end(&spot).filter(|_| part) {
                // What takes over from a schema with a discriminator takes over its members, and is one
                // of the types that it stands for elsewhere.
                Some((item, place)) if item.schema_data.discriminator.is_some() => {
                    let spot = Spot { schema: SchemaRef::Item(item), place };
                    Look { what: What::Object, spot, demands: false }
                }
                _ => self.look(&spot),
            };
            if seen.insert(look.spot.place.clone()) {
                looks.push(look);
            }
        }
        looks
    }

    /// What all of several schemas have in common. With `demands`, an object is not what one of them
    /// says alone.
    fn common(&self, mut parts: Vec<Look<'a>>, demands: bool) -> Common<'a> {
        let unsaid = if parts.iter().any(|part| part.what == What::Any) { What::Any } else { What::Silent };
        let null = parts.iter().any(|part| part.what == What::Null);
        parts.retain(|part| !matches!(part.what, What::Silent | What::Any | What::Null));
        // What another takes over is in it.
        let places: HashSet<Place> = parts.iter().map(|part| part.spot.place.clone()).collect();
        parts.retain(|part| !self.heirs.any_inherits(&places, &part.spot.place));
        if !parts.iter().all(|part| part.what.is_object()) {
            // Of several types, the one that the other parts say.
            parts.retain(|part| part.what != What::Union);
        }
        let Some(first) = parts.first().cloned() else {
            return Common::Form(match unsaid {
                What::Any => Form::Plain(crate::ir::Type::Any),
                _ if null => Form::Null,
                _ => Form::Silent,
            });
        };
        if parts.iter().all(|part| part.what.is_object()) {
            let known: Vec<&Look<'a>> = parts.iter().filter(|part| part.what != What::Free).collect();
            return match known.as_slice() {
                [] => Common::Same(first),
                [one] if !demands || one.what == What::Map => Common::Same((*one).clone()),
                _ => Common::Objects(parts),
            };
        }
        let same_kind = |part: &Look<'_>| {
            part.what == first.what
                || part.what.is_text() && first.what.is_text()
                || part.what.is_number() && first.what.is_number()
        };
        match parts.iter().find(|part| !same_kind(part)) {
            Some(other) => {
                let first = (first.what, first.spot.place.clone());
                Common::Form(Form::Conflict(Box::new([first, (other.what, other.spot.place.clone())])))
            }
            None => {
                let most = parts.iter().map(|part| exactness(part.what)).max();
                let best = parts.iter().position(|part| Some(exactness(part.what)) == most);
                Common::Same(parts.swap_remove(best.unwrap_or_default()))
            }
        }
    }

    /// The form of a schema with `oneOf` or `anyOf`, which says `own` without them.
    pub fn alternatives(
        &self,
        item: &'a Schema,
        keywords: &Keywords<'a>,
        place: &Place,
        own: Form<'a>,
    ) -> Form<'a> {
        let spots = keywords.alternatives().map(|(keyword, index, schema)| Spot {
            schema: SchemaRef::from(schema),
            place: place.child(keyword).index(index),
        });
        let mut looks = self.looks(spots.map(|spot| (spot, false)));
        looks.retain(|look| !self.is_null(look));
        // They only say what must be there, or what not: the service judges that.
        if looks.iter().all(|look| look.what == What::Silent) {
            return own;
        }
        let objects = looks.iter().all(|look| look.what == What::Silent || look.what.is_object());
        let tag = keywords.data.discriminator.as_ref().map(|it| it.property_name.as_str());
        let only_tag = || {
            let mut names = keywords.properties.into_iter().flat_map(|it| it.keys());
            tag.is_some() && names.all(|name| Some(name.as_str()) == tag)
        };
        match own {
            Form::Object(_) | Form::Free | Form::Map(None) if !keywords.has_properties() || only_tag() => {
                looks.retain(|look| look.what != What::Silent);
                if objects { self.one_of(looks) } else { Form::Untyped("`oneOf` or `anyOf` beside `type`") }
            }
            Form::Object(_) | Form::Map(_) if objects => {
                Form::Object(vec![Spot { schema: SchemaRef::Item(item), place: place.clone() }])
            }
            Form::Object(_) | Form::Map(_) => Form::Untyped("`oneOf` or `anyOf` beside `properties`"),
            Form::Silent if looks.iter().any(|look| look.what == What::Silent) => {
                Form::Plain(crate::ir::Type::Any)
            }
            Form::Silent => self.one_of(looks),
            // The alternatives restrict the type that is said beside them; of texts and numbers they may
            // list the values.
            Form::Enum { .. } => own,
            Form::Plain(ref ty) => {
                let integers = *ty == crate::ir::Type::Integer;
                let listing = if integers { What::IntegerEnum } else { What::TextEnum };
                looks.retain(|look| look.what == listing);
                match looks.is_empty() || !(integers || *ty == crate::ir::Type::Text) {
                    true => own,
                    false => self.one_of(looks),
                }
            }
            own => own,
        }
    }

    /// Whether an alternative says that the value may be null, and nothing else. OpenAPI 3.0 has no type
    /// for that, so people write `{nullable: true}`.
    fn is_null(&self, look: &Look<'a>) -> bool {
        let nullable = || self.item(&look.spot).is_some_and(|item| item.schema_data.nullable);
        look.what == What::Null || look.what == What::Silent && nullable()
    }

    /// One of several schemas.
    fn one_of(&self, mut looks: Vec<Look<'a>>) -> Form<'a> {
        looks.retain(|look| !matches!(look.what, What::Null | What::Silent));
        if looks.iter().any(|look| look.what == What::Any) {
            return Form::Plain(crate::ir::Type::Any);
        }
        let mut alternatives = Vec::with_capacity(looks.len());
        let mut seen = Vec::new();
        for look in &looks {
            let family = |what: What| match what {
                what if what.is_text() => What::Text,
                What::IntegerEnum => What::Integer,
                what => what,
            };
            let mine = family(look.what);
            match mine {
                What::Text | What::Integer => {
                    if !seen.contains(&mine) {
                        let all: Vec<&Look<'a>> =
                            looks.iter().filter(|other| family(other.what) == mine).collect();
                        alternatives.push(self.one_of_scalars(&all, mine == What::Integer));
                    }
                }
                What::Unsigned | What::Number | What::Boolean | What::Free if seen.contains(&mine) => {}
                _ => alternatives.push(Alternative::At(look.spot.clone())),
            }
            seen.push(mine);
        }
        match alternatives.as_slice() {
            [] => Form::Silent,
            [Alternative::At(spot)] => Form::Alias(spot.clone()),
            [Alternative::Enum { integers, places }] => {
                Form::Enum { integers: *integers, places: places.clone() }
            }
            _ => Form::Union(alternatives),
        }
    }

    /// One of several kinds of text, or of whole numbers. An enum is open, so it holds all others.
    fn one_of_scalars(&self, looks: &[&Look<'a>], integers: bool) -> Alternative<'a> {
        let listing = if integers { What::IntegerEnum } else { What::TextEnum };
        let lists: Vec<&&Look<'a>> = looks.iter().filter(|look| look.what == listing).collect();
        if lists.len() > 1 {
            let places = lists.iter().flat_map(|look| self.listing(look)).collect();
            return Alternative::Enum { integers, places };
        }
        let of = |what: What| looks.iter().find(|look| look.what == what);
        let widest = of(listing).or_else(|| of(What::Secret)).or_else(|| of(What::Text));
        Alternative::At(widest.unwrap_or(&looks[0]).spot.clone())
    }

    /// Where the values of an enum are listed.
    fn listing(&self, look: &Look<'a>) -> Vec<Place> {
        let form = self.end(&look.spot).map(|(item, place)| self.form(item, &place));
        match form {
            Some(Form::Enum { places, .. }) => places,
            _ => Vec::new(),
        }
    }
}

/// What several schemas have in common.
enum Common<'a> {
    /// One of them says it all.
    Same(Look<'a>),
    /// They are objects.
    Objects(Vec<Look<'a>>),
    /// Another form.
    Form(Form<'a>),
}

/// Of several kinds of text or of numbers, the one that says the most.
fn exactness(what: What) -> u8 {
    match what {
        What::TextEnum | What::IntegerEnum => 3,
        What::Secret | What::Unsigned => 2,
        What::Time | What::Integer => 1,
        _ => 0,
    }
}
