//! HTTP requests with timeouts, retries and pauses, and errors as messages.
//!
//! It does not know papers or the clock: the caller waits.

use std::cell::Cell;
use std::io::Read as _;
use std::time::Duration;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

/// Waits, and shows the reason to the user.
pub trait Patience {
    /// Waits for `time`; `why` is shown to the user.
    fn wait(&self, time: Duration, why: &str);
}

/// An HTTP client.
pub struct Client<'a> {
    agent: Agent,
    patience: &'a dyn Patience,
    /// Maximum number of attempts for one request.
    tries: u32,
    /// Whether errors name the full URL instead of the host.
    names_urls: bool,
    /// Whether a request was sent to arXiv before: arXiv requires a pause between two requests.
    asked_arxiv: Cell<bool>,
}

/// The expected format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// BibTeX.
    BibTex,
    /// The manifest of a published site.
    Manifest,
    /// A picture of any format.
    Picture,
}

/// Maximum size of an answer in bytes.
const LARGEST: u64 = 64_000_000;
/// Maximum size of a picture in bytes.
const LARGEST_PICTURE: u64 = 12_000_000;
/// Number of attempts where an answer is required.
const TRIES: u32 = 4;
/// Pause between two requests to arXiv (arXiv API user manual: three seconds).
const PACE: Duration = Duration::from_secs(3);
/// Maximum time to wait if a server asks to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// Why a request failed.
enum Failed {
    /// A later attempt may succeed, perhaps after this time.
    Again(String, Option<Duration>),
    /// Another attempt would fail too.
    Final(String),
}

impl<'a> Client<'a> {
    /// Returns a client with a timeout in seconds for each request.
    pub fn new(timeout: usize, patience: &'a dyn Patience) -> Client<'a> {
        let timeout = Duration::from_secs(timeout as u64);
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(10))))
            .http_status_as_error(false)
            .max_redirects(5)
            .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION")))
            .build();
        Client {
            agent: config.new_agent(),
            patience,
            tries: TRIES,
            names_urls: false,
            asked_arxiv: Cell::new(false),
        }
    }

    /// Returns a client that makes only one attempt, for optional answers.
    pub fn hasty(self) -> Client<'a> {
        Client { tries: 1, ..self }
    }

    /// Returns a client whose errors name the full URL, which may be long, and not only the host.
    pub fn naming_urls(self, names_urls: bool) -> Client<'a> {
        Client { names_urls, ..self }
    }

    /// Returns how errors name a URL: by its host, or in full.
    pub(super) fn name<'u>(&self, url: &'u str) -> &'u str {
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        if self.names_urls { url } else { host.split(['/', '?', '#']).next().unwrap_or(host) }
    }

    /// Returns the body of a response.
    ///
    /// # Errors
    /// A message: no connection, no response in time, a status other than success, or a body that is cut off, too
    /// large, or in another format.
    pub fn get(&self, url: &str, expected: Expected) -> Result<Vec<u8>, String> {
        self.ask(url, expected, Duration::from_secs(1))
    }

    /// Returns the body of a response of arXiv, with the pause that arXiv requires between two requests and after a
    /// failure.
    ///
    /// # Errors
    /// As for [`Client::get`].
    pub fn get_from_arxiv(&self, url: &str) -> Result<Vec<u8>, String> {
        if self.asked_arxiv.replace(true) {
            self.patience.wait(PACE, "arXiv requires three seconds between two requests");
        }
        self.ask(url, Expected::Xml, PACE)
    }

    /// Sends the fields of a form. The body of the answer is ignored.
    ///
    /// # Errors
    /// As for [`Client::get`].
    pub fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Result<(), String> {
        self.repeat(url, Duration::from_secs(1), || {
            let answer = self.agent.post(url).send_form(fields.iter().copied());
            receive(answer.map_err(|error| no_answer(&error))?, LARGEST).map(|_| Vec::new())
        })
        .map(drop)
    }

    fn ask(&self, url: &str, expected: Expected, pause: Duration) -> Result<Vec<u8>, String> {
        self.repeat(url, pause, || self.try_get(url, expected))
    }

    /// Sends a request until it succeeds. Waits at least `pause` after the first failure, and longer after each further
    /// one.
    fn repeat(
        &self,
        url: &str,
        mut pause: Duration,
        request: impl Fn() -> Result<Vec<u8>, Failed>,
    ) -> Result<Vec<u8>, String> {
        let least = pause;
        let name = self.name(url);
        for attempt in 1.. {
            match request() {
                Ok(body) => return Ok(body),
                Err(Failed::Final(why)) => return Err(format!("{name}: {why}")),
                Err(Failed::Again(why, _)) if attempt == self.tries => {
                    let times =
                        if attempt > 1 { format!(" (after {attempt} attempts)") } else { String::new() };
                    return Err(format!("{name}: {why}{times}"));
                }
                Err(Failed::Again(why, asked)) => {
                    let wait = asked.map_or(pause, |asked| asked.max(least));
                    if wait > LONGEST_WAIT {
                        let seconds = wait.as_secs();
                        return Err(format!("{name}: {why}; try again after {seconds} s"));
                    }
                    self.patience.wait(wait, &why);
                    pause *= 2;
                }
            }
        }
        Err(format!("{name}: no answer"))
    }

    fn try_get(&self, url: &str, expected: Expected) -> Result<Vec<u8>, Failed> {
        let accept = match expected {
            Expected::Json => "application/json",
            Expected::Xml => "application/atom+xml, application/xml",
            Expected::BibTex => "application/x-bibtex",
            Expected::Manifest => "*/*",
            Expected::Picture => "image/png, image/jpeg, image/gif, image/webp",
        };
        let answer =
            self.agent.get(url).header("accept", accept).call().map_err(|error| no_answer(&error))?;
        let kind = answer.body().mime_type().unwrap_or_default().to_owned();
        let body = receive(answer, if expected == Expected::Picture { LARGEST_PICTURE } else { LARGEST })?;
        match looks_like(&body, expected) {
            true => Ok(body),
            false => {
                Err(Failed::Final(format!("expected {}, found {}", expected.name(), name_of(&body, &kind))))
            }
        }
    }
}

/// Returns the body of a successful response.
fn receive(answer: Response<Body>, largest: u64) -> Result<Vec<u8>, Failed> {
    let status = answer.status();
    let asked = retry_after(answer.headers());
    let too_large = || Failed::Final(format!("the response is larger than {largest} bytes"));
    if status.is_success() && answer.body().content_length().is_some_and(|length| length > largest) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    let mut reader = answer.into_body().into_with_config().limit(largest).reader();
    let read = reader.read_to_end(&mut body);
    if !status.is_success() {
        let why = format!(
            "the server returned {} {}",
            status.as_u16(),
            status.canonical_reason().unwrap_or_default()
        );
        let why = match words_of(&body) {
            Some(words) => format!("{why}: {words}"),
            None => why,
        };
        return Err(match status.as_u16() {
            408 | 425 | 429 | 500 | 502 | 503 | 504 => Failed::Again(why, asked),
            _ => Failed::Final(why),
        });
    }
    if let Err(error) = read {
        let error = ureq::Error::from(error);
        return Err(match error {
            ureq::Error::BodyExceedsLimit(_) => too_large(),
            ureq::Error::Timeout(_) => Failed::Again("the response timed out".to_owned(), None),
            error => Failed::Again(format!("the response was incomplete ({error})"), None),
        });
    }
    Ok(body)
}

impl Expected {
    fn name(self) -> &'static str {
        match self {
            Expected::Json => "JSON",
            Expected::Xml => "XML",
            Expected::BibTex => "BibTeX",
            Expected::Manifest => "a manifest",
            Expected::Picture => "a picture",
        }
    }
}

/// Returns the error message in a JSON answer.
pub(super) fn words_of(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let words = body.get("error").or(body.get("message"))?.as_str()?;
    Some(words.chars().filter(|char| !char.is_control()).take(200).collect())
}

fn no_answer(error: &ureq::Error) -> Failed {
    match error {
        ureq::Error::Timeout(_) => Failed::Again("the request timed out".to_owned(), None),
        ureq::Error::HostNotFound => {
            Failed::Again("unknown host; check the network connection".to_owned(), None)
        }
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => {
            Failed::Again(format!("the connection failed ({error})"), None)
        }
        ureq::Error::Protocol(_) => {
            Failed::Again(format!("the response is incomplete or not HTTP ({error})"), None)
        }
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => {
            Failed::Final("too many redirects".to_owned())
        }
        error => Failed::Final(format!("the request failed ({error})")),
    }
}

/// Returns whether a body has the expected format, judged by its first byte. The headers of servers are not reliable.
fn looks_like(body: &[u8], expected: Expected) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let is_html = body.get(..15).is_some_and(|start| {
        let start = start.to_ascii_lowercase();
        start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
    });
    match expected {
        Expected::Json => body.starts_with(b"[") || body.starts_with(b"{"),
        Expected::Xml => body.starts_with(b"<") && !is_html,
        Expected::BibTex => body.starts_with(b"@"),
        Expected::Manifest => body.starts_with(b"offprint manifest "),
        // The reader of pictures reports other formats by name.
        Expected::Picture => true,
    }
}

fn name_of(body: &[u8], kind: &str) -> String {
    match (body.trim_ascii().is_empty(), kind) {
        (true, _) => "an empty response".to_owned(),
        (false, "") => "something else".to_owned(),
        (false, kind) => kind.chars().filter(|char| !char.is_control()).take(60).collect(),
    }
}

/// Returns how long the server asks to wait: a number of seconds, or the time until a date, compared with the server's
/// own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("retry-after")?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let time = |text: &str| chrono::DateTime::parse_from_rfc2822(text.trim()).ok();
    let until = time(text)?;
    let now = time(headers.get("date")?.to_str().ok()?)?;
    (until - now).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::io::Write as _;
    use std::net::TcpListener;

    /// Records the requested waiting times, and does not wait.
    #[derive(Default)]
    struct Waits(RefCell<Vec<u64>>);

    impl Patience for Waits {
        fn wait(&self, time: Duration, _: &str) {
            self.0.borrow_mut().push(time.as_secs());
        }
    }

    /// Serves responses in order; returns the address.
    fn serve(answers: Vec<String>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4_096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        address
    }

    fn answer(status: u16, headers: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
    }

    #[test]
    fn requests_to_arxiv_keep_the_required_pause() {
        let busy = |headers| answer(503, headers, "");
        let feed = answer(200, "", "<feed/>");
        let url =
            serve(vec![busy(""), busy("retry-after: 1\r\n"), busy("retry-after: 7\r\n"), feed.clone(), feed]);
        let waits = Waits::default();
        let client = Client::new(5, &waits);
        client.get_from_arxiv(&url).unwrap();
        assert_eq!(*waits.0.borrow(), [3, 3, 7]);
        client.get_from_arxiv(&url).unwrap();
        assert_eq!(*waits.0.borrow(), [3, 3, 7, 3]);
    }

    #[test]
    fn an_error_names_the_host_and_on_request_the_url() {
        let url = format!(
            "{}query?ids={}",
            serve(vec![answer(404, "", ""), answer(404, "", "")]),
            "1".repeat(1_300)
        );
        let waits = Waits::default();
        let error = Client::new(5, &waits).get(&url, Expected::Json).unwrap_err();
        assert!(
            error.starts_with("127.0.0.1:") && error.ends_with(": the server returned 404 Not Found"),
            "{error}"
        );
        assert!(!error.contains("query"), "{error}");
        let error = Client::new(5, &waits).naming_urls(true).get(&url, Expected::Json).unwrap_err();
        assert_eq!(error, format!("{url}: the server returned 404 Not Found"));
    }

    #[test]
    fn retries_of_other_servers_have_growing_pauses() {
        let busy = |headers| answer(429, headers, "");
        let url = serve(vec![
            busy(""),
            busy("retry-after: 0\r\n"),
            busy(""),
            answer(400, "", "{\"error\": \"No such day\"}"),
        ]);
        let waits = Waits::default();
        let error = Client::new(5, &waits).get(&url, Expected::Json).unwrap_err();
        assert!(error.ends_with("the server returned 400 Bad Request: No such day"), "{error}");
        assert_eq!(*waits.0.borrow(), [1, 1, 4]);
    }
}
