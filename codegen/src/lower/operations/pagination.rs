//! Paging: from `x-pagination` to what the runtime needs.

use crate::ir::{Body, Content, InBody, Pagination, Style, Success, Type};
use crate::json::segments;
use crate::load::{Node, Place};
use crate::lower::schemas::Schemas;

/// Elements on a page when neither the caller nor the spec says how many.
const DEFAULT_SIZE: i64 = 100;

/// How an operation pages; `None` where it does not.
pub fn lower(
    schemas: &mut Schemas<'_>,
    operation: &openapiv3::Operation,
    place: &Place,
    body: Option<&Body>,
    answer: &Success,
) -> Option<Pagination> {
    operation.extensions.get("x-pagination")?;
    let place = place.child("x-pagination");
    let node = schemas.spec.node(&place)?;
    let text = |key: &str| node.get(key).and_then(Node::as_text).map(str::to_owned);
    let number = |key: &str| node.get(key).and_then(Node::as_integer);
    let style = match text("style")?.as_str() {
        "offset" => Style::Offset,
        "marker" => Style::Marker,
        "page" => Style::Page,
        _ => return None,
    };
    // The grammar demands the other keys of each style; a limit may be missing where nothing is paged.
    let (cursor, items, next) = (text("cursor")?, text("items")?, text("next"));
    let Some(limit) = text("limit") else {
        let message = "this style needs `limit`".to_owned();
        let help = "name the parameter that says how long a page is, or write `style: none`".to_owned();
        schemas.report("incomplete-pagination", &place, message, Some(help));
        return None;
    };
    let in_body = match [&limit, &cursor].map(|name| name.starts_with('/')) {
        [false, false] => None,
        [true, true] => {
            let when = node.get("when").into_iter().flat_map(Node::entries);
            let when = when.map(|(name, text)| (name.text.to_string(), text.as_text().map(str::to_owned)));
            Some(InBody {
                limit_as_text: as_text(schemas, body, &limit, &place.child("limit"))?,
                cursor_as_text: as_text(schemas, body, &cursor, &place.child("cursor"))?,
                when: when.filter_map(|(name, text)| Some((name, text?))).collect(),
            })
        }
        // A lint tells.
        _ => return None,
    };
    let Success::Json(answer) = answer else {
        let message = "pages are turned in an answer of JSON that has one shape".to_owned();
        let help = "write `style: none`, or document the page alone".to_owned();
        schemas.report("pagination-pointer", &place.child("items"), message, Some(help));
        return None;
    };
    let Some((items_path, item)) = follow(schemas, answer, &items) else {
        let message = format!("`{items}` does not lead to a list in the answer");
        let help = "write the JSON pointer of the list: `/users`".to_owned();
        schemas.report("pagination-pointer", &place.child("items"), message, Some(help));
        return None;
    };
    Some(Pagination {
        style,
        limit,
        cursor,
        body: in_body,
        first: number("first").unwrap_or(i64::from(style == Style::Page)),
        size: number("size").unwrap_or(DEFAULT_SIZE),
        items,
        items_path,
        item,
        next,
        total: text("total"),
    })
}

/// Whether the number that a JSON pointer into the body leads to is written as text.
fn as_text(schemas: &mut Schemas<'_>, body: Option<&Body>, pointer: &str, place: &Place) -> Option<bool> {
    let member = match body.map(|body| &body.content) {
        Some(Content::Json { ty, .. }) => walk(schemas, ty, pointer).map(|(_, ty)| ty.clone()),
        _ => None,
    };
    match member {
        Some(Type::Text) => Some(true),
        Some(Type::Integer | Type::Unsigned | Type::Float) => Some(false),
        _ => {
            let message = format!("`{pointer}` does not lead to a number or a text in the body");
            let help = "write the JSON pointer of the member: `/limit`".to_owned();
            schemas.report("pagination-parameter", place, message, Some(help));
            None
        }
    }
}

/// The Rust fields that a JSON pointer leads through, and the type of the list's elements.
fn follow(schemas: &Schemas<'_>, answer: &Type, pointer: &str) -> Option<(Vec<String>, Type)> {
    match walk(schemas, answer, pointer)? {
        (path, Type::List(element)) => Some((path, (**element).clone())),
        _ => None,
    }
}

/// The Rust fields that a JSON pointer leads through, and the type of the last one.
fn walk<'t>(schemas: &'t Schemas<'_>, whole: &'t Type, pointer: &str) -> Option<(Vec<String>, &'t Type)> {
    let mut ty = whole.target();
    let mut path = Vec::new();
    for wire in segments(pointer) {
        let (Type::Model(name) | Type::Boxed(name)) = ty else { return None };
        let field = schemas.model_named(name)?.fields.iter().find(|field| field.wire == wire)?;
        path.push(field.name.clone());
        ty = field.ty.target();
    }
    Some((path, ty))
}
