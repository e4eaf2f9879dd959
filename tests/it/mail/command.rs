//! `offprint digest` and `offprint ping`, from the command line to a server.

use super::server::{Fault, Mode, PASSWORD, Phase, Server, USER, plain};
use crate::cli::offprint;
use crate::import_net;
use crate::support::put;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PAPERS: &str = "papers:
  - {id: one, date: 2026-04-15, title: 'First & <b>best</b> $x^2$', authors: [Ada Byron, Grace Hopper], topics: [agents], upvotes: 3, summary: One line., links: {arxiv: '2504.12345'}}
  - {id: two, date: 2026-04-15, title: \"Second\\r\\nBcc: all@example.org\", upvotes: 9, abstract: A longer text.}
  - {id: three, date: 2026-04-13, title: 第三篇论文 @everyone *bold*, topics: [agents]}
";

/// A site that sends through a server.
fn site(server: &Server, mode: Mode) -> TempDir {
    let scheme = match mode {
        Mode::Plain => "smtp+plain",
        Mode::StartTls => "smtp",
        Mode::Tls => "smtps",
    };
    let site = TempDir::new().unwrap();
    let settings = format!(
        "title = \"Papers\"\nbase_url = \"https://ada.example.org/papers/\"\n[email]\nfrom = \"Papers <papers@example.org>\"\nto = \"list@example.org\"\n\
         smtp = \"{scheme}://127.0.0.1:{}\"\nunsubscribe = \"https://example.org/leave?a={{address}}\"\nper_minute = 6000\n",
        server.port
    );
    put(site.path(), "site.toml", settings);
    put(site.path(), "content/papers/all.yaml", PAPERS);
    put(site.path(), "server.pem", &server.certificate);
    site
}

fn command(site: &Path, arguments: &[&str]) -> Command {
    let mut command = offprint(site);
    command.args(arguments);
    command.env("OFFPRINT_SMTP_USER", USER).env("OFFPRINT_SMTP_PASSWORD", PASSWORD);
    command
}

/// Runs a command. Returns the exit status, and both outputs.
fn run(site: &Path, arguments: &[&str]) -> (i32, String) {
    let output = command(site, arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

const SEND: [&str; 6] = ["digest", "--week", "2026-W16", "--send", "--certificates", "server.pem"];

#[test]
fn a_week_is_sent_to_the_list_once() {
    let server = Server::new(Mode::StartTls, &[]);
    let site = site(&server, Mode::StartTls);
    let (status, text) = run(site.path(), &SEND);
    assert_eq!((status, text.as_str()), (0, "`Papers: Week 16, 2026: 3 papers`: 1 sent\n"));
    let (status, text) = run(site.path(), &SEND);
    assert_eq!((status, text.as_str()), (0, "`Papers: Week 16, 2026: 3 papers`: 0 sent, 1 sent before\n"));
    assert_eq!(server.recipients(), ["list@example.org"]);
    let message = server.message();
    let (head, _) = message.split_once("\r\n\r\n").unwrap();
    for line in [
        "From: Papers <papers@example.org>",
        "To: list@example.org",
        "List-Id: Papers <papers.ada.example.org>",
        "List-Unsubscribe: <https://example.org/leave?a=list%40example%2Eorg>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ] {
        assert!(head.lines().any(|own| own == line), "{line}\n{head}");
    }
    assert!(!message.contains("\nBcc:"), "{message}");
}

#[test]
fn each_address_of_a_file_gets_a_message_of_its_own() {
    let server = Server::new(Mode::Tls, &[(Phase::Rcpt, Fault::Reply("550 5.1.1 no such user"), 1)]);
    let site = site(&server, Mode::Tls);
    put(site.path(), "readers.txt", "# readers\nAda Byron <ada@example.org>\nbob@example.org\n");
    let list = [&SEND[..], &["--recipients", "readers.txt"]].concat();
    let (status, text) = run(site.path(), &[&list[..], &["--dry-run"]].concat());
    assert_eq!((status, server.connections()), (0, 0), "{text}");
    assert!(text.contains("2 messages would be sent through 127.0.0.1:"), "{text}");
    let (status, text) = run(site.path(), &list);
    assert_eq!(status, 3, "{text}");
    assert!(text.contains("1 sent, 1 refused") && text.contains("ada@example.org: RCPT: 550"), "{text}");
    assert_eq!(server.recipients(), ["bob@example.org"]);
    assert!(server.message().contains("?a=bob%40example%2Eorg"));
    let (status, text) = run(site.path(), &[&list[..], &["--retry", "refused"]].concat());
    assert_eq!((status, server.recipients().len()), (0, 2), "{text}");
    let journal = fs::read_to_string(site.path().join(".offprint-mail/2026-W16.txt")).unwrap();
    assert!(journal.ends_with("sending ada@example.org\nsent ada@example.org\n"), "{journal}");
    assert!(site.path().join(".offprint-mail/.gitignore").is_file());
}

#[test]
fn mistakes_in_the_list_of_recipients_are_reported_before_anything_is_sent() {
    let server = Server::new(Mode::Plain, &[]);
    let site = site(&server, Mode::Plain);
    put(site.path(), "readers.txt", "ada@bücher.example\nbob @example.org\nzoë@example.org\n");
    let list = ["digest", "--day", "2026-04-15", "--send", "--recipients", "readers.txt"];
    let (status, text) = run(site.path(), &list);
    assert_eq!((status, server.connections()), (2, 0), "{text}");
    assert!(text.contains("readers.txt:2:4") && text.contains("readers.txt:3:3"), "{text}");
    put(site.path(), "readers.txt", b"ada@example.org\n\xff@example.org\n");
    let (status, text) = run(site.path(), &list);
    assert!(status == 2 && text.contains("line 2: expected UTF-8"), "{text}");
}

#[test]
fn a_killed_process_leaves_a_journal_from_which_the_next_one_continues() {
    let server = Server::new(Mode::Plain, &[(Phase::Dot, Fault::Hang, 1)]);
    let site = site(&server, Mode::Plain);
    put(site.path(), "readers.txt", "ada@example.org\nbob@example.org\n");
    let list = ["digest", "--day", "latest", "--send", "--recipients", "readers.txt"];
    let mut first = command(site.path(), &list).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let journal = site.path().join(".offprint-mail/2026-04-15.txt");
    let is_sending =
        || fs::read_to_string(&journal).unwrap_or_default().contains("sending ada@example.org\n");
    while !is_sending() {
        assert!(first.try_wait().unwrap().is_none(), "it ended before it sent anything");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let (status, text) = run(site.path(), &list);
    assert!(status == 3 && text.contains("another command is sending this digest"), "{text}");
    first.kill().unwrap();
    first.wait().unwrap();
    server.heal();
    let (status, text) = run(site.path(), &list);
    assert_eq!(status, 3, "{text}");
    assert!(text.contains("1 sent, 1 not known"), "{text}");
    assert_eq!(server.recipients(), ["bob@example.org"]);
    let (status, text) = run(site.path(), &[&list[..], &["--retry", "unknown"]].concat());
    assert_eq!(status, 0, "{text}");
    assert_eq!(server.recipients(), ["bob@example.org", "ada@example.org"]);
}

#[test]
fn the_password_is_never_printed() {
    let server = Server::new(Mode::StartTls, &[(Phase::Auth, Fault::Reply("535 no: correct horse"), 1)]);
    let site = site(&server, Mode::StartTls);
    let (status, text) = run(site.path(), &[&SEND[..], &["--verbose"]].concat());
    assert!(status == 3 && text.contains("AUTH: 535"), "{text}");
    assert!(!text.contains(PASSWORD) && !text.contains(&plain(USER, PASSWORD)), "{text}");
    let only = command(site.path(), &SEND).env_remove("OFFPRINT_SMTP_USER").output().unwrap();
    let text = String::from_utf8(only.stderr).unwrap();
    assert_eq!(only.status.code(), Some(2), "{text}");
    assert!(text.contains("OFFPRINT_SMTP_USER is not") && !text.contains(PASSWORD), "{text}");
}

#[test]
fn a_message_is_written_to_a_file_without_settings() {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"Papers\"\nbase_url = \"https://example.org/\"\n");
    put(site.path(), "content/papers/all.yaml", PAPERS);
    let (status, text) =
        run(site.path(), &["digest", "--week", "2026-W16", "--topic", "Agents", "--out", "x.eml"]);
    assert_eq!(status, 0, "{text}");
    let message = fs::read_to_string(site.path().join("x.eml")).unwrap();
    assert!(message.contains("Subject: Agents: Week 16, 2026: 2 papers\r\n"), "{message}");
    assert!(message.contains("List-Id: Papers Agents <agents.example.org>\r\n"), "{message}");
    let id = |text: &str| text.lines().find(|line| line.starts_with("Message-ID: ")).map(str::to_owned);
    run(site.path(), &["digest", "--week", "2026-w16", "--topic", "agents", "--out", "y.eml"]);
    assert_eq!(id(&fs::read_to_string(site.path().join("y.eml")).unwrap()), id(&message));
}

#[test]
fn a_digest_is_text_for_people_and_for_chats() {
    let server = Server::new(Mode::Plain, &[]);
    let site = site(&server, Mode::Plain);
    insta::assert_snapshot!(run(site.path(), &["digest", "--week", "latest"]).1, @"
    Week 16, 2026: 3 papers
    Papers
    https://ada.example.org/papers/weeks/2026-W16/

    1. Second Bcc: all@example.org
    9 votes
    A longer text.
    https://ada.example.org/papers/papers/two/

    2. First & <b>best</b> $x^2$
    Ada Byron and Grace Hopper · 3 votes
    One line.
    https://ada.example.org/papers/papers/one/
    arXiv: https://arxiv.org/abs/2504.12345
    PDF: https://arxiv.org/pdf/2504.12345
    HTML: https://arxiv.org/html/2504.12345

    3. 第三篇论文 @everyone *bold*
    https://ada.example.org/papers/papers/three/

    -- 
    You receive this message because you subscribed to Papers.
    ");
    insta::assert_snapshot!(run(site.path(), &["digest", "--day", "2026-04-15", "--format", "slack"]).1, @r#"
    {"text":"*<https://ada.example.org/papers/days/2026-04-15/|Papers: 15 April 2026: 2 papers>*\n\n*<https://ada.example.org/papers/papers/two/|Second Bcc: all@example.org>*\nA longer text.\n\n*<https://ada.example.org/papers/papers/one/|First &amp; &lt;b&gt;best&lt;/b&gt; $x^2$>*\nAda Byron and Grace Hopper\nOne line.\n<https://arxiv.org/abs/2504.12345|arXiv> · <https://arxiv.org/pdf/2504.12345|PDF> · <https://arxiv.org/html/2504.12345|HTML>\n"}
    "#);
    insta::assert_snapshot!(run(site.path(), &["digest", "--week", "2026-W16", "--format", "markdown", "--max", "2"]).1.replace('\u{2060}', "(joiner)"), @r#"
    **[Papers: Week 16, 2026: 3 papers](https://ada.example.org/papers/weeks/2026-W16/)**

    **[Second Bcc: all@(joiner)example.org](https://ada.example.org/papers/papers/two/)**
    A longer text.

    **[First & \<b\>best\</b\> $x^2$](https://ada.example.org/papers/papers/one/)**
    Ada Byron and Grace Hopper
    One line.
    [arXiv](https://arxiv.org/abs/2504.12345) · [PDF](https://arxiv.org/pdf/2504.12345) · [HTML](https://arxiv.org/html/2504.12345)

    [and 1 more paper](https://ada.example.org/papers/weeks/2026-W16/)
    "#);
}

#[test]
fn wrong_use_is_reported() {
    let server = Server::new(Mode::Plain, &[]);
    let site = site(&server, Mode::Plain);
    let wrong = |arguments: &[&str]| {
        let (status, text) = run(site.path(), &[&["digest"], arguments].concat());
        assert_eq!(status, 2, "{arguments:?}: {text}");
        text
    };
    assert!(wrong(&[]).contains("--day <DAY>"));
    assert!(wrong(&["--week", "2026-W60"]).contains("expected a week such as `2026-W16`"));
    assert!(wrong(&["--day", "15.4.2026"]).contains("expected a day such as `2026-04-15`"));
    assert!(wrong(&["--day", "latest", "--topic", "agent"]).contains("did you mean `agents`?"));
    assert!(wrong(&["--day", "latest", "--list", "codes"]).contains("the site has no list `codes`"));
    assert!(wrong(&["--day", "latest", "--send", "--to", "x"]).contains("expected an e-mail address"));
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    assert!(wrong(&["--day", "latest", "--send"]).contains("sending requires `from` under `[email]`"));
    let (status, text) = run(site.path(), &["digest", "--day", "2020-01-01", "--send"]);
    assert_eq!((status, text.as_str()), (0, "there are no papers in 2020-01-01, so there is no digest\n"));
    let (status, text) = run(site.path(), &["build", "--format", "slack"]);
    assert!(status == 2 && text.contains("invalid value 'slack'"), "{text}");
}

#[test]
fn a_digest_of_a_list_has_the_papers_of_the_list() {
    let server = Server::new(Mode::Plain, &[]);
    let site = site(&server, Mode::Plain);
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let query = "[[feeds.query]]\nname = \"voted\"\ntitle = \"Voted papers\"\ninclude = {votes = 5}\n";
    put(site.path(), "site.toml", settings + query);
    let (status, text) =
        run(site.path(), &["digest", "--week", "latest", "--list", "voted", "--send", "--verbose"]);
    assert_eq!(
        (status, text.as_str()),
        (0, "list@example.org: sent\n`Voted papers: Week 16, 2026: 1 paper`: 1 sent\n")
    );
    assert!(site.path().join(".offprint-mail/2026-W16.list.voted.txt").is_file());
    let message = server.message();
    assert!(message.contains("List-Id: Papers Voted papers <voted.papers.ada.example.org>"), "{message}");
    assert!(!message.contains("First"), "{message}");
}

#[test]
fn a_topic_and_a_list_have_any_of_their_names() {
    let server = Server::new(Mode::Plain, &[]);
    let site = site(&server, Mode::Plain);
    let topics = "agents: {name: AI agents, aliases: [Autonomous agents]}\nempty: {name: Empty}\n";
    put(site.path(), "content/topics.yaml", topics);
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let query = "[[feeds.query]]\nname = \"voted\"\ntitle = \"Voted papers\"\ninclude = {votes = 5}\n";
    put(site.path(), "site.toml", settings + query);
    let subject = |arguments: &[&str]| {
        let (status, text) = run(site.path(), &[&["digest", "--week", "latest"], arguments].concat());
        assert_eq!(status, 0, "{arguments:?}: {text}");
        text.lines().nth(1).unwrap_or(&text).to_owned()
    };
    for name in ["agents", "Agents", "AI agents", "autonomous agents", "autonomous-agents"] {
        assert_eq!(subject(&["--topic", name]), "Papers · AI agents", "{name}");
    }
    for name in ["voted", "Voted papers", "voted papers"] {
        assert_eq!(subject(&["--list", name]), "Papers · Voted papers", "{name}");
    }
    assert_eq!(subject(&["--topic", "Empty"]), "there are no papers about `Empty`, so there is no digest\n");
    let (status, text) = run(site.path(), &["digest", "--week", "latest", "--topic", "autonomous agent"]);
    assert!(status == 2 && text.contains("did you mean `autonomous-agents`?"), "{text}");
    let (status, text) = run(site.path(), &["digest", "--week", "latest", "--list", "Votes"]);
    assert!(status == 2 && text.contains("did you mean `voted`?"), "{text}");
}

/// A hub, and a site that names it.
fn hub(answers: Vec<import_net::Answer>) -> (import_net::Server, TempDir) {
    let hub = import_net::Server::new(answers);
    let site = TempDir::new().unwrap();
    let settings = format!(
        "title = \"Papers\"\nbase_url = \"https://example.org/papers/\"\n[feeds]\nhub = \"http://127.0.0.1:{}/hub\"\n",
        hub.port
    );
    put(site.path(), "site.toml", settings);
    put(site.path(), "content/papers/all.yaml", PAPERS);
    (hub, site)
}

fn accepted() -> import_net::Answer {
    import_net::Answer::Whole(204, "", Vec::new())
}

#[test]
fn the_hub_hears_about_feeds_that_changed_and_about_each_change_once() {
    let (hub, site) = hub(vec![accepted()]);
    let (_, text) = run(site.path(), &["build"]);
    assert!(
        fs::read_to_string(site.path().join("public/feed.xml")).unwrap().contains("rel=\"hub\""),
        "{text}"
    );
    // New feeds have no subscribers.
    assert_eq!(run(site.path(), &["ping"]), (0, "no feed changed\n".to_owned()));
    put(site.path(), "content/papers/all.yaml", PAPERS.replace("A longer text.", "Another text."));
    run(site.path(), &["build"]);
    run(site.path(), &["build"]);
    let (status, listed) = run(site.path(), &["ping", "--dry-run"]);
    assert!(status == 0 && hub.bodies().is_empty(), "{listed}");
    let (status, text) = run(site.path(), &["ping"]);
    assert_eq!(status, 0, "{text}");
    assert!(
        listed.contains("https://example.org/papers/feed.xml\n") && !listed.contains("topics/"),
        "{listed}"
    );
    let body = "hub.mode=publish&hub.url=https%3A%2F%2Fexample.org%2Fpapers%2Ffeed.xml&hub.topic=https%3A%2F%2Fexample.org%2Fpapers%2Ffeed.xml";
    assert!(hub.bodies().iter().any(|own| own == body), "{:?}", hub.bodies());
    assert_eq!(hub.bodies().len(), listed.lines().count());
    assert_eq!(run(site.path(), &["ping"]), (0, "no feed changed\n".to_owned()));
}

#[test]
fn feeds_that_a_hub_did_not_accept_are_reported_in_the_next_run() {
    let (hub, site) = hub(vec![import_net::Answer::Whole(403, "", Vec::new()), accepted()]);
    run(site.path(), &["build"]);
    put(site.path(), "content/papers/all.yaml", PAPERS.replace("A longer text.", "Another text."));
    run(site.path(), &["build"]);
    let (status, text) = run(site.path(), &["ping"]);
    assert!(status == 3 && text.contains("the server returned 403"), "{text}");
    let all = hub.bodies().len();
    let (status, text) = run(site.path(), &["ping"]);
    assert!(status == 0 && text.contains("notified the hub of 1 changed feed\n"), "{text}");
    assert_eq!(hub.bodies().len(), all + 1);
}

#[test]
fn a_new_directory_is_compared_with_the_published_site() {
    let (hub, site) = hub(vec![accepted()]);
    run(site.path(), &["build", "--out", "before"]);
    put(site.path(), "content/papers/all.yaml", PAPERS.replace("A longer text.", "Another text."));
    run(site.path(), &["build", "--fresh"]);
    let (status, text) =
        run(site.path(), &["ping", "--before", "before/.offprint", "--dry-run", "--output", "output.txt"]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("https://example.org/papers/feed.xml\n") && !text.contains("topics/"), "{text}");
    let output = fs::read_to_string(site.path().join("output.txt")).unwrap();
    assert!(
        output.starts_with("feeds<<") && output.contains("\nhttps://example.org/papers/feed.xml\n"),
        "{output}"
    );
    put(site.path(), "feeds.txt", "https://example.org/papers/feed.xml\n");
    assert_eq!(run(site.path(), &["ping", "feeds.txt"]).0, 0);
    assert_eq!(hub.bodies().len(), 1);
    // The first deployment has nothing to compare with.
    let (status, text) = run(site.path(), &["ping", "--before", "nowhere"]);
    assert!(status == 0 && text.contains("no earlier version"), "{text}");
}
