use super::git::read_log;
use super::{Commit, Log, Person, one_line};
use chrono::NaiveDate;

/// Parses an output of `git log`, given as parts that each end in a NUL.
fn log(output: &str) -> Log {
    let mut log = Log::default();
    read_log(output.as_bytes(), &mut log).unwrap();
    log
}

fn commit(committed: u64, authored: u64, hash: &str) -> Commit {
    Commit {
        committed,
        authored,
        hash: hash.to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        person: Person { name: hash.to_owned(), mail: String::new() },
    }
}

fn newest<'a>(log: &'a Log, file: &str) -> &'a str {
    &log.commits[log.files[file] as usize].hash
}

#[test]
fn commits_and_files_are_distinguished_for_any_file_name() {
    let (first, second) = ("a".repeat(40), "b".repeat(40));
    let output = format!(
        "\0{first}\x0020 19 2026-03-02\0Ada <b>\0ada@x\0\ncontent/a.md\0content/new\nline \u{e9}.md\0\
         \0{second}\x0010 10 2026-03-01\0\0\0\0\ncontent/a.md\0content/b.md\0"
    );
    let log = log(&output);
    assert_eq!(log.commits.len(), 2);
    assert_eq!(newest(&log, "content/a.md"), first);
    assert_eq!(newest(&log, "content/new\nline \u{e9}.md"), first);
    assert_eq!(newest(&log, "content/b.md"), second);
    let history = log.into_history(|_| None);
    assert_eq!(history.last_change("content/a.md").unwrap().by, "Ada <b>");
    assert_eq!(history.last_change("content/b.md").unwrap().by, "");
    assert!(history.last_change("content/c.md").is_none());
}

#[test]
fn truncated_and_odd_records_are_skipped() {
    let hash = "a".repeat(64);
    let odd =
        ["", "\0", "\0H", "\0H\x0010 10 2026-03-01\0A\0", "x\0y", "\0H\0never\0A\0a\0\nf\0", "\0\0\0\0\0\0"];
    for output in odd {
        assert!(log(&output.replace('H', &hash)).files.is_empty(), "{output:?}");
    }
    assert_eq!(log(&format!("\0\0{hash}\x0010 10 2026-03-01\0A\0a\0\nf\0")).files.len(), 1);
}

#[test]
fn the_newest_commit_counts_in_any_order() {
    let commits = [commit(30, 1, "a"), commit(30, 2, "b"), commit(10, 90, "c"), commit(30, 2, "aa")];
    for start in 0..commits.len() {
        let mut log = Log::default();
        for at in 0..commits.len() {
            log.add(commits[(start + at) % commits.len()].clone(), ["f".into()].into_iter());
        }
        assert_eq!(newest(&log, "f"), "b");
        let short = log.compacted();
        assert_eq!((short.commits.len(), newest(&short, "f")), (1, "b"));
    }
}

#[test]
fn names_are_one_line_of_visible_text() {
    assert_eq!(one_line("  Ada\u{202e}\tByron\u{1b}[31m\n"), "Ada Byron [31m");
    assert_eq!(one_line("\u{200b}"), "");
    assert_eq!(one_line(&"漢".repeat(1000)).chars().count(), 101);
}
