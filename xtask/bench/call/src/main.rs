//! Makes one signed call many times: `call client URL N` through the generated client, `call by-hand URL
//! N` as somebody without an SDK writes it. `call server` answers, and prints its URL.

mod by_hand;

use std::error::Error;
use std::io::Read;

use huaweicloud_mock::Mock;
use huaweicloud_vpn::{Client, Config, Credentials};

const ACCESS_KEY: &str = "BENCHACCESSKEY000000";
const SECRET_KEY: &str = "bench-secret-key";
const PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";
const SERVER_ID: &str = "bench-server";
/// Items on the page that is asked for.
const LIMIT: i64 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match words.as_slice() {
        ["server"] => runtime.block_on(serve()),
        ["client", url, count] => runtime.block_on(through_the_client(url, count.parse()?)),
        ["by-hand", url, count] => runtime.block_on(by_hand::calls(url, count.parse()?)),
        _ => Err("call server | call client URL N | call by-hand URL N".into()),
    }
}

/// Answers until standard input ends, which it does with the program that started this one.
async fn serve() -> Result<(), Box<dyn Error>> {
    let mock = Mock::builder().access_key(ACCESS_KEY, SECRET_KEY).records(LIMIT.unsigned_abs());
    let mock = mock.start([huaweicloud_vpn::mock::SERVICE]).await?;
    println!("{}", mock.url());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

async fn through_the_client(url: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let config = Config::builder()
        .endpoint(url)
        .credentials(Credentials::access_key(ACCESS_KEY, SECRET_KEY))
        .project_id(PROJECT_ID)
        .build()?;
    let vpn = Client::new(&config);
    for _ in 0..count {
        let page = vpn.list_vpn_users(SERVER_ID).limit(LIMIT).send().await?;
        assert_eq!(page.users.len() as i64, LIMIT);
    }
    Ok(())
}
