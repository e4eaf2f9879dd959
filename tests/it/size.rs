//! The size of a site: as reported, and as measured on disk.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::run;
use crate::support::{SOUND, build_into, copy, fixture, prepare, put, tree};
use offprint::Request;
use std::fs;
use tempfile::TempDir;

/// A number as people write it: `1,234`.
fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The rows of a table: what, files, bytes.
fn rows(table: &str) -> Vec<(String, u64, u64)> {
    let rows = table.lines().skip_while(|line| !line.trim_start().starts_with("files")).skip(1);
    rows.take_while(|line| !line.is_empty())
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [name @ .., files, bytes, _, "%"] = words.as_slice() else { panic!("{line}") };
            (name.join(" "), number(files), number(bytes))
        })
        .collect()
}

#[test]
fn the_report_equals_the_size_on_disk() {
    for name in SOUND {
        let site = copy(&fixture(name));
        let (status, table, stderr) = run(site.path(), &["build", "--report"]);
        assert_eq!(status, 0, "{stderr}");
        let mut on_disk = tree(&site.path().join("public"));
        // Offprint's own files are not part of the site.
        on_disk.remove(".offprint");
        let bytes: u64 = on_disk.values().map(|bytes| bytes.len() as u64).sum();
        let mut rows = rows(&table);
        let (last, files, all) = rows.pop().unwrap();
        assert_eq!((last.as_str(), files, all), ("all", on_disk.len() as u64, bytes), "{name}\n{table}");
        let sum = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
        assert_eq!(sum, (files, all), "{name}\n{table}");
        let below = |start: &str| {
            let pages =
                on_disk.iter().filter(|(path, _)| path.starts_with(start) && path.ends_with("index.html"));
            pages.fold((0, 0), |sum, (_, bytes)| (sum.0 + 1, sum.1 + bytes.len() as u64))
        };
        for (what, folder) in
            [("paper pages", "papers/"), ("author pages", "authors/"), ("week pages", "weeks/")]
        {
            let row = rows.iter().find(|row| row.0 == what).map_or((0, 0), |row| (row.1, row.2));
            assert_eq!(row, below(folder), "{name}: {what}");
        }

        // A second build reports the same size and writes nothing; so does a check.
        let (_, again, stderr) = run(site.path(), &["build", "--report"]);
        assert!(stderr.contains(" 0 files written"), "{stderr}");
        assert_eq!(again, table);
        fs::remove_dir_all(site.path().join("public")).unwrap();
        let (_, checked, _) = run(site.path(), &["check", "--report"]);
        assert!(checked.ends_with(&table), "{checked}\n{table}");
        assert!(!site.path().join("public").exists());
    }
}

#[test]
fn a_check_measures_what_a_build_writes() {
    let out = TempDir::new().unwrap();
    let (sources, checked) = prepare(&fixture("week"), &Request::default());
    let sizes = offprint::rehearse(&checked.value.unwrap(), &sources, &()).unwrap();
    assert_eq!(sizes, build_into(&fixture("week"), &Request::default(), out.path()).1.sizes);
}

#[test]
fn a_setting_saves_what_the_report_says() {
    let site = copy(&fixture("week"));
    let measure = |settings: &str| {
        let text = fs::read_to_string(fixture("week").join("site.toml")).unwrap();
        put(site.path(), "site.toml", text.replace("[feeds]", &format!("[feeds]\n{settings}")));
        let (sources, checked) = prepare(site.path(), &Request::default());
        let prepared = checked.value.unwrap();
        let sizes = offprint::rehearse(&prepared, &sources, &()).unwrap();
        offprint::report(&prepared, &sources, &sizes)
    };
    let whole = measure("");
    let lever = |setting: &str| whole.levers.iter().find(|lever| lever.setting == setting).unwrap();
    for (setting, lever) in [
        ("authors = false", lever("[feeds] authors = false")),
        ("full_text = false", lever("[feeds] full_text = false")),
    ] {
        let saved = whole.total.bytes - measure(setting).total.bytes;
        // Pages without a link to a feed also get smaller, so an estimate from some feeds is approximate.
        let (low, high) = (saved * 75 / 100, saved * 115 / 100);
        assert!((low..=high).contains(&lever.saves), "{setting}: {saved}, and said was {}", lever.saves);
    }
}

#[test]
fn a_mistake_that_shows_only_in_a_page_is_found_by_a_check() {
    let site = copy(&fixture("minimal"));
    put(
        site.path(),
        "templates/paper.html",
        "{% extends \"default/paper.html\" %}\n{% block main %}{{ paper.nowhere.at_all }}{% endblock %}\n",
    );
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!((status, stderr.as_str()), (2, ""), "{stdout}");
    assert!(stdout.contains("templates/paper.html:2:") && stdout.contains("nowhere"), "{stdout}");
    assert!(!stdout.contains("GitHub Pages"), "a site that cannot be made has no size: {stdout}");
    // It is reported with the problems of the content and decides the exit status: no site can be built.
    put(site.path(), "content/papers/bad.md", "---\ntitle: No day\n---\n");
    let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(status, 2);
    assert!(stdout.contains("missing-key") && stdout.contains("nowhere"), "{stdout}");
}

#[test]
fn programs_read_problems_and_nothing_else() {
    for format in ["json", "github"] {
        let site = copy(&fixture("minimal"));
        for command in ["check", "build"] {
            let (status, stdout, stderr) = run(site.path(), &[command, "--report", "--format", format]);
            assert_eq!((status, stdout.as_str()), (0, ""));
            assert!(stderr.contains("paper pages"), "{stderr}");
        }
    }
}
