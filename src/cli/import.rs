//! `offprint import`: from arguments to an import, and what to say of it.

use super::args::{Arguments, Format, Import, LayoutName};
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{CONTENT, DONE, MACHINE, USAGE, open_site};
use crate::import::ask::Asker;
use crate::import::fetch::{Client, Patience};
use crate::import::{self, Fate, Filter, Importer, Input, Layout, Outcome, Record, Request, Source, Stopped};
use crate::progress::{Progress as _, Stage};
use crate::source::{Sources, input};
use chrono::NaiveDate;
use std::fmt::Write;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Waits for servers, and says so on the bar.
pub(super) struct Waiting<'a> {
    pub bar: &'a Bar,
}

impl Patience for Waiting<'_> {
    fn wait(&self, time: Duration, why: &str) {
        self.bar.say(&format!("waiting {} s: {why}", time.as_secs()));
        std::thread::sleep(time);
    }
}

/// One list to import: what to call it, and its files or the answers it came in.
enum List {
    /// Files that are one list, or one that is a list by itself.
    Files(Vec<PathBuf>),
    Answers(String, Option<NaiveDate>, Vec<Vec<u8>>),
}

pub(super) fn run(arguments: &Arguments, import: &Import) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let Some(source) = import::source(import.source.name()) else { return USAGE };
    let sources = Sources::discover(&arguments.site);
    let Some((site, vocabulary)) = open_site(&sources, &reporter) else { return USAGE };
    let waiting = Waiting { bar: &bar };
    let asker = Asker { client: Client::new(site.import.timeout, &waiting), settings: &site.import };
    let lists = match lists(import, source, &asker, &bar) {
        Ok(lists) => lists,
        Err(refused) => {
            bar.clear();
            reporter.error(&refused.message, &refused.hint);
            return refused.status;
        }
    };
    let is_fetched = lists.iter().any(|list| matches!(list, List::Answers(..)));
    let request = Request {
        layout: match import.layout {
            LayoutName::Paper => Layout::Paper,
            LayoutName::Day => Layout::Day,
        },
        dry_run: import.dry_run,
        topics: import.topics.clone(),
        filter: Filter {
            categories: import.category.clone(),
            keywords: import.keyword.clone(),
            since: import.since,
            until: import.until,
            least_votes: import.min_votes,
        },
        day: import.day,
        allow_shrink: import.allow_shrink,
        as_of: import.as_of.or_else(|| is_fetched.then(report::today)),
    };
    bar.stage(Stage::Importing, 0);
    let progress = |count: u64| bar.say(&format!("importing: {}", plural(count, "paper")));
    let mut complete = |ids: &[String]| -> Result<Vec<Record>, String> { asker.records(ids) };
    let complete = import.complete.then_some(&mut complete as &mut import::Complete<'_>);
    let mut importer = Importer::open(source, &request, (&sources, &site), &vocabulary, &progress, complete);
    let mut status = DONE;
    for list in lists {
        if let Err((name, stopped)) = take(&mut importer, source, list, import.day) {
            bar.clear();
            status = status.max(tell_stop(&reporter, &name, &stopped));
            if status == MACHINE {
                break;
            }
        }
    }
    let outcome = importer.finish();
    bar.clear();
    match outcome {
        Ok(outcome) => {
            match arguments.format {
                Format::Human => reporter.say(&words(&outcome, import, source)),
                Format::Json | Format::Github => reporter.say(&format!("{}\n", json(&outcome))),
            }
            status
        }
        Err(stopped) => tell_stop(&reporter, "the import", &stopped),
    }
}

/// So many files are open at a time.
const TOGETHER: usize = 200;

/// Why an import does not begin.
struct Refused {
    message: String,
    hint: String,
    status: u8,
}

fn refused(message: impl Into<String>, hint: impl Into<String>, status: u8) -> Refused {
    Refused { message: message.into(), hint: hint.into(), status }
}

/// Returns what is to be imported, fetched where it has to be. Nothing has been written by then.
fn lists(import: &Import, source: &dyn Source, asker: &Asker<'_>, bar: &Bar) -> Result<Vec<List>, Refused> {
    let mut lists = Vec::new();
    let fetch = |why: String| refused(why, "nothing was changed", MACHINE);
    let days: Vec<NaiveDate> = match (import.date, import.from, import.to) {
        (Some(day), ..) => vec![day],
        (None, Some(from), to) => {
            let to = to.unwrap_or_else(report::today);
            if to < from || (to - from).num_days() > 3_660 {
                return Err(refused("--to lies before --from, or ten years behind it", "", USAGE));
            }
            from.iter_days().take_while(|day| *day <= to).collect()
        }
        _ => Vec::new(),
    };
    if !days.is_empty() && source.name() != "hf" {
        return Err(refused(
            "--date, --from and --to fetch daily papers of hf",
            "for other sources, use --since and --until",
            USAGE,
        ));
    }
    for day in days {
        bar.say(&format!("asking for the papers of {day}"));
        lists.push(List::Answers(day.to_string(), Some(day), asker.hf(day).map_err(fetch)?));
    }
    if let Some(query) = &import.search {
        if source.name() != "arxiv" {
            return Err(refused("--search asks arxiv", "", USAGE));
        }
        bar.say("asking arXiv");
        lists.push(List::Answers(query.clone(), None, asker.arxiv_search(query, import.max).map_err(fetch)?));
    }
    let mut ids = Vec::new();
    for given in &import.input {
        let path = Path::new(given);
        let is_id = source.name() == "arxiv" && !path.exists();
        match crate::content::identifier::arxiv(given).filter(|_| is_id) {
            Some(id) => ids.push(id),
            None => {
                let files = input::files(path, source.extension())
                    .map_err(|error| refused(format!("`{given}` cannot be read: {error}"), "", MACHINE))?;
                if files.is_empty() {
                    let message = format!("`{given}` holds no file that ends in .{}", source.extension());
                    return Err(refused(message, "", USAGE));
                }
                // Each file of a daily list is a day; others tell of one collection, and of a paper more than once.
                let together = if source.is_daily() { 1 } else { TOGETHER };
                lists.extend(files.chunks(together).map(|files| List::Files(files.to_vec())));
            }
        }
    }
    if !ids.is_empty() {
        bar.say("asking arXiv");
        lists.push(List::Answers("arXiv".to_owned(), None, asker.arxiv_ids(&ids).map_err(fetch)?));
    }
    match lists.is_empty() {
        true => {
            let hint = match source.name() {
                "hf" => "name a file, `-`, or a day with --date",
                "arxiv" => "name ids, a file, `-`, or words with --search",
                _ => "name a file, a folder, or `-`",
            };
            Err(refused("there is nothing to import", hint, USAGE))
        }
        false => Ok(lists),
    }
}

fn take(
    importer: &mut Importer<'_>,
    source: &dyn Source,
    list: List,
    day: Option<NaiveDate>,
) -> Result<(), (String, Stopped)> {
    match list {
        List::Files(paths) => {
            let name = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
            let unreadable = |error| (name.clone(), Stopped::Unreadable(error));
            let mut open = Vec::with_capacity(paths.len());
            for path in &paths {
                open.push(input::open(path).map_err(unreadable)?);
            }
            let inputs = paths.iter().zip(&mut open).map(|(path, bytes)| {
                let stem =
                    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let day = if source.is_daily() { stem.parse().ok() } else { day };
                Input { bytes, stem, day }
            });
            importer.take(inputs.collect()).map_err(|stopped| (name.clone(), stopped))
        }
        List::Answers(name, day, answers) => {
            let mut readers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
            let inputs = readers
                .iter_mut()
                .map(|reader| Input { bytes: reader as &mut dyn BufRead, stem: String::new(), day })
                .collect();
            importer.take(inputs).map_err(|stopped| (name, stopped))
        }
    }
}

/// Says why an import stopped; returns the exit status that tells of it.
pub(super) fn tell_stop(reporter: &Reporter<'_>, name: &str, stopped: &Stopped) -> u8 {
    match stopped {
        Stopped::Broken(why) => {
            reporter.error(&format!("{name}: {why}"), "");
            CONTENT
        }
        Stopped::Shrinks(why) => {
            reporter.error(
                &format!("{name}: {why}"),
                "nothing of it was taken; --allow-shrink takes it, and removes nothing",
            );
            CONTENT
        }
        Stopped::Fetch(why) => {
            reporter.error(why, "what was complete is written");
            MACHINE
        }
        Stopped::Unreadable(error) => {
            reporter.error(&format!("{name} cannot be read: {error}"), "");
            MACHINE
        }
        Stopped::Failure(failure) => {
            reporter.error(&failure.to_string(), "every file is whole, old or new; the next import goes on");
            failure.exit_code()
        }
    }
}

/// So many lines of a kind are shown to people.
const SHOWN: usize = 20;

fn words(outcome: &Outcome, import: &Import, source: &dyn Source) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    if import.dry_run {
        for change in outcome.changes.iter().take(1_000) {
            let _ = writeln!(out, "would write {change}");
        }
        more(&mut out, outcome.changes.len(), 1_000);
    }
    let verb = if import.dry_run { "would be " } else { "" };
    let _ = writeln!(
        out,
        "{} read: {} {verb}added, {} {verb}updated, {} unchanged{}; {} {verb}written",
        plural(outcome.read, "paper"),
        outcome.added,
        outcome.updated,
        outcome.unchanged,
        if outcome.filtered > 0 { format!(", {} filtered out", outcome.filtered) } else { String::new() },
        plural(outcome.files, "file"),
    );
    table(&mut out, outcome);
    let lost: Vec<_> =
        outcome.ledger.iter().filter(|entry| entry.fate != Fate::Kept && !entry.why.is_empty()).collect();
    if !lost.is_empty() {
        out.push('\n');
    }
    for entry in &lost {
        let examples = entry.examples.join(", ");
        let _ = writeln!(
            out,
            "{} {}: {} ({}: {examples})",
            entry.fate.word(),
            entry.field,
            entry.why,
            entry.count
        );
    }
    for (id, file) in outcome.alike.iter().take(SHOWN) {
        let _ = writeln!(out, "perhaps twice: {id} has the title of {file}");
    }
    more(&mut out, outcome.alike.len(), SHOWN);
    for (place, why) in outcome.skipped.iter().take(SHOWN) {
        let _ = writeln!(out, "skipped {place}: {why}");
    }
    more(&mut out, outcome.skipped.len() + usize::try_from(outcome.more_skipped).unwrap_or_default(), SHOWN);
    for conflict in outcome.conflicts.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "conflict in {}: `{}` {}\n  entry:  {}\n  source: {}",
            conflict.file, conflict.field, conflict.why, conflict.entry, conflict.source
        );
    }
    more(
        &mut out,
        outcome.conflicts.len() + usize::try_from(outcome.more_conflicts).unwrap_or_default(),
        SHOWN,
    );
    if source.name() == "cv-arxiv-daily" && !import.complete && outcome.added > 0 {
        out.push_str(
            "The list has no abstracts and names first authors only: --complete asks arXiv for the rest.\n",
        );
    }
    out
}

fn more(out: &mut String, count: usize, shown: usize) {
    if count > shown {
        let _ = writeln!(out, "… and {} more", count - shown);
    }
}

/// The loss report: what became of each field.
fn table(out: &mut String, outcome: &Outcome) {
    const FATES: [Fate; 5] = [Fate::Kept, Fate::Merged, Fate::Guessed, Fate::Dropped, Fate::Unsure];
    let mut fields: Vec<&str> = outcome.ledger.iter().map(|entry| entry.field.as_str()).collect();
    fields.dedup();
    if fields.is_empty() {
        return;
    }
    let width = fields.iter().map(|field| field.chars().count()).max().unwrap_or(0).max(5);
    let _ = write!(out, "\n{:width$}", "field");
    for fate in FATES {
        let _ = write!(out, " {:>11}", fate.word());
    }
    out.push('\n');
    for field in fields {
        let mut line = format!("{field:width$}");
        for fate in FATES {
            let entries = outcome.ledger.iter().filter(|entry| entry.field == field && entry.fate == fate);
            match entries.map(|entry| entry.count).sum::<u64>() {
                0 => line.push_str(&" ".repeat(12)),
                count => drop(write!(line, " {count:>11}")),
            }
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn json(outcome: &Outcome) -> serde_json::Value {
    let ledger: Vec<_> = outcome
        .ledger
        .iter()
        .map(|entry| {
            serde_json::json!({
                "field": entry.field, "fate": entry.fate.word(), "why": entry.why, "count": entry.count,
                "examples": entry.examples,
            })
        })
        .collect();
    let conflicts: Vec<_> = outcome
        .conflicts
        .iter()
        .map(|conflict| {
            serde_json::json!({
                "id": conflict.id, "file": conflict.file, "field": conflict.field, "why": conflict.why,
                "entry": conflict.entry, "source": conflict.source,
            })
        })
        .collect();
    serde_json::json!({
        "read": outcome.read, "added": outcome.added, "updated": outcome.updated, "unchanged": outcome.unchanged,
        "filtered": outcome.filtered, "files": outcome.files, "changes": outcome.changes, "conflicts": conflicts,
        "more_conflicts": outcome.more_conflicts, "skipped": outcome.skipped, "more_skipped": outcome.more_skipped,
        "alike": outcome.alike, "report": ledger,
    })
}
