//! Keys of `paths`: what of them is sent, and their placeholders.

/// A key without what follows its `#`, which tells operations apart and is no part of a request.
pub(crate) fn sent(key: &str) -> &str {
    split(key, '#').0
}

/// What stands before and behind a sign; in a placeholder it is one of its name.
pub(crate) fn split(path: &str, sign: char) -> (&str, &str) {
    let mut inside = false;
    let at = path.find(|it| {
        inside = it == '{' || inside && it != '}';
        it == sign && !inside
    });
    at.map_or((path, ""), |at| (&path[..at], &path[at + sign.len_utf8()..]))
}

/// The names in braces, in order.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// A path with the names taken out of its placeholders: what tells it apart from others.
pub(crate) fn without_names(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for character in path.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_braces_may_hold_any_sign() {
        assert_eq!(sent("/a/{b#c}/d#e{f}"), "/a/{b#c}/d");
        assert_eq!(split("/a/{b?}?c={d}", '?'), ("/a/{b?}", "c={d}"));
        assert_eq!(split("/a", '?'), ("/a", ""));
    }

    #[test]
    fn names_in_braces() {
        assert!(placeholders("/a/{b}/{c}.{d}").eq(["b", "c", "d"]));
        assert_eq!(without_names("/a/{b}/{c}.{d}"), "/a/{}/{}.{}");
    }
}
