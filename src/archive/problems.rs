//! The problems between entries, one function each.
//!
//! Callers pass values; only this file decides on the words.

use super::merge::IdScheme;
use crate::content::{Origin, Paper};
use crate::diagnostic::{Diagnostic, Location, Step};
use crate::text::identifier;

/// Each entry by its id and origin.
pub(super) fn duplicate_id(second: (&str, &Origin), first: (&str, &Origin)) -> Diagnostic {
    let message = format!("id `{}` is taken", second.0);
    let problem = Diagnostic::error("duplicate-id", second.1.key("id"), message)
        .label(first.1.key("id"), "by this entry")
        .hint("one paper has one entry; remove one, or give it another id");
    match first.0 == second.0 {
        true => problem,
        false => problem.hint("letter case makes no difference between ids"),
    }
}

pub(super) fn same_paper(second: &Paper, name: IdScheme, first: &Paper) -> Diagnostic {
    let (what, value) = match name {
        IdScheme::Arxiv => ("arXiv id", &second.links.arxiv),
        IdScheme::Doi => ("DOI", &second.links.doi),
    };
    let message = format!("{what} `{}` belongs to another entry too", value.as_deref().unwrap_or_default());
    Diagnostic::error("same-paper", place_of(second, name), message)
        .label(place_of(first, name), "to this one")
        .hint("one paper has one entry: merge the two; `date:` may be a list of days")
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
    let message = format!("BibTeX knows another paper by the key `{written}`");
    let problem = Diagnostic::warning("taken-key", second.origin.key("bibtex"), message);
    let problem = match first {
        Some(first) => problem.label(first.origin.key("bibtex"), "this one"),
        None => problem,
    };
    problem.hint(format!("this one is cited as `{key}`; give it a key of its own"))
}

/// Two records of one vocabulary with the same slug.
pub(super) fn repeated_record(second: (&Origin, &str), first: (&Origin, &str)) -> Diagnostic {
    let message = format!("`{}` stands here a second time", second.1);
    let problem = Diagnostic::error("repeated-key", second.0.key(second.1), message)
        .label(first.0.key(first.1), "it stands here already");
    match first.1 == second.1 {
        true => problem,
        false => problem.hint("letter case and accents make no difference between names"),
    }
}

pub(super) fn second_note(second: &Origin, first: &Origin) -> Diagnostic {
    Diagnostic::error("second-note", second.place(), "this day has a note already")
        .label(Location::File(first.file.clone()), "this one")
        .hint("a day has one note: put both into one file")
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
        None => problem.hint("add it to content/topics.yaml, or use a topic that stands there"),
    }
}

pub(super) fn unknown_parent(origin: &Origin, slug: &str, parent: &str, nearest: Option<&str>) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("parent".to_owned())]);
    Diagnostic::error("unknown-topic", place, format!("the parent `{parent}` is not a topic"))
        .did_you_mean(nearest)
}

pub(super) fn circle(origin: &Origin, slug: &str) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("parent".to_owned())]);
    Diagnostic::error(
        "topic-circle",
        place,
        format!("topic `{slug}` is its own parent, by way of others or itself"),
    )
    .hint("take one `parent:` of the circle out")
}

pub(super) fn taken_alias(origin: &Origin, slug: &str, alias: &str) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("aliases".to_owned())]);
    Diagnostic::error("taken-alias", place, format!("`{alias}` means another topic already"))
        .hint("a topic's name and aliases are its own")
}

pub(super) fn shared_name(origin: &Origin, slug: &str, name: &str, other: &str) -> Diagnostic {
    Diagnostic::error(
        "shared-name",
        origin.key(slug),
        format!("the name `{name}` belongs to `{other}` already"),
    )
    .hint("names that differ by accents or letter case only are one name")
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
