//! A request held against its operation: path, query, headers and body.

use http::HeaderMap;
use huaweicloud_core::description::{Location, OperationDescription, Parameter, Shape};
use percent_encoding::percent_decode;

use crate::auth::shortened;
use crate::body;
use crate::nearest;
use crate::refusal::Refusal;
use crate::route::PathValues;
use crate::shape::{MOST, Wrongs, check_text, expected};

/// The names and values of a query, decoded.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query; what is not UTF-8 is a mistake of it.
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        let decoded = |text: &str| {
            let bytes: Vec<u8> = percent_decode(text.replace('+', " ").as_bytes()).collect();
            String::from_utf8(bytes).map_err(|_| {
                Refusal::bad_request(format!(
                    "the query: expected percent-encoded UTF-8, {:?} came",
                    shortened(text)
                ))
            })
        };
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        });
        Ok(Self(pairs.collect::<Result<_, Refusal>>()?))
    }

    /// The value of a name; the first where there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a name begins with this one and a bracket.
    pub fn has_below(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| is_below(known, name))
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn is_below(known: &str, name: &str) -> bool {
    known.strip_prefix(name).is_some_and(|rest| rest.starts_with('['))
}

/// What a call brought.
pub(crate) struct Call<'a> {
    pub path: &'a PathValues,
    pub query: &'a Query,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

impl Call<'_> {
    /// Finds whatever the spec does not allow, and tells all of it at once.
    pub fn check(&self, described: &OperationDescription) -> Result<(), Refusal> {
        let mut wrongs = Wrongs::new();
        self.path(described, &mut wrongs);
        self.project(&mut wrongs);
        self.query(described, &mut wrongs);
        self.headers(described, &mut wrongs);
        self.cookies(described, &mut wrongs);
        self.body(described, &mut wrongs);
        if wrongs.is_empty() {
            return Ok(());
        }
        wrongs.truncate(MOST);
        Err(Refusal::bad_request(format!("{}: {}", described.operation.name, wrongs.join("; "))))
    }

    fn path(&self, described: &OperationDescription, wrongs: &mut Wrongs) {
        for (name, value) in self.path {
            let place = format!("path parameter {name}");
            if value.is_empty() {
                wrongs.push(format!("{place}: expected text, nothing came"));
            } else if let Some(parameter) = parameters(described, Location::Path).find(|it| it.name == *name)
            {
                check_text(&place, value, &parameter.shape, wrongs);
            }
        }
    }

    /// The project of the path is the project that the call is signed for.
    fn project(&self, wrongs: &mut Wrongs) {
        let of_path = self.path.iter().find(|(name, _)| *name == "project_id");
        let of_header = self.headers.get("x-project-id");
        let (Some((_, of_path)), Some(of_header)) = (of_path, of_header) else { return };
        if of_path.as_bytes() != of_header.as_bytes() {
            wrongs.push(format!(
                "header X-Project-Id: expected {:?} as in the path, {:?} came",
                shortened(of_path),
                shortened(&String::from_utf8_lossy(of_header.as_bytes()))
            ));
        }
    }

    fn query(&self, described: &OperationDescription, wrongs: &mut Wrongs) {
        let known = || {
            described.parameters.iter().filter(|it| {
                matches!(it.location, Location::Query | Location::QueryJoined | Location::QueryDeep)
            })
        };
        for parameter in known() {
            let values: Vec<&str> = self.query.all(parameter.name).collect();
            let deep = parameter.location == Location::QueryDeep && self.query.has_below(parameter.name);
            if !deep {
                check_values("query parameter", parameter, &values, wrongs);
            }
        }
        // An object whose members are named by themselves may have any.
        if parameters(described, Location::QueryFree).next().is_some() {
            return;
        }
        let deep: Vec<&str> = parameters(described, Location::QueryDeep).map(|it| it.name).collect();
        // Those of paging are known even where no parameter describes them.
        let paging = described.operation.pagination.iter().filter(|paging| paging.body.is_none());
        let paging = paging.flat_map(|paging| [paging.limit, paging.cursor]);
        let names: Vec<&str> = known().map(|it| it.name).chain(paging).collect();
        let mut told: Vec<&str> = Vec::new();
        for (name, _) in &self.query.0 {
            if names.contains(&name.as_str()) || told.contains(&name.as_str()) || told.len() >= MOST {
                continue;
            }
            if deep.iter().any(|deep| is_below(name, deep)) {
                continue;
            }
            told.push(name);
            let meant = match nearest::names(name, names.iter().copied(), 1).first() {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => "the operation takes none".to_owned(),
            };
            wrongs.push(format!("query parameter {:?} is unknown: {meant}", shortened(name)));
        }
    }

    fn headers(&self, described: &OperationDescription, wrongs: &mut Wrongs) {
        for parameter in parameters(described, Location::Header) {
            let values: Vec<_> =
                self.headers.get_all(parameter.name).iter().map(|it| it.as_bytes()).collect();
            let values: Vec<_> = values.into_iter().map(String::from_utf8_lossy).collect();
            let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
            check_values("header", parameter, &values, wrongs);
        }
    }

    fn cookies(&self, described: &OperationDescription, wrongs: &mut Wrongs) {
        let sent = self.headers.get_all(http::header::COOKIE).iter();
        let sent: Vec<_> = sent.map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
        let sent: Vec<&str> = sent
            .iter()
            .flat_map(|it| it.split(';'))
            .filter_map(|pair| Some(pair.trim().split_once('=')?.0))
            .collect();
        for parameter in parameters(described, Location::Cookie).filter(|it| it.required) {
            if !sent.contains(&parameter.name) {
                wrongs.push(format!(
                    "cookie {}: expected {}, nothing came",
                    parameter.name,
                    expected(&parameter.shape)
                ));
            }
        }
    }

    fn body(&self, described: &OperationDescription, wrongs: &mut Wrongs) {
        // Services pass over a body that they do not expect.
        let Some(wanted) = &described.body else { return };
        let media =
            self.headers.get(http::header::CONTENT_TYPE).map(|it| String::from_utf8_lossy(it.as_bytes()));
        body::check(wanted, media.as_deref(), self.body, wrongs);
    }
}

fn parameters(
    described: &OperationDescription,
    location: Location,
) -> impl Iterator<Item = &'static Parameter> + use<> {
    described.parameters.iter().filter(move |parameter| parameter.location == location)
}

/// Holds the values of one parameter, as often as it came, against what it may be.
fn check_values(kind: &str, parameter: &Parameter, values: &[&str], wrongs: &mut Wrongs) {
    let place = format!("{kind} {}", parameter.name);
    let (element, min, max) = match parameter.shape {
        Shape::List(element, min, max) => (element, min, max),
        _ => {
            match values {
                [] if parameter.required => {
                    wrongs.push(format!("{place}: expected {}, nothing came", expected(&parameter.shape)));
                }
                [] => {}
                [value] => check_text(&place, value, &parameter.shape, wrongs),
                several => wrongs.push(format!("{place}: expected once, came {} times", several.len())),
            }
            return;
        }
    };
    let joined = parameter.location == Location::QueryJoined;
    let elements: Vec<&str> = values
        .iter()
        .flat_map(|value| if joined { value.split(',').collect() } else { vec![*value] })
        .collect();
    if elements.is_empty() {
        if parameter.required {
            wrongs.push(format!("{place}: expected {}, nothing came", expected(&parameter.shape)));
        }
        return;
    }
    let count = elements.len() as u64;
    if min.is_some_and(|min| count < min) || max.is_some_and(|max| count > max) {
        wrongs.push(format!("{place}: expected {}, {count} came", expected(&parameter.shape)));
    }
    elements.iter().take(MOST).for_each(|value| check_text(&place, value, element, wrongs));
}
