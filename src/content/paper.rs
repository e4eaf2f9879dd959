//! The records of the archive, checked: what the rest of the program works with.

use super::index_terms::Terms;
use super::keys::PaperFacts;
use super::raw::RawLinks;
use crate::diagnostic::{EntryPlace, Place, Step};
use crate::source::FilePath;
use crate::text::date::PartialDate;
use crate::text::name_parts::{self, Name};
use chrono::NaiveDate;
use std::ops::Deref;

/// The place of an entry: its file and, in a file of many, its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub file: FilePath,
    /// Counted from 0 in a file of `papers:`.
    pub index: Option<u32>,
}

impl Origin {
    /// Returns the entry as a place.
    pub fn place(&self) -> Place {
        self.at([])
    }

    /// Returns the place of a value of the entry.
    pub fn at(&self, path: impl IntoIterator<Item = Step>) -> Place {
        let path = path.into_iter().collect();
        Place::Entry(EntryPlace { file: self.file.clone(), index: self.index, path, needle: None })
    }

    /// Returns the place of a top-level key's value.
    pub fn key(&self, key: &str) -> Place {
        self.at([Step::Key(key.to_owned())])
    }

    /// Returns the place of a value inside a top-level mapping.
    pub fn within(&self, key: &str, field: &str) -> Place {
        self.at([Step::Key(key.to_owned()), Step::Key(field.to_owned())])
    }

    /// Returns the place of an item of a list.
    pub fn item(&self, key: &str, index: usize) -> Place {
        self.at([Step::Key(key.to_owned()), Step::Index(u32::try_from(index).unwrap_or(u32::MAX))])
    }

    /// Returns the place of a value of a mapping in a list; `list` are the keys of the path to the list.
    pub fn item_field(&self, list: &[&str], index: usize, field: &str) -> Place {
        let keys = list.iter().map(|&key| Step::Key(key.to_owned()));
        let index = Step::Index(u32::try_from(index).unwrap_or(u32::MAX));
        self.at(keys.chain([index, Step::Key(field.to_owned())]))
    }

    /// Returns the place where `needle` occurs inside a value.
    pub fn text_in(&self, path: Vec<Step>, needle: &str) -> Place {
        let needle = Some(needle.to_owned());
        Place::Entry(EntryPlace { file: self.file.clone(), index: self.index, path, needle })
    }
}

/// A paper of the archive: the facts of its entry, and what follows from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Of everything that pages show of the entry.
    pub digest: u64,
    /// What search finds it by. Empty where the site has no search.
    pub terms: Terms,
    pub facts: PaperFacts,
}

/// A paper is read as its facts; changing one takes `facts`.
impl Deref for Paper {
    type Target = PaperFacts;

    fn deref(&self) -> &PaperFacts {
        &self.facts
    }
}

/// How an abstract begins, before its first words.
const OPENING: &str = "<p>";

impl Excerpt {
    pub fn new(excerpt: String, abstract_html: &str) -> Excerpt {
        let is_start =
            abstract_html.strip_prefix(OPENING).is_some_and(|text| text.starts_with(excerpt.as_str()));
        match u32::try_from(excerpt.len()) {
            Ok(len) if is_start => Excerpt::Start(len),
            _ => Excerpt::Own(excerpt),
        }
    }
}

/// How many authors of a paper are linked and cited; the others are only named on its page and in its data. Some papers have thousands of authors,
/// and a page and a feed for each would make a site of gigabytes out of a few entries.
pub const LEADING_AUTHORS: usize = 1_000;

/// How many authors of a paper an item of a feed names, how many topics a card shows, and how many topics, keywords and days the items of feeds,
/// the citations and the data of lists name. The paper's page and the data of all papers have all of them.
pub const FEED_AUTHORS: usize = 100;
pub const CARD_TOPICS: usize = 20;
pub const LISTED_TOPICS: usize = 50;
pub const LISTED_KEYWORDS: usize = 100;
pub const LISTED_DATES: usize = 50;

impl PaperFacts {
    /// The beginning of the abstract (or of the summary), for lists.
    pub fn excerpt_html(&self) -> &str {
        match &self.excerpt {
            Excerpt::Own(excerpt) => excerpt,
            Excerpt::Start(len) => {
                self.abstract_html.get(OPENING.len()..OPENING.len() + *len as usize).unwrap_or_default()
            }
        }
    }

    /// Returns the first [`LEADING_AUTHORS`] authors: those who are linked, get a page by this paper, and are named in citations and in the tags for
    /// search engines.
    pub fn leading_authors(&self) -> &[Author] {
        &self.authors[..self.authors.len().min(LEADING_AUTHORS)]
    }

    /// The date that feeds and lists date it by.
    pub fn date(&self) -> PartialDate {
        self.dates.first().copied().unwrap_or_default()
    }

    /// The first day that [`PaperFacts::date`] may be: to order papers by, not to be shown.
    pub fn first_day(&self) -> NaiveDate {
        self.date().first_day()
    }

    /// Returns the days on whose pages it is listed, first day first. A paper of which only the month or the year is known is on no day's page.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.dates.iter().filter_map(|date| date.day())
    }

    /// The date a paper is cited by: when it appeared, or else when it was featured.
    pub fn cited_date(&self) -> PartialDate {
        self.published.unwrap_or(self.date())
    }

    /// Whether there are more authors than are named.
    pub fn has_more_authors(&self) -> bool {
        self.others || self.author_count > self.authors.len()
    }
}

/// Long-form markdown below the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    pub html: String,
    pub outline: Vec<Heading>,
}

/// A heading of a long text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// Someone who wrote a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// As written.
    pub name: String,
    /// What else the entry says of the author, which few do: an archive holds more authors than anything else.
    pub details: Option<Box<AuthorDetails>>,
}

/// What an entry says of an author beside the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorDetails {
    /// The parts of the name, where the entry has them: without a family name there is neither of the others, and without given names no suffix.
    pub family: Option<String>,
    pub given: Option<String>,
    pub suffix: Option<String>,
    /// Whether the author is a collaboration, and not a person.
    pub collaboration: bool,
    pub orcid: Option<String>,
    pub url: Option<String>,
    pub affiliation: Option<String>,
}

impl Author {
    /// Returns the parts of the name: those of the entry, or else guessed ones.
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

    /// Returns family name, given names and suffix, where the entry has them.
    pub fn known_parts(&self) -> Option<[&str; 3]> {
        let details = self.details.as_deref()?;
        let family = details.family.as_deref()?;
        let [given, suffix] =
            [&details.given, &details.suffix].map(|part| part.as_deref().unwrap_or_default());
        Some([family, given, suffix])
    }

    pub fn is_collaboration(&self) -> bool {
        self.details.as_ref().is_some_and(|details| details.collaboration)
    }

    /// Returns the name that a person is cited by.
    pub fn family(&self) -> &str {
        match (self.known_parts(), self.is_collaboration()) {
            (Some([family, ..]), _) => family,
            (None, true) => &self.name,
            (None, false) => name_parts::family(&self.name),
        }
    }

    pub fn orcid(&self) -> Option<&str> {
        self.details.as_ref()?.orcid.as_deref()
    }

    pub fn url(&self) -> Option<&str> {
        self.details.as_ref()?.url.as_deref()
    }

    pub fn affiliation(&self) -> Option<&str> {
        self.details.as_ref()?.affiliation.as_deref()
    }
}

/// The beginning of a paper's text, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt {
    /// So many bytes of the abstract from where its first paragraph opens: what nearly all are.
    Start(u32),
    Own(String),
}

/// The organization of a paper, by its handle, with what the entry itself says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationName {
    pub handle: String,
    pub name: Option<String>,
    pub url: Option<String>,
}

/// Where a paper and what belongs to it are found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The bare id: no `arXiv:`, no version.
    pub arxiv: Option<String>,
    /// The bare DOI: `10.…/…`.
    pub doi: Option<String>,
    /// What the entry names, in the order of [`LinkKind`].
    pub named: Vec<(LinkKind, String)>,
    /// Label and URL.
    pub other: Vec<(String, String)>,
}

/// Declares the kinds of links, each with its key in `links:`.
macro_rules! link_kinds {
    ($($kind:ident $key:ident),*) => {
        /// The links an entry can name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LinkKind { $($kind),* }

        impl LinkKind {
            pub const ALL: &'static [LinkKind] = &[$(LinkKind::$kind),*];

            /// The key in `links:`.
            pub fn key(self) -> &'static str {
                match self { $( LinkKind::$kind => stringify!($key), )* }
            }
        }

        impl RawLinks {
            /// Takes out the address of each kind.
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

/// What people made of a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
}

impl Counts {
    /// Returns these counts with `newer` over them, number by number.
    pub fn updated(self, newer: Counts) -> Counts {
        Counts {
            upvotes: newer.upvotes.or(self.upvotes),
            comments: newer.comments.or(self.comments),
            stars: newer.stars.or(self.stars),
        }
    }
}

/// Why and when a paper was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub reason: String,
    pub date: Option<PartialDate>,
}

/// A link to an address of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerLink {
    /// Below the site's root, without a slash in front: `papers/2503.02130/#notes`.
    pub target: String,
    pub image: bool,
    /// Where it is written.
    pub place: Place,
    /// As it is written.
    pub written: String,
}

/// An editor's note for one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayNote {
    pub origin: Origin,
    pub date: NaiveDate,
    pub html: String,
    pub inner_links: Vec<InnerLink>,
}

/// A plain page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainPage {
    pub origin: Origin,
    /// Its address below the site's root: `docs/themes`.
    pub slug: String,
    pub title: String,
    pub description: Option<String>,
    /// Pages with a weight are in the navigation of the site, light ones first.
    pub weight: Option<u32>,
    pub updated: Option<NaiveDate>,
    pub html: String,
    pub outline: Vec<Heading>,
    pub aliases: Vec<String>,
    pub inner_links: Vec<InnerLink>,
}

/// A topic of the vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicRecord {
    pub origin: Origin,
    pub slug: String,
    pub name: String,
    pub description_html: Option<String>,
    pub aliases: Vec<String>,
    pub parent: Option<String>,
}

/// An organization that is known by more than its handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRecord {
    pub origin: Origin,
    pub handle: String,
    pub name: String,
    pub url: Option<String>,
    pub logo: Option<String>,
}

/// A person whose names are to be held together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    pub origin: Origin,
    pub slug: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub orcid: Option<String>,
    pub url: Option<String>,
}

/// What machines counted, at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    pub origin: Origin,
    pub as_of: NaiveDate,
    pub papers: Vec<(String, Counts)>,
}
