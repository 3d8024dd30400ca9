//! Why specs are refused: by the name of the rule, those that refuse most files first.

use std::cmp::Reverse;

use super::ours::Outcome;
use super::table::Row;
use crate::report::Style;

/// A rule that a spec was refused by.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The name of the rule.
    pub name: String,
    /// How often.
    pub count: usize,
    /// The first place, as `file:line:column`.
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

#[derive(Debug, PartialEq)]
struct Rank<'a> {
    first: &'a Reason,
    files: usize,
    count: usize,
}

/// Prints them, if there are any.
pub fn print(rows: &[Row]) {
    let ranks = ranked(rows.iter().filter_map(|row| match &row.ours.outcome {
        Outcome::Refused(reasons) => Some(reasons.as_slice()),
        _ => None,
    }));
    if ranks.is_empty() {
        return;
    }
    let style = Style::of_stdout();
    let width = ranks.iter().map(|rank| rank.first.name.len()).max().unwrap_or(0);
    println!("\n{}", style.bold(&format!("files  errors  {:width$}  first", "refused by")));
    for Rank { first, files, count } in ranks {
        println!("{files:>5}  {count:>6}  {:width$}  {}: {}", first.name, first.place, first.message);
    }
}

fn ranked<'a>(files: impl Iterator<Item = &'a [Reason]>) -> Vec<Rank<'a>> {
    let mut ranks: Vec<Rank<'a>> = Vec::new();
    for reason in files.flatten() {
        match ranks.iter_mut().find(|rank| rank.first.name == reason.name) {
            Some(rank) => {
                rank.files += 1;
                rank.count += reason.count;
            }
            None => ranks.push(Rank { first: reason, files: 1, count: reason.count }),
        }
    }
    ranks.sort_by_key(|rank| Reverse((rank.files, rank.count)));
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_refuses_most_files_comes_first() {
        let reason = |name: &str, count| Reason {
            name: name.to_owned(),
            count,
            place: String::new(),
            message: String::new(),
        };
        let one = [reason("rare", 500), reason("common", 1)];
        let other = [reason("common", 2)];
        let ranks = ranked([one.as_slice(), &other].into_iter());
        assert_eq!(
            ranks,
            [Rank { first: &one[1], files: 2, count: 3 }, Rank { first: &one[0], files: 1, count: 500 }]
        );
    }
}
