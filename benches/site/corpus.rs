//! An invented archive of any size, the same on every machine: papers with abstracts as long as real ones, in the forms
//! that Offprint, Hugo and Zola read. It needs the standard library only, so that `rustc` alone can compile it.

#[path = "words.rs"]
mod words;

use self::words::{
    ADJECTIVES, ENDS, FIRST, FORMULAS, LAST, LINKS, NOUNS, ORGANIZATIONS, STARTS, TOPICS, VERBS,
};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// A paper. All texts are free of quotes and backslashes but for formulas in the abstract.
pub struct Paper {
    pub id: String,
    pub title: String,
    pub authors: Vec<String>,
    pub topics: Vec<&'static str>,
    /// The day it is listed on, `2026-03-05`, and the second of that day: no two of a day share one.
    pub day: String,
    pub second: usize,
    pub published: String,
    pub upvotes: u64,
    pub organization: Option<&'static str>,
    pub code: Option<String>,
    /// Markdown of about 1.2 kB.
    pub text: String,
}

/// What a site of Offprint is kept as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One markdown file a paper.
    Markdown,
    /// One YAML file a day.
    Yaml,
}

/// Papers a day, on average.
const A_DAY: usize = 25;
/// The newest day, in days since 1970-01-01: 2026-06-30.
const NEWEST: i64 = 20_634;

/// Numbers that look random and never change (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit.max(1) as u64) as usize
    }

    /// Returns a number below `limit`, small ones far more often: as names and topics are spread in the world.
    fn skewed(&mut self, limit: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((share * share * limit as f64) as usize).min(limit - 1)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// Makes an archive of `count` papers, newest day first.
pub fn papers(count: usize) -> Vec<Paper> {
    let mut dice = Dice::new(1);
    let days = count.div_ceil(A_DAY).max(1);
    let mut papers = Vec::with_capacity(count);
    for number in 0..count {
        // Days have more or fewer papers: each comes up to half a day's worth late.
        let place = (number + dice.below(A_DAY / 2)).min(count - 1);
        papers.push(paper(number, (place / A_DAY).min(days - 1) as i64, count, &mut dice));
    }
    papers.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.second.cmp(&b.second)));
    papers
}

fn paper(number: usize, back: i64, count: usize, dice: &mut Dice) -> Paper {
    let mut authors: Vec<String> = Vec::new();
    for _ in 0..2 + dice.below(8) {
        let author = name(dice.skewed((count / 3).max(12)));
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    let mut topics = vec![TOPICS[dice.skewed(TOPICS.len())]];
    let second = TOPICS[dice.skewed(TOPICS.len())];
    if dice.one_in(2) && !topics.contains(&second) {
        topics.push(second);
    }
    let published = back + 1 + dice.below(5) as i64;
    let (year, month, _) = civil(NEWEST - published);
    Paper {
        // The number makes it unique; it looks like an id of arXiv and is none: those have five digits behind the dot.
        id: format!("{:02}{month:02}-{number:07}", year % 100),
        title: title(dice),
        authors,
        topics,
        day: date(NEWEST - back),
        second: number % 80_000,
        published: date(NEWEST - published),
        upvotes: (300 / (1 + dice.below(300))) as u64,
        organization: dice.one_in(2).then(|| dice.of(&ORGANIZATIONS)),
        code: dice.one_in(2).then(|| format!("https://github.com/example/p{number}")),
        text: text(dice),
    }
}

/// The name of a person, by number.
fn name(number: usize) -> String {
    let (first, last) = (FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()]);
    match number / (FIRST.len() * LAST.len()) {
        0 => format!("{first} {last}"),
        more => format!("{first} {}. {last}", letters(more - 1)),
    }
}

/// `A`, `B`, …, `Z`, `AA`, …
fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            return letters;
        }
        number = number / 26 - 1;
    }
}

fn title(dice: &mut Dice) -> String {
    let mut title = format!(
        "{} {} {} for {} {}",
        dice.of(&ADJECTIVES),
        dice.of(&ADJECTIVES),
        dice.of(&NOUNS),
        dice.of(&ADJECTIVES),
        dice.of(&NOUNS)
    );
    if dice.one_in(3) {
        title = format!("{}: {title}", dice.of(&NOUNS));
    }
    if dice.one_in(20) {
        let _ = write!(title, " in {}", dice.of(&FORMULAS));
    }
    title[..1].to_uppercase() + &title[1..]
}

fn text(dice: &mut Dice) -> String {
    let mut text = String::new();
    while text.len() < 1_100 {
        if !text.is_empty() {
            text.push_str(if dice.one_in(24) { "\n\n" } else { " " });
        }
        let noun = dice.of(&NOUNS);
        let bold = if dice.one_in(60) { "**" } else { "" };
        let _ = write!(
            text,
            "{} {bold}{} {noun}{bold} {} {} {} {}",
            dice.of(&STARTS),
            dice.of(&ADJECTIVES),
            dice.of(&LINKS),
            dice.of(&VERBS),
            dice.of(&ADJECTIVES),
            dice.of(&NOUNS)
        );
        match dice.below(40) {
            0 => drop(write!(text, " with {}", dice.of(&FORMULAS))),
            1 => text.push_str(" as [others](https://example.org/others) do"),
            2..20 => drop(write!(text, " {}", dice.of(&ENDS))),
            _ => drop(write!(text, " and {} {}, {}", dice.of(&VERBS), dice.of(&NOUNS), dice.of(&ENDS))),
        }
        text.push('.');
    }
    text
}

/// Returns the date `days` days after 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

fn date(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A text as JSON has it, which YAML and TOML read as well.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

fn file(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(path)?))
}

/// Keys of an entry, one a line behind `indent`.
fn entry(paper: &Paper, indent: &str, with_day: bool) -> String {
    let mut keys = vec![format!("id: {}", quoted(&paper.id)), format!("title: {}", quoted(&paper.title))];
    keys.push(format!("authors: {}", list(&paper.authors)));
    if with_day {
        keys.push(format!("date: {}", paper.day));
    }
    keys.push(format!("published: {}", paper.published));
    keys.push(format!("topics: {}", list(&paper.topics)));
    keys.push(format!("upvotes: {}", paper.upvotes));
    if let Some(name) = paper.organization {
        let handle = name.to_lowercase().replace(' ', "-");
        keys.push(format!("organization: {{handle: {handle}, name: {}}}", quoted(name)));
    }
    if let Some(code) = &paper.code {
        keys.push(format!("links: {{code: {}}}", quoted(code)));
    }
    keys.join(&format!("\n{indent}"))
}

/// Writes `content/` of a site of Offprint.
pub fn offprint(papers: &[Paper], site: &Path, layout: Layout) -> io::Result<()> {
    let content = site.join("content/papers");
    match layout {
        Layout::Markdown => {
            for paper in papers {
                let path = content.join(paper.day.replace('-', "/")).join(format!("{}.md", paper.id));
                write!(file(&path)?, "---\n{}\n---\n\n{}\n", entry(paper, "", true), paper.text)?;
            }
        }
        Layout::Yaml => {
            for day in papers.chunk_by(|a, b| a.day == b.day) {
                let date = &day[0].day;
                let mut file = file(&content.join(&date[..4]).join(format!("{date}.yaml")))?;
                writeln!(file, "date: {date}\npapers:")?;
                for paper in day {
                    let text = quoted(&paper.text);
                    writeln!(file, "  - {}\n    abstract: {text}", entry(paper, "    ", false))?;
                }
            }
        }
    }
    Ok(())
}

/// The time of a paper by its position, so that every program sorts the papers of a day alike.
fn time(paper: &Paper) -> String {
    let second = 86_399 - paper.second;
    format!("{}T{:02}:{:02}:{:02}Z", paper.day, second / 3600, second / 60 % 60, second % 60)
}

/// The beginning of an abstract, for lists.
fn beginning(text: &str) -> &str {
    let text = text.split("\n\n").next().unwrap_or(text);
    text.match_indices(' ').map(|(at, _)| at).take_while(|&at| at < 320).last().map_or(text, |at| &text[..at])
}

/// Writes the papers of a site of Hugo: below `content/papers`.
pub fn hugo(papers: &[Paper], site: &Path) -> io::Result<()> {
    for paper in papers {
        let mut file = file(&site.join("content/papers").join(format!("{}.md", paper.id)))?;
        writeln!(file, "---\ntitle: {}\ndate: {}", quoted(&paper.title), time(paper))?;
        writeln!(file, "description: {}", quoted(beginning(&paper.text)))?;
        writeln!(file, "authors: {}\ntopics: {}", list(&paper.authors), list(&paper.topics))?;
        writeln!(
            file,
            "days: [\"{}\"]\nsubmitted: {:?}\nupvotes: {}",
            paper.day, paper.published, paper.upvotes
        )?;
        if let Some(name) = paper.organization {
            writeln!(file, "organization: {}", quoted(name))?;
        }
        if let Some(code) = &paper.code {
            writeln!(file, "code: {}", quoted(code))?;
        }
        write!(file, "---\n\n{}\n", paper.text)?;
    }
    Ok(())
}

/// Writes the papers of a site of Zola: below `content/papers`.
pub fn zola(papers: &[Paper], site: &Path) -> io::Result<()> {
    for paper in papers {
        let mut file = file(&site.join("content/papers").join(format!("{}.md", paper.id)))?;
        writeln!(file, "+++\ntitle = {}\ndate = {}", quoted(&paper.title), time(paper))?;
        writeln!(file, "description = {}", quoted(beginning(&paper.text)))?;
        writeln!(file, "authors = {}\n[taxonomies]", list(&paper.authors))?;
        writeln!(file, "days = [\"{}\"]\ntopics = {}\n[extra]", paper.day, list(&paper.topics))?;
        writeln!(
            file,
            "day = {:?}\nsubmitted = {:?}\nupvotes = {}",
            paper.day, paper.published, paper.upvotes
        )?;
        if let Some(name) = paper.organization {
            writeln!(file, "organization = {}", quoted(name))?;
        }
        if let Some(code) = &paper.code {
            writeln!(file, "code = {}", quoted(code))?;
        }
        write!(file, "+++\n\n{}\n", paper.text)?;
    }
    Ok(())
}
