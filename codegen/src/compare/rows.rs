//! Two surfaces held against each other.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::surface::{Detail, Form, Item, Kind, Surface};
use super::{Package, Row, Verdict, fits, reasons};
use crate::diagnostic::sentence;

type Place = (Package, String);
/// What makes an item the same under another name: its crate, what it is, what brings it along, and what
/// the service calls it.
type Identity<'a> = (Package, Kind, Option<&'a str>, &'a str);

/// What differs, in the order of the surfaces: what is gone first.
pub fn rows(base: &Surface, now: &Surface) -> Vec<Row> {
    let mut new: HashMap<Identity<'_>, Vec<&Place>> = HashMap::new();
    for (place, item) in now.items.iter().filter(|(place, _)| !base.items.contains_key(*place)) {
        if let Some(identity) = identity(place.0, item) {
            new.entry(identity).or_default().push(place);
        }
    }
    let (replaced, found) = (HashSet::new(), HashSet::new());
    let mut comparison = Comparison { base, now, new, replaced, found, rows: vec![], unseen: vec![] };
    comparison.kinds();
    comparison.gone();
    comparison.here();
    comparison.unseen();
    comparison.rows
}

struct Comparison<'a> {
    base: &'a Surface,
    now: &'a Surface,
    /// Items of `now` that `base` has not, by what they are.
    new: HashMap<Identity<'a>, Vec<&'a Place>>,
    /// Items that are something else now: what belongs to them is not compared.
    replaced: HashSet<Place>,
    /// Items that have another name now.
    found: HashSet<Place>,
    rows: Vec<Row>,
    /// What is only said to have changed, and of what.
    unseen: Vec<(Place, String)>,
}

impl<'a> Comparison<'a> {
    fn kinds(&mut self) {
        for (place, item) in &self.base.items {
            if let Some(now) = self.now.items.get(place).filter(|now| now.kind != item.kind) {
                let change = format!("{} → {}", item.kind.noun(), now.kind.noun());
                self.row(place, change, Verdict::Major, reasons::KIND);
                self.replaced.insert(place.clone());
            }
        }
    }

    fn gone(&mut self) {
        for (place, item) in &self.base.items {
            if self.now.items.contains_key(place) || self.is_replaced(place, item) {
                continue;
            }
            // It went with its owner, which has a row.
            if !self.now.has_owners(place.0, item) {
                continue;
            }
            if let Some(renamed) = self.renamed(place, item) {
                self.row(place, format!("→ `{}`", renamed.1), Verdict::Major, reasons::RENAMED);
                self.found.insert(renamed.clone());
                continue;
            }
            let why = match self.taken_instead(place, item) {
                Some(function) => format!("it has to be given to `{function}` now"),
                None => reasons::gone(item.kind).to_owned(),
            };
            self.row(place, described("removed", item), Verdict::Major, why);
        }
    }

    fn here(&mut self) {
        for (place, item) in &self.now.items {
            if self.is_replaced(place, item) || self.found.contains(place) {
                continue;
            }
            match self.base.items.get(place) {
                Some(base) => self.changed(place, base, item),
                None if self.base.has_owners(place.0, item) => {
                    self.row(place, described("added", item), Verdict::Minor, reasons::new(item.kind));
                }
                // It came with its owner.
                None => {}
            }
        }
    }

    fn changed(&mut self, place: &Place, base: &Item, now: &Item) {
        let before = self.rows.len();
        if let Some(misfit) = fits::misfit(base.kind, &base.form, &now.form) {
            self.row(place, misfit.change, misfit.verdict, misfit.why);
        }
        match (base.deprecated, now.deprecated) {
            (false, true) => self.row(place, "deprecated", Verdict::Minor, reasons::DEPRECATED),
            (true, false) => {
                self.row(place, "no longer deprecated", Verdict::Patch, reasons::NO_LONGER_DEPRECATED);
            }
            _ => {}
        }
        for detail in &now.details {
            let same_part = |it: &&Detail| it.what == detail.what;
            let Some(was) = base.details.iter().find(same_part).filter(|was| was.value != detail.value)
            else {
                continue;
            };
            if detail.shown {
                let change = format!("{}: `{}` → `{}`", detail.what, was.value, detail.value);
                self.row(place, change, Verdict::Patch, reasons::detail(now.kind));
            } else {
                self.unseen.push((place.clone(), detail.what.clone()));
            }
        }
        // Words follow what they are about.
        if self.rows.len() == before && base.docs != now.docs {
            self.row(place, "documentation", Verdict::Patch, reasons::DOCUMENTATION);
        }
    }

    /// A row for everything of a crate where the same changed: one new field is in many examples.
    fn unseen(&mut self) {
        let mut merged: IndexMap<(Package, String), Vec<Place>> = IndexMap::new();
        for (place, what) in std::mem::take(&mut self.unseen) {
            merged.entry((place.0, what)).or_default().push(place);
        }
        for ((package, what), places) in merged {
            let item = match places.as_slice() {
                [(_, only)] => only.clone(),
                [(_, first), (_, second)] => format!("{first}, {second}"),
                [(_, first), rest @ ..] => format!("{first} and {} more", rest.len()),
                [] => continue,
            };
            self.row(&(package, item), what, Verdict::Patch, reasons::UNSEEN);
        }
    }

    /// The one item that the service calls the same, that belongs to the same, and that is new.
    fn renamed(&self, (package, _): &Place, item: &'a Item) -> Option<&'a Place> {
        let same = self.new.get(&identity(*package, item)?)?;
        match same.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether what this belongs to is something else now.
    fn is_replaced(&self, place: &Place, item: &Item) -> bool {
        let owner = item.owner.as_ref().map(|owner| (place.0, owner.clone()));
        self.replaced.contains(place) || owner.is_some_and(|owner| self.replaced.contains(&owner))
    }

    /// The function among those that bring a setter along which takes what it set.
    fn taken_instead(&self, (package, path): &Place, item: &Item) -> Option<&'a str> {
        let name = path.strip_suffix("(..)")?.rsplit("::").next()?;
        let mut owner = item.owner.clone();
        while let Some(path) = owner {
            let ((_, path), item) = self.now.items.get_key_value(&(*package, path))?;
            if matches!(&item.form, Form::Arguments(list) if list.iter().any(|it| it.name == name)) {
                return Some(path);
            }
            owner = item.owner.clone();
        }
        None
    }

    fn row(&mut self, place: &Place, change: impl Into<String>, verdict: Verdict, why: impl Into<String>) {
        let (package, item) = place;
        // Both may hold words of a spec.
        let (item, change) = (sentence(item).into_owned(), sentence(&change.into()).into_owned());
        self.rows.push(Row { package: *package, item, change, verdict, why: why.into() });
    }
}

fn identity(package: Package, item: &Item) -> Option<Identity<'_>> {
    Some((package, item.kind, item.owner.as_deref(), item.identity.as_deref()?))
}

/// What came or went, with its type where that says what it is.
fn described(what: &str, item: &Item) -> String {
    match (&item.form, item.kind) {
        (Form::Type(ty), Kind::Field | Kind::Variant | Kind::Alias) => format!("{what}: `{ty}`"),
        (_, Kind::Crate | Kind::Struct | Kind::TextEnum | Kind::NumberEnum | Kind::Union | Kind::Answers) => {
            format!("{what}: {}", item.kind.noun())
        }
        _ => what.to_owned(),
    }
}
