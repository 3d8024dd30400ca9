//! Layout: prettyplease breaks lines that would fit. Calls and signatures are put together again where
//! they do, as rustfmt would have them.

use std::borrow::Cow;

/// A line is no longer than this, where it can be broken.
pub const WIDTH: usize = 100;

/// The lines of a formatted item, none of them broken without need.
pub fn joined(text: &str) -> Vec<Cow<'_, str>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        let whole = match (end_of_group(rest), end_of_chain(rest)) {
            (Some(length), _) | (None, Some(length)) => on_one_line(&rest[..length]).map(|one| (one, length)),
            (None, None) => None,
        };
        match whole.or_else(|| start_of_chain(rest)) {
            Some((one, length)) => {
                out.push(Cow::Owned(one));
                at += length;
            }
            None => {
                out.push(Cow::Borrowed(*line));
                at += 1;
            }
        }
    }
    out
}

/// How many lines the brackets take that the first line opens.
fn end_of_group(lines: &[&str]) -> Option<usize> {
    let first = lines.first().filter(|line| !is_comment(line))?;
    // Between bare parentheses a last comma may make a tuple.
    let is_call = |before: &str| before.ends_with(|it: char| it.is_alphanumeric() || "_>".contains(it));
    if !first.ends_with('[') && !first.strip_suffix('(').is_some_and(is_call) {
        return None;
    }
    let closing = lines.iter().skip(1).position(|line| indentation(line) <= indentation(first))?;
    lines[closing + 1].trim_start().starts_with([')', ']']).then_some(closing + 2)
}

/// How many lines the calls take that follow the first line, one behind the other.
fn end_of_chain(lines: &[&str]) -> Option<usize> {
    let (first, second) = (lines.first()?, lines.get(1)?);
    if is_comment(first) || !second.trim_start().starts_with('.') || indentation(second) <= indentation(first)
    {
        return None;
    }
    let length = lines.iter().skip(1).take_while(|line| indentation(line) > indentation(first)).count();
    Some(length + 1)
}

/// `self.0`, which a chain begins with, is one thing for a reader.
fn start_of_chain(lines: &[&str]) -> Option<(String, usize)> {
    let (first, second) = (lines.first()?, lines.get(1)?);
    (first.trim_start() == "self" && second.trim_start() == ".0").then(|| (format!("{first}.0"), 2))
}

/// The lines as one; none where that is too long, or a block, a comment or an empty line stands between.
fn on_one_line(lines: &[&str]) -> Option<String> {
    let mut one = (*lines.first()?).to_owned();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let part = line.trim_start();
        let is_last = index + 1 == lines.len();
        if part.is_empty() || is_comment(line) || !is_last && part.ends_with('{') {
            return None;
        }
        if part.starts_with([')', ']']) && one.ends_with(',') {
            one.pop();
        }
        if !part.starts_with([')', ']', '.']) && !one.ends_with(['(', '[']) {
            one.push(' ');
        }
        one.push_str(part);
        if one.len() > WIDTH {
            return None;
        }
    }
    Some(one)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_fits_is_put_together() {
        let text = "impl Client {\n    pub fn it(\n        &self,\n        body: Body,\n    ) -> It {\n        It(\n            \
                    self.0\n                .request(&IT)\n                .json(&body),\n        )\n    }\n}";
        let lines = joined(text);
        assert_eq!(
            lines,
            [
                "impl Client {",
                "    pub fn it(&self, body: Body) -> It {",
                "        It(self.0.request(&IT).json(&body))",
                "    }",
                "}"
            ]
        );
    }

    #[test]
    fn what_does_not_fit_or_would_mean_something_else_stays() {
        let long = format!("call(\n    {},\n    b,\n)", "a".repeat(95));
        for text in [
            &long,
            "(\n    one,\n)",
            "map(\n    // why\n    one,\n)",
            "map(\n    |it| {\n        it\n    },\n)",
        ] {
            assert_eq!(joined(text).join("\n"), *text);
        }
    }
}
