//! The order in which members come.

use std::fmt;
use std::mem;
use std::ptr;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Visitor};

type Names = &'static [&'static str];

/// The orders in which the members of models came. Services write all records of a list in one order, and
/// it need not be the documented one.
#[derive(Default)]
pub(crate) struct Orders(Vec<(Names, Order)>);

/// Which member came first, and then behind each member, which one came next; empty as long as they come as
/// they are documented.
type Order = Vec<usize>;

impl Orders {
    /// Finds the members of one object, which have these names.
    pub(super) fn finder(&mut self, names: Names, keep_unknown: bool) -> Finder {
        // Taken out: one inside another of its kind has an order of its own.
        let order = self.of(names).map(mem::take).unwrap_or_default();
        Finder { names, order, last: 0, keep_unknown, unknown: None }
    }

    /// Goes by the order of this object from now on.
    pub(super) fn keep(&mut self, finder: Finder) {
        match self.of(finder.names) {
            Some(order) => *order = finder.order,
            None if finder.order.is_empty() => {}
            None => self.0.push((finder.names, finder.order)),
        }
    }

    fn of(&mut self, names: Names) -> Option<&mut Order> {
        self.0.iter_mut().find(|(known, _)| ptr::eq(*known, names)).map(|(_, order)| order)
    }
}

/// Finds members by their names: the one that came next in the object before is tried first.
pub(super) struct Finder {
    names: Names,
    order: Order,
    /// The place in the order behind the member that came last.
    last: usize,
    keep_unknown: bool,
    unknown: Option<String>,
}

impl Finder {
    /// The name of the member that was none of the names, where it is kept.
    pub(super) fn unknown(&mut self) -> Option<String> {
        self.unknown.take()
    }

    /// Not generic, and seldom called. Where members are left out, those behind them are the likeliest.
    #[cold]
    fn search(&mut self, name: &str) -> usize {
        let (before, after) = self.names.split_at(self.last);
        let place = |names: &[&str]| names.iter().position(|known| *known == name);
        let Some(index) = place(after).map(|index| before.len() + index).or_else(|| place(before)) else {
            self.unknown = self.keep_unknown.then(|| name.to_owned());
            return self.names.len();
        };
        if self.order.is_empty() {
            self.order.extend(0..=self.names.len());
        }
        self.order[self.last] = index;
        self.last = index + 1;
        index
    }
}

/// Gives the member's index, or one beyond all.
impl<'de> DeserializeSeed<'de> for &mut Finder {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Finder {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let expected = self.order.get(self.last).copied().unwrap_or(self.last);
        match self.names.get(expected) {
            Some(known) if *known == name => {
                self.last = expected + 1;
                Ok(expected)
            }
            _ => Ok(self.search(name)),
        }
    }
}
