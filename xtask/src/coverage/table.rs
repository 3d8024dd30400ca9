//! What is covered, as a table, and what comments explain, as a list.

use huaweicloud_codegen::load::Spec;

use super::Coverage;
use super::compare::Covered;
use super::facts::Source;
use crate::format::Format;
use crate::report::Style;

/// Prints what is covered of all services.
pub fn print(all: &[Coverage], format: Format) {
    let style = Style::of_stdout();
    let width =
        all.iter().flat_map(|it| &it.chapters).map(|it| it.name.chars().count()).max().unwrap_or_default();
    for coverage in all {
        let [definition, sdk] = coverage.operations;
        let heading = format!(
            "{}: {} of {} operations of the definition, {} of {} of the SDK",
            coverage.service, definition.here, definition.all, sdk.here, sdk.all
        );
        format.say(style.bold(&heading));
        let sources = Source::ALL.map(|it| format!("{:>10}", it.word()));
        let pair = sources.join(" ");
        format.say(format_args!(
            "  {:width$}  {:^21}  {:^21}  {:^21}  differences",
            "", "operations", "request fields", "answer fields"
        ));
        format.say(format_args!("  {:width$}  {pair}  {pair}  {pair}  explained  unexplained", "chapter"));
        let mut total = ([Covered::default(); 2], [Covered::default(); 2], [Covered::default(); 2], 0, 0);
        for it in &coverage.chapters {
            for index in 0..2 {
                total.0[index] += it.operations[index];
                total.1[index] += it.sent[index];
                total.2[index] += it.answered[index];
            }
            total.3 += it.explained;
            total.4 += it.unexplained;
            let numbers = (it.operations, it.sent, it.answered, it.explained, it.unexplained);
            format.say(row(width, &it.name, numbers));
        }
        format.say(row(width, "all", total));
        format.say("");
    }
}

type Numbers = ([Covered; 2], [Covered; 2], [Covered; 2], usize, usize);

fn row(width: usize, name: &str, (operations, sent, answered, explained, unexplained): Numbers) -> String {
    let cell = |it: Covered| format!("{:>10}", format!("{}/{}", it.here, it.all));
    let pair = |it: [Covered; 2]| it.map(cell).join(" ");
    let (operations, sent, answered) = (pair(operations), pair(sent), pair(answered));
    format!("  {name:width$}  {operations}  {sent}  {answered}  {explained:9}  {unexplained:11}")
}

/// Prints what comments explain, each with its comment.
pub fn explained(coverage: &Coverage, spec: &Spec, format: Format) {
    let mut lines: Vec<_> =
        coverage.found.iter().filter_map(|it| Some((it.comment.as_ref()?, it.sentence()))).collect();
    lines.sort();
    let mut last = None;
    for (comment, sentence) in lines {
        if last != Some(comment) {
            let path = spec.files.get(comment.file).map_or("", |it| &it.source.path);
            format.say(format_args!("{path}:{}: # {}", comment.line, comment.text));
        }
        last = Some(comment);
        format.say(format_args!("    {sentence}"));
    }
    format.say("");
}
