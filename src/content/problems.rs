//! The problems of a single file of content, one function each.
//!
//! Callers pass the facts; only this file and its submodules contain the messages.

mod form;
mod homes;
mod misfit;
mod people;
mod size;

pub(super) use form::{broken, conflict, lost_words, no_front, unquoted_value};
pub(super) use misfit::{flag_meant, meant, misfit};
pub(super) use people::{
    bad_orcid, comma_in_name, et_al, fewer_authors_than_names, incomplete_name, nameless_author,
    nameless_organization, others_first, person_as_collaboration,
};
use size::repeats;
pub(super) use size::{
    large_entry, long_line, repeated_default, too_large, too_many, too_much_growth, too_much_growth_of_file,
};

use super::work_type::WorkType;
use crate::diagnostic::{Diagnostic, Location, suggest};
use crate::source::{FilePath, Skipped, Span, Why};
use crate::text::identifier;
use crate::text::markdown::{self, ProblemKind};
use std::io;

/// A part of a file: its offset and its text.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub file: &'a FilePath,
    pub offset: usize,
    pub text: &'a str,
}

impl<'a> Part<'a> {
    /// Returns the whole of a YAML file, without its byte order mark.
    pub fn of_yaml(file: &'a FilePath, text: &'a str) -> Part<'a> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        Part { file, offset: text.len() - bare.len(), text: bare }
    }

    fn span(&self, start: usize, end: usize) -> Location {
        let span =
            Span { file: self.file.clone(), start: self.offset + start, end: self.offset + end.max(start) };
        Location::Span(span)
    }
}

pub(super) fn unreadable(file: &FilePath, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        super::UNREADABLE,
        Location::File(file.clone()),
        format!("cannot read this file: {error}"),
    )
}

pub(super) fn skipped(skipped: &Skipped) -> Diagnostic {
    let place = Location::File(skipped.path.clone());
    match &skipped.why {
        Why::SymbolicLink => Diagnostic::warning("symbolic-link", place, "symbolic links are not followed")
            .hint(
                "put the file itself here; a link could publish any file of the machine that builds the site",
            ),
        Why::Litter => Diagnostic::warning(
            "stray-file",
            place,
            "this file is not published: a program or system left it here",
        )
        .hint("delete it, or give it another name if it belongs to the site"),
        Why::Name => {
            Diagnostic::warning("file-name", place, "files with names that are not UTF-8 are ignored")
        }
        Why::Unreadable(reason) => {
            Diagnostic::error(super::UNREADABLE, place, format!("cannot read this: {reason}"))
        }
    }
}

/// A topic in a filter of the settings.
pub(super) fn unknown_filter_topic(place: Option<Span>, name: &str, nearest: Option<&str>) -> Diagnostic {
    let place = place.map_or_else(|| Location::File("site.toml".into()), Location::Span);
    let message = format!("expected a topic of the archive, found `{name}`");
    Diagnostic::error("unknown-filter-topic", place, message).did_you_mean(nearest)
}

pub(super) fn stray(file: &FilePath, nearest: Option<&str>) -> Diagnostic {
    let message = "this file is not part of the site";
    let problem = Diagnostic::warning("stray-file", Location::File(file.clone()), message);
    match nearest {
        Some(name) => problem.hint(format!("did you mean `{name}`?")),
        None => problem.hint(
            "papers are .md, .yaml or .yml files below content/papers/; put images and other files in static/",
        ),
    }
}

/// Returns the problem of a part of a text that is not shown as its author meant it.
pub(super) fn text(place: Location, problem: &markdown::Problem) -> Diagnostic {
    let source: String = problem.source.chars().take(60).collect();
    match problem.kind {
        ProblemKind::Math => {
            Diagnostic::warning("math", place, format!("this formula is shown as source: {}", problem.reason))
                .hint("define custom commands under `[math.macros]` in site.toml")
        }
        ProblemKind::Latex => {
            Diagnostic::warning("math", place, format!("this LaTeX is shown as source: {}", problem.reason))
        }
        ProblemKind::Url => Diagnostic::warning(
            "unsafe-address",
            place,
            format!("`{source}` is not linked: {}", problem.reason),
        )
        .hint("use an http, https or mailto URL, or a path of this site"),
        ProblemKind::Html => {
            Diagnostic::warning("unsafe-html", place, format!("this HTML was removed: {}", problem.reason))
        }
    }
}

/// Returns the problem of a link within the page, `#name`, that matches no heading or anchor of its texts.
pub(super) fn dead_anchor(place: Location, written: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("no heading of this page has the anchor `{written}`");
    let hint = match nearest {
        Some(name) => format!("did you mean `#{name}`?"),
        None => {
            "an anchor is the heading in small letters, with hyphens for spaces: `#related-work`".to_owned()
        }
    };
    Diagnostic::error("broken-link", place, message).hint(hint)
}

pub(super) fn missing(place: Location, key: &str) -> Diagnostic {
    let hint = match key {
        "title" => "add `title: \"…\"`",
        "date" => "add the day under which the paper is listed: `date: 2026-04-15`",
        "as_of" => "add the day of the counts: `as_of: 2026-04-15`",
        _ => "add it",
    };
    Diagnostic::error("missing-key", place, format!("`{key}` is missing")).hint(hint)
}

pub(super) fn missing_id(place: Location) -> Diagnostic {
    Diagnostic::error("missing-key", place, "`id` is missing").hint(
        "each paper in a file of several requires an id: add `id: \"2503.02130\"` or `id: a-short-name`",
    )
}

pub(super) fn bad_id(place: Location, id: &str) -> Diagnostic {
    let problem = Diagnostic::error("bad-id", place, format!("`{}` is not a valid paper id", short(id)));
    let hyphened = id.replace('/', "-");
    match id.contains('/') && identifier::is_paper_id(&hyphened) {
        true => problem.hint(format!("write old arXiv ids with a hyphen: `{hyphened}`")),
        false => problem.hint(ID_RULE),
    }
}

const ID_RULE: &str = "use up to 100 letters, digits, `.`, `_` and `-`; begin with a letter or digit, do not end with `.`, and avoid names that Windows reserves, such as `con`";

pub(super) fn empty_title(place: Location) -> Diagnostic {
    Diagnostic::warning("empty-title", place, "the title of this paper is empty")
}

pub(super) fn bad_file_name(place: Location, stem: &str) -> Diagnostic {
    let message = format!("the file name `{}` is not a valid paper id", short(stem));
    Diagnostic::error("bad-id", place, message)
        .hint("add `id:` to the entry, or rename the file")
        .hint(ID_RULE)
}

pub(super) fn many_more(place: Location, count: usize) -> Diagnostic {
    Diagnostic::warning("more", place, format!("{count} more problems in this text are not listed"))
}

pub(super) fn empty_abstract(place: Location, has_body: bool) -> Diagnostic {
    Diagnostic::warning("empty-abstract", place, "this paper has no abstract").hint(match has_body {
        true => "write it below the front matter",
        false => "add `abstract:`",
    })
}

pub(super) fn bad_date(place: Location, text: &str) -> Diagnostic {
    let message =
        format!("expected a date such as `2026-04-15`, `2026-04` or `2026`, found `{}`", short(text));
    Diagnostic::error("bad-date", place, message)
        .hint("write year, month and day, as far as they are known: `2026-04-15`")
}

pub(super) fn bad_day(place: Location, text: &str) -> Diagnostic {
    let message = format!("expected a date such as `2026-04-15`, found `{}`", short(text));
    Diagnostic::error("bad-date", place, message).hint("write year, month and day: `2026-04-15`")
}

pub(super) fn bad_type(place: Location, text: &str) -> Diagnostic {
    let kinds: Vec<String> = WorkType::KEYS.iter().map(|key| format!("`{key}`")).collect();
    let message = format!("expected a kind of work, found `{}`", short(text));
    let meant = WorkType::from_name(text).map(WorkType::key);
    let meant = meant.or_else(|| suggest::nearest(text, WorkType::KEYS.iter().copied()));
    Diagnostic::error("bad-type", place, message)
        .did_you_mean(meant)
        .hint(format!("the kinds are {}", kinds.join(", ")))
}

pub(super) fn bad_citation_key(place: Location, text: &str) -> Diagnostic {
    let message = format!("expected a key of BibTeX such as `lovelace1843notes`, found `{}`", short(text));
    Diagnostic::error("bad-citation-key", place, message)
        .hint("a key has no spaces and none of `{ } ( ) \" # % ~ , = \\ ' @`")
}

pub(super) fn url_as_venue(place: Location, text: &str) -> Diagnostic {
    let message =
        format!("expected the name of a journal, conference or book, found the address `{}`", short(text));
    Diagnostic::warning("address-as-venue", place, message)
        .hint("put addresses under `links:`, such as `html:`; this venue is left out")
}

pub(super) fn bad_bibtex(place: Location, why: &str) -> Diagnostic {
    Diagnostic::warning("bad-bibtex", place, format!("expected one BibTeX entry: {why}"))
        .hint("fix it or remove it; until then, the BibTeX entry is generated from the other keys")
}

pub(super) fn bad_lang(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-lang",
        place,
        format!("expected a language tag such as `en`, found `{}`", short(text)),
    )
    .hint("write a tag such as `en`, `pt-BR` or `zh-Hans`")
}

pub(super) fn bad_arxiv(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-arxiv",
        place,
        format!("expected an arXiv id such as `2503.02130`, found `{}`", short(text)),
    )
    .hint("old ids look like `math/0309136`; put an id with a final zero in quotes")
}

/// Returns the problem of a word for yes or no instead of a reason.
pub(super) fn no_reason(place: Location, text: &str) -> Diagnostic {
    let message = format!("expected the reason why the paper was withdrawn, found `{}`", short(text));
    let problem = Diagnostic::warning("no-reason", place, message);
    match flag_meant(text) {
        Some(false) => problem.hint("remove the key if the paper was not withdrawn"),
        _ => problem.hint("write the reason: `withdrawn: \"an error in a proof\"`"),
    }
}

pub(super) fn bad_doi(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-doi",
        place,
        format!("expected a DOI such as `10.1145/3292500.3330701`, found `{}`", short(text)),
    )
}

pub(super) fn bad_url(place: Location, text: &str) -> Diagnostic {
    let trimmed = text.trim();
    if trimmed.contains(char::is_whitespace) && is_with_start(trimmed) {
        let encoded = trimmed.split_whitespace().collect::<Vec<_>>().join("%20");
        let message = format!("`{}` contains a space", short(text));
        return Diagnostic::error("bad-address", place, message)
            .hint(format!("write `%20` for a space: `{}`", short(&encoded)));
    }
    let problem = Diagnostic::error("bad-address", place, format!("`{}` is not a URL", short(text)));
    let has_scheme = text.trim().split_once(':').is_some();
    match !has_scheme && text.contains('.') && !text.trim().contains(char::is_whitespace) {
        true => {
            problem.hint(format!("did you mean `https://{}`?", short(text.trim().trim_start_matches('/'))))
        }
        false => problem.hint("begin with https:// or http://, or with / for a file of this site"),
    }
}

/// Returns whether a text begins like a web address.
fn is_with_start(text: &str) -> bool {
    ["/", "http://", "https://"].iter().any(|start| text.starts_with(start))
}

pub(super) fn link_without_url(place: Location) -> Diagnostic {
    Diagnostic::error("bad-address", place, "this link has no URL").hint("add `label:` and `url:`")
}

/// Returns the problem of an alias that is the page's own address, perhaps in other letter case.
pub(super) fn own_address(place: Location, text: &str) -> Diagnostic {
    Diagnostic::warning("own-alias", place, format!("`{}` is the address of this page itself", short(text)))
        .hint("delete the alias; hosts that ignore letter case cannot redirect one to the other")
}

/// Returns the problem of an invalid alias; `why` is the reason.
pub(super) fn bad_alias(place: Location, text: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-alias",
        place,
        format!("`{}` cannot be an old address of this page: {why}", short(text)),
    )
    .hint("an alias is a path of this site, such as /posts/my-paper/")
}

pub(super) fn bad_note_name(file: &FilePath) -> Diagnostic {
    let start = Location::Span(Span { file: file.clone(), start: 0, end: 0 });
    Diagnostic::error("bad-date", start, "expected a date as the name of the note of a day")
        .hint("rename the file, for example to content/days/2026-04-15.md")
}

pub(super) fn bad_page_name(place: Location, slug: &str) -> Diagnostic {
    let message = format!("the file name `{}` is not a valid path of a page", short(slug));
    Diagnostic::error("bad-page-name", place, message)
        .hint("in each part, use up to 100 letters, digits, `.`, `_` and `-`; begin with a letter or digit, do not end with `.`, and avoid names that Windows reserves, such as `con`")
}

pub(super) fn bad_slug(place: Location, slug: &str, better: &str) -> Diagnostic {
    Diagnostic::error("bad-slug", place, format!("`{}` is not a valid slug", short(slug)))
        .hint(format!("write it `{better}`"))
}

/// Returns the beginning of a value, for a message.
fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
