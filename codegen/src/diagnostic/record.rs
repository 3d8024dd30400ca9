//! Findings for tools: as JSON, and as annotations of a pull request.

use std::fmt::Write as _;

use super::positions::Positions;
use super::{Diagnostic, Severity, words};
use crate::json::write_text;
use crate::source::Source;
use crate::source::Span;

/// A range in a file: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The path of the file, with forward slashes.
    pub file: String,
    /// The line that it begins in.
    pub line: usize,
    /// The column that it begins in.
    pub column: usize,
    /// The line that it ends in.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
}

/// A finding that needs no sources to be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of the rule.
    pub name: &'static str,
    /// Where it is.
    pub spot: Spot,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that belong to it, each with what is there.
    pub related: Vec<(Spot, String)>,
}

impl Record {
    /// A JSON object on one line, without a line break behind it.
    ///
    /// ```
    /// use huaweicloud_codegen::{Options, check, source::Source};
    ///
    /// let text = "openapi: 3.0.3\ninfo: {title: VPN, version: v5}\npaths: {}\npathss: {}\n";
    /// let failure = check("vpn", vec![Source::new("a.yaml", text)], Options::default()).unwrap_err();
    /// let record = failure.diagnostics.records(&failure.sources).remove(0);
    /// assert_eq!(
    ///     record.json(),
    ///     "{\"level\":\"error\",\"name\":\"unknown-key\",\"file\":\"a.yaml\",\"line\":4,\"column\":1,\
    ///      \"end_line\":4,\"end_column\":7,\"message\":\"`pathss` is no key of the OpenAPI object\",\
    ///      \"help\":\"did you mean `paths`?\",\"related\":[]}"
    /// );
    /// ```
    pub fn json(&self) -> String {
        let mut out = String::from("{");
        field(&mut out, "level", self.severity.as_str());
        field(&mut out, "name", self.name);
        self.spot.fields(&mut out);
        field(&mut out, "message", &self.message);
        match &self.help {
            Some(help) => field(&mut out, "help", help),
            None => out.push_str("\"help\":null,"),
        }
        out.push_str("\"related\":[");
        for (index, (spot, message)) in self.related.iter().enumerate() {
            out.push_str(if index > 0 { ",{" } else { "{" });
            spot.fields(&mut out);
            field(&mut out, "message", message);
            out.pop();
            out.push('}');
        }
        out.push_str("]}");
        out
    }

    /// A workflow command of GitHub Actions, which shows the finding beside the line in a pull request.
    pub fn github(&self) -> String {
        let Spot { file, line, column, end_line, end_column } = &self.spot;
        let mut out = format!("::{} file={},line={line}", self.severity.as_str(), property(file));
        // GitHub takes no columns with a range of lines.
        if line == end_line {
            let _ = write!(out, ",col={column},endLine={end_line},endColumn={end_column}");
        } else {
            let _ = write!(out, ",endLine={end_line}");
        }
        let _ = write!(out, ",title={}::{}", property(self.name), data(&self.message));
        for (spot, message) in &self.related {
            let place = format!("{}:{}:{}", spot.file, spot.line, spot.column);
            let _ = write!(out, "%0A{}: {}", data(&place), data(message));
        }
        if let Some(help) = &self.help {
            let _ = write!(out, "%0Ahelp: {}", data(help));
        }
        out
    }
}

impl Spot {
    fn fields(&self, out: &mut String) {
        field(out, "file", &self.file);
        let Self { line, column, end_line, end_column, .. } = self;
        let _ = write!(
            out,
            "\"line\":{line},\"column\":{column},\"end_line\":{end_line},\"end_column\":{end_column},"
        );
    }
}

/// A member of a JSON object, with a comma behind it.
pub(crate) fn field(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "\"{name}\":");
    write_text(out, text);
    out.push(',');
}

/// Text of a workflow command, by the rules of GitHub's own toolkit.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command, which ends at a comma or colon.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The lines of all sources; each is cut when the first finding in it comes.
pub(super) struct Places<'a, S> {
    sources: &'a [S],
    cut: Vec<Option<Positions<'a>>>,
}

impl<'a, S: AsRef<Source>> Places<'a, S> {
    pub(super) fn new(sources: &'a [S]) -> Self {
        Self { sources, cut: sources.iter().map(|_| None).collect() }
    }

    /// A source and its lines; none if there is no such source.
    pub(super) fn of(&mut self, file: usize) -> Option<(&'a Source, &Positions<'a>)> {
        let source = self.sources.get(file)?.as_ref();
        let positions = self.cut.get_mut(file)?.get_or_insert_with(|| Positions::new(&source.text));
        Some((source, positions))
    }

    fn spot(&mut self, file: usize, span: Span) -> Spot {
        let Some((source, positions)) = self.of(file) else { return Spot::default() };
        let start = positions.of(span.start as usize);
        let end = positions.of(span.end.max(span.start) as usize);
        Spot {
            file: source.path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    pub(super) fn record(&mut self, it: &Diagnostic) -> Record {
        let related = it.related.iter();
        let related = related
            .map(|related| {
                (self.spot(related.file, related.span), words::sentence(&related.label).into_owned())
            })
            .collect();
        Record {
            severity: it.severity,
            name: it.name,
            spot: self.spot(it.file, it.span),
            message: words::sentence(&it.message).into_owned(),
            help: it.help.as_deref().map(|help| words::sentence(help).into_owned()),
            related,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let spot = Spot { file: "a,b:c%.yaml".into(), line: 3, column: 5, end_line: 3, end_column: 9 };
        Record {
            severity: Severity::Warning,
            name: "unknown-key",
            message: "100% \"wrong\"\nhere".into(),
            help: None,
            related: vec![
                (Spot { line: 1, ..spot.clone() }, "first: here".into()),
                (spot.clone(), "x".into()),
            ],
            spot,
        }
    }

    #[test]
    fn annotations_escape_what_would_end_them() {
        assert_eq!(
            record().github(),
            "::warning file=a%2Cb%3Ac%25.yaml,line=3,col=5,endLine=3,endColumn=9,title=unknown-key\
             ::100%25 \"wrong\"%0Ahere%0Aa,b:c%25.yaml:1:5: first: here%0Aa,b:c%25.yaml:3:5: x"
        );
        let mut several = record();
        several.spot.end_line = 4;
        several.related.clear();
        several.help = Some("mend\rit".into());
        assert_eq!(
            several.github(),
            "::warning file=a%2Cb%3Ac%25.yaml,line=3,endLine=4,title=unknown-key\
             ::100%25 \"wrong\"%0Ahere%0Ahelp: mend%0Dit"
        );
    }

    #[test]
    fn json_is_json() {
        let value: serde_json::Value = serde_json::from_str(&record().json()).unwrap();
        assert_eq!(
            value,
            serde_json::json!({
                "level": "warning", "name": "unknown-key", "file": "a,b:c%.yaml", "line": 3, "column": 5,
                "end_line": 3, "end_column": 9, "message": "100% \"wrong\"\nhere", "help": null,
                "related": [
                    {"file": "a,b:c%.yaml", "line": 1, "column": 5, "end_line": 3, "end_column": 9, "message": "first: here"},
                    {"file": "a,b:c%.yaml", "line": 3, "column": 5, "end_line": 3, "end_column": 9, "message": "x"},
                ],
            })
        );
    }
}
