//! `offprint import`: imports papers from files and servers.

mod words;

use super::args::{Arguments, Format, Import, LayoutName, Network};
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{CONTENT, DONE, MACHINE, USAGE, open_entry_writer, open_site};
use crate::authoring::entry_writer::EntryWriter;
use crate::authoring::import::ask::Asker;
use crate::authoring::import::fetch::{Client, Expected, Patience};
use crate::authoring::import::{
    self, FIRST_ONLY, Filter, Importer, Input, Layout, Record, Request, Source, Stopped,
};
use crate::config::{self, Site};
use crate::diagnostic::progress::{Progress as _, Stage};
use crate::source::{Sources, input};
use chrono::NaiveDate;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Pauses between requests, and shows the reason on the progress bar.
pub(super) struct Waiting<'a> {
    pub bar: &'a Bar,
}

impl Patience for Waiting<'_> {
    fn wait(&self, time: Duration, why: &str) {
        self.bar.say(&format!("waiting {} s: {why}", time.as_secs()));
        std::thread::sleep(time);
    }
}

/// A list of papers to import.
enum List {
    /// Files that are one list together.
    Files(Vec<PathBuf>),
    /// The daily papers of a day.
    Day(NaiveDate),
    /// An arXiv query, and the maximum number of results.
    Search(String, usize),
    /// arXiv ids.
    Ids(Vec<String>),
}

pub(super) fn run(arguments: &Arguments, asked: &Import) -> u8 {
    if asked.dry_run {
        return import(arguments, asked, None).0;
    }
    let bar = Bar::quiet();
    let reporter = Reporter::new(arguments.format, "", &bar);
    match open_entry_writer(arguments, &format!("import {}", asked.source.name()), &reporter) {
        Ok(mut writer) => import(arguments, asked, Some(&mut writer)).0,
        Err(status) => status,
    }
}

/// Imports papers. Returns the exit status, and the report for people. Without a writer, nothing is written.
pub(super) fn import(
    arguments: &Arguments,
    import: &Import,
    writer: Option<&mut EntryWriter>,
) -> (u8, String) {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let none = String::new;
    let source = import::source(import.source.name())
        .expect("invariant: every source name of the command line has a source");
    let sources = Sources::discover(&arguments.site);
    let Some((site, vocabulary)) = open_site(&sources, &reporter) else { return (USAGE, none()) };
    if import.ruled && site.import.rules.is_empty() {
        reporter
            .error("`--ruled` requires rules, and site.toml has none", "add rules under `[[import.rules]]`");
        return (USAGE, none());
    }
    let wrong = import::wrong_filters(&site, &vocabulary);
    if !wrong.is_empty() {
        reporter.problems(&sources, wrong);
        return (USAGE, none());
    }
    let waiting = Waiting { bar: &bar };
    let asker = Asker { client: client(&site, &waiting, &import.network), settings: &site.import };
    let lists = match lists(import, source) {
        Ok(lists) => lists,
        Err(refused) => {
            bar.clear();
            reporter.error(&refused.message, &refused.hint);
            return (refused.status, none());
        }
    };
    let is_fetched = lists.iter().any(|list| !matches!(list, List::Files(_)));
    let request = Request {
        layout: match import.layout {
            LayoutName::Paper => Layout::Paper,
            LayoutName::Day => Layout::Day,
        },
        topics: import.topics.clone(),
        filter: Filter {
            categories: import.category.clone(),
            keywords: import.keyword.clone(),
            since: import.since,
            until: import.until,
            least_votes: import.min_votes,
            is_ruled: import.ruled,
            is_collected: import.collected,
        },
        day: import.day,
        allow_shrink: import.allow_shrink,
        restore: import.restore,
        add_topics: import.add_topics,
        as_of: import.as_of.or_else(|| is_fetched.then(report::today)),
    };
    bar.stage(Stage::Importing, 0);
    let progress = |count: u64| bar.say(&format!("importing: {}", plural(count, "paper")));
    let mut asked = 0;
    let mut complete = |ids: &[String]| -> Result<Vec<Record>, String> {
        asked += ids.len() as u64;
        bar.say(&format!("fetching {} from arXiv", plural(asked, "paper")));
        asker.records(ids)
    };
    let complete = import.complete.then_some(&mut complete as &mut import::Complete<'_>);
    let whole = (&sources, &site, writer);
    let mut get = |url: &str| {
        bar.say("fetching pictures");
        asker.client.get(url, Expected::Picture)
    };
    let importer = match Importer::open(source, &request, whole, &vocabulary, &progress, complete) {
        Ok(importer) => importer,
        Err(stopped) => {
            bar.clear();
            return (report_stop(&reporter, source.name(), &stopped), String::new());
        }
    };
    let mut importer = match import.images && !import.dry_run {
        true => importer.with_pictures(&mut get),
        false => importer,
    };
    let mut status = DONE;
    for list in lists {
        let is_fetch = !matches!(list, List::Files(_));
        let Err((name, stopped)) = take(&mut importer, source, list, (&asker, &bar), import.day) else {
            continue;
        };
        bar.clear();
        status = status.max(report_stop(&reporter, &name, &stopped));
        // After a failed request or a failed disk, the next list would fail too.
        if status == MACHINE || (is_fetch && matches!(stopped, Stopped::Fetch(_))) {
            break;
        }
    }
    let outcome = importer.finish();
    bar.clear();
    match outcome {
        Ok(outcome) => {
            let has_first_only = outcome.ledger.iter().any(|entry| entry.why == FIRST_ONLY);
            let is_short = has_first_only && !import.complete && outcome.added > 0;
            let words = words::human(&outcome, import.dry_run);
            match arguments.format {
                Format::Human => {
                    reporter.say(&words);
                    if is_short {
                        reporter.say("this source has first authors only: use `--complete` to fetch all authors and abstracts from arXiv\n");
                    }
                }
                _ => reporter.say(&format!("{}\n", words::json(&outcome))),
            }
            (status, words)
        }
        Err(stopped) => (report_stop(&reporter, "the import", &stopped), none()),
    }
}

/// The number of files that are open at a time; systems may limit a process to 256.
const TOGETHER: usize = 200;

/// Why an import was not started.
struct Refused {
    message: String,
    hint: String,
    status: u8,
}

fn refused(message: impl Into<String>, hint: impl Into<String>, status: u8) -> Refused {
    Refused { message: message.into(), hint: hint.into(), status }
}

/// Returns the lists to import. Fetches nothing.
fn lists(import: &Import, source: &dyn Source) -> Result<Vec<List>, Refused> {
    let mut lists = Vec::new();
    let days: Vec<NaiveDate> = match (import.date, import.from, import.to) {
        (Some(day), ..) => vec![day],
        (None, Some(from), to) => {
            let to = to.unwrap_or_else(report::today);
            if to < from || (to - from).num_days() > 3_660 {
                return Err(refused("expected `--to` within ten years after `--from`", "", USAGE));
            }
            from.iter_days().take_while(|day| *day <= to).collect()
        }
        _ => Vec::new(),
    };
    if !days.is_empty() && source.name() != "hf" {
        return Err(refused(
            "`--date`, `--from` and `--to` are for the source hf only",
            "for other sources, use `--since` and `--until`",
            USAGE,
        ));
    }
    if import.images && source.name() != "hf" {
        return Err(refused("`--images` is for the source hf only", "other sources have no pictures", USAGE));
    }
    lists.extend(days.into_iter().map(List::Day));
    if let Some(query) = &import.search {
        if source.name() != "arxiv" {
            return Err(refused("`--search` is for the source arxiv only", "", USAGE));
        }
        lists.push(List::Search(query.clone(), import.max));
    }
    let mut ids = Vec::new();
    for given in &import.input {
        let path = Path::new(given);
        let is_id = source.name() == "arxiv" && !path.exists();
        match crate::text::identifier::arxiv(given).filter(|_| is_id) {
            Some(id) => ids.push(id),
            None => {
                if given != "-" && !path.exists() {
                    let what = if source.name() == "arxiv" { "an arXiv id or a file" } else { "a file" };
                    return Err(refused(format!("expected {what}, found `{given}`"), "", USAGE));
                }
                let files = input::files(path, source.extension())
                    .map_err(|error| refused(format!("cannot read `{given}`: {error}"), "", MACHINE))?;
                if files.is_empty() {
                    let message = format!("`{given}` contains no .{} file", source.extension());
                    return Err(refused(message, "", USAGE));
                }
                // A daily source has one list for each day. The files of other sources are parts of one collection.
                let is_one_day = |one: &PathBuf, other: &PathBuf| {
                    day_of(one).is_some_and(|day| Some(day) == day_of(other))
                };
                let of_days: Vec<&[PathBuf]> = match source.is_daily() {
                    true => files.chunk_by(is_one_day).collect(),
                    false => files.chunks(TOGETHER).collect(),
                };
                lists.extend(of_days.into_iter().map(|files| List::Files(files.to_vec())));
            }
        }
    }
    if !ids.is_empty() {
        lists.push(List::Ids(ids));
    }
    match lists.is_empty() {
        true => {
            let hint = match source.name() {
                "hf" => "name a file, `-`, or a day with `--date`",
                "arxiv" => "name ids, a file, `-`, or a query with `--search`",
                _ => "name a file, a directory, or `-`",
            };
            Err(refused("there is nothing to import", hint, USAGE))
        }
        false => Ok(lists),
    }
}

/// Returns the day that the name of a file begins with.
fn day_of(path: &Path) -> Option<NaiveDate> {
    path.file_stem()?.to_str()?.get(..10)?.parse().ok()
}

/// Fetches or reads a list, and imports it. The error has the name of the list.
fn take(
    importer: &mut Importer<'_>,
    source: &dyn Source,
    list: List,
    (asker, bar): (&Asker<'_>, &Bar),
    day: Option<NaiveDate>,
) -> Result<(), (String, Stopped)> {
    let (name, day, answers) = match list {
        List::Files(paths) => return take_files(importer, source, &paths, day),
        List::Day(day) => {
            bar.say(&format!("fetching the papers of {day}"));
            (day.to_string(), Some(day), asker.hf(day))
        }
        List::Search(query, most) => {
            bar.say("fetching from arXiv");
            let answers = asker.arxiv_search(&query, most);
            (query, None, answers)
        }
        List::Ids(ids) => {
            bar.say("fetching from arXiv");
            let answers = asker.arxiv_ids(&ids);
            let unknown = answers.as_ref().map(|feeds| Asker::unknown(&ids, feeds)).unwrap_or_default();
            if unknown.len() == ids.len() {
                let why = format!("unknown arXiv ids: {}", unknown.join(", "));
                return Err(("arXiv".to_owned(), Stopped::Broken(why)));
            }
            unknown.iter().for_each(|id| importer.miss(id, "unknown to arXiv"));
            ("arXiv".to_owned(), None, answers)
        }
    };
    let answers = answers.map_err(|why| (name.clone(), Stopped::Fetch(why)))?;
    let mut readers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
    let inputs = readers
        .iter_mut()
        .map(|reader| Input { bytes: reader as &mut dyn BufRead, stem: String::new(), day })
        .collect();
    importer.take(inputs).map_err(|stopped| (name, stopped))
}

fn take_files(
    importer: &mut Importer<'_>,
    source: &dyn Source,
    paths: &[PathBuf],
    day: Option<NaiveDate>,
) -> Result<(), (String, Stopped)> {
    let name = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
    let unreadable = |error| (name.clone(), Stopped::Unreadable(error));
    let mut open = Vec::with_capacity(paths.len());
    for path in paths {
        open.push(input::open(path).map_err(unreadable)?);
    }
    let inputs = paths.iter().zip(&mut open).map(|(path, bytes)| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let day = if source.is_daily() { stem.parse().ok() } else { day };
        Input { bytes, stem, day }
    });
    importer.take(inputs.collect()).map_err(|stopped| (name.clone(), stopped))
}

/// Returns a client for the requests of a command.
pub(super) fn client<'a>(site: &Site, waiting: &'a Waiting<'_>, network: &Network) -> Client<'a> {
    Client::new(site.import.timeout, waiting).naming_urls(network.verbose)
}

/// Reports why an import stopped. Returns the exit status.
pub(super) fn report_stop(reporter: &Reporter<'_>, name: &str, stopped: &Stopped) -> u8 {
    match stopped {
        Stopped::Broken(why) => {
            reporter.error(&format!("{name}: {why}"), "");
            CONTENT
        }
        Stopped::Shrinks(why) => {
            reporter.error(
                &format!("{name}: {why}"),
                "the list was not imported; use `--allow-shrink` to import it, which removes nothing",
            );
            CONTENT
        }
        Stopped::Newer(newer) => {
            reporter.error(
                &format!(
                    "`{}` has format version {}, but Offprint {} reads version {}",
                    newer.file,
                    newer.version,
                    config::version::OWN,
                    import::MEMORY_VERSION
                ),
                "nothing was imported; use the newer version of Offprint that wrote the file",
            );
            USAGE
        }
        Stopped::Fetch(why) => {
            reporter.error(
                &format!("{name}: {why}"),
                "this response was not imported; complete responses before it were",
            );
            MACHINE
        }
        Stopped::Unreadable(error) => {
            reporter.error(&format!("cannot read {name}: {error}"), "");
            MACHINE
        }
        Stopped::Failure(failure) => {
            reporter
                .error(&failure.to_string(), "every file is complete, old or new; the next import continues");
            failure.exit_code()
        }
    }
}
