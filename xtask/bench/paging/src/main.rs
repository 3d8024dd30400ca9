//! Goes through a long list: `paging offset SIZE AHEAD` and `paging marker SIZE AHEAD` fetch pages of so
//! many items and so many pages ahead, and print how many items came and how many seconds it took.
//! `paging server ITEMS MILLISECONDS` answers, and prints in one line the environment to find it by.

mod link;

use std::error::Error;
use std::time::{Duration, Instant};

use huaweicloud_mock::{Fault, Mock, Place};
use huaweicloud_vpcep::Config;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match words.as_slice() {
        ["server", items, milliseconds] => runtime.block_on(serve(items.parse()?, milliseconds.parse()?)),
        ["offset", size, ahead] => runtime.block_on(by_offset(size.parse()?, ahead.parse()?)),
        ["marker", size, ahead] => runtime.block_on(by_marker(size.parse()?, ahead.parse()?)),
        _ => {
            Err("paging server ITEMS MILLISECONDS | paging offset SIZE AHEAD | paging marker SIZE AHEAD"
                .into())
        }
    }
}

/// Answers until it is stopped, as over a link with so long a round trip: each answer leaves so long after
/// its request, whatever else is under way. What the link carries at once is not limited.
async fn serve(items: u64, milliseconds: u64) -> Result<(), Box<dyn Error>> {
    let link = Fault::wait(Place::Answer, Duration::from_millis(milliseconds));
    let services = [huaweicloud_vpcep::mock::SERVICE, huaweicloud_vpn::mock::SERVICE];
    let mock = Mock::builder().clock(link::Clock).records(items).fault(link).start(services).await?;
    let found_by: Vec<String> =
        mock.environment().iter().map(|(name, value)| format!("{name}={value}")).collect();
    println!("{}", found_by.join(" "));
    std::future::pending().await
}

async fn by_offset(size: i64, ahead: usize) -> Result<(), Box<dyn Error>> {
    let vpcep = huaweicloud_vpcep::Client::new(&Config::from_env().await?);
    let (begin, mut count) = (Instant::now(), 0);
    let mut endpoints = vpcep.list_endpoints().limit(size).items().prefetch(ahead);
    while let Some(endpoint) = endpoints.next().await {
        endpoint?;
        count += 1;
    }
    told(count, begin)
}

async fn by_marker(size: i64, ahead: usize) -> Result<(), Box<dyn Error>> {
    let vpn = huaweicloud_vpn::Client::new(&Config::from_env().await?);
    let (begin, mut count) = (Instant::now(), 0);
    let mut users = vpn.list_vpn_users("bench-server").limit(size).items().prefetch(ahead);
    while let Some(user) = users.next().await {
        user?;
        count += 1;
    }
    told(count, begin)
}

fn told(count: usize, begin: Instant) -> Result<(), Box<dyn Error>> {
    println!("{count} {}", begin.elapsed().as_secs_f64());
    Ok(())
}
