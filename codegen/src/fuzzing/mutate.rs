//! Changes to specs that leave most of them specs: keys, values and whole blocks change places, or one
//! from a list comes in. Bytes changed anywhere would hardly get past the reader of YAML.

use std::ops::Range;

use crate::source::FloorBoundary;

/// Keys, values and groups that mean something, one a line.
const WORDS: &str = include_str!("words.txt");

/// xorshift: the same number gives the same changes.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound.max(1) as u64) as usize
    }

    fn one_of<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).cloned()
    }
}

/// The text with one to four changes; at most `most` bytes long.
pub fn mutate(text: &str, seed: u32, most: usize) -> String {
    changed(text, text, seed, most)
}

/// The text with parts of another in it.
pub fn splice(text: &str, other: &str, seed: u32, most: usize) -> String {
    changed(text, other, seed, most)
}

fn changed(text: &str, other: &str, seed: u32, most: usize) -> String {
    let mut random = Random(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        let next = once(&text, other, &mut random);
        if next.len() <= most {
            text = next;
        }
    }
    text.truncate(text.floor_char_boundary_at(most));
    text
}

fn once(text: &str, other: &str, random: &mut Random) -> String {
    let kind = random.below(3);
    let parts = |text: &str| match kind {
        0 => lines(text),
        1 => groups(text),
        _ => words(text),
    };
    let (here, there) = (parts(text), parts(other));
    let Some(place) = random.one_of(&here) else {
        return format!("{text}\n{}", random.one_of(&dictionary()).unwrap_or_default());
    };
    let part = &text[place.clone()];
    let from = |random: &mut Random| {
        let range = random.one_of(&there).unwrap_or_default();
        other[range].to_owned()
    };
    let with = match random.below(8) {
        // Out, twice, or another one in its place or beside it.
        0 => String::new(),
        1 => format!("{part}{}{part}", between(kind)),
        2 | 3 => indented(&from(random), part),
        4 => format!("{part}{}{}", between(kind), indented(&from(random), part)),
        5 if kind == 2 => {
            // Called otherwise everywhere: names that are referred to stay what is referred to.
            let new = if random.below(2) == 0 { from(random) } else { word(random) };
            return text.replace(part, &new);
        }
        5 => {
            // Two parts change places, if neither is in the other.
            let second = random.one_of(&here).unwrap_or_default();
            let (first, second) = if place.start < second.start { (place, second) } else { (second, place) };
            if first.end > second.start {
                return text.to_owned();
            }
            let (a, b) = (&text[first.clone()], &text[second.clone()]);
            return [&text[..first.start], b, &text[first.end..second.start], a, &text[second.end..]]
                .concat();
        }
        6 => indented(&word(random), part),
        _ => format!("{part}{}{}", between(kind), indented(&word(random), part)),
    };
    [&text[..place.start], &with, &text[place.end..]].concat()
}

fn between(kind: usize) -> &'static str {
    ["\n", ", ", " "][kind]
}

/// A block moved to where another one stands.
fn indented(block: &str, at: &str) -> String {
    let (from, to) = (indentation(block), indentation(at));
    let line = |line: &str| format!("{}{}", " ".repeat(to), line.get(from..).unwrap_or(line.trim_start()));
    block.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn dictionary() -> Vec<&'static str> {
    WORDS.lines().filter(|line| !line.is_empty()).collect()
}

fn word(random: &mut Random) -> String {
    let word = random.one_of(&dictionary()).unwrap_or_default();
    word.replace("\\n", "\n")
}

/// Every line with what stands deeper below it.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let depth = |start: &usize| indentation(text[*start..].lines().next().unwrap_or_default());
    let end = |(number, start): (usize, &usize)| {
        let own = depth(start);
        let next = starts[number + 1..].iter().find(|next| depth(next) <= own);
        next.map_or(text.len(), |next| next - 1)
    };
    starts.iter().enumerate().map(|(number, start)| *start..end((number, start)).max(*start)).collect()
}

/// Every `{…}`, `[…]` and the entries between commas in them.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '{' | '[' => open.push((at, at + 1)),
            ',' => {
                if let Some((_, entry)) = open.last_mut() {
                    found.push(*entry..at);
                    *entry = at + 1;
                }
            }
            '}' | ']' => {
                if let Some((start, entry)) = open.pop() {
                    found.push(entry..at);
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

/// Everything between blanks and marks.
fn words(text: &str) -> Vec<Range<usize>> {
    let mark = |it: char| it.is_whitespace() || "{}[],:\"'/#".contains(it);
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (mark(character), start) {
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a:\n  b: {c: [d, e], f: ž}\n  g: h\ni: \"j k\"\n";

    fn parts(ranges: Vec<Range<usize>>) -> Vec<&'static str> {
        ranges.into_iter().map(|range| &TEXT[range]).collect()
    }

    #[test]
    fn parts_are_found() {
        assert_eq!(
            parts(lines(TEXT)),
            ["a:\n  b: {c: [d, e], f: ž}\n  g: h", "  b: {c: [d, e], f: ž}", "  g: h", "i: \"j k\"", ""]
        );
        assert_eq!(parts(groups(TEXT)), ["d", " e", "[d, e]", "c: [d, e]", " f: ž", "{c: [d, e], f: ž}"]);
        assert_eq!(parts(words(TEXT)), ["a", "b", "c", "d", "e", "f", "ž", "g", "h", "i", "j", "k"]);
    }

    #[test]
    fn the_same_number_gives_the_same_changes() {
        let mut different = 0;
        for seed in 0..2000 {
            let changed = mutate(TEXT, seed, 200);
            assert!(changed.len() <= 200);
            assert_eq!(changed, mutate(TEXT, seed, 200));
            different += usize::from(changed != TEXT);
            splice(TEXT, "x:\n- y: {z: 1}\n", seed, 100);
        }
        assert!(different > 1000, "{different}");
    }
}
