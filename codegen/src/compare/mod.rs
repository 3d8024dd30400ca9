//! Compare: what differs between two states of a service for those who call its crates.
//!
//! Either state becomes its surface: all that a caller can name, by crate and path,
//! with what a caller's code has to fit and what it does not see. The two lists are held against each
//! other, so nothing that changes has to be thought of beforehand.

mod fits;
mod reasons;
mod rows;
mod surface;
mod tell;
mod verdict;

use crate::emit::{self, Packaging};
use crate::ir::Service;
use surface::Surface;
pub use verdict::Verdict;

/// One of the two crates of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Package {
    /// The crate of the types.
    Model,
    /// The crate of the client.
    Client,
}

impl Package {
    /// The crate's name, for a service of this name.
    pub fn name(self, service: &str) -> String {
        match self {
            Self::Model => format!("huaweicloud-{service}-model"),
            Self::Client => format!("huaweicloud-{service}"),
        }
    }
}

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The crate that it is in.
    pub package: Package,
    /// Where it is in the crate, as in `VpnUser::name`; functions end in `(..)` or `()`.
    pub item: String,
    /// What changed, in a few words.
    pub change: String,
    /// What that costs callers.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
}

/// What changed in the crates of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The service's name.
    pub service: String,
    /// What changed, by crate; the worst comes first in each. Where there is no row, the crates' texts
    /// are the same.
    pub rows: Vec<Row>,
}

impl Comparison {
    /// What the changes cost the callers of a crate; nothing where there are none. The client's callers
    /// have the model's types too: it re-exports them.
    pub fn verdict(&self, package: Package) -> Option<Verdict> {
        let concerns = |row: &&Row| row.package == package || package == Package::Client;
        self.rows.iter().filter(concerns).map(|row| row.verdict).max()
    }

    /// Whether only the types that a crate re-exports make its changes cost what they do.
    pub fn is_by_its_model(&self, package: Package) -> bool {
        self.of(package).map(|row| row.verdict).max() < self.verdict(package)
    }

    /// The rows of a crate.
    pub fn of(&self, package: Package) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.package == package)
    }
}

/// What changed in a service. A state that is not there is a service that is new, or gone.
pub fn compare(base: Option<&Service>, now: Option<&Service>) -> Comparison {
    let mut rows = rows::rows(&Surface::of(base), &Surface::of(now));
    if let (Some(base), Some(now)) = (base, now)
        && rows.is_empty()
        && base != now
    {
        rows = what_has_no_name(base, now);
    }
    rows.sort_by_key(|row| (row.package, std::cmp::Reverse(row.verdict)));
    let service = now.or(base).map(|it| it.name.clone()).unwrap_or_default();
    Comparison { service, rows }
}

/// Rows for the crates whose text differs, where nothing else is said of the service: an order, a test.
fn what_has_no_name(base: &Service, now: &Service) -> Vec<Row> {
    let files = |service: &Service, package: Package| {
        let folder = match package {
            Package::Model => format!("{}-model/", service.name),
            Package::Client => format!("{}/", service.name),
        };
        let files = emit::emit(service, &Packaging::Workspace).into_iter();
        files.filter(|file| file.path.starts_with(&folder)).collect::<Vec<_>>()
    };
    let differs = |package: &Package| files(base, *package) != files(now, *package);
    let row = |package: Package| Row {
        package,
        item: package.name(&now.name),
        change: "order, tests or examples".to_owned(),
        verdict: Verdict::Patch,
        why: reasons::UNSEEN.to_owned(),
    };
    [Package::Model, Package::Client].into_iter().filter(differs).map(row).collect()
}
