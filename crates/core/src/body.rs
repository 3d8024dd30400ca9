//! What a request carries besides JSON: bytes, text, files, forms.

mod file;
mod multipart;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

pub use self::multipart::Multipart;

/// Bytes to send: in memory, or read as they are sent.
///
/// What is read as it is sent cannot be hashed before, so such a request is signed without its body
/// (`UNSIGNED-PAYLOAD`), which TLS protects all the same.
///
/// ```
/// use huaweicloud_core::body::Body;
///
/// let text = Body::from("hello");
/// assert_eq!((text.as_bytes().map(|bytes| bytes.len()), text.length()), (Some(5), Some(5)));
/// let missing = Body::file("no-such-file").unwrap_err();
/// assert!(missing.to_string().contains("no-such-file"));
/// ```
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream { length: Option<u64>, open: Arc<dyn Fn() -> ByteStream + Send + Sync> },
}

/// Bytes as they come.
pub type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

impl Body {
    /// A file, read piece by piece as it is sent, and from its beginning again for a repeat.
    ///
    /// # Errors
    /// When there is no such file, or none that may be read.
    pub fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let length = file::length(&path)?;
        Ok(Self::stream(Some(length), move || Box::pin(file::Reader::new(path.clone()))))
    }

    /// Bytes that `open` begins to give, once for each attempt; `length` is how many, where it is
    /// known.
    pub fn stream(length: Option<u64>, open: impl Fn() -> ByteStream + Send + Sync + 'static) -> Self {
        Self(Content::Stream { length, open: Arc::new(open) })
    }

    /// The bytes, where they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream { .. } => None,
        }
    }

    /// How many bytes there are, where it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { length, .. } => *length,
        }
    }

    /// The bytes as they come, from the beginning.
    pub fn open(&self) -> ByteStream {
        match &self.0 {
            Content::Bytes(bytes) => Box::pin(Once(Some(bytes.clone()))),
            Content::Stream { open, .. } => open(),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Body {
    /// Shows no byte: secrets may be among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

/// A stream of one piece.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
