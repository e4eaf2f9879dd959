//! `offprint new`: creates an entry, with the data of the paper if a server has it.

use super::args::{Arguments, New};
use super::import::{self as import_command, Waiting, report_stop};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{DONE, MACHINE, USAGE, open_entry_writer, open_site, write_failed};
use crate::authoring::import::ask::Asker;
use crate::authoring::import::{self, Importer, Record, Request};
use crate::source::Sources;
use crate::text::identifier;
use crate::text::slug;
use chrono::NaiveDate;

/// What identifies the paper of a new entry.
enum What {
    Arxiv(String),
    Doi(String),
    Title(String),
}

pub(super) fn run(arguments: &Arguments, new: &New) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let sources = Sources::discover(&arguments.site);
    let Some((site, vocabulary)) = open_site(&sources, &reporter) else { return USAGE };
    let given = new.what.as_deref().unwrap_or_default().trim();
    if given.is_empty() {
        reporter.error(
            "expected an arXiv id, a DOI, an address or a title, found nothing",
            "for an empty entry, give a title and omit the network: offprint new --offline \"A title\"",
        );
        return USAGE;
    }
    if is_incomplete(given) {
        reporter.error(
            &format!("`{given}` is not a complete identifier"),
            "an arXiv id looks like 2503.02130 or math/0309136, a DOI like 10.1145/3292500.3330701",
        );
        return USAGE;
    }
    let Some(what) = what(given) else {
        reporter.error(
            &format!("the URL `{given}` contains neither an arXiv id nor a DOI"),
            "write the arXiv id, the DOI or the title of the paper",
        );
        return USAGE;
    };
    // The archive answers first: no server knows better which papers it has.
    let known = match &what {
        What::Arxiv(id) => import::find(&sources, &id.replace('/', "-"), None),
        What::Doi(doi) => import::find(&sources, &slug::slug(doi), Some(doi)),
        What::Title(_) => None,
    };
    if let Some((file, _)) = known {
        return has_entry(given, &file, &reporter);
    }
    let day = new.day.unwrap_or_else(report::today);
    let waiting = Waiting { bar: &bar };
    let client = import_command::client(&site, &waiting, &new.network);
    // Most papers that are added by title are not on arXiv, so a failed lookup is not repeated.
    let client = if matches!(what, What::Title(_)) { client.hasty() } else { client };
    let asker = Asker { client, settings: &site.import };
    bar.say("fetching the data of the paper");
    let found = match &what {
        _ if new.offline => Ok(None),
        What::Arxiv(id) => asker.records(std::slice::from_ref(id)).map(|records| records.into_iter().next()),
        What::Doi(doi) => asker.doi(doi),
        What::Title(title) => asker.title(title),
    };
    let found = match found {
        Ok(Some(record)) => Some(record),
        Ok(None) => {
            if !new.offline && new.what.is_some() {
                reporter.note(&format!("no data found for `{given}`; the new entry is empty\n"));
            }
            None
        }
        Err(why) => {
            reporter.note(&format!("{why}\nthe new entry is empty\n"));
            None
        }
    };
    let title = match (&found, &what) {
        (Some(record), _) => record.title.clone(),
        (None, What::Title(title)) => title.clone(),
        (None, _) => String::new(),
    };
    // The lock is taken after the requests, which may be slow. Nothing that was read before is written.
    let mut writer = match open_entry_writer(arguments, "new", &reporter) {
        Ok(writer) => writer,
        Err(status) => return status,
    };
    let sources = Sources::discover(&arguments.site);
    let request = Request { day: Some(day), topics: new.topics.clone(), restore: true, ..Request::default() };
    let name = if matches!(what, What::Doi(_)) { "bibtex" } else { "arxiv" };
    let source = import::source(name).expect("invariant: both are sources");
    let whole = (&sources, &site, Some(&mut writer));
    let mut importer = match Importer::open(source, &request, whole, &vocabulary, &|_| {}, None) {
        Ok(importer) => importer,
        Err(stopped) => return report_stop(&reporter, source.name(), &stopped),
    };
    let id = match (&found, &what) {
        (Some(record), _) => record.id.clone(),
        (None, What::Arxiv(id)) => id.replace('/', "-"),
        (None, What::Doi(doi)) => slug::slug(doi),
        (None, What::Title(title)) => slug::slug(title),
    };
    let doi = match &what {
        What::Doi(doi) => Some(doi.as_str()),
        _ => None,
    };
    if let Some(file) = importer.file_of(&id, doi) {
        bar.clear();
        return has_entry(&id, &file, &reporter);
    }
    let path = format!("content/papers/{}/{id}.md", day.format("%Y/%m/%d"));
    if sources.contains(&path) {
        reporter.error(&format!("{path} already exists"), "edit that entry, or use another title");
        return USAGE;
    }
    if !title.is_empty() {
        for (file, other) in import::alike(&sources, &title) {
            reporter.note(&format!("similar title in {file}: {other}\n"));
        }
    }
    let made = match found {
        Some(record) => {
            let record = Record { featured: vec![day], ..record };
            importer
                .add(vec![record])
                .and_then(|()| importer.finish().map(drop))
                .map_err(|stopped| report_stop(&reporter, &path, &stopped))
        }
        None => {
            drop(importer);
            let text = skeleton(&what, &id, day, &new.topics);
            let put = writer.put(&path, text.as_bytes()).and_then(|()| writer.settle());
            put.map_err(|failure| write_failed(&failure, &reporter))
        }
    };
    bar.clear();
    match made {
        Ok(()) => {
            reporter.say(&format!("{path}\n"));
            DONE
        }
        Err(status) => status.clamp(USAGE, MACHINE),
    }
}

/// Reports the entry of a paper that has one.
fn has_entry(given: &str, file: &str, reporter: &Reporter<'_>) -> u8 {
    reporter.error(
        &format!("{given} already has an entry: {file}"),
        "edit that entry; if the paper is listed again, add the day to its `date:`",
    );
    USAGE
}

/// Returns whether a text begins like an identifier but is incomplete: `2405.1`, `10.1/x`, `arXiv:24`, `math/03`.
fn is_incomplete(given: &str) -> bool {
    if given.contains(char::is_whitespace) || given.contains("://") || what_id(given).is_some() {
        return false;
    }
    let lower = given.to_ascii_lowercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_new = lower.split_once('.').is_some_and(|(month, number)| {
        digits(month) && month.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'v')
    });
    let is_old = lower.split_once('/').is_some_and(|(archive, number)| {
        let number = number.split('v').next().unwrap_or(number);
        digits(number) && archive.bytes().all(|byte| byte.is_ascii_alphabetic() || b"-.".contains(&byte))
    });
    let has_label = ["arxiv:", "doi:", "10.48550/", "doi.org/", "dx.doi.org/", "arxiv.org/"];
    let is_doi =
        lower.strip_prefix("10.").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    is_new || is_old || is_doi || has_label.iter().any(|label| lower.starts_with(label))
}

/// Returns the arXiv id or the DOI that a text is.
fn what_id(given: &str) -> Option<What> {
    identifier::arxiv(given).map(What::Arxiv).or_else(|| identifier::doi(given).map(What::Doi))
}

/// Returns the arXiv id, DOI or title in the argument. Returns `None` for a URL that contains neither an id nor a DOI.
fn what(given: &str) -> Option<What> {
    if let Some(what) = what_id(given) {
        return Some(what);
    }
    // The last part of an address may be an id: `https://example.org/papers/2603.01940`.
    let Some((_, address)) = given.split_once("://") else { return Some(What::Title(given.to_owned())) };
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    let path = path.strip_suffix(".pdf").unwrap_or(path);
    identifier::arxiv(path.rsplit('/').next().unwrap_or(path)).map(What::Arxiv)
}

/// Returns an empty entry, with comments on the keys to fill in.
fn skeleton(what: &What, id: &str, day: NaiveDate, topics: &[String]) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let title = match what {
        What::Title(title) => quoted(title),
        What::Arxiv(_) | What::Doi(_) => "\"\"".to_owned(),
    };
    let topics: Vec<String> = topics.iter().map(|topic| slug::slug(topic)).collect();
    let topics = if topics.is_empty() {
        "# topics: []".to_owned()
    } else {
        format!("topics: [{}]", topics.join(", "))
    };
    let links = match what {
        What::Doi(doi) => format!("links:\n  doi: {}\n  # code: https://…\n", quoted(doi)),
        What::Arxiv(_) | What::Title(_) => "# links:\n#   code: https://…\n".to_owned(),
    };
    format!(
        "---\nid: {}\ntitle: {title}\n# One name per line, as printed on the paper.\nauthors: []\n# The day under which the paper is listed.\n\
         date: {day}\n# published: {day}\n{topics}\n# summary: One or two sentences.\n{links}---\n\n",
        quoted(id)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_identifier_is_not_a_title() {
        for given in [
            "2405.1",
            "2405.",
            "10.1/x",
            "10.1145/",
            "10.1145",
            "arXiv:24",
            "doi:x",
            "math/03",
            "2405.18047v",
            "240.5",
        ] {
            assert!(is_incomplete(given), "{given}");
        }
        for given in [
            "2405.18047",
            "10.1145/1",
            "1984",
            "Attention",
            "On 10.1 ways",
            "R2-D2",
            "TCP/IP",
            "GPT-4.5",
            "and/or",
            "math/0309136v2",
        ] {
            assert!(!is_incomplete(given), "{given}");
        }
    }

    #[test]
    fn ids_are_found_in_urls_of_other_sites() {
        let found = |given: &str| match what(given) {
            Some(What::Arxiv(id)) => format!("arxiv {id}"),
            Some(What::Doi(doi)) => format!("doi {doi}"),
            Some(What::Title(title)) => format!("title {title}"),
            None => "nothing".to_owned(),
        };
        for (given, expected) in [
            ("2603.01940v2", "arxiv 2603.01940"),
            ("https://arxiv.org/abs/math/0309136v1", "arxiv math/0309136"),
            ("https://huggingface.co/papers/2603.01940?x=1", "arxiv 2603.01940"),
            ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701#top", "doi 10.1145/3292500.3330701"),
            (
                "https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf",
                "doi 10.1007/s11263-015-0816-y",
            ),
            ("https://doi.org/10.48550/arXiv.2603.01940", "arxiv 2603.01940"),
            ("https://example.org/10.html", "nothing"),
            ("https://example.org/", "nothing"),
            ("On 10.1 ways", "title On 10.1 ways"),
        ] {
            assert_eq!(found(given), expected, "{given}");
        }
    }
}
