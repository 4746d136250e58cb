//! What only a socket shows: slow clients, large heads, the end.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use kbfix::web::{Settings, State, listen};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

use crate::harness::Kbfix;

/// The program as it is run.
struct Server {
    child: Child,
    address: SocketAddr,
    said: mpsc::Receiver<String>,
}

impl Server {
    fn start(kbfix: &Kbfix, args: &[&str]) -> Self {
        let args = [&["serve", "--addr", "127.0.0.1:0"], args].concat();
        let mut child = kbfix.command(&args).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let greeting = lines.next().unwrap();
        let address = greeting.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        assert!(greeting.contains("for this machine only"), "{greeting}");
        let address = address.unwrap().parse().unwrap();
        let (send, said) = mpsc::channel();
        thread::spawn(move || lines.for_each(|line| drop(send.send(line))));
        Self { child, address, said }
    }

    fn stop(&mut self) -> Option<i32> {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Sends bytes and reads until the server closes.
fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A server that does not read all may reset the connection when it closes it.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_program_serves_refreshes_and_stops() {
    let kbfix = Kbfix::new();
    kbfix.article("kb/Q900001.TXT", 900_001, "Frobnicator leaks", "It leaks.\n");
    kbfix.run(&["index", "kb"]).found();
    let mut server = Server::start(&kbfix, &["--log"]);
    let get = |path: &str| exchange(server.address, &format!("GET {path} HTTP/1.0\r\n\r\n"));
    let answer = get("/search?q=frobnicator");
    assert!(answer.starts_with("HTTP/1.0 200") && answer.contains("/kb/Q900001"), "{answer}");
    let head = exchange(server.address, "HEAD /search?q=frobnicator HTTP/1.0\r\n\r\n");
    assert!(head.contains("content-length: ") && head.ends_with("\r\n\r\n"), "{head}");
    let line = server.said.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(
        line.starts_with("127.0.0.1 - - [") && line.contains("\"GET /search?q=frobnicator HTTP/1.0\" 200 "),
        "{line}"
    );

    kbfix.article("kb/Q900002.TXT", 900_002, "Frobnicator hangs", "It hangs.\n");
    kbfix.run(&["index", "--rebuild"]).found();
    let end = Instant::now() + Duration::from_secs(20);
    while !get("/search?q=frobnicator").contains("/kb/Q900002") {
        assert!(Instant::now() < end, "the new index is not served");
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(server.stop(), Some(0));
    assert_eq!(server.said.iter().last().as_deref(), Some("stopped"));
}

#[test]
fn an_address_in_use_is_an_error() {
    let kbfix = Kbfix::with_samples();
    let server = Server::start(&kbfix, &[]);
    let error = kbfix.run(&["serve", "--addr", &server.address.to_string()]).refused();
    assert!(error.contains("cannot listen on") && error.contains("try: another port"), "{error}");
    kbfix.run(&["serve", "--addr", "8080"]).refused();
    kbfix.run(&["serve", "--allow-host", "http://x/"]).refused();
}

/// A server in this process, until `stop` is dropped.
struct Inside {
    address: SocketAddr,
    state: State,
    stop: Option<oneshot::Sender<()>>,
    done: thread::JoinHandle<()>,
    _kbfix: Kbfix,
}

impl Inside {
    fn start(settings: Settings) -> Self {
        let kbfix = Kbfix::with_samples();
        let state = State::open(&kbfix.path("index"), settings).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (send, ready) = mpsc::channel();
        let served = state.clone();
        let done = thread::spawn(move || {
            Runtime::new().unwrap().block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                send.send(listener.local_addr().unwrap()).unwrap();
                listen(listener, served, async { drop(stopped.await) }).await;
            });
        });
        Self { address: ready.recv().unwrap(), state, stop: Some(stop), done, _kbfix: kbfix }
    }
}

#[test]
fn a_slow_client_is_cut_off() {
    let settings = Settings { head_time: Duration::from_millis(400), ..Settings::default() };
    let server = Inside::start(settings);
    for begun in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\nX: "] {
        let start = Instant::now();
        let answer = exchange(server.address, begun);
        assert!(!answer.contains(" 200 "), "{answer}");
        assert!(start.elapsed() < Duration::from_secs(10), "{begun:?}");
    }
    // Nor may a connection be held open between requests.
    let start = Instant::now();
    let answer = exchange(server.address, "GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(answer.contains(" 200 "), "{answer}");
    assert!(start.elapsed() < Duration::from_secs(10), "the connection is held open");
}

#[test]
fn a_client_that_does_not_read_is_cut_off() {
    let settings = Settings { write_time: Duration::from_millis(400), ..Settings::default() };
    let server = Inside::start(settings);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = "GET /api/v1/search?limit=54 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100);
    let end = Instant::now() + Duration::from_secs(30);
    while stream.write_all(request.as_bytes()).is_ok() {
        assert!(Instant::now() < end, "it goes on for one who does not read");
    }
}

#[test]
fn a_head_has_its_limit() {
    let server = Inside::start(Settings::default());
    let head = |bytes: usize| {
        let value = "x".repeat(bytes);
        exchange(server.address, &format!("GET /robots.txt HTTP/1.0\r\nX: {value}\r\n\r\n"))
    };
    assert!(head(1000).starts_with("HTTP/1.0 200"));
    let answer = head(100_000);
    assert!(answer.is_empty() || answer.contains(" 431 "), "{answer}");
    let answer = exchange(server.address, "GET / HTTP/1.1\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let answer = exchange(server.address, &format!("GET /search?q={} HTTP/1.0\r\n\r\n", "a".repeat(60_000)));
    assert!(answer.starts_with("HTTP/1.0 414"), "{answer}");
}

#[test]
fn what_is_being_answered_is_finished() {
    let mut server = Inside::start(Settings { workers: 1, ..Settings::default() });
    let state = server.state.clone();
    thread::spawn(move || {
        let work = state.run(|_| {
            thread::sleep(Duration::from_secs(1));
            Ok(())
        });
        Runtime::new().unwrap().block_on(work)
    });
    thread::sleep(Duration::from_millis(200));
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(b"GET /search?q=leak HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    thread::sleep(Duration::from_millis(200));
    drop(server.stop.take());
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.trim_end().ends_with("</html>"), "{answer}");
    server.done.join().unwrap();
    assert!(TcpStream::connect(server.address).is_err());
}
