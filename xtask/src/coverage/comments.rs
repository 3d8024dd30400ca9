//! Comments of specs, and which of them explains a difference.
//!
//! A comment is about what stands below it, and so about everything inside. It explains a difference
//! that it stands above, anywhere on the way from the operation to the field and across references, or
//! at the head of a file on that way or of `service.yaml`; if one paragraph of it says three things: the
//! name of the field, in backticks; the source that has it otherwise (`definition`, `SDK`); and what is
//! different.

use std::collections::BTreeMap;

use huaweicloud_codegen::load::{Part, Place, Spec};

use super::difference::Difference;

/// A paragraph of a comment: lines of `#` directly below one another, up to one that says nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Comment {
    /// Which of the files.
    pub file: usize,
    /// The first line, from 1.
    pub line: usize,
    /// What it says, on one line.
    pub text: String,
}

/// The comments of a spec.
pub struct Comments<'a> {
    spec: &'a Spec,
    files: Vec<File<'a>>,
    /// What stands above a place, once it has been asked for.
    above: BTreeMap<Place, Vec<Comment>>,
}

struct File<'a> {
    lines: Vec<&'a str>,
    /// The byte that each line begins at.
    starts: Vec<usize>,
    head: Vec<Comment>,
}

impl<'a> Comments<'a> {
    /// Those of a spec.
    pub fn of(spec: &'a Spec) -> Self {
        let files = spec.files.iter().enumerate().map(|(file, it)| File::new(file, &it.source.text));
        Self { spec, files: files.collect(), above: BTreeMap::new() }
    }

    /// The comment that explains a difference: of several the nearest to the field.
    pub fn explaining(&mut self, difference: &Difference) -> Option<Comment> {
        let stops = std::iter::once(&difference.place).chain(difference.way.iter().rev());
        let mut files = vec![0];
        for stop in stops {
            if !files.contains(&stop.file) {
                files.push(stop.file);
            }
            let mut place = Some(stop.clone());
            while let Some(it) = place {
                let mut above = self.above(&it).iter();
                if let Some(comment) = above.find(|comment| explains(&comment.text, difference)) {
                    return Some(comment.clone());
                }
                place = it.parent();
            }
        }
        let heads = files.into_iter().rev().filter_map(|file| self.files.get(file)).flat_map(|it| &it.head);
        heads.into_iter().find(|comment| explains(&comment.text, difference)).cloned()
    }

    /// The comment directly above the key, or the item of a list, at a place.
    fn above(&mut self, place: &Place) -> &[Comment] {
        self.above.entry(place.clone()).or_insert_with(|| {
            let at = self.spec.node(place).map(|_| self.spec.locate_part(place, Part::Key).start as usize);
            let file = self.files.get(place.file);
            at.zip(file).map(|(at, file)| file.above(place.file, at)).unwrap_or_default()
        })
    }
}

impl<'a> File<'a> {
    fn new(file: usize, text: &'a str) -> Self {
        let mut starts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            starts.push(at);
            at += line.len();
        }
        let mut it = Self { lines: text.lines().collect(), starts, head: Vec::new() };
        let first = it.lines.iter().position(|line| !line.trim().is_empty() && !is_comment(line));
        it.head = it.paragraphs(file, 0, first.unwrap_or_default());
        it
    }

    /// The comment directly above the line that a byte is in. It has to begin in the same column: the
    /// text of a block above, which may have lines that begin with `#`, stands further to the right.
    fn above(&self, file: usize, byte: usize) -> Vec<Comment> {
        let Some(line) = self.starts.partition_point(|start| *start <= byte).checked_sub(1) else {
            return Vec::new();
        };
        let indent = |at: usize| self.lines.get(at).map_or(0, |it| it.len() - it.trim_start().len());
        let belongs = |at: &usize| is_comment(self.lines[*at]) && indent(*at) == indent(line);
        let first = (0..line).rev().take_while(belongs).last();
        first.map(|first| self.paragraphs(file, first, line)).unwrap_or_default()
    }

    /// The paragraphs of some lines.
    fn paragraphs(&self, file: usize, from: usize, to: usize) -> Vec<Comment> {
        let mut found: Vec<Comment> = Vec::new();
        let mut goes_on = false;
        for (index, line) in self.lines.iter().enumerate().take(to).skip(from) {
            let words = line.trim().trim_start_matches('#').trim();
            match found.last_mut().filter(|_| goes_on) {
                Some(last) if !words.is_empty() => last.text = format!("{} {words}", last.text),
                None if !words.is_empty() => {
                    found.push(Comment { file, line: index + 1, text: words.to_owned() });
                }
                _ => {}
            }
            goes_on = !words.is_empty();
        }
        found
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Whether a comment says all that it has to.
fn explains(text: &str, difference: &Difference) -> bool {
    text.contains(&format!("`{}`", difference.name))
        && has_word(text, difference.source.word())
        && difference.what.words().iter().all(|any| any.iter().any(|word| has_word(text, word)))
}

/// Whether a word stands in a text by itself. Those of prose may begin with a capital.
fn has_word(text: &str, word: &str) -> bool {
    let within = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
    text.match_indices(word)
        .chain(text.match_indices(&capital(word)))
        .any(|(at, found)| !text[..at].ends_with(within) && !text[at + found.len()..].starts_with(within))
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
