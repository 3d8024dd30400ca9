//! Lists over a server that answers out of order and fails at times: every item comes once and in its
//! order, and a list that broke off goes on where it did.

mod network;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use huaweicloud_types::Value;

use self::network::{Network, server};
use crate::error::Error;
use crate::operation::{Operation, Pagination, Style};
use crate::paging::{Items, Pages};
use crate::request::{Request, ServiceClient};
use crate::response::Response;
use crate::{Config, Credentials, Retry, Service};

static SERVICE: Service = Service { name: "demo", title: "Demo", endpoints: &[] };

const PAGINATION: Pagination = Pagination {
    limit: "limit",
    cursor: "cursor",
    size: 5,
    items: "/things",
    next: Some("/next"),
    total: Some("/total"),
    ..Pagination::USUAL
};

const fn list(pagination: Pagination) -> Operation {
    Operation::new("ListThings", "GET", "/v1/things").in_pages(pagination)
}

static LISTS: [Operation; 4] = [
    list(PAGINATION),
    list(Pagination { style: Style::Marker, ..PAGINATION }),
    list(Pagination { style: Style::Page, first: 1, ..PAGINATION }),
    list(Pagination { style: Style::Page, ..PAGINATION }),
];

/// The longest page that the server gives, in things.
const LONGEST: i64 = 8;

/// Takes the first bytes of the input as the list and how it is gone through, the others as what
/// happens next, time after time.
pub fn paging(input: &[u8]) {
    let [kind, things, longest, limit, start, prefetch, events @ ..] = input else { return };
    let operation = &LISTS[usize::from(kind % 4)];
    let by = operation.pagination.as_ref().unwrap();
    let things = i64::from(things % 24);
    let longest = i64::from(*longest) % LONGEST + 1;
    let network = Network::new(server(by, things, longest, kind / 4 % 3), events);
    let client = ServiceClient::new(&config(&network), &SERVICE);
    let mut request = client.request(operation);
    if limit % 16 != 0 {
        request = request.query(by.limit, &(limit % 16));
    }
    let prefetch = usize::from(prefetch % 6);
    network.allow(prefetch.max(1));
    let walk = Walk { network, request, prefetch, things, exact: by.style == Style::Offset };
    if kind / 128 == 0 {
        walk.go::<Pages<Value>>(None);
    } else if by.style == Style::Offset {
        walk.go::<Items<Value, Value>>(Some(i64::from(*start) % (things + 3)));
    } else {
        walk.go::<Items<Value, Value>>(None);
    }
}

fn config(network: &Network) -> Config {
    Config::builder()
        .endpoint("http://127.0.0.1:1")
        .credentials(Credentials::token("my-token"))
        .retry(Retry::off())
        .random(|| 0.5)
        .clock(network.clone())
        .transport(network.clone())
        .build()
        .unwrap()
}

/// A list page by page or item by item.
trait List: Stream<Item = Result<Self::Part, Error>> + Unpin + Sized {
    type Part;
    fn new(request: Request) -> Self;
    fn beginning_at(self, cursor: String) -> Self;
    fn ahead(self, pages: usize) -> Self;
    fn cursor(&self) -> Option<String>;
    /// The numbers of the things.
    fn numbers(part: Self::Part) -> Vec<i64>;
    /// Whether a cursor may lead to the page of an item that was handed out before.
    const COARSE: bool;
}

fn things_of(page: Value) -> Vec<Value> {
    page.pointer("/things").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn number(thing: &Value) -> i64 {
    thing.as_i64().expect("things are numbers")
}

impl List for Pages<Value> {
    type Part = Response<Value>;
    const COARSE: bool = false;

    fn new(request: Request) -> Self {
        Pages::new(request)
    }

    fn beginning_at(self, cursor: String) -> Self {
        self.starting_at(cursor)
    }

    fn ahead(self, pages: usize) -> Self {
        self.prefetch(pages)
    }

    fn cursor(&self) -> Option<String> {
        self.next_cursor()
    }

    fn numbers(page: Response<Value>) -> Vec<i64> {
        things_of(page.into_inner()).iter().map(number).collect()
    }
}

impl List for Items<Value, Value> {
    type Part = Value;
    const COARSE: bool = true;

    fn new(request: Request) -> Self {
        Items::new(request, things_of)
    }

    fn beginning_at(self, cursor: String) -> Self {
        self.starting_at(cursor)
    }

    fn ahead(self, pages: usize) -> Self {
        self.prefetch(pages)
    }

    fn cursor(&self) -> Option<String> {
        self.next_cursor()
    }

    fn numbers(thing: Value) -> Vec<i64> {
        vec![number(&thing)]
    }
}

struct Walk {
    network: Network,
    request: Request,
    prefetch: usize,
    things: i64,
    /// Whether cursors tell single items.
    exact: bool,
}

impl Walk {
    fn go<L: List>(&self, start: Option<i64>) {
        let begin = |cursor: Option<String>| {
            let list = L::new(self.request.clone()).ahead(self.prefetch);
            match cursor {
                Some(cursor) => list.beginning_at(cursor),
                None => list,
            }
        };
        let mut expected = start.unwrap_or(0);
        let mut begun_anew = false;
        let mut list = begin(start.map(|start| start.to_string()));
        let mut runs = 1;
        loop {
            match self.next(&mut list) {
                Some(Ok(part)) => {
                    for number in L::numbers(part) {
                        let coarse = begun_anew && L::COARSE && !self.exact;
                        let again = coarse && (expected - LONGEST..expected).contains(&number);
                        assert!(number == expected || again, "{number} came, not {expected}");
                        begun_anew = false;
                        expected = number + 1;
                    }
                    if self.network.event() % 16 != 15 {
                        continue;
                    }
                }
                Some(Err(error)) => {
                    assert!(error.is_connect(), "{error}");
                    assert!(self.next(&mut list).is_none(), "nothing follows an error");
                }
                None => break,
            }
            // Somebody else goes on.
            let cursor = list.cursor();
            if cursor.is_none() {
                // After the last page, or on the first where a cursor tells only pages.
                if expected == self.things && expected > 0 {
                    break;
                }
                assert!(expected == 0 || (L::COARSE && !self.exact), "{expected}: no way on");
            }
            drop(list);
            self.network.all_is_quiet();
            list = begin(cursor);
            (runs, begun_anew) = (runs + 1, true);
        }
        assert!(expected >= self.things, "{expected} of {} came", self.things);
        let most = 2 * usize::try_from(self.things).unwrap() + runs * (2 * self.prefetch + 4);
        assert!(self.network.sent() <= most, "{} requests for {} things", self.network.sent(), self.things);
        drop(list);
        self.network.all_is_quiet();
    }

    /// The next part, waited for while time passes on the network.
    fn next<L: List>(&self, list: &mut L) -> Option<L::Item> {
        let event = self.network.event();
        if event % 8 == 7 {
            // The list is left alone for a while.
            self.network.pass(u64::from(event));
        }
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let waker = Waker::from(woken.clone());
        loop {
            assert!(woken.0.swap(false, Ordering::Relaxed), "nobody woke the task: it hangs");
            let list = std::pin::Pin::new(&mut *list);
            match list.poll_next(&mut Context::from_waker(&waker)) {
                Poll::Ready(part) => return part,
                Poll::Pending if woken.0.load(Ordering::Relaxed) => {}
                Poll::Pending => self.network.next_arrives(),
            }
        }
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
