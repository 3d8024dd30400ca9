//! Files, read off the threads that futures run on.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is read at a time, in bytes.
const PIECE: usize = 64 << 10;

/// How long a file is that can be read.
pub(super) fn length(path: &Path) -> io::Result<u64> {
    let told = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let metadata = File::open(path).and_then(|file| file.metadata()).map_err(told)?;
    if metadata.is_dir() {
        return Err(told(io::Error::new(io::ErrorKind::InvalidInput, "is a folder")));
    }
    Ok(metadata.len())
}

/// A file, piece by piece.
pub(super) enum Reader {
    Closed(PathBuf),
    Open(File),
    Reading(JoinHandle<io::Result<(File, Vec<u8>)>>),
    Done,
}

impl Reader {
    pub(super) fn new(path: PathBuf) -> Self {
        Self::Closed(path)
    }
}

impl Stream for Reader {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut *self, Self::Done) {
                Self::Closed(path) => *self = Self::Reading(spawn_blocking(move || piece(File::open(path)?))),
                Self::Open(file) => *self = Self::Reading(spawn_blocking(move || piece(file))),
                Self::Reading(mut task) => match Pin::new(&mut task).poll(context) {
                    Poll::Pending => {
                        *self = Self::Reading(task);
                        return Poll::Pending;
                    }
                    Poll::Ready(read) => {
                        let read = read.map_err(io::Error::other).and_then(|read| read);
                        return Poll::Ready(match read {
                            Ok((_, bytes)) if bytes.is_empty() => None,
                            Ok((file, bytes)) => {
                                *self = Self::Open(file);
                                Some(Ok(bytes.into()))
                            }
                            Err(error) => Some(Err(error)),
                        });
                    }
                },
                Self::Done => return Poll::Ready(None),
            }
        }
    }
}

fn piece(mut file: File) -> io::Result<(File, Vec<u8>)> {
    let mut bytes = Vec::with_capacity(PIECE);
    (&mut file).take(PIECE as u64).read_to_end(&mut bytes)?;
    Ok((file, bytes))
}
