//! The name that was probably meant.

/// The candidate nearest to `name`, if one is near enough to be what the writer meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A third of the word may be wrong; of a longer word than this nothing is looked for.
    let length = name.chars().count();
    if length > 100 {
        return None;
    }
    let most = (length / 3).clamp(1, 4);
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name && candidate.len().abs_diff(name.len()) <= 2 * most)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            (distance <= most).then_some((distance, candidate))
        })
        // The first of equally near ones, so that messages do not depend on chance.
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", or else what may stand there if that is a short list.
pub(crate) fn suggest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    if let Some(nearest) = nearest(name, candidates.clone()) {
        return Some(format!("did you mean `{nearest}`?"));
    }
    list(candidates)
}

/// "one of `a`, `b` and `c`", if there are few.
pub(crate) fn list<'a>(candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const MOST: usize = 14;
    let all: Vec<&str> = candidates.into_iter().take(MOST + 1).collect();
    match all.as_slice() {
        [] => None,
        [one] => Some(format!("it has to be `{one}`")),
        [init @ .., last] if all.len() <= MOST => {
            Some(format!("it has to be one of `{}` and `{last}`", init.join("`, `")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name() {
        let keys = ["minimum", "maximum", "type"];
        assert_eq!(nearest("minimun", keys), Some("minimum"));
        assert_eq!(nearest("Type", keys), Some("type"));
        assert_eq!(nearest("frobnicate", keys), None);
        assert_eq!(list(["a", "b", "c"]).as_deref(), Some("it has to be one of `a`, `b` and `c`"));
    }
}
