//! Everything that can be wrong inside one file of content, one function each.
//!
//! A caller passes what it has in hand; only this file decides how it reads.

use super::entry::ListLimit;
use super::growth::Growth;
use crate::diagnostic::{Diagnostic, Location, suggest};
use crate::source::{FilePath, Skipped, Span, Why};
use crate::text::identifier;
use crate::text::markdown::{self, ProblemKind};
use crate::yaml::shape::{Misfit, Shape, What};
use crate::yaml::tree::{Broken, Cause};
use crate::yaml::unquoted::{NeedsQuotes, Slip, floor};
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

/// `setting` is the one that says how large files of this kind may be.
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

pub(super) fn no_front(part: Part<'_>, open: bool) -> Diagnostic {
    let end = part.text.find('\n').unwrap_or(part.text.len());
    let place = part.span(0, end);
    match open {
        false => {
            Diagnostic::error("no-front-matter", place, "expected front matter at the start of this file")
                .hint("start with a line `---`, then keys such as `title:`, then another line `---`")
        }
        true => Diagnostic::error("open-front-matter", place, "the front matter that begins here has no end")
            .hint("end it with a line `---`"),
    }
}

/// A text that cannot be read as YAML.
pub(super) fn broken(part: Part<'_>, broken: &Broken) -> Diagnostic {
    let at = floor(part.text, broken.offset);
    let reason = match &broken.cause {
        Cause::Syntax(reason) => reason,
        Cause::Repeats(most) => return repeats(part.span(at, at), part.text.len(), *most),
    };
    let mut problem =
        Diagnostic::error("yaml-syntax", part.span(at, at), format!("not valid YAML: {reason}"));
    let line_start = part.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if part.text[line_start..].lines().next().is_some_and(|line| line.contains('\t')) {
        problem = problem.hint("indent YAML with spaces; this line contains a tab");
    }
    problem
}

/// The commonest slip of all: a value that needs quotes and has none.
pub(super) fn unquoted_value(part: Part<'_>, slip: &Slip) -> Diagnostic {
    let why = match slip.why {
        NeedsQuotes::Colon => "contains `: `, which YAML reads as another key".to_owned(),
        NeedsQuotes::First(char) => format!("begins with `{char}`, which has a special meaning in YAML"),
    };
    let value = part.text.get(slip.value.clone()).unwrap_or_default();
    let problem = Diagnostic::error(
        "unquoted-value",
        part.span(slip.value.start, slip.value.end),
        format!("`{}` {why}", slip.key),
    );
    match value.len() <= 500 {
        true => problem.hint(format!("put it in quotes: {}: {}", slip.key, quoted(value))),
        false => problem.hint("put it in quotes"),
    }
}

pub(super) fn cut_title(part: Part<'_>, at: usize, title: &str, all: &str) -> Diagnostic {
    let end = part.text[at..].find(['\r', '\n']).map_or(part.text.len(), |end| at + end);
    let message = format!("YAML reads this as a comment: the title ends at `{}`", last_words(title));
    Diagnostic::warning("cut-title", part.span(at, end), message)
        .hint(format!("if it is part of the title, put the title in quotes: title: {}", quoted(all)))
        .hint("if it is a comment, write it on a separate line")
}

/// Returns the key that a mistyped one was most likely meant to be.
pub(super) fn meant<'k>(key: &str, known: &'k [(&'static str, Shape)]) -> Option<&'k str> {
    suggest::nearest(key, known.iter().map(|(key, _)| *key))
}

/// Returns a text as YAML's double-quoted scalar.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(super) fn misfit(part: Part<'_>, misfit: &Misfit) -> Diagnostic {
    let place = part.span(misfit.span.start, misfit.span.end);
    match &misfit.what {
        What::UnknownKey { key, known } => {
            let message = format!("`{}` is not a key here", short(key));
            let problem = Diagnostic::error("unknown-key", place, message);
            let known_keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
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
            let source = part.text.get(misfit.span.clone()).unwrap_or_default();
            let found = match *is {
                "text" if !source.contains('\n') => format!("`{}`", short(source)),
                is => is.to_owned(),
            };
            let message = match path.as_str() {
                "this" => format!("expected {wants}, found {found}"),
                path => format!("{path}: expected {wants}, found {found}"),
            };
            let problem = Diagnostic::error("wrong-type", place, message);
            let key = misfit.path.rsplit('.').next().unwrap_or("");
            match *is {
                "text" if wants == "`true` or `false`" => match flag_meant(source) {
                    Some(flag) => problem.hint(format!("write `{flag}`")),
                    None => problem,
                },
                "text" if wants.starts_with("a list") => {
                    problem.hint(format!("write one item per line after a dash, or `{key}: [one, two]`"))
                }
                // `- Foo: a bar` in a list of words.
                "a mapping" if wants == "text" && !part.text[misfit.span.start..].starts_with('{') => {
                    problem.hint("put text that contains `: ` in quotes")
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

/// Returns the flag that another word for yes or no stands for.
pub(super) fn flag_meant(source: &str) -> Option<bool> {
    match source.trim_matches(['"', '\'']).to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "1" | "true" => Some(true),
        "no" | "n" | "off" | "0" | "false" => Some(false),
        _ => None,
    }
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

/// A link within the page, `#name`, that names neither a heading nor an anchor of its texts.
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

/// An entry among others that is larger than a file of its own could be.
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
    Diagnostic::error(
        "bad-date",
        place,
        format!("expected a date such as `2026-04-15`, found `{}`", short(text)),
    )
    .hint("write year, month and day: `2026-04-15`")
}

/// A list of an entry that is longer than the settings allow.
pub(super) fn too_many(place: Location, list: ListLimit, count: usize, most: usize) -> Diagnostic {
    let (id, what, setting) = match list {
        ListLimit::Authors => ("too-many-authors", "authors", "authors"),
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

/// An entry that makes the site grow by more bytes than the `most` allowed. `cause` is what adds most files: its name, the count, the files.
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

/// A file of entries, likewise. `place` is the entry that adds most, and `own` what it adds; `len` is the size of the file.
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

/// Aliases of YAML that repeat more than a text of `len` bytes may.
fn repeats(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!(
        "expected the aliases (`*name`) of a text of {len} bytes to repeat at most {most} bytes, found more"
    );
    Diagnostic::error("too-large", place, message).hint("use fewer aliases")
}

/// A default of a file of papers that the papers repeat more often than the file's size allows.
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
        .hint("add `name:`, or remove the line")
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

/// A word for yes or no in the place of a reason.
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

/// Returns whether a text begins as addresses of links do.
fn is_with_start(text: &str) -> bool {
    ["/", "http://", "https://"].iter().any(|start| text.starts_with(start))
}

pub(super) fn link_without_url(place: Location) -> Diagnostic {
    Diagnostic::error("bad-address", place, "this link has no URL").hint("add `label:` and `url:`")
}

/// An alias that is the page's own address, perhaps in other letter case.
pub(super) fn own_address(place: Location, text: &str) -> Diagnostic {
    Diagnostic::warning("own-alias", place, format!("`{}` is the address of this page itself", short(text)))
        .hint("delete the alias; hosts that tell letter case apart cannot redirect from one to the other")
}

/// `why` says what of the alias is at fault.
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

/// A title's end, for a message.
fn last_words(text: &str) -> String {
    let count = text.chars().count();
    match count > 40 {
        true => format!("…{}", text.chars().skip(count - 39).collect::<String>()),
        false => text.to_owned(),
    }
}

/// A value's beginning, for a message.
fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
