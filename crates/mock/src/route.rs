//! From method and path to an operation.

use std::collections::BTreeMap;

use huaweicloud_core::description::{Description, OperationDescription};
use percent_encoding::percent_decode_str;

use crate::auth::shortened;
use crate::error::Error;
use crate::nearest::path_distance;
use crate::refusal::Refusal;
use crate::template::Answers;

/// An operation of a service, ready to be called.
pub(crate) struct Route {
    pub service: &'static str,
    pub description: &'static OperationDescription,
    pub answers: Answers,
    segments: Vec<Vec<Piece>>,
}

/// A part of a path's segment.
#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Literal(&'static str),
    Placeholder(&'static str),
}

/// The values of a path's placeholders, decoded.
pub(crate) type PathValues = Vec<(&'static str, String)>;

/// All operations of a mock, by the number of their paths' segments.
pub(crate) struct Routes(BTreeMap<usize, Vec<Route>>);

impl Routes {
    pub fn new(services: impl IntoIterator<Item = Description>) -> Result<Self, Error> {
        let mut routes: BTreeMap<usize, Vec<Route>> = BTreeMap::new();
        for service in services {
            for description in service.operations {
                let segments: Vec<_> = description.operation.path.split('/').map(pieces).collect();
                let alike = routes.entry(segments.len()).or_default();
                let method = description.operation.method;
                let same = |other: &&Route| {
                    other.description.operation.method == method && same_paths(&other.segments, &segments)
                };
                // A service that is given twice is meant once.
                let again = |other: &Route| std::ptr::eq(other.description.operation, description.operation);
                if alike.iter().any(again) {
                    continue;
                }
                // Operations of one description are told apart by what a call carries.
                let own =
                    |other: &Route| service.operations.iter().any(|it| std::ptr::eq(it, other.description));
                match alike.iter().find(same) {
                    Some(other) if !own(other) => {
                        return Err(Error::new(format!(
                            "{} of {} and {} of {} answer to the same method and path, {method} {}: start a mock for each",
                            other.description.operation.name,
                            other.service,
                            description.operation.name,
                            service.service.name,
                            description.operation.path,
                        )));
                    }
                    _ => alike.push(Route {
                        service: service.service.name,
                        description,
                        answers: Answers::new(description),
                        segments,
                    }),
                }
            }
        }
        // `/clusters/flavors` is meant before `/clusters/{cluster_id}`.
        for alike in routes.values_mut() {
            alike.sort_by_key(|route| {
                let placeholders = |segment: &Vec<Piece>| segment.iter().any(|piece| !piece.is_literal());
                route.segments.iter().map(placeholders).collect::<Vec<bool>>()
            });
        }
        Ok(Self(routes))
    }

    /// The names of all operations.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> {
        self.0.values().flatten().map(|route| route.description.operation.name)
    }

    /// The operations that may be called, of which there are several where a service has several on one
    /// method and path, and the values in their path.
    pub fn find(&self, method: &str, path: &str) -> Result<Vec<(&Route, PathValues)>, Refusal> {
        let segments: Vec<&str> = path.split('/').collect();
        let alike = self.0.get(&segments.len()).map_or(&[][..], Vec::as_slice);
        let mut allowed = Vec::new();
        let mut found: Vec<(&Route, PathValues)> = Vec::new();
        for route in alike {
            if found.first().is_some_and(|(first, _)| !same_paths(&first.segments, &route.segments)) {
                continue;
            }
            let Some(values) = route.values(&segments) else { continue };
            if route.description.operation.method != method {
                allowed.push(route.description.operation.method);
                continue;
            }
            found.push((route, decoded(values)?));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        if allowed.is_empty() {
            return Err(self.unknown(method, path));
        }
        allowed.sort_unstable();
        allowed.dedup();
        let allow = allowed.join(", ");
        let message = format!("{} takes {allow}, {} came", shortened(path), shortened(method));
        Err(Refusal::other_method(allow, message))
    }

    fn unknown(&self, method: &str, path: &str) -> Refusal {
        let distance = |route: &Route| {
            let operation = route.description.operation;
            (path_distance(path, operation.path), operation.method != method, operation.path)
        };
        let mut nearest: Vec<&Route> = self.0.values().flatten().collect();
        nearest.sort_by_cached_key(|route| distance(route));
        let nearest: Vec<String> = nearest
            .into_iter()
            .take(3)
            .map(|route| {
                format!("{} {}", route.description.operation.method, route.description.operation.path)
            })
            .collect();
        let nearest = match nearest.as_slice() {
            [] => "no operation at all was given to it".to_owned(),
            nearest => format!("nearest: {}", nearest.join(", ")),
        };
        Refusal::unknown_path(format!(
            "this mock has no {} {}; {nearest}",
            shortened(method),
            shortened(path)
        ))
    }
}

impl Route {
    fn values<'a>(&self, segments: &[&'a str]) -> Option<Vec<(&'static str, &'a str)>> {
        let mut values = Vec::new();
        for (pieces, segment) in self.segments.iter().zip(segments) {
            fits(pieces, segment, &mut values)?;
        }
        Some(values)
    }
}

impl Piece {
    fn is_literal(&self) -> bool {
        matches!(self, Piece::Literal(_))
    }
}

/// The parts of a template's segment, such as `{id}` or `{name}.json`.
fn pieces(segment: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, placeholder)) = rest.split_once('{') {
        let Some((name, after)) = placeholder.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(Piece::Placeholder(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// Whether a segment fits, with the values of its placeholders. An empty value fits: that it is
/// empty is said later, and better.
fn fits<'a>(pieces: &[Piece], segment: &'a str, values: &mut Vec<(&'static str, &'a str)>) -> Option<()> {
    match pieces {
        [] => segment.is_empty().then_some(()),
        [Piece::Literal(literal), rest @ ..] => fits(rest, segment.strip_prefix(literal)?, values),
        [Piece::Placeholder(name)] => {
            values.push((*name, segment));
            Some(())
        }
        [Piece::Placeholder(name), Piece::Literal(end)] => {
            values.push((*name, segment.strip_suffix(end)?));
            Some(())
        }
        [Piece::Placeholder(name), rest @ ..] => {
            let end = match rest.first() {
                Some(Piece::Literal(literal)) => segment.find(literal)?,
                _ => 0,
            };
            values.push((*name, &segment[..end]));
            fits(rest, &segment[end..], values)
        }
    }
}

fn same_paths(left: &[Vec<Piece>], right: &[Vec<Piece>]) -> bool {
    let nameless = |piece: &Piece| match piece {
        Piece::Literal(text) => Some(*text),
        Piece::Placeholder(_) => None,
    };
    let same =
        |left: &Vec<Piece>, right: &Vec<Piece>| left.iter().map(nameless).eq(right.iter().map(nameless));
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

fn decoded(values: Vec<(&'static str, &str)>) -> Result<PathValues, Refusal> {
    values
        .into_iter()
        .map(|(name, value)| match percent_decode_str(value).decode_utf8() {
            Ok(text) => Ok((name, text.into_owned())),
            Err(_) => Err(Refusal::bad_request(format!(
                "path parameter {name}: expected percent-encoded UTF-8, {:?} came",
                shortened(value)
            ))),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<'a>(template: &'static str, segment: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut values = Vec::new();
        fits(&pieces(template), segment, &mut values)?;
        Some(values)
    }

    #[test]
    fn placeholders_may_share_a_segment_with_text() {
        assert_eq!(values("{id}.json", "7.json").unwrap(), [("id", "7")]);
        assert_eq!(values("v{a}-{b}", "v1-2-3").unwrap(), [("a", "1"), ("b", "2-3")]);
        assert_eq!(values("{a}", "").unwrap(), [("a", "")]);
        assert_eq!(values("users", "users").unwrap(), []);
        assert!(values("users", "user").is_none() && values("{id}.json", "7.xml").is_none());
    }
}
