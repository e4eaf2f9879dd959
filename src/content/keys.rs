//! The keys of a paper. To add a key, add it here.
//!
//! A line has the key, the type it is read as, its meaning (which editors show, from the JSON Schema of entries), and the
//! use of its value. The comment above it is its row in `entries.md`. A `shared` key may also appear beside `papers:`, for
//! all papers of a file.
//!
//! - A plain key has a kind from `key_kinds.rs` after `=>`, and requires only its line. `data` adds it to the JSON of
//!   papers: the files, the position, and its meaning there. `page` adds it to the facts on the paper's page, under a word
//!   of the interface.
//! - A special key has fields in braces, and `entry.rs` computes their values. In the difference of two archives, a field
//!   has the name of its key, or the name after `as`.

use super::declare::{name, paper_keys};
use super::key_kinds::{
    Address, CitationKey, Date, InData, Key, KeyKind, Line, Names, Pages, PlainKey, Position, SharedKey,
    Venue, checked,
};
use super::paper::{Author, Counts, Excerpt, InnerLink, Links, Notes, OrganizationName, Origin, Withdrawn};
use super::raw::{
    Extent, Free, OneOrMany, RawAuthor, RawLinks, RawOrganization, RawWithdrawn, Shaped, Table, TextOr,
};
use super::work_type::WorkType;
use crate::diagnostic::Diagnostic;
use crate::source::codec::{Bytes, Stored};
use crate::text::date::PartialDate;
use crate::text::ideographs::Folds;
use crate::text::keyphrases::Keyphrases;
use crate::text::language::Languages;
use crate::text::meaning::Meaning;
use crate::yaml::shape::Shape;
use chrono::NaiveDate;
use serde_json::{Map, Value};

paper_keys! {
    /// *text*: the paper's identifier; its page is `/papers/ID/`. Default: the file name without its ending. An id has letters, digits,
    /// `.`, `_` and `-`, and at most 100 characters. It starts with a letter or digit and does not end with `.`. Names that Windows
    /// reserves (`con`, `aux.x`, `com1`) are not allowed. Ids are unique, without regard to letter case
    id: String, "Identifier of the paper and last part of its URL; default: the file name without its ending" => {
        /// Identity and slug.
        id: String,
    };
    /// *text*: one line, with `$math$` but no other markup. Put it in quotes if it contains `: `
    title: String, "One line; may contain $math$" => {
        /// Plain text, math as `$…$`.
        title: String,
    };
    /// *list*: names, or [mappings](#authors). Pages show names as written. A last item `and others` means that there are more authors
    authors: Vec<TextOr<RawAuthor>>, "Names, or mappings; a last item `and others` means that there are more" => {
        /// Authors, in order; empty if only their number is known.
        authors: Vec<Author>,
        /// Whether there are more authors, whose number is not known.
        others: bool as "authors",
    };
    /// *number*: the number of authors, if not all names are known
    author_count: u32, "Number of authors, if not all names are known" => {
        /// The number of authors, if only that is known; otherwise the length of `authors`.
        author_count: usize as "authors",
    };
    /// *text or mapping*: a handle from [organizations.yaml](#organizations), or a mapping with `handle`, `name` and `url`
    organization: TextOr<RawOrganization>, shared, "A handle from organizations.yaml, or a mapping with handle, name and url" => {
        /// The organization, as the entry names it.
        organization: Option<OrganizationName>,
    };
    /// *[date](#dates) or list of dates*: the day whose page lists the paper, or a month or year; several dates if it was featured more than
    /// once. Lists and feeds use the first date
    date: OneOrMany, shared, "The day, month or year that lists the paper, or several" => {
        /// The dates when it was featured, in ascending order; never empty.
        dates: Vec<PartialDate>,
    };
    /// *[date](#dates)*: when the paper was published
    published: String, shared, "The day, month or year of publication"
        => Date, data(Lists, AfterDates, "When it was published; brief");
    /// *[date](#dates)*: when the paper was last revised
    updated: String, "The day, month or year of the last revision"
        => Date, data(Papers, AfterDates, "When it was last revised");
    /// *list of text*: slugs, names or aliases of [topics](#topics)
    topics: Vec<String>, shared, "Slugs, names or aliases of topics" => Names;
    /// *list of text*: free keywords, shown on the paper's page. Keywords have no pages of their own
    keywords: Vec<String>, shared, "Free keywords; they have no pages of their own"
        => Names, data(Papers, AfterTopics, "Free keywords");
    /// *text*: one or two sentences of markdown without paragraphs, shown above the abstract
    summary: String, "One or two sentences of markdown" => {
        /// Safe HTML.
        summary_html: Option<String>,
    };
    /// *line*: the person or the model that wrote the summary. `import` names it where a machine wrote the summary
    summary_by: String, shared, "The person or the model that wrote the summary"
        => Line, data(Papers, AfterTopics, "Who or which model wrote the summary"), page("summary_by");
    /// *text*: the abstract in markdown. If this key is present, the text below the front matter is notes
    r#abstract: String, "The abstract in markdown. If present, the text below the front matter is notes" => {
        /// Empty if there is no abstract.
        abstract_html: String,
        /// The text below the front matter, if it is not the abstract.
        notes: Option<Notes> as "notes",
    };
    /// *text*: the language of title, summary and abstract, as a tag such as `ar` or `zh-Hant`, if it differs from the site's. Screen
    /// readers and line breaks depend on it. Offprint recognizes Chinese, Japanese, Korean, Thai, Greek, Georgian and Armenian by their
    /// characters. `entry_language` in `site.toml` applies to entries in Latin letters
    lang: String, shared, "Language of title, summary and abstract, as a tag such as ar or zh-Hant, if it differs from the site's" => {
        /// The languages of its texts, if any is known.
        languages: Option<Box<Languages>>,
    };
    /// *mapping*: see [links](#links)
    links: RawLinks, "Identifiers and URLs of the paper, its code, data and more" => {
        /// Checked identifiers and URLs.
        links: Links,
    };
    /// *word*: the [kind of work](#kinds-of-work): `article`, `conference-paper`, `preprint`, `thesis`, `report`, `book`, `chapter`, `dataset`,
    /// `software` or `other`
    r#type: String, shared, "The kind of work"
        => WorkType, data(Papers, AfterLinks, "The kind of work"), page("work_type");
    /// *line*: the journal, conference or book; citations name it too. A venue with at least ten papers has a page
    venue: String, shared, "The journal, conference or book"
        => Venue, data(Papers, AfterLinks, "Where it was published");
    /// *line*: the volume of the journal or series
    volume: String, shared, "The volume of the journal or series"
        => Line, data(Papers, AfterLinks, "The volume of the journal or series"), page("volume");
    /// *line*: the issue of the journal, or the number of a report
    issue: String, shared, "The issue of the journal, or the number of a report"
        => Line, data(Papers, AfterLinks, "The issue of the journal, or the number of a report"), page("issue");
    /// *line*: the pages, such as `12-34`, or an article number
    pages: String, "The pages, such as 12-34, or an article number"
        => Pages, data(Papers, AfterLinks, "The pages, such as `12-34`, or an article number"), page("page_range");
    /// *line*: the publisher
    publisher: String, shared, "The publisher"
        => Line, data(Papers, AfterLinks, "The publisher"), page("publisher");
    /// *list*: the editors of the book or the proceedings, in the form of `authors`
    editors: Vec<TextOr<RawAuthor>>, "The editors of the book or the proceedings, in the form of authors" => {
        /// Editors, in order.
        editors: Vec<Author>,
        /// Whether there are more editors.
        other_editors: bool as "editors",
    };
    /// *line*: the school of a thesis, or the institution of a report
    school: String, shared, "The school of a thesis, or the institution of a report"
        => Line, data(Papers, AfterLinks, "The school of a thesis, or the institution of a report"), page("school");
    /// *word*: the key to cite the paper by, in place of the one that Offprint makes. The key of `bibtex` comes first
    citation_key: String, "The key to cite the paper by, in place of the one that is made" => CitationKey;
    /// *text*: a BibTeX entry that replaces the one made from the other keys. Published copies are [corrected](data.md#bibtex) if the
    /// entry is not valid BibTeX
    bibtex: String, "A BibTeX entry that replaces the generated one" => {
        /// One BibTeX entry.
        bibtex: Option<String>,
    };
    /// *number*: the number of votes, from 0. Votes sort the papers of a day and decide which papers are [trending](settings.md).
    /// Counts in [`metrics/`](#counts) take precedence
    upvotes: u32, "Number of votes; counts in content/metrics/ take precedence" => {
        /// Votes, comments and stars.
        counts: Counts as "votes",
    };
    /// *number*: the number of comments, like `upvotes`
    comments: u32, "Number of comments; counts in content/metrics/ take precedence";
    /// *number*: the number of stars, like `upvotes`
    stars: u32, "Number of stars; counts in content/metrics/ take precedence";
    /// *text or mapping*: the reason, or a mapping with `reason` and `date`. The page stays and shows a notice; lists and feeds mark
    /// the paper; it is not trending
    withdrawn: TextOr<RawWithdrawn>, "Reason for the withdrawal, or a mapping with reason and date" => {
        /// The reason and the day.
        withdrawn: Option<Withdrawn>,
    };
    /// *line*: the person who submitted the paper to this archive
    submitted_by: String, shared, "Person who submitted the paper to this archive"
        => Line, data(Papers, AfterWithdrawn, "Person who submitted it"), page("found_by");
    /// *URL*: an image for the paper's page and for link previews. An image on another host is shown only with `remote_images`
    thumbnail: String, "URL of an image"
        => Address, data(Papers, AfterWithdrawn, "URL of an image");
    /// *line*: the paper's license. A URL, or a name such as `CC BY 4.0` or `CC0-1.0`, becomes a link
    license: String, shared, "License of the paper: a URL or a name such as CC BY 4.0"
        => Line, data(Papers, AfterLinks, "A name or a URL");
    /// *`true` or `false`*: `true` leaves the entry out of the site, except with `--drafts`
    draft: bool, shared, "true leaves the entry out of the site";
    /// *list of text*: old paths of the page, such as `/posts/margins/` or `/margins.html`. Each becomes a redirect to the page, which
    /// keeps the fragment. Queries are ignored; no part begins with `.`
    aliases: Vec<String>, "Old paths of the page, which become redirects" => {
        /// Old paths of the page.
        aliases: Vec<String>,
    };
    /// *mapping*: any other data; templates read it as `paper.extra`
    extra: Table<Free>, "Any other data, for templates" => {
        /// Values of the entry's own keys.
        extra: Map<String, Value>,
    };

    // Fields that pages show, besides the values of keys.
    shown {
        /// Empty if it equals the plain text.
        title_html: String,
        /// The beginning of the abstract (or of the summary), for lists.
        excerpt: Excerpt,
        /// Whether the excerpt ends within a sentence.
        excerpt_cut: bool,
    }

    // Fields that no page of the paper depends on.
    unshown {
        /// The place of the entry.
        origin: Origin,
        /// The keyphrases of its texts.
        keyphrases: Keyphrases,
        /// The meaning of its title, abstract and summary.
        meaning: Meaning,
        /// The day its votes were collected, if a program did. Only the page of the paper depends on it.
        voted: Option<NaiveDate>,
        /// Links from its texts to addresses of this site, which must exist.
        inner_links: Vec<InnerLink>,
    }
}
