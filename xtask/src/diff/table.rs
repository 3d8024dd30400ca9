//! What changed, as tables.

use huaweicloud_codegen::compare::{Comparison, Package, Row, Verdict};

use super::Layout;
use crate::format::{Format, to_stdout};
use crate::report::{Style, count};

const PACKAGES: [Package; 2] = [Package::Model, Package::Client];
/// The version that all crates share.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Columns are no wider than this for the sake of one long entry.
const WIDEST: usize = 60;

/// Prints all that changed since `base`.
pub fn print(comparisons: &[Comparison], base: &str, layout: Layout) {
    let summary = summary(comparisons, base);
    let told = |how: &dyn Fn(&Comparison) -> String| comparisons.iter().map(how).collect::<String>();
    match layout {
        Layout::Of(Format::Json) => {
            to_stdout(&told(&Comparison::json));
            Format::Json.say(summary);
        }
        Layout::Of(format) => {
            to_stdout(&told(&|it| text(it, Style::of_stdout())));
            format.say(summary);
            if format == Format::Github {
                to_stdout(&told(&Comparison::github));
            }
        }
        Layout::Markdown => to_stdout(&format!("{}{summary}\n", told(&markdown))),
    }
}

/// The crates that changed, each with its verdict and a remark.
fn changed(comparison: &Comparison) -> impl Iterator<Item = (Package, Verdict, &'static str)> {
    PACKAGES.into_iter().filter_map(|package| {
        let remark = if comparison.is_by_its_model(package) { ", by its `model`" } else { "" };
        Some((package, comparison.verdict(package)?, remark))
    })
}

fn text(comparison: &Comparison, style: Style) -> String {
    let mut text = String::new();
    for (package, verdict, remark) in changed(comparison) {
        let heading = format!("{}: {verdict}{remark}", package.name(&comparison.service));
        text.push_str(&format!("{}\n", style.bold(&heading)));
        let width = |column: fn(&Row) -> &str| {
            let widths = comparison.of(package).map(|row| column(row).chars().count());
            widths.max().unwrap_or_default().min(WIDEST)
        };
        let (item, change) = (width(|row| &row.item), width(|row| &row.change));
        for row in comparison.of(package) {
            let verdict = format!("{:5}", row.verdict);
            let verdict = if row.verdict == Verdict::Major { style.red(&verdict) } else { verdict };
            text.push_str(&format!("  {verdict}  {:item$}  {:change$}  {}\n", row.item, row.change, row.why));
        }
        text.push('\n');
    }
    text
}

fn markdown(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (package, verdict, remark) in changed(comparison) {
        text.push_str(&format!("### `{}`: {verdict}{remark}\n\n", package.name(&comparison.service)));
        let mut rows = comparison.of(package).peekable();
        if rows.peek().is_some() {
            text.push_str("| | item | what changed | why |\n|---|---|---|---|\n");
        }
        for Row { item, change, verdict, why, .. } in rows {
            let verdict = if *verdict == Verdict::Major { "**major**" } else { verdict.as_str() };
            text.push_str(&format!("| {verdict} | {} | {} | {why} |\n", cell(&code(item)), cell(change)));
        }
        text.push('\n');
    }
    text
}

/// Text as code, whatever stands in it.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Text that cannot leave its cell of a table, and of which nothing but code is Markdown.
fn cell(text: &str) -> String {
    let part = |(index, part): (usize, &str)| match index % 2 {
        // Between backticks a bar alone means something, and only to the table.
        1 => format!("`{}`", part.replace('|', "\\|")),
        _ => escaped(part),
    };
    // Without its partner, a backtick is none.
    match text.matches('`').count() % 2 {
        0 => text.split('`').enumerate().map(part).collect(),
        _ => escaped(text),
    }
}

fn escaped(text: &str) -> String {
    let escaped = |character: char| match character {
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '@' | ':' => format!("\\{character}"),
        _ => character.to_string(),
    };
    text.chars().map(escaped).collect()
}

/// What was compared, and the version that it comes to.
fn summary(comparisons: &[Comparison], base: &str) -> String {
    let worst = comparisons.iter().filter_map(|it| it.verdict(Package::Client)).max();
    let services = count(comparisons.len(), "service");
    let Some(worst) = worst else {
        return format!("Nothing changed in {services} since {base}.");
    };
    let rows = count(comparisons.iter().map(|it| it.rows.len()).sum(), "change");
    let version = match worst.after(VERSION) {
        Some(after) => format!("all crates share a version, and {VERSION} becomes {after}"),
        None => "all crates share a version".to_owned(),
    };
    format!("{rows} in {services} since {base}: {worst}; {version}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_spec_stay_in_their_cell() {
        assert_eq!(cell("title: `a|b` → `c`"), "title\\: `a\\|b` → `c`");
        assert_eq!(cell("added | <b> @all"), "added \\| &lt;b&gt; \\@all");
        assert_eq!(cell("`a`` | [x](y)"), "\\`a\\`\\` \\| \\[x\\](y)");
        assert_eq!(code("a`b"), "`a'b`");
    }
}
