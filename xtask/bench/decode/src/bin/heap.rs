//! `heap page USERS` prints the bytes of a page, of what a call holds at most beyond them, and of what
//! decoding plain structs holds at most. `heap items PAGES` takes all items of a list of pages with 500
//! users each, one by one, and prints what is held at most.

use std::alloc::System;
use std::error::Error;
use std::hint::black_box;

use decode::users::{Page, page};
use huaweicloud_core::transport::{Transport, TransportFuture, TransportRequest};
use huaweicloud_core::{Bytes, http};
use huaweicloud_vpn::{Client, Config, Credentials};
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};

#[global_allocator]
static HEAP: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Users on each page of a list.
const LIMIT: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match words.as_slice() {
        ["page", users] => runtime.block_on(one_page(users.parse()?)),
        ["items", pages] => runtime.block_on(items(pages.parse()?)),
        _ => Err("heap page USERS | heap items PAGES".into()),
    }
}

async fn one_page(users: usize) -> Result<(), Box<dyn Error>> {
    let body = Bytes::from(page(users, 1, None));
    let vpn = client(OnePage(body.clone()))?;
    // What a client keeps from its first call on is not this call's.
    vpn.list_vpn_users("server").send().await?;

    HEAP.reset_peak_memory();
    assert_eq!(vpn.list_vpn_users("server").send().await?.users.len(), users);
    let model = HEAP.get_peak_memory();

    HEAP.reset_peak_memory();
    black_box(serde_json::from_slice::<Page>(&body)?);
    println!("{} {model} {}", body.len(), HEAP.get_peak_memory());
    Ok(())
}

async fn items(pages: usize) -> Result<(), Box<dyn Error>> {
    let vpn = client(Pages(pages))?;
    let mut items = vpn.list_vpn_users("server").limit(LIMIT as i64).items();
    HEAP.reset_peak_memory();
    let mut count = 0;
    while let Some(user) = items.next().await {
        black_box(user?);
        count += 1;
    }
    assert_eq!(count, pages * LIMIT);
    println!("{}", HEAP.get_peak_memory());
    Ok(())
}

fn client(transport: impl Transport) -> Result<Client, Box<dyn Error>> {
    let config = Config::builder()
        .endpoint("https://bench.example")
        .credentials(Credentials::access_key("BENCHACCESSKEY000000", "bench-secret-key"))
        .project_id("0123456789abcdef0123456789abcdef")
        .transport(transport)
        .build()?;
    Ok(Client::new(&config))
}

/// Answers with the same page, which is not copied for it.
struct OnePage(Bytes);

impl Transport for OnePage {
    fn send(&self, _request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(async { Ok(http::Response::new(self.0.clone())) })
    }
}

/// So many pages, each written when it is asked for; the marker is its number.
struct Pages(usize);

impl Transport for Pages {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        let marker = request.query().into_iter().flat_map(|query| query.split('&'));
        let number = marker.filter_map(|pair| pair.strip_prefix("marker=")?.parse().ok()).next();
        let number: usize = number.unwrap_or(0);
        let next = (number + 1 < self.0).then(|| (number + 1).to_string());
        Box::pin(async move {
            // All pages of one size, so that their number is all that differs between two lists.
            Ok(http::Response::new(page(LIMIT, 1, next.as_deref()).into()))
        })
    }
}
