//! What the recipes share: what they are given, and by what they know again what they made.
//!
//! The recipes themselves are the programs in `src/bin`; README.md says how to run them.

mod given;
mod made;

pub use given::{ACCOUNT_ID, Given, PORT_ID, SUBNET_ID, VPC_ID, given};
pub use made::{MARK, endpoint, endpoint_service, endpoints, services};

use std::error::Error;
use std::fmt;

/// The id that an answer should have.
///
/// # Errors
///
/// When it has none.
pub fn id(id: &Option<String>) -> Result<String, Box<dyn Error>> {
    id.clone().ok_or_else(|| Problem::because("the answer has no id"))
}

/// What went wrong beside the calls, in words: `main` prints errors by `Debug`.
struct Problem(String);

impl Problem {
    fn because(words: impl Into<String>) -> Box<dyn Error> {
        Box::new(Self(words.into()))
    }
}

impl Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
