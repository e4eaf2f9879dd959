//! An incremental build equals a clean build, after any edits; so does a build of a process that keeps parsed files in
//! memory.

use crate::support::{Tree, build_into, copy, difference, fixture, git, put, repository, tree, write};
use offprint::publish::Receipt;
use offprint::source::{Sources, is_read};
use offprint::{Prepared, Request, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// Longer than the time in which a file counts as just written.
const SETTLED: Duration = Duration::from_millis(120);

#[test]
fn after_any_edits_a_build_equals_a_clean_one() {
    // More of them for a night: OFFPRINT_EDITS=1000 cargo test after_any_edits. The least is what makes each kind of
    // `EDITS`.
    let edits = std::env::var("OFFPRINT_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(36);
    let mut made = BTreeSet::new();
    for seed in [1, 2] {
        let mut editor = Editor::new(seed);
        let out = TempDir::new().unwrap();
        let mut known = Known::default();
        let mut staying = Staying::default();
        for _ in 0..edits / 2 {
            let mut edits = Vec::new();
            for _ in 0..=editor.pick(2) {
                let (kind, what) = editor.edit(out.path());
                made.insert(kind);
                edits.push(format!("{kind}: {what}"));
            }
            if editor.pick(2) == 0 {
                std::thread::sleep(SETTLED);
            }
            build_into(editor.site.path(), &Request::default(), out.path());
            let clean = (copy(editor.site.path()), TempDir::new().unwrap());
            build_into(clean.0.path(), &Request::default(), clean.1.path());
            let (mut found, expected) = (tree(out.path()), tree(clean.1.path()));
            if edits.iter().any(|edit| edit.starts_with(DAMAGED)) {
                // Files listed only in the damaged part of the manifest are unknown to Offprint and stay.
                known.0.remove(".offprint");
                found.retain(|path, _| {
                    expected.contains_key(path) || fs::remove_file(out.path().join(path)).is_err()
                });
            }
            assert_eq!(difference(&found, &expected), [""; 0], "seed {seed}, after {edits:#?}");
            known.check(out.path(), &found, &format!("seed {seed}, after {edits:#?}"));
            let (sources, prepared) = staying.prepare(editor.site.path());
            let kept = TempDir::new().unwrap();
            write(editor.site.path(), &sources, &prepared, kept.path());
            let differ = difference(&tree(kept.path()), &expected);
            assert_eq!(differ, [""; 0], "from memory: seed {seed}, after {edits:#?}");
        }
    }
    let all: BTreeSet<_> = EDITS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(made, all, "every kind of edit is made");
}

/// A process that keeps parsed files in memory and receives the changed paths.
struct Staying {
    sources: Option<Sources>,
    session: Session,
    before: Tree,
}

impl Default for Staying {
    fn default() -> Staying {
        let session = Session::lasting(Request::default());
        Staying { sources: None, session, before: Tree::default() }
    }
}

impl Staying {
    fn prepare(&mut self, site: &Path) -> (Sources, Prepared) {
        let now = tree(site);
        let changed = difference(&self.before, &now);
        let changed = changed.iter().map(Path::new).filter(|path| is_read(path));
        let sources = match self.sources.take() {
            Some(before) => before.changed(changed),
            None => Sources::discover(site),
        };
        self.before = now;
        let prepared = self.session.prepare(&sources, &()).value.unwrap();
        let (sources, prepared) = match self.session.catch_up(&prepared, &sources) {
            true => {
                let again = sources.changed([]);
                let prepared = self.session.prepare(&again, &()).value.unwrap();
                (again, prepared)
            }
            false => (sources, prepared),
        };
        self.sources = Some(sources.changed([]));
        (sources, prepared)
    }
}

/// The output of the last build, with old times so that any rewrite shows.
#[derive(Default)]
struct Known(BTreeMap<String, Vec<u8>>);

impl Known {
    const THEN: Duration = Duration::from_secs(1_000_000_000);

    /// Checks that unchanged files were not written.
    fn check(&mut self, out: &Path, found: &Tree, when: &str) {
        let then = SystemTime::UNIX_EPOCH + Self::THEN;
        for (path, bytes) in found {
            let file = fs::File::options().append(true).open(out.join(path)).unwrap();
            if self.0.get(path) == Some(bytes) {
                assert_eq!(
                    file.metadata().unwrap().modified().unwrap(),
                    then,
                    "{path} was written again: {when}"
                );
            }
            file.set_modified(then).unwrap();
        }
        self.0 = found.clone();
    }
}

/// Makes every kind of edit to a site.
struct Editor {
    site: TempDir,
    random: u64,
    papers: Vec<Entry>,
    settings: Settings,
    made: u32,
    commits: u32,
    /// The kinds of edits that remain before any kind repeats.
    deck: Vec<usize>,
}

struct Entry {
    file: String,
    id: Option<String>,
    title: String,
    day: u64,
    topics: Vec<&'static str>,
    authors: Vec<&'static str>,
    organization: Option<&'static str>,
    text: u64,
    withdrawn: bool,
    alias: bool,
    code: bool,
}

#[derive(Debug, Default)]
struct Settings {
    title: u64,
    weeks: bool,
    authors_from: u64,
    related: u64,
    description: u64,
    history: bool,
    votes: bool,
    german: bool,
}

/// An edit of a site or its output. Returns its description, or none if it does not apply.
type Edit = fn(&mut Editor, &Path) -> Option<String>;

const DAMAGED: &str = "damage the list of files";

/// Every kind of edit.
#[rustfmt::skip]
const EDITS: &[(&str, Edit)] = &[
    ("add a paper", |editor, _| Some(editor.add())),
    ("remove a paper", |editor, _| editor.change(|_, entry| entry.title.clear())),
    ("move a paper to another file", |editor, _| editor.change(|editor, entry| {
        editor.made += 1;
        entry.file = format!("content/papers/moved/m{}.md", editor.made);
    })),
    ("change the topics of a paper", |editor, _| editor.change(|editor, entry| entry.topics = editor.some(&TOPICS))),
    ("change the day of a paper", |editor, _| editor.change(|editor, entry| entry.day = editor.pick(9))),
    ("change the authors of a paper", |editor, _| editor.change(|editor, entry| entry.authors = editor.some(&PEOPLE))),
    ("rewrite an abstract", |editor, _| editor.change(|editor, entry| entry.text = editor.pick(1_000))),
    ("change a title", |editor, _| editor.change(|editor, entry| {
        entry.title = format!("{} {}", WORDS[editor.pick(7) as usize], editor.pick(99));
    })),
    ("change the organization of a paper", |editor, _| editor.change(|editor, entry| {
        entry.organization = [None, Some("UCAS"), Some("illinois")][editor.pick(2) as usize];
    })),
    ("withdraw a paper, or not", |editor, _| editor.change(|_, entry| entry.withdrawn ^= true)),
    ("give a paper an old address, or none", |editor, _| editor.change(|_, entry| entry.alias ^= true)),
    ("link to code, or not", |editor, _| editor.change(|_, entry| entry.code ^= true)),
    ("write counts", Editor::counts),
    ("remove counts", |editor, _| editor.remove("content/metrics")),
    ("write the note of a day", |editor, _| {
        let day = 2 + editor.pick(8);
        let text = format!("Note *{}*.\n", editor.pick(99));
        Some(editor.put(&format!("content/days/2026-03-{day:02}.md"), text))
    }),
    ("remove the note of a day", |editor, _| editor.remove("content/days")),
    ("edit topics.yaml: names", Editor::topic_names),
    ("edit topics.yaml: parents and descriptions", Editor::topic_parents),
    ("edit authors.yaml", Editor::authors),
    ("edit organizations.yaml", Editor::organizations),
    ("edit i18n/", Editor::words),
    ("edit a plain page", |editor, _| {
        let (title, weight, of) = (editor.pick(2), editor.pick(1), editor.pick(2));
        let link = ["", "[More](about/more.md)\n", "[Other](about/other.md)\n"][editor.pick(2) as usize];
        let text = format!("---\ntitle: About {title}\nweight: {weight}\n---\nText.\n");
        Some(match of {
            0 => editor.put("content/pages/about.md", format!("{text}{link}")),
            1 => editor.put("content/pages/about/more.md", text),
            _ => editor.put("content/pages/about/other.md", text),
        })
    }),
    ("edit a template", |editor, _| {
        let name = ["paper.html", "topic.html", "day.html", "base.html"][editor.pick(3) as usize];
        let text = fs::read_to_string(repository("themes/default/templates").join(name)).unwrap();
        let class = format!("class=\"e{} ", editor.pick(99));
        Some(editor.put(&format!("templates/{name}"), text.replace("class=\"", &class)))
    }),
    ("edit the style", |editor, _| {
        let colour = editor.pick(99);
        Some(editor.put("static/style.css", format!("body {{ color: #{colour:03} }}\n")))
    }),
    ("write a file of static/", |editor, _| {
        let (name, number) = (["mark.svg", "figure.svg", "data/table.csv"][editor.pick(2) as usize], editor.pick(99));
        Some(editor.put(&format!("static/{name}"), format!("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"n{number}\"/>\n")))
    }),
    ("remove a file of static/", |editor, _| editor.remove("static")),
    ("edit settings", Editor::settings),
    ("delete the cache", |editor, _| {
        fs::remove_dir_all(editor.site.path().join(".offprint")).ok().map(|()| "all of it".to_owned())
    }),
    ("damage the cache", |editor, _| {
        let parts = [".offprint/content/000", ".offprint/neighbours", ".offprint/history", ".offprint/search"];
        let part = parts[editor.pick(3) as usize];
        editor.damage(&editor.site.path().join(part))
    }),
    (DAMAGED, |editor, out| editor.damage(&out.join(".offprint"))),
    ("commit everything", |editor, _| Some(editor.commit("content"))),
    ("commit some entries", |editor, _| Some(editor.commit("content/papers/01"))),
    ("take a commit back", |editor, _| {
        (editor.commits > 1).then(|| {
            editor.commits -= 1;
            git(editor.site.path(), KEEPER, &["reset", "-q", "--soft", "HEAD~1"]);
            format!("{} are left", editor.commits)
        })
    }),
];

const TOPICS: [&str; 5] = ["agents", "retrieval", "benchmarks", "efficiency", "tool-use"];
const KEEPER: (&str, &str) = ("Keeper", "2026-04-01T12:00:00 +0000");
const WORDS: [&str; 8] =
    ["Lattice", "Cortex", "Gradient", "Protein", "Galaxy", "Syntax", "Turbine", "Melody"];
const PEOPLE: [&str; 6] = ["Ada Byron", "A. Byron", "Grace Hopper", "grace hopper", "Emmy Noether", "李明"];

impl Editor {
    fn new(seed: u64) -> Editor {
        let site = copy(&fixture("week"));
        let mut editor = Editor {
            site,
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            papers: Vec::new(),
            settings: Settings {
                authors_from: 1,
                related: 5,
                history: true,
                votes: true,
                ..Settings::default()
            },
            made: 0,
            commits: 0,
            deck: Vec::new(),
        };
        for _ in 0..24 {
            editor.add();
        }
        editor.write_settings();
        git(editor.site.path(), KEEPER, &["init", "-q"]);
        editor.commit("content");
        editor
    }

    fn pick(&mut self, most: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) % (most + 1)
    }

    fn some<T: Copy>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().copied().filter(|_| self.pick(2) == 0).collect()
    }

    /// Makes one edit and returns its description. Each kind comes once before any kind repeats.
    fn edit(&mut self, out: &Path) -> (&'static str, String) {
        loop {
            if self.deck.is_empty() {
                self.deck.extend(0..EDITS.len());
            }
            let at = self.pick(self.deck.len() as u64 - 1) as usize;
            let (kind, edit) = EDITS[self.deck.swap_remove(at)];
            if let Some(what) = edit(self, out) {
                return (kind, what);
            }
        }
    }

    /// Writes a file of the site.
    fn put(&self, path: &str, text: String) -> String {
        put(self.site.path(), path, &text);
        format!("{path}: {text:?}")
    }

    /// Removes one of the files of a folder.
    fn remove(&mut self, folder: &str) -> Option<String> {
        let mut files = tree(&self.site.path().join(folder));
        // Entries show this one.
        files.remove("mark.svg");
        let at = self.pick((files.len() as u64).checked_sub(1)?) as usize;
        let path = format!("{folder}/{}", files.keys().nth(at)?);
        fs::remove_file(self.site.path().join(&path)).unwrap();
        Some(path)
    }

    fn counts(&mut self, _: &Path) -> Option<String> {
        let ids: Vec<String> = self.papers.iter().filter_map(|entry| entry.id.clone()).collect();
        let mut text = String::new();
        for id in ids.iter().map(String::as_str).chain(["2603.02482", "2602.21320"]) {
            let kinds = self.some(&["upvotes", "comments", "stars"]);
            let counts: Vec<String> =
                kinds.into_iter().map(|kind| format!("{kind}: {}", self.pick(50))).collect();
            text.push_str(&format!("  \"{id}\": {{{}}}\n", counts.join(", ")));
        }
        let day = 7 + self.pick(3);
        let text = format!("as_of: 2026-03-{day:02}\npapers:\n{text}");
        Some(self.put(&format!("content/metrics/2026-03-{day:02}.yaml"), text))
    }

    fn topic_names(&mut self, _: &Path) -> Option<String> {
        let text = fs::read_to_string(self.site.path().join("content/topics.yaml")).unwrap();
        let number = self.pick(99);
        let with_name = |line: &str| match line.strip_prefix("  name: Agents") {
            Some(_) => format!("  name: Agents {number}\n"),
            None => format!("{line}\n"),
        };
        Some(self.put("content/topics.yaml", text.lines().map(with_name).collect()))
    }

    /// Each topic below one that is named before it, or below none.
    fn topic_parents(&mut self, _: &Path) -> Option<String> {
        let slugs = ["agents", "retrieval", "benchmarks", "efficiency", "long-context", "no-papers-yet"];
        let mut text = String::new();
        for (at, slug) in slugs.iter().enumerate() {
            text.push_str(&format!("{slug}:\n  name: {slug} T\n"));
            if let Some(parent) = at.checked_sub(1).map(|most| self.pick(most as u64 * 2) as usize) {
                text.push_str(
                    &slugs[..at].get(parent).map_or(String::new(), |slug| format!("  parent: {slug}\n")),
                );
            }
            if self.pick(2) > 0 {
                text.push_str(&format!("  description: What *{slug}* is, {}.\n", self.pick(5)));
            }
        }
        Some(self.put("content/topics.yaml", text.replace("agents T", "Agents")))
    }

    fn authors(&mut self, _: &Path) -> Option<String> {
        let people = [
            ("ada-byron", "Ada Byron", "A. Byron"),
            ("grace", "Grace Hopper", "grace hopper"),
            ("emmy-noether", "Emmy Noether", "E. Noether"),
            ("li", "李明", "Li Ming"),
        ];
        let mut text = String::new();
        for (slug, name, alias) in self.some(&people).into_iter().chain([people[0]]).collect::<BTreeSet<_>>()
        {
            text.push_str(&format!("{slug}:\n  name: {name}\n"));
            for line in self.some(&["aliases", "orcid", "url"]) {
                text.push_str(&match line {
                    "aliases" => format!("  aliases: [{alias}]\n"),
                    "orcid" => "  orcid: 0000-0002-1825-0097\n".to_owned(),
                    _ => format!("  url: https://example.com/{}\n", self.pick(9)),
                });
            }
        }
        Some(self.put("content/authors.yaml", text))
    }

    fn organizations(&mut self, _: &Path) -> Option<String> {
        let mut text = String::new();
        for handle in ["UCAS", "illinois", "ByteDance"] {
            text.push_str(&format!("{handle}:\n  name: {handle} {}\n", self.pick(3)));
            for line in self.some(&["url", "logo"]) {
                text.push_str(&match line {
                    "url" => format!("  url: https://example.com/{}/\n", self.pick(9)),
                    _ => "  logo: /mark.svg\n".to_owned(),
                });
            }
        }
        Some(self.put("content/organizations.yaml", text))
    }

    /// Words of the interface: of one language of the site's, or the other.
    fn words(&mut self, _: &Path) -> Option<String> {
        let number = self.pick(99);
        let words = [
            "latest",
            "topics",
            "featured",
            "withdrawn",
            "cite",
            "subscribe",
            "script_copy",
            "search",
            "archive",
        ];
        let text = self.some(&words).into_iter().map(|key| format!("{key} = \"{key} {number}\"\n")).collect();
        let file = ["i18n/en.toml", "i18n/de.toml"][self.pick(1) as usize];
        Some(self.put(file, text))
    }

    fn settings(&mut self, _: &Path) -> Option<String> {
        let number = self.pick(99);
        match self.pick(7) {
            0 => self.settings.title = number,
            1 => self.settings.weeks ^= true,
            2 => self.settings.authors_from = self.pick(2),
            3 => self.settings.related = self.pick(4),
            4 => self.settings.history ^= true,
            5 => self.settings.votes ^= true,
            6 => self.settings.german ^= true,
            _ => self.settings.description = number,
        }
        self.write_settings();
        Some(format!("{:?}", self.settings))
    }

    /// Makes a folder, as it is, a part of the history.
    fn commit(&mut self, part: &str) -> String {
        let (name, day) = (PEOPLE[self.pick(5) as usize], 1 + self.pick(20));
        let who = (name, &*format!("2026-04-{day:02}T12:00:00 +0000"));
        git(self.site.path(), who, &["add", "-A", part]);
        git(self.site.path(), who, &["commit", "-q", "--allow-empty", "-m", "Change"]);
        self.commits += 1;
        format!("{part} as {name} on day {day}")
    }

    /// Flips a byte of a file, or cuts it.
    fn damage(&mut self, file: &Path) -> Option<String> {
        let mut bytes = fs::read(file).ok().filter(|bytes| !bytes.is_empty())?;
        let at = self.pick(bytes.len() as u64 - 1) as usize;
        if self.pick(3) == 0 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << (at % 8);
        }
        fs::write(file, bytes).unwrap();
        Some(format!("{} at byte {at}", file.file_name().unwrap().display()))
    }

    fn add(&mut self) -> String {
        self.made += 1;
        let made = self.made;
        let id = (self.pick(1) == 0).then(|| format!("made-{made}"));
        let entry = Entry {
            file: format!("content/papers/{:02}/n{made}.md", made % 3),
            id,
            title: format!("Made {} {made}", WORDS[self.pick(7) as usize]),
            day: self.pick(9),
            topics: self.some(&TOPICS),
            authors: self.some(&PEOPLE),
            organization: (self.pick(1) == 0).then_some("UCAS"),
            text: self.pick(1_000),
            withdrawn: false,
            alias: false,
            code: self.pick(1) == 0,
        };
        self.write(&entry);
        self.papers.push(entry);
        format!("add paper {made}")
    }

    /// Changes a paper; one that has no title any more goes.
    fn change(&mut self, change: impl FnOnce(&mut Editor, &mut Entry)) -> Option<String> {
        let at = self.pick((self.papers.len() as u64).checked_sub(1)?) as usize;
        let mut entry = self.papers.remove(at);
        let (file, title) = (entry.file.clone(), entry.title.clone());
        change(self, &mut entry);
        if entry.title.is_empty() || entry.file != file {
            fs::remove_file(self.site.path().join(&file)).unwrap();
        }
        if !entry.title.is_empty() {
            self.write(&entry);
            self.papers.insert(at, entry);
        }
        Some(format!("`{title}` in {file}"))
    }

    fn write(&self, entry: &Entry) {
        let Entry { file, id, title, day, topics, authors, organization, text, withdrawn, alias, code } =
            entry;
        let id = id.as_ref().map_or(String::new(), |id| format!("id: {id}\n"));
        let organization = organization.map_or(String::new(), |handle| format!("organization: {handle}\n"));
        let name = Path::new(file).file_stem().unwrap().display();
        let mut more = String::new();
        for (is, line) in [
            (withdrawn, "withdrawn: An error in it.\n".to_owned()),
            (alias, format!("aliases: [\"old/{name}\"]\n")),
            (code, format!("links: {{code: \"https://example.com/{name}\"}}\n")),
        ] {
            more.push_str(if *is { &line } else { "" });
        }
        let day = 1 + day;
        // Charts look at months, and days at the same day of earlier years.
        let (year, month) = ([2026, 2026, 2025, 2024][*text as usize % 4], if text % 5 == 0 { 2 } else { 3 });
        // Words that some papers share, for neighbours and trends.
        let words: Vec<&str> = (0..8).filter(|word| text >> word & 1 == 1).map(|word| WORDS[word]).collect();
        let front = format!(
            "{id}title: {title}\ndate: {year}-{month:02}-{day:02}\ntopics: {topics:?}\nauthors: {authors:?}\n{organization}{more}"
        );
        put(
            self.site.path(),
            file,
            format!("---\n{front}---\nAn abstract, number {text}, with $x_{text}$: {}.\n", words.join(" ")),
        );
    }

    fn write_settings(&self) {
        let Settings { title, weeks, authors_from, related, description, history, votes, german } =
            self.settings;
        let text = fs::read_to_string(fixture("week").join("site.toml")).unwrap();
        let text = text
            .replace("A week of papers\"\n", &format!("Week {title}\"\nlanguage = \"{}\"\n", if german { "de" } else { "en" }))
            .replace("[repository]\n", &format!("[repository]\nhistory = {history}\n"))
            .replace("Twelve real papers", &format!("{description} real papers"))
            .replace(
                "per_page = 3",
                &format!("per_page = 3\nweeks = {weeks}\nauthors_from = {authors_from}\nrelated = {related}\nvotes = {votes}"),
            );
        // Cards of papers with some titles only: each takes a while to draw here.
        let cards = format!("\n[cards]\npapers = {}\n", title % 4 == 1);
        put(self.site.path(), "site.toml", text + &cards);
    }
}

#[test]
fn one_edit_makes_only_the_pages_that_show_it() {
    let site = copy(&fixture("week"));
    let out = TempDir::new().unwrap();
    build_into(site.path(), &Request::default(), out.path());
    let edit = |file: &str, from: &str, to: &str| -> Vec<String> {
        let before = tree(out.path());
        let text = fs::read_to_string(site.path().join(file)).unwrap();
        assert!(text.contains(from), "{file}");
        put(site.path(), file, text.replace(from, to));
        let (_, Receipt { written, .. }) = build_into(site.path(), &Request::default(), out.path());
        let mut changed = difference(&before, &tree(out.path()));
        changed.retain(|path| path != ".offprint");
        assert_eq!(written as usize, changed.len());
        changed
    };
    // The end of an abstract and the code link appear on the paper's page, in full-text feeds, in data and in what it
    // is found by; its words and its code say which papers it is near.
    let changed =
        edit("content/papers/2602.20913.md", "github.com/qiujihao19/LongVideo-R1\n", "github.com\n");
    assert!(
        changed.iter().all(|path| {
            path.ends_with(".xml")
                // Cards have the whole abstract and the links.
                || ["days/2026-03-02/index.html", "trending/index.html"].contains(&path.as_str())
                || ["data/", "for-you/", "papers/", "search/"].iter().any(|start| path.starts_with(start))
        }),
        "{changed:#?}"
    );
    let data: Vec<&str> = changed.iter().filter_map(|path| path.strip_prefix("data/")).collect();
    assert_eq!(
        data,
        [
            "days/2026-03-02.json",
            "papers.bib",
            "papers.jsonl",
            "topics/agents.json",
            "topics/video-understanding.json"
        ]
    );
    let changed = edit("content/papers/2602.20913.md", "LongVideo-R1: Smart", "LongVideo-R2: Smart");
    assert!(changed.contains(&"days/2026-03-02/index.html".to_owned()), "{changed:#?}");
    assert!(!changed.contains(&"days/2026-03-03/index.html".to_owned()), "{changed:#?}");
}
