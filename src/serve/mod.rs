//! A web server for looking at a site while it is written.
//!
//! Serves an [`Output`] from memory: to this machine only unless told otherwise, to
//! requests that name this machine, and nothing but the site.

mod mime;
mod policy;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::output::{Content, Memory, Output, Store, percent_decode};

/// Why the server stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why not.
        error: std::io::Error,
    },
    /// The network failed.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

/// What every request sees.
struct Served {
    output: Output,
    store: Memory,
    address: SocketAddr,
    strict: bool,
}

/// Serves `output`, whose content `store` has, until interrupted. `ready` is called with the address once it listens,
/// which tells the port where 0 was asked for. A `strict` server forbids pages whatever
/// Yunji's own do without.
///
/// # Errors
///
/// When the address cannot be listened on.
pub fn serve(
    (output, store): (Output, Memory),
    address: SocketAddr,
    strict: bool,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|error| ServeError::Listen { address, error })?;
        let address = listener.local_addr()?;
        let served = Served { output, store, address, strict };
        let app = axum::Router::new().fallback(respond).with_state(Arc::new(served));
        ready(address);
        let interrupted = async {
            // Without a handler for it the interrupt ends the process all the same.
            let _ = tokio::signal::ctrl_c().await;
        };
        Ok(axum::serve(listener, app).with_graceful_shutdown(interrupted).await?)
    })
}

async fn respond(State(served): State<Arc<Served>>, request: Request) -> Response {
    let mut response = find(&served, &request);
    if served.strict {
        let policy = HeaderValue::from_static(policy::STRICT);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn find(served: &Served, request: &Request) -> Response {
    if !names_this_machine(request.headers(), served.address) {
        return (StatusCode::FORBIDDEN, "unknown host\n").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = percent_decode(request.uri().path().trim_start_matches('/'));
    let Some(path) = path else { return StatusCode::BAD_REQUEST.into_response() };
    let file =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(response) = file_response(served, StatusCode::OK, &file) {
        return response;
    }
    // `/docker` for `/docker/`: relative links need the slash.
    if served.output.get(&format!("{path}/index.html")).is_some() {
        let target = format!("{}/", request.uri().path());
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response();
    }
    let lost = file_response(served, StatusCode::NOT_FOUND, "404.html");
    lost.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// A file of the site; none when it has no such file.
fn file_response(served: &Served, status: StatusCode, path: &str) -> Option<Response> {
    let bytes = match served.output.find(path)? {
        (path, Content::Stored(_)) => served.store.read(path),
        (_, Content::Copy(file)) => crate::publish::read_source(file),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Some((StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response()),
    };
    let headers = [
        (header::CONTENT_TYPE, mime::of(path)),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Some((status, headers, Body::from(bytes)).into_response())
}

/// Whether the request's host is this server: another name that leads here belongs to a
/// page that wants to read what is not its own.
fn names_this_machine(headers: &HeaderMap, address: SocketAddr) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host else { return false };
    let name = host.rsplit_once(':').filter(|(_, port)| port.chars().all(|ch| ch.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    let own = address.ip().to_string();
    // Listening everywhere was asked for, and with it any address of this machine.
    let everywhere = address.ip().is_unspecified();
    let is_address = name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        || name.trim_matches(['[', ']']) == own
        || (everywhere && is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_that_name_this_machine_are_answered() {
        let asks = |host: &str, address: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            names_this_machine(&headers, address.parse().unwrap())
        };
        for host in ["localhost:1080", "127.0.0.1:1080", "[::1]:1080", "localhost"] {
            assert!(asks(host, "127.0.0.1:1080"), "{host}");
        }
        for host in ["evil.example", "evil.example:1080", "localhost.evil.example", "10.0.0.1:1080"] {
            assert!(!asks(host, "127.0.0.1:1080"), "{host}");
        }
        assert!(asks("10.0.0.1:1080", "0.0.0.0:1080"));
        assert!(!asks("evil.example", "0.0.0.0:1080"));
    }
}
