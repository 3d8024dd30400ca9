//! Keys of `paths`: what of them is sent.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_braces_may_hold_any_sign() {
        assert_eq!(sent("/a/{b#c}/d#e{f}"), "/a/{b#c}/d");
        assert_eq!(split("/a/{b?}?c={d}", '?'), ("/a/{b?}", "c={d}"));
        assert_eq!(split("/a", '?'), ("/a", ""));
    }
}
