//! Where long files are cut into parts.
//!
//! The order stays. Where a part ends depends on the names next to that place, and a part is called after
//! what it begins with; so an edit changes the part that it is in, and the others stay as they are, with
//! the names that they have.

/// Fewer lines than this are one part.
pub const MOST: usize = 4000;
/// A part is at least this long, but for the last.
const LEAST: usize = 2000;
/// Of so many names, one is a place where a part may end.
const ENDS: u64 = 16;

/// How many items each part has, of items with their names and numbers of lines.
pub fn cut<'n>(items: impl Iterator<Item = (&'n str, usize)> + Clone) -> Vec<usize> {
    let whole: usize = items.clone().map(|(_, lines)| lines).sum();
    let (mut parts, mut length, mut lines) = (Vec::new(), 0, 0);
    for (name, own) in items {
        let ends = lines >= LEAST && hash(name).is_multiple_of(ENDS);
        if whole > MOST && length > 0 && (ends || lines + own > MOST) {
            parts.push(length);
            (length, lines) = (0, 0);
        }
        length += 1;
        lines += own;
    }
    if length > 0 {
        parts.push(length);
    }
    parts
}

/// The same number for the same name, always and everywhere (FNV-1a, its bits mixed once more).
fn hash(name: &str) -> u64 {
    let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(names: &[String], lines: usize) -> Vec<Vec<String>> {
        let mut rest = names;
        let mut parts = Vec::new();
        for length in cut(names.iter().map(|name| (name.as_str(), lines))) {
            let (part, others) = rest.split_at(length);
            parts.push(part.to_vec());
            rest = others;
        }
        assert!(rest.is_empty());
        parts
    }

    #[test]
    fn what_is_short_is_one_part() {
        let names: Vec<String> = (0..100).map(|number| format!("ShowThing{number}")).collect();
        assert_eq!(parts(&names, 40).len(), 1);
        assert!(parts(&names, 41).len() > 1);
        assert!(parts(&[], 40).is_empty());
    }

    #[test]
    fn no_part_is_long() {
        let names: Vec<String> = (0..3000).map(|number| format!("ListThings{number}")).collect();
        let parts = parts(&names, 30);
        assert!(parts.iter().all(|part| part.len() * 30 <= MOST));
        assert!(parts.len() < 3000 * 30 / LEAST);
        // One item that is longer than a part has one to itself.
        assert_eq!(cut([("A", 10), ("B", 9000), ("C", 10)].into_iter()), [1, 1, 1]);
    }

    #[test]
    fn an_edit_moves_what_is_next_to_it() {
        let before: Vec<String> = (0..3000).map(|number| format!("ListThings{number}")).collect();
        let parts_before = parts(&before, 30);
        let mut changed = 0;
        for place in (0..3000).step_by(97) {
            let mut after = before.clone();
            after.insert(place, "ShowSomethingNew".to_owned());
            let same: Vec<_> =
                parts(&after, 30).into_iter().filter(|part| parts_before.contains(part)).collect();
            changed += parts_before.len() - same.len();
        }
        // Usually the one part that it is in.
        assert!(changed <= 31 * 2, "{changed}");
    }
}
