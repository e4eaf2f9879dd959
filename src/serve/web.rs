//! The server: what a browser asks, answered from the site as it is at the moment.
//!
//! A path is looked up among the paths of the site and nowhere else, so none leads out of it. It answers to its own names only: a page on
//! the web could otherwise have its host name lead here, and read the site as its own.

use super::rounds::{LookedAt, State, words};
use super::{Audience, live};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State as Of};
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
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

/// What every answer needs.
#[derive(Clone)]
pub(super) struct Server {
    pub told: Receiver<Arc<State>>,
    pub looked_at: Arc<LookedAt>,
    pub audience: Arc<dyn Audience>,
    /// The name it was told to listen on.
    pub host: String,
}

/// An answer before it is one of HTTP's.
struct Answer {
    status: StatusCode,
    kind: String,
    bytes: Vec<u8>,
    /// What it looks like, where it is a page.
    looks: u64,
    problem: Option<String>,
    location: Option<String>,
}

/// Answers until the process ends.
pub(super) async fn serve(listener: TcpListener, server: Server) {
    let router = Router::new()
        .route(live::SCRIPT_PATH, get(script))
        .route(live::EVENTS_PATH, get(events))
        .fallback(file)
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server.clone());
    let served = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => axum::serve(listener, router).await,
        Err(error) => Err(error),
    };
    if let Err(error) = served {
        server.audience.warn(&format!("nothing is answered any more: {error}"));
    }
}

/// Lets nobody in who came by another name, and has nothing kept.
async fn guard(Of(server): Of<Server>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let mut response = if !host.is_some_and(|host| is_own_name(host, &server.host)) {
        let text = "This server answers to localhost and to numeric addresses. To reach it by another name, start it with --host NAME.\n";
        (StatusCode::FORBIDDEN, text).into_response()
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

/// Tells whether a host is one that nobody else can have: this machine's own name, a number, or what we were told to listen on.
fn is_own_name(host: &str, own: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    let is_local =
        name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
    is_local || name.parse::<IpAddr>().is_ok() || name.eq_ignore_ascii_case(own)
}

async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], live::SCRIPT).into_response()
}

/// Tells an open page how it would look, now and after every round.
async fn events(
    Of(server): Of<Server>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let path = asked.get("path").cloned().unwrap_or_default();
    let told = WatchStream::new(server.told.clone());
    let stream = told.map(move |state| {
        let answer = answer(&server, &state, &path);
        let styles = state.shown.as_ref().map(|shown| shown.styles()).unwrap_or_default();
        Ok(Event::default().data(live::message(answer.looks, &styles, answer.problem.as_deref())))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn file(Of(server): Of<Server>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
    // A big page takes its time; others need not wait for it.
    let made = tokio::task::spawn_blocking(move || {
        let state = server.told.borrow().clone();
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

/// Answers a path, which is as the browser wrote it.
fn answer(server: &Server, state: &State, path: &str) -> Answer {
    let problem = state.problem.clone();
    let ours = |status, title, text: &str| {
        let bytes = live::page(title, text);
        let looks = live::digest(&bytes, 0);
        Answer { status, kind: html(), bytes, looks, problem: problem.clone(), location: None }
    };
    let Some(shown) = &state.shown else {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        return match problem {
            Some(_) => ours(
                unavailable,
                "The site cannot be shown yet",
                "It appears here once its errors are mended.",
            ),
            None => ours(unavailable, "One moment", "The site is being read."),
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
                ..ours(StatusCode::TEMPORARY_REDIRECT, "Moved", "The site has another path now.")
            },
            None => ours(
                StatusCode::NOT_FOUND,
                "Not found",
                &format!("The site is below {root} here, as its settings say."),
            ),
        };
    };
    let name = percent_decode_str(below).decode_utf8_lossy();
    let name =
        if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.into_owned() };
    let (status, name, made) = match shown.file(&name) {
        Some(made) => (StatusCode::OK, name, Some(made)),
        // A folder is asked for by its name.
        None if shown.prepared.plan.page_at(&format!("{name}/index.html")).is_some() => {
            return Answer {
                location: Some(format!("{path}/")),
                ..ours(StatusCode::TEMPORARY_REDIRECT, "Moved", "This is a folder.")
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
            let page = ours(
                StatusCode::INTERNAL_SERVER_ERROR,
                "This page cannot be made",
                "The template of this page has an error.",
            );
            Answer { problem: problem.or(text), ..page }
        }
        None => ours(StatusCode::NOT_FOUND, "Not found", "There is no such page."),
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
        // Several ranges at once may be answered by the whole, and so may what is no range.
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

/// Returns the type of a file by its name.
fn kind_of(path: &str) -> String {
    let kind = match path.rsplit_once('.').map_or("", |(_, end)| end) {
        // Feeds are shown by browsers only as this.
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

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        for own in [
            "localhost",
            "LOCALHOST:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "10.0.0.7",
            "a.localhost",
            "box:4000",
        ] {
            assert!(is_own_name(own, "box"), "{own}");
        }
        for other in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:4000",
            "",
            "user@localhost@evil.example",
        ] {
            assert!(!is_own_name(other, "box"), "{other}");
        }
    }

    #[test]
    fn files_have_the_types_of_their_names() {
        assert_eq!(kind_of("index.html"), "text/html; charset=utf-8");
        assert_eq!(kind_of("feed.xml"), "application/xml; charset=utf-8");
        assert_eq!(kind_of("assets/a.css"), "text/css; charset=utf-8");
        assert_eq!(kind_of("assets/a.js"), "text/javascript; charset=utf-8");
        assert_eq!(kind_of("data/papers.jsonl"), "text/plain; charset=utf-8");
        assert_eq!(kind_of("a.svg"), "image/svg+xml");
        assert_eq!(kind_of("a.unheard-of"), "application/octet-stream");
    }
}
