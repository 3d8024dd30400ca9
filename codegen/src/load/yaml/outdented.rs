//! Quoted text that goes on in lines of too little indentation. YAML forbids it and many readers take it,
//! so that others write it.

use crate::diagnostic::Diagnostics;
use crate::load::yaml;
use crate::load::yaml::syntax::OPEN_QUOTE;
use crate::load::yaml::tree::Node;

/// [`yaml::parse`] for the files of others: such a text is read, with a warning.
pub(crate) fn parse(file: usize, text: &str, found: &mut Diagnostics) -> Option<Node> {
    let mut said = Diagnostics::new();
    let tree = yaml::parse(file, text, &mut said);
    for it in said.iter().cloned() {
        let readable = tree.is_some() && it.name == OPEN_QUOTE;
        found.push(if readable { it.as_warning() } else { it });
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<&'static str>) {
        let mut found = Diagnostics::new();
        let tree = parse(0, text, &mut found);
        (tree.map(|tree| tree.to_json()), found.iter().map(|it| it.name).collect())
    }

    #[test]
    fn lines_that_are_not_indented_belong_to_the_text() {
        let (tree, said) = read("a:\n  b: \"one\n\ntwo \\\" ž\nthree\"\n  c: 'it''s\nd'\n");
        let expected = r#"{"a": {"b": "one\ntwo \" ž three", "c": "it's d"}}"#;
        let plain = |text: String| text.split_whitespace().collect::<String>();
        assert_eq!(tree.map(plain), Some(plain(expected.to_owned())));
        assert_eq!(said, [OPEN_QUOTE, OPEN_QUOTE]);
    }

    #[test]
    fn what_is_never_closed_is_an_error() {
        let (tree, said) = read("a:\n  b: \"one\ntwo\n");
        assert_eq!((tree, said), (None, vec![OPEN_QUOTE]));
    }
}
