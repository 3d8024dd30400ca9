//! Every name that a finding can have, with its level and why it is there. One list a stage; a name
//! that no list has fails a test.

pub(crate) mod lint;
mod load;
mod lower;
mod output;

use super::Severity;

/// How a finding is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The spec contradicts itself or cannot be read: an error always.
    Error,
    /// An error in the house; in the specs of others a warning where the generator can go on, else an
    /// error.
    Partly,
    /// A mistake that the generator can go on with: an error in the house, a warning in the specs of
    /// others.
    Convention,
    /// A rule of the house: an error there, and nothing in the specs of others.
    House,
    /// Often a mistake, sometimes right: a warning always.
    Advice,
    /// The same of what is so in the house: a warning there, and nothing in the specs of others.
    HouseAdvice,
}

impl Level {
    /// How bad its findings may be, the worst first; none where it finds nothing.
    pub fn severities(self, foreign: bool) -> &'static [Severity] {
        match (self, foreign) {
            (Self::House | Self::HouseAdvice, true) => &[],
            (Self::Advice | Self::HouseAdvice, _) | (Self::Convention, true) => &[Severity::Warning],
            (Self::Partly, true) => &[Severity::Error, Severity::Warning],
            _ => &[Severity::Error],
        }
    }

    /// The level in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Error => "an error always",
            Self::Partly => "an error in specs/; in the specs of others a warning where that is possible",
            Self::Convention => "an error in specs/, a warning in the specs of others",
            Self::House => "an error in specs/, nothing in the specs of others",
            Self::Advice => "a warning always",
            Self::HouseAdvice => "a warning in specs/, nothing in the specs of others",
        }
    }
}

/// One thing that findings are made about.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, in kebab case.
    pub name: &'static str,
    /// How it is reported.
    pub level: Level,
    /// Why it matters and what to do.
    pub explanation: &'static str,
}

/// Makes the list of a stage; rules that are used by name get a static of their own.
macro_rules! rules {
    (
        $(#[$about:meta])*
        $list:ident:
        $($name:literal $level:ident $explanation:literal;)*
    ) => {
        $(#[$about])*
        pub static $list: &[&$crate::diagnostic::rules::Rule] = &[$(&$crate::diagnostic::rules::Rule {
            name: $name,
            level: $crate::diagnostic::rules::Level::$level,
            explanation: $explanation,
        }),*];
    };
    (
        $(#[$about:meta])*
        $list:ident:
        $($constant:ident $name:literal $level:ident $explanation:literal;)*
    ) => {
        $(pub(crate) static $constant: $crate::diagnostic::rules::Rule = $crate::diagnostic::rules::Rule {
            name: $name,
            level: $crate::diagnostic::rules::Level::$level,
            explanation: $explanation,
        };)*

        $(#[$about])*
        pub static $list: &[&$crate::diagnostic::rules::Rule] = &[$(&$constant),*];
    };
}
use rules;

pub use lint::LINTS;
pub use load::LOADING;
pub use lower::LOWERING;
pub use output::{COMPARING, COVERING};

/// The lists with what each is about, in the order of the stages.
pub static ALL: &[(&str, &[&Rule])] = &[
    ("reading the files", LOADING),
    ("lints", LINTS),
    ("what the generator cannot express", LOWERING),
    ("generated files that are not as the specs have it", COMPARING),
    ("tables of whole services that say otherwise", COVERING),
];

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> + Clone {
    ALL.iter().flat_map(|(_, rules)| rules.iter().copied())
}

/// The rule of this name.
///
/// ```
/// use huaweicloud_codegen::diagnostic::rules;
///
/// let rule = rules::find("list-without-pagination").unwrap();
/// assert!(rule.explanation.contains("x-pagination"));
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_kebab_case_and_stand_once() {
        let mut names: Vec<&str> = all().map(|rule| rule.name).collect();
        for name in &names {
            let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-.".contains(it);
            assert!(name.chars().all(plain), "{name}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
