use super::git::take;
use super::{Commit, Log, Person, plain};
use chrono::NaiveDate;

/// Reads what git told, in pieces that each end in a zero byte.
fn log(told: &str) -> Log {
    let mut log = Log::default();
    take(told.as_bytes(), &mut log).unwrap();
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
fn commits_and_their_files_are_told_apart_whatever_files_are_called() {
    let (first, second) = ("a".repeat(40), "b".repeat(40));
    let told = format!(
        "\0{first}\x0020 19 2026-03-02\0Ada <b>\0ada@x\0\ncontent/a.md\0content/new\nline \u{e9}.md\0\
         \0{second}\x0010 10 2026-03-01\0\0\0\0\ncontent/a.md\0content/b.md\0"
    );
    let log = log(&told);
    assert_eq!(log.commits.len(), 2);
    assert_eq!(newest(&log, "content/a.md"), first);
    assert_eq!(newest(&log, "content/new\nline \u{e9}.md"), first);
    assert_eq!(newest(&log, "content/b.md"), second);
    let history = log.told(|_| None);
    assert_eq!(history.of("content/a.md").unwrap().by, "Ada <b>");
    assert_eq!(history.of("content/b.md").unwrap().by, "");
    assert!(history.of("content/c.md").is_none());
}

#[test]
fn what_is_cut_or_odd_is_passed_over() {
    let hash = "a".repeat(64);
    let odd =
        ["", "\0", "\0H", "\0H\x0010 10 2026-03-01\0A\0", "x\0y", "\0H\0never\0A\0a\0\nf\0", "\0\0\0\0\0\0"];
    for told in odd {
        assert!(log(&told.replace('H', &hash)).files.is_empty(), "{told:?}");
    }
    assert_eq!(log(&format!("\0\0{hash}\x0010 10 2026-03-01\0A\0a\0\nf\0")).files.len(), 1);
}

#[test]
fn the_newest_commit_counts_in_whatever_order_they_come() {
    let commits = [commit(30, 1, "a"), commit(30, 2, "b"), commit(10, 90, "c"), commit(30, 2, "aa")];
    for start in 0..commits.len() {
        let mut log = Log::default();
        for at in 0..commits.len() {
            log.add(commits[(start + at) % commits.len()].clone(), ["f".into()].into_iter());
        }
        assert_eq!(newest(&log, "f"), "b");
        let short = log.shortened();
        assert_eq!((short.commits.len(), newest(&short, "f")), (1, "b"));
    }
}

#[test]
fn names_are_one_line_of_what_shows() {
    assert_eq!(plain("  Ada\u{202e}\tByron\u{1b}[31m\n"), "Ada Byron [31m");
    assert_eq!(plain("\u{200b}"), "");
    assert_eq!(plain(&"漢".repeat(1000)).chars().count(), 101);
}
