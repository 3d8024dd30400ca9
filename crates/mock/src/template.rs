//! Documented examples made ready to be answered: text with holes for what differs between answers.
//!
//! A list's page is written from the texts of its example's items, so no record exists before it is
//! asked for, and none after.

use std::fmt::Write;

use http::StatusCode;
use huaweicloud_core::Pagination;
use huaweicloud_core::description::{Answer, OperationDescription};
use serde_json::Value;

use crate::json::{Node, pointer_segment, write_name};
use crate::paging::Page;

/// Names of members that count the items of a page.
const COUNTS: [&str; 3] = ["current_count", "size", "count"];

/// The documented answers of an operation.
pub(crate) struct Answers(Vec<(&'static Answer, StatusCode, Template)>);

impl Answers {
    pub fn new(described: &'static OperationDescription) -> Self {
        let ready = described.answers.iter().chain(described.errors).filter_map(|answer| {
            // What HTTP cannot send as the last answer to a request is not one.
            let status =
                StatusCode::from_u16(answer.status).ok().filter(|it| (200..600).contains(&it.as_u16()))?;
            let paging = described.operation.pagination.as_ref().filter(|_| status.is_success());
            let template = match answer.media_type.contains("json") {
                true => Template::new(answer.body, paging),
                false => Template::fixed(answer.body),
            };
            Some((answer, status, template))
        });
        Self(ready.collect())
    }

    /// The answer to a call that is in order.
    pub fn success(&self) -> Option<(&'static Answer, StatusCode, &Template)> {
        self.all().find(|(_, status, _)| status.is_success())
    }

    /// All of them, in the order of the spec.
    pub fn all(&self) -> impl Iterator<Item = (&'static Answer, StatusCode, &Template)> {
        self.0.iter().map(|(answer, status, template)| (*answer, *status, template))
    }
}

/// An answer's body with holes.
#[derive(Default)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    /// The same without items, for calls that only count them.
    counted: Vec<Piece>,
    /// The example's items.
    records: Vec<Record>,
    /// How many records the list has by its example.
    pub total: u64,
}

enum Piece {
    Text(String),
    /// What fills it, and what the example has there.
    Hole(Hole, String),
}

#[derive(Clone, Copy)]
enum Hole {
    RequestId,
    Items,
    Total,
    Next { number: bool },
    Count,
}

/// An item of a list, with a hole for its id.
struct Record {
    before: String,
    id: Option<Id>,
    after: String,
    documented: String,
    /// Whether an earlier item of the example has the same id.
    repeated: bool,
}

#[derive(PartialEq)]
enum Id {
    /// Text as documented, and how much of it the ids of other records have in common with it.
    Text {
        documented: String,
        stem: usize,
    },
    Number(i64),
}

impl Template {
    /// A body that is answered as it stands.
    fn fixed(body: &str) -> Self {
        Self { pieces: vec![Piece::Text(body.to_owned())], ..Self::default() }
    }

    /// Makes an example ready. One that is no JSON is answered as it stands.
    fn new(body: &str, paging: Option<&Pagination>) -> Self {
        let Ok(mut node) = serde_json::from_str::<Node>(body) else { return Self::fixed(body) };
        let mut template = Self::default();
        if let Some(paging) = paging {
            for pointer in [Some(paging.items), paging.total, paging.next].into_iter().flatten() {
                node.ensure(pointer);
            }
            if let Some(Node::List(items)) = node.at(paging.items) {
                template.records = records(items, paging.items);
            }
            let documented = paging.total.and_then(|pointer| match node.at(pointer) {
                Some(Node::Scalar(total)) => total.as_u64(),
                _ => None,
            });
            template.total = documented.unwrap_or(0).max(template.records.len() as u64);
            if paging.body.is_some_and(|body| !body.when.is_empty()) {
                let mut node = node.clone();
                node.remove(paging.items);
                template.counted = pieces(&node, Some(paging));
            }
        }
        template.pieces = pieces(&node, paging);
        template
    }

    /// The body, with this page of the list where there is one; else as documented but for its
    /// request id.
    pub fn render(&self, request_id: &str, page: Option<&Page>) -> String {
        self.written(request_id, page, None)
    }

    /// The body with a page that has these items.
    pub fn render_items(&self, request_id: &str, page: &Page, items: &[String]) -> String {
        self.written(request_id, Some(page), Some(items))
    }

    fn written(&self, request_id: &str, page: Option<&Page>, items: Option<&[String]>) -> String {
        let mut text = String::new();
        let counted = page.is_some_and(|page| page.counted);
        for piece in if counted { &self.counted } else { &self.pieces } {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Hole(Hole::RequestId, _) => text.push_str(&Value::from(request_id).to_string()),
                Piece::Hole(Hole::Items, _) if items.is_some() => {
                    text.push('[');
                    text.push_str(&items.unwrap_or_default().join(","));
                    text.push(']');
                }
                Piece::Hole(hole, documented) => match page {
                    Some(page) => self.fill(*hole, page, &mut text),
                    None => text.push_str(documented),
                },
            }
        }
        text
    }

    fn fill(&self, hole: Hole, page: &Page, text: &mut String) {
        // Writing to a String cannot fail.
        let _ = match hole {
            Hole::Total => write!(text, "{}", page.total),
            Hole::Count => write!(text, "{}", page.end - page.start),
            Hole::Next { number } => match &page.next {
                None => write!(text, "null"),
                Some(next) if number => write!(text, "{next}"),
                Some(next) => write!(text, "{}", Value::from(next.as_str())),
            },
            Hole::Items => {
                text.push('[');
                for index in page.start..page.end {
                    if index > page.start {
                        text.push(',');
                    }
                    self.record(index, page.all_differ, text);
                }
                text.push(']');
                Ok(())
            }
            Hole::RequestId => Ok(()),
        };
    }

    fn record(&self, index: u64, all_differ: bool, text: &mut String) {
        let count = self.records.len() as u64;
        let Some(record) = index.checked_rem(count).and_then(|index| self.records.get(index as usize)) else {
            text.push_str("{}");
            return;
        };
        match &record.id {
            Some(id) if index >= count || (all_differ && record.repeated) => {
                text.push_str(&record.before);
                id.write(index, text);
                text.push_str(&record.after);
            }
            _ => text.push_str(&record.documented),
        }
    }
}

impl Id {
    fn of(value: &Value) -> Option<Self> {
        let Some(text) = value.as_str() else { return value.as_i64().map(Id::Number) };
        // The last group of a UUID, or as much of any id that looks like hexadecimal.
        let stem = text.len().checked_sub(12).filter(|stem| {
            text.is_char_boundary(*stem) && text[*stem..].bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        Some(Id::Text { documented: text.to_owned(), stem: stem.unwrap_or(text.len()) })
    }

    /// Writes the id of the record with this number.
    fn write(&self, index: u64, text: &mut String) {
        let id = match self {
            Id::Number(documented) => {
                Value::from(i128::from(*documented).saturating_add(index.into()) as i64)
            }
            Id::Text { documented, stem } if *stem == documented.len() => {
                Value::from(format!("{documented}-{index}"))
            }
            Id::Text { documented, stem } => Value::from(format!("{}{index:012x}", &documented[..*stem])),
        };
        text.push_str(&id.to_string());
    }
}

/// An example in pieces: text, and holes between it.
fn pieces(node: &Node, paging: Option<&Pagination>) -> Vec<Piece> {
    let (mut pieces, mut text) = (Vec::new(), String::new());
    cut(node, "", paging, &mut pieces, &mut text);
    pieces.push(Piece::Text(text));
    pieces
}

/// Writes `node` to `text`, which ends where a hole begins.
fn cut(node: &Node, pointer: &str, paging: Option<&Pagination>, pieces: &mut Vec<Piece>, text: &mut String) {
    if let Some(hole) = hole(node, pointer, paging) {
        pieces.push(Piece::Text(std::mem::take(text)));
        pieces.push(Piece::Hole(hole, node.to_text()));
        return;
    }
    let Node::Object(members) = node else {
        node.write(text);
        return;
    };
    text.push('{');
    for (index, (name, node)) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_name(name, text);
        cut(node, &format!("{pointer}{}", pointer_segment(name)), paging, pieces, text);
    }
    text.push('}');
}

/// What the node at this pointer is replaced by.
fn hole(node: &Node, pointer: &str, paging: Option<&Pagination>) -> Option<Hole> {
    if pointer == "/request_id" {
        return Some(Hole::RequestId);
    }
    let paging = paging?;
    if pointer == paging.items {
        return Some(Hole::Items);
    }
    if Some(pointer) == paging.total {
        return Some(Hole::Total);
    }
    if Some(pointer) == paging.next {
        return Some(Hole::Next { number: matches!(node, Node::Scalar(Value::Number(_))) });
    }
    let (parent, name) = pointer.rsplit_once('/')?;
    let beside = |other: Option<&'static str>| other?.rsplit_once('/').map(|(parent, _)| parent);
    let counts = COUNTS.contains(&name) && matches!(node, Node::Scalar(Value::Number(_)));
    let at_paging =
        parent.is_empty() || beside(paging.next) == Some(parent) || beside(paging.total) == Some(parent);
    (counts && at_paging).then_some(Hole::Count)
}

fn records(items: &[Node], pointer: &str) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::with_capacity(items.len());
    for item in items {
        let documented = item.to_text();
        let mut record =
            Record { before: String::new(), id: None, after: String::new(), documented, repeated: false };
        match (item, id_name(item, pointer)) {
            (Node::Scalar(value), _) => record.id = Id::of(value),
            (Node::Object(members), Some(id)) => {
                let mut text = "{".to_owned();
                for (index, (name, node)) in members.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    write_name(name, &mut text);
                    match node {
                        Node::Scalar(value) if *name == id => {
                            record.before = std::mem::take(&mut text);
                            record.id = Id::of(value);
                        }
                        node => node.write(&mut text),
                    }
                }
                text.push('}');
                record.after = text;
            }
            _ => {}
        }
        record.repeated = record.id.is_some() && records.iter().any(|earlier| earlier.id == record.id);
        records.push(record);
    }
    records
}

/// The member that tells one item from the others: `id`, then that of the item's own kind
/// (`connection_id` below `/connections`), then any other id, then a name.
fn id_name(item: &Node, pointer: &str) -> Option<String> {
    let Node::Object(members) = item else { return None };
    let kind = pointer.rsplit('/').next().unwrap_or_default().trim_end_matches('s');
    let own = [format!("{kind}_id"), format!("{kind}Id")];
    let candidates: [&dyn Fn(&str) -> bool; 4] = [
        &|name| name == "id",
        &|name| own.iter().any(|own| own == name),
        &|name| name.ends_with("_id") || name.ends_with("Id"),
        &|name| name == "name",
    ];
    let known = |node: &Node| matches!(node, Node::Scalar(value) if Id::of(value).is_some());
    candidates.iter().find_map(|is_it| {
        members.iter().find(|(name, node)| is_it(name) && known(node)).map(|(name, _)| name.clone())
    })
}
