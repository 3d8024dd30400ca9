//! `call client URL N` and `call by-hand URL N` make the call N times, one after the other. `call mock`
//! answers it, and checks its signature; `call canned` answers the same to everything, at little cost.
//! Both print their URL, and end with their standard input.

use std::io::Read as _;
use std::sync::Arc;

use call::by_hand::ByHand;
use call::client::Generated;
use call::{ACCESS_KEY, Caller, Failed, LIMIT, PROJECT_ID, SECRET_KEY, SERVER_ID, in_a_row};
use huaweicloud_mock::Mock;
use huaweicloud_vpn::{Client, Config, Credentials};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match words.as_slice() {
        ["client", url, count] => runtime.block_on(in_a_row(&Generated::new(url)?, count.parse()?)),
        ["by-hand", url, count] => runtime.block_on(in_a_row(&ByHand::new(url)?, count.parse()?)),
        ["mock"] => runtime.block_on(async {
            let mock = mock().await?;
            println!("{}", mock.url());
            std::io::stdin().read_to_end(&mut Vec::new())?;
            Ok(())
        }),
        ["canned"] => runtime.block_on(canned()),
        _ => Err("call client URL N | call by-hand URL N | call mock | call canned".into()),
    }
}

async fn mock() -> Result<Mock, Failed> {
    let mock = Mock::builder().access_key(ACCESS_KEY, SECRET_KEY).records(LIMIT.unsigned_abs());
    Ok(mock.start([huaweicloud_vpn::mock::SERVICE]).await?)
}

/// Answers as the mock did once, whatever is asked, so that whoever asks is what is measured.
async fn canned() -> Result<(), Failed> {
    let body = page().await?;
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    let answer: Arc<[u8]> = [head.as_bytes(), &body].concat().into();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(keep_answering(stream, answer.clone()));
    }
}

/// The page that the mock answers.
async fn page() -> Result<Vec<u8>, Failed> {
    let mock = mock().await?;
    let config = Config::builder()
        .endpoint(mock.url())
        .credentials(Credentials::access_key(ACCESS_KEY, SECRET_KEY))
        .project_id(PROJECT_ID)
        .build()?;
    let call = Client::new(&config).list_vpn_users(SERVER_ID).limit(LIMIT).with_raw_body();
    Ok(call.send().await?.raw_body().unwrap_or_default().to_vec())
}

async fn keep_answering(mut stream: TcpStream, answer: Arc<[u8]>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::with_capacity(4096);
    while stream.read_buf(&mut request).await? > 0 {
        if request.ends_with(b"\r\n\r\n") {
            stream.write_all(&answer).await?;
            request.clear();
        }
    }
    Ok(())
}
