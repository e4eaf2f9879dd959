//! Checks the documented values of templates against the actual ones: no undocumented value, no documented value that does not exist, the
//! documented types, and null only where documented.

use crate::archive::history::History;
use crate::site::kinds::message::{Among, message_views};
use crate::site::kinds::{Made, Page};
use crate::site::shared::FramePage;
use crate::site::shared::digest::Span;
use crate::site::template_fixture;
use crate::source::Sources;
use crate::{Prepared, Request, prepare};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DOCUMENT: &str = include_str!("../../../../content/pages/docs/templates.md");

struct Documented {
    kind: String,
    may_be_null: bool,
}

/// The tables of the document, by the thing they describe.
#[derive(Default)]
struct Document {
    tables: BTreeMap<String, BTreeMap<String, Documented>>,
    /// What has all of something else: `All values of a name, and:`.
    more_than: BTreeMap<String, String>,
    /// Things that are lists: `A list of address`.
    lists: BTreeMap<String, String>,
}

impl Document {
    fn read(text: &str) -> Document {
        let begin = text.find("# What every template sees").unwrap();
        let end = text.find("# Classes in rendered text").unwrap();
        let mut document = Document::default();
        let mut name = String::new();
        for line in text[begin..end].lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                name = heading.rsplit(": ").next().unwrap().trim_matches('`').to_owned();
            } else if let Some((bold, _)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
                name = bold.to_owned();
            }
            if let Some((_, rest)) = line.split_once("All values of a") {
                let base = rest.trim_start_matches('n').split(',').next().unwrap().trim();
                document.more_than.insert(name.clone(), base.to_owned());
            }
            if let Some((_, rest)) = line.split_once("A list of ") {
                let one = rest.split([':', ',']).next().unwrap();
                document.lists.insert(name.clone(), one.to_owned());
            }
            let Some(row) = line.strip_prefix("| `") else { continue };
            let mut cells = row.split(" | ");
            let (values, kind) = (cells.next().unwrap(), cells.next().unwrap());
            let table = document.tables.entry(name.clone()).or_default();
            for value in values.split(", ") {
                let value = value.trim_matches('`');
                let key = value.trim_end_matches('?');
                let documented = Documented { kind: kind.to_owned(), may_be_null: value != key };
                assert!(
                    table.insert(key.to_owned(), documented).is_none(),
                    "`{key}` of {name} is documented twice"
                );
            }
        }
        document
    }

    /// Returns all documented values of a thing, including inherited ones.
    fn of(&self, name: &str) -> Option<BTreeMap<&str, &Documented>> {
        let mut all = match self.more_than.get(name) {
            Some(base) => {
                self.of(base).unwrap_or_else(|| panic!("{name} has all of {base}, which is not documented"))
            }
            None => BTreeMap::new(),
        };
        all.extend(self.tables.get(name)?.iter().map(|(key, documented)| (key.as_str(), documented)));
        Some(all)
    }
}

#[derive(Default)]
struct Seen {
    filled: BTreeSet<(String, String)>,
    null: BTreeSet<(String, String)>,
    wrong: BTreeSet<String>,
}

impl Seen {
    /// Checks a value against its documented type.
    fn look(&mut self, document: &Document, kind: &str, value: &Value, at: &str) {
        let fits = match kind {
            "text" | "HTML" => value.is_string(),
            "number" => value.is_number(),
            "true or false" => value.is_boolean(),
            "anything" => true,
            _ => {
                let one = kind.strip_prefix("list of ").or(document.lists.get(kind).map(String::as_str));
                match (one, value) {
                    (Some(one), Value::Array(items)) => {
                        items.iter().for_each(|item| self.look(document, one, item, at));
                        true
                    }
                    (None, Value::Object(object)) => {
                        self.look_into(document, kind, object, at);
                        true
                    }
                    _ => false,
                }
            }
        };
        if !fits {
            self.wrong.insert(format!("{at} is no {kind}: {value}"));
        }
    }

    fn look_into(
        &mut self,
        document: &Document,
        kind: &str,
        object: &serde_json::Map<String, Value>,
        at: &str,
    ) {
        let Some(documented) = document.of(kind) else {
            self.wrong.insert(format!("{at}: no table describes what {kind} is"));
            return;
        };
        let missing = documented.keys().filter(|key| !object.contains_key(**key));
        self.wrong.extend(missing.map(|key| format!("{kind} has no `{key}`")));
        for (key, value) in object {
            let Some(Documented { kind: expected, may_be_null }) = documented.get(key.as_str()) else {
                self.wrong.insert(format!("no row describes `{key}` of {kind}"));
                continue;
            };
            let name = (kind.to_owned(), key.clone());
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            match value {
                Value::Null if *may_be_null => _ = self.null.insert(name),
                Value::Null => _ = self.wrong.insert(format!("`{key}` of {kind} is null at times")),
                _ => {
                    if !is_empty {
                        self.filled.insert(name);
                    }
                    self.look(document, expected, value, &format!("{at}.{key}"));
                }
            }
        }
    }
}

fn prepared(sources: &Sources) -> Prepared {
    let checked = prepare(sources, &Request::default(), &());
    let wrong: Vec<_> = checked.diagnostics.iter().filter(|problem| problem.is_error()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    checked.value.unwrap()
}

fn site(settings: &str, files: &[(&str, &str)]) -> Prepared {
    let settings = format!("title = \"T\"\nbase_url = \"https://example.org/p/\"\n{settings}");
    let files = files.iter().copied().chain([("site.toml", settings.as_str())]);
    let sources = Sources::in_memory(files.map(|(path, text)| (path, text.as_bytes().to_vec())));
    let mut prepared = prepared(&sources);
    let newest = prepared.archive.newest().unwrap_or_default();
    let by = if settings.contains("[repository]") { "Ada Byron" } else { "" };
    prepared.history = History::made_up(sources.files(), newest, by);
    prepared
}

fn sites() -> Vec<Prepared> {
    let week = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/week");
    let whole = "description = \"D\"\nauthor = \"A\"\n[repository]\nurl = \"https://github.com/a/b\"\nforms = true\n[email]\nform = \"https://example.com/f\"\n[comments]\nprovider = \"utterances\"\n[feeds]\nhub = \"https://hub.example.com/\"\n[cards]\npapers = true\n[[menu]]\nlabel = \"M\"\nurl = \"/m/\"\n";
    let bare = "[pages]\nweeks = false\nmonths = false\narchive = false\ntrending = false\nstats = false\nreading = false\nfor_you = false\ntopics = false\nauthors = false\norganizations = false\n[search]\nenabled = false\n[feeds]\nfull_text = false\n[cards]\nsite = false\ndays = false\n";
    let papers = |date: &str, count: usize, title: &str, more: &str| {
        let all =
            (0..count).map(|at| format!("  - {{id: \"{date}.{at}\", title: \"{title} {at}\"{more}}}\n"));
        format!("date: {date}\npapers:\n{}", all.collect::<String>())
    };
    let now = papers("2026-01-12", 12, "World models", ", topics: [t], lang: ja, summary: S");
    let venue = papers("2025-12-01", 12, "Of a venue", ", venue: NeurIPS");
    let before = papers("2026-01-05", 120, "Gradients", ", topics: [t], lang: ja");
    // More authors than one paper gives pages to, and more topics than its page links.
    let many: String = (0..3)
        .map(|paper| {
            let names: Vec<String> = (0..700).map(|at| format!("\"A{paper}x{at} B\"")).collect();
            let topics: Vec<String> = (0..60).map(|at| format!("t{at}")).collect();
            let (names, topics) = (names.join(", "), topics.join(", "));
            format!("  - {{id: many{paper}, title: T, authors: [{names}], topics: [{topics}]}}\n")
        })
        .collect();
    let many = format!("date: 2026-01-12\npapers:\n{many}");
    let license = "date: 2026-01-12\npapers:\n  - {id: l, title: L, license: our own, abstract: ملخص قصير}\n";
    let long: Vec<(&str, &str)> = vec![
        ("content/papers/now.yaml", &now),
        ("content/papers/venue.yaml", &venue),
        ("content/papers/before.yaml", &before),
        ("content/papers/license.yaml", license),
        ("content/papers/notes.md", "---\ntitle: N\ndate: 2026-01-12\nabstract: A\n---\n거대 언어 모델\n"),
        ("content/topics.yaml", "wide: {name: W}\nt: {name: T, parent: wide}\n"),
    ];
    let mut all = vec![prepared(&Sources::discover(&week))];
    all.push(site(whole, template_fixture::FILES));
    all.push(site(bare, template_fixture::FILES));
    all.push(site("", &[]));
    // No day of any paper is known.
    all.push(site("", &[("content/papers/a.yaml", "title: T\ndate: 2019\n")]));
    all.push(site("", &[("content/papers/many.yaml", &many)]));
    all.push(site("[pages]\nper_page = 20\n", &long));
    all.push(site("[pages]\ntopics = false\n[search]\nenabled = false\n", &long));
    all.push(site("[pages]\narchive = false\ntopics = false\nauthors = false\n", &[]));
    all
}

#[test]
fn templates_see_what_the_documentation_says_and_nothing_else() {
    let document = Document::read(DOCUMENT);
    let mut seen = Seen::default();
    for prepared in sites() {
        let press = prepared.press();
        let site = serde_json::to_value(press.shared.site_view()).unwrap();
        seen.look(&document, "site", &site, "site");
        for (day, most) in prepared.archive.days.iter().zip([100, 1].into_iter().cycle()) {
            for among in
                [Among::Site].into_iter().chain(prepared.archive.topic_ids().next().map(Among::Topic))
            {
                let Some(issue) = press.issue(Span::Day(day.date), among, most) else { continue };
                for (url, (name, view)) in ["", "https://example.org/"]
                    .into_iter()
                    .flat_map(|url| message_views(&issue, url).map(|view| (url, view)))
                {
                    seen.look(
                        &document,
                        name,
                        &serde_json::to_value(view).unwrap(),
                        &format!("{name} {url}"),
                    );
                }
            }
        }
        let few = |page: &&Page| match page {
            Page::Author((id, _)) | Page::AuthorFeed(id) => id.0 < 100,
            _ => true,
        };
        let pages = prepared.plan.outputs.iter().map(|output| &output.page).filter(few);
        for page in pages.chain([&Page::SitemapIndex(())]) {
            let Made::Views(views) = page.make(&press.records, &press.shared) else { continue };
            for (name, view) in views {
                let value = serde_json::to_value(view).unwrap();
                seen.look(&document, name, &value, name);
            }
        }
    }
    assert!(seen.wrong.is_empty(), "{:#?}", seen.wrong);
    // Every documented value occurs, so each type was checked; nullable values are null somewhere.
    let mut unseen = Vec::new();
    for name in document.tables.keys() {
        for (key, documented) in document.of(name).unwrap() {
            let at = (name.clone(), key.to_owned());
            if !seen.filled.contains(&at) {
                unseen.push(format!("`{key}` of {name} is never there"));
            }
            let is_own = document.tables[name].contains_key(key);
            if is_own && documented.may_be_null && !seen.null.contains(&at) {
                unseen.push(format!("`{key}` of {name} is never null"));
            }
            let is_html = key.ends_with("_html") || key == "html";
            assert!(!is_html || documented.kind == "HTML", "`{key}` of {name} is HTML");
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
}

/// Returns the texts in backticks of a section, up to its first block of code.
fn quoted(heading: &str) -> BTreeSet<&'static str> {
    let (_, rest) = DOCUMENT.split_once(&format!("\n# {heading}\n")).unwrap();
    let section = rest.split("\n# ").next().unwrap().split("```").next().unwrap();
    section.split('`').skip(1).step_by(2).collect()
}

#[test]
fn frames_see_what_the_documentation_says() {
    let around = serde_json::to_value(FramePage { section: "", url: "", within: "", csp: "" }).unwrap();
    let known: Vec<String> = around.as_object().unwrap().keys().map(|key| format!("page.{key}")).collect();
    let documented: BTreeSet<&str> =
        quoted("Frames").into_iter().filter(|name| name.starts_with("page.")).collect();
    assert_eq!(documented, known.iter().map(String::as_str).collect());
}

#[test]
fn the_documentation_names_every_parameter_of_the_default_theme() {
    let params = site("", &[]).theme.params;
    let (_, table) = DOCUMENT.split_once("| parameter | default | meaning |\n| --- | --- | --- |\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|')).map(|line| {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        (cells[1].to_owned(), serde_json::from_str(cells[2]).unwrap())
    });
    assert_eq!(rows.collect::<serde_json::Map<_, _>>(), params);
}

#[test]
fn the_documentation_names_every_component_and_block_of_the_default_theme() {
    let templates = crate::theme::built_in_templates("default");
    let named = |mark: &str| -> BTreeSet<&str> {
        let parts = templates.iter().flat_map(|text| text.split(mark).skip(1));
        let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
        parts.map(|rest| rest.split(|char| !is_name(char)).next().unwrap()).collect()
    };
    let documented = |heading: &str| -> BTreeSet<&str> {
        quoted(heading).into_iter().filter(|name| !name.contains(['.', '/'])).collect()
    };
    // Components are documented with their arguments.
    let components: BTreeSet<&str> =
        quoted("Components").into_iter().filter_map(|name| Some(name.split_once('(')?.0)).collect();
    assert_eq!(components, named("{%- component "));
    assert_eq!(documented("Blocks"), named("{% block "));
}
