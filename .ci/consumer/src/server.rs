//! A server of a few lines: HTTP/1.1, one thread a connection, no body in requests.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A server on loopback that lives as long as the process.
pub struct Server {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

/// What is answered to a request.
pub struct Answer {
    status: &'static str,
    request_id: &'static str,
    body: &'static str,
}

impl Answer {
    /// A success.
    pub fn ok(body: &'static str) -> Self {
        Self { status: "200 OK", request_id: "8d1c2f4e6a7b4c3d9e0f1a2b3c4d5e6f", body }
    }

    /// A 404.
    pub fn missing(request_id: &'static str, body: &'static str) -> Self {
        Self { status: "404 Not Found", request_id, body }
    }
}

impl Server {
    /// Starts it; `answer` is asked with the path and query of each request.
    pub fn start(answer: fn(&str) -> Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let record = Arc::clone(&record);
                std::thread::spawn(move || serve(stream.expect("a connection"), answer, &record));
            }
        });
        Self { address, seen }
    }

    /// Where it answers.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The lines of the requests since the last time, without the protocol.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().expect("no thread panicked"))
    }
}

/// Answers the requests of a connection, each of which has to be signed, until the client leaves.
fn serve(mut stream: TcpStream, answer: fn(&str) -> Answer, record: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
    while let Some(Ok(line)) = lines.next() {
        let (mut signed, mut project) = (false, false);
        for header in lines.by_ref().map_while(Result::ok).take_while(|header| !header.is_empty()) {
            let header = header.to_ascii_lowercase();
            signed |=
                header.starts_with("authorization: sdk-hmac-sha256 access=an-access-key, signedheaders=");
            project |= header.starts_with("x-project-id: ");
        }
        let request = line.trim_end_matches(" HTTP/1.1");
        record.lock().expect("no thread panicked").push(request.to_owned());
        let Answer { status, request_id, body } = match (signed && project, request.strip_prefix("GET ")) {
            (true, Some(target)) => answer(target),
            _ => Answer { status: "401 Unauthorized", request_id: "unsigned", body: "{}" },
        };
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-request-id: {request_id}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).is_err() {
            return;
        }
    }
}
