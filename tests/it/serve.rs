//! `serve`, over a real socket.

use crate::cli::offprint;
use crate::support::{copy, fixture, put};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// The longest wait; nothing takes this long on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
struct Served {
    child: Child,
    host: String,
    root: String,
    lines: Receiver<String>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer of the server.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Served {
    fn start(site: &Path, arguments: &[&str]) -> Served {
        let mut command = offprint(site);
        command.args(["serve", "--port", "0"]).args(arguments).stderr(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let words = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || words.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        let mut served = Served { child, host: String::new(), root: String::new(), lines };
        let line = served.line("the site is at http://");
        let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap();
        let (host, root) = address.split_once('/').unwrap();
        (served.host, served.root) = (host.to_owned(), format!("/{root}"));
        served
    }

    /// Waits for a line of the server's output.
    fn line(&self, with: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nobody said `{with}`"));
            if line.contains(with) {
                return line;
            }
        }
    }

    /// Sends lines as they are, and reads the answer until its end.
    fn send(&self, lines: &[&str]) -> Answer {
        let mut socket = TcpStream::connect(&self.host).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let text = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
        socket.write_all(text.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        socket.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }

    /// Asks for a path below the site's.
    fn get(&self, path: &str) -> Answer {
        self.get_raw(&format!("{}{path}", self.root), &[])
    }

    fn get_raw(&self, path: &str, more: &[&str]) -> Answer {
        let first = format!("GET {path} HTTP/1.1");
        let host = format!("Host: {}", self.host);
        let lines: Vec<&str> =
            [first.as_str(), host.as_str()].into_iter().chain(more.iter().copied()).collect();
        self.send(&lines)
    }

    /// Follows a page as a browser does that has it open.
    fn follow(&self, path: &str) -> Following {
        let socket = TcpStream::connect(&self.host).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let path = format!("{}{path}", self.root);
        let asked = format!("GET /.offprint/events?path={path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        (&socket).write_all(asked.as_bytes()).unwrap();
        Following(BufReader::new(socket))
    }
}

/// An open page.
struct Following(BufReader<TcpStream>);

impl Following {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the server hung up");
            if let Some(text) = line.strip_prefix("data: ") {
                return serde_json::from_str(text.trim()).unwrap();
            }
        }
    }

    /// Waits for a message that matches.
    fn until(&mut self, fits: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let state = self.next();
            if fits(&state) {
                return state;
            }
        }
    }
}

const PAPER: &str = "---\ntitle: \"TITLE\"\ndate: 2026-03-05\n---\n\nText.\n";

fn paper(title: &str) -> String {
    PAPER.replace("TITLE", title)
}

#[test]
fn without_a_browser_the_url_is_reported() {
    let mut command = offprint(&fixture("minimal"));
    // No program that could open a browser is found.
    command.args(["serve", "--port", "0", "--open"]).env("PATH", "").env_remove("BROWSER");
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.map_while(Result::ok).find(|line| line.contains("browser")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("could not open a browser; the site is at http://127.0.0.1:"), "{line}");
}

#[test]
fn files_are_served_as_a_host_serves_them() {
    let site = copy(&fixture("week"));
    put(site.path(), "static/sound.ogg", b"0123456789");
    put(site.path(), "secret.txt", "secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path().join("secret.txt"), site.path().join("static/link.txt")).unwrap();
    let served = Served::start(site.path(), &[]);
    assert_eq!(served.root, "/papers/", "the site keeps its path");

    for (path, kind) in [
        ("", "text/html; charset=utf-8"),
        ("days/2026-03-05/", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("data/schema.json", "application/json; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("sound.ogg", "audio/ogg"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        let has_script = answer.text().contains("/.offprint/live.js");
        assert_eq!(has_script, kind.starts_with("text/html"), "{path}");
    }
    let page = served.get("").text();
    let style = page.split("href=\"/papers/").find(|rest| rest.starts_with("assets/style.")).unwrap();
    let style = served.get(style.split('"').next().unwrap());
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(
        served.get_raw("/.offprint/live.js", &[]).header("content-type"),
        "text/javascript; charset=utf-8"
    );

    let missing = served.get("papers/nowhere/");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(missing.text().contains("A week of papers"), "it is the site's own page");
    for (from, to) in [("/papers/archive", "/papers/archive/"), ("/", "/papers/"), ("/papers", "/papers/")] {
        let moved = served.get_raw(from, &[]);
        assert_eq!((moved.status, moved.header("location")), (307, to), "{from}");
    }

    let part = |range: &str| served.get_raw("/papers/sound.ogg", &[&format!("Range: {range}")]);
    let answer = part("bytes=2-4");
    assert_eq!(
        (answer.status, answer.header("content-range"), &*answer.body),
        (206, "bytes 2-4/10", &b"234"[..])
    );
    assert_eq!(&*part("bytes=-3").body, b"789");
    assert_eq!(&*part("bytes=8-100").body, b"89");
    assert_eq!((part("bytes=10-").status, part("bytes=10-").header("content-range")), (416, "bytes */10"));
    assert_eq!((part("lines=1-2").status, part("lines=1-2").body.len()), (200, 10));

    let head = served.send(&["HEAD /papers/sound.ogg HTTP/1.1", &format!("Host: {}", served.host)]);
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "10", 0));
    let post =
        served.send(&["POST /papers/ HTTP/1.1", &format!("Host: {}", served.host), "Content-Length: 0"]);
    assert_eq!(post.status, 405);

    for path in [
        "/papers/../secret.txt",
        "/papers/../../secret.txt",
        "/papers/%2e%2e/secret.txt",
        "/papers/..%2fsecret.txt",
        "/papers/%2e%2e%2fsecret.txt",
        "/papers/..%5csecret.txt",
        "/papers//secret.txt",
        "/papers/%00",
        "/papers/%ff",
        "/papers/link.txt",
        "/papers/site.toml",
        "/papers/.offprint/content/000",
        "/papers/static/../../secret.txt",
    ] {
        let answer = served.get_raw(path, &[]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret\n") && answer.text() != "secret", "{path}");
    }
    assert!(!site.path().join("public").exists(), "nothing is written to the output directory");
}

#[test]
fn requests_for_other_host_names_are_refused() {
    let served = Served::start(&fixture("minimal"), &["--drafts"]);
    let asked = |host: &str| served.send(&["GET / HTTP/1.1", &format!("Host: {host}")]);
    let port = served.host.rsplit_once(':').unwrap().1;
    assert_ne!(asked(&format!("localhost:{port}")).status, 403);
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1.evil.example", ""] {
        let answer = asked(host);
        assert!([400, 403].contains(&answer.status), "{host}: {}", answer.status);
        assert!(!answer.text().contains("live.js"), "{host}");
    }
    assert_eq!(served.send(&["GET http://evil.example/ HTTP/1.1", "Host: evil.example"]).status, 403);
}

#[test]
fn requests_for_allowed_host_names_are_answered() {
    let names = ["--allow-host", "app.tunnel.example", "--allow-host", "papers"];
    let served = Served::start(&fixture("minimal"), &names);
    let asked =
        |host: &str| served.send(&[&format!("GET {} HTTP/1.1", served.root), &format!("Host: {host}")]);
    for host in ["app.tunnel.example", "papers:4000", "localhost"] {
        assert_eq!(asked(host).status, 200, "{host}");
    }
    let refused = asked("other.tunnel.example");
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("--allow-host NAME"), "{}", refused.text());
    for wrong in ["https://app.tunnel.example/", "papers:4000", "*.example", "bücher.example", ""] {
        let output = offprint(&fixture("minimal")).args(["serve", "--allow-host", wrong]).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}: {words}");
        assert!(words.contains("expected "), "{wrong}: {words}");
    }
}

#[test]
fn a_port_in_use_is_reported_and_the_next_one_used() {
    let first = Served::start(&fixture("minimal"), &[]);
    let port = first.host.rsplit_once(':').unwrap().1;
    let mut command = offprint(&fixture("minimal"));
    let mut child = command.args(["serve", "--port", port]).stderr(Stdio::piped()).spawn().unwrap();
    let mut words = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = words.by_ref().map_while(Result::ok).find(|line| line.contains("the site is at")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains(&format!("port {port} is in use; ")), "{line}");
}

#[test]
fn saved_files_are_shown_and_errors_appear_and_disappear() {
    let site = copy(&fixture("week"));
    let entry = "content/papers/new-one.md";
    put(site.path(), entry, paper("Before"));
    let served = Served::start(site.path(), &[]);
    let mut open = served.follow("papers/new-one/");
    let before = open.next();
    assert_eq!(before["problem"], serde_json::Value::Null);
    assert!(served.get("papers/new-one/").text().contains(before["page"].as_str().unwrap()));

    put(site.path(), entry, paper("After"));
    let after = open.until(|state| state["page"] != before["page"]);
    assert!(served.get("papers/new-one/").text().contains("After"));
    assert!(served.get("days/2026-03-05/").text().contains("After"));

    // An error in an entry, in a template, in the settings: each is shown as text, and the last good page stays.
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let hostile = "---\ntitle: <script>alert(1)</script>: x\ndate: 2026-03-05\n---\n";
    for (file, broken, expected, mended) in [
        (entry, hostile, "unquoted-value", Some(paper("After"))),
        ("templates/paper.html", "{% if %}", "paper.html", None),
        ("templates/day.html", "{{ no.such.thing }}", "day.html", None),
        ("site.toml", "titel = 3\n", "site.toml", Some(settings.clone())),
    ] {
        put(site.path(), file, broken);
        let state = open.until(|state| !state["problem"].is_null());
        assert!(state["problem"].as_str().unwrap().contains(expected), "{file}: {state}");
        assert_eq!(state["page"], after["page"], "{file}");
        let page = served.get("papers/new-one/");
        assert!(page.status == 200 && page.text().contains("After"), "{file}");
        assert!(!page.text().contains("alert(1)"), "{file}");
        match mended {
            Some(text) => put(site.path(), file, text),
            None => fs::remove_file(site.path().join(file)).unwrap(),
        }
        let state = open.until(|state| state["problem"].is_null());
        assert_eq!(state["page"], after["page"], "{file}");
    }

    // A changed style does not reload the page and is reported by name.
    put(site.path(), "static/style.css", "body { color: red }");
    let state = open.until(|state| state["styles"]["style.css"] != after["styles"]["style.css"]);
    assert_eq!(state["page"], after["page"]);
    let style = state["styles"]["style.css"].as_str().unwrap();
    assert_eq!(served.get_raw(style, &[]).text(), "body { color: red }");

    // A new base path: open pages move to it.
    put(site.path(), "site.toml", settings.replace("example.org/papers/", "example.org/archive/"));
    open.until(|state| state["page"] != after["page"]);
    let moved = served.get("papers/new-one/");
    assert_eq!((moved.status, moved.header("location")), (307, "/archive/papers/new-one/"));
    assert!(served.get_raw("/archive/papers/new-one/", &[]).text().contains("After"));

    let mut open = served.follow("papers/new-one/");
    fs::remove_file(site.path().join(entry)).unwrap();
    open.until(|_| served.get_raw("/archive/papers/new-one/", &[]).status == 404);
}

#[test]
fn a_site_that_is_broken_from_the_start_appears_when_it_is_fixed() {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"x\"\n");
    let served = Served::start(site.path(), &[]);
    let mut open = served.follow("");
    let state = open.until(|state| !state["problem"].is_null());
    assert!(state["problem"].as_str().unwrap().contains("base_url"), "{state}");
    let page = served.get("");
    assert!(page.status == 503 && page.text().contains("live.js"), "{}", page.status);
    put(site.path(), "site.toml", "title = \"x\"\nbase_url = \"https://example.org/\"\n");
    open.until(|state| state["problem"].is_null());
    assert_eq!(served.get("").status, 200);
    // Folders that were not there before are noticed.
    put(site.path(), "content/papers/first.md", paper("The first"));
    served.line("1 paper on 1 day");
    assert!(served.get("papers/first/").text().contains("The first"));
}

#[test]
fn ten_thousand_files_are_one_round_and_temporary_files_none() {
    let site = copy(&fixture("minimal"));
    let served = Served::start(site.path(), &[]);
    for name in [".entry.md.swp", "entry.md~", ".#entry.md", "#entry.md#", "4913", "entry.md.tmp"] {
        put(site.path(), &format!("content/papers/{name}"), "x");
        fs::remove_file(site.path().join("content/papers").join(name)).unwrap();
    }
    put(site.path(), ".offprint/content/x", "x");
    put(site.path(), "public/x", "x");
    put(site.path(), "notes.txt", "x");
    // As git does it: all files, with its lock held.
    put(site.path(), ".git/index.lock", "");
    let count = 10_000;
    for number in 0..count {
        put(
            site.path(),
            &format!("content/papers/{:02}/p{number}.md", number % 50),
            paper(&format!("Paper {number}")),
        );
    }
    fs::remove_file(site.path().join(".git/index.lock")).unwrap();
    let line = served.lines.recv_timeout(PATIENCE).unwrap();
    assert!(line.contains("more files: 10001 papers"), "the first report is complete: {line}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let mut served = Served::start(&fixture("minimal"), &[]);
    let _open = served.follow("");
    let pid = rustix::process::Pid::from_child(&served.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}
