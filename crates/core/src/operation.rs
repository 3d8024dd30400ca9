//! What generated crates say of an operation.

/// An operation of a service: everything about a call but its arguments.
///
/// ```
/// use huaweicloud_core::{Operation, Pagination};
///
/// static SHOW_FLAVOR: Operation = Operation::new("ShowFlavor", "GET", "/v1/{project_id}/flavors/{id}");
/// static LIST_FLAVORS: Operation =
///     Operation::new("ListFlavors", "GET", "/v1/{project_id}/flavors").in_pages(Pagination {
///         limit: "limit",
///         cursor: "offset",
///         items: "/flavors",
///         total: Some("/total_count"),
///         ..Pagination::USUAL
///     });
/// assert!(SHOW_FLAVOR.pagination.is_none() && LIST_FLAVORS.pagination.is_some());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The official name, such as `ListVpnUsers`.
    pub name: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path, with `{names}` for its parameters. `{project_id}` and `{domain_id}` are filled from
    /// the call or the configuration, the others from [`Request::path`](crate::Request::path) in
    /// their order.
    pub path: &'static str,
    /// How its answer is continued, where it is a list in pages.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// An operation by its official name, its HTTP method and its path.
    pub const fn new(name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { name, method, path, pagination: None }
    }

    /// The same, whose answer is a list in pages.
    pub const fn in_pages(self, pagination: Pagination) -> Self {
        Self { pagination: Some(pagination), ..self }
    }
}

/// How a list goes from page to page.
#[derive(Debug)]
pub struct Pagination {
    /// What the cursor counts.
    pub style: Style,
    /// The query parameter for the length of a page, in items; or the member of the body, as a JSON
    /// pointer.
    pub limit: &'static str,
    /// The query parameter for the place where a page begins; or the member of the body.
    pub cursor: &'static str,
    /// The cursor of the first page, for [`Style::Offset`] and [`Style::Page`]: 0 or 1.
    pub first: i64,
    /// The length of a page that is asked for where the caller sets none, in items.
    pub size: i64,
    /// Where the items are in the answer, as a JSON pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    pub items: &'static str,
    /// Where the next page's cursor is in the answer; required for [`Style::Marker`].
    pub next: Option<&'static str>,
    /// Where the number of all items is in the answer.
    pub total: Option<&'static str>,
    /// How limit and cursor stand in the request's JSON body, where they do; else they are query
    /// parameters.
    pub body: Option<InBody>,
}

impl Pagination {
    /// What generated code leaves out: offsets from 0 in the query, no total.
    pub const USUAL: Self = Self {
        style: Style::Offset,
        limit: "limit",
        cursor: "offset",
        first: 0,
        size: 100,
        items: "",
        next: None,
        total: None,
        body: None,
    };

    /// What to call the limit or the cursor in a message.
    pub(crate) fn called(&self, name: &str) -> String {
        let kind = if self.body.is_some() { "body member" } else { "query parameter" };
        format!("{kind} {name}")
    }
}

/// How limit and cursor stand in a request's JSON body.
#[derive(Debug, Clone, Copy)]
pub struct InBody {
    /// Whether the limit is written as text: `"10"`.
    pub limit_as_text: bool,
    /// Whether the cursor is.
    pub cursor_as_text: bool,
    /// The members, as JSON pointers, that decide whether a page is answered at all, with the texts
    /// that they have where one is. Any other call has one answer, and is sent as it is.
    pub when: &'static [(&'static str, &'static str)],
}

/// What a list's cursor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The number of items to skip.
    Offset,
    /// A text that each page gives for the next.
    Marker,
    /// The page's number.
    Page,
}
