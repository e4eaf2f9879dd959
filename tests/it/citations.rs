//! A paper in every format for other programs: whatever its entry holds, it is one record with the same values.

use crate::support::{self, Tree, repository};
use biblatex::ChunksExt as _;
use offprint::Request;
use offprint::content::{Author, Paper, WorkType};
use offprint::source::Sources;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// Characters that some program treats as a line break: RFC 5198, Unicode, and `str.splitlines` of Python.
const LINE_ENDS: &[char] =
    &['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Texts with a meaning in one of the formats.
const PIECES: &[&str] = &[
    "ER  - ",
    "\nER  - \r\nTY  - JOUR\r\nTI  - Second\r\n",
    "TY  - CONF",
    "\r",
    "\n",
    "\n\n",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{1c}",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "}",
    "{",
    "},\n}\n@misc{second,\n  title = {x}",
    "@",
    "@comment{",
    "%",
    "% x",
    "\\",
    "\\\\",
    "\\}",
    "\\n",
    "\\input{x}",
    "\"",
    "'",
    "`",
    "``",
    "#",
    "&",
    "&amp;",
    "&lt;",
    "&#10;",
    "~",
    "^",
    "_",
    "$",
    "$x_i$",
    "$\\frac{a}{b}$",
    "</script>",
    "<!--",
    "]]>",
    "<b>",
    "<script>",
    "\u{0}",
    "\u{7}",
    "\u{7f}",
    " and ",
    "and",
    ",",
    ", ",
    ";",
    "=",
    ":",
    ": ",
    "- ",
    "---",
    "...",
    "|",
    "*",
    "**",
    "[x](y)",
    "![",
    "]",
    "%0A",
    "%0D%0A",
    "::error::",
    "Jr.",
    "III",
    "van ",
    "de la ",
    "Team",
    "others",
    "Ada",
    "Byron",
    "王伟",
    "Дмитрий",
    "é",
    "e\u{301}",
    "🧪",
    "ﬁ",
    "İ",
    "ß",
    "LLM",
    "iPhone",
    "x",
    "of",
    "Journal",
    "Transactions",
    " ",
];

/// Names and venues as they are on papers.
const NORMAL: &[(&str, &[&str], &str)] = &[
    ("Attention Is All You Need", &["Ashish Vaswani", "Noam Shazeer"], "NeurIPS 2017"),
    (
        "On $O(n \\log n)$ & other bounds",
        &["Ludwig van Beethoven", "Charles Louis de la Vallée Poussin"],
        "Journal of Bounds",
    ),
    (
        "BERT: Pre-training",
        &["Martin Luther King Jr.", "King, Jr., Martin", "King, Martin, Jr."],
        "Transactions on Machine Learning Research",
    ),
    (
        "Untold",
        &[
            "OpenAI",
            "The Foo and Bar Team",
            "ATLAS Collaboration",
            "a, b, c, d",
            "bell hooks",
            "Byron,",
            ", Ada Byron",
        ],
        "",
    ),
    (
        "中文标题",
        &["王伟", "José García", "Søren Kierkegård", "O’Brien, J.", "Henry Ford II", "van der Berg, Jan"],
        "学报",
    ),
];

#[derive(Debug, Clone)]
struct Entry {
    title: String,
    authors: Vec<String>,
    venue: String,
    keywords: Vec<String>,
    text: String,
    license: String,
    bibtex: String,
    topics: Vec<String>,
    withdrawn: Option<String>,
    published: &'static str,
    arxiv: bool,
    doi: bool,
    /// Further authors in the long form, as written, and whether the list is complete.
    people: Vec<String>,
    others: bool,
    /// Keys of a citation and their values.
    cited: Vec<(&'static str, String)>,
}

/// The keys of a citation that are a line of text.
const CITED: [&str; 5] = ["volume", "issue", "pages", "publisher", "school"];

/// What is known of the day on which a paper appeared.
const DATES: [&str; 5] = ["", "1999-01-02", "1999-01", "2019", "2019-12-31"];

fn text(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,6} ?",
    ];
    proptest::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    (text(5), "[A-Za-z]{1,4}", text(5)).prop_map(|(before, word, after)| [before, word, after].concat())
}

/// A part of a name, which has letters and no comma.
fn part() -> impl Strategy<Value = String> {
    name().prop_map(|text| text.replace(',', " "))
}

/// A person by the parts of the name, or a collaboration.
fn person() -> impl Strategy<Value = String> {
    prop_oneof![
        (part(), part(), part()).prop_map(|(family, given, suffix)| {
            format!("{{family: {}, given: {}, suffix: {}}}", quoted(&family), quoted(&given), quoted(&suffix))
        }),
        (part(), part()).prop_map(|(family, given)| format!(
            "{{family: {}, given: {}}}",
            quoted(&family),
            quoted(&given)
        )),
        part().prop_map(|family| format!("{{family: {}}}", quoted(&family))),
        name().prop_map(|name| format!("{{name: {}, collaboration: true}}", quoted(&name))),
    ]
}

/// The keys of a citation, as written.
fn cited() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let kind = proptest::option::of(proptest::sample::select(WorkType::KEYS));
    let texts = proptest::collection::vec(proptest::option::of(text(4)), CITED.len());
    let pages = proptest::sample::select(vec!["12-34", "12--34", "12–34", "e0213", "1, 3-5"]);
    let editors =
        proptest::collection::vec(prop_oneof![person(), name().prop_map(|name| quoted(&name))], 0..3);
    (kind, texts, pages, editors, any::<bool>()).prop_map(|(kind, texts, pages, editors, others)| {
        let mut all: Vec<(&str, String)> = kind.map(|kind| ("type", kind.to_owned())).into_iter().collect();
        for (key, text) in CITED.into_iter().zip(texts) {
            all.extend(text.map(|text| (key, quoted(if key == "pages" { pages } else { &text }))));
        }
        if !editors.is_empty() {
            let others = if others { ", and others" } else { "" };
            all.push(("editors", format!("[{}{others}]", editors.join(", "))));
        }
        all
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let own = prop_oneof![4 => Just(String::new()), 1 => text(8).prop_map(|text| format!("@misc{{k, title = {{{text}}}}}"))];
    (
        (text(9), proptest::collection::vec(name(), 0..5), text(6), proptest::collection::vec(text(4), 0..4)),
        (text(9), text(3), own, any::<bool>(), any::<bool>()),
        (
            proptest::collection::vec(text(4), 0..3),
            proptest::option::of(text(5)),
            proptest::sample::select(&DATES[..]),
        ),
        (proptest::collection::vec(person(), 0..3), any::<bool>(), prop_oneof![Just(Vec::new()), cited()]),
    )
        .prop_map(|(names, texts, (topics, withdrawn, published), (people, others, cited))| {
            let (title, authors, venue, keywords) = names;
            let (text, license, bibtex, arxiv, doi) = texts;
            Entry {
                title,
                authors,
                venue,
                keywords,
                text,
                license,
                bibtex,
                topics,
                withdrawn,
                published,
                arxiv,
                doi,
                people,
                others,
                cited,
            }
        })
}

fn normal() -> impl Iterator<Item = Entry> {
    NORMAL.iter().enumerate().map(|(number, (title, authors, venue))| Entry {
        title: (*title).to_owned(),
        authors: authors.iter().map(|name| (*name).to_owned()).collect(),
        venue: (*venue).to_owned(),
        keywords: vec!["a, b".to_owned(), "c".to_owned()],
        text: "Text.".to_owned(),
        license: "CC BY 4.0".to_owned(),
        bibtex: String::new(),
        topics: vec!["Agents & Tools".to_owned(), "D, E".to_owned()],
        withdrawn: (number == 1).then(|| "The proof has a gap.".to_owned()),
        published: if number % 2 == 1 { "1999-01-02" } else { "" },
        arxiv: number % 2 == 0,
        doi: number % 3 == 0,
        people: Vec::new(),
        others: false,
        cited: Vec::new(),
    })
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

/// A site of entries on one day, with its input.
struct Site {
    tree: Tree,
    papers: BTreeMap<String, Paper>,
}

impl Site {
    fn of(entries: &[Entry]) -> Site {
        let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
        let mut yaml = "date: 2026-03-05\npapers:\n".to_owned();
        for (number, entry) in entries.iter().enumerate() {
            let mut links = String::new();
            if entry.arxiv {
                links.push_str(&format!("arxiv: \"2603.{number:05}\", "));
            }
            let mut more = String::new();
            if let Some(reason) = &entry.withdrawn {
                more.push_str(&format!(", withdrawn: {{reason: {}}}", quoted(reason)));
            }
            if !entry.published.is_empty() {
                more.push_str(&format!(", published: {}", entry.published));
            }
            for (key, value) in &entry.cited {
                more.push_str(&format!(", {key}: {value}"));
            }
            let others = entry.others && !(entry.authors.is_empty() && entry.people.is_empty());
            let people = entry.people.iter().cloned().chain(others.then(|| "and others".to_owned()));
            let authors: Vec<String> = entry.authors.iter().map(|name| quoted(name)).chain(people).collect();
            if entry.doi {
                links.push_str(&format!("doi: \"10.1000/a_b%25{number}\", "));
            }
            yaml.push_str(&format!(
                "  - {{id: p{number:03}, title: {}, authors: [{}], venue: {}, keywords: [{}], abstract: {}, license: {}, bibtex: {}, topics: [{}], links: {{{links}}}{more}}}\n",
                quoted(&entry.title),
                authors.join(", "),
                quoted(&entry.venue),
                list(&entry.keywords),
                quoted(&entry.text),
                quoted(&entry.license),
                quoted(&entry.bibtex),
                list(&entry.topics),
            ));
        }
        let settings = "title = \"T\"\nbase_url = \"https://example.org/p/\"\n[data]\nmarkdown = true\n[feeds]\nitems = 1000\n";
        let sources = Sources::in_memory(
            [("site.toml", settings), ("content/papers/all.yaml", &yaml)]
                .map(|(path, text)| (path, text.as_bytes())),
        );
        let checked = offprint::prepare(&sources, &Request::default(), &());
        let prepared = checked.value.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
        assert_eq!(prepared.archive.papers.len(), entries.len(), "{:#?}", checked.diagnostics);
        let folder = TempDir::new().unwrap();
        support::write(folder.path(), &sources, &prepared, &folder.path().join("public"));
        let papers = prepared.archive.papers.iter().map(|paper| (paper.id.clone(), (**paper).clone()));
        Site { tree: support::tree(&folder.path().join("public")), papers: papers.collect() }
    }

    fn file(&self, path: &str) -> &str {
        std::str::from_utf8(self.tree.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
    }

    /// The records of the day's file, in the order of the papers' ids.
    fn ris(&self) -> Vec<Vec<(String, String)>> {
        ris(self.file("data/days/2026-03-05.ris"))
    }

    fn csl(&self) -> Vec<Value> {
        serde_json::from_str(self.file("data/days/2026-03-05.csl.json")).unwrap()
    }
}

/// Parses RIS strictly.
fn ris(text: &str) -> Vec<Vec<(String, String)>> {
    let mut records: Vec<Vec<(String, String)>> = Vec::new();
    let mut is_open = false;
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(!line.contains(LINE_ENDS), "{line:?}");
        if !is_open && line.is_empty() {
            continue;
        }
        let (tag, value) = line.split_once("  - ").unwrap_or_else(|| panic!("{line:?}"));
        assert!(
            tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "{line:?}"
        );
        assert_eq!(tag == "TY", !is_open, "{line:?}");
        match tag {
            "TY" => records.push(Vec::new()),
            "ER" => assert_eq!(value, ""),
            _ => assert_ne!(value, "", "{line:?}"),
        }
        is_open = tag != "ER";
        if is_open {
            records.last_mut().unwrap().push((tag.to_owned(), value.to_owned()));
        }
    }
    assert!(!is_open);
    records
}

fn all<'r>(record: &'r [(String, String)], tag: &str) -> Vec<&'r str> {
    record.iter().filter(|(own, _)| own == tag).map(|(_, value)| value.as_str()).collect()
}

/// The sorted words of a name, because formats order them differently.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        name.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

/// The sorted characters of a name without separators, because the BibTeX crate also splits a name after `\%`.
fn letters(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().filter(|char| !matches!(char, ',' | ' ')).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In LaTeX, two hyphens are an en dash and three an em dash.
fn dashed(text: &str) -> String {
    text.replace("---", "—").replace("--", "–")
}

/// A name: its parts, if the entry has them.
fn whole_name(author: &Author) -> String {
    author.known_parts().map_or_else(|| author.name.clone(), |parts| parts.join(" "))
}

fn words_of(author: &Author) -> Vec<String> {
    words(&whole_name(author))
}

fn names(paper: &Paper) -> Vec<Vec<String>> {
    paper.authors.iter().map(words_of).filter(|words| !words.is_empty()).collect()
}

/// What the venue of a paper is cited as: of a thesis or a report it stands for the school where there is none.
fn venue(paper: &Paper) -> Option<&str> {
    let venue = paper.venue.as_deref();
    venue.filter(|_| !is_of_school(paper) || paper.school.is_some() || paper.publisher.is_some())
}

fn publisher(paper: &Paper) -> Option<&str> {
    let [publisher, school] = [&paper.publisher, &paper.school].map(|text| text.as_deref());
    match is_of_school(paper) {
        true => school.or(publisher).or(paper.venue.as_deref()),
        false => publisher.or(school),
    }
}

fn is_of_school(paper: &Paper) -> bool {
    matches!(paper.r#type, Some(WorkType::Thesis | WorkType::Report))
}

/// The pages as a format has them, with `dash` in a range.
fn pages(paper: &Paper, dash: &str) -> Option<String> {
    paper.pages.as_deref().map(|pages| match pages {
        "12-34" | "12--34" | "12–34" => format!("12{dash}34"),
        pages => pages.to_owned(),
    })
}

fn title(paper: &Paper) -> &str {
    if paper.title.is_empty() { "Untitled" } else { &paper.title }
}

fn check_ris(site: &Site) {
    let records = site.ris();
    assert_eq!(records.len(), site.papers.len());
    for (record, (id, paper)) in records.iter().zip(&site.papers) {
        assert_eq!(all(record, "ID"), [id]);
        assert_eq!(all(record, "TI"), [title(paper)]);
        assert_eq!(all(record, "T2"), venue(paper).into_iter().collect::<Vec<_>>());
        assert_eq!(all(record, "PB"), publisher(paper).into_iter().collect::<Vec<_>>());
        assert_eq!(all(record, "VL"), paper.volume.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(all(record, "IS"), paper.issue.iter().map(String::as_str).collect::<Vec<_>>());
        let range = [all(record, "SP"), all(record, "EP")].concat().join("-");
        assert_eq!(range, pages(paper, "-").unwrap_or_default());
        let editors: Vec<_> = paper.editors.iter().map(words_of).filter(|words| !words.is_empty()).collect();
        assert_eq!(all(record, "ED").into_iter().map(words).collect::<Vec<_>>(), editors);
        let has_others = all(record, "N1").contains(&"Authors: and others");
        assert_eq!(has_others, paper.has_more_authors() && !paper.authors.is_empty());
        // No month and no day that the entry does not have.
        let date = paper.cited_date();
        assert_eq!(all(record, "PY"), [format!("{:04}", date.year())]);
        let day = match (date.month(), date.day()) {
            (None, _) => None,
            (Some(_), None) => Some(date.to_string().replace('-', "/") + "//"),
            (Some(_), Some(day)) => Some(day.format("%Y/%m/%d").to_string()),
        };
        assert_eq!(all(record, "DA"), day.iter().map(String::as_str).collect::<Vec<_>>());
        // Topics come first.
        assert!(all(record, "KW").ends_with(&paper.keywords.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!(all(record, "AU").into_iter().map(words).collect::<Vec<_>>(), names(paper));
    }
}

fn check_csl(site: &Site) {
    let items = site.csl();
    assert_eq!(items.len(), site.papers.len());
    for (item, paper) in items.iter().zip(site.papers.values()) {
        assert_eq!(item["title"], title(paper));
        let text = |key: &str| item.get(key).and_then(Value::as_str);
        assert_eq!(text("container-title").or(text("collection-title")), venue(paper));
        assert_eq!(text("publisher"), publisher(paper));
        assert_eq!(text("volume"), paper.volume.as_deref());
        assert_eq!(text("page").map(str::to_owned), pages(paper, "-"));
        if let Some(issue) = &paper.issue {
            assert_eq!(
                text(if text("type") == Some("report") { "number" } else { "issue" }),
                Some(issue.as_str())
            );
        }
        let date = paper.cited_date();
        let parts: Vec<i64> = date.to_string().split('-').map(|part| part.parse().unwrap()).collect();
        assert_eq!(item["issued"]["date-parts"], json!([parts]));
        let mut people = item.get("author").and_then(Value::as_array).cloned().unwrap_or_default();
        if paper.has_more_authors() && !paper.authors.is_empty() {
            assert_eq!(people.pop(), Some(json!({ "literal": "others" })));
        }
        let people: Vec<Vec<String>> = people
            .iter()
            .map(|person| {
                words(
                    &person
                        .as_object()
                        .unwrap()
                        .values()
                        .map(|part| part.as_str().unwrap())
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            })
            .collect();
        assert_eq!(people, names(paper));
    }
}

fn check_lines(site: &Site) {
    let text = site.file("data/papers.jsonl");
    let lines: Vec<&str> = text.split_terminator(LINE_ENDS).collect();
    assert_eq!(lines.len(), site.papers.len());
    for (line, (id, paper)) in lines.iter().zip(site.papers.iter().rev()) {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["id"], **id);
        assert_eq!(record["title"], title(paper));
        assert_eq!(record.get("venue").and_then(Value::as_str), paper.venue.as_deref());
        assert_eq!(record.get("license").and_then(Value::as_str), paper.license.as_deref());
        assert_eq!(record.get("keywords").cloned().unwrap_or(json!([])), json!(paper.keywords));
        assert_eq!(
            record["authors"],
            json!(paper.authors.iter().map(|author| &author.name).collect::<Vec<_>>())
        );
    }
}

fn check_bibtex(site: &Site) {
    let text = site.file("data/papers.bib");
    assert!(text.split('\n').all(|line| !line.contains(LINE_ENDS)), "{text:?}");
    // Every brace counts in BibTeX, and an entry begins where none is open.
    let mut entries: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for (at, line) in text.lines().enumerate() {
        assert_eq!(line.starts_with('@'), depth == 0 && !line.is_empty(), "line {at}: {line}");
        match (depth == 0, entries.last_mut()) {
            (false, Some(last)) => last.extend(["\n", line]),
            _ if line.is_empty() => {}
            _ => entries.push(line.to_owned()),
        }
        depth += line.matches('{').count();
        depth = depth.checked_sub(line.matches('}').count()).unwrap();
    }
    assert_eq!(depth, 0);
    assert_eq!(entries.len(), site.papers.len(), "{text}");
    // An entry's own BibTeX may have LaTeX that this crate does not parse, such as a lone dollar.
    let made = entries.iter().zip(site.papers.iter().rev()).filter(|(_, (_, paper))| paper.bibtex.is_none());
    let (made, papers): (Vec<&str>, Vec<_>) = made.map(|(entry, of)| (entry.as_str(), of)).unzip();
    let text = made.join("\n\n");
    let parsed = biblatex::Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(parsed.len(), made.len(), "{text}");
    for (entry, (id, paper)) in parsed.iter().zip(papers) {
        assert!(entry.key.ends_with(&format!("-{id}")), "{}", entry.key);
        let value = |name: &str| entry.get(name).map(|chunks| spaced(&chunks.format_verbatim()));
        // Formulas are TeX in both.
        if !paper.title.contains('$') {
            assert_eq!(value("title").unwrap(), dashed(title(paper)), "{text}");
        }
        let first = |names: &[&str]| names.iter().find_map(|name| value(name));
        let container = first(&["booktitle", "journal", "howpublished", "series"]);
        assert_eq!(container, venue(paper).map(dashed), "{text}");
        assert_eq!(first(&["publisher", "school", "institution"]), publisher(paper).map(dashed), "{text}");
        assert_eq!(value("volume"), paper.volume.as_deref().map(dashed), "{text}");
        assert_eq!(value("number"), paper.issue.as_deref().map(dashed), "{text}");
        assert_eq!(value("pages"), pages(paper, "–"), "{text}");
        let date = paper.cited_date();
        assert_eq!(value("year"), Some(format!("{:04}", date.year())), "{text}");
        assert_eq!(entry.get("month").is_some(), date.month().is_some(), "{text}");
        let mut people = entry.author().unwrap_or_default();
        if paper.has_more_authors() && !people.is_empty() {
            assert_eq!(people.pop().map(|person| person.name), Some("others".to_owned()), "{text}");
        }
        let parts = people.iter().map(|person| {
            [&person.given_name, &person.prefix, &person.name, &person.suffix].map(String::as_str).concat()
        });
        let people: Vec<String> = parts.map(|name| letters(&name)).collect();
        let named = paper.authors.iter().filter(|author| author.name.contains(char::is_alphanumeric));
        let expected: Vec<String> = named.map(|author| letters(&dashed(&whole_name(author)))).collect();
        // This crate parses a name with `=` as keys and values, even in braces; biber parses it as a name.
        if !paper.authors.iter().any(|author| author.name.contains('=')) {
            assert_eq!(people, expected, "{text}");
        }
    }
}

fn check_pages(site: &Site) {
    for (id, paper) in &site.papers {
        let page = Html::parse_document(site.file(&format!("papers/{id}/index.html")));
        let select = |css: &str| Selector::parse(css).unwrap();
        let scripts: Vec<String> = page
            .select(&select("script[type='application/ld+json']"))
            .map(|script| script.text().collect())
            .collect();
        let [script] = scripts.as_slice() else { panic!("{scripts:?}") };
        let record: Value = serde_json::from_str(script).unwrap();
        assert_eq!(record.get("name").unwrap_or(&record["headline"]), title(paper));
        assert_eq!(record.pointer("/isPartOf/name").and_then(Value::as_str), venue(paper));
        assert_eq!(record.pointer("/publisher/name").and_then(Value::as_str), publisher(paper));
        assert_eq!(record["datePublished"], paper.cited_date().to_string());
        let people = record.get("author").and_then(Value::as_array).cloned().unwrap_or_default();
        assert!(
            people
                .iter()
                .map(|person| &person["name"])
                .eq(paper.authors.iter().map(|author| author.name.as_str()))
        );
        for meta in page.select(&select("meta[name]")) {
            let (name, content) = (meta.attr("name").unwrap(), meta.attr("content").unwrap());
            assert!(!name.starts_with("citation_") || !content.contains(LINE_ENDS), "{name}: {content:?}");
        }
        let facts = facts(site, id);
        assert_eq!(facts["title"], json!([title(paper)]));
        let named = paper.authors.iter().map(|author| match author.known_parts() {
            Some(parts) => parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            None => author.name.clone(),
        });
        assert_eq!(facts["author"], json!(named.collect::<Vec<_>>()));
        let shown = facts["bibtex"].as_str().unwrap();
        if paper.bibtex.is_none() {
            assert_eq!(biblatex::Bibliography::parse(shown).unwrap().len(), 1, "{shown}");
        }
    }
}

/// The heading and the list of facts of a paper in markdown.
fn check_twins(site: &Site) {
    for (id, paper) in &site.papers {
        let source = site.file(&format!("papers/{id}/index.md"));
        let (mut heading, mut items): (Option<String>, Vec<String>) = (None, Vec::new());
        let mut text = String::new();
        for event in Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Heading { .. } | Tag::Item) => text.clear(),
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::End(TagEnd::Heading(_)) => heading = heading.or(Some(std::mem::take(&mut text))),
                Event::End(TagEnd::Item) if items.len() < 6 => items.push(std::mem::take(&mut text)),
                _ => {}
            }
        }
        assert_eq!(spaced(&heading.unwrap()), spaced(title(paper)), "{source}");
        let venue = items.iter().find_map(|item| item.strip_prefix("Venue: "));
        assert_eq!(venue.map(spaced), paper.venue.as_deref().map(spaced), "{source}");
    }
}

fn check_feed(site: &Site) {
    let feed = roxmltree::Document::parse(site.file("feed.xml")).unwrap();
    let titles: Vec<&str> = feed
        .descendants()
        .filter(|node| node.has_tag_name("item"))
        .filter_map(|item| item.children().find(|child| child.has_tag_name("title")))
        .map(|title| title.text().unwrap_or_default())
        .collect();
    let mark = |paper: &Paper| if paper.withdrawn.is_some() { "Withdrawn: " } else { "" };
    let expected: Vec<String> =
        site.papers.values().map(|paper| [mark(paper), title(paper)].concat()).collect();
    assert!(!titles.is_empty());
    assert!(titles.iter().all(|title| expected.iter().any(|own| own == title)), "{titles:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entry_is_one_record_in_every_format(entries in proptest::collection::vec(entry(), 30)) {
        let site = Site::of(&entries);
        check_ris(&site);
        check_csl(&site);
        check_lines(&site);
        check_bibtex(&site);
        check_pages(&site);
        check_twins(&site);
        check_feed(&site);
    }
}

#[test]
fn a_venue_with_line_breaks_is_one_line_everywhere() {
    let [mut entry] = [normal().next().unwrap()];
    entry.venue = "Conf\nER  - \r\nTY  - JOUR\u{2028}TI  - Second\u{85}x".to_owned();
    let site = Site::of(&[entry]);
    assert_eq!(site.papers["p000"].venue.as_deref(), Some("Conf ER - TY - JOUR TI - Second x"));
    check_ris(&site);
    check_pages(&site);
}

/// The metadata of a paper's page, as the script reads it.
fn facts(site: &Site, id: &str) -> Value {
    let page = Html::parse_document(site.file(&format!("papers/{id}/index.html")));
    let of = |css: &str, attribute: &str| -> Vec<String> {
        page.select(&Selector::parse(css).unwrap())
            .map(|found| found.attr(attribute).unwrap().to_owned())
            .collect()
    };
    let meta = |name: &str| of(&format!("meta[name=citation_{name}]"), "content");
    let one = |css: &str| page.select(&Selector::parse(css).unwrap()).next();
    let bibtex = one(".cite code").unwrap().text().collect::<String>();
    let withdrawn = one(".gone[role=note]").map(|_| {
        one(".gone[role=note] span").map(|reason| reason.text().collect::<String>()).unwrap_or_default()
    });
    let mut keywords: Vec<String> = Vec::new();
    for term in page.select(&Selector::parse("dt[data-kw]").unwrap()) {
        let after = term.next_siblings().filter_map(ElementRef::wrap);
        for item in after.take_while(|next| next.value().name() == "dd") {
            let text = item.inner_html().replace("<wbr>", "\n");
            let text = Html::parse_fragment(&text).root_element().text().collect::<String>();
            keywords.extend(text.split(", \n").map(|word| word.trim_end_matches('\n').to_owned()));
        }
    }
    json!({
        "id": id,
        "bibtex": bibtex.trim(),
        "url": of("link[rel=canonical]", "href")[0],
        "title": meta("title"),
        "author": meta("author"),
        "as": page
            .select(&Selector::parse("meta[name=citation_author]").unwrap())
            .map(|found| found.attr("data-as"))
            .collect::<Vec<_>>(),
        "more": one(".cite").unwrap().attr("data-more").unwrap_or_default(),
        "publication_date": meta("publication_date"),
        "doi": meta("doi"),
        "arxiv_id": meta("arxiv_id"),
        "journal_title": meta("journal_title"),
        "conference_title": meta("conference_title"),
        "keywords": keywords,
        "withdrawn": Vec::from_iter(withdrawn),
    })
}

/// The script makes its files from the metadata of a page. `tests/browser/script.mjs` runs it over this corpus and
/// compares the bytes. The first line has the files of the day, each other line the metadata of a paper's page.
#[test]
fn the_corpus_of_the_script_matches_pages_and_files() {
    let mut runner = TestRunner::deterministic();
    let hostile = (0..60).map(|_| entry().new_tree(&mut runner).unwrap().current());
    let site = Site::of(&normal().chain(hostile).collect::<Vec<_>>());
    let day = |end: &str| site.file(&format!("data/days/2026-03-05.{end}"));
    let mut corpus = json!({ "ris": day("ris"), "csl": day("csl.json") }).to_string() + "\n";
    for id in site.papers.keys() {
        corpus.push_str(&format!("{}\n", facts(&site, id)));
    }
    let path = repository("tests/data/citations.jsonl");
    if std::env::var_os("OFFPRINT_UPDATE").is_some() {
        std::fs::write(&path, &corpus).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == corpus, "tests/data/citations.jsonl is out of date; OFFPRINT_UPDATE=1 writes it anew");
    // The entry that a page shows, and saves as it is, is that of the file but for the keywords, which the page says
    // itself.
    let lines = day("bib").split_inclusive('\n').filter(|line| !line.starts_with("  keywords = {"));
    let shown = site.papers.keys().map(|id| facts(&site, id)["bibtex"].as_str().unwrap().to_owned());
    assert_eq!(lines.collect::<String>(), shown.collect::<Vec<_>>().join("\n\n") + "\n");
    // What the corpus is meant to hold of each kind.
    for part in [
        "KW  - Agents & Tools",
        "KW  - a, b",
        "N1  - Withdrawn: The proof",
        "AU  - van Beethoven, Ludwig",
        "DA  - 1999/01/02",
        "DA  - 1999/01//",
        "N1  - Authors: and others",
        "TY  - THES",
        "ED  - ",
    ] {
        assert!(day("ris").contains(part), "{part}");
    }
    assert!(site.papers.values().filter(|paper| paper.withdrawn.is_some()).count() > 10);
    assert!(site.papers.values().filter(|paper| paper.keywords.len() > 1).count() > 10);
}
