//! The content of a file as bytes, for the cache between builds.
//!
//! Content is always encoded and decoded, even if it was just parsed. So a build that takes a file from the cache
//! cannot differ from one that parses it, and texts take no more memory than necessary.

use super::index_terms::Terms;
use super::keys::PaperFacts;
use super::paper::{
    Author, AuthorDetails, Counts, DayNote, Excerpt, Heading, InnerLink, LinkKind, Links, Metrics, Notes,
    OrganizationName, OrganizationRecord, Origin, Paper, PersonRecord, PlainPage, TopicRecord, Withdrawn,
};
use super::{Content, LeftOut};
use crate::source::FilePath;
use crate::source::codec::{Bytes, Stored, stored};
use crate::text::date::{PartialDate, Precision};
use crate::text::keyphrases::{Keyphrases, Mark};
use crate::text::language::Languages;
use crate::text::meaning::Meaning;
use chrono::{Datelike, NaiveDate};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

stored! {
    Content {
        papers, notes, pages, topics, organizations, people, metrics, broken, left_out, drafts, diagnostics,
    }
    LeftOut { id, origin }
    Origin { file, index }
    Author { name, details }
    AuthorDetails { family, given, suffix, collaboration, orcid, url, affiliation }
    Languages { title, text, summary, notes }
    OrganizationName { handle, name, url }
    Links { arxiv, doi, named, other }
    Counts { upvotes, comments, stars }
    Withdrawn { reason, date }
    Notes { html, outline }
    Heading { level, id, text }
    InnerLink { target, image, place, written }
    DayNote { origin, date, html, inner_links }
    PlainPage { origin, slug, title, description, weight, updated, html, outline, aliases, inner_links }
    TopicRecord { origin, slug, name, description_html, aliases, parent }
    OrganizationRecord { origin, handle, name, url, logo }
    PersonRecord { origin, slug, name, aliases, orcid, url }
    Metrics { origin, as_of, papers }
}

/// Returns the content of a file as bytes.
pub fn store(content: &Content) -> Vec<u8> {
    // Room for a paper of the usual length.
    let mut bytes = Vec::with_capacity(4 << 10);
    content.put(&mut bytes);
    bytes
}

/// Decodes the output of [`store`] for a file; `None` if the bytes are not valid.
pub fn restore(file: &FilePath, bytes: &[u8]) -> Option<Content> {
    let mut bytes = Bytes::new(bytes, file);
    Content::take(&mut bytes).filter(|_| bytes.left.is_empty())
}

impl DayNote {
    /// Returns a digest of everything that pages show of the record.
    pub fn digest(&self) -> u64 {
        xxh3_64_with_seed(self.html.as_bytes(), xxh3_64(self.origin.file.as_bytes()))
    }
}

impl PlainPage {
    /// Returns a digest of the whole record.
    pub fn digest(&self) -> u64 {
        let mut bytes = Vec::new();
        self.put(&mut bytes);
        xxh3_64(&bytes)
    }
}

impl Paper {
    /// Returns the paper of an entry, with the digest of its stored form.
    pub(super) fn new(facts: PaperFacts, terms: Terms) -> Paper {
        // Room for a paper of the usual length.
        let mut shown = Vec::with_capacity(4 << 10);
        facts.put_shown(&mut shown);
        Paper { digest: digest(&facts, &shown), terms, facts }
    }
}

/// Returns the digest of everything that pages show, given its stored form. The place in the file is not part of it, so
/// a new paper at the top of a file does not change the digests of the papers below.
fn digest(facts: &PaperFacts, shown: &[u8]) -> u64 {
    // The file is what "Edit this page" links to.
    xxh3_64_with_seed(shown, xxh3_64(facts.origin.file.as_bytes()))
}

impl Stored for Paper {
    fn put(&self, to: &mut Vec<u8>) {
        self.terms.put(to);
        self.facts.put_unshown(to);
        self.facts.put_shown(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Paper> {
        let terms = Terms::take(from)?;
        let (facts, shown) = PaperFacts::take(from)?;
        Some(Paper { digest: digest(&facts, shown), terms, facts })
    }
}

impl Stored for Excerpt {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Excerpt::Start(len) => (true, *len).put(to),
            Excerpt::Own(excerpt) => {
                false.put(to);
                excerpt.put(to);
            }
        }
    }

    fn take(from: &mut Bytes<'_>) -> Option<Excerpt> {
        Some(if bool::take(from)? {
            Excerpt::Start(u32::take(from)?)
        } else {
            Excerpt::Own(String::take(from)?)
        })
    }
}

impl Stored for PartialDate {
    /// The days since the start of the calendar, and the precision, in the four bytes of a day.
    fn put(&self, to: &mut Vec<u8>) {
        let number = self.first_day().num_days_from_ce() << 2 | self.precision() as i32;
        to.extend_from_slice(&number.to_le_bytes());
    }

    fn take(from: &mut Bytes<'_>) -> Option<PartialDate> {
        let number = i32::from_le_bytes(from.array()?);
        let day = NaiveDate::from_num_days_from_ce_opt(number >> 2)?;
        let precision = [Precision::Year, Precision::Month, Precision::Day].get((number & 3) as usize)?;
        Some(PartialDate::from(day).at_most(*precision))
    }
}

impl Stored for LinkKind {
    fn put(&self, to: &mut Vec<u8>) {
        (*self as u8).put(to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<LinkKind> {
        LinkKind::ALL.get(usize::take(from)?).copied()
    }
}

impl Stored for Meaning {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.bytes());
    }

    fn take(from: &mut Bytes<'_>) -> Option<Meaning> {
        Some(Meaning::from_bytes(&from.array()?))
    }
}

impl Stored for Keyphrases {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.title.to_le_bytes());
        to.extend_from_slice(&self.digest.to_le_bytes());
        self.marks.len().put(to);
        to.extend(self.marks.iter().flat_map(|mark| mark.0.to_le_bytes()));
    }

    fn take(from: &mut Bytes<'_>) -> Option<Keyphrases> {
        let title = u64::from_le_bytes(from.some(8)?.try_into().ok()?);
        let digest = u64::from_le_bytes(from.some(8)?.try_into().ok()?);
        let len = usize::take(from)?.checked_mul(4)?;
        let (marks, _) = from.some(len)?.as_chunks();
        Some(Keyphrases {
            title,
            digest,
            marks: marks.iter().map(|mark| Mark(u32::from_le_bytes(*mark))).collect(),
        })
    }
}
