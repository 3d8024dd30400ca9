//! What to do about a text that is not YAML.

/// What a finding of quoted text is called that ends nowhere, or goes on without indentation.
pub(crate) const OPEN_QUOTE: &str = "open-quote";

/// The parser's own words are short; the commonest slips deserve a way out.
pub(crate) fn help(info: &str) -> Option<&'static str> {
    if info.contains("tab") {
        Some("indent with blanks, YAML does not take tabs there")
    } else if info.contains("mapping values are not allowed") {
        Some("text that contains `: ` has to stand in quotes, or after `>-` on lines of its own")
    } else if info.contains("simple key") || info.contains("did not find expected key") {
        Some("check the indentation of this line, and that a key ends with a colon")
    } else if info.contains("indentation in quoted scalar") {
        Some("close the quotes, or indent the lines that go on by more than the key")
    } else if info.contains("quoted scalar") {
        Some("close the quotes")
    } else if info.contains("recursion limit") {
        Some("give the inner schema a name under components and refer to it")
    } else if info.contains("unknown anchor") {
        Some("define the anchor before the alias that uses it")
    } else if info.contains("flow") {
        Some("close the bracket or brace")
    } else {
        None
    }
}
