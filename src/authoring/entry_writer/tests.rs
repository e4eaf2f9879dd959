//! Tests of the guarantees of the entry writer.

use super::*;
use crate::publish::file_lock::Patience;
use std::time::Duration;
use tempfile::TempDir;

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    fs::create_dir_all(site.path().join("content/papers/2026")).unwrap();
    site
}

fn open(site: &TempDir) -> EntryWriter {
    EntryWriter::open(site.path(), "fmt", &mut |holder| panic!("{holder} holds it")).unwrap()
}

/// Returns every file and folder below a folder. Folders end in `/`.
fn all(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(all(&entry.path()).iter().map(|path| format!("{name}/{path}")));
            found.push(format!("{name}/"));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn settle_moves_all_files_and_leaves_no_temporary_file() {
    let site = site();
    for text in ["one", "two, which is longer", "3"] {
        let mut writer = open(&site);
        writer.put("content/papers/2026/a.md", b"of this run, and replaced in it").unwrap();
        writer.put("content/papers/2026/a.md", text.as_bytes()).unwrap();
        writer.put("content/new/deep/b.md", text.as_bytes()).unwrap();
        assert_ne!(
            fs::read_to_string(site.path().join("content/papers/2026/a.md")).ok().as_deref(),
            Some(text)
        );
        writer.settle().unwrap();
        writer.settle().unwrap();
        drop(writer);
        for path in ["content/papers/2026/a.md", "content/new/deep/b.md"] {
            assert_eq!(fs::read_to_string(site.path().join(path)).unwrap(), text);
        }
        let found = all(site.path());
        assert_eq!(found.iter().filter(|path| !path.ends_with('/')).count(), 2, "{found:?}");
        assert!(!found.iter().any(|path| path.contains(".offprint")), "{found:?}");
    }
}

#[test]
fn settle_moves_a_large_number_of_files() {
    let site = site();
    let mut writer = open(&site);
    let path = |number: u32| format!("content/papers/{}/{number}.md", number % 40);
    (0..200).for_each(|number| writer.put(&path(number), number.to_string().as_bytes()).unwrap());
    writer.settle().unwrap();
    for number in 0..200 {
        assert_eq!(fs::read_to_string(site.path().join(path(number))).unwrap(), number.to_string());
    }
}

#[test]
fn files_that_were_not_settled_change_nothing() {
    let site = site();
    fs::write(site.path().join("content/papers/2026/a.md"), "old").unwrap();
    let before = all(site.path());
    let mut writer = open(&site);
    writer.put("content/papers/2026/a.md", b"new").unwrap();
    writer.put("content/papers/2026/b.md", b"new").unwrap();
    writer.put("content/new/deep/c.md", b"new").unwrap();
    drop(writer);
    assert_eq!(all(site.path()), before, "no empty folder is left either");
    assert_eq!(fs::read_to_string(site.path().join("content/papers/2026/a.md")).unwrap(), "old");
}

#[test]
fn settle_tries_a_failed_file_again() {
    let site = site();
    let mut writer = open(&site);
    writer.put("content/papers/2026/a.md", b"new").unwrap();
    writer.put("content/papers/2026/b.md", b"new").unwrap();
    fs::create_dir(site.path().join("content/papers/2026/a.md")).unwrap();
    let failure = writer.settle().unwrap_err();
    assert!(
        failure.exit_code() == 3 && failure.to_string().contains("content/papers/2026/a.md"),
        "{failure}"
    );
    assert!(writer.settle().is_err());
    fs::remove_dir(site.path().join("content/papers/2026/a.md")).unwrap();
    writer.settle().unwrap();
    for path in ["content/papers/2026/a.md", "content/papers/2026/b.md"] {
        assert_eq!(fs::read_to_string(site.path().join(path)).unwrap(), "new");
    }
}

#[test]
fn only_the_unfinished_files_of_a_killed_command_are_removed() {
    let site = site();
    let names = [
        (".offprint-new", false),
        (".offprint-new-0123456789abcdef", false),
        (".offprint-new-0123456789abcde", true),
        (".offprint-new-0123456789abcdeg", true),
        (".offprint-new-0123456789ABCDEF", true),
        (".offprint-new-notes.md", true),
        (".offprint-newer", true),
        ("offprint-new-0123456789abcdef", true),
    ];
    for (name, _) in names {
        fs::write(site.path().join("content/papers/2026").join(name), "text").unwrap();
    }
    // A folder with such a name is not a temporary file, and files outside of content/ are never removed.
    fs::create_dir(site.path().join("content/.offprint-new-00000000000000aa")).unwrap();
    fs::write(site.path().join(".offprint-new"), "text").unwrap();
    drop(open(&site));
    for (name, stays) in names {
        assert_eq!(site.path().join("content/papers/2026").join(name).exists(), stays, "{name}");
    }
    assert!(site.path().join("content/.offprint-new-00000000000000aa").is_dir());
    assert!(site.path().join(".offprint-new").exists());
}

#[test]
fn one_command_writes_at_a_time_and_the_other_gets_its_name() {
    let site = site();
    let first = open(&site);
    let mut heard = Vec::new();
    let patience = Patience { tries: 2, pause: Duration::ZERO };
    let refused =
        Claim::take_within(patience, site.path(), "import hf", &mut |holder| heard.push(holder.to_owned()));
    let Err(Why::Busy(holder)) = refused else { panic!("{refused:?}") };
    assert_eq!(holder, format!("`offprint fmt` (process {})", std::process::id()));
    assert_eq!(heard, [holder.as_str()]);
    let failure = Failure { path: String::new(), why: Why::Busy(holder) };
    assert_eq!(failure.exit_code(), 3);
    assert!(failure.to_string().ends_with(") is writing to this site"), "{failure}");
    drop(first);
    drop(open(&site));
}

#[test]
fn the_lock_of_a_killed_command_does_not_block_the_next_one() {
    let site = site();
    fs::create_dir_all(site.path().join(".offprint/content")).unwrap();
    fs::write(site.path().join(".offprint/lock"), "`offprint fmt` (process 1)").unwrap();
    drop(open(&site));
    assert!(!site.path().join(".offprint/lock").exists());
    assert!(site.path().join(".offprint/content").is_dir(), "the cache stays");
}

#[test]
fn claims_of_many_threads_never_overlap() {
    let site = site();
    let held = std::sync::atomic::AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let patience = Patience { tries: 1_000_000, pause: Duration::ZERO };
                    let claim = Claim::take_within(patience, site.path(), "fmt", &mut |_| {}).unwrap();
                    assert_eq!(held.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                    std::thread::yield_now();
                    held.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                    drop(claim);
                }
            });
        }
    });
    assert!(!site.path().join(".offprint").exists());
}

#[test]
fn paths_outside_of_content_are_refused() {
    let site = TempDir::new().unwrap();
    let mut writer = open(&site);
    for path in [
        "site.toml",
        "content",
        "content/",
        "content/../site.toml",
        "/etc/passwd",
        "content/a\0b.md",
        "",
        "content/papers/con.md",
        "contents/a.md",
    ] {
        assert!(matches!(writer.put(path, b"x").unwrap_err().why, Why::BadPath(_)), "{path}");
    }
    writer.settle().unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 0);
}

#[test]
fn the_error_names_a_missing_folder() {
    let site = TempDir::new().unwrap();
    let failure = EntryWriter::open(&site.path().join("nowhere"), "fmt", &mut |_| {}).unwrap_err();
    assert!(failure.exit_code() == 2 && failure.to_string().contains("nowhere"), "{failure}");
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (site, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::create_dir(site.path().join("content")).unwrap();
    fs::write(elsewhere.path().join("a.md"), "mine").unwrap();
    fs::write(elsewhere.path().join(".offprint-new"), "mine").unwrap();
    symlink(elsewhere.path(), site.path().join("content/papers")).unwrap();
    symlink(elsewhere.path().join("a.md"), site.path().join("content/a.md")).unwrap();
    let mut writer = open(&site);
    for path in ["content/papers/a.md", "content/a.md", "content/papers/deep/b.md"] {
        assert!(matches!(writer.put(path, b"x").unwrap_err().why, Why::Link), "{path}");
    }
    drop(writer);
    symlink(elsewhere.path(), site.path().join(".offprint")).unwrap();
    let failure = EntryWriter::open(site.path(), "fmt", &mut |_| {}).unwrap_err();
    assert!(matches!(failure.why, Why::Link) && failure.exit_code() == 2, "{failure}");
    assert_eq!(fs::read_to_string(elsewhere.path().join("a.md")).unwrap(), "mine");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = site();
    let place = site.path().join("content/papers/2026/a.md");
    fs::write(&place, "old").unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).unwrap();
    let mut writer = open(&site);
    writer.put("content/papers/2026/a.md", b"new").unwrap();
    writer.settle().unwrap();
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o640);
}
