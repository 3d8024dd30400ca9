//! Keys of `paths`: a path, what follows its `?`, and what follows its `#`.

use crate::load::Place;
use crate::lower::schemas::Schemas;
use crate::path_key::{sent, split};

/// A key of `paths`, taken apart.
///
/// What follows `#` tells operations on one method and path apart, which YAML cannot list under one
/// key; it is no part of the request.
pub struct PathKey {
    /// The path with its placeholders.
    pub template: String,
    /// Pairs that every request has in its query.
    pub fixed: Vec<(String, String)>,
    /// Names in the query that take the value of a placeholder, and its name.
    filled: Vec<(String, String)>,
}

impl PathKey {
    /// Reads the key that stands at `place`.
    pub fn read(schemas: &mut Schemas<'_>, key: &str, place: &Place) -> Self {
        let (template, query) = split(sent(key), '?');
        let (mut fixed, mut filled) = (Vec::new(), Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let whole = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match whole {
                Some(placeholder) => filled.push((name.to_owned(), placeholder.to_owned())),
                None if pair.contains(['{', '}']) => {
                    let message = format!("`{pair}` mixes text and a placeholder in the query of a path");
                    let help = "describe it as a parameter with `in: query`".to_owned();
                    schemas.report("unsupported-path", place, message, Some(help));
                }
                None => fixed.push((name.to_owned(), value.to_owned())),
            }
        }
        Self { template: template.to_owned(), fixed, filled }
    }

    /// The name in the query that takes the value of this placeholder.
    pub fn query_name(&self, placeholder: &str) -> Option<&str> {
        self.filled.iter().find(|(_, filled)| filled == placeholder).map(|(name, _)| name.as_str())
    }
}
