//! What a misspelt name or path was probably meant to be.

/// No text is compared beyond so many characters or segments: a guess is not worth more.
const LONGEST: usize = 64;

/// The names nearest to `name`, nearest first.
pub(crate) fn names<'a>(name: &str, known: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let name: Vec<char> = name.chars().take(LONGEST).collect();
    let mut known: Vec<(u32, &str)> = known.map(|known| (distance_to(&name, known), known)).collect();
    known.sort();
    known.into_iter().take(most).map(|(_, name)| name).collect()
}

/// How far a path is from a template, in whose placeholders everything fits.
pub(crate) fn path_distance(path: &str, template: &str) -> u32 {
    let segments = |path| str::split(path, '/').take(LONGEST).collect::<Vec<&str>>();
    let (path, template) = (segments(path), segments(template));
    // A segment too much or too little counts as much as one that is wholly different.
    edits(&path, &template, 100, |sent, wanted| {
        if wanted.contains('{') {
            return 1;
        }
        let sent: Vec<char> = sent.chars().take(LONGEST).collect();
        let longer = sent.len().max(wanted.chars().count()).max(1);
        distance_to(&sent, wanted) * 100 / longer as u32
    })
}

fn distance_to(text: &[char], other: &str) -> u32 {
    let other: Vec<char> = other.chars().take(LONGEST).collect();
    edits(text, &other, 1, |left, right| u32::from(left != right))
}

/// Levenshtein's distance, with the cost of a gap and of each replacement as given.
fn edits<T>(left: &[T], right: &[T], gap: u32, replaced: impl Fn(&T, &T) -> u32) -> u32 {
    let mut row: Vec<u32> = (0..=right.len() as u32).map(|count| count * gap).collect();
    for one in left {
        let mut diagonal = row[0];
        row[0] += gap;
        for (index, other) in right.iter().enumerate() {
            let replacing = diagonal + replaced(one, other);
            diagonal = row[index + 1];
            row[index + 1] = replacing.min(row[index] + gap).min(diagonal + gap);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first() {
        let known = ["offset", "limit", "marker"];
        assert_eq!(names("limt", known.into_iter(), 1), ["limit"]);
        assert_eq!(names("mark", known.into_iter(), 2)[0], "marker");
    }

    #[test]
    fn placeholders_are_near_to_everything() {
        let near = path_distance("/v1/p1/cluster/7", "/v1/{project_id}/clusters/{cluster_id}");
        let far = path_distance("/v1/p1/cluster/7", "/v1/{project_id}/flavors");
        assert!(near < far, "{near} {far}");
        assert!(path_distance(&"/x".repeat(50_000), "/v1/{a}") > 1000);
    }
}
