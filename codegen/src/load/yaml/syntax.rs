//! What to say of a text that is not YAML.

use granit_parser::{ErrorKind, Parser, ScanError, options};

use crate::diagnostic::Diagnostic;
use crate::load::yaml::byte;
use crate::source::Span;

/// What a finding of quoted text is called that ends nowhere, or goes on without indentation.
pub(crate) const OPEN_QUOTE: &str = "open-quote";

/// What the parser stopped at. Its own words are short; the commonest slips deserve a way out.
pub(super) fn diagnostic(file: usize, text: &str, error: &ScanError) -> Diagnostic {
    let at = byte(error.marker());
    if let Some(span) = left_open(text) {
        return open_quote(file, span);
    }
    let name = match error.kind() {
        ErrorKind::RecursionLimitExceeded => "too-deep",
        _ => "yaml-syntax",
    };
    let message = format!("this is not YAML: {}", error.info());
    let it = Diagnostic::error(name, file, Span { start: at, end: at }, message);
    match help(error.kind()) {
        Some(help) => it.with_help(help),
        None => it,
    }
}

/// Text in quotes of which some line is not indented.
pub(super) fn open_quote(file: usize, span: Span) -> Diagnostic {
    let message = "this quoted text goes on in a line that is not indented by more than the key";
    Diagnostic::error(OPEN_QUOTE, file, Span { start: span.start, end: span.start }, message)
        .with_help("close the quotes, or indent the lines that go on by more than the key")
}

/// Quotes that were never closed take in all that follows up to the next ones, and the parser stops where
/// nothing is wrong. One that minds the indentation stops before.
fn left_open(text: &str) -> Option<Span> {
    let mut last = 0;
    for event in Parser::new_from_str_with_options(text, options! { strict_indentation: true }) {
        match event {
            Ok((_, span)) => last = byte(&span.end).max(last),
            Err(error) if matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent) => {
                let at = byte(error.marker());
                let start = last + text.get(last as usize..at as usize)?.find(['"', '\''])? as u32;
                return Some(Span { start, end: start });
            }
            Err(_) => return None,
        }
    }
    None
}

fn help(kind: &ErrorKind) -> Option<&'static str> {
    use ErrorKind as Kind;
    Some(match kind {
        Kind::RecursionLimitExceeded => "give the inner schema a name under components and refer to it",
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => "indent with blanks, YAML does not take tabs there",
        Kind::MappingValueNotAllowed => {
            "text that contains `: ` has to stand in quotes, or after `>-` on lines of its own"
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey | Kind::ExpectedBlockMappingKey => {
            "check the indentation of this line, and that a key ends with a colon"
        }
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => "close the quotes",
        Kind::UnknownAnchor => "define the anchor before the alias that uses it",
        Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate => {
            "escapes of `\\ud800` to `\\udfff` come in pairs; write the character itself"
        }
        Kind::UnclosedFlowCollection { .. }
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofFlowSequence
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator => "close the bracket or brace",
        _ => return None,
    })
}
