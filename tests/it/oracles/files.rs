//! Files that the program writes back: formatted, fixed, filled in from a form, imported.

use super::html::fragment;
use super::{CONTENT, ENTRY, SETTINGS, has_errors, parsed, plain_site, renderer, said};
use offprint::authoring::entry_writer::EntryWriter;
use offprint::authoring::fix::Fixer;
use offprint::authoring::formatter::{self, Formatted};
use offprint::authoring::import::{self, Importer, Input};
use offprint::authoring::issue_forms::{self, form};
use offprint::content::{self, Reading};
use offprint::source::Sources;
use std::collections::HashSet;
use std::fs;
use tempfile::TempDir;

/// Checks `offprint fmt` on a text as each kind of file: formatting twice changes nothing more, and what the file says
/// stays.
pub fn format(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for path in CONTENT {
        let Formatted::Changed(new) = formatter::format(path, &text) else { continue };
        assert_eq!(formatter::format(path, &new), Formatted::Same, "{path}: formatted twice: {new}");
        let (before, after) = (parsed(path, &text), parsed(path, &new));
        // `fmt` adds missing quotes, so an error may disappear; none may appear.
        assert!(has_errors(&before) || !has_errors(&after), "{path}: an error that was not there: {new}");
        if !has_errors(&before) {
            assert_eq!(said(&before), said(&after), "{path}: {new}");
        }
    }
}

/// Checks `offprint check --fix` on a text: the result can be read, needs no second fix, and keeps comments.
pub fn fix(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let fixer = Fixer::default();
    // Two comments of ours, where any file may have them.
    let front = text.split_once("---\n").map_or(&*text, |(_, rest)| rest);
    let (yaml, body) = front.split_once("\n---\n").unwrap_or((front, "Text.\n"));
    let cases = [
        ("content/papers/a.md", format!("---\n# first of all\n{yaml}\n# last of all\n---\n{body}")),
        ("content/papers/a.yaml", format!("# first of all\n{yaml}\n# last of all\n")),
    ];
    for (path, text) in cases {
        let Some(fixed) = fixer.fix(path, &text) else { continue };
        assert_ne!(fixed.text, text, "{path}: {:?} and no change", fixed.changes);
        for comment in ["# first of all", "# last of all"] {
            assert!(fixed.text.contains(comment), "{path}: {comment:?} is lost in {}", fixed.text);
        }
        assert_eq!(fixer.fix(path, &fixed.text), None, "{path}: fixed twice: {}", fixed.text);
        let is_left = matches!(formatter::format(path, &fixed.text), Formatted::Left(_));
        assert!(
            !is_left || matches!(formatter::format(path, &text), Formatted::Left(_)),
            "{path}: cannot be read: {}",
            fixed.text
        );
    }
}

/// Checks a text as the event of an issue: its form fills the fields of an entry and nothing else.
pub fn propose(data: &[u8]) {
    let Ok(issue) = form::read(data) else { return };
    let (Some(form::Form::Add(_, fields)) | Some(form::Form::Correct(_, _, fields))) = issue.form else {
        return;
    };
    let path = "content/papers/a.md";
    for before in [issue_forms::blank("a", "2026-03-05"), ENTRY.to_owned()] {
        let changed = issue_forms::apply(path, &before, None, &fields).expect("the entry can be edited");
        let keys = |text: &str| -> HashSet<String> {
            let front = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---\n"))
                .map_or("", |(front, _)| front);
            let lines = front.lines().filter(|line| !line.starts_with([' ', '-', '#']) && !line.is_empty());
            lines.filter_map(|line| line.split_once(':')).map(|(key, _)| key.to_owned()).collect()
        };
        let (old, new) = (keys(&before), keys(&changed.text));
        let unasked: Vec<_> =
            new.difference(&old).filter(|key| !changed.fields.contains(&key.as_str())).collect();
        assert!(unasked.is_empty() && old.is_subset(&new), "{unasked:?} in {}", changed.text);
        let content = parsed(path, &changed.text);
        for paper in &content.papers {
            assert_eq!((content.papers.len(), &*paper.id), (1, "a"), "{}", changed.text);
            fragment(&paper.title_html, "");
        }
        let syntax = content.diagnostics.iter().find(|problem| problem.id == "yaml-syntax");
        assert!(syntax.is_none(), "{syntax:?} in {}", changed.text);
    }
}

/// Checks a file as one of `SOURCES` reads it: each record becomes a sound entry or a line of the report, and a second
/// import writes nothing.
pub fn import(number: usize, data: &[u8]) {
    let (name, stem) = SOURCES[number];
    let source = import::source(name).expect("there is such a source");
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("site.toml"), SETTINGS).expect("a file");
    let request =
        import::Request { day: stem.get(..10).and_then(|day| day.parse().ok()), ..Default::default() };
    let run = || {
        let sources = Sources::discover(folder.path());
        let mut writer =
            EntryWriter::open(folder.path(), "import", &mut |_| ()).expect("nobody else writes here");
        let whole = (&sources, plain_site(), Some(&mut writer));
        let mut importer =
            Importer::open(source, &request, whole, &[], &|_| (), None).expect("no newer version was here");
        let mut bytes = data;
        let input = Input { bytes: &mut bytes, stem: stem.to_owned(), day: request.day };
        let taken = importer.take(vec![input]);
        let outcome = importer.finish().expect("the disk takes what is written");
        (taken.is_ok(), outcome)
    };
    let (is_whole, first) = run();
    let dealt_with = first.added + first.updated + first.unchanged + first.filtered + first.removed;
    assert!(dealt_with <= first.read, "{first:?}");
    assert!(!is_whole || dealt_with > 0 || first.read == 0 || !first.skipped.is_empty(), "{first:?}");
    let sources = Sources::discover(folder.path());
    let reading = Reading { site: plain_site(), markdown: renderer(), drafts: true };
    let mut papers = 0;
    for file in content::files(&sources).iter().filter(|file| !file.contains(".imported")) {
        let content = content::parse(&sources, file, &reading);
        let text = || sources.text(file).unwrap_or_default();
        assert!(!has_errors(&content), "{file}: {:?} in\n{}", content.diagnostics, text());
        if file.starts_with("content/papers/") {
            assert_eq!(formatter::format(file, &text()), Formatted::Same, "{file} is in canonical form");
        }
        papers += content.papers.len() as u64;
    }
    assert_eq!(papers, first.added, "each paper that was added is an entry");
    let (_, second) = run();
    assert_eq!((second.added, second.updated, second.files), (0, 0, 0), "{second:?}");
}

/// Each source, and the name that its files have.
pub const SOURCES: [(&str, &str); 7] = [
    ("hf", "2026-03-25"),
    ("arxiv", "new"),
    ("bibtex", "papers"),
    ("oai", "oai"),
    ("cv-arxiv-daily", "cv-arxiv-daily"),
    ("daily-arxiv", "2026-03-05_AI_enhanced_English"),
    ("pmlr", "2023-07-12-abbe23a"),
];
