//! What programs read: findings as JSON and as annotations; and that no text, however long or odd, makes
//! them unreadable or slow.

use std::path::Path;
use std::time::Instant;

use huaweicloud_codegen::diagnostic::Record;
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Colour, Diagnostics, Options, check};

fn fixture(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken").join(name);
    Source::new(format!("specs/{name}"), std::fs::read_to_string(path).unwrap())
}

fn found(source: Source) -> (Diagnostics, Vec<Source>) {
    let failure = check("odd", vec![source], Options::default()).unwrap_err();
    (failure.diagnostics, failure.sources)
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/formats");
    settings
}

fn lines(name: &str, line: fn(&Record) -> String) -> String {
    let (found, sources) = found(fixture(name));
    found.records(&sources).iter().map(|record| line(record) + "\n").collect()
}

#[test]
fn json() {
    let _bound = settings().bind_to_scope();
    for name in ["several-mistakes.yaml", "duplicate-region.yaml", "one-line.json", "text-right-to-left.yaml"]
    {
        let text = lines(name, Record::json);
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["file"], format!("specs/{name}"));
        }
        insta::assert_snapshot!(format!("json__{name}"), text.trim_end());
    }
}

#[test]
fn github() {
    let _bound = settings().bind_to_scope();
    for name in ["several-mistakes.yaml", "duplicate-region.yaml", "text-control.yaml"] {
        insta::assert_snapshot!(format!("github__{name}"), lines(name, Record::github).trim_end());
    }
}

/// Positions are those that an editor shows, whatever stands before them.
#[test]
fn positions_are_those_of_an_editor() {
    for (text, line, column, end) in [
        ("\u{FEFF}openapi: 3.1.0\n", 1, 10, 15),
        ("# \u{202E}\u{200B}宽\u{0301}\r\nopenapi: \"3.1.0\"\r\n", 2, 10, 17),
        ("{\"宽\u{200B}\u{202E}\t\": 1, \"openapi\": \"3.1.0\"}", 1, 24, 31),
        ("{\"👩\u{200D}💻\": 1, openapi: 3.1.0}", 1, 21, 26),
    ] {
        let (found, sources) = found(Source::new("a.yaml", text));
        let record = found.records(&sources).remove(0);
        assert_eq!(record.name, "not-openapi-3.0", "{text}");
        let spot = record.spot;
        assert_eq!(
            (spot.line, spot.column, spot.end_line, spot.end_column),
            (line, column, line, end),
            "{text}"
        );
        for colour in [Colour::Plain, Colour::Ansi] {
            let shown = found.render(&sources, colour);
            assert!(shown.contains(&format!("a.yaml:{line}:{column}\n")), "{shown}");
            let unseen =
                |it: char| it.is_control() && !"\n\u{1b}".contains(it) || "\u{200B}\u{202E}".contains(it);
            assert!(!shown.contains(unseen), "{shown:?}");
        }
    }
}

#[test]
fn a_file_that_has_odd_names_is_named_so_that_it_is_seen() {
    let (found, sources) = found(Source::new("a\u{202E}b\n::error::,%.yaml", "openapi: 3.1.0"));
    assert!(found.render(&sources, Colour::Plain).contains("--> a\\u{202e}b\\u{a}::error::,%.yaml:1:10\n"));
    let annotation = found.records(&sources).remove(0).github();
    assert!(
        annotation.starts_with("::error file=a\u{202E}b%0A%3A%3Aerror%3A%3A%2C%25.yaml,line=1,"),
        "{annotation}"
    );
}

#[test]
fn long_lines_are_shown_shortened() {
    let filler = "x".repeat(1 << 20);
    for text in [
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: v1, description: {filler}, titel: {filler}}}\npaths: {{}}\n"
        ),
        format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"{filler}\", \"version\": \"v1\", \"{filler}\": 1}}, \"paths\": {{}}}}"
        ),
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: v1}}\npaths: {{}}\n# {filler}\n{filler}: 宽{}\n",
            "\u{202E}".repeat(1 << 18)
        ),
    ] {
        let (found, sources) = found(Source::new("long.yaml", text));
        for colour in [Colour::Plain, Colour::Ansi] {
            let shown = found.render(&sources, colour);
            let widest = shown.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest < 300, "{widest}");
            assert!(shown.contains('^'), "{shown}");
            assert!(shown.contains('…'), "{shown}");
        }
        assert!(found.records(&sources).iter().all(|record| record.json().len() < 2000));
    }
}

/// Thousands of findings in a document on one line are not each counted from its beginning.
#[test]
fn many_findings_on_one_line_take_no_time() {
    let operations: Vec<String> = (0..3000)
        .map(|index| {
            format!(
                "\"/{index}\": {{\"get\": {{\"operationld\": \"ž{}\", \"responses\": {{}}}}}}",
                "x".repeat(1000)
            )
        })
        .collect();
    let text = format!(
        "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"v1\"}}, \"paths\": {{{}}}}}",
        operations.join(", ")
    );
    let (found, sources) = found(Source::new("one-line.json", text));
    assert!(found.len() >= 3000);
    let started = Instant::now();
    let (shown, records) = (found.render(&sources, Colour::Plain), found.records(&sources));
    assert!(shown.lines().count() > 3000 && records.len() >= 3000);
    // Counting anew takes a minute and more in a debug build.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
