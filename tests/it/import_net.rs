//! Fetching from a local server that sends recorded, slow and broken answers.

use crate::cli::run;
use crate::support::{put, repository, tree};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// An answer, as sent.
pub enum Answer {
    /// Status, headers, body.
    Whole(u16, &'static str, Vec<u8>),
    /// A body that is announced longer than it is.
    Cut(Vec<u8>),
    /// The beginning of a gigabyte.
    Huge,
    /// No answer for this time.
    Late(Duration),
}

/// Serves the answers in order, then repeats the last one. Records the requests.
pub struct Server {
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn new(answers: Vec<Answer>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let (log, sent) = (asked.clone(), bodies.clone());
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { break };
                let answer = &answers[number.min(answers.len() - 1)];
                // The client may have closed the connection.
                let _ = serve(stream, answer, &log, &sent);
            }
        });
        Server { port, asked, bodies }
    }

    fn site(&self) -> TempDir {
        let site = TempDir::new().unwrap();
        let url = format!("http://127.0.0.1:{}", self.port);
        let settings = format!(
            "title = \"T\"\nbase_url = \"https://example.org/\"\n[import]\nhf_url = \"{url}\"\narxiv_url = \"{url}\"\ndoi_url = \"{url}\"\ntimeout = 1\n"
        );
        put(site.path(), "site.toml", settings);
        site
    }

    /// Returns the bodies of requests that have one.
    pub fn bodies(&self) -> Vec<String> {
        self.bodies.lock().unwrap().clone()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &Answer,
    log: &Mutex<Vec<String>>,
    bodies: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().to_ascii_lowercase().split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    if length > 0 {
        bodies.lock().unwrap().push(String::from_utf8(body).unwrap());
    }
    log.lock().unwrap().push(first.split(' ').nth(1).unwrap_or_default().to_owned());
    match answer {
        Answer::Whole(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes())?;
            stream.write_all(body)
        }
        Answer::Cut(body) => {
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len() * 2);
            stream.write_all(head.as_bytes())?;
            stream.write_all(body)
        }
        Answer::Huge => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\nconnection: close\r\n\r\n")?;
            stream.write_all(&[0; 1_000])
        }
        Answer::Late(time) => {
            thread::sleep(*time);
            Ok(())
        }
    }
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(repository("tests/data/import").join(name)).unwrap()
}

pub fn good(name: &str) -> Answer {
    Answer::Whole(200, "", sample(name))
}

fn import(site: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(site, &[&["import"], arguments].concat())
}

#[test]
fn a_day_is_fetched() {
    let server = Server::new(vec![good("hf-2026-03-25.json")]);
    let site = server.site();
    let (status, stdout, stderr) = import(site.path(), &["hf", "--date", "2026-03-25"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.contains("3 added"), "{stdout}");
    assert_eq!(server.asked(), ["/api/daily_papers?date=2026-03-25&limit=100&p=0"]);
    assert!(site.path().join("content/papers/2026/03/25/2603.23497.md").is_file());
}

/// Returns the ids of the entries that a command wrote.
fn entries(site: &Path) -> Vec<String> {
    let papers = site.join("content/papers");
    let paths = if papers.is_dir() { tree(&papers) } else { BTreeMap::new() };
    let stem = |path: &String| path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
    paths.keys().map(stem).collect()
}

#[test]
fn collect_takes_the_papers_that_match_its_filters() {
    let (wild, miner, flow) = ("2603.23497", "2603.22458", "2603.23499");
    let server = Server::new(vec![good("hf-2026-03-25.json")]);
    let collected = |filters: &str| {
        let site = server.site();
        let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
        put(site.path(), "site.toml", format!("{settings}[import.collect]\nhf = true\ndays = 1\n{filters}"));
        let (status, _, stderr) = run(site.path(), &["collect"]);
        assert_eq!(status, 0, "{filters}: {stderr}");
        entries(site.path())
    };
    assert_eq!(collected(""), [miner, wild, flow]);
    assert_eq!(collected("include = { has = [\"code\"] }"), [miner, flow]);
    assert_eq!(
        collected("include = { votes = 42 }\nexclude = { keywords = [\"Inverse Rendering Perspective\"] }"),
        [wild]
    );
    assert_eq!(collected("include = { organizations = [\"KAIST AI\"] }"), [flow]);
    assert_eq!(collected("exclude = { words = [\"optical flow\"], authors = [\"zhen-li\"] }"), [miner]);
    let rules = "[[import.rules]]\ntopic = \"Diffusion\"\ninclude = { words = [\"diffusion model\"] }\nexclude = { words = [\"OCR\"] }\n";
    assert_eq!(collected(&format!("ruled = true\n{rules}")), [flow]);
    assert_eq!(collected(&format!("include = {{ topics = [\"diffusion\"] }}\n{rules}")), [flow]);
}

#[test]
fn an_unknown_topic_in_a_filter_stops_an_import_before_it_asks_the_server() {
    let server = Server::new(vec![good("hf-2026-03-25.json")]);
    let site = server.site();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let wrong = "[import.collect]\nhf = true\nexclude = { topics = [\"agent\"] }\n\
        [[import.rules]]\ntopic = \"agents\"\ninclude = { topics = [\"LLM\", \"visoin\"] }\n";
    put(site.path(), "site.toml", format!("{settings}{wrong}"));
    put(
        site.path(),
        "content/topics.yaml",
        "agents: {name: Agents}\nvision: {name: Vision, aliases: [LLM]}\n",
    );
    for command in [&["collect"][..], &["import", "hf", "--date", "2026-03-25"], &["check"]] {
        let (status, stdout, stderr) = run(site.path(), command);
        let text = stdout + &stderr;
        assert_ne!(status, 0, "{text}");
        for (found, meant) in [("agent", "agents"), ("visoin", "vision")] {
            assert!(text.contains(&format!("expected a topic of the archive, found `{found}`")), "{text}");
            assert!(text.contains(&format!("did you mean `{meant}`?")), "{text}");
        }
        assert_eq!(text.matches("error[unknown-filter-topic]").count(), 2, "{text}");
    }
    assert_eq!((server.asked().len(), entries(site.path()).len()), (0, 0));
}

#[test]
fn days_with_many_papers_come_page_by_page() {
    let papers = |from: usize, count: usize| {
        let items: Vec<String> = (from..from + count)
            .map(|n| format!("{{\"paper\":{{\"id\":\"2603.{n:05}\",\"title\":\"T{n}\",\"publishedAt\":\"2026-03-05T00:00:00Z\"}}}}"))
            .collect();
        Answer::Whole(200, "", format!("[{}]", items.join(",")).into_bytes())
    };
    let server = Server::new(vec![papers(1, 100), papers(101, 20)]);
    let site = server.site();
    let (status, stdout, stderr) = import(site.path(), &["hf", "--date", "2026-03-05", "--layout", "day"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("120 added"), "{stdout}");
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn a_busy_server_is_retried_after_its_delay() {
    let busy = || Answer::Whole(429, "retry-after: 1\r\n", b"slow down".to_vec());
    let dated = "date: Tue, 24 Nov 2026 10:00:00 GMT\r\nretry-after: Tue, 24 Nov 2026 10:00:01 GMT\r\n";
    let server = Server::new(vec![busy(), Answer::Whole(503, dated, Vec::new()), good("hf-2026-03-25.json")]);
    let site = server.site();
    let (status, _, stderr) = import(site.path(), &["hf", "--date", "2026-03-25"]);
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn an_answer_that_is_cut_off_or_late_is_asked_for_again() {
    let body = sample("hf-2026-03-25.json");
    let server = Server::new(vec![
        Answer::Cut(body[..body.len() / 2].to_vec()),
        Answer::Late(Duration::from_millis(1_500)),
        good("hf-2026-03-25.json"),
    ]);
    let site = server.site();
    let (status, stdout, stderr) = import(site.path(), &["hf", "--date", "2026-03-25"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("3 added"), "{stdout}");
}

/// Returns the message for an unusable answer, and checks that nothing changed.
fn refused(answer: Answer, arguments: &[&str]) -> String {
    let server = Server::new(vec![answer]);
    let site = server.site();
    let before = tree(site.path());
    let (status, stdout, stderr) = import(site.path(), arguments);
    assert!(status == 3 || status == 1, "{status} {stdout} {stderr}");
    assert_eq!(before, tree(site.path()));
    stderr
}

#[test]
fn an_unusable_answer_is_reported_and_changes_nothing() {
    let hf = ["hf", "--date", "2026-03-25"];
    let arxiv = ["arxiv", "2603.01940"];
    let html =
        || Answer::Whole(200, "content-type: text/html\r\n", b"<!doctype html><title>x</title>".to_vec());
    let error = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id format for 2603.01940</summary></entry></feed>";
    for (answer, arguments, words) in [
        (Answer::Whole(404, "", Vec::new()), &hf[..], "the server returned 404"),
        (Answer::Whole(429, "retry-after: 86400\r\n", Vec::new()), &hf, "try again after 86400 s"),
        (html(), &hf, "expected JSON, found text/html"),
        (html(), &arxiv, "expected XML, found text/html"),
        (Answer::Whole(200, "", Vec::new()), &hf, "expected JSON, found an empty response"),
        (
            Answer::Whole(200, "", b"{\"error\": \"Invalid date\"}".to_vec()),
            &hf,
            "the server says: Invalid date",
        ),
        (Answer::Whole(200, "", b"[{\"paper\": {".to_vec()), &hf, "it was cut off"),
        (
            Answer::Whole(200, "", error.to_vec()),
            &arxiv,
            "arXiv answers with an error: incorrect id format for 2603.01940",
        ),
        (Answer::Whole(302, "location: /again\r\n", Vec::new()), &hf, "too many redirects"),
    ] {
        let stderr = refused(answer, arguments);
        assert!(stderr.contains(words), "{words}: {stderr}");
    }
}

#[test]
fn arxiv_is_asked_by_ids_and_by_words() {
    let server = Server::new(vec![good("arxiv-new.xml")]);
    let site = server.site();
    let (status, stdout, stderr) =
        import(site.path(), &["arxiv", "https://arxiv.org/abs/1605.08386v1", "--day", "2026-03-05"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    assert_eq!(server.asked(), ["/api/query?id_list=1605.08386&max_results=1"]);
    assert!(site.path().join("content/papers/2026/03/05/1605.08386.md").is_file());
    let (status, stdout, _) =
        import(site.path(), &["arxiv", "--search", "cat:math.CO AND all:\"random walks\"", "--max", "10"]);
    assert_eq!(status, 0, "{stdout}");
    assert!(
        server.asked()[1].starts_with(
            "/api/query?search_query=cat%3Amath.CO%20AND%20all%3A%22random%20walks%22&start=0&max_results=10"
        ),
        "{:?}",
        server.asked()
    );
}

#[test]
fn first_authors_are_completed_from_arxiv() {
    let server = Server::new(vec![good("arxiv-new.xml")]);
    let site = server.site();
    let row = "|**2016-05-26**|**Heat-bath random walks**|Caprice Stanley et.al.|[1605.08386](http://arxiv.org/abs/1605.08386)|null|\\n";
    put(site.path(), "cv.json", format!("{{\"Walks\": {{\"1605.08386\": \"{row}\"}}}}"));
    let (status, stdout, stderr) = import(site.path(), &["cv-arxiv-daily", "cv.json", "--complete"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    let entry = fs::read_to_string(site.path().join("content/papers/2016/05/26/1605.08386.md")).unwrap();
    assert!(
        entry.contains("  - Caprice Stanley\n  - Tobias Windisch\n") && entry.contains("topics: [walks]"),
        "{entry}"
    );
    assert!(entry.contains("Graphs on lattice points"), "{entry}");
    // Without it, later, nothing is lost.
    let before = tree(&site.path().join("content/papers"));
    let (_, stdout, _) = import(site.path(), &["cv-arxiv-daily", "cv.json"]);
    assert_eq!(before, tree(&site.path().join("content/papers")), "{stdout}");
    assert!(!stdout.contains("conflict"), "{stdout}");
}

#[test]
fn what_could_not_be_completed_is_left_for_the_next_time() {
    let server = Server::new(vec![Answer::Whole(404, "", Vec::new())]);
    let site = server.site();
    let row = |id: &str| {
        format!(
            "\"{id}\": \"|**2016-05-26**|**Heat-bath random walks**|Caprice Stanley et.al.|[{id}](http://arxiv.org/abs/{id})|null|\\n\""
        )
    };
    put(site.path(), "cv.json", format!("{{\"Walks\": {{{}}}}}", row("1605.08386")));
    let before = tree(site.path());
    let (status, stdout, stderr) = import(site.path(), &["cv-arxiv-daily", "cv.json", "--complete"]);
    assert!(status == 3 && stderr.contains("404"), "{stdout}{stderr}");
    assert!(stdout.contains("0 added"), "{stdout}");
    assert_eq!(before, tree(site.path()));
}

#[test]
fn complete_days_stay_when_a_later_day_fails() {
    let server = Server::new(vec![good("hf-2026-03-25.json"), Answer::Whole(404, "", Vec::new())]);
    let site = server.site();
    let (status, stdout, stderr) = import(site.path(), &["hf", "--from", "2026-03-25", "--to", "2026-03-28"]);
    assert!(
        status == 3
            && stderr.contains("error: 2026-03-26: 127.0.0.1:")
            && !stderr.contains("daily_papers")
            && stdout.contains("3 added"),
        "{stdout}{stderr}"
    );
    assert_eq!(server.asked().len(), 2, "{:?}", server.asked());
}

#[test]
fn new_finds_a_paper_by_its_title() {
    let server = Server::new(vec![good("arxiv-new.xml")]);
    let site = server.site();
    let title = "Heat-bath random walks with Markov bases";
    let (status, stdout, stderr) = run(site.path(), &["new", title, "--day", "2026-03-05"]);
    assert_eq!((status, stdout.as_str()), (0, "content/papers/2026/03/05/1605.08386.md\n"), "{stderr}");
    assert!(server.asked()[0].contains("ti%3A%22Heat%20bath%20random%20walks"), "{:?}", server.asked());
    // Another paper is not taken for it.
    let (status, stdout, stderr) = run(site.path(), &["new", "Cold baths", "--day", "2026-03-05"]);
    assert_eq!((status, stdout.as_str()), (0, "content/papers/2026/03/05/cold-baths.md\n"));
    assert!(stderr.contains("no data found for `Cold baths`"), "{stderr}");
}

#[test]
fn new_fills_in_what_is_known() {
    let server = Server::new(vec![good("arxiv-new.xml")]);
    let site = server.site();
    let (status, stdout, stderr) =
        run(site.path(), &["new", "arXiv:1605.08386", "--day", "2026-03-05", "--topics", "walks"]);
    assert_eq!(
        (status, stdout.as_str(), stderr.as_str()),
        (0, "content/papers/2026/03/05/1605.08386.md\n", "")
    );
    let entry = fs::read_to_string(site.path().join("content/papers/2026/03/05/1605.08386.md")).unwrap();
    assert!(entry.contains("date: 2026-03-05\n") && entry.contains("Tobias Windisch"), "{entry}");
    let (status, _, stderr) = run(site.path(), &["new", "1605.08386"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("already has an entry: content/papers/2026/03/05/1605.08386.md"), "{stderr}");

    let bib =
        b"@article{x, title={A {DOI} Paper}, author={Doe, Jane}, year=2020, month=jan, journal={J}}".to_vec();
    let server = Server::new(vec![Answer::Whole(200, "", bib)]);
    let site = server.site();
    let (status, stdout, stderr) =
        run(site.path(), &["new", "https://doi.org/10.1145/3292500.3330701", "--day", "2026-03-05"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    assert_eq!(server.asked(), ["/10.1145/3292500.3330701"]);
    let entry = fs::read_to_string(site.path().join(stdout.trim())).unwrap();
    assert!(
        entry.contains("title: A DOI Paper") && entry.contains("doi: 10.1145/3292500.3330701"),
        "{entry}"
    );
}

#[test]
fn new_writes_an_empty_entry_without_an_answer() {
    let server = Server::new(vec![Answer::Whole(404, "", Vec::new())]);
    let site = server.site();
    let (status, stdout, stderr) = run(site.path(), &["new", "2603.01940", "--day", "2026-03-05"]);
    assert_eq!((status, stdout.as_str()), (0, "content/papers/2026/03/05/2603.01940.md\n"));
    assert!(stderr.contains("404") && stderr.contains("the new entry is empty"), "{stderr}");
}

#[test]
fn papers_that_arxiv_does_not_have_are_reported() {
    let server = Server::new(vec![good("arxiv-new.xml")]);
    let site = server.site();
    let (status, stdout, stderr) = import(site.path(), &["arxiv", "1605.08386", "2603.99999"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.contains("1 added"), "{stdout}");
    assert!(stdout.contains("skipped 2603.99999: unknown to arXiv"), "{stdout}");
    let stderr = refused(good("arxiv-new.xml"), &["arxiv", "2603.99998", "2603.99999"]);
    assert!(stderr.contains("unknown arXiv ids: 2603.99998, 2603.99999"), "{stderr}");
}

#[test]
fn what_was_completed_stays_when_a_later_answer_fails() {
    let server = Server::new(vec![good("arxiv-new.xml"), Answer::Whole(404, "", Vec::new())]);
    let site = server.site();
    let row = |id: &str| {
        format!(
            "\"{id}\": \"|**2016-05-26**|**Heat-bath random walks**|Caprice Stanley et.al.|[{id}](http://arxiv.org/abs/{id})|null|\\n\""
        )
    };
    let others = (1..=100).map(|number| format!("1605.{number:05}"));
    let rows: Vec<String> = ["1605.08386".to_owned()].into_iter().chain(others).map(|id| row(&id)).collect();
    put(site.path(), "cv.json", format!("{{\"Walks\": {{{}}}}}", rows.join(",")));
    let (status, stdout, _) = import(site.path(), &["cv-arxiv-daily", "cv.json", "--complete"]);
    assert!(status == 3 && stdout.contains("100 added"), "{stdout}");
    assert!(stdout.contains("arXiv has no paper with this id (99: "), "{stdout}");
    let entry = fs::read_to_string(site.path().join("content/papers/2016/05/26/1605.08386.md")).unwrap();
    assert!(entry.contains("  - Tobias Windisch\n"), "{entry}");
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Writes a day of papers with pictures; returns its path.
fn day_with_pictures(folder: &Path, port: u16, papers: usize) -> String {
    let item = |number: usize| {
        serde_json::json!({
            "paper": {
                "id": format!("2603.0000{number}"), "title": format!("A paper with number {number}"), "summary": "We draw.",
                "authors": [{"name": "Ada Example"}], "publishedAt": "2026-03-05T00:00:00Z", "ai_summary": "Drawings.",
                "organization": {"name": "our-lab", "fullname": "Our Lab", "avatar": format!("http://127.0.0.1:{port}/logo.png")},
            },
            "mediaUrls": [format!("http://127.0.0.1:{port}/{number}.png")],
        })
    };
    let items: Vec<_> = (1..=papers).map(item).collect();
    put(folder, "2026-03-05.json", serde_json::to_string(&items).unwrap());
    folder.join("2026-03-05.json").to_str().unwrap().to_owned()
}

#[test]
fn pictures_are_stored_small_and_are_not_fetched_again() {
    let found = |bytes: Vec<u8>| Answer::Whole(200, "content-type: image/png\r\n", bytes);
    let server = Server::new(vec![found(png(800, 800)), found(png(200, 200))]);
    let (site, folder) = (server.site(), TempDir::new().unwrap());
    let file = day_with_pictures(folder.path(), server.port, 1);
    let (status, stdout, stderr) = import(site.path(), &["hf", &file, "--images"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert_eq!(server.asked(), ["/1.png", "/logo.png"]);
    let entry = fs::read_to_string(site.path().join("content/papers/2026/03/05/2603.00001.md")).unwrap();
    assert!(entry.contains("\nthumbnail: /images/papers/2603.00001.webp\n"), "{entry}");
    assert!(entry.contains("\nsummary: Drawings.\nsummary_by: AI (Hugging Face)\n"), "{entry}");
    assert_eq!(
        fs::read_to_string(site.path().join("content/organizations.yaml")).unwrap(),
        "our-lab:\n  name: Our Lab\n  logo: /images/organizations/our-lab.webp\n"
    );
    let size = |path: &str| {
        let bytes = fs::read(site.path().join(path)).unwrap();
        assert!(bytes.len() <= 12_000);
        let picture = image::load_from_memory(&bytes).unwrap();
        (picture.width(), picture.height())
    };
    assert_eq!(size("static/images/papers/2603.00001.webp"), (288, 180));
    assert_eq!(size("static/images/organizations/our-lab.webp"), (96, 96));
    let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(status, 0, "{stdout}");
    let before = tree(site.path());
    let (_, stdout, _) = import(site.path(), &["hf", &file, "--images"]);
    assert!(stdout.contains(" 0 added, 0 updated,") && stdout.contains("; 0 files written"), "{stdout}");
    // A picture that was removed by hand stays removed.
    put(
        site.path(),
        "content/papers/2026/03/05/2603.00001.md",
        entry.replace("thumbnail: /images/papers/2603.00001.webp\n", ""),
    );
    import(site.path(), &["hf", &file, "--images"]);
    assert_eq!(server.asked().len(), 2);
    assert_eq!(tree(site.path()).len(), before.len());
}

#[test]
fn a_hostile_picture_is_reported_and_the_import_goes_on() {
    let found = |bytes: &[u8]| Answer::Whole(200, "content-type: image/png\r\n", bytes.to_vec());
    let server = Server::new(vec![
        found(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        found(b"<html>no</html>"),
        found(&png(640, 400)[..200]),
        Answer::Huge,
        Answer::Whole(404, "", Vec::new()),
    ]);
    let (site, folder) = (server.site(), TempDir::new().unwrap());
    let file = day_with_pictures(folder.path(), server.port, 4);
    let (status, stdout, stderr) = import(site.path(), &["hf", &file, "--images"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.contains("4 added"), "{stdout}");
    for why in [
        "expected PNG, JPEG, GIF or WebP, found SVG, which can contain scripts",
        "our-lab: expected PNG, JPEG, GIF or WebP, found a web page",
        "a picture that cannot be used",
        "a picture that cannot be fetched (2: ",
        "the response is larger than 12000000 bytes",
    ] {
        assert!(stdout.contains(why), "{why}: {stdout}");
    }
    assert!(!site.path().join("static").exists());
    let (status, _, stderr) = import(site.path(), &["arxiv", &file, "--images"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("`--images` is for the source hf only"), "{stderr}");
}
