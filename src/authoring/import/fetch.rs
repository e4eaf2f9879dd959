//! HTTP requests with time-outs, retries and pauses, and errors in words.
//!
//! It knows nothing of papers or the clock: the caller does the waiting.

use std::cell::Cell;
use std::io::Read as _;
use std::time::Duration;
use ureq::Agent;
use ureq::http::HeaderMap;

/// Waits, and shows the reason to the user.
pub trait Patience {
    fn wait(&self, time: Duration, why: &str);
}

/// An HTTP client.
pub struct Client<'a> {
    agent: Agent,
    patience: &'a dyn Patience,
    /// Maximum number of attempts for one request.
    tries: u32,
    /// Whether a request was sent to arXiv before: arXiv requires a pause between two requests.
    asked_arxiv: Cell<bool>,
}

/// The expected format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Json,
    Xml,
    BibTex,
}

/// Maximum size of an answer in bytes.
const LARGEST: u64 = 64_000_000;
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
    /// Returns a client with a time-out in seconds for each request.
    pub fn new(timeout: usize, patience: &'a dyn Patience) -> Client<'a> {
        let timeout = Duration::from_secs(timeout as u64);
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(10))))
            .http_status_as_error(false)
            .max_redirects(5)
            .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION")))
            .build();
        Client { agent: config.new_agent(), patience, tries: TRIES, asked_arxiv: Cell::new(false) }
    }

    /// Returns a client that makes one attempt: for answers that are optional.
    pub fn hasty(self) -> Client<'a> {
        Client { tries: 1, ..self }
    }

    /// Returns the body of an answer.
    ///
    /// # Errors
    /// A message: no connection, no answer in time, a status other than success, or a body that is cut off, too large, or in another format.
    pub fn get(&self, url: &str, wanted: Wanted) -> Result<Vec<u8>, String> {
        self.ask(url, wanted, Duration::from_secs(1))
    }

    /// Returns the body of an answer of arXiv, with the pause that arXiv requires between two requests and after a failure.
    ///
    /// # Errors
    /// As for [`Client::get`].
    pub fn get_from_arxiv(&self, url: &str) -> Result<Vec<u8>, String> {
        if self.asked_arxiv.replace(true) {
            self.patience.wait(PACE, "arXiv requires three seconds between two requests");
        }
        self.ask(url, Wanted::Xml, PACE)
    }

    /// Sends a request until it succeeds, with at least `pause` after the first failure and longer pauses after each further one.
    fn ask(&self, url: &str, wanted: Wanted, mut pause: Duration) -> Result<Vec<u8>, String> {
        let least = pause;
        for attempt in 1.. {
            match self.try_get(url, wanted) {
                Ok(body) => return Ok(body),
                Err(Failed::Final(why)) => return Err(format!("{}: {why}", shown(url))),
                Err(Failed::Again(why, _)) if attempt == self.tries => {
                    let times = if attempt > 1 { format!(" (asked {attempt} times)") } else { String::new() };
                    return Err(format!("{}: {why}{times}", shown(url)));
                }
                Err(Failed::Again(why, asked)) => {
                    let wait = asked.map_or(pause, |asked| asked.max(least));
                    if wait > LONGEST_WAIT {
                        let seconds = wait.as_secs();
                        return Err(format!(
                            "{}: {why}; the server asks to wait {seconds} s; try again after that",
                            shown(url)
                        ));
                    }
                    self.patience.wait(wait, &why);
                    pause *= 2;
                }
            }
        }
        Err(format!("{}: no answer", shown(url)))
    }

    fn try_get(&self, url: &str, wanted: Wanted) -> Result<Vec<u8>, Failed> {
        let accept = match wanted {
            Wanted::Json => "application/json",
            Wanted::Xml => "application/atom+xml, application/xml",
            Wanted::BibTex => "application/x-bibtex",
        };
        let answer =
            self.agent.get(url).header("accept", accept).call().map_err(|error| no_answer(&error))?;
        let status = answer.status();
        let asked = retry_after(answer.headers());
        let kind = answer.body().mime_type().unwrap_or_default().to_owned();
        let mut body = Vec::new();
        let mut reader = answer.into_body().into_with_config().limit(LARGEST).reader();
        let read = reader.read_to_end(&mut body);
        if !status.is_success() {
            let why = format!(
                "the server answers {} {}",
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
                ureq::Error::BodyExceedsLimit(_) => {
                    Failed::Final(format!("the answer is larger than {LARGEST} bytes"))
                }
                ureq::Error::Timeout(_) => Failed::Again("the answer took too long".to_owned(), None),
                error => Failed::Again(format!("the answer was cut off ({error})"), None),
            });
        }
        match looks_like(&body, wanted) {
            true => Ok(body),
            false => {
                Err(Failed::Final(format!("expected {}, found {}", wanted.name(), name_of(&body, &kind))))
            }
        }
    }
}

impl Wanted {
    fn name(self) -> &'static str {
        match self {
            Wanted::Json => "JSON",
            Wanted::Xml => "XML",
            Wanted::BibTex => "BibTeX",
        }
    }
}

/// Returns an address for a message: the host alone if the query is long, as a list of ids is.
fn shown(url: &str) -> &str {
    const LONGEST: usize = 100;
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    if url.len() <= LONGEST { url } else { rest.split(['/', '?']).next().unwrap_or(rest) }
}

/// Returns the error message in a JSON answer.
pub(super) fn words_of(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let words = body.get("error").or(body.get("message"))?.as_str()?;
    Some(words.chars().filter(|char| !char.is_control()).take(200).collect())
}

fn no_answer(error: &ureq::Error) -> Failed {
    match error {
        ureq::Error::Timeout(_) => Failed::Again("there was no answer in time".to_owned(), None),
        ureq::Error::HostNotFound => {
            Failed::Again("the host is not known; is there a connection?".to_owned(), None)
        }
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => {
            Failed::Again(format!("the connection failed ({error})"), None)
        }
        ureq::Error::Protocol(_) => {
            Failed::Again(format!("the answer was cut off or is no HTTP ({error})"), None)
        }
        ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => {
            Failed::Final("the server redirects from address to address".to_owned())
        }
        error => Failed::Final(format!("it cannot be asked ({error})")),
    }
}

/// Tells by its first byte whether a body is of the kind that was asked for; servers lie about it in headers, both ways.
fn looks_like(body: &[u8], wanted: Wanted) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let is_html = body.get(..15).is_some_and(|start| {
        let start = start.to_ascii_lowercase();
        start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
    });
    match wanted {
        Wanted::Json => body.starts_with(b"[") || body.starts_with(b"{"),
        Wanted::Xml => body.starts_with(b"<") && !is_html,
        Wanted::BibTex => body.starts_with(b"@"),
    }
}

fn name_of(body: &[u8], kind: &str) -> String {
    match (body.trim_ascii().is_empty(), kind) {
        (true, _) => "an empty answer".to_owned(),
        (false, "") => "something else".to_owned(),
        (false, kind) => kind.chars().filter(|char| !char.is_control()).take(60).collect(),
    }
}

/// Returns how long the server asks to wait: in seconds, or until a time, which its own clock is compared with.
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

    /// Remembers how long it was to wait, and does not.
    #[derive(Default)]
    struct Waits(RefCell<Vec<u64>>);

    impl Patience for Waits {
        fn wait(&self, time: Duration, _: &str) {
            self.0.borrow_mut().push(time.as_secs());
        }
    }

    /// Serves answers in their order; returns their address.
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
    fn arxiv_is_never_asked_faster_than_it_likes() {
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
    fn others_are_asked_after_longer_and_longer_pauses() {
        let busy = |headers| answer(429, headers, "");
        let url = serve(vec![
            busy(""),
            busy("retry-after: 0\r\n"),
            busy(""),
            answer(400, "", "{\"error\": \"No such day\"}"),
        ]);
        let waits = Waits::default();
        let error = Client::new(5, &waits).get(&url, Wanted::Json).unwrap_err();
        assert!(error.ends_with("the server answers 400 Bad Request: No such day"), "{error}");
        assert_eq!(*waits.0.borrow(), [1, 1, 4]);
    }
}
