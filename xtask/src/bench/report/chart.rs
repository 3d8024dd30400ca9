//! The table as a chart: bars from zero, each row by its own scale, with a line where the limit is.

use std::fmt::Write as _;

use super::Report;
use crate::bench::row::Row;
use crate::bench::table::Part;

/// Pixels.
const WIDTH: usize = 1100;
const LEFT: usize = 430;
const LONGEST: f64 = 400.0;
/// About as long as what stands behind a bar.
const LABEL: f64 = 150.0;
const LINE: usize = 15;
const GAP: usize = 9;
const HEAD: usize = 34;

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#24292f}.head{font-weight:600;font-size:14px}\
    .ours{fill:#1a7f37}.missed{fill:#cf222e}.free{fill:#0969da}.other{fill:#afb8c1}.limit{stroke:#24292f}";

/// As SVG. Rows that have nothing to be held against are left out.
pub fn svg(report: &Report) -> String {
    let mut drawn = Drawn { text: String::new(), y: HEAD };
    drawn.words(12, "head", &format!("huaweicloud-rs, {}", report.head()));
    drawn.y += GAP;
    for part in report.table.parts() {
        drawn.part(part);
    }
    let Drawn { text, y } = drawn;
    let y = y + HEAD;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" height=\"{y}\">\n\
         <style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{text}</svg>\n"
    )
}

struct Drawn {
    text: String,
    /// Where the next line goes.
    y: usize,
}

impl Drawn {
    fn part(&mut self, part: &Part) {
        let comparable = |row: &&Row| row.ours.is_some() && (row.best().is_some() || row.limit().is_some());
        let rows: Vec<&Row> = part.rows.iter().filter(comparable).collect();
        if rows.is_empty() {
            return;
        }
        self.y += HEAD;
        self.words(12, "head", &part.name);
        self.y += GAP;
        rows.into_iter().for_each(|row| self.row(row));
    }

    fn row(&mut self, row: &Row) {
        let class = match row.passed() {
            Some(true) => "ours",
            Some(false) => "missed",
            None => "free",
        };
        let ours = row.ours.map(|value| ("ours", value, class));
        let others = row.others.iter().map(|(name, value)| (name.as_str(), *value, "other"));
        let bars: Vec<(&str, f64, &str)> = ours.into_iter().chain(others).collect();
        let most = bars.iter().map(|(_, value, _)| *value).chain(row.limit()).fold(0.0, f64::max);
        let pixels = |value: f64| if most > 0.0 { value / most * LONGEST } else { 0.0 };
        let limit = row.limit().map(pixels);
        // Where the limit would go through the words they stand behind it.
        let behind =
            |length: f64| limit.filter(|limit| (length..length + LABEL).contains(limit)).unwrap_or(length);
        let top = self.y + GAP / 2;
        self.y += GAP;
        for (number, (name, value, class)) in bars.iter().enumerate() {
            self.y += LINE;
            if number == 0 {
                self.words(12, "", &row.what);
            }
            let (y, length) = (self.y - 10, pixels(*value));
            let _ = writeln!(
                self.text,
                "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"11\"/>"
            );
            let label = format!("{name} {}", row.unit.shown(*value));
            self.words(LEFT + behind(length) as usize + 8, "", &label);
        }
        if let Some(limit) = limit {
            let (x, bottom) = (LEFT as f64 + limit, self.y + GAP / 2);
            let _ = writeln!(
                self.text,
                "<line class=\"limit\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{bottom}\"/>"
            );
        }
    }

    fn words(&mut self, x: usize, class: &str, words: &str) {
        let words = words.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(self.text, "<text x=\"{x}\" y=\"{}\" class=\"{class}\">{words}</text>", self.y);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    #[test]
    fn what_can_be_compared_is_drawn() {
        let svg = svg(&report());
        for drawn in [
            "generating &lt;100> operations",
            "class=\"ours\" x=\"430\" y=\"100\" width=\"50.0\"",
            ">slow | old 4.00 s<",
            "class=\"missed\"",
            "x1=\"530.0\"",
        ] {
            assert!(svg.contains(drawn), "{drawn}\n{svg}");
        }
        assert!(!svg.contains("lines of a small one") && !svg.contains("instructions"), "{svg}");
    }
}
