//! The accept loop, over real connections.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, extract::ConnectInfo, routing::get};
use server::{config::Limits, listen};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// Long enough for a slow machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

struct Site {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

async fn start(limits: Limits) -> Site {
    let router = Router::new()
        .route("/peer", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string()))
        .route("/half-a-second", get(async || tokio::time::sleep(Duration::from_millis(500)).await))
        .route("/ages", get(async || tokio::time::sleep(Duration::from_secs(3600)).await))
        .route("/large", get(async || vec![b'x'; 64 * 1024 * 1024]));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let running = tokio::spawn(listen::serve(listener, router, limits, async {
        let _ = stopped.await;
    }));
    Site { address, stop, running }
}

async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("written");
    stream
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the connection is closed in time");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn an_answer_and_the_peer() {
    let site = start(Limits::default()).await;
    let mut stream = send(site.address, "GET /peer HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"), "{answer}");
}

#[tokio::test]
async fn half_a_head_and_silence_are_closed() {
    let site = start(Limits { header: Duration::from_millis(100), ..Limits::default() }).await;
    for beginning in ["", "GET /peer HT", "GET /peer HTTP/1.1\r\nhost: a\r\nx-a: b"] {
        let mut stream = send(site.address, beginning).await;
        let answer = rest(&mut stream).await;
        assert!(!answer.contains("200 OK"), "{beginning:?}: {answer}");
    }
    // Idle after a complete request counts the same.
    let mut stream = send(site.address, "GET /peer HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(rest(&mut stream).await.contains("200 OK"));
}

#[tokio::test]
async fn who_takes_nothing_of_the_answer_is_closed() {
    let site = start(Limits { write: Duration::from_millis(200), connections: 1, ..Limits::default() }).await;
    let taker_of_nothing = send(site.address, "GET /large HTTP/1.1\r\nhost: a\r\n\r\n").await;
    // The only seat is free again.
    let mut next = send(site.address, "GET /peer HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(rest(&mut next).await.contains("200 OK"));
    drop(taker_of_nothing);
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_a_seat() {
    let site = start(Limits { connections: 1, ..Limits::default() }).await;
    let first = send(site.address, "GET /peer HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let mut second = send(site.address, "GET /peer HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    let mut byte = [0];
    assert!(timeout(Duration::from_millis(200), second.read(&mut byte)).await.is_err(), "the second was served beside the first");
    drop(first);
    assert!(rest(&mut second).await.contains("200 OK") || byte[0] == b'H');
}

#[tokio::test]
async fn stopping_lets_a_request_finish() {
    let site = start(Limits::default()).await;
    let mut stream = send(site.address, "GET /half-a-second HTTP/1.1\r\nhost: a\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    site.stop.send(()).expect("still running");
    assert!(rest(&mut stream).await.contains("200 OK"));
    timeout(PATIENCE, site.running).await.expect("stops in time").expect("without a panic");
    assert!(TcpStream::connect(site.address).await.is_err());
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let site = start(Limits { drain: Duration::from_millis(50), ..Limits::default() }).await;
    let _stream = send(site.address, "GET /ages HTTP/1.1\r\nhost: a\r\n\r\n").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    site.stop.send(()).expect("still running");
    timeout(PATIENCE, site.running).await.expect("stops before the request is done").expect("without a panic");
}
