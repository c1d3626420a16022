//! A web server as strict as a careful administrator's: the published folder below a path,
//! nothing compressed, nothing rewritten, and the policy that the manual recommends.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// The policy of `content/handbook/intranet-and-offline.md`.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'";

/// Serves a folder below `/notes/` until dropped; afterwards nothing listens there.
pub(crate) struct Host {
    pub(crate) url: String,
    port: u16,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// On a port that is free, or on that of a host that has ended.
    pub(crate) fn start(folder: &Path, port: u16) -> Host {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (folder, ended) = (folder.to_path_buf(), Arc::new(AtomicBool::new(false)));
        let over = Arc::clone(&ended);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let folder = folder.clone();
                std::thread::spawn(move || answer(&stream.unwrap(), &folder));
            }
        });
        Host { url: format!("http://127.0.0.1:{port}/notes/"), port, ended, thread: Some(thread) }
    }

    /// Stops, and says where the same address can be served again.
    pub(crate) fn stop(self) -> u16 {
        self.port
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        self.thread.take().unwrap().join().unwrap();
    }
}

fn answer(stream: &TcpStream, folder: &Path) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    // All of the request, or closing the connection resets it.
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let address = request.split([' ', '?']).nth(1).unwrap();
    let file = address.strip_prefix("/notes/").map(|path| file(folder, path));
    let (status, kind, body) = match file.as_ref().map(|file| (file, std::fs::read(file))) {
        Some((file, Ok(body))) => ("200 OK", media_type(file), body),
        _ => ("404 Not Found", "text/plain", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: {POLICY}\r\n\r\n",
        body.len()
    );
    // A browser that has lost interest is no failure.
    let _ = { stream }.write_all(&[head.as_bytes(), &body].concat());
}

fn file(folder: &Path, path: &str) -> PathBuf {
    let file = folder.join(path);
    if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
