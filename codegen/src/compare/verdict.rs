//! What a change costs those who call the crates.

use std::fmt;

/// Which part of the version has to change, by the rules of semver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Callers cannot tell by compiling.
    Patch,
    /// Callers have more, and compile as before.
    Minor,
    /// Some caller does not compile any more, or compiles and asks for another thing.
    Major,
}

impl Verdict {
    /// All, from the least to the worst.
    pub const ALL: [Self; 3] = [Self::Patch, Self::Minor, Self::Major];

    /// `patch`, `minor` or `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The verdict of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// The version behind `version`, as cargo understands it: below 1.0 the first number that is not
    /// zero stands for what breaks callers, and there is none for what gives them more.
    ///
    /// ```
    /// use huaweicloud_codegen::compare::Verdict;
    ///
    /// assert_eq!(Verdict::Major.after("0.1.0").as_deref(), Some("0.2.0"));
    /// assert_eq!(Verdict::Minor.after("0.1.0").as_deref(), Some("0.1.1"));
    /// assert_eq!(Verdict::Minor.after("1.4.2").as_deref(), Some("1.5.0"));
    /// ```
    pub fn after(self, version: &str) -> Option<String> {
        let numbers: Vec<u64> = version.split('.').map(|it| it.parse().ok()).collect::<Option<_>>()?;
        let &[major, minor, patch] = numbers.as_slice() else { return None };
        let (major, minor, patch) = match (self, major, minor) {
            (Self::Major, 0, 0) => (0, 0, patch + 1),
            (Self::Major, 0, _) => (0, minor + 1, 0),
            (Self::Major, ..) => (major + 1, 0, 0),
            (Self::Minor, 1.., _) => (major, minor + 1, 0),
            (Self::Minor | Self::Patch, ..) => (major, minor, patch + 1),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
