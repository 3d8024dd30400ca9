//! The names that a misspelt one may have meant.

/// The three of `known` that are nearest to `name`, the nearest first.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut known: Vec<&str> = known.into_iter().collect();
    let mut nearest = Vec::new();
    for _ in 0..3 {
        let next = known.iter().copied().min_by_key(|known| (distance(name, known), *known));
        known.retain(|known| Some(*known) != next);
        nearest.extend(next);
    }
    nearest
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [("", "abc", 3), ("kitten", "sitting", 3), ("same", "same", 0)] {
            assert_eq!(distance(left, right), expected);
        }
    }

    #[test]
    fn the_nearest_come_first_and_once() {
        let known = ["eu-west-101", "cn-north-1", "cn-north-4", "cn-east-2", "cn-north-4"];
        assert_eq!(nearest("cn-nort-4", known), ["cn-north-4", "cn-north-1", "cn-east-2"]);
        assert!(nearest("cn-north-4", []).is_empty());
    }
}
