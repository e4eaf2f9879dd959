//! Names from content that become paths: `check` refuses each with its file and line, or the build works on every
//! system.

use crate::support::{self, Tree};
use offprint::content::places;
use offprint::diagnostic::{Diagnostic, Location};
use offprint::site::kinds::REPLACEABLE;
use offprint::source::Sources;
use offprint::{Prepared, Request};
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

/// Names that some system, server or program treats specially.
const NAMES: &[&str] = &[
    "con",
    "CON.txt",
    "Con",
    "aux",
    "aux.",
    "aux.x",
    "Nul",
    "nul",
    "PRN",
    "com1",
    "COM0",
    "lpt9",
    "LPT9.tar.gz",
    "COM¹",
    "lpt²",
    "CONIN$",
    "conout$",
    "con-",
    "con 1",
    ".git",
    ".git/hooks/pre-commit",
    "x/.git/config",
    "GIT~1",
    "git~1/config",
    "organi~1",
    "PAPERS~1",
    ".",
    "..",
    "../x",
    "x/../../y",
    "...",
    "…",
    "‥",
    "~",
    "~ada",
    "x~",
    "a:b",
    "C:",
    "C:\\x",
    "a\\b",
    "..\\x",
    "%2e%2e",
    "%2e%2e%2fx",
    "%00",
    "a%b",
    "a/b",
    "/",
    "//x",
    "a//b",
    "/etc/passwd",
    "a?b",
    "a*b",
    "a|b",
    "a<b>",
    "a\"b",
    "a'b",
    "a b",
    " a",
    "a ",
    "a. ",
    "a.",
    "a..",
    ".hidden",
    "-",
    "--help",
    "-rf",
    "_",
    "#",
    "a#b",
    "@",
    "$HOME",
    "`id`",
    "${x}",
    "{{ x }}",
    "{% x %}",
    "&amp;",
    "\u{e9}",
    "e\u{301}",
    "É",
    "\u{c5}ngstr\u{f6}m",
    "\u{212b}ngstro\u{308}m",
    "ﬁ",
    "ß",
    "SS",
    "ſ",
    "K",
    "ı",
    "İ",
    "Σ",
    "ς",
    "ǆ",
    "한글",
    "\u{1112}\u{1161}\u{11ab}",
    "王伟",
    "王维",
    "Дмитрий",
    "日本語",
    "مرحبا",
    "שלום",
    "🧪",
    "❤\u{fe0f}",
    "❤",
    "👩\u{200d}🔬",
    "\u{202e}gpj.exe",
    "\u{200b}",
    "a\u{200b}b",
    "\u{feff}x",
    "\u{200b}.git",
    "a\u{ad}b",
    "．．",
    "／",
    "＼",
    "：",
    "a／b",
    "．git",
    "\u{2024}\u{2024}",
    "∕",
    "a\u{85}b",
    "a\u{2028}b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "a\u{7}b",
    "a\u{7f}b",
    "a\u{fffd}b",
    "\u{e000}",
    "index",
    "index.html",
    "INDEX.HTML",
    "index.md",
    "page",
    "page/1",
    "votes",
    "feed.xml",
    "card.png",
    "robots.txt",
    "sitemap.xml",
    "404",
    "404.html",
    "CNAME",
    "llms.txt",
    "freshness.json",
    "search",
    "search/index.bin",
    "search/terms",
    "assets",
    "data",
    "data/papers.jsonl",
    "papers",
    "topics",
    "authors",
    "days",
    "days/feed.xml",
    "feeds",
    "reading",
    "for-you",
    "stats",
    "trending",
    "archive",
    ".nojekyll",
    ".offprint",
    ".offprint-new",
    ".Offprint",
    "offprint",
    "desktop.ini",
    "thumbs.db",
    "web.config",
    ".htaccess",
    "null",
    "undefined",
    "true",
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "0",
    "00",
    "1",
    "-1",
    "1e3",
    "2503.02130",
    "NaN",
];

/// Names that differ, and are one file on some system.
const ONE_FILE: &[(&str, &str)] = &[
    ("Notes.txt", "notes.txt"),
    ("caf\u{e9}.txt", "cafe\u{301}.txt"),
    ("CAFÉ.txt", "cafe\u{301}.txt"),
    ("stra\u{df}e.txt", "STRASSE.txt"),
    ("\u{212a}.txt", "k.txt"),
    ("\u{3c3}.txt", "\u{3c2}.txt"),
    ("❤\u{fe0f}.txt", "❤.txt"),
    ("a\u{200d}b.txt", "ab.txt"),
    ("Folder/a.txt", "folder/A.txt"),
    ("한글.txt", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}.txt"),
];

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/p/\"\ncname = \"example.org\"\n[data]\nmarkdown = true\n";

type Files = BTreeMap<String, String>;

fn files<K: Into<String>, V: Into<String>>(files: impl IntoIterator<Item = (K, V)>) -> Files {
    let own = files.into_iter().map(|(path, text)| (path.into(), text.into()));
    std::iter::once(("site.toml".to_owned(), SITE.to_owned())).chain(own).collect()
}

/// Returns a text as a double-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    let escape = |char: char| match char {
        '"' | '\\' => format!("\\{char}"),
        ' '..='~' => char.to_string(),
        char => format!("\\U{:08x}", u32::from(char)),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

fn paper(id: &str, more: &str) -> String {
    format!("---\nid: {}\ntitle: A paper\ndate: 2026-03-05\n{more}---\nText.\n", quoted(id))
}

struct Checked {
    sources: Sources,
    prepared: Prepared,
    errors: Vec<Diagnostic>,
}

/// Prepares a site. Every error names a file of the site, and the line where it has lines.
fn check(files: &Files) -> Checked {
    let sources = Sources::in_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let mut checked = offprint::prepare(&sources, &Request::default(), &());
    places::settle(&sources, &mut checked.diagnostics);
    let errors: Vec<Diagnostic> = checked.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    for error in &errors {
        let file = error.place.file().unwrap_or_else(|| panic!("no file: {error:?}"));
        assert!(files.contains_key(&**file), "{error:?}");
        let has_lines = !file.starts_with("static/") && !file.starts_with("themes/");
        assert!(!has_lines || matches!(error.place, Location::Span(_)), "no line: {error:?}");
    }
    Checked { sources, prepared: checked.value.unwrap(), errors }
}

/// Builds what is not refused: every planned file is written, none outside of the output directory, and each is a file
/// of its own on every system.
fn build(checked: &Checked) -> Tree {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("public");
    support::write(folder.path(), &checked.sources, &checked.prepared, &out);
    let own: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(own, ["public"]);
    let mut tree = support::tree(&out);
    assert!(tree.remove(".offprint").is_some());
    let planned: BTreeSet<&str> =
        checked.prepared.plan.outputs.iter().map(|output| output.path.as_str()).collect();
    assert_eq!(tree.keys().map(String::as_str).collect::<BTreeSet<_>>(), planned);
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for path in tree.keys() {
        path.split('/').for_each(|part| assert!(is_portable(part), "{path:?}"));
        let folded: String = path.to_uppercase().to_lowercase().nfc().collect();
        assert_eq!(known.insert(folded, path), None, "{path:?}");
    }
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    for path in tree.keys() {
        for (at, _) in path.match_indices('/') {
            let folded: String = path[..at].to_uppercase().to_lowercase().nfc().collect();
            assert_eq!(*folders.entry(folded).or_insert(&path[..at]), &path[..at], "{path:?}");
        }
    }
    for path in known.keys() {
        for (at, _) in path.match_indices('/') {
            assert!(!known.contains_key(&path[..at]), "{path:?} needs a folder where a file is");
        }
    }
    tree
}

/// The rules of Windows, macOS and Linux for one component, written down a second time.
fn is_portable(part: &str) -> bool {
    let stem = part.split('.').next().unwrap().trim_end().to_lowercase().nfkc().collect::<String>();
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt")).unwrap_or_default();
    let is_device = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
        || (number.len() == 1 && number.parse::<u8>().is_ok());
    let is_git = part.eq_ignore_ascii_case(".git") || part.to_lowercase().starts_with("git~");
    !part.is_empty()
        && part.len() <= 255
        && !part.chars().any(|char| char.is_control() || "<>:\"/\\|?*".contains(char))
        && !part.ends_with(['.', ' '])
        && !is_device
        && !is_git
}

#[test]
fn every_topic_author_and_organization_has_an_address() {
    let long = ["x".repeat(300), "é".repeat(200), "王".repeat(90)];
    let names = || NAMES.iter().copied().chain(long.iter().map(String::as_str));
    let papers = names().enumerate().map(|(number, name)| {
        let name = quoted(name);
        let more =
            format!("topics: [{name}]\nauthors: [{name}]\norganization: {{handle: {name}, name: {name}}}\n");
        (format!("content/papers/{number}.md"), paper(&format!("p{number}"), &more))
    });
    let checked = check(&files(papers));
    let reported: Vec<_> = checked.errors.iter().map(|error| (&error.id, &error.message)).collect();
    // A text without visible characters is not a name, and dots mean "and others".
    let is_expected = |id: &str| id.starts_with("nameless-") || id == "and-others";
    assert!(checked.errors.iter().all(|error| is_expected(&error.id)), "{reported:#?}");
    let tree = build(&checked);
    for folder in ["topics", "authors", "organizations"] {
        for slug in [
            "con-",
            "aux-",
            "nul-",
            "com1-",
            "lpt9-",
            "con-1",
            "page",
            "votes",
            "feed-xml",
            "constructor",
            "proto",
        ] {
            assert!(tree.contains_key(&format!("{folder}/{slug}/index.html")), "{folder}/{slug}");
        }
    }
    assert!(tree.contains_key("data/topics/con-.json"));
}

#[test]
fn records_of_device_names_are_found_by_their_names() {
    let checked = check(&files([
        (
            "content/papers/a.md",
            paper("a", "topics: [aux, Con]\nauthors: [Nul]\norganization: com1\n").as_str(),
        ),
        ("content/topics.yaml", "aux: Auxiliary losses\ncon:\n  parent: aux\n"),
        ("content/authors.yaml", "nul:\n  name: N. Ul\n  aliases: [Nul]\n"),
        ("content/organizations.yaml", "com1: Com One\n"),
    ]));
    assert_eq!(checked.errors, []);
    let archive = &checked.prepared.archive;
    let topics: Vec<_> =
        archive.topics.iter().map(|topic| (topic.slug.as_str(), topic.name.as_str())).collect();
    assert_eq!(topics, [("aux-", "Auxiliary losses"), ("con-", "Con")]);
    assert_eq!((archive.people[0].slug.as_str(), archive.people[0].name.as_str()), ("nul-", "N. Ul"));
    assert_eq!(
        (archive.organizations[0].slug.as_str(), archive.organizations[0].name.as_str()),
        ("com1-", "Com One")
    );
    build(&checked);
    // What is wrong with such a record is shown at its own line.
    let wrong = check(&files([("content/topics.yaml", "x: X\ncon:\n  parent: nobody\n")]));
    let Location::Span(place) = &wrong.errors[0].place else { panic!("{wrong:?}", wrong = wrong.errors) };
    assert_eq!(place.start, "x: X\ncon:\n  parent: ".len());
}

#[test]
fn an_id_alias_or_file_name_is_refused_or_works() {
    let long = ["x".repeat(300), "é".repeat(200), "a/".repeat(500), format!("{}/x", "y".repeat(256))];
    let names = || NAMES.iter().copied().chain(long.iter().map(String::as_str)).enumerate();
    let refused = |checked: &Checked, file: &str| {
        checked.errors.iter().any(|error| error.place.file().is_some_and(|own| **own == *file))
    };

    let of_ids: Files =
        names().map(|(number, name)| (format!("content/papers/{number}.md"), paper(name, ""))).collect();
    let checked = check(&files(of_ids));
    let tree = build(&checked);
    for (number, name) in names() {
        let file = format!("content/papers/{number}.md");
        assert!(
            refused(&checked, &file) || tree.contains_key(&format!("papers/{name}/index.html")),
            "{name}"
        );
    }

    let of_aliases: Files = names()
        .map(|(number, name)| {
            (
                format!("content/papers/{number}.md"),
                paper(&format!("p{number}"), &format!("aliases: [{}]\n", quoted(name))),
            )
        })
        .collect();
    let checked = check(&files(of_aliases));
    let tree = build(&checked);
    for (number, name) in names() {
        let file = format!("content/papers/{number}.md");
        let name = name.trim().trim_matches('/').trim_end_matches("index.html");
        let there = [format!("{name}/index.html"), name.to_owned(), "index.html".to_owned()];
        assert!(refused(&checked, &file) || there.iter().any(|path| tree.contains_key(path)), "{name}");
        let parts = || name.split('/');
        assert!(refused(&checked, &file) || !parts().any(|part| part.starts_with('.')), "{name}");
    }

    for (kind, end, text) in
        [("content/pages/", ".md", "---\ntitle: A page\n---\nText.\n"), ("static/", "", "x")]
    {
        let all: Files = names().map(|(_, name)| (format!("{kind}{name}{end}"), text.to_owned())).collect();
        let checked = check(&files(all));
        let tree = build(&checked);
        for (_, name) in names() {
            let path = if end.is_empty() { name.to_owned() } else { format!("{name}/index.html") };
            let file = format!("{kind}{name}{end}");
            assert!(refused(&checked, &file) || tree.contains_key(&path), "{file}");
        }
    }
}

/// A site with every kind of output.
fn whole() -> Files {
    let mut all: Files = (0..3)
        .map(|number| {
            let more =
                "upvotes: 3\ntopics: [agents]\nauthors: [Ada Byron]\norganization: acme\naliases: [/old/]\n";
            let more = if number == 0 { more.to_owned() } else { more.replace("aliases: [/old/]\n", "") };
            (
                format!("content/papers/{number}.md"),
                paper(&format!("p{number}"), &more).replace("03-05", &format!("03-0{}", number + 1)),
            )
        })
        .collect();
    all.insert("content/pages/about.md".into(), "---\ntitle: About\n---\nText.\n".into());
    all.insert("static/plot.png".into(), "x".into());
    all.insert("static/deep/er/plot.png".into(), "x".into());
    files(all)
}

#[test]
fn whatever_is_named_like_an_output_is_reported() {
    let base = check(&whole());
    assert_eq!(base.errors, []);
    let outputs: Vec<String> = build(&base).into_keys().collect();
    assert!(outputs.len() > 60 && outputs.iter().any(|path| path == "search/index.bin"), "{outputs:#?}");
    // Paths named by content yield to paths of higher rank. Files of the index depend on the number of papers.
    let is_own = |path: &&String| {
        !["plot.png", "about", "old", "search/terms/"].iter().any(|name| path.contains(name))
    };
    let outputs: Vec<String> = outputs.iter().filter(is_own).cloned().collect();
    let is_address = |path: &String| {
        path.split('/').all(|part| part.starts_with(|first: char| first.is_ascii_alphanumeric()))
    };
    let page = "---\ntitle: A page\n---\nText.\n";
    // Each output, as itself, in capitals, as a folder of something, and each of its folders as a file.
    for number in 0..4 {
        let variant = |path: &str| -> Option<String> {
            Some(match number {
                0 => path.to_owned(),
                1 => path.to_uppercase(),
                2 => format!("{path}/x"),
                _ => path.rsplit_once('/')?.0.to_owned(),
            })
        };
        let all: BTreeSet<String> = outputs.iter().filter_map(|path| variant(path)).collect();
        let mut named: Files = Files::new();
        for (at, path) in all.iter().enumerate() {
            // In memory, a file may have the name of a folder. Some outputs may be replaced.
            if !REPLACEABLE.contains(&path.as_str()) {
                named.insert(format!("static/{path}"), "x".to_owned());
            }
            if is_address(path) && number != 3 {
                // `x/index.html` is the page `x`.
                let name =
                    path.strip_suffix("/index.html").or(path.strip_suffix("/INDEX.HTML")).unwrap_or(path);
                named.insert(format!("content/pages/{name}.md"), page.to_owned());
                let file = format!("content/papers/alias-{at}.md");
                named.insert(
                    file,
                    paper(&format!("alias-{at}"), &format!("aliases: [\"/{path}\"]\n"))
                        .replace("03-05", "03-01"),
                );
            }
        }
        let mut site = whole();
        for (file, text) in &named {
            site.entry(file.clone()).or_insert_with(|| text.clone());
        }
        let checked = check(&site);
        let refused: BTreeSet<&str> =
            checked.errors.iter().filter_map(|error| error.place.file()).map(|file| &**file).collect();
        let own = whole();
        for file in named.keys().filter(|file| !own.contains_key(*file)) {
            assert!(refused.contains(file.as_str()), "variant {number}: {file} is not refused");
        }
        let tree = build(&checked);
        for path in &outputs {
            assert!(tree.contains_key(path), "variant {number}: {path} was taken");
        }
    }
}

#[test]
fn names_of_one_file_are_reported() {
    for &(one, other) in ONE_FILE {
        let site = files([(format!("static/{one}"), "1"), (format!("static/{other}"), "2")]);
        let checked = check(&site);
        assert_eq!(checked.errors.len(), 1, "{one} {other}: {:#?}", checked.errors);
        assert_eq!(checked.errors[0].id, "same-path");
        build(&checked);
    }
}

#[test]
fn a_folder_is_written_in_one_way() {
    for (one, other) in [
        ("static/Plots/a.png", "static/plots/b.png"),
        ("static/caf\u{e9}/a.png", "static/cafe\u{301}/b.png"),
        ("static/x/Y/a.png", "static/x/y/b.png"),
        ("content/pages/Docs/a.md", "content/pages/docs/b.md"),
        // Offprint's own folders stay as they are.
        ("static/Papers/plot.png", "content/papers/a.md"),
        ("static/assets/x.png", "static/ASSETS/y.png"),
    ] {
        let text = |path: &str| match path {
            path if path.starts_with("content/pages") => "---\ntitle: A page\n---\nText.\n".to_owned(),
            path if path.starts_with("content/") => paper("a", ""),
            _ => "x".to_owned(),
        };
        let checked = check(&files([(one, text(one)), (other, text(other))]));
        assert_eq!(checked.errors.len(), 1, "{one} {other}: {:#?}", checked.errors);
        assert!(checked.errors[0].message.contains("is also spelled"), "{:?}", checked.errors);
        let tree = build(&checked);
        assert!(!tree.keys().any(|path| path.starts_with("Papers/") || path.starts_with("ASSETS/")));
    }
}

#[test]
fn a_theme_file_with_a_bad_name_is_reported_where_it_is() {
    let mut site =
        files([("content/papers/a.md", paper("a", "")), ("themes/own/static/con.css", "a {}".to_owned())]);
    site.insert("themes/own/theme.toml".to_owned(), "extends = \"default\"\n".to_owned());
    site.insert("site.toml".to_owned(), format!("theme = \"own\"\n{SITE}"));
    let checked = check(&site);
    let files: Vec<_> = checked.errors.iter().filter_map(|error| error.place.file()).collect();
    assert_eq!(files.iter().map(|file| &***file).collect::<Vec<_>>(), ["themes/own/static/con.css"]);
}
