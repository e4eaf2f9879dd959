//! Everything that can be wrong inside one file of content, one function each.
//!
//! A caller passes what it has in hand; only this file decides how it reads.

mod form;
mod homes;

pub(super) use form::{broken, conflict, lost_words, no_front, unquoted_value};

use self::homes::Home;
use super::entry::ListLimit;
use super::growth::Growth;
use super::work_type::WorkType;
use crate::diagnostic::{Diagnostic, Place, suggest};
use crate::source::{FilePath, Skipped, Span, Why};
use crate::text::identifier::{self, web_address};
use crate::text::markdown::{self, ProblemKind};
use crate::text::percent;
use crate::yaml::shape::{Misfit, Shape, What};
use std::io;

/// A part of a file: where it starts, and its text.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub file: &'a FilePath,
    pub offset: usize,
    pub text: &'a str,
}

impl<'a> Part<'a> {
    /// A file of YAML, without the byte order mark before it.
    pub fn of_yaml(file: &'a FilePath, text: &'a str) -> Part<'a> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        Part { file, offset: text.len() - bare.len(), text: bare }
    }

    fn span(&self, start: usize, end: usize) -> Place {
        let span =
            Span { file: self.file.clone(), start: self.offset + start, end: self.offset + end.max(start) };
        Place::Span(span)
    }
}

pub(super) fn not_utf8(file: &FilePath, valid: usize) -> Diagnostic {
    let span = Span { file: file.clone(), start: valid, end: valid + 1 };
    Diagnostic::error("not-utf8", Place::Span(span), "this file is not UTF-8 text")
        .hint("save it as UTF-8; from Latin-1: iconv -f latin1 -t utf-8")
}

pub(super) fn unreadable(file: &FilePath, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        super::UNREADABLE,
        Place::File(file.clone()),
        format!("this file cannot be read: {error}"),
    )
}

pub(super) fn skipped(skipped: &Skipped) -> Diagnostic {
    let place = Place::File(skipped.path.clone());
    match &skipped.why {
        Why::SymbolicLink => Diagnostic::warning("symbolic-link", place, "a symbolic link is not read")
            .hint("put the file itself here: a link could publish any file of the machine that builds"),
        Why::Name => Diagnostic::warning("file-name", place, "a file whose name is not UTF-8 is not read"),
        Why::Unreadable(reason) => {
            Diagnostic::error(super::UNREADABLE, place, format!("this cannot be read: {reason}"))
        }
    }
}

/// `setting` is the one that says how large files of this kind may be.
pub(super) fn too_large(file: &FilePath, len: u64, most: u64, setting: &str) -> Diagnostic {
    let message = format!("expected a file of at most {most} bytes, found {len} bytes");
    Diagnostic::error("too-large", Place::File(file.clone()), message)
        .hint(format!("split the file, or raise `{setting}` in site.toml"))
}

pub(super) fn stray(file: &FilePath, nearest: Option<&str>) -> Diagnostic {
    let message = "this file is no part of the site";
    let problem = Diagnostic::warning("stray-file", Place::File(file.clone()), message);
    match nearest {
        Some(name) => problem.hint(format!("did you mean `{name}`?")),
        None => problem.hint(
            "papers are .md, .yaml or .yml below content/papers/; images and other files go to static/",
        ),
    }
}

/// Returns the key that a mistyped one was most likely meant to be.
pub(super) fn meant<'k>(key: &str, known: &'k [(&'static str, Shape)]) -> Option<&'k str> {
    suggest::nearest(key, known.iter().map(|(key, _)| *key))
}

pub(super) fn misfit(part: Part<'_>, misfit: &Misfit) -> Diagnostic {
    let place = part.span(misfit.span.start, misfit.span.end);
    match &misfit.what {
        What::UnknownKey { key, known } => {
            let message = format!("`{}` is not a key here", short(key));
            let problem = Diagnostic::error("unknown-key", place, message);
            let known_keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
            let has = |key: &str| known_keys.contains(&key);
            let value = value_of(part, misfit.span.end);
            match homes::of(key) {
                Some(Home::Key(home)) if has(home) => {
                    return problem.hint(format!("did you mean `{home}`?"));
                }
                Some(Home::Link(home)) if has("links") => {
                    return problem.hint(format!("it belongs under `links:`, as `{home}: {value}`"));
                }
                // Under `links:`, `github` means `code`.
                Some(Home::Link(home)) if has(home) => return problem.did_you_mean(Some(home)),
                Some(Home::Page) if has("links") => {
                    return problem.hint(format!(
                        "it belongs under `links:`, as `html: {value}` for the paper or `project: {value}` for its website"
                    ));
                }
                Some(Home::Nowhere(who)) if has("extra") => {
                    return problem.hint(format!("{who}, and Offprint has none like it: remove the line"));
                }
                _ => {}
            }
            match meant(key, known) {
                Some(key) => problem.did_you_mean(Some(key)),
                None if known_keys.contains(&"extra") => problem.hint("keys of your own go under `extra:`"),
                None => problem.hint(format!("the keys are: {}", known_keys.join(", "))),
            }
        }
        What::RepeatedKey { key, first } => {
            Diagnostic::error("repeated-key", place, format!("`{}` stands here a second time", short(key)))
                .label(part.span(first.start, first.end), "it stands here already")
        }
        What::WrongType { wants, is } => {
            let path = named(&misfit.path);
            let written = part.text.get(misfit.span.clone()).unwrap_or_default().trim();
            let is_scalar = *is == "text" && !wants.starts_with("a list") && !written.contains('\n');
            let found = if is_scalar { format!("`{}`", short(written)) } else { (*is).to_owned() };
            let message = match misfit.path.is_empty() {
                true => format!("expected {wants}, found {found}"),
                false => format!("{path}: expected {wants}, found {found}"),
            };
            let problem = Diagnostic::error("wrong-type", place, message);
            let key = misfit.path.rsplit('.').next().unwrap_or("");
            match *is {
                "text" if wants.starts_with("a list") => {
                    problem.hint(format!("write one to a line, each after a dash, or `{key}: [one, two]`"))
                }
                // `- Foo: a bar` in a list of words.
                "a mapping" if wants == "text" && !part.text[misfit.span.start..].starts_with('{') => {
                    let is_block = part.text[..misfit.span.start].trim_end_matches(' ').ends_with('\n');
                    match is_block && !key.bytes().all(|byte| byte.is_ascii_digit()) {
                        true => {
                            problem.hint(format!("write `{key}: |` above the text, since it contains `: `"))
                        }
                        false => problem.hint("put text that contains `: ` in quotes"),
                    }
                }
                "text" if wants.starts_with("`true`") => match written.to_ascii_lowercase().as_str() {
                    "no" | "off" | "n" => problem.hint("write `false`"),
                    "yes" | "on" | "y" => problem.hint("write `true`"),
                    _ => problem,
                },
                _ => problem,
            }
        }
        What::NoKey => Diagnostic::error("wrong-type", place, "a key has to be text"),
        What::TooMuch => Diagnostic::error(
            "too-large",
            place,
            "this cannot be read to its end: aliases (`*name`) make it endless",
        ),
    }
}

/// Returns the value on the line behind a key that ends at `end`, for an example.
fn value_of(part: Part<'_>, end: usize) -> String {
    let line = part.text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let value =
        line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':').unwrap_or_default().trim();
    if value.is_empty() || value.starts_with(['[', '{', '|', '>']) { "…".to_owned() } else { short(value) }
}

/// Names a value by its keys: `links.doi`, or item 2 of `topics`.
fn named(path: &str) -> String {
    let is_index = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
    let keys: Vec<&str> = path.split('.').filter(|step| !is_index(step)).collect();
    let last = path.rsplit('.').next().filter(is_index).and_then(|index| index.parse::<usize>().ok());
    match (keys.is_empty() || path.is_empty(), last) {
        (true, _) => "this".to_owned(),
        (_, Some(index)) => format!("item {} of `{}`", index + 1, short(&keys.join("."))),
        _ => format!("`{}`", short(&keys.join("."))),
    }
}

/// Something in a text that is not shown as its author meant it.
pub(super) fn text(place: Place, problem: &markdown::Problem) -> Diagnostic {
    let source: String = problem.source.chars().take(60).collect();
    match problem.kind {
        ProblemKind::Math => Diagnostic::warning(
            "math",
            place,
            format!("this formula is shown as its source: {}", problem.reason),
        )
        .hint("a command of your own can be declared under [math.macros] in site.toml"),
        ProblemKind::Url => Diagnostic::warning(
            "unsafe-address",
            place,
            format!("`{source}` is not linked: {}", problem.reason),
        )
        .hint("links may lead to http, https and mailto addresses and to pages of this site"),
        ProblemKind::Html => {
            Diagnostic::warning("unsafe-html", place, format!("HTML is left out here: {}", problem.reason))
        }
    }
}

pub(super) fn missing(place: Place, key: &str) -> Diagnostic {
    let hint = match key {
        "title" => "add `title: \"…\"`",
        "date" => "say on which day's page it stands: add `date: 2026-04-15`",
        "as_of" => "say of which day the counts are: add `as_of: 2026-04-15`",
        _ => "add it",
    };
    Diagnostic::error("missing-key", place, format!("`{key}` is missing")).hint(hint)
}

pub(super) fn missing_id(place: Place) -> Diagnostic {
    Diagnostic::error("missing-key", place, "`id` is missing")
        .hint("in a file of several papers each needs an id of its own: add `id: \"2503.02130\"` or `id: a-short-name`")
}

pub(super) fn bad_id(place: Place, id: &str) -> Diagnostic {
    let problem = Diagnostic::error("bad-id", place, format!("`{}` cannot be a paper's id", short(id)));
    let hyphened = id.replace('/', "-");
    match id.contains('/') && identifier::is_paper_id(&hyphened) {
        true => problem.hint(format!("write old arXiv ids with a hyphen: {hyphened}")),
        false => problem.hint(ID_RULE),
    }
}

const ID_RULE: &str = "an id is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit, does not end in `.`, and is not a name that Windows reserves, such as `con` or `aux.x`";

pub(super) fn empty_title(place: Place) -> Diagnostic {
    Diagnostic::warning("empty-title", place, "this paper's title is empty")
}

/// An entry among others that is larger than a file of its own could be.
pub(super) fn large_entry(place: Place, len: usize, most: usize) -> Diagnostic {
    let message = format!("the texts of this entry are larger ({len} bytes) than a site allows ({most})");
    Diagnostic::error("too-large", place, message)
        .hint("`limits.entry_kilobytes` in site.toml says how large an entry may be")
}

pub(super) fn bad_file_name(place: Place, stem: &str) -> Diagnostic {
    let message = format!("`{}`, this file's name, cannot be a paper's id", short(stem));
    Diagnostic::error("bad-id", place, message)
        .hint("give the entry an `id:`, or rename the file")
        .hint(ID_RULE)
}

pub(super) fn many_more(place: Place, count: usize) -> Diagnostic {
    Diagnostic::warning("more", place, format!("{count} more problems of this text are not listed"))
}

pub(super) fn empty_abstract(place: Place, has_body: bool) -> Diagnostic {
    Diagnostic::warning("empty-abstract", place, "this paper has no abstract").hint(match has_body {
        true => "write it below the front matter",
        false => "add `abstract:`",
    })
}

pub(super) fn bad_date(place: Place, text: &str) -> Diagnostic {
    let message =
        format!("expected a date such as `2026-04-15`, `2026-04` or `2026`, found `{}`", short(text));
    Diagnostic::error("bad-date", place, message)
        .hint("dates are written year-month-day, as far as they are known")
}

pub(super) fn bad_day(place: Place, text: &str) -> Diagnostic {
    let message = format!("expected a day such as `2026-04-15`, found `{}`", short(text));
    Diagnostic::error("bad-date", place, message)
}

pub(super) fn bad_type(place: Place, text: &str) -> Diagnostic {
    let kinds: Vec<String> = WorkType::KEYS.iter().map(|key| format!("`{key}`")).collect();
    let message = format!("expected a kind of work, found `{}`", short(text));
    let meant = WorkType::from_name(text).map(WorkType::key);
    let meant = meant.or_else(|| suggest::nearest(text, WorkType::KEYS.iter().copied()));
    Diagnostic::error("bad-type", place, message)
        .did_you_mean(meant)
        .hint(format!("the kinds are {}", kinds.join(", ")))
}

pub(super) fn bad_citation_key(place: Place, text: &str) -> Diagnostic {
    let message = format!("expected a key of BibTeX such as `lovelace1843notes`, found `{}`", short(text));
    Diagnostic::error("bad-citation-key", place, message)
        .hint("a key has no spaces and none of `{ } ( ) \" # % ~ , = \\ ' @`")
}

pub(super) fn url_as_venue(place: Place, text: &str) -> Diagnostic {
    let message =
        format!("expected the name of a journal, conference or book, found the address `{}`", short(text));
    Diagnostic::warning("address-as-venue", place, message)
        .hint("put addresses under `links:`, such as `html:`; this venue is left out")
}

/// A list of an entry that is longer than the settings allow.
pub(super) fn too_many(place: Place, list: ListLimit, count: usize, most: usize) -> Diagnostic {
    let (id, what, setting) = match list {
        ListLimit::Authors => ("too-many-authors", "authors", "authors"),
        ListLimit::Editors => ("too-many-editors", "editors", "authors"),
        ListLimit::Topics => ("too-many-topics", "topics", "topics"),
        ListLimit::Dates => ("too-many-dates", "days", "dates"),
        ListLimit::Aliases => ("too-many-aliases", "aliases", "aliases"),
        ListLimit::Keywords => ("too-many-keywords", "keywords", "keywords"),
        ListLimit::Links => ("too-many-links", "links under `other`", "links"),
    };
    let problem = Diagnostic::error(id, place, format!("expected at most {most} {what}, found {count}"));
    match list {
        ListLimit::Authors => {
            problem.hint("name the first and give `author_count`, or raise `limits.authors` in site.toml")
        }
        _ => problem.hint(format!("remove some, or raise `limits.{setting}` in site.toml")),
    }
}

pub(super) fn long_line(place: Place, count: usize, most: usize) -> Diagnostic {
    Diagnostic::error("long-line", place, format!("expected at most {most} characters, found {count}"))
        .hint("shorten it, since lists and feeds repeat it, or raise `limits.line_characters` in site.toml")
}

/// An entry that makes the site grow by more bytes than the `most` allowed. `cause` is what adds most files: its name, the count, the files.
pub(super) fn too_much_growth(
    place: Place,
    growth: Growth,
    most: usize,
    (name, count, files): (&str, usize, usize),
) -> Diagnostic {
    let message = format!(
        "expected an entry to add at most {} MB to the site, found about {} MB in {} files",
        megabytes(most),
        megabytes(growth.bytes),
        growth.files,
    );
    Diagnostic::error("too-much-growth", place, message)
        .hint(format!("{files} of these files come from its {count} {name}"))
        .hint("shorten the entry, or raise `limits.growth_megabytes` in site.toml")
}

/// A file of entries, likewise. `place` is the entry that adds most, and `own` what it adds; `len` is the size of the file.
pub(super) fn too_much_growth_of_file(
    place: Place,
    entries: usize,
    len: usize,
    growth: Growth,
    most: usize,
    own: Growth,
) -> Diagnostic {
    let message = format!(
        "expected the {entries} entries of this file ({len} bytes) to add at most {} MB to the site, found about {} MB in {} files",
        megabytes(most),
        megabytes(growth.bytes),
        growth.files,
    );
    Diagnostic::error("too-much-growth", place, message)
        .hint(format!("this entry adds the most: {} files", own.files))
        .hint("shorten the lists of these entries, or raise `limits.growth_megabytes` in site.toml")
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1_000_000)
}

/// Aliases of YAML that repeat more than a text of `len` bytes may.
fn repeats(place: Place, len: usize, most: usize) -> Diagnostic {
    let message = format!(
        "the aliases (`*name`) of this text repeat more than the {most} bytes that a text of {len} bytes may"
    );
    Diagnostic::error("too-large", place, message).hint("write out what is needed, or repeat less")
}

/// A default of a file of papers that the papers repeat more often than the file's size allows.
pub(super) fn repeated_default(
    place: Place,
    key: &str,
    papers: usize,
    bytes: usize,
    most: usize,
) -> Diagnostic {
    let message = format!(
        "expected the defaults of this file to add at most {most} bytes to its papers, found {bytes}, the last of them by `{key}` in {papers} papers"
    );
    Diagnostic::error("too-large", place, message).hint("shorten it, or divide the file")
}

pub(super) fn nameless_author(place: Place) -> Diagnostic {
    Diagnostic::error("nameless-author", place, "this author has no name")
        .hint("add `name:`, or `family:` and `given:`, or remove the line")
}

pub(super) fn others_first(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error(
        "and-others",
        place,
        format!("expected names before `{0}` and none after it", short(text)),
    )
    .hint("`and others` is the last item of a list that is not complete")
}

pub(super) fn et_al(place: Place, name: &str, first: &str) -> Diagnostic {
    let message = format!("expected the name of one author, found `{}`", short(name));
    Diagnostic::warning("and-others", place, message)
        .hint(format!("write `{}`, and `and others` as the last item of the list", short(first)))
}

/// `part` of a name without the part `before` it, which it depends on.
pub(super) fn incomplete_name(place: Place, part: &str, before: &str) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, format!("expected `{before}` beside `{part}`"))
        .hint(format!("add `{before}:`, or write the whole name as `name:`"))
}

pub(super) fn comma_in_name(place: Place, part: &str, text: &str) -> Diagnostic {
    let message = format!("expected `{part}` to be one part of a name, found `{}` with a comma", short(text));
    Diagnostic::error("comma-in-name", place, message)
        .hint("write the parts as `family:`, `given:` and `suffix:`, each without a comma")
}

pub(super) fn person_as_collaboration(place: Place) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, "expected `name` alone for a collaboration, found `family`")
        .hint("remove `collaboration: true` if the author is a person")
}

pub(super) fn nameless_organization(place: Place) -> Diagnostic {
    Diagnostic::error("nameless-organization", place, "this organization has no handle").hint("add `handle:`")
}

pub(super) fn bad_orcid(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-orcid",
        place,
        format!("`{}` is not an ORCID: its form or check digit is wrong", short(text)),
    )
    .hint("it looks like 0000-0002-1825-0097")
}

pub(super) fn bad_bibtex(place: Place, why: &str) -> Diagnostic {
    Diagnostic::warning("bad-bibtex", place, format!("this is not one entry of BibTeX: {why}"))
        .hint("until it is mended, the paper is cited by an entry that is made of what is known")
}

/// A withdrawal without a reason.
pub(super) fn no_reason(place: Place, text: &str) -> Diagnostic {
    Diagnostic::warning(
        "no-reason",
        place,
        format!("expected the reason of the withdrawal, found `{}`", short(text)),
    )
    .hint("write `withdrawn: An error in Lemma 3`, or `withdrawn: true` if no reason is known")
}

pub(super) fn bad_lang(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("bad-lang", place, format!("`{}` is not a language tag", short(text)))
        .hint("write a tag such as `en`, `pt-BR` or `zh-Hans`")
}

pub(super) fn bad_arxiv(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("bad-arxiv", place, format!("`{}` is not an arXiv id", short(text)))
        .hint("it looks like 2503.02130 or math/0309136; a zero at its end belongs to it")
}

pub(super) fn bad_doi(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("bad-doi", place, format!("`{}` is not a DOI", short(text)))
        .hint("it looks like 10.1145/3292500.3330701")
}

pub(super) fn bad_url(place: Place, text: &str) -> Diagnostic {
    let problem = Diagnostic::error("bad-address", place, format!("`{}` is not a web address", short(text)));
    if text.trim().contains(' ') && web_address(&percent::written_address(text.trim())).is_some() {
        let encoded = percent::written_address(text.trim());
        return problem.hint(format!("it contains a space; write `{}`", short(&encoded)));
    }
    let has_scheme = text.trim().split_once(':').is_some();
    match !has_scheme && text.contains('.') && !text.trim().contains(char::is_whitespace) {
        true => {
            problem.hint(format!("did you mean `https://{}`?", short(text.trim().trim_start_matches('/'))))
        }
        false => problem.hint("it begins with https:// or http://, or with / for a file of this site"),
    }
}

pub(super) fn link_without_url(place: Place) -> Diagnostic {
    Diagnostic::error("bad-address", place, "this link has no address").hint("each has `label:` and `url:`")
}

pub(super) fn bad_alias(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("bad-alias", place, format!("`{}` cannot be an old address of this page", short(text)))
        .hint("an alias is a path of this site, such as /posts/my-paper/: letters, digits and `._-~+`, no part that begins with `.`")
}

pub(super) fn fewer_authors_than_names(place: Place, count: u32, names: usize) -> Diagnostic {
    Diagnostic::warning(
        "author-count",
        place,
        format!("`author_count` is {count}, but {names} authors are named"),
    )
    .hint("leave `author_count` out where all names are known")
}

pub(super) fn bad_note_name(file: &FilePath) -> Diagnostic {
    let start = Place::Span(Span { file: file.clone(), start: 0, end: 0 });
    Diagnostic::error("bad-date", start, "a day's note is named for its day")
        .hint("name the file such as content/days/2026-04-15.md")
}

pub(super) fn bad_page_name(place: Place, slug: &str) -> Diagnostic {
    let message = format!("`{}`, this file's name, cannot be a page's address", short(slug));
    Diagnostic::error("bad-page-name", place, message)
        .hint("each part is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit, does not end in `.`, and is not a name that Windows reserves, such as `con` or `aux.x`")
}

pub(super) fn bad_slug(place: Place, slug: &str, better: &str) -> Diagnostic {
    Diagnostic::error("bad-slug", place, format!("`{}` cannot stand in an address", short(slug)))
        .hint(format!("write it `{better}`"))
}

/// A value's beginning, for a message.
fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
