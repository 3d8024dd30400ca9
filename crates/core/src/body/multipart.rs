//! Forms in parts: `multipart/form-data`, [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578).

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use huaweicloud_types::{Json, Value};

use super::{Body, ByteStream};
use crate::{random, request};

/// A form in parts, as a request carries it.
///
/// ```
/// use huaweicloud_core::body::{Body, Multipart};
///
/// let form = Multipart::new("boundary")
///     .text("kind", "backup")
///     .file("data", Body::from(vec![1, 2, 3]), "data.bin", "application/octet-stream");
/// assert_eq!(form.content_type(), "multipart/form-data; boundary=boundary");
/// assert_eq!(form.into_body().length(), Some(206));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a form does nothing until it is sent"]
pub struct Multipart {
    boundary: String,
    parts: Vec<Body>,
}

impl Multipart {
    /// An empty form, whose parts are told apart by `boundary`: letters and digits that occur in none
    /// of them.
    pub fn new(boundary: impl Into<String>) -> Self {
        Self { boundary: boundary.into(), parts: Vec::new() }
    }

    /// Adds a value of any type: text, numbers and booleans as text, objects as JSON, and of a list a
    /// part for each of its elements.
    pub fn value<T: Json>(self, name: &str, value: &T) -> Self {
        self.any(name, &request::json(value))
    }

    fn any(self, name: &str, value: &Value) -> Self {
        match value {
            Value::Null => self,
            Value::Array(elements) => elements.iter().fold(self, |form, element| form.any(name, element)),
            Value::Object(_) => self.typed(name, Body::from(value.to_string()), "application/json"),
            Value::String(text) => self.text(name, text.as_str()),
            scalar => self.text(name, scalar.to_string()),
        }
    }

    /// Adds a value as JSON of this media type, whatever its type.
    pub fn json<T: Json>(self, name: &str, value: &T, content_type: &str) -> Self {
        self.typed(name, Body::from(request::json(value).to_string()), content_type)
    }

    /// Adds text.
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.part(name, Body::from(value.into()), None, None)
    }

    /// Adds a value of another type than text, such as JSON.
    pub fn typed(self, name: &str, body: Body, content_type: &str) -> Self {
        self.part(name, body, None, Some(content_type))
    }

    /// Adds a file by this name.
    pub fn file(self, name: &str, body: Body, file_name: &str, content_type: &str) -> Self {
        self.part(name, body, Some(file_name), Some(content_type))
    }

    fn part(mut self, name: &str, body: Body, file: Option<&str>, content_type: Option<&str>) -> Self {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{}\"", quoted(file)));
        let content_type = content_type
            .map_or(String::new(), |it| format!("content-type: {}\r\n", it.replace(['\r', '\n'], " ")));
        let head = format!(
            "--{}\r\ncontent-disposition: form-data; name=\"{}\"{file}\r\n{content_type}\r\n",
            self.boundary,
            quoted(name)
        );
        self.parts.extend([Body::from(head), body, Body::from("\r\n")]);
        self
    }

    /// The value of `Content-Type`.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The whole form; in memory where all its parts are.
    pub fn into_body(self) -> Body {
        let mut parts = self.parts;
        parts.push(Body::from(format!("--{}--\r\n", self.boundary)));
        if parts.iter().all(|part| part.as_bytes().is_some()) {
            let pieces: Vec<&[u8]> = parts.iter().filter_map(Body::as_bytes).map(|it| &**it).collect();
            return Body::from(pieces.concat());
        }
        let length = parts.iter().map(Body::length).sum();
        Body::stream(length, move || Box::pin(Chain { waiting: parts.clone().into(), current: None }))
    }
}

impl Default for Multipart {
    /// An empty form with a boundary that is made at random.
    fn default() -> Self {
        Self::new(random::letters())
    }
}

/// A name between quotes, escaped as
/// [browsers do](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Bodies one after the other.
struct Chain {
    waiting: VecDeque<Body>,
    current: Option<ByteStream>,
}

impl Stream for Chain {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.as_mut().poll_next(context)) {
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => self.current = None,
                }
            }
            match self.waiting.pop_front() {
                Some(body) => self.current = Some(body.open()),
                None => return Poll::Ready(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[test]
    fn a_form_in_memory_reads_as_the_standard_says() {
        let form = Multipart::new("B")
            .text("a\"b\r\n", "1")
            .typed("json", Body::from("{}"), "application/json")
            .file("f", Body::from("x"), "n\"ame.txt", "text/plain\r\nx: y");
        let body = form.into_body();
        let text = String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap();
        assert_eq!(
            text,
            "--B\r\ncontent-disposition: form-data; name=\"a%22b%0D%0A\"\r\n\r\n1\r\n\
             --B\r\ncontent-disposition: form-data; name=\"json\"\r\ncontent-type: application/json\r\n\r\n{}\r\n\
             --B\r\ncontent-disposition: form-data; name=\"f\"; filename=\"n%22ame.txt\"\r\n\
             content-type: text/plain  x: y\r\n\r\nx\r\n--B--\r\n"
        );
        assert_eq!(body.length(), Some(text.len() as u64));
    }

    #[test]
    fn values_are_written_by_what_they_are() {
        let object: std::collections::BTreeMap<String, i64> = [("a".to_owned(), 1)].into();
        let form = Multipart::new("B")
            .value("s", &"x".to_owned())
            .value("l", &vec![1_i64, 2])
            .value("o", &object)
            .json("j", &"x".to_owned(), "application/json");
        let body = form.into_body();
        let text = String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap();
        let head = |name| format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n");
        let json = "content-type: application/json\r\n\r\n";
        let expected = [
            head("s") + "\r\nx\r\n",
            head("l") + "\r\n1\r\n",
            head("l") + "\r\n2\r\n",
            head("o") + json + "{\"a\":1}\r\n",
            head("j") + json + "\"x\"\r\n--B--\r\n",
        ];
        assert_eq!(text, expected.concat());
        assert_ne!(Multipart::default().content_type(), Multipart::default().content_type());
    }

    #[tokio::test]
    async fn files_are_streamed_and_their_length_is_known() {
        let path = std::env::temp_dir().join(format!("huaweicloud-multipart-{}", std::process::id()));
        let content = vec![b'x'; 200_000];
        std::fs::write(&path, &content).unwrap();
        let form = Multipart::new("B").file("f", Body::file(&path).unwrap(), "f", "application/octet-stream");
        let body = form.into_body();
        assert!(body.as_bytes().is_none());
        for _ in 0..2 {
            let (mut stream, mut received) = (body.open(), Vec::new());
            while let Some(piece) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
                received.extend(piece.unwrap());
            }
            assert_eq!(Some(received.len() as u64), body.length());
            assert_eq!(received.iter().filter(|byte| **byte == b'x').count(), content.len());
        }
        std::fs::remove_file(&path).unwrap();
    }
}
