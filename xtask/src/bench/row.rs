//! One thing that was measured: ours, what stands beside it, and the bar.

use std::borrow::Cow;

/// A unit, and with how many decimals a number in it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its name, empty for what is merely counted.
    pub name: Cow<'static, str>,
    /// The decimals.
    pub decimals: usize,
}

/// CPU seconds, and seconds on the clock.
pub const SECONDS: Unit = Unit::new("s", 2);
/// Memory.
pub const MIB: Unit = Unit::new("MiB", 0);
/// What is counted one by one.
pub const COUNT: Unit = Unit::new("", 0);

impl Unit {
    /// A unit by its name, with so many decimals.
    pub const fn new(name: &'static str, decimals: usize) -> Self {
        Self { name: Cow::Borrowed(name), decimals }
    }

    /// A number as people read it.
    pub fn shown(&self, value: f64) -> String {
        let number = format!("{value:.*}", self.decimals);
        if self.name.is_empty() { number } else { format!("{number} {}", self.name) }
    }
}

/// What the bar is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bar {
    /// Ours may be at most so many times the least of the others.
    Times(f64),
    /// Ours may be at most this.
    Value(f64),
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// How its numbers are shown.
    pub unit: Unit,
    /// Our number; none where it could not be measured.
    pub ours: Option<f64>,
    /// Those of others, by name.
    pub others: Vec<(String, f64)>,
    /// What ours must not be above.
    pub bar: Option<Bar>,
    /// What else there is to say, such as why a number is missing.
    pub remark: String,
}

impl Row {
    /// A row without numbers yet.
    pub fn new(what: impl Into<String>, unit: Unit) -> Self {
        Self { what: what.into(), unit, ours: None, others: Vec::new(), bar: None, remark: String::new() }
    }

    /// With our number, if it is known.
    pub fn ours(self, value: impl Into<Option<f64>>) -> Self {
        Self { ours: value.into().filter(|value| value.is_finite()), ..self }
    }

    /// With somebody else's number beside it, if it is known.
    pub fn beside(mut self, name: impl Into<String>, value: impl Into<Option<f64>>) -> Self {
        if let Some(value) = value.into().filter(|value: &f64| value.is_finite()) {
            self.others.push((name.into(), value));
        }
        self
    }

    /// Ours may be at most so many times the least of the others.
    pub fn at_most_times(self, bar: f64) -> Self {
        Self { bar: Some(Bar::Times(bar)), ..self }
    }

    /// Ours may be at most this.
    pub fn at_most(self, bar: f64) -> Self {
        Self { bar: Some(Bar::Value(bar)), ..self }
    }

    /// With one more remark.
    pub fn remark(mut self, remark: impl AsRef<str>) -> Self {
        let remark = remark.as_ref();
        if !self.remark.is_empty() && !remark.is_empty() {
            self.remark.push_str("; ");
        }
        self.remark.push_str(remark);
        self
    }

    /// The least of the others, which is who we are compared with.
    pub fn best(&self) -> Option<&(String, f64)> {
        self.others.iter().min_by(|left, right| left.1.total_cmp(&right.1))
    }

    /// How many times the least of the others ours is.
    pub fn ratio(&self) -> Option<f64> {
        let (_, best) = self.best()?;
        self.ours.map(|ours| ours / best).filter(|ratio| ratio.is_finite())
    }

    /// Whether ours is below the bar; none where there is no bar, or nothing to hold against it.
    pub fn passed(&self) -> Option<bool> {
        match self.bar? {
            Bar::Times(bar) => self.ratio().map(|ratio| ratio <= bar),
            Bar::Value(bar) => self.ours.map(|ours| ours <= bar),
        }
    }

    /// The bar in the row's own unit; none where it is about others of whom there is no number.
    pub fn limit(&self) -> Option<f64> {
        match self.bar? {
            Bar::Times(bar) => self.best().map(|(_, best)| bar * best),
            Bar::Value(bar) => Some(bar),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_the_others_is_compared_with() {
        let row = Row::new("building", SECONDS).ours(3.0).beside("slow", 12.0).beside("quick", 6.0);
        assert_eq!((row.ratio(), row.passed()), (Some(0.5), None));
        let row = row.at_most_times(0.5);
        assert_eq!((row.passed(), row.limit()), (Some(true), Some(3.0)));
        assert_eq!(row.at_most(2.9).passed(), Some(false));
    }

    #[test]
    fn what_was_not_measured_has_no_verdict() {
        let row = Row::new("building", SECONDS).at_most_times(0.5).ours(3.0).beside("nobody", None);
        assert_eq!((row.ratio(), row.passed(), row.limit()), (None, None, None));
        assert_eq!(Row::new("lines", COUNT).ours(f64::NAN).at_most(80.0).passed(), None);
        assert_eq!(Row::new("lines", COUNT).ours(1.0).beside("none", 0.0).ratio(), None);
    }

    #[test]
    fn numbers_are_shown_with_their_unit() {
        assert_eq!((SECONDS.shown(1.5), COUNT.shown(96.4)), ("1.50 s".to_owned(), "96".to_owned()));
    }
}
