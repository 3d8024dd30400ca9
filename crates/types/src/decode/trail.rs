//! The way to a failure.

use std::borrow::Cow;
use std::fmt;

/// The way to a failure, innermost step first: it is written only while an error travels up.
#[derive(Default)]
pub(crate) struct Trail(pub(crate) Vec<Step>);

pub(crate) enum Step {
    Member(Cow<'static, str>),
    Element(usize),
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Member(name) if depth == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
