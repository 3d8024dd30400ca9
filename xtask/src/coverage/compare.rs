//! An operation of a spec beside the same one of a table.

use huaweicloud_codegen::load::Place;

use super::difference::{Difference, Part, What};
use super::facts::Source;
use super::model::{Kind, Member, Operation, Parameter, Value};

/// How many fields of a table the spec has, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// That the spec has.
    pub here: usize,
    /// In all.
    pub all: usize,
}

impl std::ops::AddAssign for Covered {
    fn add_assign(&mut self, other: Self) {
        self.here += other.here;
        self.all += other.all;
    }
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Compared {
    /// Fields of requests.
    pub sent: Covered,
    /// Fields of answers.
    pub answered: Covered,
    /// What is different.
    pub differences: Vec<Difference>,
}

/// Compares an operation with what a table has of it, if anything.
pub fn compare(source: Source, ours: &Operation, theirs: Option<&Operation>) -> Compared {
    let mut it = Comparison {
        source,
        ours,
        part: Part::Operation,
        way: ours.place.iter().cloned().collect(),
        path: String::new(),
        name: ours.id.clone(),
        here: 0,
        found: Vec::new(),
    };
    let Some(theirs) = theirs else {
        it.say(What::Extra, None);
        return Compared { differences: it.found, ..Compared::default() };
    };
    it.operation(theirs);
    it.part = Part::Parameters;
    it.parameters(theirs);
    it.part = Part::Body;
    it.body(theirs);
    let sent = Covered { here: std::mem::take(&mut it.here), all: theirs.sent() };
    it.part = Part::Answer;
    it.answer(theirs);
    let answered = Covered { here: it.here, all: theirs.answered() };
    Compared { sent, answered, differences: it.found }
}

struct Comparison<'a> {
    source: Source,
    ours: &'a Operation,
    part: Part,
    /// Everything that the field stands in.
    way: Vec<Place>,
    path: String,
    name: String,
    /// Fields that both have.
    here: usize,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    /// Notes a difference, shown at a place or at the last of the way.
    fn say(&mut self, what: What, place: Option<&Place>) {
        let Some(place) = place.or(self.way.last()).cloned() else { return };
        self.found.push(Difference {
            source: self.source,
            operation: self.ours.id.clone(),
            part: self.part,
            path: self.path.clone(),
            name: self.name.clone(),
            what,
            place,
            way: self.way.clone(),
        });
    }

    /// Does something further on the way.
    fn at(&mut self, places: &[Place], name: &str, path: String, then: impl FnOnce(&mut Self)) {
        let length = self.way.len();
        self.way.extend_from_slice(places);
        let outer =
            (std::mem::replace(&mut self.name, name.to_owned()), std::mem::replace(&mut self.path, path));
        then(self);
        (self.name, self.path) = outer;
        self.way.truncate(length);
    }

    fn operation(&mut self, theirs: &Operation) {
        if theirs.id != self.ours.id {
            self.say(What::Name(theirs.id.clone()), None);
        }
        if (&theirs.method, bare(&theirs.path)) != (&self.ours.method, bare(&self.ours.path)) {
            self.say(What::Line(format!("{} {}", theirs.method, theirs.path)), None);
        }
    }

    fn parameters(&mut self, theirs: &Operation) {
        let ours = self.ours;
        let same = |a: &Parameter, b: &Parameter| a.location == b.location && a.member.name == b.member.name;
        for parameter in &ours.parameters {
            let counterpart = theirs.parameters.iter().find(|it| same(it, parameter));
            self.member(&parameter.member, counterpart.map(|it| &it.member), String::new());
        }
        for parameter in &theirs.parameters {
            if !ours.parameters.iter().any(|it| same(it, parameter)) {
                self.missing(&parameter.member, "");
            }
        }
    }

    fn body(&mut self, theirs: &Operation) {
        let ours = self.ours;
        let places: Vec<Place> = ours.body.iter().filter_map(|it| it.place.clone()).collect();
        self.at(&places, "requestBody", String::new(), |it| match (&ours.body, &theirs.body) {
            (Some(here), Some(there)) => {
                if here.required != there.required {
                    let place = here.place.as_ref().map(|it| it.child("required"));
                    it.say(What::Required(here.required), place.as_ref());
                }
                it.value(&here.value, &there.value);
            }
            (Some(_), None) => it.say(What::Extra, None),
            (None, Some(_)) => it.say(What::Missing, None),
            (None, None) => {}
        });
    }

    fn answer(&mut self, theirs: &Operation) {
        let ours = self.ours;
        let responses = ours.place.as_ref().map(|it| it.child("responses"));
        self.at(responses.as_slice(), "responses", String::new(), |it| {
            match (&ours.answer, &theirs.answer) {
                (Some(here), Some(there)) => it.value(here, there),
                (Some(here), None) => {
                    it.at(&here.places, "responses", String::new(), |it| it.say(What::Extra, None))
                }
                (None, Some(_)) => it.say(What::Missing, None),
                (None, None) => {}
            }
        });
    }

    /// A member of ours beside theirs, if there is one.
    fn member(&mut self, ours: &Member, theirs: Option<&Member>, above: String) {
        let path = if above.is_empty() { ours.name.clone() } else { format!("{above}.{}", ours.name) };
        let Some(theirs) = theirs else {
            let places = &ours.value.places;
            self.at(places, &ours.name, path, |it| it.say(What::Extra, ours.place.as_ref()));
            return;
        };
        self.here += 1;
        if ours.required != theirs.required {
            // That is said beside it.
            let places: Vec<Place> = ours.required_at.iter().chain(&ours.value.places).cloned().collect();
            let own = ours.place.as_ref();
            self.at(&places, &ours.name, path.clone(), |it| it.say(What::Required(ours.required), own));
        }
        self.at(&[], &ours.name, path, |it| it.value(&ours.value, &theirs.value));
    }

    /// A member of theirs that we have not.
    fn missing(&mut self, theirs: &Member, above: &str) {
        let path = if above.is_empty() { theirs.name.clone() } else { format!("{above}.{}", theirs.name) };
        self.at(&[], &theirs.name, path, |it| it.say(What::Missing, None));
    }

    fn value(&mut self, ours: &Value, theirs: &Value) {
        let (name, path) = (self.name.clone(), self.path.clone());
        self.at(&ours.places, &name, path, |it| it.inside(ours, theirs));
    }

    fn inside(&mut self, ours: &Value, theirs: &Value) {
        let keyword = |key: &str| ours.places.last().map(|it| it.child(key));
        if theirs.deprecated && !ours.deprecated {
            self.say(What::Deprecated, ours.places.first());
        }
        if ours.kind != theirs.kind {
            self.say(What::Type(ours.kind, theirs.kind), keyword("type").as_ref());
            return;
        }
        if let Some(what) = values(ours, theirs) {
            self.say(what, keyword("enum").as_ref());
        }
        if ours.again || theirs.again {
            return;
        }
        let path = self.path.clone();
        for member in &ours.members {
            self.member(member, theirs.member(&member.name), path.clone());
        }
        for member in theirs.members.iter().filter(|it| ours.member(&it.name).is_none()) {
            self.missing(member, &path);
        }
        if ours.kind == Kind::List
            && let (Some(ours), Some(theirs)) = (&ours.items, &theirs.items)
        {
            let name = self.name.clone();
            self.at(&[], &name, format!("{path}[]"), |it| it.value(ours, theirs));
        }
    }
}

fn values(ours: &Value, theirs: &Value) -> Option<What> {
    match (&ours.values, &theirs.values) {
        (Some(ours), Some(theirs)) => {
            let apart = |one: &[String], other: &[String]| -> Vec<String> {
                one.iter().filter(|it| !other.contains(it)).cloned().collect()
            };
            let (here, there) = (apart(ours, theirs), apart(theirs, ours));
            (!here.is_empty() || !there.is_empty()).then_some(What::Values(here, there))
        }
        (Some(_), None) => Some(What::Open(true)),
        (None, Some(_)) => Some(What::Open(false)),
        (None, None) => None,
    }
}

/// A path without what only other descriptions of it have: a slash at the end.
fn bare(path: &str) -> &str {
    path.trim_end_matches('/')
}
