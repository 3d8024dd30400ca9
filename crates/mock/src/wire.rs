//! Answers that no HTTP server gives, on the bare connection.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, DATE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use huaweicloud_core::Clock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fault::{Break, Effect, Place};

/// How many pieces a dripping answer comes in.
const PIECES: usize = 16;
/// What a flood consists of: JSON has as much of it as anyone likes.
static BLANKS: [u8; 64 << 10] = [b' '; 64 << 10];

/// What is done on a connection before it is closed.
pub(crate) struct Wire {
    effect: Effect,
    response: Response<Bytes>,
    /// Whether the answer's body stays unsent: the request was HEAD, or the status has none.
    bodiless: bool,
}

impl Wire {
    pub fn new(effect: Effect, response: Response<Bytes>, is_head: bool) -> Self {
        let bodiless = is_head || has_no_length(response.status());
        Self { effect, response, bodiless }
    }

    /// For an effect that comes before any answer.
    pub fn without_answer(effect: Effect) -> Self {
        Self::new(effect, Response::default(), true)
    }

    /// Does it. An error is the client's going away.
    pub async fn play(self, mut stream: TcpStream, clock: &dyn Clock) -> io::Result<()> {
        let body = if self.bodiless { Bytes::new() } else { self.response.body().clone() };
        let date = httpdate::fmt_http_date(clock.now());
        let length = (!has_no_length(self.response.status())).then(|| self.response.body().len());
        let head = |length| head(&self.response, &date, length);
        match self.effect {
            Effect::Break(place, what) => {
                let mut bytes = head(length);
                let cut = match place {
                    Place::Request | Place::Answer => 0,
                    Place::Head => bytes.len() / 2,
                    Place::Body => bytes.len() + body.len() / 2,
                };
                bytes.extend_from_slice(&body);
                stream.write_all(&bytes[..cut]).await?;
                match what {
                    Break::Reset => return reset(stream),
                    Break::HangUp => {}
                    Break::Wait(time) => {
                        clock.sleep(time).await;
                        stream.write_all(&bytes[cut..]).await?;
                    }
                    Break::Stall => gone(&mut stream).await?,
                }
            }
            Effect::Drip(pause) => {
                let mut bytes = head(length);
                bytes.extend_from_slice(&body);
                drip(&mut stream, &bytes, pause, clock).await?;
            }
            Effect::Flood => {
                stream.write_all(&head(None)).await?;
                loop {
                    stream.write_all(&BLANKS).await?;
                }
            }
            Effect::Bytes(bytes) => stream.write_all(&bytes).await?,
            Effect::Answer(_) | Effect::Header(_) | Effect::Body(_) | Effect::Clock(_) => {
                let mut bytes = head(length);
                bytes.extend_from_slice(&body);
                stream.write_all(&bytes).await?;
            }
        }
        stream.shutdown().await
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], pause: Duration, clock: &dyn Clock) -> io::Result<()> {
    for piece in bytes.chunks(bytes.len().div_ceil(PIECES).max(1)) {
        clock.sleep(pause).await;
        stream.write_all(piece).await?;
    }
    Ok(())
}

fn has_no_length(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// Closes a connection by a reset.
fn reset(stream: TcpStream) -> io::Result<()> {
    // The method that replaces this one is younger than the Tokio that a caller may have. Nothing
    // blocks where there is nothing to wait for.
    #[allow(deprecated)]
    stream.set_linger(Some(Duration::ZERO))
}

/// Waits until the client hangs up.
async fn gone(stream: &mut TcpStream) -> io::Result<()> {
    let mut heard = [0; 1024];
    while stream.read(&mut heard).await? > 0 {}
    Ok(())
}

/// Status line and headers, whose last says that the connection ends with this answer.
fn head(response: &Response<Bytes>, date: &str, length: Option<usize>) -> Vec<u8> {
    let mut headers = response.headers().clone();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let mut fill = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    fill(DATE, date);
    match length {
        Some(length) if !response.headers().contains_key(TRANSFER_ENCODING) => {
            fill(CONTENT_LENGTH, &length.to_string());
        }
        Some(_) => {}
        None => drop(headers.remove(CONTENT_LENGTH)),
    }
    written(response, &headers)
}

fn written(response: &Response<Bytes>, headers: &HeaderMap) -> Vec<u8> {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or("Unknown");
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in headers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}
