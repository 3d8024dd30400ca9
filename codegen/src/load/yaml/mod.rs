//! YAML text to a tree. JSON is YAML, so `.json` files come through here as well.

mod bounds;
pub mod outdented;
pub mod scalar;
mod syntax;
pub mod tree;

use std::collections::HashMap;

use granit_parser::{Event, Marker, Parser, ScalarStyle, StrInput, StructureStyle, Tag, options};

use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::yaml::bounds::{DEEPEST, MOST_ALIASED};
use crate::load::yaml::tree::{Key, Kind, Mapping, Node, Scalar, Value};
use crate::source::{LARGEST_FILE, Span};

/// Builds the tree of a text. Whatever is wrong is added to `found`; without a tree there is always
/// an error among it.
pub(crate) fn parse(file: usize, text: &str, found: &mut Diagnostics) -> Option<Node> {
    if text.len() > LARGEST_FILE {
        found.push(
            Diagnostic::error(
                "too-large",
                file,
                Span::default(),
                format!("the file has more than the {} MiB that are read", LARGEST_FILE >> 20),
            )
            .with_help("split it into one file a chapter"),
        );
        return None;
    }
    let mut builder = Builder {
        file,
        text,
        found,
        stack: Vec::new(),
        root: None,
        documents: 0,
        anchors: HashMap::new(),
        aliased: 0,
        values: 0,
    };
    builder.run(Parser::new_from_str_with_options(text, options! { emit_comments: false }))
}

/// A list or mapping that is still open.
struct Open {
    start: u32,
    /// How far the line is indented that a block begins in; nothing for one in brackets.
    indentation: Option<usize>,
    anchor: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping(Vec<(Key, Node)>, Option<Key>),
}

struct Builder<'a, 'f> {
    file: usize,
    text: &'a str,
    found: &'f mut Diagnostics,
    stack: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    values: usize,
}

impl<'a> Builder<'a, '_> {
    /// `None` when no tree can be made of the text.
    fn run(&mut self, mut parser: Parser<'a, StrInput<'a>>) -> Option<Node> {
        let mut last = Span::default();
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    self.found.push(syntax::diagnostic(self.file, self.text, &error));
                    return None;
                }
            };
            let (place, span) = (span, span_of(&span));
            match event {
                Event::DocumentStart(..) => {
                    self.documents += 1;
                    if self.documents > 1 {
                        let message = "a second YAML document begins here";
                        self.error("several-documents", span, message).help(
                            "keep one a file: remove the `---` line, or move the rest to a file of its own",
                        );
                        return None;
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.known_tag(tag.as_deref(), &place);
                    self.indented(style, span);
                    self.scalar(&text, style, anchor, tag.as_deref(), span, last)?;
                }
                Event::SequenceStart(style, anchor, tag) => {
                    self.known_tag(tag.as_deref(), &place);
                    self.open(anchor, style, &place, OpenKind::Sequence(Vec::new()))?;
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.known_tag(tag.as_deref(), &place);
                    self.open(anchor, style, &place, OpenKind::Mapping(Vec::new(), None))?;
                }
                // The end of a block has the place of what follows it: end with the last part instead.
                Event::SequenceEnd | Event::MappingEnd => {
                    self.close(if span.end > span.start { span.end } else { last.end })?;
                }
                Event::Alias(anchor) => self.alias(anchor, span)?,
                // Of a document's own end and of what else the parser tells, a tree has nothing.
                _ => {}
            }
            if span.end > span.start {
                last = span;
            }
        }
        self.root.take()
    }

    fn error(&mut self, name: &'static str, span: Span, message: impl Into<String>) -> Pushed<'_> {
        self.found.push(Diagnostic::error(name, self.file, span, message));
        Pushed(self.found)
    }

    fn open(
        &mut self,
        anchor: usize,
        style: StructureStyle,
        place: &granit_parser::Span,
        kind: OpenKind,
    ) -> Option<()> {
        let span = span_of(place);
        if self.stack.len() >= DEEPEST {
            self.error(
                "too-deep",
                span,
                format!("values stand more than {DEEPEST} levels deep in one another"),
            )
            .help("give the inner schema a name under components and refer to it");
            return None;
        }
        if let Some(Open { kind: OpenKind::Mapping(_, key @ None), .. }) = self.stack.last_mut() {
            // A list or mapping as the key of another: the parser allows it, JSON has no such thing.
            let text = Box::from("?");
            *key = Some(Key { text, span });
            self.error("bad-key", span, "a key has to be text, not a list or a mapping")
                .help("a value that begins with `{` or `[` has to stand in quotes");
            return None;
        }
        let indentation = (style == StructureStyle::Block).then(|| place.start.col());
        self.stack.push(Open { start: span.start, indentation, anchor, kind });
        Some(())
    }

    fn close(&mut self, end: u32) -> Option<()> {
        let open = self.stack.pop()?;
        let span = Span { start: open.start, end: end.max(open.start) };
        let value = match open.kind {
            OpenKind::Sequence(nodes) => Value::Sequence(nodes.into()),
            OpenKind::Mapping(entries, _) => {
                let (mapping, again) = Mapping::new(entries);
                for (first, key) in again {
                    let message = format!("the key {} stands twice", quoted(&key.text));
                    let it = Diagnostic::error("duplicate-key", self.file, key.span, message)
                        .with_related(self.file, first, "first here")
                        .with_help("keep one of the two");
                    self.found.push(it);
                }
                Value::Mapping(mapping)
            }
        };
        self.add(Node { span, value }, open.anchor)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
        last: Span,
    ) -> Option<()> {
        let plain = style == ScalarStyle::Plain;
        // An absent value has the place of the next token: show the end of what came before instead.
        let span = if plain && text.is_empty() {
            let at = last.end;
            Span { start: at, end: at }
        } else {
            span
        };
        if let Some(Open { kind: OpenKind::Mapping(_, key @ None), .. }) = self.stack.last_mut() {
            *key = Some(Key { text: text.into(), span });
            return Some(());
        }
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let kind = if plain && !is_text { scalar::resolve(text) } else { Kind::Text };
        if matches!(kind, Kind::Integer | Kind::Float) && scalar::float(text).is_none() {
            self.error("not-json", span, format!("{} is a number that JSON cannot write", quoted(text)))
                .help("write a finite number, or quotes around it if it is text");
        }
        let value = Value::Scalar(Scalar { text: text.into(), kind, plain });
        self.add(Node { span, value }, anchor)
    }

    /// Text in quotes may go on below its first line, further to the right than what it belongs to.
    fn indented(&mut self, style: ScalarStyle, span: Span) {
        if !matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            return;
        }
        let Some(least) = self.stack.iter().rev().find_map(|open| open.indentation) else { return };
        let mut lines = self.text[span.start as usize..span.end as usize].lines().skip(1);
        if lines.any(|line| !line.trim().is_empty() && line.len() - line.trim_start().len() <= least) {
            self.found.push(syntax::open_quote(self.file, span));
        }
    }

    fn known_tag(&mut self, tag: Option<&Tag>, place: &granit_parser::Span) {
        let Some(tag) = tag else { return };
        let bare = tag.handle().is_empty() && tag.suffix() == "!";
        if !bare && tag.core_suffix().is_none() {
            let name = quoted(&format!("{}{}", tag.handle(), tag.suffix()));
            let span = span_of(&place.tag_span().unwrap_or(*place));
            self.error("yaml-tag", span, format!("the YAML tag {name} means nothing in OpenAPI"))
                .help("remove the tag; text that begins with `!` has to stand in quotes");
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Option<()> {
        if matches!(self.stack.last(), Some(Open { kind: OpenKind::Mapping(_, None), .. })) {
            self.error("bad-key", span, "a key has to be text, not an alias");
            return None;
        }
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            self.error("recursive-alias", span, "this alias stands inside the value it names")
                .help("a schema that contains itself refers to itself by `$ref`");
            return None;
        };
        let depth = self.copied(&node, span, "aliases")?;
        if self.stack.len() + depth > DEEPEST {
            let message =
                format!("with this alias, values stand more than {DEEPEST} levels deep in one another");
            self.error("too-deep", span, message).help("use `$ref` to components instead of YAML aliases");
            return None;
        }
        self.add(node, 0)
    }

    /// Pays for a copy of a value, and says how deep it is.
    fn copied(&mut self, node: &Node, span: Span, what: &str) -> Option<usize> {
        let (count, depth) = bounds::measure(node);
        self.aliased += count;
        if self.aliased > MOST_ALIASED {
            let message =
                format!("the {what} of this file stand for more than {MOST_ALIASED} values, or as much text");
            self.error("too-many-aliases", span, message)
                .help("use `$ref` to components instead of YAML aliases");
            return None;
        }
        Some(depth)
    }

    /// Puts a finished value into what is open. `None` ends the walk: nothing is open, yet values go on.
    fn add(&mut self, node: Node, anchor: usize) -> Option<()> {
        if anchor > 0 {
            // A copy is kept, to be found again.
            self.copied(&node, node.span, "anchors")?;
            self.anchors.insert(anchor, node.clone());
        }
        self.values += 1;
        let beside = match self.stack.last().map(|open| &open.kind) {
            None => 0,
            Some(OpenKind::Sequence(nodes)) => nodes.len(),
            Some(OpenKind::Mapping(entries, _)) => entries.len(),
        };
        if let Some(message) = bounds::exceeded(self.values, beside) {
            self.error("too-large", node.span, message).help("split it into one file a chapter");
            return None;
        }
        match self.stack.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(OpenKind::Sequence(nodes)) => nodes.push(node),
            Some(OpenKind::Mapping(entries, key)) => entries.push((key.take()?, node)),
        }
        Some(())
    }
}

/// The bytes of a range: a parser of a string always knows them.
fn span_of(span: &granit_parser::Span) -> Span {
    let (start, end) = (byte(&span.start), byte(&span.end));
    Span { start, end: end.max(start) }
}

fn byte(marker: &Marker) -> u32 {
    marker.byte_offset().unwrap_or_default() as u32
}

/// The finding that was added last, to give it help.
struct Pushed<'a>(&'a mut Diagnostics);

impl Pushed<'_> {
    fn help(self, text: &str) {
        self.0.help_last(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Node {
        let mut found = Diagnostics::new();
        let tree = parse(0, text, &mut found);
        assert!(found.is_empty(), "{found:?}");
        tree.unwrap()
    }

    fn shown<'a>(text: &'a str, node: &Node) -> &'a str {
        &text[node.span.start as usize..node.span.end as usize]
    }

    #[test]
    fn spans_are_bytes_of_the_text() {
        let filler = "# žluťoučký kůň\r\n".repeat(20);
        for mark in ["", "\u{FEFF}"] {
            let text = format!(
                "{mark}{filler}kůň: 'žába'\r\nlist:\r\n- a: ěš\r\n  b: [1, {{c: \"\\u010D\"}}]\r\n- \r\n"
            );
            let root = tree(&text);
            assert_eq!(shown(&text, root.get("kůň").unwrap()), "'žába'");
            assert_eq!(shown(&text, root.at("/list/0/a").unwrap()), "ěš");
            assert_eq!(shown(&text, root.at("/list/0/b").unwrap()), "[1, {c: \"\\u010D\"}]");
            assert_eq!(root.at("/list/0/b/1/c").unwrap().as_text(), Some("č"));
            assert!(root.at("/list/1").unwrap().is_null());
            let (key, _) = root.as_mapping().unwrap().entry("list").unwrap();
            assert_eq!(&text[key.span.start as usize..key.span.end as usize], "list");
        }
    }

    #[test]
    fn json_is_yaml() {
        let root = tree("{\"a/b\": {\"~\": [true, null, 1.5, \"\\u00e9\\/\"]}, \"200\": -3}");
        assert_eq!(root.at("/a~1b/~0/3").unwrap().as_text(), Some("é/"));
        assert_eq!(root.get("200").unwrap().as_integer(), Some(-3));
        assert_eq!(root.to_value(), serde_json::json!({"a/b": {"~": [true, null, 1.5, "é/"]}, "200": -3}));
        let again: serde_json::Value = serde_json::from_str(&root.to_json()).unwrap();
        assert_eq!(again, root.to_value());
        assert!(root.to_json().starts_with("{\n  \"a/b\": {\n    \"~\": [\n      true,"));
    }

    #[test]
    fn characters_may_be_written_in_two_halves() {
        assert_eq!(tree(r#"{"a": "\ud83d\uDE00!"}"#).get("a").unwrap().as_text(), Some("😀!"));
        assert_eq!(tree(r"a: '\ud83d'").get("a").unwrap().as_text(), Some(r"\ud83d"));
        for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d x""#] {
            let mut found = Diagnostics::new();
            assert!(parse(0, half, &mut found).is_none());
            assert!(found.iter().any(|it| it.name == "yaml-syntax"), "{half}");
        }
    }

    #[test]
    fn aliases_are_what_they_name() {
        let root = tree("a: &x {b: [1]}\nc: *x\n200: &y yes\nd: *y\n");
        assert_eq!(root.at("/c/b/0").unwrap().as_integer(), Some(1));
        assert_eq!(root.get("d").unwrap().as_text(), Some("yes"));
        assert!(root.get("200").is_some());
    }

    #[test]
    fn many_keys_are_found_and_told_apart() {
        let text: String = (0..1000).map(|index| format!("k{index}: {index}\n")).collect();
        let root = tree(&text);
        assert_eq!(root.get("k777").unwrap().as_integer(), Some(777));
        assert!(root.get("k1000").is_none());
        let mut found = Diagnostics::new();
        let root = parse(0, &format!("{text}k5: again\nk5: more\n"), &mut found).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(root.get("k5").unwrap().as_integer(), Some(5));
        assert_eq!(root.as_mapping().unwrap().len(), 1000);
    }
}
