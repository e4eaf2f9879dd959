//! What the files of data hold, as JSON Schema. A test holds the files to it.

use super::VERSION;
use crate::content::{Form, LinkKind, PLAIN_KEYS};
use serde_json::{Value, json};

/// Returns the schema as text: `$defs` has a part for a line of all papers, and one for each kind of file.
pub fn text() -> String {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let count = |about: &str| json!({ "type": "integer", "minimum": 0, "description": about });
    let flag = |about: &str| json!({ "type": "boolean", "description": about });
    let date = |about: &str| json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "description": about });
    let list = |items: Value, about: &str| json!({ "type": "array", "items": items, "description": about });
    let of = |part: &str| json!({ "$ref": format!("#/$defs/{part}") });
    let record = |about: &str, required: &[&str], properties: Value| json!({ "type": "object", "description": about, "required": required, "properties": properties, "additionalProperties": false });
    let words = || json!({ "type": "string" });
    let version = || json!({ "const": VERSION, "description": "The version of these files" });
    let named = LinkKind::ALL.iter().map(|kind| (kind.key(), "An address"));
    let links = [("arxiv", "The arXiv id"), ("doi", "The DOI")].into_iter().chain(named);
    let links: serde_json::Map<String, Value> =
        links.map(|(key, about)| (key.to_owned(), text(about))).collect();
    let details = record(
        "What is known of an author beside the name",
        &["name"],
        json!({
            "name": text("As in `authors`"),
            "family": text("The family name"),
            "given": text("The given names"),
            "suffix": text("What follows the name, such as Jr."),
            "collaboration": flag("Whether it is a collaboration and not a person"),
            "orcid": text("The ORCID"),
            "url": text("An address"),
            "affiliation": text("Where the author works"),
        }),
    );
    let mut paper = record(
        "A paper. Lists of days and topics have the keys up to `withdrawn` that are marked as brief; a key without a value is left out",
        &["id", "url", "title", "authors", "author_count", "dates", "topics"],
        json!({
            "id": text("Identity; brief"),
            "url": text("The paper's page; brief"),
            "title": text("Plain text, formulas as `$TeX$`; brief"),
            "authors": list(words(), "Names as written; brief, and there the first ten"),
            "author_count": count("How many authors there are, as far as it is known; brief"),
            "authors_complete": json!({ "const": false, "description": "There are more authors, whose number is not known; brief" }),
            "author_details": list(details, "Those authors of whom more is known"),
            "organization": record("Where the paper comes from; brief", &["handle", "name"], json!({
                "handle": text("Its short name"),
                "name": text("Its name"),
            })),
            "dates": list(date("A day, or a month or year if no more is known"), "When it was featured, the first date first; brief"),
            "topics": list(words(), "Slugs of its topics; brief"),
            "summary": text("One or two sentences, plain text"),
            "abstract": text("Plain text on one line, formulas as `$TeX$`; left out of all papers where `abstracts` of the index is false"),
            "links": { "type": "object", "description": "Ids and addresses; brief, and there `arxiv`, `doi`, `pdf` and `code`", "properties": links, "additionalProperties": false },
            "other_links": list(record("A link with words of its own", &["label", "url"], json!({
                "label": text("Its words"),
                "url": text("Its address"),
            })), "More links"),
            "editors": list(words(), "Names of the editors"),
            "citation_key": text("What the files of BibTeX call it"),
            "upvotes": count("Brief"),
            "comments": count("How many comments"),
            "stars": count("How many stars its code has"),
            "withdrawn": record("That it was withdrawn; brief", &["reason"], json!({
                "reason": text("Why"),
                "date": date("When"),
            })),
            "extra": { "type": "object", "description": "Whatever else the entry says" },
        }),
    );
    for plain in PLAIN_KEYS {
        let Some((_, _, about)) = plain.data else { continue };
        paper["properties"][plain.key] = match plain.form {
            Form::Text | Form::Address | Form::Key => text(about),
            Form::Date => date(about),
            Form::Choice(words) => json!({ "enum": words, "description": about }),
            Form::List => list(words(), about),
        };
    }
    let part = record(
        "A file of all papers, or of some",
        &["url", "papers"],
        json!({
            "url": text("Where it is"),
            "papers": count("How many papers it holds"),
            "from": date("The date of the first"),
            "to": date("The date of the last"),
        }),
    );
    let addresses = |about: &str| {
        json!({ "type": "object", "description": about, "properties": {
        "json": words(), "bib": words(), "ris": words(), "csl.json": words(),
    }, "additionalProperties": false })
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Data of an archive made by Offprint",
        "description": "A line of papers.jsonl is a `paper`; the other parts are files",
        "anyOf": [of("paper"), of("index"), of("day"), of("topic"), of("freshness")],
        "$defs": {
            "paper": paper,
            "day": record("data/days/DATE.json", &["version", "date", "url", "papers"], json!({
                "version": version(),
                "date": date("The day, or the month or year of which no more is known"),
                "url": text("Its page"),
                "note": text("What the editor says of it, plain text"),
                "papers": list(of("paper"), "Most votes first, in brief"),
            })),
            "topic": record("data/topics/SLUG.json", &["version", "slug", "name", "url", "papers"], json!({
                "version": version(),
                "slug": text("Its short name"),
                "name": text("Its name"),
                "url": text("Its page"),
                "description": text("What it is about, plain text"),
                "parent": text("The slug of the wider topic"),
                "papers": list(of("paper"), "Newest day first, in brief"),
            })),
            "part": part,
            "index": record("data/index.json", &["version", "title", "url", "schema", "papers", "abstracts", "jsonl", "bibtex", "days", "topics"], json!({
                "version": version(),
                "title": text("The name of the site"),
                "url": text("Its home page"),
                "schema": text("Where this schema is"),
                "newest": date("The newest date"),
                "papers": count("How many papers there are"),
                "abstracts": flag("Whether `jsonl` has abstracts"),
                "jsonl": list(of("part"), "All papers as JSON lines, in as many files as it takes, oldest papers first; none where the settings or the size of the archive forbid"),
                "bibtex": list(of("part"), "The same as BibTeX"),
                "days": addresses("Addresses of a day's files by how they end; `{date}` stands for the day, or for a month or year where no more is known"),
                "topics": addresses("The same of topics; `{slug}` stands for the topic"),
            })),
            "freshness": record("freshness.json", &["version", "program", "url", "papers", "days", "topics", "authors", "organizations", "feeds"], json!({
                "version": version(),
                "program": text("What made the site"),
                "url": text("The home page"),
                "newest": date("The newest date"),
                "papers": count("How many there are, as are the next four"),
                "days": count("Days"),
                "topics": count("Topics"),
                "authors": count("Authors"),
                "organizations": count("Organizations"),
                "feeds": list(record("A feed", &["url"], json!({
                    "url": text("Where it is"),
                    "newest": date("The date of its newest paper"),
                })), "The feeds of the site, its topics and its organizations"),
            })),
        },
    });
    // A value made of texts and lists can always be written.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
