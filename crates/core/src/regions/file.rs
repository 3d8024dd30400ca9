//! The regions file: services, and under each its regions with their addresses.
//!
//! ```yaml
//! VPN:
//!   - id: 'cn-north-4'
//!     endpoint: 'https://vpn.mycloud.example'
//! ```
//!
//! `endpoints` with a list stands for `endpoint` too. The text is read part by part, in the one shape
//! that it may have, so neither its depth nor its aliases cost anything: what does not belong is refused
//! where it begins.

use std::borrow::Cow;
use std::collections::BTreeSet;

use granit_parser::{Event, Parser, ScalarStyle, StrInput};

use super::{Place, REGION_ID, is_region, place_name};
use crate::endpoint::Base;
use crate::error::Error;

/// A regions file as it was read.
#[derive(Clone, Debug)]
pub(super) struct RegionsFile {
    /// The name for people.
    pub(super) name: String,
    pub(super) text: String,
}

/// The addresses of a file.
pub(super) fn parse(file: &RegionsFile, allow_http: bool) -> Result<Vec<Place>, Error> {
    let mut reader = Reader {
        name: &file.name,
        parser: Parser::new_from_str(&file.text),
        line: 1,
        documents: 0,
        allow_http,
        places: Vec::new(),
    };
    reader.document()?;
    Ok(reader.places)
}

/// A piece of the file.
enum Part<'a> {
    Text(Cow<'a, str>),
    List,
    ListEnd,
    Map,
    MapEnd,
    End,
}

struct Reader<'a> {
    name: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    /// Where the part stands that was read last.
    line: usize,
    documents: usize,
    allow_http: bool,
    places: Vec<Place>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<(), Error> {
        match self.part()? {
            Part::Map => self.services()?,
            Part::End => return Ok(()),
            Part::Text(text) if text.is_empty() => {}
            _ => return Err(self.fail("services belong here: begin with a line such as `VPN:`")),
        }
        match self.part()? {
            Part::End => Ok(()),
            _ => Err(self.fail("nothing belongs after the services")),
        }
    }

    fn services(&mut self) -> Result<(), Error> {
        // Of the same type as the parser has sets of: a caller compiles each type of them anew.
        let mut services = BTreeSet::<Cow<'_, str>>::new();
        loop {
            let service = match self.part()? {
                Part::MapEnd => return Ok(()),
                Part::Text(name) => name,
                _ => return Err(self.fail("a service's name belongs here, such as `VPN:`")),
            };
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            if service.is_empty() || !service.bytes().all(fits) {
                return Err(self.fail(format!(
                    "\"{}\" is not a service's name, which has letters, digits and hyphens",
                    service.escape_debug()
                )));
            }
            if !services.insert(service.to_ascii_uppercase().into()) {
                return Err(self.fail(format!("{service} stands twice: put all its regions into one list")));
            }
            self.regions(&service)?;
        }
    }

    fn regions(&mut self, service: &str) -> Result<(), Error> {
        if !matches!(self.part()?, Part::List) {
            return Err(self.fail(format!("{service} has no list of regions: write `- id: …` under it")));
        }
        let mut ids = BTreeSet::new();
        loop {
            match self.part()? {
                Part::Map => {
                    let (id, base) = self.region()?;
                    let name = place_name(service, &id).map(char::from).collect();
                    self.places.push(Place { name, base });
                    if !ids.insert(id.clone()) {
                        return Err(self.fail(format!("{service} has the region {id} twice: remove one")));
                    }
                }
                Part::ListEnd if ids.is_empty() => {
                    return Err(self.fail(format!("{service} lists no region: add one, or remove {service}")));
                }
                Part::ListEnd => return Ok(()),
                _ => return Err(self.fail("a region belongs here: write `id: …` and `endpoint: …`")),
            }
        }
    }

    /// The id of a region and its address.
    fn region(&mut self) -> Result<(Cow<'a, str>, Base), Error> {
        let begin = self.line;
        let (mut id, mut base) = (None, None);
        loop {
            let key = match self.part()? {
                Part::MapEnd => break,
                Part::Text(key) => key,
                _ => return Err(self.fail("a key belongs here: id, endpoint or endpoints")),
            };
            let again = match &*key {
                "id" => id.replace(self.id()?).is_some(),
                "endpoint" => base.replace(self.endpoint()?).is_some(),
                "endpoints" => base.replace(self.endpoints()?).is_some(),
                _ => {
                    return Err(self.fail(format!(
                        "unknown key \"{}\": a region has id, and endpoint or endpoints",
                        key.escape_debug()
                    )));
                }
            };
            if again {
                return Err(
                    self.fail("a region has one id, and one of endpoint and endpoints: remove the other")
                );
            }
        }
        self.line = begin;
        let Some(id) = id else { return Err(self.fail("the region has no id: add `id: …`")) };
        let Some(base) = base else {
            return Err(self.fail("the region has no address: add `endpoint: …`"));
        };
        Ok((id, base))
    }

    fn id(&mut self) -> Result<Cow<'a, str>, Error> {
        let Part::Text(id) = self.part()? else { return Err(self.fail("the id is not text")) };
        if !is_region(&id) {
            return Err(self.fail(format!("\"{}\" is not {REGION_ID}", id.escape_debug())));
        }
        Ok(id)
    }

    fn endpoint(&mut self) -> Result<Base, Error> {
        match self.part()? {
            Part::Text(url) => self.base(&url),
            _ => Err(self.fail("the endpoint is not text: write a list of them under endpoints")),
        }
    }

    /// The first of a list; the others are checked too.
    fn endpoints(&mut self) -> Result<Base, Error> {
        if !matches!(self.part()?, Part::List) {
            return Err(self.fail("endpoints is not a list: write a single one as `endpoint: …`"));
        }
        let mut first = None;
        loop {
            match self.part()? {
                Part::Text(url) => {
                    let base = self.base(&url)?;
                    first.get_or_insert(base);
                }
                Part::ListEnd => break,
                _ => return Err(self.fail("an address belongs here, as in `- https://…`")),
            }
        }
        first.ok_or_else(|| self.fail("endpoints lists nothing: add `- https://…`"))
    }

    fn base(&self, url: &str) -> Result<Base, Error> {
        if url.is_empty() {
            return Err(self.fail("an address is empty: write it out, as in `https://…`"));
        }
        Base::parse(url, self.allow_http).map_err(|error| self.fail(error.to_string()))
    }

    fn part(&mut self) -> Result<Part<'a>, Error> {
        loop {
            let (event, span) = match self.parser.next_event() {
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    self.line = error.marker().line();
                    return Err(self.fail(format!("this is not YAML: {}", error.info())));
                }
                None => return Ok(Part::End),
            };
            let absent = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty());
            if !absent {
                // An absent value has the place of what follows it.
                self.line = span.start.line();
            }
            return Ok(match event {
                Event::DocumentStart(..) => {
                    self.documents += 1;
                    if self.documents > 1 {
                        return Err(self.fail("a second document begins here: remove the line `---`"));
                    }
                    continue;
                }
                Event::StreamEnd => Part::End,
                Event::Alias(_) => {
                    return Err(self.fail("YAML aliases are not followed here: write the value out"));
                }
                Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(&*text, "~" | "null") => {
                    Part::Text(Cow::Borrowed(""))
                }
                Event::Scalar(text, ..) => Part::Text(text),
                Event::SequenceStart(..) => Part::List,
                Event::SequenceEnd => Part::ListEnd,
                Event::MappingStart(..) => Part::Map,
                Event::MappingEnd => Part::MapEnd,
                // Where a document begins and ends, and comments, where another crate lets the parser tell them.
                _ => continue,
            });
        }
    }

    fn fail(&self, why: impl Into<String>) -> Error {
        Error::config(format!("{}:{}: {}", self.name, self.line, why.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, Error> {
        let file = RegionsFile { name: "regions.yaml".to_owned(), text: text.to_owned() };
        let shown = |place: Place| (place.name, format!("{}{}", place.base.host(), place.base.path()));
        Ok(parse(&file, false)?.into_iter().map(shown).collect())
    }

    #[test]
    fn addresses_are_read_in_every_form() {
        let text = "\u{FEFF}# mine\r\nVPN:\r\n  - id: 'cn-north-4'\r\n    endpoint: 'https://a.example'\r\n\
                    \x20 - endpoints: [https://b.example/base, https://c.example]\r\n    id: my-region-1\r\n\
                    css: [{id: \"r\", endpoint: http://127.0.0.1:4010}]\r\n";
        let places = [
            ("VPN_CN_NORTH_4", "a.example"),
            ("VPN_MY_REGION_1", "b.example/base"),
            ("CSS_R", "127.0.0.1:4010"),
        ];
        assert_eq!(read(text).unwrap(), places.map(|(name, at)| (name.to_owned(), at.to_owned())));
        for empty in ["", "# nothing\n", "---\n", "---\n...\n", "~"] {
            assert!(read(empty).unwrap().is_empty(), "{empty:?}");
        }
    }

    #[test]
    fn mistakes_name_the_line_and_the_way_out() {
        for (text, hint) in [
            ("VPN", ":1: services belong here"),
            ("- VPN", ":1: services belong here"),
            ("VPN: [\n", "not YAML"),
            ("VPN:\n\t- id: r", "not YAML"),
            ("VPN:\n\nCSS: []", ":1: VPN has no list"),
            ("VPN: []", ":1: VPN lists no region"),
            ("VPN: {id: r}", ":1: VPN has no list"),
            ("[a]: []", ":1: a service's name"),
            ("'': []", ":1: \"\" is not a service's name"),
            ("V PN: []", "is not a service's name"),
            ("VPN:\n  - r", ":2: a region belongs here"),
            ("VPN:\n  - id: r\n    url: x", ":3: unknown key \"url\": a region has id, and endpoint"),
            ("VPN:\n  - id: r\n", ":2: the region has no address"),
            ("VPN:\n  - endpoint: https://a.example\n", ":2: the region has no id"),
            ("VPN:\n  - id: [r]\n", ":2: the id is not text"),
            ("VPN:\n  - id:\n    endpoint: https://a.example\n", ":2: \"\" is not a region id"),
            ("VPN:\n  - id: a.b\n", ":2: \"a.b\" is not a region id"),
            ("VPN:\n  - id: r\n    endpoint:\n", ":3: an address is empty"),
            ("VPN:\n  - id: r\n    endpoint: null\n", ":3: an address is empty"),
            ("VPN:\n  - id: r\n    endpoint: a.example\n", ":3: endpoint \"a.example\" is not a URL"),
            (
                "VPN:\n  - id: r\n    endpoint: http://a.example\n",
                ":3: endpoint \"http://a.example\" is plain http",
            ),
            ("VPN:\n  - id: r\n    endpoint: [https://a.example]\n", "under endpoints"),
            ("VPN:\n  - id: r\n    endpoints: https://a.example\n", ":3: endpoints is not a list"),
            ("VPN:\n  - id: r\n    endpoints: []\n", ":3: endpoints lists nothing"),
            ("VPN:\n  - id: r\n    endpoints: [https://a.example, 7]\n", ":3: endpoint \"7\" is not a URL"),
            ("VPN:\n  - id: r\n    endpoints: [[]]\n", ":3: an address belongs here"),
            ("VPN:\n  - id: r\n    id: s\n", ":3: a region has one id"),
            (
                "VPN:\n  - id: r\n    endpoint: https://a.example\n    endpoints: [https://a.example]\n",
                ":4: a region has one id, and one of endpoint and endpoints",
            ),
            (
                "VPN:\n  - {id: r, endpoint: https://a.example}\n  - {id: r, endpoint: https://b.example}\n",
                ":3: VPN has the region r twice",
            ),
            ("VPN:\n  - {id: r, endpoint: https://a.example}\nvpn: []\n", ":3: vpn stands twice"),
            ("VPN:\n  - &a {id: r, endpoint: https://a.example}\nCSS: [*a]\n", ":3: YAML aliases"),
            ("---\n---\n", ":2: a second document"),
            ("VPN:\n  - id: r\n    endpoint: https://u:hunter2@a.example\n", ".credentials("),
        ] {
            let error = read(text).unwrap_err();
            let shown = error.to_string();
            assert!(
                error.is_config() && shown.starts_with("regions.yaml:") && shown.contains(hint),
                "{text}: {shown}"
            );
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }

    #[test]
    fn depth_and_size_do_no_harm() {
        for text in
            ["[", "{", "- ", "? ", "VPN: [", "VPN: [{id: [", "&a [", "\"", "'", "|\n", "!<", "#", "\n- "]
        {
            assert!(read(&text.repeat(100_000)).map_or_else(|error| error.is_config(), |all| all.is_empty()));
        }
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        assert!(read(bomb).unwrap_err().is_config());
    }
}
