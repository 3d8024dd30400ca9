//! Proxies that are in the way.

use std::process::Command;
use std::time::Duration;

use crate::harness::calls::{ALL, IDEMPOTENT, Kind, ONCE, client, patient};
use crate::harness::certificates::Authority;
use crate::harness::clock::TestClock;
use crate::harness::fault::{FINE, Fault, Sees, fault, sees, show, told};
use crate::harness::script::{Script, accepts};
use crate::harness::server::{Server, closed_port};
use crate::service::{answer, answer_with};

const HOST: &str = "vpn.example.invalid";
const ESTABLISHED: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

/// A fault of the proxy before `https://vpn.example.invalid`.
fn tunnelled(name: &'static str, proxy: Script, seen: Sees, attempts: [u32; 4]) -> Fault {
    proxied(name, proxy, seen, attempts).at(|_| format!("https://{HOST}")).lasting()
}

/// A fault of the proxy before `http://vpn.example.invalid`.
fn proxied(name: &'static str, proxy: Script, seen: Sees, attempts: [u32; 4]) -> Fault {
    fault(name, proxy, seen, attempts).at(|_| format!("http://{HOST}")).with(|config, address| {
        config.allow_http(true).proxy(format!("http://caller:my-proxy-password@{address}"))
    })
}

#[tokio::test]
#[rustfmt::skip]
async fn proxies_before_https() {
    let authority = Authority::named("ours");
    let good = authority.signs(HOST).server().done();
    let other = authority.signs("proxy.example.invalid").server().done();
    let refused = sees("connect", "cannot connect to vpn.example.invalid: ");
    let asked = || accepts().reads().unread();
    let roots = authority.pem();
    let trusting = |fault: Fault| { let roots = roots.clone(); fault.with(move |config, _| config.root_certificates(roots.clone())) };
    show([
        trusting(tunnelled("proxy lets through",             accepts().reads().sends(ESTABLISHED).starts_tls(good.clone()).reads().sends(answer("200 OK", "{}")), FINE, ONCE)),
        trusting(tunnelled("proxy reads along",              accepts().reads().sends(ESTABLISHED).starts_tls(other.clone()).unread(), refused, ALL)),
        tunnelled("proxy wants another password",            asked().sends(answer_with("407 Proxy Authentication Required", "proxy-authenticate: Basic realm=\"x\"\r\n", "")), refused, ALL),
        tunnelled("proxy forbids the host",                  asked().sends(answer("403 Forbidden", "<html>")), refused, ALL),
        tunnelled("proxy cannot reach the host",             asked().sends(answer("502 Bad Gateway", "<html>")), refused, ALL),
        tunnelled("proxy closes",                            asked(),                                          refused, ALL),
        tunnelled("proxy resets",                            asked().resets(),                                 refused, ALL),
        tunnelled("proxy speaks another protocol",           asked().sends("SSH-2.0-OpenSSH_9.6\r\n"),         refused, ALL),
        tunnelled("proxy lets through and closes",           asked().sends(ESTABLISHED),                       refused, ALL),
        tunnelled("proxy never answers",                     asked().holds(), sees("connect timeout", "timed out connecting to vpn.example.invalid"), ALL)
            .with(|config, _| config.connect_timeout(Duration::from_millis(100))),
    ]).await;
}

#[tokio::test]
#[rustfmt::skip]
async fn proxies_before_plain_http() {
    let (_held, closed) = closed_port();
    let reads = || accepts().reads();
    let cut = sees("interrupted", "the exchange with vpn.example.invalid broke off: ");
    show([
        proxied("plain http, proxy passes on",               reads().sends(answer("200 OK", "{}")), FINE, ONCE),
        proxied("plain http, proxy wants another password",  reads().sends(answer("407 Proxy Authentication Required", "")), told(407, "status", "407 Proxy"), ONCE),
        proxied("plain http, proxy cannot reach the host",   reads().sends(answer("502 Bad Gateway", "")), told(502, "server", "502 Bad Gateway"), IDEMPOTENT),
        proxied("plain http, proxy closes",                  reads(),                               cut, IDEMPOTENT),
        proxied("proxy refuses the connection",              accepts(), sees("connect", "cannot connect to vpn.example.invalid: "), ALL)
            .with(move |config, _| config.proxy(format!("http://caller:my-proxy-password@{closed}"))).lasting(),
        fault("this machine is not called by proxy",         reads().sends(answer("200 OK", "{}")), FINE, ONCE)
            .with(move |config, _| config.proxy(format!("http://caller:my-proxy-password@{closed}"))),
    ]).await;
}

/// A proxy is told its own password and, before https, nothing of the call.
#[tokio::test]
async fn what_a_proxy_is_told() {
    let proxy = Server::of(|_| answer("502 Bad Gateway", "")).await;
    let password = Some("Basic Y2FsbGVyOm15LXByb3h5LXBhc3N3b3Jk"); // caller:my-proxy-password
    for scheme in ["https", "http"] {
        let config = patient(&format!("{scheme}://{HOST}"), &TestClock::default()).allow_http(true);
        let config = config.proxy(format!("http://caller:my-proxy-password@{}", proxy.address));
        Kind::Post.call(&client(config)).await.unwrap_err();
        let told = proxy.overheard().pop().unwrap();
        assert_eq!(told.header("proxy-authorization"), password);
        let secure = scheme == "https";
        assert_eq!(told.method, if secure { "CONNECT" } else { "POST" });
        assert_eq!(told.header("authorization").is_none(), secure);
        assert_eq!(told.body.is_empty(), secure);
        let names = told.headers.iter().filter(|(name, _)| name.to_ascii_lowercase().starts_with("x-"));
        assert_eq!(names.count(), if secure { 0 } else { 2 }, "{told:?}");
    }
}

/// Proxies that the environment names are asked, but not on the way to this machine. In a process of its
/// own, because the environment is one per process.
#[tokio::test]
async fn proxies_of_the_environment() {
    let proxy = Server::of(|_| answer("502 Bad Gateway", "")).await;
    let local = Server::of(|_| answer("200 OK", "{}")).await;
    let url = format!("http://caller:my-proxy-password@{}", proxy.address);
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "proxies::in_an_environment_with_proxies", "--ignored", "--nocapture"]);
    child.env("LOCAL_URL", local.url()).env_remove("NO_PROXY").env_remove("no_proxy");
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "ALL_PROXY"] {
        child.env(name, &url);
    }
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert!(!text.contains("my-proxy-password"), "{text}");
    let methods: Vec<String> = proxy.overheard().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["CONNECT", "POST"]);
    assert_eq!(local.arrived().len(), 1);
}

#[tokio::test]
#[ignore = "a part of proxies_of_the_environment"]
async fn in_an_environment_with_proxies() {
    let local = std::env::var("LOCAL_URL").unwrap();
    let once = |url: &str| {
        patient(url, &TestClock::default()).allow_http(true).retry(huaweicloud_core::Retry::off())
    };
    let refused = Kind::Post.call(&client(once(&format!("https://{HOST}")))).await.unwrap_err();
    println!("{refused:?}");
    assert!(refused.is_connect());
    let failed = Kind::Post.call(&client(once(&format!("http://{HOST}")))).await.unwrap_err();
    println!("{failed:?}");
    assert!(failed.is_server());
    Kind::Post.call(&client(once(&local))).await.unwrap();
    let unresolved = Kind::Post.call(&client(once(&format!("https://{HOST}")).no_proxy())).await.unwrap_err();
    println!("{unresolved:?}");
    assert!(unresolved.is_connect());
}
