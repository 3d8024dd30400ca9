//! The table for README: what has a bar can be seen, the rest folds out.

use super::Report;
use crate::bench::row::Row;
use crate::bench::table::{bar, beside, ours, ratio};

/// As Markdown.
pub fn text(report: &Report) -> String {
    let rows = || report.table.parts().iter().flat_map(|part| &part.rows);
    let mut text = format!("{}.\n\n", report.head());
    text += "| | ours | beside | ratio | bar | |\n|---|--:|---|--:|--:|---|\n";
    for row in rows().filter(|row| row.bar.is_some()) {
        let verdict = match row.passed() {
            Some(true) => "held",
            Some(false) => "**missed**",
            None => "not measured",
        };
        text += &line(row, &[bar(row).as_str(), verdict]);
    }
    text += "\n<details><summary>What has no bar</summary>\n\n";
    text += "| | ours | beside | ratio |\n|---|--:|---|--:|\n";
    rows().filter(|row| row.bar.is_none()).for_each(|row| text += &line(row, &[]));
    text + "\n</details>\n"
}

fn line(row: &Row, more: &[&str]) -> String {
    let cells = [row.what.clone(), ours(row), beside(row), ratio(row)];
    let cells: Vec<String> = cells.iter().map(String::as_str).chain(more.iter().copied()).map(cell).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    #[test]
    fn rows_with_a_bar_come_first() {
        let text = text(&report());
        let (barred, rest) = text.split_once("<details>").unwrap();
        assert_eq!(
            barred,
            "2 cores, 2026-11-30.\n\n\
             | | ours | beside | ratio | bar | |\n|---|--:|---|--:|--:|---|\n\
             | generating &lt;100> operations | 0.50 s | quick 2.00 s · slow \\| old 4.00 s · failing fails | 0.250 | ≤ 0.5 × | held |\n\
             | lines | 81 |  |  | ≤ 80 | **missed** |\n\
             | instructions | – | valgrind is not installed |  | ≤ 1.05 × | not measured |\n\n"
        );
        assert!(rest.contains("\n| lines of a small one | 134 |  |  |\n"), "{rest}");
    }
}
