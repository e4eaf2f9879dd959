//! Concurrent commands that write entries: one writes, the others wait or are refused, and nothing is lost.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::{offprint, run};
use crate::import_net::{Server, good};
use crate::support::{put, repository, tree};
use offprint::authoring::issue_forms::form::ADD;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Rounds for each pair of commands, and the number of entries. `OFFPRINT_ROUNDS` and `OFFPRINT_ENTRIES` override them.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// A folder in memory if there is one, because the disk is not under test.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() && std::env::var_os("TMPDIR").is_none() {
        true => TempDir::new_in(memory).unwrap(),
        false => TempDir::new().unwrap(),
    }
}

fn entry_path(number: usize) -> String {
    format!("content/papers/2026/p{number}.md")
}

/// An entry that both `fmt` and `check --fix` rewrite: keys out of order, an address in place of an arXiv id.
fn entry(number: usize) -> String {
    format!(
        "---\ndate: 2026-03-05\nlinks: {{arxiv: 'https://arxiv.org/abs/2603.{number:05}v1'}}\ntitle: 'Paper {number}'\n---\n\nText of {number}, {}.\n",
        "and more of it ".repeat(number % 7)
    )
}

/// The event of a form that adds a paper.
fn event(title: &str) -> String {
    let field = |(name, heading): &(&str, &str)| {
        format!("### {heading}\n\n{}", if *name == "title" { title } else { "_No response_" })
    };
    let body: Vec<String> = ADD.iter().map(field).collect();
    serde_json::json!({ "issue": { "number": 7, "body": body.join("\n\n") } }).to_string()
}

/// The commands that write entries, each with a name and arguments that work in any site of [`site`].
const WRITERS: [(&str, &[&str]); 6] = [
    ("fmt", &["fmt"]),
    ("check --fix", &["check", "--fix", "--jobs", "1"]),
    ("import", &["import", "bibtex", "papers.bib"]),
    ("new", &["new", "--offline", "--day", "2026-03-06", "A new entry"]),
    ("propose", &["propose", "--offline", "--day", "2026-03-07", "--event", "event.json"]),
    ("collect", &["collect"]),
];

/// A site of entries to rewrite, and the input of the commands. `collect` fetches from a server at this port.
fn site(entries: usize, port: u16) -> TempDir {
    let site = folder();
    let settings = format!(
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[import]\nhf_url = \"http://127.0.0.1:{port}\"\n[import.collect]\nhf = true\ndays = 1\n"
    );
    put(site.path(), "site.toml", settings);
    (0..entries).for_each(|number| put(site.path(), &entry_path(number), entry(number)));
    put(site.path(), "event.json", event("What a form adds"));
    let bibtex = fs::read(repository("tests/data/import/papers.bib")).unwrap();
    put(site.path(), "papers.bib", bibtex);
    site
}

fn start(site: &Path, arguments: &[&str]) -> Child {
    offprint(site).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for a command that has to succeed.
fn succeed(name: &str, child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{name}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Checks that every entry is complete and separate. Returns the number of faults.
fn strangers(site: &Path, entries: usize) -> usize {
    let is_own = |number: usize| {
        let text = fs::read_to_string(site.join(entry_path(number))).unwrap_or_default();
        let title = text.lines().find_map(|line| line.strip_prefix("title:")).unwrap_or_default();
        let body = entry(number).split_once("---\n\n").unwrap().1.to_owned();
        title.trim().trim_matches(['\'', '"']) == format!("Paper {number}")
            && text.contains(&format!("2603.{number:05}"))
            && text.ends_with(&body)
    };
    (0..entries).filter(|&number| !is_own(number)).count()
}

#[test]
fn any_two_concurrent_commands_lose_no_entry() {
    let server = Server::new(vec![good("hf-2026-03-25.json")]);
    let (rounds, entries) = (setting("OFFPRINT_ROUNDS", 1), setting("OFFPRINT_ENTRIES", 24));
    for (at, first) in WRITERS.iter().enumerate() {
        for second in &WRITERS[at..] {
            let context = format!("{} and {}", first.0, second.0);
            for round in 0..rounds {
                let site = site(entries, server.port);
                let racing = [first, second].map(|(_, arguments)| start(site.path(), arguments));
                let ended = racing.map(|child| child.wait_with_output().unwrap());
                // If both write the same entry, the second reports that it exists.
                let is_twice = first.0 == second.0 && ["new", "propose"].contains(&first.0);
                let done = ended.iter().filter(|output| output.status.success()).count();
                assert_eq!(done, if is_twice { 1 } else { 2 }, "{context}, round {round}: {ended:?}");
                assert_eq!(strangers(site.path(), entries), 0, "{context}, round {round}");
                for (name, path) in [
                    ("import", "content/papers/2020/11/gowda-may-2020-finding.md"),
                    ("import", "content/papers/2021/06/gowda2021macroaverage.md"),
                    ("new", "content/papers/2026/03/06/a-new-entry.md"),
                    ("propose", "content/papers/2026/03/07/what-a-form-adds.md"),
                ] {
                    let is_made = [first.0, second.0].contains(&name);
                    assert_eq!(site.path().join(path).is_file(), is_made, "{context}, round {round}: {path}");
                }
                let files: Vec<String> = tree(site.path()).into_keys().collect();
                let is_collected = files.iter().any(|path| path.ends_with("/2603.23497.md"));
                assert_eq!(
                    is_collected,
                    [first.0, second.0].contains(&"collect"),
                    "{context}, round {round}"
                );
                let left: Vec<String> =
                    files.into_iter().filter(|path| path.contains(".offprint-new")).collect();
                assert_eq!(left, [""; 0], "{context}, round {round}");
                assert!(!site.path().join(".offprint/lock").exists(), "{context}, round {round}");
            }
        }
    }
}

/// A command must not write from a state that another command has replaced.
#[test]
fn concurrent_imports_keep_the_papers_of_both() {
    let site = site(0, 0);
    let list = |key: &str| {
        format!("@article{{{key}, title={{On {key}}}, author={{Ada Byron}}, year=2026, month=3}}\n")
    };
    let keys: Vec<String> = (0..4).map(|number| format!("paper{number}")).collect();
    let racing: Vec<Child> = keys
        .iter()
        .map(|key| {
            put(site.path(), &format!("{key}.bib"), list(key));
            let file = format!("{key}.bib");
            start(site.path(), &["import", "bibtex", &file, "--layout", "day", "--day", "2026-03-05"])
        })
        .collect();
    racing.into_iter().for_each(|child| succeed("import", child));
    let day = fs::read_to_string(site.path().join("content/papers/2026/03/2026-03-05.yaml")).unwrap();
    for key in &keys {
        assert!(day.contains(&format!("On {key}")), "{key} is lost:\n{day}");
    }
    // Both are in the import memory, so a second import changes nothing.
    for key in &keys {
        let file = format!("{key}.bib");
        let arguments = ["import", "bibtex", &file, "--layout", "day", "--day", "2026-03-05"];
        let (status, stdout, stderr) = run(site.path(), &arguments);
        assert!(status == 0 && stdout.contains(" 0 added, 0 updated,"), "{stdout}{stderr}");
    }
}

/// An import that reads standard input stays open, so that the others are seen to wait.
struct Held(Child);

impl Held {
    fn new(site: &Path) -> Held {
        let mut import = offprint(site);
        import
            .args(["import", "bibtex", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut held = Held(import.spawn().unwrap());
        while !fs::read_to_string(site.join(".offprint/lock"))
            .is_ok_and(|text| text.contains("import bibtex"))
        {
            assert!(held.0.try_wait().unwrap().is_none(), "it ended before it had the lock");
            std::thread::yield_now();
        }
        held
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_command_waits_for_another_and_says_for_which() {
    let site = site(3, 0);
    let mut held = Held::new(site.path());
    let mut waiting = start(site.path(), &["fmt"]);
    let mut words = BufReader::new(waiting.stderr.take().unwrap());
    let mut line = String::new();
    words.read_line(&mut line).unwrap();
    let process = held.0.id();
    assert_eq!(
        line,
        format!("waiting: `offprint import bibtex` (process {process}) is writing to this site\n")
    );
    // Commands that write nothing do not wait.
    for arguments in
        [&["fmt", "--check"] as &[&str], &["check"], &["import", "bibtex", "papers.bib", "--dry-run"]]
    {
        let (status, stdout, stderr) = run(site.path(), arguments);
        assert!(status < 2 && !stderr.contains("waiting"), "{arguments:?}: {stdout}{stderr}");
    }
    held.0.stdin.take().unwrap().write_all(b"@article{x, title={X}, year=2026}\n").unwrap();
    assert!(held.0.wait().unwrap().success());
    succeed("fmt", waiting);
    assert_eq!(run(site.path(), &["fmt", "--check"]).0, 0, "what it waited for is formatted too");
}

#[test]
fn a_killed_command_leaves_no_lock_and_its_unfinished_files_go_with_the_next() {
    let site = site(3, 0);
    let mut held = Held::new(site.path());
    held.0.kill().unwrap();
    held.0.wait().unwrap();
    assert!(site.path().join(".offprint/lock").is_file(), "the killed command left nothing to overcome");
    for name in [".offprint-new", ".offprint-new-0123456789abcdef"] {
        put(site.path(), &format!("content/papers/2026/{name}"), "---\nhalf of an en");
    }
    put(site.path(), "content/papers/2026/.offprint-notes", "mine");
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!(status, 0, "unfinished files are not content: {stdout}{stderr}");
    let (status, _, stderr) = run(site.path(), &["fmt"]);
    assert_eq!((status, stderr.as_str()), (0, "3 files changed\n"));
    let left: Vec<String> =
        tree(site.path()).into_keys().filter(|path| path.contains(".offprint-")).collect();
    assert_eq!(left, ["content/papers/2026/.offprint-notes"]);
    assert!(!site.path().join(".offprint/lock").exists());
}

#[test]
fn two_new_sites_in_one_folder_are_one() {
    let outer = folder();
    let racing: Vec<Child> = (0..3).map(|_| start(outer.path(), &["init", "papers"])).collect();
    racing.into_iter().for_each(|child| succeed("init", child));
    assert_eq!(run(&outer.path().join("papers"), &["check"]).0, 0);
    assert!(!outer.path().join("papers/.offprint/lock").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_site_that_cannot_be_locked_is_reported_and_not_changed() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = site(2, 0);
    let before = tree(site.path());
    fs::set_permissions(site.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions do not restrict root, unless its capabilities are dropped.
    let plain = offprint(site.path());
    let mut bound = Command::new("setpriv");
    bound.args(["--bounding-set=-all", "--inh-caps=-all", "--"]).arg(plain.get_program()).arg("fmt");
    let output = bound.current_dir(site.path()).output();
    let is_bound = !fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let output = match output {
        Ok(output) if output.status.code() == Some(3) => output,
        _ if is_bound => offprint(site.path()).arg("fmt").output().unwrap(),
        other => panic!("{other:?}"),
    };
    fs::set_permissions(site.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(
        stderr.starts_with("error: the site cannot be locked, since `.offprint/lock` cannot be made"),
        "{stderr}"
    );
    assert_eq!(tree(site.path()), before);
}
