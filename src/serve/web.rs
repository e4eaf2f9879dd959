//! The HTTP server, which answers from the current version of the site.
//!
//! A path is looked up in the plan of the site only, so no request can read other files. Requests for other host names
//! are refused, which prevents DNS rebinding.

use super::rounds::{LookedAt, State, words};
use super::{Audience, live};
use crate::text::percent;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State as Shared};
use axum::http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, HOST, LOCATION, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio_io_timeout::TimeoutStream;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

/// The state of the server.
#[derive(Clone)]
pub(super) struct Server {
    /// The state after each round.
    pub states: Receiver<Arc<State>>,
    /// The pages that were requested last.
    pub looked_at: Arc<LookedAt>,
    /// The receiver of events.
    pub audience: Arc<dyn Audience>,
    /// The host names and addresses that the user chose.
    pub hosts: Vec<String>,
    /// The answer to a request for another host name.
    pub forbidden: String,
}

/// A response, before it is converted to HTTP.
struct Answer {
    status: StatusCode,
    kind: String,
    bytes: Vec<u8>,
    /// The hash of a page.
    looks: u64,
    problem: Option<String>,
    location: Option<String>,
}

/// Limits of connections, so that idle clients do not block others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The timeout for the head of a request. It starts when the connection is ready, so it is also the timeout between
    /// two requests.
    request: Duration,
    /// The timeout of a client that does not read its response.
    answer: Duration,
    /// The maximum number of open connections; further ones wait. Each open page uses one for events. Systems may limit
    /// a process to 256 open files.
    connections: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { request: Duration::from_secs(10), answer: Duration::from_secs(60), connections: 200 }
    }
}

/// Answers requests until the process ends.
pub(super) async fn serve(listener: TcpListener, server: Server) {
    let router = Router::new()
        .route(live::SCRIPT_PATH, get(script))
        .route(live::EVENTS_PATH, get(events))
        .fallback(file)
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server.clone());
    match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => accept(listener, router, Limits::default()).await,
        Err(error) => server.audience.warn(&format!("the server stopped: {error}")),
    }
}

/// Accepts connections and answers their requests.
async fn accept(listener: tokio::net::TcpListener, router: Router, limits: Limits) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    // The semaphore is never closed, so this loop never ends.
    while let Ok(slot) = slots.clone().acquire_owned().await {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) if is_of_connection(&error) => continue,
            Err(_) => {
                // A temporary error, such as too many open files.
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.answer));
        let service = TowerToHyperService::new(router.clone());
        let answered = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.request)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        tokio::spawn(async move {
            // An error concerns this client only.
            let _ = answered.await;
            drop(slot);
        });
    }
}

/// The pause after the system refused to accept a connection.
const PAUSE: Duration = Duration::from_secs(1);

/// Returns whether an error concerns one connection, which was closed before it was accepted.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::ConnectionRefused | Kind::ConnectionAborted | Kind::ConnectionReset)
}

/// Refuses requests for other host names, and disables caches.
async fn guard(Shared(server): Shared<Server>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(|host| is_own_name(host, &server.hosts)) {
        (StatusCode::FORBIDDEN, server.forbidden).into_response()
    } else if ![Method::GET, Method::HEAD].contains(request.method()) {
        (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Returns whether a host name cannot belong to another server: localhost, a numeric address, or a host that the user
/// chose.
fn is_own_name(host: &str, chosen: &[String]) -> bool {
    /// Removes the brackets of IPv6 and the final dot of an absolute name.
    fn bare(host: &str) -> &str {
        host.trim_start_matches('[').trim_end_matches(['.', ']'])
    }
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = bare(authority.host());
    let is_local =
        name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    // Browsers send requests for `0.0.0.0` to this machine, without the restrictions for requests to local servers.
    let is_address = name.parse::<IpAddr>().is_ok_and(|ip| !ip.to_canonical().is_unspecified());
    is_local || is_address || chosen.iter().any(|host| name.eq_ignore_ascii_case(bare(host)))
}

async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], live::SCRIPT).into_response()
}

/// Sends an open page its current hash, now and after every round.
async fn events(
    Shared(server): Shared<Server>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let path = asked.get("path").cloned().unwrap_or_default();
    let states = WatchStream::new(server.states.clone());
    let stream = states.map(move |state| {
        let answer = answer(&server, &state, &path);
        let styles = state.shown.as_ref().map(|shown| shown.styles()).unwrap_or_default();
        Ok(Event::default().data(live::message(answer.looks, &styles, answer.problem.as_deref())))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn file(Shared(server): Shared<Server>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
    // Rendering a large page must not delay other requests.
    let made = tokio::task::spawn_blocking(move || {
        let state = server.states.borrow().clone();
        let mut answer = answer(&server, &state, &path);
        if answer.kind.starts_with("text/html") {
            live::add_script(&mut answer.bytes, answer.looks);
        }
        answer
    });
    match made.await {
        Ok(answer) => respond(answer, range.as_deref()),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Returns the response for a path, which may be percent-encoded.
fn answer(server: &Server, state: &State, path: &str) -> Answer {
    let problem = state.problem.clone();
    let message = |status, title, text: &str| {
        let bytes = live::page(title, text);
        let looks = live::digest(&bytes, 0);
        Answer { status, kind: html(), bytes, looks, problem: problem.clone(), location: None }
    };
    let Some(shown) = &state.shown else {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        return match problem {
            Some(_) => message(unavailable, "The site cannot be shown yet", "Fix the errors to show it."),
            None => message(unavailable, "Loading", "The site is being read."),
        };
    };
    let root = shown.prepared.site.root();
    let Some(below) = path.strip_prefix(root) else {
        let former = state.former.iter().filter(|former| former.len() > 1);
        let rest = former.rev().find_map(|former| path.strip_prefix(former.as_str()));
        let to =
            if path == "/" { Some("") } else { rest.or_else(|| (format!("{path}/") == root).then_some("")) };
        return match to {
            Some(rest) => Answer {
                location: Some([root, rest.trim_start_matches('/')].concat()),
                ..message(StatusCode::TEMPORARY_REDIRECT, "Moved", "The path of the site changed.")
            },
            None => message(
                StatusCode::NOT_FOUND,
                "Not found",
                &format!("The path of this site is {root}, from `base_url` in site.toml."),
            ),
        };
    };
    let name = percent::decode(below);
    let name = if name.is_empty() || name.ends_with('/') { name + "index.html" } else { name };
    let (status, name, made) = match shown.file(&name) {
        Some(made) => (StatusCode::OK, name, Some(made)),
        // A directory without the final slash.
        None if shown.prepared.plan.page_at(&format!("{name}/index.html")).is_some() => {
            return Answer {
                location: Some(format!("{path}/")),
                ..message(StatusCode::TEMPORARY_REDIRECT, "Moved", "This is a directory.")
            };
        }
        None => (StatusCode::NOT_FOUND, "404.html".to_owned(), shown.file("404.html")),
    };
    match made {
        Some(Ok(bytes)) => {
            let kind = kind_of(&name);
            let bytes = bytes.as_ref().to_vec();
            let is_page = kind.starts_with("text/html");
            if is_page && status == StatusCode::OK {
                server.looked_at.add(&name);
            }
            let looks = if is_page { shown.looks(&bytes) } else { 0 };
            Answer { status, kind, bytes, looks, problem, location: None }
        }
        Some(Err(wrong)) => {
            server.audience.failed(&shown.sources, &wrong);
            let text = words(&shown.sources, std::slice::from_ref(&*wrong));
            let page = message(
                StatusCode::INTERNAL_SERVER_ERROR,
                "This page cannot be rendered",
                "A template of this page has an error.",
            );
            Answer { problem: problem.or(text), ..page }
        }
        None => message(StatusCode::NOT_FOUND, "Not found", "This page does not exist."),
    }
}

fn respond(answer: Answer, range: Option<&str>) -> Response {
    let Answer { mut status, kind, bytes, location, .. } = answer;
    let mut headers = HeaderMap::new();
    let mut add = |name, text: &str| {
        if let Ok(value) = HeaderValue::from_str(text) {
            headers.insert(name, value);
        }
    };
    add(CONTENT_TYPE, &kind);
    if let Some(location) = location {
        add(LOCATION, &location);
    }
    let mut bytes = Bytes::from(bytes);
    if status == StatusCode::OK {
        add(ACCEPT_RANGES, "bytes");
        let len = bytes.len() as u64;
        // Several ranges, or an invalid one, get the whole file, as RFC 9110 allows.
        let asked = range.and_then(|range| http_range_header::parse_range_header(range).ok());
        match asked.map(|asked| asked.validate(len)) {
            Some(Ok(ranges)) if ranges.len() == 1 => {
                let (start, end) = (*ranges[0].start(), *ranges[0].end());
                status = StatusCode::PARTIAL_CONTENT;
                add(CONTENT_RANGE, &format!("bytes {start}-{end}/{len}"));
                bytes = bytes.slice(start as usize..=end as usize);
            }
            Some(Err(_)) => {
                status = StatusCode::RANGE_NOT_SATISFIABLE;
                add(CONTENT_RANGE, &format!("bytes */{len}"));
                bytes = Bytes::new();
            }
            _ => {}
        }
    }
    (status, headers, Body::from(bytes)).into_response()
}

fn html() -> String {
    "text/html; charset=utf-8".to_owned()
}

/// Returns the media type of a file by its name.
fn kind_of(path: &str) -> String {
    let kind = match path.rsplit_once('.').map_or("", |(_, end)| end) {
        // Browsers display feeds only with this type.
        "xml" | "opml" => "application/xml".to_owned(),
        "jsonl" | "ndjson" | "bib" | "ris" | "" => "text/plain".to_owned(),
        _ => mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned(),
    };
    let is_text = kind.starts_with("text/") || ["application/xml", "application/json"].contains(&&*kind);
    if is_text { format!("{kind}; charset=utf-8") } else { kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    #[test]
    fn requests_for_other_host_names_are_refused() {
        let chosen = ["box", "app.tunnel.example"].map(str::to_owned);
        for own in [
            "localhost",
            "LOCALHOST:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "10.0.0.7",
            "a.localhost",
            "box:4000",
            "app.tunnel.example",
            "App.Tunnel.Example.:443",
        ] {
            assert!(is_own_name(own, &chosen), "{own}");
        }
        for other in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:4000",
            "",
            "user@localhost@evil.example",
            "tunnel.example",
            "b.app.tunnel.example",
            "app.tunnel.example.evil.example",
        ] {
            assert!(!is_own_name(other, &chosen), "{other}");
        }
    }

    #[test]
    fn an_unspecified_address_is_accepted_only_if_the_user_chose_it() {
        for (host, own, is_own) in [
            ("0.0.0.0:4000", "127.0.0.1", false),
            ("0.0.0.0", "localhost", false),
            ("[::]:4000", "127.0.0.1", false),
            ("[::ffff:0.0.0.0]", "127.0.0.1", false),
            ("0.0.0.0:4000", "0.0.0.0", true),
            ("[::]:4000", "[::]", true),
            ("[::]:4000", "::", true),
            ("0.0.0.0:4000", "::", false),
            ("10.0.0.7:4000", "0.0.0.0", true),
        ] {
            assert_eq!(is_own_name(host, &[own.to_owned()]), is_own, "{host}, listening on {own}");
        }
    }

    /// Starts a server with `router`, and returns its runtime and address.
    fn serving(router: Router, limits: Limits) -> (tokio::runtime::Runtime, SocketAddr) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(accept(listener, router, limits));
        (runtime, address)
    }

    /// The maximum time to wait for anything.
    const PATIENCE: Duration = Duration::from_secs(60);
    const SOON: Duration = Duration::from_millis(200);

    /// Connects, and sends the beginning of a request.
    fn send(address: SocketAddr, text: &str) -> TcpStream {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.write_all(text.as_bytes()).unwrap();
        socket
    }

    /// Reads until the server closes the connection.
    fn rest(mut socket: TcpStream) -> String {
        let mut bytes = Vec::new();
        if let Err(error) = socket.read_to_end(&mut bytes) {
            assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn incomplete_requests_time_out_and_others_are_answered() {
        let router = Router::new().route("/", get(|| async { "here" }));
        let limits = Limits { request: SOON, answer: PATIENCE, connections: 4 };
        let (_runtime, address) = serving(router, limits);
        let whole = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        // Three incomplete requests, and one connection that stays open after a response, use all slots.
        let begun: Vec<TcpStream> = ["", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\nX: ", whole]
            .map(|text| send(address, text))
            .into();
        let other = rest(send(address, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assert!(other.starts_with("HTTP/1.1 200") && other.ends_with("here"), "{other}");
        let ended: Vec<String> = begun.into_iter().map(rest).collect();
        assert!(ended[..3].iter().all(|text| !text.contains("200 OK")), "{ended:?}");
        assert!(ended[3].ends_with("here"), "{ended:?}");
    }

    #[test]
    fn a_client_that_does_not_read_its_response_is_disconnected() {
        // Larger than the socket buffers, with a timeout that allows for a slow reader.
        let router = Router::new().route("/", get(|| async { vec![b'x'; 32 << 20] }));
        let limits = Limits { request: PATIENCE, answer: 10 * SOON, connections: 1 };
        let (_runtime, address) = serving(router, limits);
        let whole = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let idle = send(address, whole);
        assert!(rest(send(address, whole)).len() > 32 << 20, "the slot became free");
        assert!(rest(idle).len() < 32 << 20, "the response is incomplete");
    }

    #[test]
    fn the_event_stream_of_an_open_page_does_not_time_out() {
        let (sender, states) = tokio::sync::watch::channel(1);
        let events = move || {
            let stream = WatchStream::new(states.clone());
            let stream = stream.map(|number| Ok::<_, Infallible>(Event::default().data(number.to_string())));
            async { Sse::new(stream).keep_alive(KeepAlive::new().interval(SOON / 4)) }
        };
        let limits = Limits { request: SOON, answer: SOON, connections: 2 };
        let (_runtime, address) = serving(Router::new().route("/", get(events)), limits);
        let mut page = BufReader::new(send(address, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let mut until = |text: &str| {
            let mut line = String::new();
            while !line.contains(text) {
                line.clear();
                assert!(page.read_line(&mut line).unwrap() > 0, "the server hung up before `{text}`");
            }
        };
        until("data: 1");
        // Longer than the timeout of idle connections.
        for _ in 0..2 {
            rest(send(address, "GET"));
        }
        sender.send(2).unwrap();
        until("data: 2");
    }

    #[test]
    fn media_types_follow_from_names() {
        assert_eq!(kind_of("index.html"), "text/html; charset=utf-8");
        assert_eq!(kind_of("feed.xml"), "application/xml; charset=utf-8");
        assert_eq!(kind_of("assets/a.css"), "text/css; charset=utf-8");
        assert_eq!(kind_of("assets/a.js"), "text/javascript; charset=utf-8");
        assert_eq!(kind_of("data/papers.jsonl"), "text/plain; charset=utf-8");
        assert_eq!(kind_of("a.svg"), "image/svg+xml");
        assert_eq!(kind_of("a.unheard-of"), "application/octet-stream");
    }
}
