//! The properties of an object with those of its parts.

use crate::lint::walk::At;
use crate::load::Spec;

/// How many parts of an object are looked at: no spec has this many, a hostile one has more.
const MOST_PARTS: usize = 256;

/// The properties of an object, those of its parts included; and whether it may have others that nothing
/// describes.
pub(crate) fn properties<'s>(spec: &'s Spec, schema: At<'s>) -> (Vec<(&'s str, At<'s>)>, bool) {
    let mut properties = Vec::new();
    let open = collect(spec, schema, &mut properties, &mut { MOST_PARTS });
    (properties, open)
}

fn collect<'s>(
    spec: &'s Spec,
    schema: At<'s>,
    properties: &mut Vec<(&'s str, At<'s>)>,
    steps: &mut usize,
) -> bool {
    if *steps == 0 {
        return true;
    }
    *steps -= 1;
    let own = schema.get("properties");
    properties.extend(own.into_iter().flat_map(At::entries));
    let additional = schema.node.get("additionalProperties");
    let mut open = additional.is_some_and(|it| it.as_boolean() != Some(false));
    let mut parts = 0;
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get(key).into_iter().flat_map(At::items) {
            parts += 1;
            open |= match part.resolved(spec) {
                Some(part) => collect(spec, part, properties, steps),
                None => true,
            };
        }
    }
    // An object that describes nothing may be anything.
    open || (own.is_none() && parts == 0)
}
