//! Which records a page holds.

use huaweicloud_core::{Pagination, Style};

use crate::auth::shortened;
use crate::check::Query;
use crate::refusal::Refusal;

/// A page has no more records than this, whatever is asked for: it is written in one piece.
const LONGEST: i64 = 10_000;

/// What a marker begins with; the number of its page's first record follows.
const MARKER: &str = "mock-marker-";

/// A part of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The number of its first record, from 0.
    pub start: u64,
    /// The number after its last record.
    pub end: u64,
    /// How many records the list has.
    pub total: u64,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
    /// Whether items that share an id in the example get one each.
    pub all_differ: bool,
}

impl Page {
    /// The page that is asked for; `None` where nothing is said about paging, so that the answer is
    /// the documented one.
    pub fn asked(
        paging: &Pagination,
        query: &Query,
        documented: u64,
        records: Option<u64>,
    ) -> Result<Option<Self>, Refusal> {
        let cursor = query.get(paging.cursor).filter(|text| !text.is_empty());
        let limit = query.get(paging.limit).filter(|text| !text.is_empty());
        if records.is_none() && cursor.is_none() && limit.is_none() {
            return Ok(None);
        }
        let total = records.unwrap_or(documented);
        let limit = limit.map_or(Ok(paging.size), |text| integer(paging.limit, text))?;
        if limit > LONGEST {
            return Err(Refusal::bad_request(format!(
                "query parameter {}: expected at most {LONGEST}, the longest page of this mock, {limit} came",
                paging.limit
            )));
        }
        let limit = limit.max(0) as u64;
        let start = match paging.style {
            Style::Offset => counted(paging, cursor)?,
            Style::Page => counted(paging, cursor)?.saturating_mul(limit),
            Style::Marker => cursor.map_or(Ok(0), |marker| marked(paging, marker, total))?,
        };
        let start = start.min(total);
        let end = start.saturating_add(limit).min(total);
        let next = (end < total).then(|| match paging.style {
            Style::Offset => (end as i64).saturating_add(paging.first).to_string(),
            Style::Page => ((start / limit.max(1)) as i64 + 1).saturating_add(paging.first).to_string(),
            Style::Marker => format!("{MARKER}{end}"),
        });
        Ok(Some(Self { start, end, total, next, all_differ: records.is_some() }))
    }
}

/// A cursor that counts, from 0. A negative one is the first page's, as services have it.
fn counted(paging: &Pagination, cursor: Option<&str>) -> Result<u64, Refusal> {
    let cursor = cursor.map_or(Ok(paging.first), |text| integer(paging.cursor, text))?;
    Ok(cursor.saturating_sub(paging.first).max(0) as u64)
}

fn marked(paging: &Pagination, marker: &str, total: u64) -> Result<u64, Refusal> {
    let start = marker.strip_prefix(MARKER).and_then(|number| number.parse().ok());
    start.filter(|start| *start <= total).ok_or_else(|| {
        let given_at = paging.next.map_or(String::new(), |pointer| format!(" at {pointer}"));
        Refusal::bad_request(format!(
            "query parameter {}: expected a marker that the page before gave{given_at}, {:?} came",
            paging.cursor,
            shortened(marker)
        ))
    })
}

fn integer(name: &str, text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| {
        Refusal::bad_request(format!(
            "query parameter {name}: expected an integer, {:?} came",
            shortened(text)
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFSET: Pagination = Pagination {
        style: Style::Offset,
        limit: "limit",
        cursor: "cursor",
        first: 0,
        size: 100,
        items: "/items",
        next: None,
        total: None,
    };
    const MARKERS: Pagination = Pagination { style: Style::Marker, next: Some("/next"), ..OFFSET };
    const PAGES: Pagination = Pagination { style: Style::Page, first: 1, ..OFFSET };

    fn asked(paging: &Pagination, query: &str, records: u64) -> Result<(u64, u64, Option<String>), String> {
        let query = Query::parse(query).unwrap();
        let page = Page::asked(paging, &query, 2, Some(records)).map_err(|refusal| refusal.message)?.unwrap();
        Ok((page.start, page.end, page.next))
    }

    #[test]
    fn every_style_leads_through_all_records() {
        for paging in [OFFSET, MARKERS, PAGES] {
            let (mut cursor, mut end) = (String::new(), 0);
            loop {
                let page = asked(&paging, &format!("limit=7&cursor={cursor}"), 50).unwrap();
                assert_eq!(page.0, end);
                end = page.1;
                let Some(next) = page.2 else { break };
                cursor = next;
            }
            assert_eq!(end, 50, "{paging:?}");
        }
    }

    #[test]
    fn cursors_at_the_edges_of_numbers_are_harmless() {
        for paging in [OFFSET, PAGES] {
            for cursor in [i64::MIN, -1, 0, 51, i64::MAX] {
                let page = asked(&paging, &format!("limit=10000&cursor={cursor}"), 50).unwrap();
                assert!(page.0 <= page.1 && page.1 <= 50, "{page:?}");
            }
        }
        assert_eq!(asked(&OFFSET, "limit=-1", 50).unwrap(), (0, 0, Some("0".to_owned())));
        assert_eq!(asked(&OFFSET, "limit=9&cursor=-9", u64::MAX).unwrap().1, 9);
    }

    #[test]
    fn what_no_page_gave_is_refused() {
        for (query, hint) in [
            ("limit=1&cursor=mock-marker-51", "at /next"),
            ("limit=1&cursor=2024-06-17T06:53:46.302Z", "a marker that the page before gave"),
            ("limit=10001", "at most 10000"),
            ("limit=99999999999999999999", "expected an integer"),
        ] {
            let message = asked(&MARKERS, query, 50).unwrap_err();
            assert!(message.contains(hint), "{message}");
        }
    }

    #[test]
    fn without_a_word_about_paging_there_is_no_page() {
        assert_eq!(Page::asked(&OFFSET, &Query::parse("").unwrap(), 2, None).unwrap(), None);
    }
}
