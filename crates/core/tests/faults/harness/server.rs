//! A server on loopback that does as its scripts say, and tells what came of it.

use std::collections::HashSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use super::connection::Connection;
use super::script::{Script, accepts};
use crate::service::Arrived;

/// How long anything here may take before a test is given up.
pub const GUARD: Duration = Duration::from_secs(20);

pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Seen>,
    listening: AbortHandle,
}

/// What connections tell of themselves.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) arrived: Mutex<Vec<Arrived>>,
    accepted: AtomicUsize,
    /// Connections that this end or the other has open.
    open: watch::Sender<usize>,
    /// Bytes of answers that the system took.
    pub(super) sent: AtomicUsize,
    /// Connections on which all is done but to wait for the caller.
    pub(super) done: AtomicUsize,
    probes: Mutex<HashSet<SocketAddr>>,
    probed: watch::Sender<usize>,
}

/// Servers live in a runtime of their own: none is held up by the call that it answers.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap())
}

impl Server {
    /// Does the same with every connection.
    pub async fn always(script: Script) -> Self {
        Self::start(move |_| script.clone()).await
    }

    /// Does something else with the first connection than with the others.
    pub async fn first_then(first: Script, then: Script) -> Self {
        Self::start(move |number| if number == 0 { first.clone() } else { then.clone() }).await
    }

    /// Answers whatever comes, on connections that stay open.
    pub async fn of<B: Into<Vec<u8>>>(
        service: impl Fn(&Arrived) -> B + std::marker::Send + Sync + 'static,
    ) -> Self {
        Self::always(accepts().serves(service)).await
    }

    /// `script` says what is done with each connection, counted from 0.
    async fn start(script: impl Fn(usize) -> Script + std::marker::Send + 'static) -> Self {
        let seen = Arc::new(Seen::default());
        let (told, address) = tokio::sync::oneshot::channel();
        let shared = seen.clone();
        let task = runtime().spawn(async move {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, peer) = listener.accept().await.unwrap();
                if shared.probes.lock().unwrap().remove(&peer) {
                    shared.probed.send_modify(|count| *count += 1);
                    continue;
                }
                let number = shared.accepted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(connection(stream, script(number), shared.clone()));
            }
        });
        Self { address: address.await.unwrap(), seen, listening: task.abort_handle() }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that arrived whole, proxies' `CONNECT` aside.
    pub fn arrived(&self) -> Vec<Arrived> {
        let arrived = self.seen.arrived.lock().unwrap();
        arrived.iter().filter(|request| request.method != "CONNECT").cloned().collect()
    }

    /// All of them.
    pub fn overheard(&self) -> Vec<Arrived> {
        self.seen.arrived.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        self.seen.accepted.load(Ordering::SeqCst)
    }

    pub fn sent(&self) -> usize {
        self.seen.sent.load(Ordering::SeqCst)
    }

    /// How many connections have come to the end of their script, or to silence.
    pub fn done(&self) -> usize {
        self.seen.done.load(Ordering::SeqCst)
    }

    /// Waits until all connections that were made are accepted.
    async fn caught_up(&self) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        self.seen.probes.lock().unwrap().insert(socket.local_addr().unwrap());
        let mut probed = self.seen.probed.subscribe();
        let before = *probed.borrow_and_update();
        // Connections are accepted in their order, so once this one is, those before it are.
        let _probe = socket.connect(self.address).await.unwrap();
        probed.wait_for(|count| *count > before).await.unwrap();
    }

    /// Waits until no more than so many connections are open.
    pub async fn settles_to(&self, connections: usize) -> Result<(), String> {
        let mut open = self.seen.open.subscribe();
        let settled = async {
            self.caught_up().await;
            open.wait_for(|open| *open <= connections).await.unwrap();
        };
        let settled = timeout(GUARD, settled).await;
        settled.map_err(|_| format!("{} connections stay open", *self.seen.open.borrow()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn connection(stream: TcpStream, script: Script, seen: Arc<Seen>) {
    seen.open.send_modify(|open| *open += 1);
    // How it ends is the caller's to tell; a script that is overdue shows as one that stays open.
    let _ = Connection::new(stream, seen.clone()).play(script).await;
    seen.open.send_modify(|open| *open -= 1);
}

/// An address at which nothing listens, as long as the socket is held.
pub fn closed_port() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}
