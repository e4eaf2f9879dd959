//! Everything that can be wrong between entries, one function each.
//!
//! A caller passes what it has in hand; only this file decides how it reads.

use crate::content::{Origin, Paper};
use crate::diagnostic::{Diagnostic, Place, Step};

pub(super) fn duplicate_id(second: &Paper, first: &Origin) -> Diagnostic {
    let message = format!("id `{}` is taken", second.id);
    Diagnostic::error("duplicate-id", second.origin.key("id"), message)
        .label(first.key("id"), "by this entry")
        .hint("one paper has one entry; remove one, or give it another id. Letter case makes no difference")
}

pub(super) fn same_paper(second: &Paper, key: &str, name: &str, first: &Origin) -> Diagnostic {
    let (what, at) = match key {
        "arxiv" => ("arXiv id", if second.id == name { "id" } else { "links" }),
        _ => ("DOI", "links"),
    };
    Diagnostic::error(
        "same-paper",
        second.origin.key(at),
        format!("{what} `{name}` belongs to another entry too"),
    )
    .label(first.place(), "this one")
    .hint("one paper has one entry: merge the two; `date:` may be a list of days")
}

pub(super) fn second_note(second: &Origin, first: &Origin) -> Diagnostic {
    Diagnostic::error("second-note", second.place(), "this day has a note already")
        .label(Place::File(first.file.clone()), "this one")
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
}

pub(super) fn taken_alias(origin: &Origin, slug: &str, alias: &str) -> Diagnostic {
    let place = origin.at([Step::Key(slug.to_owned()), Step::Key("aliases".to_owned())]);
    Diagnostic::error("taken-alias", place, format!("`{alias}` means another topic already"))
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
