//! Converts a BibTeX entry to a record.

use super::book::{self, Resolved};
use super::journals;
use super::links::{self, Found};
use crate::authoring::import::record::{Author, Record};
use crate::authoring::import::report::{Fate, IN_BIBTEX, Ledger, NO_KEY};
use crate::authoring::import::source::{self, Texts};
use crate::authoring::import::withdrawal;
use crate::content::WorkType;
use crate::text::bibtex::{self, MONTHS, ReadDate};
use crate::text::date::PartialDate;
use crate::text::people::{self, Form};
use crate::text::{identifier, latex, name_parts, slug, titles};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Fields that become a key of an entry, or a part of one, in order.
const KNOWN: [&str; 61] = [
    "abs",
    "abstract",
    "archiveprefix",
    "articleno",
    "arxiv",
    "arxivid",
    "author",
    "booksubtitle",
    "booktitle",
    "code",
    "crossref",
    "data",
    "dataset",
    "date",
    "day",
    "demo",
    "doi",
    "editor",
    "ee",
    "eid",
    "eprint",
    "eprintclass",
    "eprinttype",
    "eventtitle",
    "github",
    "homepage",
    "howpublished",
    "html",
    "institution",
    "issue",
    "journal",
    "journalsubtitle",
    "journaltitle",
    "keywords",
    "link",
    "model",
    "month",
    "number",
    "organization",
    "pages",
    "pdf",
    "poster",
    "primaryclass",
    "project",
    "project_page",
    "projectpage",
    "published",
    "publisher",
    "repo",
    "school",
    "slide",
    "slides",
    "software",
    "subtitle",
    "title",
    "url",
    "video",
    "volume",
    "website",
    "xdata",
    "year",
];

/// Returns the record of an entry, or the reason why there is none.
pub(super) fn record(
    entry: &Resolved<'_>,
    asked: Option<NaiveDate>,
    ledger: &mut Ledger,
) -> Result<Record, String> {
    let title = match (entry.get("title"), entry.get("subtitle")) {
        (title, "") => title.to_owned(),
        (title, subtitle) => format!("{title}: {subtitle}"),
    };
    if title.trim_matches(['{', '}', ' ']).is_empty() {
        let key = if entry.key.is_empty() { "the entry" } else { entry.key };
        return Err(format!("{} has no title", key.escape_debug()));
    }
    let mut dated = bibtex::read_date(
        first_of(&[entry.get("published"), entry.get("date")]),
        entry.get("year"),
        entry.get("month"),
        entry.get("day"),
    );
    if entry.get("year").is_empty() && entry.get("date").is_empty() {
        // `month = {08 1995}`
        dated = dated.or_else(|| bibtex::read_date(entry.get("month"), "", "", ""));
    }
    // `published` of PMLR is a full date, and `date` may be only a year or a month.
    let published = dated.and_then(partial);
    if published.is_none() && asked.is_none() {
        let said = first_of(&[entry.get("date"), entry.get("year"), entry.get("published")]);
        let said = if said.is_empty() {
            "no date".to_owned()
        } else {
            format!("no year in its date `{}`", said.escape_debug())
        };
        return Err(format!("{} has {said}; import it with --day", name_of(entry).escape_debug()));
    }
    let found = links::find(entry);
    let (id, version) = match &found.arxiv {
        Some((arxiv, version)) => (arxiv.replace('/', "-"), *version),
        None => match exported_id(entry.key, entry.get("url")).or_else(|| id_of(entry, dated)) {
            Some(id) => (id, 0),
            None => return Err(format!("no id can be made of its key `{}`", entry.key.escape_debug())),
        },
    };
    report_date(dated, entry, &id, ledger);
    // Braces protect capitals in citations, and some fields and kinds of theses have no matching key in an entry.
    let kind = work_type(entry, &found);
    let is_special =
        (kind == Some(WorkType::Thesis) && entry.kind != "phdthesis") || book::is_volume(&entry.kind);
    let is_kept = is_special || protects(&title) || CITED.iter().any(|key| !entry.get(key).is_empty());
    for key in entry.fields.keys().filter(|key| KNOWN.binary_search(&key.as_str()).is_err()) {
        let (fate, why) = match is_kept && !is_private(key) {
            true => (Fate::Kept, IN_BIBTEX),
            false => (Fate::Dropped, NO_KEY),
        };
        ledger.note_named(key, fate, why, &id);
    }
    found.report(&id, ledger);
    report_isbn(entry.get("isbn"), &id, ledger);
    if kind.is_none() {
        let why = "no kind of work; a general one is used";
        ledger.note("type", Fate::Dropped, why, &format!("{id}: @{}", entry.kind));
    }
    if !entry.key.is_empty() && !bibtex::is_citation_key(entry.key) {
        ledger.note(
            "citation_key",
            Fate::Dropped,
            "a key that not all programs accept",
            &format!("{id}: {}", entry.key),
        );
    }
    let mut texts = Texts { id: &id, ledger, is_tex: true };
    let (authors, others) = people_of(entry.get("author"), "authors", &mut texts);
    let (editors, other_editors) = people_of(entry.get("editor"), "editors", &mut texts);
    let own = if is_kept { own(entry) } else { String::new() };
    let is_own_key = !own.is_empty() || exported_id(entry.key, entry.get("url")).is_some();
    let citation_key = if is_own_key || !bibtex::is_citation_key(entry.key) { "" } else { entry.key };
    let mut record = Record {
        version,
        title: texts.title(&title),
        abstract_: texts.prose(entry.get("abstract")),
        venue: venue(entry, &found, &mut texts),
        authors,
        others,
        editors,
        other_editors,
        kind,
        volume: texts
            .line("volume", Some(entry.get("volume")).filter(|_| !found.is_of("volume")).unwrap_or_default()),
        issue: issue(entry, kind, &found, &mut texts),
        pages: pages(entry, &found, &mut texts),
        publisher: texts.line("publisher", publisher(entry)),
        school: texts.line("school", school(entry)),
        citation_key: citation_key.to_owned(),
        // `--day` sets the date of all papers. If the entry has a date, the option was applied above.
        day: asked.filter(|_| published.is_none()),
        published,
        keywords: keywords(entry.get("keywords"), &mut texts),
        categories: categories(entry, &found),
        links: found.links,
        bibtex: own,
        id: id.clone(),
        ..Record::default()
    };
    withdrawal::mark(&mut record, entry.get("note"), None);
    unused(entry, &record, ledger);
    Ok(record)
}

/// Reports fields that a record could have, but that have no place in this one: the second of two venues, the id of
/// another archive.
fn unused(entry: &Resolved<'_>, record: &Record, ledger: &mut Ledger) {
    const FIELDS: [&str; 15] = [
        "journal",
        "journaltitle",
        "booktitle",
        "howpublished",
        "eventtitle",
        "organization",
        "publisher",
        "school",
        "institution",
        "eprint",
        "number",
        "issue",
        "pages",
        "eid",
        "articleno",
    ];
    if !record.bibtex.is_empty() {
        return;
    }
    for field in FIELDS.into_iter().filter(|field| !entry.get(field).is_empty()) {
        let written = entry.get(field);
        let is_used = match field {
            "eprint" => identifier::arxiv(written).is_some() || written.contains('/'),
            // A word of arXiv is in the link.
            "journal" | "journaltitle" | "booktitle" | "howpublished" if record.venue.is_empty() => true,
            "journal" | "journaltitle" | "booktitle" | "howpublished" | "eventtitle" => {
                holds(&record.venue, written)
            }
            "school" | "institution" => holds(&record.school, written),
            "publisher" | "organization" => holds(&record.publisher, written),
            "number" | "issue" => record.kind == Some(WorkType::Preprint) || !record.issue.is_empty(),
            _ => record.kind == Some(WorkType::Preprint) || !record.pages.is_empty(),
        };
        if !is_used {
            ledger.note_named(
                field,
                Fate::Dropped,
                "another field has its place",
                &format!("{}: {written}", record.id),
            );
        }
    }
}

/// Returns whether a text is that of a field, apart from LaTeX.
fn holds(text: &str, written: &str) -> bool {
    text == written
        || written.contains(['\\', '{', '~'])
        || written.contains("://")
        || titles::letters(text).contains(&titles::letters(written))
}

fn first_of<'t>(texts: &[&'t str]) -> &'t str {
    texts.iter().copied().find(|text| !text.is_empty()).unwrap_or_default()
}

fn name_of<'e>(entry: &'e Resolved<'_>) -> &'e str {
    if entry.key.is_empty() { entry.get("title") } else { entry.key }
}

fn partial(date: ReadDate) -> Option<PartialDate> {
    match (date.month, date.day) {
        (Some(month), Some(day)) => {
            let year = PartialDate::of_year(date.year)?.year();
            NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::from)
        }
        (Some(month), None) => PartialDate::of_month(date.year, month),
        (None, _) => PartialDate::of_year(date.year),
    }
}

fn report_date(dated: Option<ReadDate>, entry: &Resolved<'_>, id: &str, ledger: &mut Ledger) {
    match dated {
        Some(ReadDate { doubt: Some(doubt), .. }) => {
            let said = ["date", "year", "month", "day"].iter().filter_map(|key| entry.fields.get(key));
            let said: Vec<&str> = said.map(|text| text.trim()).collect();
            ledger.note("published", Fate::Unsure, doubt.words(), &format!("{id}: {}", said.join(" ")));
        }
        Some(_) => {}
        None => ledger.note(
            "published",
            Fate::Dropped,
            "the source has no date that can be read; --day is used",
            id,
        ),
    }
}

fn report_isbn(text: &str, id: &str, ledger: &mut Ledger) {
    if !text.is_empty() && identifier::isbns_in(text).is_empty() {
        let why = "not an ISBN, or its check digit is wrong";
        ledger.note("isbn", Fate::Unsure, why, &format!("{id}: {text}"));
    }
}

/// Returns the people of a field, and whether there are more. Reports ambiguous names.
fn people_of(text: &str, field: &'static str, texts: &mut Texts<'_>) -> (Vec<Author>, bool) {
    texts.people(field, text, Form::BibTex)
}

fn work_type(entry: &Resolved<'_>, found: &Found) -> Option<WorkType> {
    let known = match entry.kind.as_str() {
        "periodical" => Some(WorkType::Other),
        kind if book::is_volume(kind) => Some(WorkType::Book),
        kind => WorkType::from_name(kind),
    };
    // An `@article` of arXiv, or a `@misc` with an arXiv id, is a preprint.
    let has_venue = ["journal", "journaltitle", "booktitle"]
        .iter()
        .any(|key| !entry.get(key).is_empty() && !found.is_of(key));
    let is_at_arxiv =
        found.arxiv.is_some() || ["journal", "journaltitle", "booktitle"].iter().any(|key| found.is_of(key));
    match known {
        Some(WorkType::Article | WorkType::Other) if is_at_arxiv && !has_venue => Some(WorkType::Preprint),
        known => known,
    }
}

/// Returns the journal, the conference or the book. An address is not one, and neither is arXiv.
fn venue(entry: &Resolved<'_>, found: &Found, texts: &mut Texts<'_>) -> String {
    let fields = match entry.kind.as_str() {
        "article" => ["journaltitle", "journal", "booktitle", "howpublished"],
        _ => ["booktitle", "maintitle", "journal", "howpublished"],
    };
    let fields = fields.iter().chain(&["journaltitle", "eventtitle"]);
    for key in fields.filter(|key| !entry.get(key).is_empty() && !found.is_of(key)) {
        let subtitle = match *key {
            "journaltitle" => entry.get("journalsubtitle"),
            "booktitle" => entry.get("booksubtitle"),
            _ => "",
        };
        let name = texts.line("venue", journals::name(entry.get(key)));
        if name.contains("://") || name.starts_with("www.") {
            let (id, ledger) = (texts.id, &mut *texts.ledger);
            ledger.note("venue", Fate::Dropped, "an address is not a venue", &format!("{id}: {name}"));
            continue;
        }
        return match subtitle {
            "" => name,
            subtitle => format!("{name}: {}", texts.line("venue", subtitle)),
        };
    }
    String::new()
}

/// Returns the publisher; of a conference or a manual it may be an organization.
fn publisher<'e>(entry: &'e Resolved<'_>) -> &'e str {
    first_of(&[entry.get("publisher"), entry.get("organization")])
}

fn school<'e>(entry: &'e Resolved<'_>) -> &'e str {
    first_of(&[entry.get("school"), entry.get("institution")])
}

/// Returns the number of the issue or of the report. In books, `number` is the number in the series.
fn issue(entry: &Resolved<'_>, work_type: Option<WorkType>, found: &Found, texts: &mut Texts<'_>) -> String {
    let number = match work_type {
        Some(WorkType::Article | WorkType::Report | WorkType::Preprint | WorkType::Other) => {
            first_of(&[entry.get("number"), entry.get("issue")])
        }
        _ => entry.get("issue"),
    };
    texts.line("issue", if found.is_of("number") { entry.get("issue") } else { number })
}

fn pages(entry: &Resolved<'_>, found: &Found, texts: &mut Texts<'_>) -> String {
    let key = ["pages", "eid", "articleno"].into_iter().find(|key| !entry.get(key).is_empty());
    let Some(key) = key.filter(|key| !found.is_of(key)) else { return String::new() };
    let pages = texts.line("pages", entry.get(key));
    pages.replace(" -- ", "-").replace("--", "-").replace(" – ", "-").replace('–', "-")
}

/// Returns the category of arXiv.
fn categories(entry: &Resolved<'_>, found: &Found) -> Vec<String> {
    let category = first_of(&[entry.get("primaryclass"), entry.get("eprintclass")]);
    Some(category)
        .filter(|category| !category.is_empty() && found.arxiv.is_some())
        .map(str::to_owned)
        .into_iter()
        .collect()
}

fn keywords(text: &str, texts: &mut Texts<'_>) -> Vec<String> {
    let split = if text.contains(';') { ';' } else { ',' };
    text.split(split).map(|word| texts.line("keywords", word)).filter(|word| !word.is_empty()).collect()
}

/// Returns the id of a paper whose entry Offprint exported: its key ends like its address. If the whole key were the
/// id, a paper would get a new id each time it moves to another archive.
fn exported_id(key: &str, url: &str) -> Option<String> {
    let (_, id) = url.trim_end_matches('/').rsplit_once("/papers/")?;
    let is_its = key.strip_suffix(id).is_some_and(|start| start.ends_with('-'));
    (is_its && identifier::is_paper_id(id)).then(|| id.to_owned())
}

/// Returns an id made of the key. If there is no key, the id is made of the first author and the year.
fn id_of(entry: &Resolved<'_>, dated: Option<ReadDate>) -> Option<String> {
    // A key that looks like an arXiv id, in an entry that is not from arXiv, would identify another paper.
    let own = source::id_of(entry.key).filter(|id| identifier::arxiv_of_paper_id(id).is_none());
    own.or_else(|| {
        let author = latex::fix(entry.get("author"), latex::Kind::Name, true).text;
        let first = author.split(" and ").next().unwrap_or_default();
        let name = match name_parts::family(first) {
            "" => entry.get("title").split_whitespace().take(4).collect::<Vec<_>>().join(" "),
            family => family.to_owned(),
        };
        let year = dated.map(|date| date.year.to_string()).unwrap_or_default();
        Some(slug::slug(&format!("{name} {year}"))).filter(|id| identifier::is_paper_id(id))
    })
}

/// Returns whether a title has braces around capitals.
fn protects(title: &str) -> bool {
    title.match_indices('{').any(|(at, _)| title[at + 1..].starts_with(char::is_uppercase))
}

/// Fields that a citation shows, but that not all types of work have a key for.
const CITED: [&str; 13] = [
    "volume",
    "number",
    "issue",
    "pages",
    "chapter",
    "edition",
    "series",
    "publisher",
    "editor",
    "isbn",
    "note",
    "eid",
    "type",
];

/// Returns whether a field is not useful for citing the paper: the entry has the value elsewhere, or the field is a
/// private note of a program or a person.
fn is_private(key: &str) -> bool {
    const PRIVATE: [&str; 58] = [
        "abbr",
        "abstract",
        "added-at",
        "additional_info",
        "altmetric",
        "annotation",
        "annote",
        "attachment",
        "attachments",
        "award",
        "award_name",
        "bibtex_show",
        "blog",
        "code",
        "comment",
        "comments",
        "creationdate",
        "demo",
        "dimensions",
        "file",
        "google_scholar_id",
        "groups",
        "hidden",
        "html",
        "inspirehep_id",
        "interhash",
        "intrahash",
        "keywords",
        "library",
        "localfile",
        "modificationdate",
        "note_private",
        "notes",
        "owner",
        "pdf",
        "posted-at",
        "poster",
        "preview",
        "printed",
        "priority",
        "qualityassured",
        "ranking",
        "rating",
        "read",
        "readstatus",
        "relevance",
        "review",
        "selected",
        "shared",
        "slides",
        "sortname",
        "status",
        "supp",
        "tags",
        "timestamp",
        "username",
        "video",
        "website",
    ];
    const PREFIXES: [&str; 8] =
        ["bdsk-", "date-", "mendeley-", "citeulike-", "zotero-", "jabref-", "bibtex_", "__"];
    // `author+an`
    PRIVATE.binary_search(&key).is_ok()
        || PREFIXES.iter().any(|prefix| key.starts_with(prefix))
        || key.contains('+')
}

/// Fields with names of people.
const PEOPLE: [&str; 2] = ["author", "editor"];

/// Returns an entry as written in the file, without private fields and with the values that it refers to.
fn own(entry: &Resolved<'_>) -> String {
    if entry.source.len() <= 4_000 && !entry.is_rewritten && !entry.fields.keys().any(|key| is_private(key)) {
        let mut text = entry.source.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        for field in PEOPLE {
            let names = entry.get(field).lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            if let Cow::Owned(bare) = people::without_numbers(&names) {
                text = text.replacen(&names, &bare, 1);
            }
        }
        return text.replace('\u{fffd}', "?");
    }
    let key = if entry.key.is_empty() { "paper" } else { entry.key };
    let mut out = format!("@{}{{{key},\n", entry.kind);
    for (key, value) in entry.fields.iter() {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{fffd}', "?");
        let value =
            if PEOPLE.contains(&key.as_str()) { people::without_numbers(&value) } else { value.into() };
        match is_private(key) || value.is_empty() {
            true => {}
            // The names of months are strings that every BibTeX style defines.
            false if key == "month" && MONTHS.contains(&value.to_ascii_lowercase().as_str()) => {
                out.push_str(&format!("  {key} = {value},\n"));
            }
            false => out.push_str(&format!("  {key} = {{{value}}},\n")),
        }
    }
    out + "}"
}
