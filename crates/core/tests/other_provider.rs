//! In a program whose process-wide rustls provider is another's, and of no use to us. Alone in its
//! file, because the provider is one per process.

mod support;

use std::io::Read;
use std::net::{TcpListener, TcpStream};

use huaweicloud_core::ServiceClient;
use support::{SERVICE, config, show};

#[tokio::test]
async fn tls_does_not_depend_on_the_process_default() {
    let useless = rustls::crypto::CryptoProvider {
        cipher_suites: Vec::new(),
        ..rustls::crypto::ring::default_provider()
    };
    useless.install_default().unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("https://{address}");
    let hello = std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        let length = listener.accept().unwrap().0.read(&mut bytes).unwrap();
        bytes[..length].to_vec()
    });
    let client = ServiceClient::new(&config(&url).build().unwrap(), &SERVICE);
    let error = show(&client, "t").send().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    // Frees the listener, should the call never have come to it.
    drop(TcpStream::connect(address));
    let hello = hello.join().unwrap();
    assert_eq!(hello.first(), Some(&22), "a TLS handshake");
    assert!(
        hello.windows(8).any(|bytes| bytes == b"http/1.1")
            && hello.windows(3).any(|bytes| bytes == b"\x02h2")
    );
}
