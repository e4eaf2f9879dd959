//! The problems of a single file of content, one function each.
//!
//! Callers pass the facts; only this file and its submodules contain the messages.

mod form;
mod homes;

pub(super) use form::{broken, conflict, lost_words, no_front, unquoted_value};

use self::homes::Home;
use super::entry::ListLimit;
use super::growth::Growth;
use super::work_type::WorkType;
use crate::diagnostic::{Diagnostic, Location, suggest};
use crate::source::{FilePath, Skipped, Span, Why};
use crate::text::identifier;
use crate::text::markdown::{self, ProblemKind};
use crate::yaml::shape::{Misfit, Shape, What};
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

/// Returns the problem of a file that is too large. `setting` is the setting that limits files of this kind.
pub(super) fn too_large(file: &FilePath, len: u64, most: u64, setting: &str) -> Diagnostic {
    let message = format!("expected a file of at most {most} bytes, found {len} bytes");
    Diagnostic::error("too-large", Location::File(file.clone()), message)
        .hint(format!("split the file, or raise `{setting}` in site.toml"))
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

/// Returns the known key that is nearest to a mistyped one.
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
                None if known_keys.contains(&"extra") => problem.hint("put custom keys under `extra:`"),
                None => problem.hint(format!("known keys: {}", known_keys.join(", "))),
            }
        }
        What::RepeatedKey { key, first } => {
            Diagnostic::error("repeated-key", place, format!("the key `{}` is repeated", short(key)))
                .label(part.span(first.start, first.end), "first used here")
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
                "text" if wants == "`true` or `false`" => match flag_meant(written) {
                    Some(flag) => problem.hint(format!("write `{flag}`")),
                    None => problem,
                },
                "text" if wants.starts_with("a list") => {
                    problem.hint(format!("write one item per line after a dash, or `{key}: [one, two]`"))
                }
                // `- Foo: a bar` in a list of texts.
                "a mapping" if wants == "text" && !part.text[misfit.span.start..].starts_with('{') => {
                    let is_block = part.text[..misfit.span.start].trim_end_matches(' ').ends_with('\n');
                    match is_block && !key.bytes().all(|byte| byte.is_ascii_digit()) {
                        true => {
                            problem.hint(format!("write `{key}: |` above the text, since it contains `: `"))
                        }
                        false => problem.hint("put text that contains `: ` in quotes"),
                    }
                }
                _ => problem,
            }
        }
        What::NoKey => Diagnostic::error("wrong-type", place, "expected text as a key"),
        What::TooMuch => {
            Diagnostic::error("too-large", place, "the aliases (`*name`) of this text never end")
        }
    }
}

/// Returns the flag that another word for yes or no means.
pub(super) fn flag_meant(source: &str) -> Option<bool> {
    match source.trim_matches(['"', '\'']).to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "1" | "true" => Some(true),
        "no" | "n" | "off" | "0" | "false" => Some(false),
        _ => None,
    }
}

/// Returns the value on the line after a key that ends at `end`, for an example.
fn value_of(part: Part<'_>, end: usize) -> String {
    let line = part.text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let value =
        line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':').unwrap_or_default().trim();
    if value.is_empty() || value.starts_with(['[', '{', '|', '>']) { "…".to_owned() } else { short(value) }
}

/// Returns a value's name for a message: `links.doi`, or item 2 of `topics`.
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

/// Returns the problem of a part of a text that is not shown as its author meant it.
pub(super) fn text(place: Location, problem: &markdown::Problem) -> Diagnostic {
    let source: String = problem.source.chars().take(60).collect();
    match problem.kind {
        ProblemKind::Math => {
            Diagnostic::warning("math", place, format!("this formula is shown as source: {}", problem.reason))
                .hint("define custom commands under `[math.macros]` in site.toml")
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

/// Returns the problem of an entry that is larger than the settings allow.
pub(super) fn large_entry(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!("expected an entry of at most {most} bytes, found {len} bytes");
    Diagnostic::error("too-large", place, message)
        .hint("shorten the entry, or raise `limits.entry_kilobytes` in site.toml")
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

/// Returns the problem of a list of an entry that is longer than the settings allow.
pub(super) fn too_many(place: Location, list: ListLimit, count: usize, most: usize) -> Diagnostic {
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

pub(super) fn long_line(place: Location, count: usize, most: usize) -> Diagnostic {
    Diagnostic::error("long-line", place, format!("expected at most {most} characters, found {count}"))
        .hint("shorten it, or raise `limits.line_characters` in site.toml")
}

/// Returns the problem of an entry that adds more than `most` bytes to the site. The last parameter is the cause of
/// most files: its name, its count, the files.
pub(super) fn too_much_growth(
    place: Location,
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
        .hint(format!("its {count} {name} add {files} of these files"))
        .hint("shorten the entry, or raise `limits.growth_megabytes` in site.toml")
}

/// Returns the problem of a file of entries that adds too much to the site. `place` is the entry that adds most, `own`
/// is what it adds, and `len` is the size of the file.
pub(super) fn too_much_growth_of_file(
    place: Location,
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
        .hint("shorten the lists of the entries, or raise `limits.growth_megabytes` in site.toml")
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1_000_000)
}

/// Returns the problem of YAML aliases that repeat more than `most` bytes in a text of `len` bytes.
fn repeats(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!(
        "expected the aliases (`*name`) of a text of {len} bytes to repeat at most {most} bytes, found more"
    );
    Diagnostic::error("too-large", place, message).hint("use fewer aliases")
}

/// Returns the problem of a default whose repetitions in the papers of a file exceed the limit for the file's size.
pub(super) fn repeated_default(
    place: Location,
    key: &str,
    papers: usize,
    bytes: usize,
    most: usize,
) -> Diagnostic {
    let message = format!(
        "expected the defaults of this file to add at most {most} bytes to its papers, found {bytes} up to `{key}` in {papers} papers"
    );
    Diagnostic::error("too-large", place, message).hint("shorten the default, or split the file")
}

pub(super) fn nameless_author(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-author", place, "this author has no name")
        .hint("add `name:`, or `family:` and `given:`, or remove the line")
}

pub(super) fn others_first(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "and-others",
        place,
        format!("expected names before `{0}` and none after it", short(text)),
    )
    .hint("`and others` is the last item of a list that is not complete")
}

pub(super) fn et_al(place: Location, name: &str, first: &str) -> Diagnostic {
    let message = format!("expected the name of one author, found `{}`", short(name));
    Diagnostic::warning("and-others", place, message)
        .hint(format!("write `{}`, and `and others` as the last item of the list", short(first)))
}

/// Returns the problem of a name that has `part` but not `before`, which `part` requires.
pub(super) fn incomplete_name(place: Location, part: &str, before: &str) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, format!("expected `{before}` beside `{part}`"))
        .hint(format!("add `{before}:`, or write the whole name as `name:`"))
}

pub(super) fn comma_in_name(place: Location, part: &str, text: &str) -> Diagnostic {
    let message = format!("expected `{part}` to be one part of a name, found `{}` with a comma", short(text));
    Diagnostic::error("comma-in-name", place, message)
        .hint("write the parts as `family:`, `given:` and `suffix:`, each without a comma")
}

pub(super) fn person_as_collaboration(place: Location) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, "expected `name` alone for a collaboration, found `family`")
        .hint("remove `collaboration: true` if the author is a person")
}

pub(super) fn nameless_organization(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-organization", place, "this organization has no handle").hint("add `handle:`")
}

pub(super) fn bad_orcid(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-orcid",
        place,
        format!("expected an ORCID such as `0000-0002-1825-0097`, found `{}`", short(text)),
    )
    .hint("check each digit; the last one is a check digit")
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
        .hint("delete the alias; hosts that tell letter case apart cannot redirect from one to the other")
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

pub(super) fn fewer_authors_than_names(place: Location, count: u32, names: usize) -> Diagnostic {
    Diagnostic::warning(
        "author-count",
        place,
        format!("expected an `author_count` of at least {names}, the number of names, found {count}"),
    )
    .hint("omit `author_count` if all authors are listed")
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
