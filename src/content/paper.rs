//! The checked records of the archive, which the rest of the program uses.

use super::index_terms::Terms;
use super::keys::PaperFacts;
use super::raw::RawLinks;
use crate::diagnostic::{EntryLocation, Location, Step};
use crate::source::FilePath;
use crate::text::date::PartialDate;
use crate::text::name_parts::{self, Name};
use chrono::NaiveDate;
use std::ops::Deref;

/// The place of an entry: its file and, in a file of several entries, its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file of the entry.
    pub file: FilePath,
    /// The index in `papers:`, from 0; `None` in a file of one paper.
    pub index: Option<u32>,
}

impl Origin {
    /// Returns the entry as a place.
    pub fn place(&self) -> Location {
        self.at([])
    }

    /// Returns the place of a value of the entry.
    pub fn at(&self, path: impl IntoIterator<Item = Step>) -> Location {
        let path = path.into_iter().collect();
        Location::Entry(EntryLocation { file: self.file.clone(), index: self.index, path, needle: None })
    }

    /// Returns the place of a top-level key's value.
    pub fn key(&self, key: &str) -> Location {
        self.at([Step::Key(key.to_owned())])
    }

    /// Returns the place of a value inside a top-level mapping.
    pub fn within(&self, key: &str, field: &str) -> Location {
        self.at([Step::Key(key.to_owned()), Step::Key(field.to_owned())])
    }

    /// Returns the place of an item of a list.
    pub fn item(&self, key: &str, index: usize) -> Location {
        self.at([Step::Key(key.to_owned()), Step::Index(u32::try_from(index).unwrap_or(u32::MAX))])
    }

    /// Returns the place of a value of a mapping in a list; `list` is the path of keys to the list.
    pub fn item_field(&self, list: &[&str], index: usize, field: &str) -> Location {
        let keys = list.iter().map(|&key| Step::Key(key.to_owned()));
        let index = Step::Index(u32::try_from(index).unwrap_or(u32::MAX));
        self.at(keys.chain([index, Step::Key(field.to_owned())]))
    }

    /// Returns the place where `needle` occurs inside a value.
    pub fn text_in(&self, path: Vec<Step>, needle: &str) -> Location {
        let needle = Some(needle.to_owned());
        Location::Entry(EntryLocation { file: self.file.clone(), index: self.index, path, needle })
    }
}

/// A paper of the archive: the facts of its entry, and values derived from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The digest of everything that pages show of the entry.
    pub digest: u64,
    /// The terms by which search finds it. Empty if the site has no search.
    pub terms: Terms,
    /// The checked values of the entry.
    pub facts: PaperFacts,
}

/// A paper gives read access to its facts. To change them, use `facts`.
impl Deref for Paper {
    type Target = PaperFacts;

    fn deref(&self) -> &PaperFacts {
        &self.facts
    }
}

/// The HTML at the start of an abstract, before its first words.
const OPENING: &str = "<p>";

impl Excerpt {
    /// Returns an excerpt, stored as a length if the abstract begins with it.
    pub fn new(excerpt: String, abstract_html: &str) -> Excerpt {
        let is_start =
            abstract_html.strip_prefix(OPENING).is_some_and(|text| text.starts_with(excerpt.as_str()));
        match u32::try_from(excerpt.len()) {
            Ok(len) if is_start => Excerpt::Start(len),
            _ => Excerpt::Own(excerpt),
        }
    }
}

/// The maximum number of authors of a paper that are linked and cited. Its page and its data name all of them. Some
/// papers have thousands of authors; a page and a feed for each would turn a few entries into gigabytes.
pub const LEADING_AUTHORS: usize = 1_000;

/// The maximum number of authors of a paper in an item of a feed. The constants below limit topics, keywords and days
/// in the same way. The paper's page and the data of all papers have all of them.
pub const FEED_AUTHORS: usize = 100;
/// The maximum number of topics on a card.
pub const CARD_TOPICS: usize = 20;
/// The maximum number of keywords on a card.
pub const CARD_KEYWORDS: usize = 30;
/// The maximum number of topics of a paper in feeds, citations and data of lists.
pub const LISTED_TOPICS: usize = 50;
/// The maximum number of keywords of a paper in feeds, citations and data of lists.
pub const LISTED_KEYWORDS: usize = 100;
/// The maximum number of days of a paper in feeds, citations and data of lists.
pub const LISTED_DATES: usize = 50;

impl PaperFacts {
    /// Returns the beginning of the abstract (or of the summary), for lists.
    pub fn excerpt_html(&self) -> &str {
        match &self.excerpt {
            Excerpt::Own(excerpt) => excerpt,
            Excerpt::Start(len) => {
                self.abstract_html.get(OPENING.len()..OPENING.len() + *len as usize).unwrap_or_default()
            }
        }
    }

    /// Returns the first [`LEADING_AUTHORS`] authors. Only these are linked, get a page by this paper, and are named in
    /// citations and in the tags for search engines.
    pub fn leading_authors(&self) -> &[Author] {
        &self.authors[..self.authors.len().min(LEADING_AUTHORS)]
    }

    /// Returns the date of the paper in feeds and lists.
    pub fn date(&self) -> PartialDate {
        self.dates.first().copied().unwrap_or_default()
    }

    /// Returns the first possible day of [`PaperFacts::date`]. It serves to order papers, and is not shown.
    pub fn first_day(&self) -> NaiveDate {
        self.date().first_day()
    }

    /// Returns the days whose pages list the paper, in ascending order. A date without a day is not among them.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.dates.iter().filter_map(|date| date.day())
    }

    /// Returns the date for citations: when the paper was published, otherwise when it was featured.
    pub fn cited_date(&self) -> PartialDate {
        self.published.unwrap_or(self.date())
    }

    /// Returns whether there are more authors than the entry names.
    pub fn has_more_authors(&self) -> bool {
        self.others || self.author_count > self.authors.len()
    }
}

/// Long-form markdown below the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// Safe HTML.
    pub html: String,
    /// The headings of the text, in order.
    pub outline: Vec<Heading>,
}

/// A heading of a long text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// Plain text.
    pub text: String,
}

/// An author of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// As written.
    pub name: String,
    /// Other facts about the author. Few authors have any. The box saves memory, because authors are the most frequent
    /// records.
    pub details: Option<Box<AuthorDetails>>,
}

/// Facts about an author besides the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorDetails {
    /// The family name, if the entry has the parts of the name.
    pub family: Option<String>,
    /// The given names; only with a family name.
    pub given: Option<String>,
    /// A suffix such as `Jr.`; only with given names.
    pub suffix: Option<String>,
    /// Whether the author is a collaboration, not a person.
    pub collaboration: bool,
    /// The checked ORCID: `0000-0002-1825-0097`.
    pub orcid: Option<String>,
    /// The address of the author's page.
    pub url: Option<String>,
    /// Affiliation, as written.
    pub affiliation: Option<String>,
}

impl Author {
    /// Returns the parts of the name: those of the entry, otherwise guessed ones.
    pub fn parts(&self) -> Name {
        match self.details.as_deref() {
            Some(details) if details.collaboration => Name::Group(self.name.clone()),
            Some(AuthorDetails { family: Some(family), given, suffix, .. }) => Name::Person {
                given: given.clone().unwrap_or_default(),
                particle: String::new(),
                family: family.clone(),
                suffix: suffix.clone().unwrap_or_default(),
            },
            _ => name_parts::parts(&self.name),
        }
    }

    /// Returns family name, given names and suffix, if the entry has them.
    pub fn known_parts(&self) -> Option<[&str; 3]> {
        let details = self.details.as_deref()?;
        let family = details.family.as_deref()?;
        let [given, suffix] =
            [&details.given, &details.suffix].map(|part| part.as_deref().unwrap_or_default());
        Some([family, given, suffix])
    }

    /// Returns whether the author is a collaboration.
    pub fn is_collaboration(&self) -> bool {
        self.details.as_ref().is_some_and(|details| details.collaboration)
    }

    /// Returns the name for citations.
    pub fn family(&self) -> &str {
        match (self.known_parts(), self.is_collaboration()) {
            (Some([family, ..]), _) => family,
            (None, true) => &self.name,
            (None, false) => name_parts::family(&self.name),
        }
    }

    /// Returns the ORCID, if the entry has one.
    pub fn orcid(&self) -> Option<&str> {
        self.details.as_ref()?.orcid.as_deref()
    }

    /// Returns the address of the author's page, if the entry has one.
    pub fn url(&self) -> Option<&str> {
        self.details.as_ref()?.url.as_deref()
    }

    /// Returns the affiliation, if the entry has one.
    pub fn affiliation(&self) -> Option<&str> {
        self.details.as_ref()?.affiliation.as_deref()
    }
}

/// The beginning of a paper's text, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt {
    /// The number of bytes from the start of the abstract's first paragraph. Nearly all excerpts have this form.
    Start(u32),
    /// A separate text.
    Own(String),
}

/// The organization of a paper: its handle, and the facts that the entry gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationName {
    /// The handle, as written.
    pub handle: String,
    /// The name, if the entry has one.
    pub name: Option<String>,
    /// The address of its page.
    pub url: Option<String>,
}

/// The identifiers and links of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The bare id: no `arXiv:`, no version.
    pub arxiv: Option<String>,
    /// The bare DOI: `10.…/…`.
    pub doi: Option<String>,
    /// The links of the entry with a known kind, in the order of [`LinkKind`].
    pub named: Vec<(LinkKind, String)>,
    /// Label and URL.
    pub other: Vec<(String, String)>,
}

/// Declares the kinds of links, each with its key in `links:`.
macro_rules! link_kinds {
    ($($kind:ident $key:ident),*) => {
        /// The links an entry can name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LinkKind { $(#[doc = concat!("`", stringify!($key), "`")] $kind),* }

        impl LinkKind {
            /// All kinds, in the order of the keys.
            pub const ALL: &'static [LinkKind] = &[$(LinkKind::$kind),*];

            /// The key in `links:`.
            pub fn key(self) -> &'static str {
                match self { $( LinkKind::$kind => stringify!($key), )* }
            }
        }

        impl RawLinks {
            /// Takes the address of each kind out of the links as written.
            pub fn take_named(&mut self) -> impl Iterator<Item = (LinkKind, String)> + use<> {
                let named = [$((LinkKind::$kind, self.$key.take())),*];
                named.into_iter().filter_map(|(kind, url)| Some((kind, url?)))
            }
        }
    };
}

link_kinds! {
    Pdf pdf, Html html, Code code, Project project, Data data, Model model, Demo demo, Video video, Slides slides, Poster poster
}

/// Counts of votes, comments and stars of a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Votes.
    pub upvotes: Option<u32>,
    /// Comments.
    pub comments: Option<u32>,
    /// Stars of the code repository.
    pub stars: Option<u32>,
}

impl Counts {
    /// Returns these counts, each replaced by that of `newer` if it has one.
    pub fn updated(self, newer: Counts) -> Counts {
        Counts {
            upvotes: newer.upvotes.or(self.upvotes),
            comments: newer.comments.or(self.comments),
            stars: newer.stars.or(self.stars),
        }
    }
}

/// The reason and the date of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The reason, as written.
    pub reason: String,
    /// The date of the withdrawal.
    pub date: Option<PartialDate>,
}

/// A link to an address of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerLink {
    /// The path below the site's root, without a leading slash: `papers/2503.02130/#notes`.
    pub target: String,
    /// Whether the link is an image.
    pub image: bool,
    /// The place of the link in the source.
    pub place: Location,
    /// The address as written.
    pub written: String,
}

/// An editor's note for one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayNote {
    /// The place of the note.
    pub origin: Origin,
    /// The day of the note.
    pub date: NaiveDate,
    /// Safe HTML.
    pub html: String,
    /// Links to addresses of this site.
    pub inner_links: Vec<InnerLink>,
}

/// A plain page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainPage {
    /// The place of the page.
    pub origin: Origin,
    /// Its address below the site's root: `docs/themes`.
    pub slug: String,
    /// Plain text.
    pub title: String,
    /// Plain text for search engines.
    pub description: Option<String>,
    /// Pages with a weight are in the navigation of the site, in ascending order.
    pub weight: Option<u32>,
    /// The day of the last revision.
    pub updated: Option<NaiveDate>,
    /// Safe HTML.
    pub html: String,
    /// The headings of the text, in order.
    pub outline: Vec<Heading>,
    /// Old paths of the page.
    pub aliases: Vec<String>,
    /// Links to addresses of this site.
    pub inner_links: Vec<InnerLink>,
}

/// A topic of the vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicRecord {
    /// The place of the record.
    pub origin: Origin,
    /// The slug of the topic.
    pub slug: String,
    /// The name of the topic.
    pub name: String,
    /// Safe HTML.
    pub description_html: Option<String>,
    /// Other names of the topic.
    pub aliases: Vec<String>,
    /// The slug of the parent topic.
    pub parent: Option<String>,
}

/// An organization with a record in `organizations.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRecord {
    /// The place of the record.
    pub origin: Origin,
    /// The handle of the organization.
    pub handle: String,
    /// The name of the organization.
    pub name: String,
    /// The address of its page.
    pub url: Option<String>,
    /// The address of its logo.
    pub logo: Option<String>,
}

/// A person with several names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// The place of the record.
    pub origin: Origin,
    /// The slug of the person.
    pub slug: String,
    /// The name to show.
    pub name: String,
    /// Other names of the person.
    pub aliases: Vec<String>,
    /// The checked ORCID.
    pub orcid: Option<String>,
    /// The address of the person's page.
    pub url: Option<String>,
}

/// Counts of papers that a program collected on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// The place of the file.
    pub origin: Origin,
    /// The day of the counts.
    pub as_of: NaiveDate,
    /// Ids of papers with their counts.
    pub papers: Vec<(String, Counts)>,
}
