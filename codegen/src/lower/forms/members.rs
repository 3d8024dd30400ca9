//! The members of an object: its own properties, those of all parts of its `allOf`, and, none of them
//! required, those of its alternatives.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::keywords::Keywords;
use crate::load::Place;
use crate::lower::forms::Forms;
use crate::lower::forms::spot::SchemaRef;
use crate::lower::forms::spot::Spot;

/// Parts within parts deeper than this are refused.
const DEEPEST: usize = 100;

/// A property of an object, wherever it comes from.
pub struct Property<'a> {
    /// What it is: the schemas of all parts that define it.
    pub spots: Vec<Spot<'a>>,
    /// Whether alternatives differ in it, so that it is one of the schemas and not all of them.
    pub alternatives: bool,
    pub required: bool,
    /// The component that defines it, if that is not the object itself.
    pub owner: Option<Place>,
}

/// The members of an object.
#[derive(Default)]
pub struct Members<'a> {
    pub properties: IndexMap<&'a str, Property<'a>>,
    /// Whether there may be others, and what they are.
    pub others: Option<Others<'a>>,
    /// Where parts within parts go on without end.
    pub too_deep: Option<Place>,
    required: HashSet<&'a str>,
    seen: HashSet<(Place, bool)>,
}

/// The members without a name.
pub enum Others<'a> {
    Any,
    Of(Spot<'a>),
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Way<'w> {
    /// The component that was gone into through a reference.
    owner: Option<&'w Place>,
    /// Whether it is one of several alternatives.
    alternative: bool,
    level: usize,
}

impl<'a> Forms<'a> {
    /// The members of an object that consists of these.
    pub fn members(&self, sources: &[Spot<'a>]) -> Members<'a> {
        let mut members = Members::default();
        for source in sources {
            let Some((item, place)) = self.end(source) else { continue };
            // Of several, each is a component with names of its own.
            let owner = (sources.len() > 1).then_some(&place);
            self.collect(item, &place, Way { owner, alternative: false, level: 0 }, &mut members);
        }
        for (name, property) in &mut members.properties {
            property.required = members.required.contains(name);
        }
        members
    }

    fn collect(&self, item: &'a Schema, place: &Place, way: Way<'_>, out: &mut Members<'a>) {
        if way.level > DEEPEST {
            out.too_deep.get_or_insert_with(|| place.clone());
            return;
        }
        // Two ways to the same part give the same members, and many could lead there.
        if !out.seen.insert((place.clone(), way.alternative)) {
            return;
        }
        let keywords = Keywords::of(item);
        let all_of = place.child("allOf");
        for (index, part) in keywords.all_of.iter().enumerate() {
            self.part(part, all_of.index(index), Way { level: way.level + 1, ..way }, out);
        }
        let properties = place.child("properties");
        for (wire, schema) in keywords.properties.into_iter().flatten() {
            let place = properties.child(wire);
            let spot = Spot { schema: SchemaRef::from(schema), place };
            match out.properties.get_mut(wire.as_str()) {
                Some(property) => {
                    property.spots.push(spot);
                    property.alternatives |= way.alternative;
                }
                None => {
                    let owner = way.owner.cloned();
                    let (spots, alternatives) = (vec![spot], way.alternative);
                    out.properties.insert(wire, Property { spots, alternatives, required: false, owner });
                }
            }
        }
        // With a discriminator the alternatives are its heirs, and not parts of it.
        if keywords.data.discriminator.is_none() {
            for (keyword, index, part) in keywords.alternatives() {
                let place = place.child(keyword).index(index);
                self.part(part, place, Way { alternative: true, level: way.level + 1, ..way }, out);
            }
        }
        if !way.alternative {
            out.required.extend(keywords.required.iter().map(String::as_str));
        }
        match keywords.additional {
            Some(AdditionalProperties::Schema(schema)) => {
                let schema = SchemaRef::from(&**schema);
                let of = Others::Of(Spot { schema, place: place.child("additionalProperties") });
                // Of two sorts of others, nothing is known.
                out.others = Some(if out.others.is_some() { Others::Any } else { of });
            }
            Some(AdditionalProperties::Any(true)) => out.others = Some(Others::Any),
            _ => {}
        }
    }

    fn part(&self, part: &'a ReferenceOr<Schema>, place: Place, way: Way<'_>, out: &mut Members<'a>) {
        let refers = matches!(part, ReferenceOr::Reference { .. });
        if let Some((place, _, item)) = self.spec.follow(place, part) {
            let owner = if refers { Some(&place) } else { way.owner };
            self.collect(item, &place, Way { owner, ..way }, out);
        }
    }
}
