//! As much of HTTP/2 as it takes to answer, or not to ([RFC 9113](https://www.rfc-editor.org/rfc/rfc9113)).

use std::io;

use super::connection::Connection;
use crate::service::Arrived;

/// What a server sends on the stream of each request, once the request is whole.
#[derive(Clone)]
pub struct Frames(Vec<Frame>);

#[derive(Clone)]
enum Frame {
    Bytes { kind: u8, flags: u8, payload: Vec<u8>, connection: bool },
    GoAway { last_stream: u32, error: u32 },
    Close,
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:status: 200`, in HPACK's static table.
const STATUS_200: u8 = 0x88;

/// The error codes of RST_STREAM and GOAWAY.
pub const NO_ERROR: u32 = 0;
pub const INTERNAL_ERROR: u32 = 2;
pub const REFUSED_STREAM: u32 = 7;

pub fn frames() -> Frames {
    Frames(Vec::new())
}

impl Frames {
    fn with(mut self, frame: Frame) -> Self {
        self.0.push(frame);
        self
    }

    /// The head of a 200.
    pub fn head(self) -> Self {
        self.with(Frame::Bytes {
            kind: HEADERS,
            flags: END_HEADERS,
            payload: vec![STATUS_200],
            connection: false,
        })
    }

    /// Headers that cannot be decompressed.
    pub fn garbled_head(self) -> Self {
        let payload = vec![0xff; 16];
        self.with(Frame::Bytes { kind: HEADERS, flags: END_HEADERS, payload, connection: false })
    }

    /// A part of the body.
    pub fn data(self, text: &str) -> Self {
        self.with(Frame::Bytes { kind: DATA, flags: 0, payload: text.into(), connection: false })
    }

    /// The rest of the body.
    pub fn end(self, text: &str) -> Self {
        self.with(Frame::Bytes { kind: DATA, flags: END_STREAM, payload: text.into(), connection: false })
    }

    pub fn resets_stream(self, error: u32) -> Self {
        let payload = error.to_be_bytes().to_vec();
        self.with(Frame::Bytes { kind: RST_STREAM, flags: 0, payload, connection: false })
    }

    /// Says that streams above `last_stream` were and will be left alone.
    pub fn goes_away(self, last_stream: u32, error: u32) -> Self {
        self.with(Frame::GoAway { last_stream, error })
    }

    /// A frame of the connection that makes no sense: DATA on stream 0.
    pub fn nonsense(self) -> Self {
        self.with(Frame::Bytes { kind: DATA, flags: 0, payload: b"?".to_vec(), connection: true })
    }

    /// Closes the connection.
    pub fn closes(self) -> Self {
        self.with(Frame::Close)
    }

    /// Answers each request with these frames, until one of them or the caller closes.
    pub(super) async fn answer(&self, connection: &mut Connection) -> io::Result<()> {
        connection.take(PREFACE.len()).await?;
        connection.send(&frame(SETTINGS, 0, 0, &[])).await?;
        loop {
            let head = connection.take(9).await?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let (kind, flags) = (head[3], head[4]);
            let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
            let payload = connection.take(length as usize).await?;
            match kind {
                SETTINGS | PING if flags & ACK == 0 => {
                    let echo = if kind == PING { payload.as_slice() } else { &[] };
                    connection.send(&frame(kind, ACK, 0, echo)).await?;
                }
                HEADERS | DATA if flags & END_STREAM != 0 => {
                    connection.arrived(Arrived {
                        method: "HTTP/2".to_owned(),
                        target: stream.to_string(),
                        headers: Vec::new(),
                        body: payload,
                    });
                    for sent in &self.0 {
                        match sent {
                            Frame::Bytes { kind, flags, payload, connection: whole } => {
                                let stream = if *whole { 0 } else { stream };
                                connection.send(&frame(*kind, *flags, stream, payload)).await?;
                            }
                            Frame::GoAway { last_stream, error } => {
                                let payload = [last_stream.to_be_bytes(), error.to_be_bytes()].concat();
                                connection.send(&frame(GOAWAY, 0, 0, &payload)).await?;
                            }
                            Frame::Close => return Ok(()),
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}
