//! The problems between entries, one function each.
//!
//! Callers pass values; only this file decides on the words.

use super::merge::IdScheme;
use crate::content::{Origin, Paper};
use crate::diagnostic::{Diagnostic, Location, Step};
use crate::text::identifier;

/// Each entry by its id and origin.
pub(super) fn duplicate_id(second: (&str, &Origin), first: (&str, &Origin)) -> Diagnostic {
    let message = format!("the id `{}` is already used", second.0);
    let problem = Diagnostic::error("duplicate-id", second.1.key("id"), message)
        .label(first.1.key("id"), "by this entry")
        .hint("remove one of the two entries, or change its id");
    match first.0 == second.0 {
        true => problem,
        false => problem.hint("ids that differ in letter case only are the same"),
    }
}

pub(super) fn same_paper(second: &Paper, name: IdScheme, first: &Paper) -> Diagnostic {
    let (what, value) = match name {
        IdScheme::Arxiv => ("arXiv id", &second.links.arxiv),
        IdScheme::Doi => ("DOI", &second.links.doi),
    };
    let message = format!("{what} `{}` is already used", value.as_deref().unwrap_or_default());
    Diagnostic::error("same-paper", place_of(second, name), message)
        .label(place_of(first, name), "by this entry")
        .hint("merge the two entries; `date:` may be a list of days")
}

/// Two entries of one arXiv paper, of which one is named for a version.
pub(super) fn other_version(second: &Paper, first: &Paper) -> Diagnostic {
    let arxiv = second.links.arxiv.as_deref().unwrap_or_default();
    let message = format!("`{}` and `{}` are versions of one paper, arXiv {arxiv}", second.id, first.id);
    Diagnostic::warning("other-version", second.origin.key("id"), message)
        .label(first.origin.key("id"), "the other entry")
        .hint("one paper has one entry: merge the two, and put the other id under `aliases:`")
}

/// Two papers with one DOI and different titles.
pub(super) fn shared_doi(second: &Paper, first: &Paper) -> Diagnostic {
    let doi = second.links.doi.as_deref().unwrap_or_default();
    let message = format!("DOI `{doi}` is already used by another paper");
    Diagnostic::warning("shared-doi", place_of(second, IdScheme::Doi), message)
        .label(place_of(first, IdScheme::Doi), "by this paper")
        .hint("if it is the DOI of the book or the proceedings, remove it; if the two are one paper, merge the entries")
}

/// Returns the place of an identifier in a paper. The paper's own id may be that identifier.
fn place_of(paper: &Paper, name: IdScheme) -> Location {
    let by_id = identifier::arxiv_of_paper_id(&paper.id);
    let doi_says = paper.links.doi.as_deref().and_then(identifier::arxiv);
    match name {
        IdScheme::Arxiv if paper.links.arxiv == by_id => paper.origin.key("id"),
        IdScheme::Arxiv if paper.links.arxiv != doi_says => paper.origin.within("links", "arxiv"),
        _ => paper.origin.within("links", "doi"),
    }
}

/// `key` is the new citation key.
pub(super) fn taken_key(second: &Paper, written: &str, first: Option<&Paper>, key: &str) -> Diagnostic {
    let place =
        |paper: &Paper| paper.origin.key(if paper.bibtex.is_some() { "bibtex" } else { "citation_key" });
    let message = format!("the BibTeX key `{written}` is already used");
    let problem = Diagnostic::warning("taken-key", place(second), message);
    let problem = match first {
        Some(first) => problem.label(place(first), "by this paper"),
        None => problem,
    };
    problem.hint(format!("this paper gets the key `{key}`; choose another key in `bibtex`"))
}

/// Two records of one vocabulary with the same slug.
pub(super) fn repeated_record(second: (&Origin, &str), first: (&Origin, &str)) -> Diagnostic {
    let message = format!("`{}` is repeated", second.1);
    let problem = Diagnostic::error("repeated-key", second.0.key(second.1), message)
        .label(first.0.key(first.1), "first used here");
    match first.1 == second.1 {
        true => problem,
        false => problem.hint("names that differ in letter case or accents only are the same"),
    }
}

/// A paper of a day more than a year after all others; `newest` is the newest of those.
pub(super) fn far_ahead(paper: &Paper, newest: impl std::fmt::Display) -> Diagnostic {
    let message =
        format!("{} is more than a year after all other days; the newest of those is {newest}", paper.date());
    Diagnostic::warning("far-ahead", paper.origin.key("date"), message).hint(
        "correct the date if it is a slip; until other papers are as new, the home page shows the day before",
    )
}

pub(super) fn second_note(second: &Origin, first: &Origin) -> Diagnostic {
    Diagnostic::error("second-note", second.place(), "this day already has a note")
        .label(Location::File(first.file.clone()), "this file")
        .hint("put both notes in one file")
}

pub(super) fn unknown_topic(
    paper: &Paper,
    index: usize,
    written: &str,
    nearest: Option<&str>,
    strict: bool,
) -> Diagnostic {
    let message = format!("topic `{written}` is not in topics.yaml");
    let place = paper.origin.item("topics", index);
    let problem = match strict {
        true => Diagnostic::error("unknown-topic", place, message),
        false => Diagnostic::warning("unknown-topic", place, message),
    };
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint("add it to content/topics.yaml, or use a topic that is listed there"),
    }
}

/// Two names that differ by more than letter case, accents and spaces, but have one address.
pub(super) fn similar_topics(paper: &Paper, index: usize, written: &str, first: &str) -> Diagnostic {
    let message = format!("topic `{written}` is spelled like topic `{first}`, but is another topic");
    Diagnostic::warning("similar-topics", paper.origin.item("topics", index), message)
        .hint("write both the same way, or list both names of one topic in topics.yaml")
}

pub(super) fn unknown_parent(origin: &Origin, slug: &str, parent: &str, nearest: Option<&str>) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("parent".to_owned())]);
    Diagnostic::error("unknown-topic", place, format!("the parent `{parent}` is not a topic"))
        .did_you_mean(nearest)
}

pub(super) fn circle(origin: &Origin, slug: &str) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("parent".to_owned())]);
    Diagnostic::error("topic-circle", place, format!("the topic `{slug}` is its own ancestor"))
        .hint("remove one `parent:` of the cycle")
}

pub(super) fn taken_alias(origin: &Origin, slug: &str, alias: &str) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("aliases".to_owned())]);
    Diagnostic::error("taken-alias", place, format!("`{alias}` is already a name or alias of another topic"))
        .hint("choose another alias")
}

pub(super) fn shared_name(origin: &Origin, slug: &str, name: &str, other: &str) -> Diagnostic {
    Diagnostic::error(
        "shared-name",
        origin.key(slug),
        format!("the name `{name}` is already used by `{other}`"),
    )
    .hint("give both an `orcid` if they are two people; names that differ only in accents or letter case are the same")
}

pub(super) fn unknown_organization(paper: &Paper, nearest: Option<&str>) -> Diagnostic {
    let handle = paper.organization.as_ref().map_or("", |organization| &organization.handle);
    let message = format!("organization `{handle}` is not in organizations.yaml");
    let problem = Diagnostic::warning("unknown-organization", paper.origin.key("organization"), message);
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint("add it to content/organizations.yaml, or write {handle: …, name: …} here"),
    }
}

pub(super) fn counts_of_nothing(origin: &Origin, id: &str) -> Diagnostic {
    let place = origin.at([Step::Key("papers".to_owned()), Step::Key(id.to_owned())]);
    Diagnostic::warning("unknown-paper", place, format!("no paper has the id `{id}`"))
}
