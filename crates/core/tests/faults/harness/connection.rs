//! One connection at the server.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::script::{Script, Step};
use super::server::Seen;
use crate::service::Arrived;

pub(super) struct Connection {
    stream: Stream,
    /// What was read and belongs to no request yet.
    unread: Vec<u8>,
    seen: Arc<Seen>,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// In the middle of a TLS handshake, or after one that failed.
    Gone,
}

trait Bytes: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Bytes for T {}

impl Connection {
    pub(super) fn new(stream: TcpStream, seen: Arc<Seen>) -> Self {
        let _ = stream.set_nodelay(true);
        Self { stream: Stream::Plain(stream), unread: Vec::new(), seen }
    }

    /// Does what the script says; an error where the caller hung up before its end.
    pub(super) async fn play(mut self, script: Script) -> io::Result<()> {
        for step in script.steps {
            match step {
                Step::Read => self.read_request().await.map(drop)?,
                Step::ReadHead => self.read_head().await.map(drop)?,
                Step::Overhear(count) => self.overhear(count).await?,
                Step::Send(bytes) => self.send(&bytes).await?,
                Step::Drip(bytes, pause) => self.drip(&bytes, 1, pause).await?,
                Step::Pour(bytes) => loop {
                    self.send(&bytes).await?;
                },
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Hold => {
                    self.seen.done.fetch_add(1, Ordering::SeqCst);
                    self.hold().await;
                }
                Step::Reset => return self.reset(),
                Step::Serve(service, pause) => loop {
                    let request = self.read_request().await?;
                    let answer = service(&request);
                    match pause {
                        Duration::ZERO => self.send(&answer).await?,
                        pause => self.drip(&answer, 24, pause).await?,
                    }
                },
                Step::StartTls(acceptor) => self.start_tls(acceptor).await?,
                Step::Http2(frames) => frames.answer(&mut self).await?,
            }
        }
        self.bytes()?.shutdown().await?;
        self.seen.done.fetch_add(1, Ordering::SeqCst);
        self.hold().await;
        Ok(())
    }

    fn bytes(&mut self) -> io::Result<&mut dyn Bytes> {
        match &mut self.stream {
            Stream::Plain(stream) => Ok(stream),
            Stream::Tls(stream) => Ok(stream),
            Stream::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Reads until there are so many bytes, and takes them.
    pub(super) async fn take(&mut self, count: usize) -> io::Result<Vec<u8>> {
        while self.unread.len() < count {
            self.read_more().await?;
        }
        Ok(self.unread.drain(..count).collect())
    }

    async fn read_more(&mut self) -> io::Result<()> {
        let mut buffer = [0; 8192];
        let length = self.bytes()?.read(&mut buffer).await?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.unread.extend_from_slice(&buffer[..length]);
        Ok(())
    }

    async fn overhear(&mut self, count: usize) -> io::Result<()> {
        self.take(count).await.map(drop)
    }

    async fn read_head(&mut self) -> io::Result<Arrived> {
        let end = loop {
            match self.unread.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                Some(end) => break end,
                None => self.read_more().await?,
            }
        };
        let head = String::from_utf8(self.take(end + 4).await?).map_err(io::Error::other)?;
        let mut lines = head.trim_end().split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Arrived { method, target, headers, body: Vec::new() })
    }

    async fn read_request(&mut self) -> io::Result<Arrived> {
        let mut request = self.read_head().await?;
        let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
        request.body = self.take(length).await?;
        self.arrived(request.clone());
        Ok(request)
    }

    /// Counts a request.
    pub(super) fn arrived(&self, request: Arrived) {
        self.seen.arrived.lock().unwrap().push(request);
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        for part in bytes.chunks(1 << 16) {
            self.bytes()?.write_all(part).await?;
            self.seen.sent.fetch_add(part.len(), Ordering::SeqCst);
        }
        self.bytes()?.flush().await
    }

    async fn drip(&mut self, bytes: &[u8], length: usize, pause: Duration) -> io::Result<()> {
        for drop in bytes.chunks(length) {
            tokio::time::sleep(pause).await;
            self.send(drop).await?;
        }
        Ok(())
    }

    /// Reads until the caller hangs up.
    pub(super) async fn hold(&mut self) {
        while self.read_more().await.is_ok() {
            self.unread.clear();
        }
    }

    fn reset(self) -> io::Result<()> {
        match &self.stream {
            Stream::Plain(stream) => stream.set_zero_linger(),
            Stream::Tls(stream) => stream.get_ref().0.set_zero_linger(),
            Stream::Gone => Ok(()),
        }?;
        drop(self.stream);
        self.seen.done.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn start_tls(&mut self, acceptor: TlsAcceptor) -> io::Result<()> {
        let Stream::Plain(stream) = std::mem::replace(&mut self.stream, Stream::Gone) else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        self.stream = Stream::Tls(Box::new(acceptor.accept(stream).await?));
        Ok(())
    }
}
