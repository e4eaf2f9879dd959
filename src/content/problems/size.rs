//! The problems of texts and lists that are longer than the settings allow.

use crate::content::entry::ListLimit;
use crate::content::growth::Growth;
use crate::diagnostic::{Diagnostic, Location, plural};
use crate::source::FilePath;

/// Returns the problem of a file that is too large. `setting` is the setting that limits files of this kind.
pub(in crate::content) fn too_large(file: &FilePath, len: u64, most: u64, setting: &str) -> Diagnostic {
    let message = format!("expected a file of at most {most} bytes, found {len} bytes");
    Diagnostic::error("too-large", Location::File(file.clone()), message)
        .hint(format!("split the file, or raise `{setting}` in site.toml"))
}

/// Returns the problem of an entry that is larger than the settings allow.
pub(in crate::content) fn large_entry(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!("expected an entry of at most {most} bytes, found {len} bytes");
    Diagnostic::error("too-large", place, message)
        .hint("shorten the entry, or raise `limits.entry_kilobytes` in site.toml")
}

/// Returns the problem of a list of an entry that is longer than the settings allow.
pub(in crate::content) fn too_many(
    place: Location,
    list: ListLimit,
    count: usize,
    most: usize,
) -> Diagnostic {
    let (id, noun, setting) = match list {
        ListLimit::Authors => ("too-many-authors", "author", "authors"),
        ListLimit::Editors => ("too-many-editors", "editor", "authors"),
        ListLimit::Topics => ("too-many-topics", "topic", "topics"),
        ListLimit::Dates => ("too-many-dates", "day", "dates"),
        ListLimit::Aliases => ("too-many-aliases", "alias", "aliases"),
        ListLimit::Keywords => ("too-many-keywords", "keyword", "keywords"),
        ListLimit::Links => ("too-many-links", "link", "links"),
    };
    let under = if list == ListLimit::Links { " under `other`" } else { "" };
    let most = plural(most as u64, noun);
    let problem = Diagnostic::error(id, place, format!("expected at most {most}{under}, found {count}"));
    match list {
        ListLimit::Authors => {
            problem.hint("name the first and give `author_count`, or raise `limits.authors` in site.toml")
        }
        _ => problem.hint(format!("remove some, or raise `limits.{setting}` in site.toml")),
    }
}

pub(in crate::content) fn long_line(place: Location, count: usize, most: usize) -> Diagnostic {
    Diagnostic::error(
        "long-line",
        place,
        format!("expected at most {}, found {count}", plural(most as u64, "character")),
    )
    .hint("shorten it, or raise `limits.line_characters` in site.toml")
}

/// Returns the problem of an entry that adds more than `most` bytes to the site. The last parameter is the cause of
/// most files: its name, its count, the files.
pub(in crate::content) fn too_much_growth(
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
pub(in crate::content) fn too_much_growth_of_file(
    place: Location,
    entries: usize,
    len: usize,
    growth: Growth,
    most: usize,
    own: Growth,
) -> Diagnostic {
    let message = format!(
        "expected the {} of this file ({len} bytes) to add at most {} MB to the site, found about {} MB in {} files",
        plural(entries as u64, "entry"),
        megabytes(most),
        megabytes(growth.bytes),
        growth.files,
    );
    Diagnostic::error("too-much-growth", place, message)
        .hint(format!("this entry adds the most: {}", plural(own.files as u64, "file")))
        .hint("shorten the lists of the entries, or raise `limits.growth_megabytes` in site.toml")
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1_000_000)
}

/// Returns the problem of YAML aliases that repeat more than `most` bytes in a text of `len` bytes.
pub(super) fn repeats(place: Location, len: usize, most: usize) -> Diagnostic {
    let message = format!(
        "expected the aliases (`*name`) of a text of {len} bytes to repeat at most {most} bytes, found more"
    );
    Diagnostic::error("too-large", place, message).hint("use fewer aliases")
}

/// Returns the problem of a default whose repetitions in the papers of a file exceed the limit for the file's size.
pub(in crate::content) fn repeated_default(
    place: Location,
    key: &str,
    papers: usize,
    bytes: usize,
    most: usize,
) -> Diagnostic {
    let message = format!(
        "expected the defaults of this file to add at most {most} bytes to its papers, found {bytes} up to `{key}` in {}",
        plural(papers as u64, "paper")
    );
    Diagnostic::error("too-large", place, message).hint("shorten the default, or split the file")
}
