//! Sending e-mail to a server on loopback that refuses, delays, hangs and closes connections in every phase.

mod command;
pub mod server;

use offprint::config::{MailServer, Security};
use offprint::mail::{Access, Credentials, Journal, Pause, Report, Retry, Sending, certificates, send};
use offprint::text::mailbox::Mailbox;
use server::{Fault, Mode, PASSWORD, Phase, Server, USER};
use std::cell::RefCell;
use std::time::Duration;
use tempfile::TempDir;

/// Records the pauses, and does not wait.
#[derive(Default)]
struct Pauses(RefCell<Vec<u64>>);

impl Pause for Pauses {
    fn pause(&self, time: Duration, _: &str) {
        self.0.borrow_mut().push(time.as_secs());
    }

    fn count(&self, _: usize, _: usize) {}

    fn result(&self, _: &Mailbox, _: &str) {}
}

/// A folder for the journal, and the recipients.
struct Post {
    folder: TempDir,
    to: Vec<Mailbox>,
    message: Vec<u8>,
    /// How long the client waits for an answer. A short time is for servers that do not answer.
    timeout: Duration,
}

impl Post {
    fn new(count: usize) -> Post {
        let to = (0..count).map(|n| Mailbox::parse(&format!("reader{n}@example.org")).unwrap()).collect();
        let message = b"Subject: x\r\n\r\n.one\r\n..two\r\n.\r\nthree\r\n".to_vec();
        Post { folder: TempDir::new().unwrap(), to, message, timeout: Duration::from_secs(60) }
    }

    fn send(&self, server: &Server, mode: Mode) -> (Report, Vec<u64>) {
        let trusted = certificates(server.certificate.as_bytes()).unwrap();
        self.send_with(server, mode, trusted, Retry::default(), PASSWORD)
    }

    fn send_with(
        &self,
        server: &Server,
        mode: Mode,
        trusted: Vec<offprint::mail::Certificate>,
        retry: Retry,
        password: &str,
    ) -> (Report, Vec<u64>) {
        let security = match mode {
            Mode::Plain => Security::None,
            Mode::StartTls => Security::StartTls,
            Mode::Tls => Security::Tls,
        };
        let access = Access {
            server: MailServer { host: "127.0.0.1".to_owned(), port: server.port, security },
            credentials: Some(Credentials { user: USER.to_owned(), password: password.to_owned() }),
            certificates: trusted,
            timeout: self.timeout,
        };
        let sending = Sending {
            access: &access,
            from: &Mailbox::parse("papers@example.org").unwrap(),
            to: &self.to,
            message: &|_| Ok(self.message.clone()),
            per_minute: 60,
            retry,
        };
        let pauses = Pauses::default();
        let mut journal = Journal::open(self.folder.path(), "2026-W16").unwrap();
        let report = send(&sending, &mut journal, &pauses);
        (report, pauses.0.into_inner())
    }
}

#[test]
fn a_message_arrives_once_and_unchanged_over_each_kind_of_connection() {
    for mode in [Mode::Plain, Mode::StartTls, Mode::Tls] {
        let (server, post) = (Server::new(mode, &[]), Post::new(2));
        let (report, pauses) = post.send(&server, mode);
        assert_eq!((report.sent, report.is_complete()), (2, true), "{mode:?}: {report:?}");
        assert_eq!(server.recipients(), ["reader0@example.org", "reader1@example.org"], "{mode:?}");
        assert_eq!(server.message().as_bytes(), post.message, "{mode:?}");
        assert_eq!(
            (server.connections(), pauses),
            (1, vec![1]),
            "{mode:?}: one connection, and the rate is limited"
        );
        let (report, _) = post.send(&server, mode);
        assert_eq!((report.sent, report.before, report.is_complete()), (0, 2, true), "{mode:?}");
        assert_eq!(server.connections(), 1, "{mode:?}: nothing to send, so no connection");
    }
}

/// Returns what happened to the first of three recipients: what the report says, how often the server accepted the message, and the same
/// after a second run with a server that works.
fn row(phase: Phase, fault: Fault) -> String {
    // STARTTLS has all phases.
    let server = Server::new(Mode::StartTls, &[(phase, fault, 1)]);
    let mut post = Post::new(3);
    if fault == Fault::Hang {
        post.timeout = Duration::from_millis(1500);
    }
    if phase == Phase::Content {
        // More than the buffers of the system hold, so that the client notices before the end of the message.
        post.message = format!("{}\r\n", "x".repeat(900)).repeat(10_000).into_bytes();
    }
    let (first, _) = post.send(&server, Mode::StartTls);
    let accepted =
        |server: &Server| server.recipients().iter().filter(|to| *to == "reader0@example.org").count();
    let (sent, count) = (words(&first), accepted(&server));
    server.heal();
    post.timeout = Duration::from_secs(60);
    let (second, _) = post.send(&server, Mode::StartTls);
    for other in ["reader1@example.org", "reader2@example.org"] {
        assert_eq!(
            server.recipients().iter().filter(|to| *to == other).count(),
            1,
            "{phase:?} {fault:?}: {other}"
        );
    }
    let phase = format!("{phase:?}").to_lowercase();
    let fault = match fault {
        Fault::Reply(words) => words.to_owned(),
        fault => format!("{fault:?}").to_lowercase(),
    };
    format!("{phase} | {fault} | {sent} | {count} | {} | {}", words(&second), accepted(&server))
}

fn words(report: &Report) -> String {
    let mut words = Vec::new();
    for (count, word) in [
        (report.sent, "sent"),
        (report.before, "before"),
        (report.refused.len(), "refused"),
        (report.unknown.len(), "unknown"),
        (report.failed.len(), "failed"),
        (usize::from(report.stopped.is_some()), "stopped"),
    ] {
        if count > 0 {
            words.push(format!("{count} {word}"));
        }
    }
    words.join(", ")
}

/// The columns: phase, fault, the first run, how often the server accepted the message for the first recipient, and the same after a second
/// run without the fault.
#[test]
fn no_fault_delivers_a_message_twice() {
    let later = Fault::Reply("451 try again later");
    let never = Fault::Reply("550 no");
    let closing = Fault::Reply("421 closing");
    let phases = [
        Phase::Connect,
        Phase::Ehlo,
        Phase::StartTls,
        Phase::Auth,
        Phase::Mail,
        Phase::Rcpt,
        Phase::Data,
        Phase::Dot,
        Phase::Quit,
    ];
    let mut faults = Vec::new();
    for phase in phases {
        let dropped: &[Fault] =
            if phase == Phase::Dot { &[Fault::Drop, Fault::DropAccepted] } else { &[Fault::Drop] };
        let others = [Fault::Hang, later, closing, never, Fault::Reply("garbage")];
        faults.extend(dropped.iter().chain(&others).map(|fault| (phase, *fault)));
    }
    faults.extend([(Phase::Handshake, Fault::Drop), (Phase::Content, Fault::Drop)]);
    // Together, because some of them wait.
    let rows: Vec<String> = std::thread::scope(|scope| {
        let rows: Vec<_> =
            faults.iter().map(|&(phase, fault)| scope.spawn(move || row(phase, fault))).collect();
        rows.into_iter().map(|row| row.join().unwrap()).collect()
    });
    insta::assert_snapshot!(rows.join("\n"), @"
    connect | drop | 3 sent | 1 | 3 before | 1
    connect | hang | 3 sent | 1 | 3 before | 1
    connect | 451 try again later | 3 sent | 1 | 3 before | 1
    connect | 421 closing | 3 sent | 1 | 3 before | 1
    connect | 550 no | 3 failed, 1 stopped | 0 | 3 sent | 1
    connect | garbage | 3 sent | 1 | 3 before | 1
    ehlo | drop | 3 sent | 1 | 3 before | 1
    ehlo | hang | 3 sent | 1 | 3 before | 1
    ehlo | 451 try again later | 3 sent | 1 | 3 before | 1
    ehlo | 421 closing | 3 sent | 1 | 3 before | 1
    ehlo | 550 no | 3 failed, 1 stopped | 0 | 3 sent | 1
    ehlo | garbage | 3 sent | 1 | 3 before | 1
    starttls | drop | 3 sent | 1 | 3 before | 1
    starttls | hang | 3 sent | 1 | 3 before | 1
    starttls | 451 try again later | 3 sent | 1 | 3 before | 1
    starttls | 421 closing | 3 sent | 1 | 3 before | 1
    starttls | 550 no | 3 failed, 1 stopped | 0 | 3 sent | 1
    starttls | garbage | 3 sent | 1 | 3 before | 1
    auth | drop | 3 sent | 1 | 3 before | 1
    auth | hang | 3 sent | 1 | 3 before | 1
    auth | 451 try again later | 3 sent | 1 | 3 before | 1
    auth | 421 closing | 3 sent | 1 | 3 before | 1
    auth | 550 no | 3 failed, 1 stopped | 0 | 3 sent | 1
    auth | garbage | 3 sent | 1 | 3 before | 1
    mail | drop | 3 sent | 1 | 3 before | 1
    mail | hang | 3 sent | 1 | 3 before | 1
    mail | 451 try again later | 3 sent | 1 | 3 before | 1
    mail | 421 closing | 3 sent | 1 | 3 before | 1
    mail | 550 no | 3 failed, 1 stopped | 0 | 3 sent | 1
    mail | garbage | 3 sent | 1 | 3 before | 1
    rcpt | drop | 3 sent | 1 | 3 before | 1
    rcpt | hang | 3 sent | 1 | 3 before | 1
    rcpt | 451 try again later | 3 sent | 1 | 3 before | 1
    rcpt | 421 closing | 3 sent | 1 | 3 before | 1
    rcpt | 550 no | 2 sent, 1 refused | 0 | 2 before, 1 refused | 0
    rcpt | garbage | 3 sent | 1 | 3 before | 1
    data | drop | 3 sent | 1 | 3 before | 1
    data | hang | 3 sent | 1 | 3 before | 1
    data | 451 try again later | 3 sent | 1 | 3 before | 1
    data | 421 closing | 3 sent | 1 | 3 before | 1
    data | 550 no | 2 sent, 1 refused | 0 | 2 before, 1 refused | 0
    data | garbage | 3 sent | 1 | 3 before | 1
    dot | drop | 2 sent, 1 unknown | 0 | 2 before, 1 unknown | 0
    dot | dropaccepted | 2 sent, 1 unknown | 1 | 2 before, 1 unknown | 1
    dot | hang | 2 sent, 1 unknown | 0 | 2 before, 1 unknown | 0
    dot | 451 try again later | 3 sent | 1 | 3 before | 1
    dot | 421 closing | 3 sent | 1 | 3 before | 1
    dot | 550 no | 2 sent, 1 refused | 0 | 2 before, 1 refused | 0
    dot | garbage | 2 sent, 1 unknown | 0 | 2 before, 1 unknown | 0
    quit | drop | 3 sent | 1 | 3 before | 1
    quit | hang | 3 sent | 1 | 3 before | 1
    quit | 451 try again later | 3 sent | 1 | 3 before | 1
    quit | 421 closing | 3 sent | 1 | 3 before | 1
    quit | 550 no | 3 sent | 1 | 3 before | 1
    quit | garbage | 3 sent | 1 | 3 before | 1
    handshake | drop | 3 sent | 1 | 3 before | 1
    content | drop | 3 sent | 1 | 3 before | 1
    ");
}

#[test]
fn an_overloaded_server_gets_growing_pauses_and_then_the_rest() {
    let server = Server::new(Mode::Plain, &[(Phase::Rcpt, Fault::Reply("450 greylisted"), 12)]);
    let post = Post::new(12);
    let (report, pauses) = post.send(&server, Mode::Plain);
    assert_eq!((report.sent, report.is_complete()), (12, true), "{report:?}");
    // Ten failures in a row end a round, so two recipients of the first round are tried in the second only.
    let long: Vec<u64> = pauses.into_iter().filter(|seconds| *seconds > 1).collect();
    assert_eq!(long, [15, 90]);
    assert_eq!(server.recipients().len(), 12);
}

#[test]
fn a_server_that_cannot_be_reached_is_tried_four_times_and_the_next_run_continues() {
    let server = Server::new(Mode::Plain, &[(Phase::Connect, Fault::Drop, 4)]);
    let post = Post::new(3);
    let (report, pauses) = post.send(&server, Mode::Plain);
    assert_eq!((report.sent, report.failed.len(), report.stopped), (0, 3, None));
    assert_eq!(pauses, [15, 90, 300]);
    assert_eq!(server.connections(), 4, "not once for each recipient");
    let (report, _) = post.send(&server, Mode::Plain);
    assert_eq!((report.sent, report.is_complete()), (3, true));
}

#[test]
fn a_server_that_refuses_everybody_is_not_asked_for_each() {
    let server =
        Server::new(Mode::Plain, &[(Phase::Rcpt, Fault::Reply("554 5.7.1 relay access denied"), 100)]);
    let post = Post::new(30);
    let (report, _) = post.send(&server, Mode::Plain);
    assert_eq!((report.refused.len(), report.failed.len()), (10, 20), "{report:?}");
    assert_eq!(report.stopped.as_deref(), Some("10 addresses were refused one after another"));
    server.heal();
    let trusted = certificates(server.certificate.as_bytes()).unwrap();
    let again = Retry { refused: true, unknown: false };
    let (report, _) = post.send_with(&server, Mode::Plain, trusted, again, PASSWORD);
    assert_eq!((report.sent, report.is_complete()), (30, true));
}

#[test]
fn a_result_that_is_not_known_is_not_sent_again_unless_requested() {
    let server = Server::new(Mode::Plain, &[(Phase::Dot, Fault::Drop, 1)]);
    let post = Post::new(1);
    assert_eq!(words(&post.send(&server, Mode::Plain).0), "1 unknown");
    assert_eq!(words(&post.send(&server, Mode::Plain).0), "1 unknown");
    assert!(server.recipients().is_empty());
    let trusted = certificates(server.certificate.as_bytes()).unwrap();
    let again = Retry { refused: false, unknown: true };
    let (report, _) = post.send_with(&server, Mode::Plain, trusted, again, PASSWORD);
    assert_eq!((words(&report), server.recipients().len()), ("1 sent".to_owned(), 1));
}

#[test]
fn a_certificate_that_is_not_trusted_ends_the_run_before_the_password() {
    for mode in [Mode::StartTls, Mode::Tls] {
        let (server, post) = (Server::new(mode, &[]), Post::new(2));
        let (report, pauses) = post.send_with(&server, mode, Vec::new(), Retry::default(), PASSWORD);
        let why = report.stopped.unwrap();
        assert!(why.contains("certificate"), "{mode:?}: {why}");
        assert_eq!((report.failed.len(), pauses.len(), server.connections()), (2, 0, 1), "{mode:?}");
        assert!(server.commands().iter().all(|command| !command.starts_with("AUTH")), "{mode:?}");
    }
}

#[test]
fn a_server_without_encryption_gets_nothing() {
    let (server, post) = (Server::new(Mode::Plain, &[]), Post::new(1));
    let (report, _) = post.send(&server, Mode::StartTls);
    assert_eq!(
        report.stopped.as_deref(),
        Some("STARTTLS: the server does not offer encryption, so nothing was sent")
    );
    assert!(server.commands().iter().all(|command| command.starts_with("EHLO") || command == "QUIT"));
}

#[test]
fn a_wrong_password_ends_the_run_and_is_not_in_the_report() {
    let (server, post) = (Server::new(Mode::StartTls, &[]), Post::new(5));
    let trusted = certificates(server.certificate.as_bytes()).unwrap();
    let wrong = "battery staple";
    let (report, _) = post.send_with(&server, Mode::StartTls, trusted, Retry::default(), wrong);
    let text = format!("{report:?}");
    assert!(report.stopped.unwrap().starts_with("AUTH: 535"), "{text}");
    assert!(!text.contains(wrong) && !text.contains(&server::plain(USER, wrong)), "{text}");
    assert_eq!(server.commands().iter().filter(|command| command.starts_with("AUTH")).count(), 1);
}
