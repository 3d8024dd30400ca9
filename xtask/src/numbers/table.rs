//! The table that the numbers end in.

use crate::report::Style;

/// Rows of what was measured.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    what: String,
    measured: String,
    bar: Option<String>,
    passed: Option<bool>,
    remark: String,
}

/// A number with the number of decimals and the unit that it is shown with.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// How many decimals to show.
    pub decimals: usize,
    /// What stands behind it.
    pub unit: &'static str,
}

impl Number {
    fn shown(self, value: f64) -> String {
        format!("{value:.*}{}", self.decimals, self.unit)
    }
}

impl Table {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A number that must not be above a bar.
    pub fn bar(&mut self, what: impl Into<String>, number: Number, bar: f64, remark: impl Into<String>) {
        self.rows.push(Row {
            what: what.into(),
            measured: number.shown(number.value),
            bar: Some(format!("≤ {bar}{}", number.unit)),
            passed: Some(number.value <= bar),
            remark: remark.into(),
        });
    }

    /// A number to know.
    pub fn fact(&mut self, what: impl Into<String>, number: Number, remark: impl Into<String>) {
        self.rows.push(Row {
            what: what.into(),
            measured: number.shown(number.value),
            bar: None,
            passed: None,
            remark: remark.into(),
        });
    }

    /// A number that has a bar and was not measured.
    pub fn gap(&mut self, what: impl Into<String>, bar: &str, why: impl Into<String>) {
        self.rows.push(Row {
            what: what.into(),
            measured: "not measured".to_owned(),
            bar: Some(format!("≤ {bar}")),
            passed: None,
            remark: why.into(),
        });
    }

    /// A number to know that was not measured.
    pub fn unknown(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.rows.push(Row {
            what: what.into(),
            measured: "not measured".to_owned(),
            bar: None,
            passed: None,
            remark: why.into(),
        });
    }

    /// How many numbers are above their bars.
    pub fn missed(&self) -> usize {
        self.rows.iter().filter(|row| row.passed == Some(false)).count()
    }

    /// Prints it, below a line about the machine.
    pub fn print(&self, machine: &str) {
        let style = Style::of_stdout();
        let width = |column: fn(&Row) -> &str| {
            let longest = self.rows.iter().map(|row| column(row).chars().count()).max();
            longest.unwrap_or(0)
        };
        let what = width(|row| &row.what);
        let measured = width(|row| &row.measured).max("measured".len());
        let bar = width(|row| row.bar.as_deref().unwrap_or_default()).max("bar".len());
        println!("{machine}\n");
        println!("{}", style.bold(&format!("{:what$}  {:>measured$}  {:>bar$}", "", "measured", "bar")));
        for row in &self.rows {
            let verdict = match row.passed {
                Some(true) => style.green("pass"),
                Some(false) => style.red("FAIL"),
                None => "    ".to_owned(),
            };
            let limit = row.bar.as_deref().unwrap_or_default();
            let line = format!(
                "{:what$}  {:>measured$}  {limit:>bar$}  {verdict}  {}",
                row.what, row.measured, row.remark
            );
            println!("{}", line.trim_end());
        }
    }
}
