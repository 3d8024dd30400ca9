//! What a fault does.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, Response};

use crate::Reply;
use crate::clock::SharedClock;

/// Where in an exchange something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The head of the request has come; its body is not read.
    Request,
    /// The request has come and is carried out; nothing of the answer is sent.
    Answer,
    /// In the middle of the answer's head.
    Head,
    /// The answer's head is sent, and half of its body. An answer without a body is whole by then.
    Body,
}

#[derive(Clone)]
pub(crate) enum Effect {
    Answer(Reply),
    Header(Result<(HeaderName, HeaderValue), String>),
    Body(Bytes),
    Bytes(Bytes),
    Clock(SharedClock),
    Break(Place, Break),
    Drip(Duration),
    Flood,
}

/// What becomes of the connection at a place.
#[derive(Clone, Copy)]
pub(crate) enum Break {
    Reset,
    HangUp,
    Wait(Duration),
    Stall,
}

impl Effect {
    /// Whether the client comes to see the beginning of an answer.
    pub(crate) fn lets_answer_begin(&self) -> bool {
        match self {
            Self::Break(_, Break::Wait(_)) => true,
            Self::Break(place, _) => matches!(place, Place::Head | Place::Body),
            Self::Bytes(_) => false,
            _ => true,
        }
    }

    /// Whether it needs the connection itself. So do answers whose length is not theirs, which no HTTP
    /// server would send.
    pub(crate) fn is_below_http(&self, answer: &Response<Bytes>) -> bool {
        match self {
            Self::Break(..) | Self::Bytes(_) | Self::Drip(_) | Self::Flood => true,
            Self::Answer(_) | Self::Header(_) => {
                [CONTENT_LENGTH, TRANSFER_ENCODING].iter().any(|name| answer.headers().contains_key(name))
            }
            Self::Body(_) | Self::Clock(_) => false,
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(reply) => write!(f, "answer {}", reply.status().as_u16()),
            Self::Header(Ok((name, _))) => write!(f, "header {name}"),
            Self::Header(Err(_)) => f.write_str("header"),
            Self::Body(_) => f.write_str("body"),
            Self::Bytes(_) => f.write_str("bytes"),
            Self::Clock(_) => f.write_str("clock"),
            Self::Break(place, what) => {
                let what = match what {
                    Break::Reset => "reset",
                    Break::HangUp => "hang up",
                    Break::Wait(_) => "wait",
                    Break::Stall => "stall",
                };
                write!(f, "{what} at {place:?}")
            }
            Self::Drip(_) => f.write_str("drip"),
            Self::Flood => f.write_str("flood"),
        }
    }
}
