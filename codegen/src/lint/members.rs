//! The properties of an object with those of its parts.

use std::borrow::Cow;

use crate::json::segments;
use crate::lint::walk::At;
use crate::load::Spec;

/// How many parts of an object are looked at: no spec has this many, a hostile one has more.
const MOST_PARTS: usize = 256;

/// The properties of an object, those of its parts included; and whether it may have others that nothing
/// describes.
pub(crate) fn properties<'s>(spec: &'s Spec, schema: At<'s>) -> (Vec<(&'s str, At<'s>)>, bool) {
    let mut properties = Vec::new();
    let said = collect(spec, schema, &mut properties, &mut { MOST_PARTS });
    // An object that describes nothing may be anything.
    (properties, said.open || !said.describes)
}

/// Where a JSON pointer leads.
pub(crate) enum Followed<'s, 'p> {
    /// To what this schema describes.
    To(At<'s>),
    /// Nowhere: this segment is none of the properties there.
    Past(Cow<'p, str>, Vec<&'s str>),
    /// Into what nothing describes, or what cannot be read.
    Unknown,
}

/// Follows a JSON pointer through objects.
pub(crate) fn follow<'s, 'p>(spec: &'s Spec, schema: At<'s>, pointer: &'p str) -> Followed<'s, 'p> {
    let mut schema = schema;
    for segment in segments(pointer) {
        let (properties, open) = properties(spec, schema);
        let open = open && schema.text("type").is_none_or(|kind| kind == "object");
        let Some((_, next)) = properties.iter().find(|(name, _)| *name == segment) else {
            let names = properties.into_iter().map(|(name, _)| name).collect();
            return if open { Followed::Unknown } else { Followed::Past(segment, names) };
        };
        match next.resolved(spec) {
            Some(next) => schema = next,
            None => return Followed::Unknown,
        }
    }
    Followed::To(schema)
}

/// What an object says of its properties.
struct Said {
    /// There may be others.
    open: bool,
    /// Some are named.
    describes: bool,
}

fn collect<'s>(
    spec: &'s Spec,
    schema: At<'s>,
    properties: &mut Vec<(&'s str, At<'s>)>,
    steps: &mut usize,
) -> Said {
    if *steps == 0 {
        return Said { open: true, describes: false };
    }
    *steps -= 1;
    let own = schema.get("properties");
    properties.extend(own.into_iter().flat_map(At::entries));
    let additional = schema.node.get("additionalProperties");
    let open = additional.is_some_and(|it| it.as_boolean() != Some(false));
    let mut said = Said { open, describes: own.is_some() };
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(key).into_iter().flat_map(At::items) {
            let Some(part) = part.resolved(spec) else { return Said { open: true, ..said } };
            let its = collect(spec, part, properties, steps);
            // An alternative may be any object; one that only names what has to be there is none.
            let any = key != "allOf" && !its.describes && part.node.get("required").is_none();
            said = Said { open: said.open || its.open || any, describes: said.describes || its.describes };
        }
    }
    said
}
