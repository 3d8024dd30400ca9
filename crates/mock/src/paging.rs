//! Which records a page holds.

use huaweicloud_core::{Pagination, Style};
use serde_json::Value;

use crate::auth::shortened;
use crate::check::Call;
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
    /// Whether the records are only counted, and none is answered.
    pub counted: bool,
}

impl Page {
    /// The one page of a list that has no others.
    pub fn whole(total: u64) -> Self {
        Self { start: 0, end: total, total, next: None, all_differ: false, counted: false }
    }

    /// The page that is asked for; `None` where nothing is said about paging, so that the answer is
    /// the documented one.
    pub fn asked(
        paging: &Pagination,
        call: &Call<'_>,
        documented: u64,
        records: Option<u64>,
    ) -> Result<Option<Self>, Refusal> {
        let body = Body::read(paging, call);
        let said = |name| match &body {
            Some(body) => body.text(name),
            None => call.query.get(name).filter(|text| !text.is_empty()).map(str::to_owned),
        };
        let (cursor, limit) = (said(paging.cursor), said(paging.limit));
        let total = records.unwrap_or(documented);
        if let Some((place, text)) = body.as_ref().and_then(|body| body.unmet(paging)) {
            for (name, given) in [(paging.cursor, &cursor), (paging.limit, &limit)] {
                if given.is_some() {
                    let place_of = called(paging, name);
                    return Err(Refusal::bad_request(format!(
                        "{place_of}: expected only where {place} is {text:?}, and it is not"
                    )));
                }
            }
            return Ok(Some(Self { end: 0, counted: true, ..Self::whole(total) }));
        }
        if records.is_none() && cursor.is_none() && limit.is_none() {
            return Ok(None);
        }
        let (cursor, limit) = (cursor.as_deref(), limit.as_deref());
        let limit = limit.map_or(Ok(paging.size), |text| integer(paging, paging.limit, text))?;
        if limit > LONGEST {
            return Err(Refusal::bad_request(format!(
                "{}: expected at most {LONGEST}, the longest page of this mock, {limit} came",
                called(paging, paging.limit)
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
        Ok(Some(Self { start, end, total, next, all_differ: records.is_some(), counted: false }))
    }
}

/// A cursor that counts, from 0. A negative one is the first page's, as services have it.
fn counted(paging: &Pagination, cursor: Option<&str>) -> Result<u64, Refusal> {
    let cursor = cursor.map_or(Ok(paging.first), |text| integer(paging, paging.cursor, text))?;
    Ok(cursor.saturating_sub(paging.first).max(0) as u64)
}

fn marked(paging: &Pagination, marker: &str, total: u64) -> Result<u64, Refusal> {
    let start = marker.strip_prefix(MARKER).and_then(|number| number.parse().ok());
    start.filter(|start| *start <= total).ok_or_else(|| {
        let given_at = paging.next.map_or(String::new(), |pointer| format!(" at {pointer}"));
        Refusal::bad_request(format!(
            "{}: expected a marker that the page before gave{given_at}, {:?} came",
            called(paging, paging.cursor),
            shortened(marker)
        ))
    })
}

fn integer(paging: &Pagination, name: &str, text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| {
        Refusal::bad_request(format!(
            "{}: expected an integer, {:?} came",
            called(paging, name),
            shortened(text)
        ))
    })
}

/// What to call the limit or the cursor.
fn called(paging: &Pagination, name: &str) -> String {
    format!("{} {name}", if paging.body.is_some() { "body member" } else { "query parameter" })
}

/// The body of a list that takes its page there.
struct Body(Value);

impl Body {
    fn read(paging: &Pagination, call: &Call<'_>) -> Option<Self> {
        // What is no JSON has been refused before.
        paging.body.map(|_| Self(serde_json::from_slice(call.body).unwrap_or_default()))
    }

    /// The text or number that a JSON pointer leads to.
    fn text(&self, pointer: &str) -> Option<String> {
        match self.0.pointer(pointer)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            value => Some(value.to_string()),
        }
    }

    /// The first condition of a page that does not hold.
    fn unmet(&self, paging: &Pagination) -> Option<(&'static str, &'static str)> {
        let when = paging.body?.when;
        when.iter().copied().find(|(pointer, text)| self.text(pointer).as_deref() != Some(text))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use huaweicloud_core::InBody;

    use super::*;
    use crate::check::Query;

    const OFFSET: Pagination =
        Pagination { limit: "limit", cursor: "cursor", size: 100, items: "/items", ..Pagination::USUAL };
    const MARKERS: Pagination = Pagination { style: Style::Marker, next: Some("/next"), ..OFFSET };
    const PAGES: Pagination = Pagination { style: Style::Page, first: 1, ..OFFSET };

    const IN_BODY: Pagination = Pagination {
        limit: "/page/limit",
        cursor: "/page/cursor",
        body: Some(InBody { limit_as_text: true, cursor_as_text: false, when: &[("/action", "filter")] }),
        ..OFFSET
    };

    fn page(
        paging: &Pagination,
        query: &str,
        body: &str,
        records: Option<u64>,
    ) -> Result<Option<Page>, String> {
        let (path, headers) = (Vec::new(), HeaderMap::new());
        let query = Query::parse(query).unwrap();
        let call = Call { path: &path, query: &query, headers: &headers, body: body.as_bytes() };
        Page::asked(paging, &call, 2, records).map_err(|refusal| refusal.message)
    }

    fn asked(paging: &Pagination, query: &str, records: u64) -> Result<(u64, u64, Option<String>), String> {
        let page = page(paging, query, "", Some(records))?.unwrap();
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
        assert_eq!(page(&OFFSET, "", "", None).unwrap(), None);
        assert_eq!(page(&IN_BODY, "limit=1", r#"{"action":"filter"}"#, None).unwrap(), None);
    }

    #[test]
    fn a_page_is_asked_for_in_the_body_too() {
        let body = |body| page(&IN_BODY, "", body, Some(50)).map(|page| page.unwrap());
        let found = body(r#"{"action":"filter","page":{"limit":"7","cursor":21}}"#).unwrap();
        assert_eq!((found.start, found.end, found.next.as_deref()), (21, 28, Some("28")));
        let counted = body(r#"{"action":"count"}"#).unwrap();
        assert!(counted.counted && counted.total == 50);
        for (wrong, hint) in [
            (r#"{"action":"filter","page":{"limit":"x"}}"#, "body member /page/limit: expected an integer"),
            (r#"{"action":"count","page":{"limit":"7"}}"#, "only where /action is \"filter\""),
            (r#"{"page":{"cursor":7}}"#, "body member /page/cursor: expected only where /action"),
        ] {
            let message = body(wrong).unwrap_err();
            assert!(message.contains(hint), "{message}");
        }
    }
}
