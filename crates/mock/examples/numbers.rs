//! What the mock takes: time to start, signed requests a second, pages of a long list.
//!
//! `taskset -c 0 cargo run --release -p huaweicloud-mock --example numbers` measures mock and client
//! together on one core.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime};

use huaweicloud_core::signing::{Message, authorization, format_date};
use huaweicloud_mock::Mock;

const USERS: &str = "/v5/p1/p2c-vpn-gateways/vpn-servers/s1/users";
const REQUESTS: u32 = 50_000;
const RECORDS: u64 = 1_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = median(async || Mock::start([huaweicloud_vpn::mock::SERVICE]).await.map(drop)).await?;
    println!("start and stop                      {:>10.2} ms", start.as_secs_f64() * 1e3);

    let mock = Mock::builder().access_key("AK", "SK").start([huaweicloud_vpn::mock::SERVICE]).await?;
    let mut connection = Connection::to(&mock)?;
    let request = signed(&format!("{USERS}?limit=10"));
    connection.exchange(&request)?;
    let begin = Instant::now();
    for _ in 0..REQUESTS {
        connection.exchange(&request)?;
    }
    let rate = f64::from(REQUESTS) / begin.elapsed().as_secs_f64();
    println!("requests, each signature checked    {rate:>10.0} a second");

    let mock = Mock::builder()
        .access_key("AK", "SK")
        .records(RECORDS)
        .start([huaweicloud_vpn::mock::SERVICE])
        .await?;
    let mut connection = Connection::to(&mock)?;
    for place in [0, RECORDS / 2, RECORDS - 100] {
        let request = signed(&format!("{USERS}?limit=100&marker=mock-marker-{place}"));
        let begin = Instant::now();
        let length = connection.exchange(&request)?;
        let took = begin.elapsed().as_secs_f64() * 1e3;
        println!("100 of {RECORDS} records from {place:>7}  {took:>10.2} ms, {length} bytes");
    }
    let begin = Instant::now();
    for place in (0..RECORDS).step_by(500) {
        connection.exchange(&signed(&format!("{USERS}?limit=500&marker=mock-marker-{place}")))?;
    }
    println!("all {RECORDS} records, 500 a page      {:>10.2} s", begin.elapsed().as_secs_f64());
    if let Some(peak) =
        std::fs::read_to_string("/proc/self/status")?.lines().find(|line| line.starts_with("VmHWM"))
    {
        println!("memory at its most                  {:>10}", peak.trim_start_matches("VmHWM:").trim());
    }
    Ok(())
}

async fn median<E>(run: impl AsyncFn() -> Result<(), E>) -> Result<Duration, E> {
    let mut times = Vec::new();
    for _ in 0..21 {
        let begin = Instant::now();
        run().await?;
        times.push(begin.elapsed());
    }
    times.sort();
    Ok(times[times.len() / 2])
}

/// A request without a body, ready to be sent.
fn signed(target: &str) -> Vec<u8> {
    let date = format_date(SystemTime::now());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = [("host", "mock"), ("x-project-id", "p1"), ("x-sdk-date", &date)];
    let message = Message { method: "GET", path, query, headers: &headers, body: b"" };
    let authorization = authorization("AK", "SK", &date, &message);
    format!(
        "GET {target} HTTP/1.1\r\nhost: mock\r\nx-project-id: p1\r\nx-sdk-date: {date}\r\nauthorization: {authorization}\r\n\r\n"
    )
    .into_bytes()
}

/// A connection that is kept.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn to(mock: &Mock) -> std::io::Result<Self> {
        let stream = TcpStream::connect(mock.url().trim_start_matches("http://"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 1 << 20] })
    }

    /// The length of the answer's body.
    fn exchange(&mut self, request: &[u8]) -> Result<usize, Box<dyn std::error::Error>> {
        self.stream.write_all(request)?;
        let mut filled = 0;
        loop {
            filled += self.stream.read(&mut self.buffer[filled..])?;
            let answer = &self.buffer[..filled];
            let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
            if !head.starts_with("http/1.1 200") {
                return Err(String::from_utf8_lossy(answer).into());
            }
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.ok_or("no length")?.parse()?;
            if filled >= end + 4 + length {
                return Ok(length);
            }
        }
    }
}
