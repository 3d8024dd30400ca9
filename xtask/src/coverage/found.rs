//! Differences of one kind at one place, of all operations and tables that meet there.

use huaweicloud_codegen::load::Spec;
use huaweicloud_codegen::{Diagnostic, Diagnostics};

use super::comments::Comment;
use super::difference::{self, Difference};
use super::facts::Source;

/// A difference with all whom it concerns.
pub struct Found {
    /// The first of them.
    pub first: Difference,
    /// The tables.
    pub sources: Vec<Source>,
    /// The operations.
    pub operations: Vec<String>,
    /// What explains it.
    pub comment: Option<Comment>,
}

/// Adds a difference to what was found.
pub fn add(found: &mut Vec<Found>, difference: Difference, comment: Option<Comment>) {
    let same = |it: &&mut Found| {
        it.first.place == difference.place && it.first.what == difference.what && it.comment == comment
    };
    let Some(it) = found.iter_mut().find(same) else {
        let (sources, operations) = (vec![difference.source], vec![difference.operation.clone()]);
        found.push(Found { first: difference, sources, operations, comment });
        return;
    };
    if !it.sources.contains(&difference.source) {
        it.sources.push(difference.source);
        it.sources.sort();
    }
    if !it.operations.contains(&difference.operation) {
        it.operations.push(difference.operation);
    }
}

impl Found {
    /// What is different, as a sentence.
    pub fn sentence(&self) -> String {
        let sentence = self.first.what.sentence(&self.first.field(), &difference::sources(&self.sources));
        match self.first.part {
            difference::Part::Operation => sentence,
            _ => format!("{sentence} ({})", self.whom()),
        }
    }

    fn whom(&self) -> String {
        match self.operations.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        }
    }

    /// The way out: to mend the spec, or to say why it stands.
    fn help(&self) -> String {
        let what = &self.first.what;
        let comment = what.model(&self.first.name, &difference::sources(&self.sources));
        format!("{}, or say above it why not, such as: # {comment}", what.mend())
    }
}

/// What no comment explains.
pub fn diagnostics(found: &[Found], spec: &Spec) -> Diagnostics {
    let open = found.iter().filter(|it| it.comment.is_none());
    let mut found: Diagnostics = open
        .map(|it| {
            let (place, sentence) = (&it.first.place, it.sentence());
            let span = spec.locate(place);
            Diagnostic::error("unexplained-difference", place.file, span, sentence).with_help(it.help())
        })
        .collect();
    found.sort();
    found
}
