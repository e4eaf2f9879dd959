//! Every key of a paper: the one place to add one.
//!
//! A line has the key, the type it is read as, what it means (shown by editors, from the JSON Schema of entries), and what becomes of its
//! value. The comment above it is its row in `entries.md`. A `shared` key may also appear beside `papers:`, for all papers of a file.
//!
//! - A plain key has a kind from `key_kinds.rs` behind `=>`, and needs nothing but its line. `data` puts it into the JSON of papers: in which
//!   files, at which position, and its meaning there. `page` puts it into the facts on the paper's page, under a word of the interface.
//! - A special key has fields between braces, and `entry.rs` works out their values. The difference of two archives calls
//!   a field by the name of its key, or by the name behind `as`.

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
use crate::text::keyphrases::Keyphrases;
use crate::text::language::Languages;
use crate::yaml::shape::Shape;
use serde_json::{Map, Value};

paper_keys! {
    /// *text*: the paper's identity and address: `/papers/ID/`. Default: the name of the file without its ending. Letters, digits, `.`, `_` and
    /// `-`, a letter or digit first, no `.` at the end, at most 100, and no name that Windows reserves (`con`, `aux.x`, `com1`). No two papers
    /// may have the same; letter case makes no difference
    id: String, "Identity and address of the paper; the name of the file unless given" => {
        /// Identity and slug.
        id: String,
    };
    /// *text*: one line; may hold `$math$`, no other markup. Put it in quotes if it holds `: `
    title: String, "One line; may hold $math$" => {
        /// Plain text, math as `$…$`.
        title: String,
    };
    /// *list*: names, or [mappings](#authors). Names are shown as written. A last item `and others` says that there are more authors
    authors: Vec<TextOr<RawAuthor>>, "Names, or mappings; a last item `and others` says that there are more" => {
        authors: Vec<Author>,
        /// Whether there are more authors, whose number is not known.
        others: bool as "authors",
    };
    /// *number*: how many authors, where not all names are known
    author_count: u32, "How many authors, where not all names are known" => {
        /// How many authors, where that is all that is known; else the length of `authors`.
        author_count: usize as "authors",
    };
    /// *text or mapping*: a handle from [organizations.yaml](#organizations), or `handle`, `name` and `url`
    organization: TextOr<RawOrganization>, shared, "A handle of organizations.yaml, or handle, name and url" => {
        organization: Option<OrganizationName>,
    };
    /// *[date](#dates) or list of dates*: the day on whose page the paper is listed, or a month or a year; several if it was featured more than
    /// once. Lists and feeds use the first
    date: OneOrMany, shared, "The day, month or year that the paper is listed under, or several" => {
        /// When it was featured, first date first; never empty.
        dates: Vec<PartialDate>,
    };
    /// *[date](#dates)*: when the paper appeared
    published: String, shared, "The day, month or year in which the paper appeared"
        => Date, data(Lists, AfterDates, "When it appeared; brief");
    /// *[date](#dates)*: when the paper was last revised
    updated: String, "The day, month or year in which the paper was last revised"
        => Date, data(Papers, AfterDates, "When it was last revised");
    /// *list of text*: slugs, names or aliases of [topics](#topics)
    topics: Vec<String>, shared, "Slugs, names or aliases of topics" => Names;
    /// *list of text*: free words, shown on the paper's page; they have no pages of their own
    keywords: Vec<String>, shared, "Free words; they have no pages of their own"
        => Names, data(Papers, AfterTopics, "Free words");
    /// *text*: one or two sentences, markdown without paragraphs; shown above the abstract
    summary: String, "One or two sentences of markdown" => {
        summary_html: Option<String>,
    };
    /// *text*: the abstract as markdown. Where it is given, the text below the front matter is notes instead
    r#abstract: String, "The abstract as markdown; the text below the front matter is notes then" => {
        /// Empty where there is none.
        abstract_html: String,
        /// The text below the front matter, where it is not the abstract.
        notes: Option<Notes> as "notes",
    };
    /// *text*: the language of title, summary and abstract as a tag such as `ar` or `zh-Hant`, where it is not the site's: screen readers and
    /// line breaks go by it. Chinese, Japanese, Korean, Thai, Greek, Georgian and Armenian are known by their letters; `entry_language` in
    /// `site.toml` holds for the entries in Latin letters
    lang: String, shared, "The language of title, summary and abstract, as a tag such as ar or zh-Hant, where it is another than the site's" => {
        /// Where something is known of the languages it is written in.
        languages: Option<Box<Languages>>,
    };
    /// *mapping*: see [links](#links)
    links: RawLinks, "Ids and addresses of the paper and what belongs to it" => {
        links: Links,
    };
    /// *word*: the [kind of work](#kinds-of-work): `article`, `conference-paper`, `preprint`, `thesis`, `report`, `book`, `chapter`, `dataset`,
    /// `software` or `other`
    r#type: String, shared, "The kind of work"
        => WorkType, data(Papers, AfterLinks, "The kind of work"), page("work_type");
    /// *line*: the journal, conference or book in which it was published; also used for citing. A venue that ten papers or more name has a page
    venue: String, shared, "The journal, conference or book in which it was published"
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
        editors: Vec<Author>,
        /// Whether there are more editors.
        other_editors: bool as "editors",
    };
    /// *line*: the school of a thesis, or the institution of a report
    school: String, shared, "The school of a thesis, or the institution of a report"
        => Line, data(Papers, AfterLinks, "The school of a thesis, or the institution of a report"), page("school");
    /// *word*: the key to cite the paper by, in place of the one that Offprint makes. The key of `bibtex` comes first
    citation_key: String, "The key to cite the paper by, in place of the one that is made" => CitationKey;
    /// *text*: a BibTeX entry in place of the one that is made from the other keys. What is not valid BibTeX is
    /// [fixed](data.md#bibtex) where it is published
    bibtex: String, "A BibTeX entry in place of the one that is made" => {
        bibtex: Option<String>,
    };
    /// *number*: a count, from 0. Votes order the papers of a day and make them [trending](settings.md). Counts in [`metrics/`](#counts) win
    upvotes: u32, "A count, from 0; those of content/metrics/ win" => {
        counts: Counts as "votes",
    };
    /// *number*: a count, as `upvotes`
    comments: u32, "A count, from 0; those of content/metrics/ win";
    /// *number*: a count, as `upvotes`
    stars: u32, "A count, from 0; those of content/metrics/ win";
    /// *text or mapping*: the reason, or `reason` and `date`. The page stays and says so; lists and feeds mark it; it does not trend
    withdrawn: TextOr<RawWithdrawn>, "Why the paper was withdrawn, or reason and date" => {
        withdrawn: Option<Withdrawn>,
    };
    /// *line*: the person who put the paper on the list
    submitted_by: String, shared, "The person who put the paper on the list"
        => Line, data(Papers, AfterWithdrawn, "The person who put it on the list"), page("found_by");
    /// *address*: an image, shown on the paper's page and given to those who share the page. One on another host is shown only with
    /// `remote_images`
    thumbnail: String, "The address of an image"
        => Address, data(Papers, AfterWithdrawn, "The address of an image");
    /// *line*: the paper's licence. An address, or a name such as `CC BY 4.0` or `CC0-1.0`, becomes a link
    license: String, shared, "An address or a name such as CC BY 4.0"
        => Line, data(Papers, AfterLinks, "A name or an address");
    /// *`true` or `false`*: `true` keeps the entry off the site, unless `--drafts` is given
    draft: bool, shared, "Whether the entry is kept off the site";
    /// *list of text*: old addresses of the page, such as `/posts/margins/` or `/margins.html`: each becomes a page that leads here. Letters,
    /// digits and `._-~+`; no part begins with `.`
    aliases: Vec<String>, "Other names, or old addresses of the page" => {
        aliases: Vec<String>,
    };
    /// *mapping*: anything else; templates see it as `paper.extra`
    extra: Table<Free>, "Anything else; templates see it" => {
        extra: Map<String, Value>,
    };

    // What pages show beside the values of keys.
    shown {
        /// Empty where it is the plain text, letter by letter.
        title_html: String,
        /// The beginning of the abstract (or of the summary), for lists.
        excerpt: Excerpt,
        excerpt_cut: bool,
    }

    // What no page of the paper depends on.
    unshown {
        origin: Origin,
        /// What its texts are about.
        keyphrases: Keyphrases,
        /// Links from its texts to addresses of this site, which have to exist.
        inner_links: Vec<InnerLink>,
    }
}
