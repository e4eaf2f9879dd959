//! A build that finds an old one equals a build that finds nothing, whatever was edited in between; and so does one of a process that keeps
//! in memory what it read.

use crate::support::{Tree, build_into, copy, difference, fixture, git, put, repository, tree, write};
use offprint::publish::Receipt;
use offprint::source::{Sources, is_read};
use offprint::{Prepared, Request, Session};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// Longer than files count as just written.
const SETTLED: Duration = Duration::from_millis(120);

#[test]
fn after_any_edits_a_build_equals_a_clean_one() {
    // More of them for a night: OFFPRINT_EDITS=1000 cargo test after_any_edits
    let edits = std::env::var("OFFPRINT_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(36);
    for seed in [1, 2] {
        let mut editor = Editor::new(seed);
        let out = TempDir::new().unwrap();
        let mut known = Known::default();
        let mut staying = Staying::default();
        for _ in 0..edits / 2 {
            let mut told = Vec::new();
            for _ in 0..=editor.pick(2) {
                told.push(editor.edit(out.path()));
            }
            if editor.pick(2) == 0 {
                std::thread::sleep(SETTLED);
            }
            build_into(editor.site.path(), &Request::default(), out.path());
            let clean = (copy(editor.site.path()), TempDir::new().unwrap());
            build_into(clean.0.path(), &Request::default(), clean.1.path());
            let (mut found, wanted) = (tree(out.path()), tree(clean.1.path()));
            if told.iter().any(|edit| edit.starts_with("damage the list")) {
                // What only the damaged part of the list named is not known as ours any more, and stays.
                known.0.remove(".offprint");
                found.retain(|path, _| {
                    wanted.contains_key(path) || fs::remove_file(out.path().join(path)).is_err()
                });
            }
            assert_eq!(difference(&found, &wanted), [""; 0], "seed {seed}, after {told:#?}");
            known.check(out.path(), &found, &format!("seed {seed}, after {told:#?}"));
            let (sources, prepared) = staying.prepare(editor.site.path());
            let kept = TempDir::new().unwrap();
            write(editor.site.path(), &sources, &prepared, kept.path());
            let differ = difference(&tree(kept.path()), &wanted);
            assert_eq!(differ, [""; 0], "from memory: seed {seed}, after {told:#?}");
        }
    }
}

/// Someone who keeps what was read, and is told which files changed.
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
        let told = difference(&self.before, &now);
        let told = told.iter().map(Path::new).filter(|path| is_read(path));
        let sources = match self.sources.take() {
            Some(before) => before.changed(told),
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

/// What the last build left, set back in time so that any rewrite shows.
#[derive(Default)]
struct Known(BTreeMap<String, Vec<u8>>);

impl Known {
    const THEN: Duration = Duration::from_secs(1_000_000_000);

    /// Makes sure that files that are as they were were not written.
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

/// Someone who changes a site in every way there is.
struct Editor {
    site: TempDir,
    random: u64,
    papers: Vec<Entry>,
    settings: Settings,
    made: u32,
    commits: u32,
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
}

#[derive(Default)]
struct Settings {
    title: u64,
    weeks: bool,
    authors_from: u64,
    related: u64,
    description: u64,
    history: bool,
    votes: bool,
}

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
        };
        for _ in 0..24 {
            editor.add();
        }
        editor.write_settings();
        git(editor.site.path(), KEEPER, &["init", "-q"]);
        editor.commit();
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

    /// Changes one thing, and says what.
    fn edit(&mut self, out: &Path) -> String {
        let site = self.site.path().to_owned();
        let number = self.pick(99);
        match self.pick(21) {
            0 | 1 => self.add(),
            2 => self.change("remove", |_, entry| entry.title.clear()),
            3 => self.change("rename", |editor, entry| {
                editor.made += 1;
                entry.file = format!("content/papers/moved/m{}.md", editor.made);
            }),
            4 => self.change("retopic", |editor, entry| entry.topics = editor.some(&TOPICS)),
            5 => self.change("change the day of", |editor, entry| entry.day = editor.pick(9)),
            6 => self.change("change the authors of", |editor, entry| entry.authors = editor.some(&PEOPLE)),
            7 => self.change("rewrite the abstract of", |editor, entry| entry.text = editor.pick(1_000)),
            8 => self.change("retitle", |editor, entry| {
                entry.title = format!("{} {}", WORDS[editor.pick(7) as usize], editor.pick(99))
            }),
            9 => self.change("move to another organization", |editor, entry| {
                entry.organization = [None, Some("UCAS"), Some("illinois")][editor.pick(2) as usize];
            }),
            10 => {
                let ids: Vec<String> = self.papers.iter().filter_map(|entry| entry.id.clone()).collect();
                let votes = ids.iter().map(|id| format!("  \"{id}\": {{upvotes: {}}}\n", self.pick(50)));
                let votes = votes.collect::<String>() + "  \"2603.02482\": {comments: 3}\n";
                put(&site, "content/metrics/2026-03-09.yaml", format!("as_of: 2026-03-09\npapers:\n{votes}"));
                "change votes".to_owned()
            }
            11 => {
                let name = ["paper.html", "topic.html", "day.html", "base.html"][self.pick(3) as usize];
                let text = fs::read_to_string(repository("themes/default/templates").join(name)).unwrap();
                put(
                    &site,
                    &format!("templates/{name}"),
                    text.replace("class=\"", &format!("class=\"e{number} ")),
                );
                format!("edit template {name}")
            }
            12 => {
                match self.pick(6) {
                    0 => self.settings.title = number,
                    1 => self.settings.weeks ^= true,
                    2 => self.settings.authors_from = self.pick(2),
                    3 => self.settings.related = self.pick(4),
                    4 => self.settings.history ^= true,
                    5 => self.settings.votes ^= true,
                    _ => self.settings.description = number,
                }
                self.write_settings();
                "edit settings".to_owned()
            }
            13 => {
                let _ = fs::remove_dir_all(site.join(".offprint"));
                "delete the cache".to_owned()
            }
            14 => {
                let parts = [".offprint/content/000", ".offprint/neighbours", ".offprint/history"];
                let part = parts[self.pick(2) as usize];
                self.damage(&site.join(part), "damage the cache")
            }
            15 => {
                let day = 2 + self.pick(8);
                put(&site, &format!("content/days/2026-03-{day:02}.md"), format!("Note *{number}*.\n"));
                format!("write a note on day {day}")
            }
            16 => {
                let text = fs::read_to_string(fixture("week").join("content/topics.yaml")).unwrap();
                let text = text.replace("that *act*", &format!("that *act* {} times", number % 5));
                let text = text.replace("name: Agents", &format!("name: Agents {}", number % 3)).replace(
                    "parent: retrieval",
                    ["parent: retrieval", "parent: agents"][number as usize % 2],
                );
                put(&site, "content/topics.yaml", text);
                "edit topics.yaml".to_owned()
            }
            17 => {
                let text = format!("---\ntitle: About {}\nweight: {}\n---\nText.\n", number % 3, number % 2);
                put(&site, "content/pages/about.md", text);
                "edit a plain page".to_owned()
            }
            18 => {
                put(&site, "static/style.css", format!("body {{ color: #{number:03} }}\n"));
                "edit the style".to_owned()
            }
            19 => self.commit(),
            20 if self.commits > 1 => {
                self.commits -= 1;
                git(&site, KEEPER, &["reset", "-q", "--soft", "HEAD~1"]);
                "take a commit back".to_owned()
            }
            _ => self.damage(&out.join(".offprint"), "damage the list of files"),
        }
    }

    /// Makes everything so far a part of the history.
    fn commit(&mut self) -> String {
        let (name, day) = (PEOPLE[self.pick(5) as usize], 1 + self.pick(20));
        let who = (name, &*format!("2026-04-{day:02}T12:00:00 +0000"));
        git(self.site.path(), who, &["add", "-A", "content"]);
        git(self.site.path(), who, &["commit", "-q", "--allow-empty", "-m", "Change"]);
        self.commits += 1;
        format!("commit as {name} on day {day}")
    }

    /// Flips a byte of a file, or cuts it.
    fn damage(&mut self, file: &Path, what: &str) -> String {
        let Ok(mut bytes) = fs::read(file) else { return format!("{what}, which is not there") };
        let at = self.pick(bytes.len().max(1) as u64 - 1) as usize;
        if self.pick(3) == 0 {
            bytes.truncate(at);
        } else if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << (at % 8);
        }
        fs::write(file, bytes).unwrap();
        format!("{what} at byte {at}")
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
        };
        self.write(&entry);
        self.papers.push(entry);
        format!("add paper {made}")
    }

    /// Changes a paper; one that has no title any more goes.
    fn change(&mut self, what: &str, change: impl FnOnce(&mut Editor, &mut Entry)) -> String {
        if self.papers.is_empty() {
            return "nothing".to_owned();
        }
        let at = self.pick(self.papers.len() as u64 - 1) as usize;
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
        format!("{what} `{title}` in {file}")
    }

    fn write(&self, entry: &Entry) {
        let Entry { file, id, title, day, topics, authors, organization, text } = entry;
        let id = id.as_ref().map_or(String::new(), |id| format!("id: {id}\n"));
        let organization = organization.map_or(String::new(), |handle| format!("organization: {handle}\n"));
        let day = 1 + day;
        // Charts look at months, and days at the same day of earlier years.
        let (year, month) = ([2026, 2026, 2025, 2024][*text as usize % 4], if text % 5 == 0 { 2 } else { 3 });
        // Words that some papers share: what neighbours and rising words are found by.
        let words: Vec<&str> = (0..8).filter(|word| text >> word & 1 == 1).map(|word| WORDS[word]).collect();
        let front = format!(
            "{id}title: {title}\ndate: {year}-{month:02}-{day:02}\ntopics: {topics:?}\nauthors: {authors:?}\n{organization}"
        );
        put(
            self.site.path(),
            file,
            format!("---\n{front}---\nAn abstract, number {text}, with $x_{text}$: {}.\n", words.join(" ")),
        );
    }

    fn write_settings(&self) {
        let Settings { title, weeks, authors_from, related, description, history, votes } = self.settings;
        let text = fs::read_to_string(fixture("week").join("site.toml")).unwrap();
        let text = text
            .replace("A week of papers", &format!("Week {title}"))
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
    // The end of an abstract, and where the code is, stand on the paper's page, in full-text feeds, in data and in what it is found by; its
    // words and its code say which papers it is near.
    let changed =
        edit("content/papers/2602.20913.md", "github.com/qiujihao19/LongVideo-R1\n", "github.com\n");
    assert!(
        changed.iter().all(|path| {
            path.ends_with(".xml")
                || ["data/", "papers/", "search/"].iter().any(|start| path.starts_with(start))
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
