//! Generators that are measured by turns, so that what else the machine does touches all of them.

use super::Setting;
use super::generators::{self, Generator};
use super::row::{Row, Unit};
use super::spent::{Spent, middle};
use crate::failed::Failed;

/// What each of several generators costs. One of others that fails is out, and the rows say so.
pub struct Turns<'g, 'a> {
    costs: Vec<(&'g Generator<'a>, Vec<Spent>)>,
    remark: String,
}

impl<'g, 'a> Turns<'g, 'a> {
    /// Of these generators; the rows tell which others there are.
    pub fn of(setting: &Setting<'_>, generators: &'g [Generator<'a>]) -> Self {
        let costs = generators.iter().map(|generator| (generator, Vec::new())).collect();
        Self { costs, remark: generators::missing(setting) }
    }

    /// The same with something else to say of the others.
    #[must_use]
    pub fn remark(mut self, remark: &str) -> Self {
        remark.clone_into(&mut self.remark);
        self
    }

    /// Lets each do something that does not count.
    ///
    /// # Errors
    ///
    /// When ours fails.
    pub fn prepare(&mut self, work: impl Fn(&Generator<'_>) -> Result<(), Failed>) -> Result<(), Failed> {
        self.each(|generator, _| work(generator))
    }

    /// Lets each do what counts, so many times.
    ///
    /// # Errors
    ///
    /// When ours fails.
    pub fn run(
        &mut self,
        times: u8,
        work: impl Fn(&Generator<'_>) -> Result<Spent, Failed>,
    ) -> Result<(), Failed> {
        for _ in 0..times {
            self.each(|generator, costs| work(generator).map(|spent| costs.push(spent)))?;
        }
        Ok(())
    }

    fn each(
        &mut self,
        work: impl Fn(&Generator<'_>, &mut Vec<Spent>) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        for (generator, mut costs) in std::mem::take(&mut self.costs) {
            match work(generator, &mut costs) {
                Ok(()) => self.costs.push((generator, costs)),
                Err(failed) if generator.is_ours() => return Err(failed),
                Err(_) => {
                    self.remark =
                        format!("{} {} fails", self.remark, generator.name()).trim_start().to_owned()
                }
            }
        }
        Ok(())
    }

    /// A row of the medians.
    pub fn row(&self, what: impl Into<String>, unit: Unit, number: fn(&Spent) -> f64) -> Row {
        let row = Row::new(what, unit).remark(&self.remark);
        self.costs.iter().fold(row, |row, (generator, costs)| generator.told(row, number(&middle(costs))))
    }

    /// The median CPU seconds of ours.
    pub fn ours(&self) -> f64 {
        let ours = self.costs.iter().find(|(generator, _)| generator.is_ours());
        ours.map_or(f64::NAN, |(_, costs)| middle(costs).cpu)
    }
}
