//! A list as a service has it, and what it answers.

use huaweicloud_core::{Operation, Style};

use crate::support::{BY_MARKER, BY_OFFSET, BY_PAGE};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub cursor: Option<String>,
    pub limit: usize,
}

impl Asked {
    /// Reads a query.
    pub fn of(query: &str) -> Self {
        let value = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
        };
        let cursor = ["marker", "offset", "page"].into_iter().find_map(value);
        Self { cursor, limit: value("limit").unwrap().parse().unwrap() }
    }
}

/// Items numbered from 0, in pages.
#[derive(Clone, Debug)]
pub struct Listing {
    pub style: Style,
    pub length: usize,
    /// The longest page that the service gives, whatever the limit.
    pub longest: usize,
    /// Whether an answer says how many items there are.
    pub total: bool,
    /// Pages that begin at a multiple of it lack their last item; 0 for none.
    pub short_every: usize,
    /// Whether the last page of a list by markers leads to an empty one.
    pub empty_end: bool,
}

impl Listing {
    pub fn new(style: Style, length: usize, longest: usize) -> Self {
        Self { style, length, longest, total: style != Style::Marker, short_every: 0, empty_end: false }
    }

    pub fn operation(&self) -> &'static Operation {
        match self.style {
            Style::Marker => &BY_MARKER,
            Style::Offset => &BY_OFFSET,
            Style::Page => &BY_PAGE,
        }
    }

    /// The index of the first item that is asked for.
    pub fn begin(&self, asked: &Asked) -> usize {
        let cursor = asked.cursor.as_deref();
        match self.style {
            Style::Marker => cursor.map_or(0, |marker| marker.strip_prefix('m').unwrap().parse().unwrap()),
            Style::Offset => cursor.map_or(0, |offset| offset.parse().unwrap()),
            Style::Page => {
                (cursor.map_or(1, |page| page.parse().unwrap()) - 1) * asked.limit.min(self.longest)
            }
        }
    }

    /// The items that are asked for.
    pub fn page(&self, asked: &Asked) -> std::ops::Range<usize> {
        let begin = self.begin(asked).min(self.length);
        let end = (begin + asked.limit.min(self.longest)).min(self.length);
        let lacking = self.short_every > 0 && begin % self.short_every == 0 && end > begin + 1;
        begin..end - usize::from(lacking)
    }

    pub fn body(&self, asked: &Asked) -> String {
        let page = self.page(asked);
        let things: Vec<String> = page.clone().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        let total = if self.total { format!(r#","total_count":{}"#, self.length) } else { String::new() };
        let more = page.end < self.length || (self.empty_end && !page.is_empty());
        let next = match self.style {
            Style::Marker if more => format!(r#","page_info":{{"next_marker":"m{}"}}"#, page.end),
            _ => String::new(),
        };
        format!(r#"{{"things":[{}]{total}{next}}}"#, things.join(","))
    }

    /// The requests that a plain loop makes from a cursor on, and the items it receives: what DESIGN.md
    /// says, without any of the cleverness that is under test.
    pub fn walk(&self, limit: usize, from: Option<&str>) -> (Vec<Asked>, Vec<usize>) {
        let mut asked = Asked { cursor: from.map(str::to_owned), limit };
        let (mut requests, mut items) = (Vec::new(), Vec::new());
        let number = |asked: &Asked, first: usize| {
            asked.cursor.as_deref().map_or(first, |cursor| cursor.parse().unwrap())
        };
        let mut passed = match self.style {
            Style::Marker => 0,
            Style::Offset => number(&asked, 0),
            Style::Page => (number(&asked, 1) - 1) * self.page(&asked).len(),
        };
        loop {
            let page = self.page(&asked);
            requests.push(asked.clone());
            items.extend(page.clone());
            passed += page.len();
            let counted = self.style != Style::Marker;
            let at_total = self.total && !page.is_empty() && passed >= self.length;
            let more = page.end < self.length || (self.empty_end && !page.is_empty());
            if if counted { page.is_empty() || at_total } else { !more } {
                return (requests, items);
            }
            asked.cursor = Some(match self.style {
                Style::Marker => format!("m{}", page.end),
                Style::Offset => page.end.to_string(),
                Style::Page => (number(&asked, 1) + 1).to_string(),
            });
        }
    }
}
