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

pub(super) fn not_utf8(file: &FilePath, valid: usize) -> Diagnostic {
    let span = Span { file: file.clone(), start: valid, end: valid + 1 };
    Diagnostic::error("not-utf8", Location::Span(span), "this file is not UTF-8 text")
        .hint("save it as UTF-8; from Latin-1: iconv -f latin1 -t utf-8")
}

pub(super) fn unreadable(file: &FilePath, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        super::UNREADABLE,
        Location::File(file.clone()),
        format!("this file cannot be read: {error}"),
    )
}

pub(super) fn skipped(skipped: &Skipped) -> Diagnostic {
    let place = Location::File(skipped.path.clone());
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
    Diagnostic::error("too-large", Location::File(file.clone()), message)
        .hint(format!("split the file, or raise `{setting}` in site.toml"))
}

pub(super) fn stray(file: &FilePath, nearest: Option<&str>) -> Diagnostic {
    let message = "this file is no part of the site";
    let problem = Diagnostic::warning("stray-file", Location::File(file.clone()), message);
    match nearest {
        Some(name) => problem.hint(format!("did you mean `{name}`?")),
        None => problem.hint(
            "papers are .md, .yaml or .yml below content/papers/; images and other files go to static/",
        ),
    }
}

pub(super) fn no_front(part: Part<'_>, open: bool) -> Diagnostic {
    let end = part.text.find('\n').unwrap_or(part.text.len());
    let place = part.span(0, end);
    match open {
        false => Diagnostic::error("no-front-matter", place, "this file does not begin with front matter")
            .hint("begin with a line `---`, then keys such as `title:`, then another line `---`"),
        true => Diagnostic::error("open-front-matter", place, "the front matter that begins here never ends")
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
        Diagnostic::error("yaml-syntax", part.span(at, at), format!("this is not YAML: {reason}"));
    let line_start = part.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if part.text[line_start..].lines().next().is_some_and(|line| line.contains('\t')) {
        problem = problem.hint("YAML is indented by spaces; this line holds a tab");
    }
    problem
}

/// The commonest slip of all: a value that needs quotes and has none.
pub(super) fn unquoted_value(part: Part<'_>, slip: &Slip) -> Diagnostic {
    let why = match slip.why {
        NeedsQuotes::Colon => "holds `: `, which YAML takes for another key".to_owned(),
        NeedsQuotes::First(char) => format!("begins with `{char}`, which means something else in YAML"),
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
    let message = format!("YAML takes this for a comment: the title ends at `{}`", last_words(title));
    Diagnostic::warning("cut-title", part.span(at, end), message)
        .hint(format!("if it belongs to the title, put all in quotes: title: {}", quoted(all)))
        .hint("if not, write the comment on a line of its own")
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
            let problem =
                Diagnostic::error("wrong-type", place, format!("{path} wants {wants}; this is {is}"));
            let key = misfit.path.rsplit('.').next().unwrap_or("");
            match *is {
                "text" if wants.starts_with("a list") => {
                    problem.hint(format!("write one to a line, each after a dash, or `{key}: [one, two]`"))
                }
                // `- Foo: a bar` in a list of words.
                "a mapping" if wants == "text" && !part.text[misfit.span.start..].starts_with('{') => {
                    problem.hint("text that holds `: ` has to stand in quotes")
                }
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

pub(super) fn missing(place: Location, key: &str) -> Diagnostic {
    let hint = match key {
        "title" => "add `title: \"…\"`",
        "date" => "say on which day's page it stands: add `date: 2026-04-15`",
        "as_of" => "say of which day the counts are: add `as_of: 2026-04-15`",
        _ => "add it",
    };
    Diagnostic::error("missing-key", place, format!("`{key}` is missing")).hint(hint)
}

pub(super) fn missing_id(place: Location) -> Diagnostic {
    Diagnostic::error("missing-key", place, "`id` is missing")
        .hint("in a file of several papers each needs an id of its own: add `id: \"2503.02130\"` or `id: a-short-name`")
}

pub(super) fn bad_id(place: Location, id: &str) -> Diagnostic {
    let problem = Diagnostic::error("bad-id", place, format!("`{}` cannot be a paper's id", short(id)));
    let hyphened = id.replace('/', "-");
    match id.contains('/') && identifier::is_paper_id(&hyphened) {
        true => problem.hint(format!("write old arXiv ids with a hyphen: {hyphened}")),
        false => problem.hint(ID_RULE),
    }
}

const ID_RULE: &str = "an id is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit, does not end in `.`, and is not a name that Windows reserves, such as `con` or `aux.x`";

pub(super) fn empty_title(place: Location) -> Diagnostic {
    Diagnostic::warning("empty-title", place, "this paper's title is empty")
}

/// An entry among others that is larger than a file of its own could be.
pub(super) fn large_entry(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!("the texts of this entry are larger ({len} bytes) than a site allows ({most})");
    Diagnostic::error("too-large", place, message)
        .hint("`limits.entry_kilobytes` in site.toml says how large an entry may be")
}

pub(super) fn bad_file_name(place: Location, stem: &str) -> Diagnostic {
    let message = format!("`{}`, this file's name, cannot be a paper's id", short(stem));
    Diagnostic::error("bad-id", place, message)
        .hint("give the entry an `id:`, or rename the file")
        .hint(ID_RULE)
}

pub(super) fn many_more(place: Location, count: usize) -> Diagnostic {
    Diagnostic::warning("more", place, format!("{count} more problems of this text are not listed"))
}

pub(super) fn empty_abstract(place: Location, has_body: bool) -> Diagnostic {
    Diagnostic::warning("empty-abstract", place, "this paper has no abstract").hint(match has_body {
        true => "write it below the front matter",
        false => "add `abstract:`",
    })
}

pub(super) fn bad_date(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error("bad-date", place, format!("`{}` is not a day", short(text)))
        .hint("days are written year-month-day: 2026-04-15")
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
        .hint("shorten it, since lists and feeds repeat it, or raise `limits.line_characters` in site.toml")
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
        .hint(format!("{files} of these files come from its {count} {name}"))
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
        .hint("shorten the lists of these entries, or raise `limits.growth_megabytes` in site.toml")
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1_000_000)
}

/// Aliases of YAML that repeat more than a text of `len` bytes may.
fn repeats(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!(
        "the aliases (`*name`) of this text repeat more than the {most} bytes that a text of {len} bytes may"
    );
    Diagnostic::error("too-large", place, message).hint("write out what is needed, or repeat less")
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
        "expected the defaults of this file to add at most {most} bytes to its papers, found {bytes}, the last of them by `{key}` in {papers} papers"
    );
    Diagnostic::error("too-large", place, message).hint("shorten it, or divide the file")
}

pub(super) fn nameless_author(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-author", place, "this author has no name")
        .hint("add `name:`, or take the line out")
}

pub(super) fn nameless_organization(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-organization", place, "this organization has no handle").hint("add `handle:`")
}

pub(super) fn bad_orcid(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-orcid",
        place,
        format!("`{}` is not an ORCID: its form or check digit is wrong", short(text)),
    )
    .hint("it looks like 0000-0002-1825-0097")
}

pub(super) fn bad_bibtex(place: Location, why: &str) -> Diagnostic {
    Diagnostic::warning("bad-bibtex", place, format!("this is not one entry of BibTeX: {why}"))
        .hint("until it is mended, the paper is cited by an entry that is made of what is known")
}

pub(super) fn bad_lang(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error("bad-lang", place, format!("`{}` is not a language tag", short(text)))
        .hint("write a tag such as `en`, `pt-BR` or `zh-Hans`")
}

pub(super) fn bad_arxiv(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error("bad-arxiv", place, format!("`{}` is not an arXiv id", short(text)))
        .hint("it looks like 2503.02130 or math/0309136; a zero at its end belongs to it")
}

pub(super) fn bad_doi(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error("bad-doi", place, format!("`{}` is not a DOI", short(text)))
        .hint("it looks like 10.1145/3292500.3330701")
}

pub(super) fn bad_url(place: Location, text: &str) -> Diagnostic {
    let problem = Diagnostic::error("bad-address", place, format!("`{}` is not a web address", short(text)));
    let has_scheme = text.trim().split_once(':').is_some();
    match !has_scheme && text.contains('.') && !text.trim().contains(char::is_whitespace) {
        true => {
            problem.hint(format!("did you mean `https://{}`?", short(text.trim().trim_start_matches('/'))))
        }
        false => problem.hint("it begins with https:// or http://, or with / for a file of this site"),
    }
}

pub(super) fn link_without_url(place: Location) -> Diagnostic {
    Diagnostic::error("bad-address", place, "this link has no address").hint("each has `label:` and `url:`")
}

pub(super) fn bad_alias(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error("bad-alias", place, format!("`{}` cannot be an old address of this page", short(text)))
        .hint("an alias is a path of this site, such as /posts/my-paper/: letters, digits and `._-~+`, no part that begins with `.`")
}

pub(super) fn fewer_authors_than_names(place: Location, count: u32, names: usize) -> Diagnostic {
    Diagnostic::warning(
        "author-count",
        place,
        format!("`author_count` is {count}, but {names} authors are named"),
    )
    .hint("leave `author_count` out where all names are known")
}

pub(super) fn bad_note_name(file: &FilePath) -> Diagnostic {
    let start = Location::Span(Span { file: file.clone(), start: 0, end: 0 });
    Diagnostic::error("bad-date", start, "a day's note is named for its day")
        .hint("name the file such as content/days/2026-04-15.md")
}

pub(super) fn bad_page_name(place: Location, slug: &str) -> Diagnostic {
    let message = format!("`{}`, this file's name, cannot be a page's address", short(slug));
    Diagnostic::error("bad-page-name", place, message)
        .hint("each part is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit, does not end in `.`, and is not a name that Windows reserves, such as `con` or `aux.x`")
}

pub(super) fn bad_slug(place: Location, slug: &str, better: &str) -> Diagnostic {
    Diagnostic::error("bad-slug", place, format!("`{}` cannot stand in an address", short(slug)))
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
