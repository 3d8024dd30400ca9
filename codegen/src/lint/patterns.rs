//! `pattern`: regular expressions of JavaScript, most of which other readers take as they are.

use regex_lite::{Regex, RegexBuilder};

/// Longer patterns are not read, and longer texts not held against any: both cost time.
const LONGEST: usize = 4096;
/// The memory of a pattern, which a few repetitions within each other would fill.
const LARGEST: usize = 1 << 20;

/// The pattern, or why it cannot be read.
pub(crate) fn read(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    RegexBuilder::new(pattern).size_limit(LARGEST).build().map_err(|error| error.to_string())
}

/// Whether a text has what the pattern asks for; one that cannot be read asks for nothing.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    text.len() > LONGEST || read(pattern).map_or(true, |regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_searched_for() {
        for (pattern, text, expected) in [
            ("^[a-z]{2,4}$", "abc", true),
            ("^[a-z]{2,4}$", "abcde", false),
            ("[0-9]", "a1", true),
            (r"^\d+\/\w+\-x$", "12/ab-x", true),
            (r"^[\u4e00-\u9fa5]+$", "数据", true),
            // Cannot be read here, or would cost too much.
            ("^(?!a)b$", "a", true),
            ("((a{999}){999}){999}", "a", true),
            ("(", "a", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern}");
        }
        assert!(fits("^a$", &"b".repeat(LONGEST + 1)));
    }
}
